// A CSV file with a header row, over base::CsvReader, with book-keeping of the columns a reader has taken, so that what
// it has not taken is found and counted (count_untaken).
// Column names are compared in lower case, with blanks, '/', '-' and '.' as '_' and a byte order mark cut off.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/csv.hpp"
#include "cordon/ingest/input.hpp"
#include "unmapped.hpp"

namespace cordon::ingest {

enum class ShortRows : std::uint8_t { kRefuse, kAccept };  // rows with fewer fields than the header

struct CsvTableOptions {
  base::CsvOptions csv = {};
  std::size_t lines_before_header = 0;  // rows, as "Last Updated,12/02/2016"
  ShortRows short_rows = ShortRows::kRefuse;
};

class CsvTable {
 public:
  // Decodes the bytes (encoding.hpp), reads the rows before the header and the header.
  [[nodiscard]] static base::Result<CsvTable> open(std::string bytes, CsvTableOptions options,
                                                   const std::string& document, Unmapped& unmapped);

  // The rows before the header. Each as its fields.
  [[nodiscard]] const std::vector<std::vector<std::string>>& preamble() const noexcept { return preamble_; }
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }  // normalised names
  [[nodiscard]] bool has(std::string_view column) const { return index_.find(column) != index_.end(); }

  // Moves to the next row that is not empty. Returns: false at the end.
  // Errors: kMalformed for broken quoting and rows whose number of fields does not fit the header.
  [[nodiscard]] base::Result<bool> next();
  [[nodiscard]] std::uint64_t line() const noexcept { return reader_.line(); }
  [[nodiscard]] base::SourceLocation where() const { return {document_, line(), {}}; }
  [[nodiscard]] std::size_t position() const noexcept { return reader_.position(); }

  // The field of the row in that column, blanks joined and trimmed; empty when there is no such column. Where several
  // columns have the name, their texts joined by ';'. Marks it as taken.
  [[nodiscard]] std::string take(std::string_view column);
  void ignore(std::string_view column);
  // Calls with (column, text) for every field that has text and was not taken.
  template <typename Call>
  void for_each_untaken(Call call) const {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (!taken_[i] && !texts_[i].empty())
        call(i < columns_.size() ? columns_[i] : std::string("(no column)"), texts_[i]);
    }
  }
  void count_untaken(Unmapped& unmapped) const {
    for_each_untaken([&](const std::string& column, const std::string& text) { unmapped.count(column, text); });
  }
  // Hash of the row's fields with blanks normalised: quoting and line ends do not change it.
  [[nodiscard]] std::string canonical_row() const;

 private:
  CsvTable(std::unique_ptr<std::string> bytes, CsvTableOptions options, const std::string& document);

  std::unique_ptr<std::string> bytes_;  // behind a pointer: the reader's view must survive a move
  CsvTableOptions options_;
  std::string document_;
  base::CsvReader reader_;
  std::vector<std::vector<std::string>> preamble_;
  std::vector<std::string> columns_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> index_;
  std::vector<std::string> fields_;
  std::vector<std::string> texts_;
  std::vector<bool> taken_;
};

[[nodiscard]] std::string column_name(std::string_view header);

// The normalised column names in the first row of a head, for detection; empty when it is no CSV.
[[nodiscard]] std::vector<std::string> head_columns(std::string_view head, base::CsvOptions options,
                                                    std::size_t rows_before = 0);
[[nodiscard]] bool has_all(const std::vector<std::string>& columns, std::initializer_list<std::string_view> names);

}  // namespace cordon::ingest
