// The UK Sanctions List of the Foreign, Commonwealth and Development Office in XML, CSV and ODS.
// XML: one Designation per subject. CSV and ODS: one row per name (and per further value), a report date above the
// header, Unique ID is the key. Quirks: "ALias", "dd/mm/1945" for a year only, "IMO9562233", several values in one
// element separated by '|'.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "csv_table.hpp"
#include "readers.hpp"
#include "uk_record.hpp"
#include "xml_tree.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kAuthority = "Foreign, Commonwealth & Development Office";

// A leaf of the XML, or a column of the tables (normalised), and the field of the record it fills.
struct Leaf {
  std::string_view element;
  std::string_view column;
  std::string_view field;
};
constexpr std::array<Leaf, 30> kLeaves{{
    {"LastUpdated", "last_updated", "updated"},
    {"DateDesignated", "date_designated", "listed"},
    {"UNReferenceNumber", "un_reference_number", "un_reference"},
    {"OFSIGroupID", "ofsi_group_id", "ofsi_group_id"},
    {"NameNonLatinScript", "name_non-latin_script", "non_latin_name"},
    {"Title", "title", "title"},
    {"RegimeName", "regime_name", "regime"},
    {"DesignationSource", "designation_source", "source"},
    {"SanctionsImposed", "sanctions_imposed", "sanctions_imposed"},
    {"OtherInformation", "other_information", "other_information"},
    {"UKStatementofReasons", "uk_statement_of_reasons", "reasons"},
    {"PhoneNumber", "phone_number", "phone"},
    {"Website", "website", "website"},
    {"EmailAddress", "email_address", "email"},
    {"DOB", "d_o_b", "dob"},
    {"Nationality", "nationality(_ies)", "nationality"},
    {"Gender", "gender", "gender"},
    {"Position", "position", "position"},
    {"TownOfBirth", "town_of_birth", "town_of_birth"},
    {"CountryOfBirth", "country_of_birth", "country_of_birth"},
    {"TypeOfEntity", "type_of_entity", "entity_type"},
    {"ParentCompany", "parent_company", "parent_company"},
    {"Subsidiary", "subsidiaries", "subsidiary"},
    {"BusinessRegistrationNumber", "business_registration_number_(s)", "registration_number"},
    {"IMONumber", "imo_number", "imo"},
    {"CurrentOwnerOperator", "current_owner_operator_(s)", "owner"},
    {"PreviousOwnerOperator", "previous_owner_operator_(s)", "previous_owner"},
    {"CurrentBelievedFlagOfShip", "current_believed_flag_of_ship", "flag"},
    {"PreviousFlag", "previous_flags", "previous_flag"},
    {"TypeOfShip", "type_of_ship", "ship_type"},
}};
constexpr std::array<Leaf, 4> kShipLeaves{{{"TonnageOfShip", "tonnage_of_ship", "tonnage"},
                                           {"LengthOfShip", "length_of_ship", "length"},
                                           {"YearBuilt", "year_built", "year_built"},
                                           {"HullIdentificationNumber", "hull_identification_number_(hin)", "hin"}}};

// Field names in the two kinds of layouts differ in punctuation only.
std::string bare(std::string_view name) {
  std::string out;
  for (const char c : lower_ascii(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

void collect(XmlElement& element, std::string_view name, std::vector<XmlElement*>& out) {
  for (XmlElement& child : element.children) {
    if (child.name == name) {
      out.push_back(&child);
    } else {
      collect(child, name, out);
    }
  }
}

std::vector<XmlElement*> all_within(XmlElement& element, std::string_view name) {
  std::vector<XmlElement*> out;
  collect(element, name, out);
  return out;
}

void add_leaf(uk::Record& record, const Leaf& leaf, const std::string& text) {
  for (std::string& part : split(text, "|")) record.add(leaf.field, std::move(part));
}

std::string take_number(XmlElement& element, std::string_view end_of_name) {
  for (XmlElement& child : element.children) {
    if (child.name.ends_with(end_of_name)) return child.take_text();
  }
  return element.children.empty() ? element.take_text() : std::string{};
}

Result<void> read_designation(ReadContext& context, XmlElement& element, const std::string& document) {
  uk::Record record;
  const base::ContentHash hash = element.content_hash();
  record.where = {document, element.line, {}};
  const std::string id = element.take("UniqueID");
  if (id.empty()) return Error{ErrorCode::kMissingField, "expected a UniqueID, found none", record.where};
  record.id = "gb-fcdo-" + id;
  record.kind = element.take("IndividualEntityShip");
  record.add("reference", id);
  for (XmlElement* given : all_within(element, "Name")) {
    uk::Name name;
    for (std::size_t i = 0; i < 6; ++i) name.parts.at(i) = given->take("Name" + std::to_string(i + 1));
    name.type = given->take("NameType");
    name.strength = given->take("AliasStrength");
    record.names.push_back(std::move(name));
  }
  for (XmlElement* given : all_within(element, "Address")) {
    AddressParts parts;
    std::vector<std::string> lines;
    for (int i = 1; i <= 5; ++i) lines.push_back(given->take("AddressLine" + std::to_string(i)));
    parts.street = join(lines, ", ");
    parts.city = given->take("AddressLine6");
    parts.postal_code = given->take("AddressPostalCode");
    parts.country = given->take("AddressCountry");
    record.addresses.push_back(std::move(parts));
  }
  for (XmlElement* given : all_within(element, "Passport")) {
    const std::string details = take_number(*given, "AdditionalInformation");
    record.passports.push_back({take_number(*given, "PassportNumber"), given->children.empty() ? "" : details});
  }
  for (XmlElement* given : all_within(element, "NationalIdentifier")) {
    const std::string details = take_number(*given, "AdditionalInformation");
    record.national_ids.push_back({take_number(*given, "Number"), given->children.empty() ? "" : details});
  }
  const auto read_leaf = [&](const Leaf& leaf) {
    for (XmlElement* given : all_within(element, leaf.element)) add_leaf(record, leaf, given->take_text());
  };
  for (const Leaf& leaf : kLeaves) read_leaf(leaf);
  for (const Leaf& leaf : kShipLeaves) read_leaf(leaf);
  // Explicitly ignored: which script a name is in (the characters say so), and the repetition of SanctionsImposed.
  for (XmlElement* given : all_within(element, "NonLatinScriptType")) given->take_whole();
  for (XmlElement* given : all_within(element, "NonLatinScriptLanguage")) given->take_whole();
  for (XmlElement* given : all_within(element, "SanctionsImposedIndicators")) given->take_whole();
  element.count_untaken(element.name, context.unmapped);
  return uk::emit_record(record, hash, kAuthority, context);
}

class Handler final : public XmlRecordHandler {
 public:
  Handler(ReadContext& context, const std::string& document) : context_(&context), document_(&document) {}
  bool is_record(std::string_view path) const override {
    return path == "Designations/Designation" || path == "Designations/DateGenerated";
  }
  Result<void> record(std::string_view path, XmlElement& element) override {
    if (path.ends_with("Designation")) return read_designation(*context_, element, *document_);
    const std::string text = element.take_text();
    const auto date = base::Date::parse(uk::uk_date(text));
    if (!date)
      return Error{ErrorCode::kMissingField,
                   "expected DateGenerated as DD/MM/YYYY, found '" + text + "'",
                   {*document_, element.line, {}}};
    context_->description.published = *date;
    context_->description.edition = text;
    return {};
  }
  Result<void> outside(std::string_view path, XmlElement& element) override {
    if (path != "Designations") context_->unmapped.count("element", path);
    element.count_untaken(std::string(path), context_->unmapped);
    return {};
  }

 private:
  ReadContext* context_;
  const std::string* document_;
};

// The first sheet of an OpenDocument table as CSV text. Repeated empty cells at the end of a row are left out.
class SheetToCsv final : public XmlHandler {
 public:
  std::string csv;

  Result<void> start(std::string_view name, std::span<const XmlAttribute> attributes, std::uint64_t line) override {
    if (name == "table") ++tables_;
    if (tables_ != 1) return {};
    if (name == "table-row") row_.clear();
    if (name == "table-cell" || name == "covered-table-cell") {
      cell_.clear();
      repeat_ = 1;
      for (const XmlAttribute& attribute : attributes) {
        if (attribute.name == "number-columns-repeated") {
          CORDON_ASSIGN(repeat_, repeat_of(attribute.value, line));
        }
      }
      in_cell_ = true;
    }
    if (name == "p" && !cell_.empty()) cell_ += ' ';
    if (name == "s") cell_ += ' ';
    return {};
  }
  Result<void> end(std::string_view name, std::uint64_t line) override {
    if (tables_ != 1) return {};
    if (name == "table-cell" || name == "covered-table-cell") {
      in_cell_ = false;
      if (cell_.empty()) {
        empty_ = std::min(empty_ + repeat_, kMaxColumns + 1);  // a sheet ends in thousands of empty cells
        return {};
      }
      if (row_.size() + empty_ + repeat_ > kMaxColumns) {
        return Error{ErrorCode::kOutOfRange,
                     "expected at most " + std::to_string(kMaxColumns) + " columns in the sheet",
                     {{}, line, {}}};
      }
      row_.insert(row_.end(), empty_, std::string{});
      empty_ = 0;
      row_.insert(row_.end(), repeat_, cell_);
    }
    if (name == "table-row") {
      empty_ = 0;
      if (!row_.empty()) {
        width_ = std::max(width_, row_.size());
        row_.resize(width_);
        base::append_csv_row(csv, row_);
      }
    }
    return {};
  }
  Result<void> text(std::string_view text) override { return in_cell_ ? append_xml_text(cell_, text) : Result<void>{}; }

 private:
  static constexpr std::size_t kMaxColumns = 1'024;

  // Returns: at most kMaxColumns + 1, so that sums stay small.
  static Result<std::size_t> repeat_of(std::string_view text, std::uint64_t line) {
    std::size_t repeat = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), repeat);
    if (problem == std::errc::result_out_of_range) return kMaxColumns + 1;
    if (problem != std::errc{} || end != text.data() + text.size() || repeat == 0) {
      return Error{ErrorCode::kMalformed,
                   "expected a positive number-columns-repeated, found '" + std::string(text) + "'",
                   {{}, line, {}}};
    }
    return std::min(repeat, kMaxColumns + 1);
  }

  std::vector<std::string> row_;
  std::string cell_;
  std::size_t repeat_ = 1;
  std::size_t empty_ = 0;
  std::size_t width_ = 0;
  int tables_ = 0;
  bool in_cell_ = false;
};

struct TableGroup {
  uk::Record record;
  std::vector<std::string> rows;
};

void read_table_row(CsvTable& table, const std::map<std::string, std::string>& columns, uk::Record& record) {
  const auto take = [&](std::string_view name) {
    const auto at = columns.find(bare(name));
    return at == columns.end() ? std::string{} : table.take(at->second);
  };
  uk::Name name;
  for (std::size_t i = 0; i < 6; ++i) name.parts.at(i) = take("name" + std::to_string(i + 1));
  name.type = take("nametype");
  name.strength = take("aliasstrength");
  if (!join({name.parts.begin(), name.parts.end()}, "").empty()) record.names.push_back(std::move(name));
  const std::string kind = join({take("designationtype"), take("individualentityship")}, "");
  if (record.kind.empty()) record.kind = kind;
  AddressParts parts;
  std::vector<std::string> lines;
  for (int i = 1; i <= 5; ++i) lines.push_back(take("addressline" + std::to_string(i)));
  parts.street = join(lines, ", ");
  parts.city = take("addressline6");
  parts.postal_code = take("addresspostalcode");
  parts.country = take("addresscountry");
  record.addresses.push_back(std::move(parts));
  const auto add_number = [&](std::vector<uk::NumberWithDetails>& to, std::string number, std::string details) {
    const bool is_known = std::any_of(to.begin(), to.end(), [&](const auto& entry) { return entry.number == number; });
    if (!is_known && !(number.empty() && details.empty())) to.push_back({std::move(number), std::move(details)});
  };
  add_number(record.passports, take("passportnumber"), take("passportadditionalinformation"));
  add_number(record.national_ids, take("nationalidentifiernumber"), take("nationalidentifieradditionalinformation"));
  const auto read_leaf = [&](const Leaf& leaf) { add_leaf(record, leaf, take(leaf.column)); };
  for (const Leaf& leaf : kLeaves) read_leaf(leaf);
  for (const Leaf& leaf : kShipLeaves) read_leaf(leaf);
  (void)take("nonlatinscripttype");  // explicitly ignored, as in the XML
  (void)take("nonlatinscriptlanguage");
}

Result<void> read_table(ReadContext& context, CsvTable& table, const std::string& document) {
  std::map<std::string, std::string> columns;
  for (const std::string& column : table.columns()) columns.emplace(bare(column), column);
  if (!table.preamble().empty()) {
    for (const std::string& cell : table.preamble().front()) {
      const std::size_t digit = cell.find_first_of("0123456789");
      if (digit == std::string::npos || context.description.published) continue;
      // "Report Date: 07-May-2026"
      if (const auto date = base::Date::parse(uk::uk_date(std::string_view(cell).substr(digit)))) {
        context.description.published = *date;
        context.description.edition = cell;
      }
    }
  }
  std::vector<TableGroup> groups;
  std::map<std::string, std::size_t> index;
  for (;;) {
    CORDON_ASSIGN(const bool more, table.next());
    if (!more) break;
    const std::string id = table.take(columns.at("uniqueid"));
    if (id.empty()) return Error{ErrorCode::kMissingField, "expected a Unique ID, found none", table.where()};
    const auto [at, is_new] = index.emplace(id, groups.size());
    if (is_new) {
      groups.emplace_back();
      groups.back().record.id = "gb-fcdo-" + id;
      groups.back().record.where = table.where();
      groups.back().record.add("reference", id);
    }
    groups[at->second].rows.push_back(table.canonical_row());
    read_table_row(table, columns, groups[at->second].record);
    table.count_untaken(context.unmapped);
  }
  if (groups.empty())
    return Error{ErrorCode::kMissingField, "expected rows below the header, found none", {document, 0, {}}};
  for (TableGroup& group : groups) {
    std::sort(group.rows.begin(), group.rows.end());
    CORDON_TRY(uk::emit_record(group.record, base::ContentHash::of(join(group.rows, "\n")), kAuthority, context));
  }
  return {};
}

enum class Layout : std::uint8_t { kXml, kCsv, kOds };

class SanctionsListReader final : public Reader {
 public:
  SanctionsListReader(Layout layout, std::string_view format) : layout_(layout), format_(format) {}
  std::string_view format() const override { return format_; }

  Detection detect(const Input& input) const override {
    if (layout_ == Layout::kXml) return {input.head.find("<Designations") != std::string::npos ? 100 : 0, {}};
    if (layout_ == Layout::kOds) {
      return {input.head.find("office:document-content") != std::string::npos && input.container == Container::kZip ? 70
                                                                                                                    : 0,
              {}};
    }
    for (const std::size_t rows_before : {0U, 1U}) {
      if (has_all(head_columns(input.head, {}, rows_before), {"unique_id", "regime_name", "name_6"})) return {100, {}};
    }
    return {};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{"gb_fcdo_sanctions"}; }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = "UK Sanctions List";
    if (layout_ == Layout::kCsv) {
      CORDON_ASSIGN(WholeInput whole, read_whole(input));
      context.add_part_hash("", whole.hash);
      return read_csv(context, std::move(whole.bytes), input.document);
    }
    CORDON_ASSIGN(const auto stream, open_stream(input));
    if (layout_ == Layout::kOds) {
      SheetToCsv sheet;
      CORDON_TRY(parse_xml(*stream, input.document, sheet));
      CORDON_TRY(read_csv(context, std::move(sheet.csv), input.document));
    } else {
      Handler handler{context, input.document};
      CORDON_TRY(read_xml_records(*stream, input.document, handler));
      if (context.description.subjects == 0)
        return Error{
            ErrorCode::kMissingField, "expected at least one Designation, found none", {input.document, 0, {}}};
    }
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }

 private:
  static Result<void> read_csv(ReadContext& context, std::string bytes, const std::string& document) {
    const bool has_date_row = !has_all(head_columns(bytes, {}), {"unique_id"});
    CORDON_ASSIGN(CsvTable table, CsvTable::open(std::move(bytes),
                                                 {.lines_before_header = has_date_row ? std::size_t{1} : std::size_t{0},
                                                  .short_rows = ShortRows::kAccept},
                                                 document, context.unmapped));
    if (!table.has("unique_id"))
      return Error{
          ErrorCode::kMissingField, "expected a column 'Unique ID' in the first or second row", {document, 1, {}}};
    return read_table(context, table, document);
  }

  Layout layout_;
  std::string_view format_;
};

}  // namespace

const Reader& uk_sanctions_xml_reader() {
  static const SanctionsListReader reader{Layout::kXml, "uk-sanctions-xml"};
  return reader;
}
const Reader& uk_sanctions_csv_reader() {
  static const SanctionsListReader reader{Layout::kCsv, "uk-sanctions-csv"};
  return reader;
}
const Reader& uk_sanctions_ods_reader() {
  static const SanctionsListReader reader{Layout::kOds, "uk-sanctions-ods"};
  return reader;
}

}  // namespace cordon::ingest
