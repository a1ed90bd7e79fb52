// OFAC's fixed-width tables (.ff): every column has its place in the line. They are made into rows with a delimiter, so
// that one reader serves all flat layouts. Source: OFAC's data specifications (dat_spec.txt).
#pragma once

#include <string>
#include <string_view>

#include "cordon/base/result.hpp"

namespace cordon::ingest::ofac {

// No text of a list holds it.
inline constexpr char kFixedDelimiter = '\x1F';

// Which of the tables a line can be ("prim", "add", "alt"), by its length and its numbers; empty for none.
[[nodiscard]] std::string_view fixed_part(std::string_view line) noexcept;

// Line by line: the columns without the blanks that fill them up, divided by kFixedDelimiter.
// Errors: kMalformed with the line that is too short or too long for the table.
[[nodiscard]] base::Result<std::string> delimited_rows(std::string_view bytes, std::string_view part,
                                                       const std::string& document);

}  // namespace cordon::ingest::ofac
