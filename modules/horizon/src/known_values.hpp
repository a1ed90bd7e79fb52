// A word the user gave against the values the data knows: a slip is an error that lists them, not an empty answer.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "cordon/base/result.hpp"

namespace cordon::horizon {

// Empty text asks for all. Errors: kInvalidArgument, listing the known values.
[[nodiscard]] inline base::Result<void> expect_known(std::string_view option, const std::string& given,
                                                     const std::set<std::string>& known) {
  if (given.empty() || known.contains(given)) return {};
  std::string list;
  for (const std::string& value : known) list += (list.empty() ? "" : ", ") + value;
  return base::Error{base::ErrorCode::kInvalidArgument,
                     std::string(option) + ": expected one of " + list + "; found '" + given + "'"};
}

}  // namespace cordon::horizon
