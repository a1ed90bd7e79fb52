#include "output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cordon/base/csv.hpp"

namespace cordon::cli {
namespace {

using Json = nlohmann::ordered_json;

// Widest column of a table, in characters; longer cells go on in the next line. The last column has room to the right.
constexpr std::size_t kMaxCellWidth = 44;
constexpr std::size_t kMaxLastCellWidth = 80;

// Four digits, and more for what they would round up to 1: a score below 1 is no 1.
std::string number_text(double number) {
  constexpr int kDigits = 4;
  constexpr int kMostDigits = 17;  // enough for any double
  for (int digits = kDigits;; ++digits) {
    std::string text(32, '\0');
    text.resize(static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.*g", digits, number)));
    if (number >= 1.0 || text != "1" || digits == kMostDigits) return text;
  }
}

std::string cell_text(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) {
    std::string text;
    for (const Json& item : value) {
      if (!text.empty()) text += "; ";
      text += cell_text(item);
    }
    return text;
  }
  if (value.is_number_float()) return number_text(value.get<double>());
  return value.dump();
}

// Characters a terminal shows; combining marks and wide scripts are counted as one.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Cuts a cell into lines of at most `width` characters, between words where it can. Returns: at least one line.
std::vector<std::string> wrapped(std::string text, std::size_t width) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (width_of(std::string_view(text).substr(begin)) > width) {
    std::size_t end = begin;
    std::size_t blank = std::string::npos;
    for (std::size_t shown = 0; shown <= width; ++shown) {
      if (text[end] == ' ') blank = end;
      if (shown == width) break;
      ++end;
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    }
    const bool between_words = blank != std::string::npos && blank > begin;
    if (between_words) end = blank;
    lines.push_back(text.substr(begin, end - begin));
    begin = between_words ? end + 1 : end;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

std::vector<std::string> alternatives(const std::string& pointers) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = pointers.find('|', begin);
    out.push_back(pointers.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return out;
}

void write(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// One row of a table: as many lines as its tallest cell.
void print_row(const std::vector<std::vector<std::string>>& cells, const std::vector<std::size_t>& widths) {
  std::size_t height = 0;
  for (const auto& cell : cells) height = std::max(height, cell.size());
  for (std::size_t l = 0; l < height; ++l) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string_view text = l < cells[i].size() ? std::string_view(cells[i][l]) : std::string_view();
      line += text;
      if (i + 1 < cells.size()) line += std::string(widths[i] - width_of(text) + 2, ' ');
    }
    write(line.substr(0, line.find_last_not_of(' ') + 1) + "\n");
  }
}

}  // namespace

bool stdout_is_terminal() noexcept { return isatty(STDOUT_FILENO) != 0; }
bool stderr_is_terminal() noexcept { return isatty(STDERR_FILENO) != 0; }

Format format_option(const std::string& text) {
  if (text == "table") return Format::kTable;
  if (text == "json") return Format::kJson;
  if (text == "jsonl") return Format::kJsonLines;
  if (text == "csv") return Format::kCsv;
  if (text == "none") return Format::kNone;
  return stdout_is_terminal() ? Format::kTable : Format::kJsonLines;
}

Output::Output(Format format, TableSpec spec, bool single) : format_(format), spec_(std::move(spec)), single_(single) {}

void Output::add_rows(std::string_view json) {
  const Json object = Json::parse(json);
  const auto cell_at = [&object](const std::string& pointers, const Json* item) -> std::string {
    for (const std::string& pointer : alternatives(pointers)) {
      const bool of_item = pointer.starts_with("/*");
      if (of_item && item == nullptr) return "-";
      const Json& where = of_item ? *item : object;
      const Json::json_pointer path(of_item ? pointer.substr(2) : pointer);
      if (where.contains(path)) return cell_text(where.at(path));
    }
    return {};
  };
  const auto add_row = [&](const Json* item) {
    std::vector<std::string> row;
    for (const Column& column : spec_.columns) row.push_back(cell_at(column.pointer, item));
    rows_.push_back(std::move(row));
  };
  bool expanded = false;
  for (const std::string& pointer : alternatives(spec_.expand)) {
    const Json::json_pointer path(pointer);
    if (pointer.empty() || !object.contains(path)) continue;
    for (const Json& item : object.at(path)) {
      add_row(&item);
      expanded = true;
    }
  }
  if (!expanded) add_row(nullptr);
}

base::Result<void> Output::add(std::string_view json) {
  switch (format_) {
    case Format::kNone:
      return {};
    case Format::kJsonLines:
      write(json);
      write("\n");
      break;
    case Format::kJson:
      kept_.emplace_back(json);
      break;
    case Format::kTable:
    case Format::kCsv:
      add_rows(json);
      break;
  }
  if (std::ferror(stdout) != 0) return base::Error{base::ErrorCode::kIo, "cannot write to standard output"};
  return {};
}

void Output::print_table() const {
  const std::size_t columns = spec_.columns.size();
  std::vector<std::vector<std::vector<std::string>>> rows;  // the lines of each cell
  rows.reserve(rows_.size() + 1);
  rows.emplace_back();
  for (const Column& column : spec_.columns) rows.back().push_back({column.title});
  for (const auto& row : rows_) {
    rows.emplace_back();
    for (std::size_t i = 0; i < columns; ++i) {
      rows.back().push_back(wrapped(row[i], i + 1 < columns ? kMaxCellWidth : kMaxLastCellWidth));
    }
  }
  std::vector<std::size_t> widths(columns);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < columns; ++i) {
      for (const std::string& line : row[i]) widths[i] = std::max(widths[i], width_of(line));
    }
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    print_row(rows[r], widths);
    if (r != 0) continue;
    std::string rule;
    for (std::size_t i = 0; i < columns; ++i) rule += std::string(widths[i], '-') + (i + 1 < columns ? "  " : "");
    write(rule + "\n");
  }
}

base::Result<void> Output::finish() {
  if (format_ == Format::kJson) {
    if (single_ && kept_.size() == 1) {
      write(kept_.front() + "\n");
    } else {
      write("[");
      for (std::size_t i = 0; i < kept_.size(); ++i) {
        write(i == 0 ? "\n" : ",\n");
        write(kept_[i]);
      }
      write("\n]\n");
    }
  } else if (format_ == Format::kCsv) {
    std::string text;
    std::vector<std::string> titles;
    for (const Column& column : spec_.columns) titles.push_back(column.title);
    base::append_csv_row(text, titles);
    for (const auto& row : rows_) base::append_csv_row(text, row);
    write(text);
  } else if (format_ == Format::kTable) {
    print_table();
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    return base::Error{base::ErrorCode::kIo, "cannot write to standard output"};
  }
  return {};
}

}  // namespace cordon::cli
