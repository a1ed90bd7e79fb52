// Appending JSON text without building a tree: for entity bodies and result lines, which are written by the million.
// Everything else uses the JSON library inside src/.
#pragma once

#include <string>
#include <string_view>

namespace cordon::base {

// Appends text as a JSON string with quotes. Invalid UTF-8 bytes become U+FFFD, so that the output is always valid.
void append_json_string(std::string& out, std::string_view text);
// Returns: true when text is valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;

}  // namespace cordon::base
