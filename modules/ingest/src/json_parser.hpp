// The depth limit of base/limits.hpp for simdjson's DOM, whose own is 1024.
#pragma once

#include <simdjson.h>

#include <string>

#include "cordon/base/limits.hpp"
#include "cordon/base/result.hpp"

namespace cordon::ingest {

// The parser keeps the depth when it grows for longer texts. Errors: kIo when there is no memory.
[[nodiscard]] inline base::Result<void> limit_json_depth(simdjson::dom::parser& parser, const std::string& document) {
  constexpr std::size_t kFirstBytes = 64U << 10U;
  if (parser.allocate(kFirstBytes, base::kMaxJsonDepth) == simdjson::SUCCESS) return {};
  return base::Error{base::ErrorCode::kIo, "no memory to read JSON", {document, 0, {}}};
}

}  // namespace cordon::ingest
