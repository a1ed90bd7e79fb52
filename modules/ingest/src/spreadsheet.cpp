#include "cordon/ingest/spreadsheet.hpp"

#include <algorithm>
#include <charconv>

#include "cordon/base/limits.hpp"
#include "spreadsheet_parts.hpp"
#include "xml_reader.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using namespace std::string_view_literals;

constexpr std::string_view kZip = "PK\x03\x04"sv;
constexpr std::string_view kCompound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;  // .xls, or a workbook with a password

template <typename Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

// The cells of one sheet, one row at a time.
class SheetHandler final : public XmlHandler {
 public:
  SheetHandler(const Workbook& workbook, const std::string& document, const SheetRowSink& sink)
      : workbook_(&workbook), sink_(&sink) {
    row_.document = document + "!" + workbook.sheet;
  }

  Result<void> start(std::string_view name, std::span<const XmlAttribute> attributes, std::uint64_t) override {
    capturing_ = false;
    if (name == "sheetData") in_data_ = true;
    if (!in_data_) return {};
    if (name == "row") return start_row(attributes);
    if (name == "c") return start_cell(attributes);
    if (name == "rPh") in_guide_ = true;
    if (name == "f") has_formula_ = true;
    if (name == "is") in_inline_ = true;
    if (name == "v") has_value_ = true;
    capturing_ = name == "v" || (name == "t" && in_inline_ && !in_guide_);
    return {};
  }
  Result<void> end(std::string_view name, std::uint64_t) override {
    capturing_ = false;
    if (name == "sheetData") in_data_ = false;
    if (!in_data_) return {};
    if (name == "rPh") in_guide_ = false;
    if (name == "is") in_inline_ = false;
    if (value_.size() > base::kMaxCsvFieldBytes) {
      return at_cell(ErrorCode::kOutOfRange,
                     "expected at most " + std::to_string(base::kMaxCsvFieldBytes) + " bytes in one cell, found more");
    }
    if (name == "c") return end_cell();
    if (name != "row") return {};
    return row_.cells.empty() ? Result<void>() : (*sink_)(row_);
  }
  Result<void> text(std::string_view piece) override {
    return capturing_ ? append_xml_text(value_, piece) : Result<void>{};
  }

 private:
  [[nodiscard]] Error at_row(ErrorCode code, std::string message) const {
    return {code, std::move(message), {row_.document, row_.number, {}}};
  }
  [[nodiscard]] Error at_cell(ErrorCode code, const std::string& message) const {
    return at_row(code, "cell " + column_name(column_) + std::to_string(row_.number) + ": " + message);
  }

  Result<void> start_row(std::span<const XmlAttribute> attributes) {
    std::uint64_t number = row_.number + 1;
    for (const XmlAttribute& attribute : attributes) {
      if (attribute.name == "r" && !read_number(attribute.value, number)) {
        return at_row(ErrorCode::kMalformed,
                      "expected the number of a row, found '" + std::string(attribute.value.substr(0, 80)) + "'");
      }
    }
    if (number <= row_.number) {
      return at_row(ErrorCode::kMalformed,
                    "expected rows in rising order, found row " + std::to_string(number) + " behind this one");
    }
    if (number > base::kMaxSheetRows) {
      return at_row(ErrorCode::kOutOfRange, "expected at most " + std::to_string(base::kMaxSheetRows) +
                                                " rows, found row " + std::to_string(number));
    }
    row_.number = number;
    row_.cells.clear();
    next_column_ = 0;
    return {};
  }

  Result<void> start_cell(std::span<const XmlAttribute> attributes) {
    value_.clear();
    type_ = "n";
    style_ = 0;
    has_formula_ = has_value_ = false;
    column_ = next_column_;
    for (const XmlAttribute& attribute : attributes) {
      if (attribute.name == "r") CORDON_TRY(place(attribute.value));
      if (attribute.name == "t") type_ = attribute.value;
      if (attribute.name == "s" && !read_number(attribute.value, style_)) {
        return at_cell(ErrorCode::kMalformed,
                       "expected the number of a style, found '" + std::string(attribute.value.substr(0, 80)) + "'");
      }
    }
    if (column_ >= base::kMaxCsvFields) {
      return at_cell(ErrorCode::kOutOfRange,
                     "expected at most " + std::to_string(base::kMaxCsvFields) + " columns, found more");
    }
    next_column_ = column_ + 1;
    return {};
  }

  // "AB12": the column, behind those already read, and this row.
  Result<void> place(std::string_view reference) {
    constexpr std::size_t kLetters = 3;
    std::size_t letters = 0;
    std::size_t column = 0;
    while (letters < std::min(kLetters, reference.size()) && reference[letters] >= 'A' && reference[letters] <= 'Z') {
      column = column * 26 + static_cast<std::size_t>(reference[letters++] - 'A') + 1;
    }
    std::uint64_t row = 0;
    if (letters == 0 || !read_number(reference.substr(letters), row) || row != row_.number || column <= next_column_) {
      return at_row(ErrorCode::kMalformed, "expected a cell of this row behind those before it, found '" +
                                               std::string(reference.substr(0, 80)) + "'");
    }
    column_ = column - 1;
    return {};
  }

  Result<void> end_cell() {
    CORDON_ASSIGN(std::string text, cell_text());
    value_.clear();
    if (text.empty()) return {};
    bytes_ += text.size();
    if (bytes_ > base::kMaxSheetTextBytes) {
      return at_cell(ErrorCode::kOutOfRange, "expected at most " + std::to_string(base::kMaxSheetTextBytes) +
                                                 " bytes of text in one sheet, found more");
    }
    row_.cells.resize(column_);
    row_.cells.push_back(std::move(text));
    return {};
  }

  Result<std::string> cell_text() const {
    if (type_ == "s" && has_value_) {
      std::size_t index = 0;
      if (!read_number(std::string_view(value_), index) || index >= workbook_->strings.size()) {
        return at_cell(ErrorCode::kMalformed, "expected one of " + std::to_string(workbook_->strings.size()) +
                                                  " shared strings, found number '" + value_.substr(0, 80) + "'");
      }
      return workbook_->strings[index];
    }
    if (type_ == "s") return std::string();
    if (type_ == "inlineStr" || type_ == "str") return unescaped(value_);
    if (type_ == "b") return boolean_text();
    if (type_ == "d") return value_.substr(0, value_.ends_with("T00:00:00") ? value_.size() - 9 : value_.size());
    if (type_ == "e") {
      return at_cell(ErrorCode::kMalformed, "expected a value, found the error " + value_.substr(0, 80));
    }
    if (type_ == "n") return number();
    return at_cell(ErrorCode::kUnsupported,
                   "expected a type of cell (s str inlineStr n b d e), found '" + type_.substr(0, 80) + "'");
  }
  Result<std::string> boolean_text() const {
    if (value_ == "1" || value_ == "true") return std::string("true");
    if (value_ == "0" || value_ == "false") return std::string("false");
    if (value_.empty() && !has_formula_) return std::string();
    return at_cell(ErrorCode::kMalformed, "expected 0 or 1, found '" + value_.substr(0, 80) + "'");
  }
  Result<std::string> number() const {
    if (value_.empty() && has_formula_) {
      return at_cell(ErrorCode::kMalformed,
                     "expected the value of a formula, found none stored; open the workbook in a spreadsheet program "
                     "and save it");
    }
    if (value_.empty()) return std::string();
    if (style_ >= workbook_->styles.size() && style_ != 0) {
      return at_cell(ErrorCode::kMalformed, "expected one of " + std::to_string(workbook_->styles.size()) +
                                                " styles, found number " + std::to_string(style_));
    }
    const CellFormat format = style_ < workbook_->styles.size() ? workbook_->styles[style_] : CellFormat{};
    auto text = number_text(value_, format, workbook_->epoch);
    if (!text) return at_cell(ErrorCode::kMalformed, "expected a number, found '" + value_.substr(0, 80) + "'");
    return std::move(*text);
  }

  const Workbook* workbook_;
  const SheetRowSink* sink_;
  SheetRow row_;
  std::string value_;
  std::string type_;
  std::size_t style_ = 0;
  std::size_t column_ = 0;
  std::size_t next_column_ = 0;
  std::uint64_t bytes_ = 0;
  bool in_data_ = false;
  bool in_inline_ = false;
  bool in_guide_ = false;
  bool capturing_ = false;
  bool has_formula_ = false;
  bool has_value_ = false;
};

class FilePackage final : public Package {
 public:
  explicit FilePackage(std::filesystem::path file) : file_(std::move(file)) {}
  Result<std::unique_ptr<ByteStream>> open(const std::string& part) const override {
    Input input;
    input.path = file_;
    input.container = Container::kZip;
    input.member = part;
    input.document = document_of(part);
    return open_stream(input);
  }
  [[nodiscard]] std::string document() const override { return file_.string(); }

 private:
  std::filesystem::path file_;
};

class MemoryPackage final : public Package {
 public:
  MemoryPackage(const WorkbookParts& parts, std::string document) : parts_(&parts), document_(std::move(document)) {}
  Result<std::unique_ptr<ByteStream>> open(const std::string& part) const override {
    const auto at = parts_->find(part);
    if (at != parts_->end()) return memory_stream(at->second);
    return Error{ErrorCode::kNotFound, "expected a part '" + part + "', found none", {document_of(part), 0, {}}};
  }
  [[nodiscard]] std::string document() const override { return document_; }

 private:
  const WorkbookParts* parts_;
  std::string document_;
};

Result<void> read_package(const Package& package, const SheetRowSink& sink) {
  CORDON_ASSIGN(const Workbook workbook, open_workbook(package));
  CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, package.open(workbook.sheet_part));
  SheetHandler handler{workbook, package.document(), sink};
  return parse_xml(*stream, package.document_of(workbook.sheet_part), handler);
}

}  // namespace

std::string column_name(std::size_t index) {
  std::string name;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return name;
}

bool may_be_workbook(std::string_view head) { return head.starts_with(kZip) || head.starts_with(kCompound); }

Result<void> read_first_sheet(const std::filesystem::path& file, const SheetRowSink& sink) {
  CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, [&] {
    Input plain;
    plain.path = file;
    plain.document = file.string();
    return open_stream(plain);
  }());
  CORDON_ASSIGN(const std::string_view head, stream->next());
  if (head.starts_with(kCompound)) {
    return Error{ErrorCode::kUnsupported,
                 "expected a workbook (.xlsx), found an .xls file or one with a password; save it as .xlsx without one",
                 {file.string(), 0, {}}};
  }
  return read_package(FilePackage(file), sink);
}

Result<void> read_first_sheet(const WorkbookParts& parts, const std::string& document, const SheetRowSink& sink) {
  return read_package(MemoryPackage(parts, document), sink);
}

}  // namespace cordon::ingest
