#include "csv.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace cordon::bench {

namespace {

base::Result<std::string> read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::Error{base::ErrorCode::kIo, "cannot be opened", {path, 0, {}}};
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

}  // namespace

std::string_view CsvTable::cell(std::size_t row, std::string_view column) const {
  const auto at = std::find(header.begin(), header.end(), column);
  if (at == header.end()) return {};
  const auto index = static_cast<std::size_t>(at - header.begin());
  return index < rows[row].size() ? std::string_view(rows[row][index]) : std::string_view{};
}

base::Result<CsvTable> read_csv(const std::string& path, bool has_header) {
  CORDON_ASSIGN(const std::string text, read_all(path));
  CsvTable table;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    const bool blank = row.size() == 1 && row[0].empty();
    const bool comment = !row[0].empty() && row[0][0] == '#';
    if (!blank && !comment) {
      if (has_header && table.header.empty()) {
        table.header = row;
      } else {
        table.rows.push_back(row);
      }
    }
    row.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r' && c != '\x1A') {
      cell += c;
    }
  }
  if (!cell.empty() || !row.empty()) end_row();
  return table;
}

base::Result<std::vector<std::string>> read_lines(const std::string& path) {
  CORDON_ASSIGN(const std::string text, read_all(path));
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace cordon::bench
