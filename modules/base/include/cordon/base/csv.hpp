// RFC 4180 CSV over bytes in memory, and writing of it. Own code because the one library at hand trims unquoted fields
// silently and is half as fast.
// Quirks of real lists: any single-byte delimiter and quote, CRLF or LF, a byte order mark, 0x1A as the end of the
// data. Fields are never trimmed; whether a field was quoted is not kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::base {

struct CsvOptions {
  char delimiter = ',';
  char quote = '"';             // '\0': no quoting, as in pipe-separated lists
  bool stop_at_ctrl_z = false;  // a line that starts with 0x1A ends the data
};

// Thread: one user at a time. Lifetime: the bytes must outlive the reader.
class CsvReader {
 public:
  CsvReader(std::string_view bytes, CsvOptions options, std::string document);

  // Reads the next row into fields (reused between calls). Blank lines are skipped.
  // Returns: false at the end. Errors: kMalformed for an unclosed quote or text behind a closing quote, kOutOfRange for
  // a field or row beyond limits.hpp; both with document and line.
  [[nodiscard]] Result<bool> next(std::vector<std::string>& fields);

  [[nodiscard]] std::uint64_t line() const noexcept { return row_line_; }  // 1-based line on which the row starts
  [[nodiscard]] std::string_view raw() const noexcept { return raw_; }     // the row's bytes, line end left out
  [[nodiscard]] std::size_t position() const noexcept { return at_; }      // bytes read so far

 private:
  [[nodiscard]] Result<bool> read_quoted(std::string& field);
  [[nodiscard]] Error error(ErrorCode code, std::string message) const;

  std::string_view bytes_;
  CsvOptions options_;
  std::string document_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t row_line_ = 0;
  std::string_view raw_;
};

// For headers that are read by name: of two columns of one name only one would be read, while both might be shown.
// Names are compared as they are; columns without a name are none of its business. Errors: kMalformed at `where`,
// naming the column.
[[nodiscard]] Result<void> must_name_columns_once(const std::vector<std::string>& header, const SourceLocation& where);

// Appends one field, quoted where RFC 4180 needs it. Text that a spreadsheet would take for a formula (=, +, -, @
// first) is left as it is: the files are for machines.
void append_csv_field(std::string& out, std::string_view text, char delimiter = ',');
void append_csv_row(std::string& out, const std::vector<std::string>& fields, char delimiter = ',');

}  // namespace cordon::base
