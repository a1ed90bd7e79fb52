// JSON lines that people send: one object a line, within the limits of limits.hpp, errors with file and line.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "cordon/base/result.hpp"

namespace cordon::service {

// One line, without its end. Errors: kMalformed for what is no JSON object; kOutOfRange for a line that is too long or
// nests too deep. Checked before anything is built, so that no later step has to count levels.
[[nodiscard]] base::Result<nlohmann::ordered_json> read_json_line(std::string_view text, const std::string& document,
                                                                  std::uint64_t line);

// Calls `use` for every line that is not blank; its error, or that of a line, ends the reading.
[[nodiscard]] base::Result<void> read_json_lines(
    std::string_view bytes, const std::string& document,
    const std::function<base::Result<void>(const nlohmann::ordered_json& object, std::uint64_t line)>& use);

}  // namespace cordon::service
