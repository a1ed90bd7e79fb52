// One's own lists as CSV: a header row with the columns of `screen --input` and `portfolio import` (id, name, alias,
// schema, birth_date, country ...), several values separated by ';'. Columns named like a FollowTheMoney property are
// that property. Other columns are kept as notes "column: value" and counted. Ids are "<source>-<id>".
// Also OpenSanctions' targets.simple.csv, which has columns of its own and whose ids are kept byte for byte.
#include <algorithm>
#include <array>

#include "cordon/model/clean.hpp"
#include "cordon/model/schema.hpp"
#include "csv_table.hpp"
#include "readers.hpp"
#include "record.hpp"

namespace cordon::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// A column and the properties it may mean; the first that the row's schema has is used.
struct Column {
  std::string_view name;
  std::array<std::string_view, 3> properties;
};
constexpr std::array<Column, 33> kColumns{{
    {"name", {"name", "", ""}},
    {"alias", {"alias", "", ""}},
    {"aliases", {"alias", "", ""}},
    {"weak_alias", {"weakAlias", "", ""}},
    {"previous_name", {"previousName", "", ""}},
    {"birth_date", {"birthDate", "incorporationDate", "buildDate"}},
    {"birth_place", {"birthPlace", "", ""}},
    {"country", {"country", "", ""}},
    {"nationality", {"nationality", "country", ""}},
    {"gender", {"gender", "", ""}},
    {"address", {"address", "", ""}},
    {"flag", {"flag", "country", ""}},
    {"title", {"title", "", ""}},
    {"position", {"position", "", ""}},
    {"email", {"email", "", ""}},
    {"phone", {"phone", "", ""}},
    {"website", {"website", "sourceUrl", ""}},
    {"notes", {"notes", "", ""}},
    {"note", {"notes", "", ""}},
    {"topics", {"topics", "", ""}},
    {"id_number", {"idNumber", "registrationNumber", "publicKey"}},
    {"passport_number", {"passportNumber", "idNumber", ""}},
    {"tax_number", {"taxNumber", "", ""}},
    {"registration_number", {"registrationNumber", "", ""}},
    {"imo", {"imoNumber", "", ""}},
    {"mmsi", {"mmsi", "", ""}},
    {"lei", {"leiCode", "", ""}},
    {"bic", {"swiftBic", "", ""}},
    {"inn", {"innCode", "", ""}},
    {"ogrn", {"ogrnCode", "", ""}},
    {"isin", {"isin", "isinCode", ""}},
    {"wallet", {"publicKey", "", ""}},
    {"call_sign", {"callSign", "", ""}},
}};

// "birthdate" finds birthDate: header names are compared in lower case.
const model::Property* property_of_column(const model::Schema& schema, std::string_view column) {
  const auto* const known =
      std::find_if(kColumns.begin(), kColumns.end(), [&](const Column& entry) { return entry.name == column; });
  if (known != kColumns.end()) {
    for (const std::string_view property : known->properties) {
      if (const model::Property* found = schema.find(property); found != nullptr) return found;
    }
    return nullptr;
  }
  for (const model::Property& property : schema.properties()) {
    if (lower_ascii(property.name) == column) return &property;
  }
  return nullptr;
}

void add_values(RecordBuilder& record, const model::Property& property, std::string_view text,
                std::string_view column) {
  for (const std::string& value : split(text, ";")) {
    if (property.type == model::PropertyType::kDate) {
      (void)record.add_date(record.subject(), property.name, value, column);
    } else if (property.type == model::PropertyType::kCountry) {
      (void)record.add_country(record.subject(), property.name, value, column);
    } else {
      (void)record.add(property.name, value, column);
    }
  }
}

const model::Schema& schema_of_row(std::string_view text, RecordBuilder& record) {
  const model::SchemaRegistry& registry = model::SchemaRegistry::instance();
  const model::Schema* found = registry.find(text);
  if (found == nullptr && !text.empty()) {
    for (const model::Schema& schema : registry.all()) {
      if (lower_ascii(schema.name()) == lower_ascii(text)) found = &schema;
    }
  }
  if (found != nullptr && found->is_matchable()) return *found;
  record.not_understood("schema", text);
  return *registry.find("LegalEntity");
}

Result<void> read_own_row(CsvTable& table, ReadContext& context) {
  const std::string id = table.take("id");
  if (id.empty()) return Error{ErrorCode::kMissingField, "expected an id, found none", table.where()};
  RecordBuilder record{context, context.group.source.str() + "-" + id, "LegalEntity", table.where()};
  const model::Schema& schema = schema_of_row(table.take("schema"), record);
  record.subject().set_schema(schema.name());
  for (const std::string_view column : {"program", "programme", "programmes"}) {
    for (const std::string& programme : split(table.take(column), ";")) {
      (void)record.add("programId", programme, column);
      (void)record.add_to(record.sanction(), "program", programme, column);
      (void)record.add_to(record.sanction(), "programId", programme, column);
    }
  }
  for (const std::string& column : table.columns()) {
    const model::Property* property = property_of_column(schema, column);
    // Entities stand in rows of their own; a bare id in a cell would be a reference to nothing.
    if (property == nullptr || property->type == model::PropertyType::kEntity) continue;
    add_values(record, *property, table.take(column), column);
  }
  table.for_each_untaken(
      [&](const std::string& column, const std::string& text) { record.not_understood(column, text); });
  if (record.subject().values("name").empty() && record.subject().caption() == record.subject().id().str())
    return Error{ErrorCode::kMissingField, "expected a name or a number that identifies, found none", record.where()};
  return record.emit(base::ContentHash::of(table.canonical_row()));
}

void add_identifier(RecordBuilder& record, const std::string& text) {
  const std::string_view schema = record.subject().schema();
  const bool is_imo = text.starts_with("IMO");
  std::string_view property = "idNumber";
  if (record.subject().is_a("Vehicle")) property = is_imo && schema == "Vessel" ? "imoNumber" : "registrationNumber";
  if (schema == "CryptoWallet") property = "publicKey";
  if (record.subject().is_a("Security") || schema == "Security")
    property = text.size() == 12 ? "isin" : "registrationNumber";
  if (text.size() > 1 && text.front() == 'Q' &&
      std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    property = "wikidataId";
  (void)record.add(property, text, "identifiers");
}

// Source: the column list in OpenSanctions' documentation of the simplified CSV, and the published files.
Result<void> read_simple_row(CsvTable& table, ReadContext& context) {
  const std::string id = table.take("id");
  if (id.empty()) return Error{ErrorCode::kMissingField, "expected an id, found none", table.where()};
  RecordBuilder record{context, id, "LegalEntity", table.where()};
  record.subject().set_schema(schema_of_row(table.take("schema"), record).name());
  (void)record.add("name", table.take("name"), "name");
  const auto add_all = [&](std::string_view column, std::string_view property) {
    for (const std::string& value : split(table.take(column), ";")) (void)record.add(property, value, column);
  };
  add_all("aliases", "alias");
  add_all("birth_date", record.subject().is_a("Person") ? "birthDate" : "createdAt");
  for (const std::string& country : split(table.take("countries"), ";"))
    (void)record.add_country(record.subject(), "country", country, "countries");
  add_all("addresses", "address");
  add_all("phones", "phone");
  add_all("emails", "email");
  for (const std::string& identifier : split(table.take("identifiers"), ";")) add_identifier(record, identifier);
  for (const std::string& text : split(table.take("sanctions"), ";"))
    (void)record.add_to(record.sanction(), "program", text, "sanctions");
  for (const std::string& text : split(table.take("program_ids"), ";")) {
    (void)record.add_to(record.sanction(), "programId", text, "program_ids");
    (void)record.add("programId", text, "program_ids");
  }
  // Explicitly ignored: which datasets and when the publisher saw it; of its runs, not of the subject.
  for (const std::string_view column : {"dataset", "datasets", "first_seen", "last_seen", "last_change"})
    table.ignore(column);
  table.for_each_untaken(
      [&](const std::string& column, const std::string& text) { record.not_understood(column, text); });
  model::Entity hashed = record.subject();
  return record.emit(base::ContentHash::of(hashed.to_json()));
}

char delimiter_of(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const auto count = [&](char c) { return std::count(line.begin(), line.end(), c); };
  if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

enum class Layout : std::uint8_t { kOwn, kOpenSanctionsSimple };

class TableReader final : public Reader {
 public:
  TableReader(Layout layout, std::string_view format) : layout_(layout), format_(format) {}
  std::string_view format() const override { return format_; }

  Detection detect(const Input& input) const override {
    if (layout_ == Layout::kOpenSanctionsSimple) {
      const auto columns = head_columns(input.head, {});
      return {has_all(columns, {"id", "schema", "name", "aliases", "birth_date", "countries", "identifiers"}) ? 95 : 0,
              {}};
    }
    const auto columns = head_columns(input.head, {.delimiter = delimiter_of(input.head)});
    if (!has_all(columns, {"name"})) return {};
    return {has_all(columns, {"id"}) ? 60 : 10, {}};
  }

  Result<model::SourceId> source(const InputGroup& group) const override {
    std::string stem = group.parts.front().input.stem;
    if (layout_ == Layout::kOpenSanctionsSimple && stem.ends_with(".simple")) stem.resize(stem.size() - 7);
    if (stem.empty())
      return Error{ErrorCode::kInvalidArgument,
                   "expected a file name that gives the source, or --source",
                   {group.parts.front().input.document, 0, {}}};
    return model::SourceId{std::move(stem)};
  }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = context.group.source.str();
    CORDON_ASSIGN(WholeInput whole, read_whole(input));
    context.add_part_hash("", whole.hash);
    CsvTableOptions options;
    if (layout_ == Layout::kOwn) options.csv.delimiter = delimiter_of(input.head);
    const std::size_t total = whole.bytes.size();
    CORDON_ASSIGN(CsvTable table, CsvTable::open(std::move(whole.bytes), options, input.document, context.unmapped));
    for (const std::string_view column : {"id", "name"}) {
      if (!table.has(column)) {
        return Error{ErrorCode::kMissingField,
                     "expected a column '" + std::string(column) + "' in the header",
                     {input.document, 1, {}}};
      }
    }
    for (;;) {
      CORDON_ASSIGN(const bool more, table.next());
      if (!more) break;
      CORDON_TRY(layout_ == Layout::kOwn ? read_own_row(table, context) : read_simple_row(table, context));
      if (context.description.subjects % 4096 == 0) context.report_progress(table.position(), total);
    }
    if (context.description.subjects == 0)
      return Error{ErrorCode::kMissingField, "expected rows below the header, found none", {input.document, 0, {}}};
    return {};
  }

 private:
  Layout layout_;
  std::string_view format_;
};

}  // namespace

const Reader& own_csv_reader() {
  static const TableReader reader{Layout::kOwn, "csv"};
  return reader;
}

const Reader& opensanctions_csv_reader() {
  static const TableReader reader{Layout::kOpenSanctionsSimple, "opensanctions-csv"};
  return reader;
}

}  // namespace cordon::ingest
