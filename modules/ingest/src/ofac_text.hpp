// Small text helpers shared by the OFAC readers. ASCII rules: OFAC's flat files are ASCII.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::ingest::ofac {

[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] bool is_alnum_ascii(char c) noexcept;
[[nodiscard]] bool is_digit_ascii(char c) noexcept;
[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept;
// How many decimal digits; -1 when there is anything but digits.
[[nodiscard]] int digit_count(std::string_view text) noexcept;
// Takes off one pair of enclosing quotes, ' or ".
[[nodiscard]] std::string_view unquoted(std::string_view text) noexcept;
// Lower-case words with one blank between them and without punctuation: how names are compared within one list.
[[nodiscard]] std::string name_key(std::string_view name);

}  // namespace cordon::ingest::ofac
