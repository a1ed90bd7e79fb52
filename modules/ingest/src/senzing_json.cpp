// Senzing records as JSON lines or as one array: what `cordon export --as senzing` and OpenSanctions' Senzing export
// write. A record is a set of features, each a few keys; they stand in arrays (NAMES, ADDRESSES ...) or at the top.
// Source: Senzing's generic entity specification. The id is the RECORD_ID, byte for byte.
// Explicitly ignored: LAST_CHANGE (of the publisher's run), REL_ANCHOR (repeats the id), the kinds of addresses.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>

#include "cordon/model/schema.hpp"
#include "json_parser.hpp"
#include "line_reader.hpp"
#include "readers.hpp"
#include "record.hpp"

namespace cordon::ingest {
namespace {

namespace dom = simdjson::dom;
using base::Error;
using base::ErrorCode;
using base::Result;
using Feature = std::map<std::string, std::string, std::less<>>;

// A key and the properties it may mean; the first that the record's schema has is used.
struct Meaning {
  std::string_view key;
  std::array<std::string_view, 3> properties;
};
constexpr std::array<Meaning, 20> kMeanings{{{"DATE_OF_BIRTH", {"birthDate", "incorporationDate", ""}},
                                             {"DATE_OF_DEATH", {"deathDate", "dissolutionDate", ""}},
                                             {"REGISTRATION_DATE", {"incorporationDate", "buildDate", ""}},
                                             {"NATIONALITY", {"nationality", "country", ""}},
                                             {"CITIZENSHIP", {"citizenship", "country", ""}},
                                             {"REGISTRATION_COUNTRY", {"jurisdiction", "flag", "country"}},
                                             {"COUNTRY_OF_ASSOCIATION", {"country", "", ""}},
                                             {"PLACE_OF_BIRTH", {"birthPlace", "", ""}},
                                             {"PHONE_NUMBER", {"phone", "", ""}},
                                             {"EMAIL_ADDRESS", {"email", "", ""}},
                                             {"WEBSITE_ADDRESS", {"website", "", ""}},
                                             {"TOPIC", {"topics", "", ""}},
                                             {"URL", {"sourceUrl", "", ""}},
                                             {"SSN_NUMBER", {"socialSecurityNumber", "idNumber", ""}},
                                             {"LEI_NUMBER", {"leiCode", "", ""}},
                                             {"TAX_ID_NUMBER", {"taxNumber", "", ""}},
                                             {"NATIONAL_ID_NUMBER", {"idNumber", "registrationNumber", ""}},
                                             {"DRIVERS_LICENSE_NUMBER", {"idNumber", "", ""}},
                                             {"PASSPORT_NUMBER", {"passportNumber", "", ""}},
                                             {"TRUSTED_ID_NUMBER", {"wikidataId", "", ""}}}};
constexpr std::array<Meaning, 10> kOtherIds{{{"REGISTRATION", {"registrationNumber", "idNumber", ""}},
                                             {"IMO", {"imoNumber", "", ""}},
                                             {"MMSI", {"mmsi", "", ""}},
                                             {"CALL_SIGN", {"callSign", "", ""}},
                                             {"INN", {"innCode", "", ""}},
                                             {"OGRN", {"ogrnCode", "", ""}},
                                             {"BIC", {"swiftBic", "", ""}},
                                             {"ISIN", {"isin", "isinCode", ""}},
                                             {"WALLET", {"publicKey", "", ""}},
                                             {"wikidataId", {"wikidataId", "", ""}}}};

template <std::size_t N>
const Meaning* find_meaning(const std::array<Meaning, N>& table, std::string_view key) {
  const auto* const at = std::find_if(table.begin(), table.end(), [&](const Meaning& m) { return m.key == key; });
  return at == table.end() ? nullptr : at;
}

// Returns: the value, which then counts as used; empty when there is none.
std::string take(Feature& feature, std::string_view key) {
  const auto at = feature.find(key);
  if (at == feature.end()) return {};
  std::string value = std::move(at->second);
  feature.erase(at);
  return value;
}

void add_meaning(RecordBuilder& record, const Meaning& meaning, const std::string& text) {
  const model::Schema* schema = model::SchemaRegistry::instance().find(record.subject().schema());
  for (const std::string_view name : meaning.properties) {
    const model::Property* property = name.empty() ? nullptr : schema->find(name);
    if (property == nullptr) continue;
    if (property->type == model::PropertyType::kDate) {
      (void)record.add_date(record.subject(), name, text, meaning.key);
    } else if (property->type == model::PropertyType::kCountry) {
      (void)record.add_country(record.subject(), name, text, meaning.key);
    } else {
      (void)record.add(name, text, meaning.key);
    }
    return;
  }
  record.not_understood(meaning.key, text);
}

void read_name(RecordBuilder& record, Feature& feature) {
  const std::string type = take(feature, "NAME_TYPE");
  std::string_view property = "name";
  if (type == "LOW-QUALITY") {
    property = "weakAlias";
  } else if (type == "PREVIOUS" || type == "FORMER" || type == "FKA") {
    property = "previousName";
  } else if (!type.empty() && type != "PRIMARY") {
    property = "alias";
  }
  const std::string first = take(feature, "NAME_FIRST");
  const std::string middle = take(feature, "NAME_MIDDLE");
  const std::string last = take(feature, "NAME_LAST");
  std::string full = take(feature, "NAME_FULL");
  if (full.empty()) full = take(feature, "NAME_ORG");
  if (full.empty()) full = join({take(feature, "NAME_PREFIX"), first, middle, last, take(feature, "NAME_SUFFIX")}, " ");
  (void)record.add(property, full, "NAME_FULL");
  if (property != "name" || !record.subject().is_a("Person")) return;
  (void)record.add("firstName", first, "NAME_FIRST");
  (void)record.add("middleName", middle, "NAME_MIDDLE");
  (void)record.add("lastName", last, "NAME_LAST");
}

void read_address(RecordBuilder& record, Feature& feature) {
  AddressParts parts;
  parts.full = take(feature, "ADDR_FULL");
  std::vector<std::string> lines;
  for (const std::string_view key :
       {"ADDR_LINE1", "ADDR_LINE2", "ADDR_LINE3", "ADDR_LINE4", "ADDR_LINE5", "ADDR_LINE6"})
    lines.push_back(take(feature, key));
  parts.street = join(lines, ", ");
  parts.city = take(feature, "ADDR_CITY");
  parts.region = take(feature, "ADDR_STATE");
  parts.postal_code = take(feature, "ADDR_POSTAL_CODE");
  parts.country = take(feature, "ADDR_COUNTRY");
  (void)take(feature, "ADDR_TYPE");
  record.address(parts, "ADDR");
}

void read_other_id(RecordBuilder& record, Feature& feature) {
  const std::string type = take(feature, "OTHER_ID_TYPE");
  const std::string number = take(feature, "OTHER_ID_NUMBER");
  const std::string country = take(feature, "OTHER_ID_COUNTRY");
  if (number == record.subject().id().str() && find_meaning(kOtherIds, type) == nullptr) return;  // the record's own id
  if (const Meaning* meaning = find_meaning(kOtherIds, type); meaning != nullptr) {
    add_meaning(record, *meaning, number);
    return;
  }
  DocumentParts parts;
  parts.type = type;
  parts.number = number;
  parts.country = country;
  record.document(parts, "OTHER_ID");
}

void read_document(RecordBuilder& record, Feature& feature, const std::string& kind, const std::string& type) {
  DocumentParts parts;
  parts.is_passport = kind == "PASSPORT";
  parts.type = type;
  parts.number = take(feature, kind + "_NUMBER");
  parts.country = take(feature, kind + "_COUNTRY");
  record.document(parts, kind);
}

bool has_prefix(const Feature& feature, std::string_view prefix) {
  const auto at = feature.lower_bound(prefix);
  return at != feature.end() && std::string_view(at->first).starts_with(prefix);
}

void read_feature(RecordBuilder& record, Feature& feature) {
  if (has_prefix(feature, "NAME_")) read_name(record, feature);
  if (has_prefix(feature, "ADDR_")) read_address(record, feature);
  if (feature.contains("OTHER_ID_NUMBER")) read_other_id(record, feature);
  if (feature.contains("PASSPORT_COUNTRY")) read_document(record, feature, "PASSPORT", "Passport");
  if (feature.contains("NATIONAL_ID_COUNTRY")) read_document(record, feature, "NATIONAL_ID", "National ID");
  if (feature.contains("TAX_ID_COUNTRY")) read_document(record, feature, "TAX_ID", "Tax ID");
  if (feature.contains("REL_POINTER_KEY")) {
    model::Entity& link = record.dependent("UnknownLink", "link");
    link.add("subject", record.subject().id().str());
    link.add("object", take(feature, "REL_POINTER_KEY"));
    link.add("role", take(feature, "REL_POINTER_ROLE"));
  }
  const std::string gender = lower_ascii(take(feature, "GENDER"));
  (void)record.add("gender", gender == "m" ? "male" : gender == "f" ? "female" : gender, "GENDER");
  for (const std::string_view ignored : {"REL_POINTER_DOMAIN", "REL_ANCHOR_DOMAIN", "REL_ANCHOR_KEY", "LAST_CHANGE",
                                         "DATA_SOURCE", "RECORD_ID", "RECORD_TYPE"})
    (void)take(feature, ignored);
  const std::string trusted = take(feature, "TRUSTED_ID_TYPE");
  if (!trusted.empty() && trusted != "WIKIDATA") record.not_understood("TRUSTED_ID_TYPE", trusted);
  for (const auto& [key, value] : feature) {
    if (const Meaning* meaning = find_meaning(kMeanings, key); meaning != nullptr) {
      add_meaning(record, *meaning, value);
    } else {
      record.not_understood(key, value);
    }
  }
}

std::string text_of(dom::element value) {
  std::string_view text;
  if (value.get_string().get(text) == simdjson::SUCCESS) return std::string(text);
  return value.is_null() ? std::string{} : simdjson::minify(value);
}

Feature feature_of(dom::object object) {
  Feature feature;
  for (const auto& [key, value] : object) {
    if (std::string text = text_of(value); !text.empty()) feature.emplace(std::string(key), std::move(text));
  }
  return feature;
}

std::string_view schema_of(std::string_view type) {
  if (type == "PERSON") return "Person";
  if (type == "ORGANIZATION") return "Organization";
  if (type == "COMPANY") return "Company";
  if (type == "VESSEL") return "Vessel";
  if (type == "AIRCRAFT") return "Airplane";
  return "LegalEntity";
}

Result<void> read_record(dom::object object, const base::SourceLocation& where, ReadContext& context) {
  Feature top;
  std::vector<Feature> features;
  std::vector<std::string> lost;
  for (const auto& [key, value] : object) {
    dom::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) {
      if (std::string text = text_of(value); !text.empty()) top.emplace(std::string(key), std::move(text));
      continue;
    }
    for (const dom::element one : array) {
      dom::object part;
      if (one.get_object().get(part) == simdjson::SUCCESS) {
        features.push_back(feature_of(part));
      } else {
        lost.push_back(std::string(key) + ": " + text_of(one));
      }
    }
  }
  const std::string id = top.contains("RECORD_ID") ? top["RECORD_ID"] : std::string{};
  if (id.empty()) return Error{ErrorCode::kMissingField, "expected a RECORD_ID, found none", where};
  const std::string type = top.contains("RECORD_TYPE") ? top["RECORD_TYPE"] : std::string{};
  RecordBuilder record{context, id, schema_of(type), where};
  if (!type.empty() && schema_of(type) == "LegalEntity") record.not_understood("RECORD_TYPE", type);
  read_feature(record, top);
  for (Feature& feature : features) read_feature(record, feature);
  for (const std::string& text : lost) record.not_understood("feature that is no object", text);
  return record.emit(base::ContentHash::of(simdjson::minify(object)));
}

class SenzingReader final : public Reader {
 public:
  std::string_view format() const override { return "senzing-json"; }

  Detection detect(const Input& input) const override {
    const std::string_view head = input.head;
    const std::size_t start = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool is_json = start != std::string_view::npos && (head[start] == '{' || head[start] == '[');
    const bool fits = is_json && head.find("\"DATA_SOURCE\"") != std::string_view::npos &&
                      head.find("\"RECORD_ID\"") != std::string_view::npos;
    return {fits ? 95 : 0, {}};
  }

  // The first record's DATA_SOURCE in lower case: "US_OFAC_SDN" is us_ofac_sdn.
  Result<model::SourceId> source(const InputGroup& group) const override {
    const std::string_view head = group.parts.front().input.head;
    std::size_t at = head.find("\"DATA_SOURCE\"");
    at = at == std::string_view::npos ? at : head.find('"', head.find(':', at));
    const std::size_t end = at == std::string_view::npos ? at : head.find('"', at + 1);
    if (end == std::string_view::npos || end == at + 1)
      return Error{ErrorCode::kInvalidArgument,
                   "expected a DATA_SOURCE in the first record, or --source",
                   {group.parts.front().input.document, 0, {}}};
    return model::SourceId{lower_ascii(head.substr(at + 1, end - at - 1))};
  }

  Result<void> read(ReadContext& context) const override {
    const Input& input = context.group.parts.front().input;
    context.description.title = context.group.source.str();
    const std::size_t start = input.head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool is_array = start != std::string::npos && input.head[start] == '[';
    CORDON_TRY(is_array ? read_array(input, context) : read_lines(input, context));
    if (context.description.subjects == 0)
      return Error{ErrorCode::kMissingField, "expected records, found none", {input.document, 0, {}}};
    return {};
  }

 private:
  static Result<void> read_array(const Input& input, ReadContext& context) {
    CORDON_ASSIGN(const WholeInput whole, read_whole(input));
    context.add_part_hash("", whole.hash);
    dom::parser parser;
    CORDON_TRY(limit_json_depth(parser, input.document));
    dom::array records;
    if (const auto status = parser.parse(whole.bytes).get_array().get(records); status != simdjson::SUCCESS)
      return Error{ErrorCode::kMalformed,
                   "expected one JSON array, found: " + std::string(simdjson::error_message(status)),
                   {input.document, 0, {}}};
    std::size_t number = 0;
    for (const dom::element one : records) {
      dom::object object;
      const base::SourceLocation where{input.document, 0, "record " + std::to_string(++number)};
      if (one.get_object().get(object) != simdjson::SUCCESS)
        return Error{ErrorCode::kMalformed, "expected an object, found another type", where};
      CORDON_TRY(read_record(object, where, context));
    }
    return {};
  }

  static Result<void> read_lines(const Input& input, ReadContext& context) {
    CORDON_ASSIGN(const auto stream, open_stream(input));
    LineReader lines{*stream, input.document};
    dom::parser parser;
    CORDON_TRY(limit_json_depth(parser, input.document));
    std::string_view line;
    for (;;) {
      CORDON_ASSIGN(const bool more, lines.next(line));
      if (!more) break;
      if (lines.line() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      dom::object object;
      const base::SourceLocation where{input.document, lines.line(), {}};
      if (const auto status = parser.parse(line.data(), line.size(), true).get_object().get(object);
          status != simdjson::SUCCESS)
        return Error{ErrorCode::kMalformed,
                     "expected a JSON object, found: " + std::string(simdjson::error_message(status)), where};
      CORDON_TRY(read_record(object, where, context));
    }
    CORDON_ASSIGN(const base::ContentHash hash, stream->finish());
    context.add_part_hash("", hash);
    return {};
  }
};

}  // namespace

const Reader& senzing_json_reader() {
  static const SenzingReader reader;
  return reader;
}

}  // namespace cordon::ingest
