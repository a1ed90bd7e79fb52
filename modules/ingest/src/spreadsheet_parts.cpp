#include "spreadsheet_parts.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <string_view>

#include "cordon/base/limits.hpp"
#include "xml_reader.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using Attributes = std::span<const XmlAttribute>;

std::string_view attribute(Attributes attributes, std::string_view name) {
  const auto at = std::ranges::find(attributes, name, &XmlAttribute::name);
  return at == attributes.end() ? std::string_view{} : at->value;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_true(std::string_view text) { return text == "1" || text == "true"; }

// A target is relative to the folder of the part that names it, or starts at the root.
std::string resolved(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  return (std::filesystem::path(folder) / target).lexically_normal().generic_string();
}

class RelationshipsHandler final : public XmlHandler {
 public:
  explicit RelationshipsHandler(std::string folder) : folder_(std::move(folder)) {}
  Result<void> start(std::string_view name, Attributes attributes, std::uint64_t) override {
    if (name != "Relationship" || attribute(attributes, "TargetMode") == "External") return {};
    const std::string_view type = attribute(attributes, "Type");
    found.push_back({std::string(attribute(attributes, "Id")), std::string(type.substr(type.find_last_of('/') + 1)),
                     resolved(folder_, attribute(attributes, "Target"))});
    return {};
  }
  Result<void> end(std::string_view, std::uint64_t) override { return {}; }
  Result<void> text(std::string_view) override { return {}; }

  std::vector<Relationship> found;

 private:
  std::string folder_;
};

struct SheetEntry {
  std::string name;
  std::string relationship;
  bool hidden = false;
};

class WorkbookHandler final : public XmlHandler {
 public:
  Result<void> start(std::string_view name, Attributes attributes, std::uint64_t) override {
    if (name == "workbookPr" && is_true(attribute(attributes, "date1904"))) epoch = Epoch::k1904;
    if (name != "sheet") return {};
    const std::string_view state = attribute(attributes, "state");
    sheets.push_back({std::string(attribute(attributes, "name")), std::string(attribute(attributes, "id")),
                      !state.empty() && state != "visible"});
    return {};
  }
  Result<void> end(std::string_view, std::uint64_t) override { return {}; }
  Result<void> text(std::string_view) override { return {}; }

  std::vector<SheetEntry> sheets;
  Epoch epoch = Epoch::k1900;
};

class StylesHandler final : public XmlHandler {
 public:
  explicit StylesHandler(std::string document) : document_(std::move(document)) {}
  Result<void> start(std::string_view name, Attributes attributes, std::uint64_t line) override {
    if (name == "cellXfs") in_cells_ = true;
    if (name == "numFmt") {
      if (const auto id = number_of(attribute(attributes, "numFmtId"))) {
        formats_[*id] = format_of_code(attribute(attributes, "formatCode"));
      }
    }
    if (name == "xf" && in_cells_) {
      styles_.push_back(number_of(attribute(attributes, "numFmtId")).value_or(0));
    }
    if (styles_.size() > base::kMaxSheetStrings || formats_.size() > base::kMaxSheetStrings) {
      return Error{ErrorCode::kOutOfRange,
                   "expected at most " + std::to_string(base::kMaxSheetStrings) + " styles, found more",
                   {document_, line, {}}};
    }
    return {};
  }
  Result<void> end(std::string_view name, std::uint64_t) override {
    if (name == "cellXfs") in_cells_ = false;
    return {};
  }
  Result<void> text(std::string_view) override { return {}; }

  [[nodiscard]] std::vector<CellFormat> take() const {
    std::vector<CellFormat> out;
    out.reserve(styles_.size());
    for (const std::uint64_t id : styles_) {
      const auto own = formats_.find(id);
      out.push_back(own != formats_.end() ? own->second : built_in_format(id));
    }
    return out;
  }

 private:
  std::string document_;
  bool in_cells_ = false;
  std::map<std::uint64_t, CellFormat> formats_;
  std::vector<std::uint64_t> styles_;
};

// The texts of an entry are those of its runs; guides to their reading (rPh) are not part of it.
class StringsHandler final : public XmlHandler {
 public:
  explicit StringsHandler(std::string document) : document_(std::move(document)) {}
  Result<void> start(std::string_view name, Attributes, std::uint64_t) override {
    if (name == "si") text_.clear();
    if (name == "rPh") in_guide_ = true;
    in_text_ = name == "t" && !in_guide_;
    return {};
  }
  Result<void> end(std::string_view name, std::uint64_t line) override {
    in_text_ = false;
    if (name == "rPh") in_guide_ = false;
    if (text_.size() > base::kMaxCsvFieldBytes) return too_much(base::kMaxCsvFieldBytes, "bytes in one string", line);
    if (name != "si") return {};
    bytes_ += text_.size();
    strings.push_back(unescaped(text_));
    if (bytes_ > base::kMaxSheetTextBytes) return too_much(base::kMaxSheetTextBytes, "bytes of strings", line);
    if (strings.size() > base::kMaxSheetStrings) return too_much(base::kMaxSheetStrings, "strings", line);
    return {};
  }
  Result<void> text(std::string_view piece) override {
    return in_text_ ? append_xml_text(text_, piece) : Result<void>{};
  }

  std::vector<std::string> strings;

 private:
  [[nodiscard]] Error too_much(std::uint64_t limit, std::string_view what, std::uint64_t line) const {
    return {ErrorCode::kOutOfRange,
            "expected at most " + std::to_string(limit) + " " + std::string(what) + ", found more",
            {document_, line, {}}};
  }

  std::string document_;
  std::string text_;
  std::uint64_t bytes_ = 0;
  bool in_text_ = false;
  bool in_guide_ = false;
};

Result<void> parse_part(const Package& package, const std::string& part, XmlHandler& handler) {
  CORDON_ASSIGN(const std::unique_ptr<ByteStream> stream, package.open(part));
  return parse_xml(*stream, package.document_of(part), handler);
}

Result<std::vector<Relationship>> relationships(const Package& package, std::string_view part) {
  const std::size_t folder = part.find_last_of('/') + 1;
  RelationshipsHandler handler{std::string(part.substr(0, folder))};
  const std::string rels = std::string(part.substr(0, folder)) + "_rels/" + std::string(part.substr(folder)) + ".rels";
  CORDON_TRY(parse_part(package, rels, handler));
  return std::move(handler.found);
}

Error no_workbook(const Package& package, std::string_view found) {
  return {
      ErrorCode::kUnsupported, "expected a workbook (.xlsx), found " + std::string(found), {package.document(), 0, {}}};
}

Result<std::string> workbook_part(const Package& package) {
  const auto roots = relationships(package, "");
  if (!roots && roots.error().code == ErrorCode::kNotFound) {
    return no_workbook(package, "another kind of archive (no _rels/.rels in it)");
  }
  if (!roots) return roots.error();
  const auto root = std::ranges::find(*roots, std::string_view("officeDocument"), &Relationship::type);
  if (root == roots->end()) return no_workbook(package, "a document without a workbook");
  if (!root->target.ends_with(".xml")) {
    return no_workbook(package, "a document of another kind (" + root->target + "); save it as .xlsx");
  }
  return root->target;
}

}  // namespace

Result<Workbook> open_workbook(const Package& package) {
  CORDON_ASSIGN(const std::string part, workbook_part(package));
  WorkbookHandler handler;
  CORDON_TRY(parse_part(package, part, handler));
  CORDON_ASSIGN(const std::vector<Relationship> related, relationships(package, part));
  Workbook workbook;
  workbook.epoch = handler.epoch;
  const SheetEntry* chosen = nullptr;  // charts and macro sheets have other relationships
  for (const SheetEntry& sheet : handler.sheets) {
    const auto to = std::ranges::find(related, sheet.relationship, &Relationship::id);
    if (to == related.end() || to->type != "worksheet" || (chosen != nullptr && (!chosen->hidden || sheet.hidden))) {
      continue;
    }
    chosen = &sheet;
    workbook.sheet_part = to->target;
  }
  if (chosen == nullptr) return no_workbook(package, "one without a worksheet");
  workbook.sheet = chosen->name;
  for (const Relationship& to : related) {
    if (to.type == "styles") {
      StylesHandler styles{package.document_of(to.target)};
      CORDON_TRY(parse_part(package, to.target, styles));
      workbook.styles = styles.take();
    } else if (to.type == "sharedStrings") {
      StringsHandler strings{package.document_of(to.target)};
      CORDON_TRY(parse_part(package, to.target, strings));
      workbook.strings = std::move(strings.strings);
    }
  }
  return workbook;
}

}  // namespace cordon::ingest
