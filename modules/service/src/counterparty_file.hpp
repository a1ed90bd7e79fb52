// Reading a file of counterparties: CSV or a workbook (.xlsx) with a header row, or JSON lines with the same keys.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/service/screening.hpp"

namespace cordon::service {

// Recognised from content: a zip archive is a workbook (its first visible sheet is read), a file whose first character
// is '{' is JSON lines. The whole file is read and checked first.
// Errors: kIo, kMalformed with file and line (sheet, row and cell); a table without a `name` (or identifier) column,
// or with two columns of one name (after renaming).
[[nodiscard]] base::Result<std::vector<CounterpartyColumns>> read_counterparty_file(
    const std::filesystem::path& file, const std::vector<std::pair<std::string, std::string>>& columns_renamed);

}  // namespace cordon::service
