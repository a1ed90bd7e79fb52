// Small text helpers shared by the OFAC readers. ASCII rules: OFAC's flat files are ASCII.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/ascii.hpp"

namespace cordon::ingest::ofac {

using base::ascii_lower;
using base::ascii_lowered;
using base::is_ascii_alnum;
using base::is_ascii_digit;
using base::starts_with_ignoring_case;
using base::trimmed;

// How many decimal digits; -1 when there is anything but digits.
[[nodiscard]] int digit_count(std::string_view text) noexcept;
// Takes off one pair of enclosing quotes, ' or ".
[[nodiscard]] std::string_view unquoted(std::string_view text) noexcept;
// Lower-case words with one blank between them and without punctuation: how names are compared within one list.
[[nodiscard]] std::string name_key(std::string_view name);

}  // namespace cordon::ingest::ofac
