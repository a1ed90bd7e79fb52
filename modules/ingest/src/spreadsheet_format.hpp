// What the number of a cell means: number formats of a workbook, and numbers and dates as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::ingest {

enum class Shown : std::uint8_t { kNumber, kPadded, kDate, kMonth, kYear, kDateTime, kTime };

struct CellFormat {
  Shown shown = Shown::kNumber;
  std::uint8_t digits = 0;  // kPadded ("00000000"): at least so many
};

// The formats every workbook has without defining them.
[[nodiscard]] CellFormat built_in_format(std::uint64_t id);
// A format as a workbook defines it: "dd\.mm\.yyyy;@".
[[nodiscard]] CellFormat format_of_code(std::string_view code);

enum class Epoch : std::uint8_t { k1900, k1904 };

// The text of a number: "1.2E+3" is "1200", "5.0" is "5", a date is "1962-07-05" ("1962-07" where the format shows no
// day, with the time where it shows one). A number that is no day under a date format stays a number.
// Returns: nullopt when the text is not a number.
[[nodiscard]] std::optional<std::string> number_text(std::string_view stored, CellFormat format, Epoch epoch);

// "_x000D_" stands for U+000D in the strings of a workbook.
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace cordon::ingest
