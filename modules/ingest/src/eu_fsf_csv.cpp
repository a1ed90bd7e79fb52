// The FSF export as CSV (';' between fields): one row per item (a name, an address, a birth date ...) of a subject,
// Entity_LogicalId is the key. Rows are turned into the element of the XML layout: "NameAlias_WholeName" is the
// attribute wholeName of a nameAlias.
#include <algorithm>
#include <array>
#include <map>

#include "csv_table.hpp"
#include "eu_fsf.hpp"
#include "readers.hpp"
#include "record.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

struct Prefix {
  std::string_view column;   // start of the column's name, lower case
  std::string_view element;  // empty: the sanctionEntity itself
};
// Longer ones first. The regulation of a single item is ignored as in the XML, see eu_fsf.cpp.
constexpr std::array<Prefix, 16> kPrefixes{{{"namealias_regulation_", "-"},
                                            {"address_regulation_", "-"},
                                            {"birthdate_regulation_", "-"},
                                            {"identification_regulation_", "-"},
                                            {"citizenship_regulation_", "-"},
                                            {"birth_date_regulation_", "-"},
                                            {"entity_regulation_", "regulation"},
                                            {"entity_subjecttype_", "subjectType"},
                                            {"entity_subjecttype", "subjectType"},
                                            {"entity_", ""},
                                            {"namealias_", "nameAlias"},
                                            {"address_", "address"},
                                            {"birthdate_", "birthdate"},
                                            {"birth_date_", "birthdate"},
                                            {"identification_", "identification"},
                                            {"citizenship_", "citizenship"}}};

// Attribute names in their XML spelling, by their lower-case form without '_'.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kRenamed{
    {{"day", "dayOfMonth"},
     {"month", "monthOfYear"},
     {"typecode", "identificationTypeCode"},
     {"typedescription", "identificationTypeDescription"},
     {"eureferencenumber", "euReferenceNumber"},
     {"", "code"},
     {"type", "regulationType"},
     {"birthdate", "birthdate"}}};
constexpr std::array<std::string_view, 43> kAttributes{"logicalId",
                                                       "unitedNationId",
                                                       "designationDate",
                                                       "designationDetails",
                                                       "classificationCode",
                                                       "organisationType",
                                                       "publicationDate",
                                                       "entryIntoForceDate",
                                                       "numberTitle",
                                                       "programme",
                                                       "lastName",
                                                       "firstName",
                                                       "middleName",
                                                       "wholeName",
                                                       "nameLanguage",
                                                       "gender",
                                                       "title",
                                                       "function",
                                                       "regulationLanguage",
                                                       "strong",
                                                       "city",
                                                       "street",
                                                       "poBox",
                                                       "zipCode",
                                                       "region",
                                                       "place",
                                                       "asAtListingTime",
                                                       "countryIso2Code",
                                                       "countryDescription",
                                                       "year",
                                                       "yearRangeFrom",
                                                       "yearRangeTo",
                                                       "circa",
                                                       "calendarType",
                                                       "number",
                                                       "diplomatic",
                                                       "knownExpired",
                                                       "knownFalse",
                                                       "reportedLost",
                                                       "revokedByIssuer",
                                                       "issuedBy",
                                                       "issuedDate",
                                                       "validFrom"};
constexpr std::array<std::string_view, 3> kMoreAttributes{"validTo", "nameOnDocument", "latinNumber"};

std::string attribute_name(std::string_view rest) {
  std::string bare;
  for (const char c : rest) {
    if (c != '_') bare += c;
  }
  for (const auto& [from, to] : kRenamed) {
    if (bare == from) return std::string(to);
  }
  for (const std::string_view name : kAttributes) {
    if (lower_ascii(name) == bare) return std::string(name);
  }
  for (const std::string_view name : kMoreAttributes) {
    if (lower_ascii(name) == bare) return std::string(name);
  }
  return bare;
}

void add_text_child(XmlElement& parent, std::string_view name, const std::string& text) {
  XmlElement& child = parent.children.emplace_back();
  child.name = name;
  child.text = text;
  child.line = parent.line;
}

// Adds the items of one row, each once: rows repeat the data of the subject.
void add_row(CsvTable& table, XmlElement& entity) {
  std::map<std::string, XmlElement> items;
  for (const std::string& column : table.columns()) {
    const auto* const prefix =
        std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](const Prefix& p) { return column.starts_with(p.column); });
    if (prefix == kPrefixes.end()) continue;
    const std::string text = table.take(column);
    if (text.empty() || prefix->element == "-") continue;
    const bool is_subject = prefix->element.empty();
    XmlElement& item = is_subject ? entity : items[std::string(prefix->element)];
    const std::string rest = column.substr(prefix->column.size());
    if (rest == "remark" || rest == "publicationurl") {
      const std::string_view name = rest == "remark" ? "remark" : "publicationUrl";
      const auto is_same = [&](const XmlElement& child) { return child.name == name && child.text == text; };
      if (std::none_of(item.children.begin(), item.children.end(), is_same)) add_text_child(item, name, text);
      continue;
    }
    if (rest == "contactinfo") {
      add_text_child(item, "remark", text);
      continue;
    }
    const std::string attribute = attribute_name(rest);
    const bool is_known = std::any_of(item.attributes.begin(), item.attributes.end(), [&](const auto& entry) {
      return entry.first == attribute && entry.second == text;
    });
    if (!is_known) item.attributes.emplace_back(attribute, text);
  }
  for (auto& [name, item] : items) {
    item.name = name;
    item.line = table.line();
    const base::ContentHash hash = item.content_hash();
    const bool is_known = std::any_of(entity.children.begin(), entity.children.end(),
                                      [&](const XmlElement& child) { return child.content_hash() == hash; });
    if (!is_known) entity.children.push_back(std::move(item));
  }
}

class CsvReaderOfFsf final : public Reader {
 public:
  std::string_view format() const override { return "eu-fsf-csv"; }
  Detection detect(const Input& input) const override {
    const auto columns = head_columns(input.head, {.delimiter = ';'});
    return {has_all(columns, {"entity_logicalid", "namealias_wholename"}) ? 100 : 0, {}};
  }
  Result<model::SourceId> source(const InputGroup&) const override { return model::SourceId{eu::kSource}; }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = eu::kTitle;
    CORDON_ASSIGN(WholeInput whole, read_whole(input));
    context.add_part_hash("", whole.hash);
    CORDON_ASSIGN(CsvTable table, CsvTable::open(std::move(whole.bytes), {.csv = {.delimiter = ';'}}, input.document,
                                                 context.unmapped));
    std::vector<XmlElement> entities;
    std::map<std::string, std::size_t> index;
    for (;;) {
      CORDON_ASSIGN(const bool more, table.next());
      if (!more) break;
      const std::string id = table.take("entity_logicalid");
      if (id.empty()) return Error{ErrorCode::kMissingField, "expected an Entity_LogicalId, found none", table.where()};
      CORDON_TRY(read_date(table, context));
      const auto [at, is_new] = index.emplace(id, entities.size());
      if (is_new) {
        entities.emplace_back();
        entities.back().name = "sanctionEntity";
        entities.back().line = table.line();
      }
      add_row(table, entities[at->second]);
      table.count_untaken(context.unmapped);
    }
    if (entities.empty())
      return Error{ErrorCode::kMissingField, "expected rows below the header, found none", {input.document, 0, {}}};
    for (XmlElement& entity : entities) CORDON_TRY(eu::read_sanction_entity(context, entity, input.document));
    return {};
  }

 private:
  // The date of the file stands in every row: "11/12/2024" or "2024-12-11".
  static Result<void> read_date(CsvTable& table, ReadContext& context) {
    const std::string text = table.take("filegenerationdate");
    if (text.empty() || context.description.published) return {};
    auto date = base::Date::parse(text);
    if (!date && text.size() >= 10 && text[2] == '/' && text[5] == '/')
      date = base::Date::parse(text.substr(6, 4) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2));
    if (!date)
      return Error{ErrorCode::kMalformed, "expected the date of the file as DD/MM/YYYY, found '" + text + "'",
                   table.where()};
    context.description.published = *date;
    context.description.edition = text;
    return {};
  }
};

}  // namespace

const Reader& eu_fsf_csv_reader() {
  static const CsvReaderOfFsf reader;
  return reader;
}

}  // namespace cordon::ingest
