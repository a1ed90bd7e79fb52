#include "csv_table.hpp"

#include <algorithm>

#include "cordon/model/clean.hpp"
#include "encoding.hpp"

namespace cordon::ingest {

using base::Error;
using base::ErrorCode;
using base::Result;

std::string column_name(std::string_view header) {
  if (header.starts_with("\xEF\xBB\xBF")) header.remove_prefix(3);
  std::string name = model::collapse_blanks(header);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c == ' ' || c == '/' || c == '-' || c == '.') c = '_';
  }
  return name;
}

CsvTable::CsvTable(std::unique_ptr<std::string> bytes, CsvTableOptions options, const std::string& document)
    : bytes_(std::move(bytes)), options_(options), document_(document), reader_(*bytes_, options.csv, document) {}

Result<CsvTable> CsvTable::open(std::string bytes, CsvTableOptions options, const std::string& document,
                                Unmapped& unmapped) {
  CORDON_ASSIGN(std::string text, decode_text(std::move(bytes), document, unmapped));
  CsvTable table{std::make_unique<std::string>(std::move(text)), options, document};
  std::vector<std::string> row;
  for (std::size_t i = 0; i <= options.lines_before_header; ++i) {
    CORDON_ASSIGN(const bool more, table.reader_.next(row));
    if (!more)
      return Error{ErrorCode::kMalformed, "expected a header row, found the end of the file", {document, 0, {}}};
    if (i < options.lines_before_header) table.preamble_.push_back(row);
  }
  while (!row.empty() && column_name(row.back()).empty()) row.pop_back();  // trailing commas of office programs
  for (const std::string& header : row) {
    table.columns_.push_back(column_name(header));
    table.index_[table.columns_.back()].push_back(table.columns_.size() - 1);
  }
  return table;
}

Result<bool> CsvTable::next() {
  for (;;) {
    CORDON_ASSIGN(const bool more, reader_.next(fields_));
    if (!more) return false;
    texts_.clear();
    for (const std::string& field : fields_) texts_.push_back(model::collapse_blanks(field));
    taken_.assign(texts_.size(), false);
    if (std::all_of(texts_.begin(), texts_.end(), [](const std::string& text) { return text.empty(); })) continue;
    while (texts_.size() > columns_.size() && texts_.back().empty()) texts_.pop_back();
    const bool is_short = texts_.size() < columns_.size() && options_.short_rows == ShortRows::kRefuse;
    if (texts_.size() > columns_.size() || is_short) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(columns_.size()) + " fields as in the header, found " +
                       std::to_string(texts_.size()),
                   where()};
    }
    return true;
  }
}

std::string CsvTable::take(std::string_view column) {
  const auto at = index_.find(column);
  if (at == index_.end()) return {};
  std::string out;
  for (const std::size_t i : at->second) {
    if (i >= texts_.size()) continue;
    taken_[i] = true;
    if (!out.empty() && !texts_[i].empty()) out += ';';
    out += texts_[i];
  }
  return out;
}

void CsvTable::ignore(std::string_view column) { (void)take(column); }

std::string CsvTable::canonical_row() const {
  std::string out;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    if (texts_[i].empty()) continue;
    out += i < columns_.size() ? columns_[i] : std::string{};
    out += '\x1F';
    out += texts_[i];
    out += '\x1E';
  }
  return out;
}

std::vector<std::string> head_columns(std::string_view head, base::CsvOptions options, std::size_t rows_before) {
  std::vector<std::string> columns;
  if (head.find('\0') != std::string_view::npos) return columns;
  base::CsvReader reader{head, options, {}};
  std::vector<std::string> row;
  for (std::size_t i = 0; i <= rows_before; ++i) {
    const auto more = reader.next(row);
    if (!more || !*more) return columns;
  }
  for (const std::string& header : row) columns.push_back(column_name(header));
  return columns;
}

bool has_all(const std::vector<std::string>& columns, std::initializer_list<std::string_view> names) {
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  });
}

}  // namespace cordon::ingest
