// Output of a command: JSON texts in, one of table|json|jsonl|csv|none out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::cli {

enum class Format : std::uint8_t { kTable, kJson, kJsonLines, kCsv, kNone };

struct Column {
  std::string title;
  std::string pointer;  // JSON pointer into the object, "/published"
};

// How objects become rows of a table or CSV.
struct TableSpec {
  std::vector<Column> columns;
  // JSON pointer of an array: one row for each of its items, addressed as "/*/..."; "" = none. "/a|/b" takes the items
  // of both; a column's pointer "/*/x|/*/y" takes the first that is there.
  std::string expand;
};

// Thread: one user.
class Output {
 public:
  // single: the command gives one thing, which --format json prints as an object instead of an array.
  Output(Format format, TableSpec spec, bool single = false);

  [[nodiscard]] base::Result<void> add(std::string_view json);
  // Ends the array, prints the table. Errors: kIo when stdout cannot be written (disk full, closed pipe).
  [[nodiscard]] base::Result<void> finish();
  void set_single(bool single) { single_ = single; }

 private:
  void add_rows(std::string_view json);
  void print_table() const;

  Format format_;
  TableSpec spec_;
  bool single_;
  std::vector<std::string> kept_;  // JSON texts waiting for finish(), only for --format json
  std::vector<std::vector<std::string>> rows_;
};

// --format's text; empty means the default: a table on a terminal, JSON lines elsewhere.
[[nodiscard]] Format format_option(const std::string& text);
[[nodiscard]] bool stdout_is_terminal() noexcept;
[[nodiscard]] bool stderr_is_terminal() noexcept;

}  // namespace cordon::cli
