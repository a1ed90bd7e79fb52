// Workbooks (.xlsx, Office Open XML): the first visible worksheet as rows of text.
// A cell's text is what its sheet stores: strings as they are (leading zeros kept, formatting and phonetic guides cut),
// numbers digit for digit without exponent or a needless ".0", dates as ISO dates with the parts their format shows,
// formulas as the value stored with them, truth values as true and false. Nothing is computed, no link is followed.
// Invariant: limits of base/limits.hpp hold; a cell that cannot be read is an error with sheet, row and cell.
// Thread: independent calls may run side by side. It does not write workbooks, nor read .xls and .xlsb.
// Source: ECMA-376 part 1 (5th edition), 18.2-18.4, 18.8.30, 18.17.4; from memory of the text, not re-read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::ingest {

struct SheetRow {
  std::string document;            // "book.xlsx!Sheet1", for errors about the row
  std::uint64_t number = 0;        // as the spreadsheet program shows it, from 1
  std::vector<std::string> cells;  // from column A to the last one with text; gaps are empty
};

// "A" for 0, "AB" for 27.
[[nodiscard]] std::string column_name(std::size_t index);

// Whether the bytes start as a workbook does (a zip archive), or as the older kind that only gives a clear error.
[[nodiscard]] bool may_be_workbook(std::string_view head);

// Rows come in order; rows without text are left out. An Error of the sink stops the reading and is returned.
// Errors: kUnsupported for .xls, .xlsb, encrypted workbooks and other archives; kMalformed, kOutOfRange with the place.
using SheetRowSink = std::function<base::Result<void>(const SheetRow&)>;
[[nodiscard]] base::Result<void> read_first_sheet(const std::filesystem::path& file, const SheetRowSink& sink);

// The same over the parts of a workbook in memory, by name ("xl/workbook.xml"): tests and fuzz targets.
using WorkbookParts = std::map<std::string, std::string>;
[[nodiscard]] base::Result<void> read_first_sheet(const WorkbookParts& parts, const std::string& document,
                                                  const SheetRowSink& sink);

}  // namespace cordon::ingest
