// A small RFC 4180 reader for the bench's own inputs. Rows as vectors of cells; '#' lines and empty lines are skipped.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::bench {

struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;

  // The cell of a row by column name; empty when the row or the file has no such column.
  [[nodiscard]] std::string_view cell(std::size_t row, std::string_view column) const;
};

// Reads a file, gunzipping nothing: give plain text. has_header = false leaves `header` empty.
[[nodiscard]] base::Result<CsvTable> read_csv(const std::string& path, bool has_header);
[[nodiscard]] base::Result<std::vector<std::string>> read_lines(const std::string& path);

}  // namespace cordon::bench
