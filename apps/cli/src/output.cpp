#include "output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cordon/base/csv.hpp"

namespace cordon::cli {
namespace {

using Json = nlohmann::ordered_json;

// Widest column of a table, in characters; longer cells end in "...". The last column has room to the right.
constexpr std::size_t kMaxCellWidth = 60;
constexpr std::size_t kMaxLastCellWidth = 110;

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
  if (value.is_number_float()) {
    std::string text(32, '\0');
    text.resize(static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.4g", value.get<double>())));
    return text;
  }
  return value.dump();
}

// Characters a terminal shows; combining marks and wide scripts are counted as one.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string fitted(std::string text, std::size_t width) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  if (width_of(text) <= width) return text;
  std::size_t at = 0;
  for (std::size_t shown = 0; shown < width - 3; ++shown) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  return text.substr(0, at) + "...";
}

void write(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

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
  const auto value_at = [](const Json& where, const std::string& pointer) -> Json {
    const Json::json_pointer path(pointer);
    return where.contains(path) ? where.at(path) : Json();
  };
  const auto add_row = [&](const Json* item) {
    std::vector<std::string> row;
    for (const Column& column : spec_.columns) {
      if (column.pointer.starts_with("/*")) {
        row.push_back(item == nullptr ? "-" : cell_text(value_at(*item, column.pointer.substr(2))));
      } else {
        row.push_back(cell_text(value_at(object, column.pointer)));
      }
    }
    rows_.push_back(std::move(row));
  };
  if (spec_.expand.empty()) {
    add_row(nullptr);
    return;
  }
  const Json items = value_at(object, spec_.expand);
  if (items.empty()) add_row(nullptr);
  for (const Json& item : items) add_row(&item);
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
  std::vector<std::vector<std::string>> cells;
  std::vector<std::string> titles;
  for (const Column& column : spec_.columns) titles.push_back(column.title);
  cells.push_back(titles);
  for (const auto& row : rows_) {
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < row.size(); ++i) {
      shown.push_back(fitted(row[i], i + 1 < row.size() ? kMaxCellWidth : kMaxLastCellWidth));
    }
    cells.push_back(std::move(shown));
  }
  std::vector<std::size_t> widths(titles.size());
  for (const auto& row : cells) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (std::size_t r = 0; r < cells.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i < cells[r].size(); ++i) {
      line += cells[r][i];
      if (i + 1 < cells[r].size()) line += std::string(widths[i] - width_of(cells[r][i]) + 2, ' ');
    }
    write(line + "\n");
    if (r == 0) {
      std::string rule;
      for (std::size_t i = 0; i < widths.size(); ++i)
        rule += std::string(widths[i], '-') + (i + 1 < widths.size() ? "  " : "");
      write(rule + "\n");
    }
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
