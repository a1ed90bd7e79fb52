// Programme families: which tags of a list belong together when rounds are counted (data/outlook/families.csv).
// Thread: values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::outlook {

struct ProgrammeFamily {
  std::string id;
  std::vector<std::string> tag_prefixes;

  // Returns: those of the tags that belong to the family, in their order.
  [[nodiscard]] std::vector<std::string> tags_of(const std::vector<std::string>& tags) const;
};

// Errors: kInvalidArgument, naming the families there are.
[[nodiscard]] base::Result<ProgrammeFamily> programme_family(std::string_view id);

}  // namespace cordon::outlook
