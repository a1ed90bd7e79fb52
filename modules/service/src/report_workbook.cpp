// Workbooks over libxlsxwriter.
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "cordon/base/file.hpp"
#include "report_tables.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kMaxCellUnits = 32'767;  // UTF-16 units, what spreadsheet programs take
constexpr std::string_view kCut = " ... (cut here; the JSON report holds all)";
constexpr std::size_t kRowsOfSheet = 1'048'575;  // and the header row
constexpr double kColumnWidth = 24;

Error cannot_write(std::string_view why) {
  return {ErrorCode::kIo, "the workbook cannot be written: " + std::string(why)};
}

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "cordon_report_XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct WorkbookCloser {
  void operator()(lxw_workbook* workbook) const { static_cast<void>(workbook_close(workbook)); }
};

bool is_escape(std::string_view text) {
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
         text.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// As the strings of a workbook hold it: control characters, and texts that look like one written so, as _xHHHH_.
std::string cell_text(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool starts = (byte & 0xC0U) != 0x80U;
    if (starts) units += byte >= 0xF0U ? 2 : 1;
    if (starts && units > kMaxCellUnits - kCut.size()) return out.append(kCut);
    if (byte == 0) {
      out += "\xEF\xBF\xBD";  // U+FFFD: no XML can hold it
    } else if (byte < 0x20 && byte != '\n' && byte != '\t') {
      out.append("_x00").append({kHex[byte >> 4U], kHex[byte & 0x0FU]}).append("_");
      units += 6;
    } else if (is_escape(text.substr(i))) {
      out += "_x005F_";
      units += 6;
    } else {
      out += text[i];
    }
  }
  return out;
}

base::Result<void> write_row(lxw_worksheet* sheet, std::size_t number, const std::vector<std::string>& cells,
                             lxw_format* format) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const std::string text = cell_text(cells[column]);
    if (text.empty()) continue;
    // As a string, never guessed: "=1+1" stays text.
    const lxw_error failed = worksheet_write_string(sheet, static_cast<lxw_row_t>(number),
                                                    static_cast<lxw_col_t>(column), text.c_str(), format);
    if (failed != LXW_NO_ERROR) return cannot_write(lxw_strerror(failed));
  }
  return {};
}

base::Result<void> write_table(lxw_workbook* workbook, const ReportTable& table, lxw_format* header) {
  std::size_t done = 0;
  for (int part = 1; part == 1 || done < table.rows.size(); ++part) {
    const std::string name = part == 1 ? table.name : table.name + " " + std::to_string(part);
    lxw_worksheet* const sheet = workbook_add_worksheet(workbook, name.c_str());
    if (sheet == nullptr) return cannot_write("no sheet '" + name + "' could be added");
    worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(table.columns.size() - 1), kColumnWidth, nullptr);
    worksheet_freeze_panes(sheet, 1, 0);
    CORDON_TRY(write_row(sheet, 0, table.columns, header));
    const std::size_t end = std::min(table.rows.size(), done + kRowsOfSheet);
    for (std::size_t row = 1; done < end; ++row, ++done) {
      CORDON_TRY(write_row(sheet, row, table.rows[done], nullptr));
    }
  }
  return {};
}

}  // namespace

base::Result<std::string> workbook_of(const ReportDocument& document) {
  const TemporaryDirectory directory;
  if (directory.path().empty()) return cannot_write("no directory for temporary files");
  const std::filesystem::path file = directory.path() / "report.xlsx";
  std::string temporary = directory.path().string();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = temporary.data();
  std::unique_ptr<lxw_workbook, WorkbookCloser> workbook{workbook_new_opt(file.c_str(), &options)};
  if (!workbook) return cannot_write("no memory");
  std::string title = document.title;
  std::string author = "cordon";
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.author = author.data();
  properties.created = static_cast<time_t>(document.created.time_since_epoch().count());
  workbook_set_properties(workbook.get(), &properties);
  lxw_format* const header = workbook_add_format(workbook.get());
  format_set_bold(header);
  for (const ReportTable& table : document.tables) CORDON_TRY(write_table(workbook.get(), table, header));
  if (const lxw_error failed = workbook_close(workbook.release()); failed != LXW_NO_ERROR) {
    return cannot_write(lxw_strerror(failed));
  }
  return base::read_file(file);
}

}  // namespace cordon::service
