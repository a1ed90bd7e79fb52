#include "senzing_record.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "json_writer.hpp"

namespace cordon::service {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::string_view kDomain = "FTM";  // of relationship keys: FollowTheMoney ids

// One property whose every value becomes one object {key: value, ...fixed}.
struct Feature {
  std::string_view property;
  std::string_view key;
  std::string_view fixed_key;
  std::string_view fixed_value;
};

void write_object(JsonWriter& json, const Pairs& pairs) {
  json.begin_object();
  for (const auto& [key, value] : pairs) {
    if (!value.empty()) json.key(key).value(value);
  }
  json.end_object();
}

// Writes an array under the name when it has items.
class Array {
 public:
  Array(JsonWriter& json, std::string_view name) : json_(&json), name_(name) {}
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array() {
    if (open_) json_->end_array();
  }
  void add(const Pairs& pairs) {
    if (!open_) json_->key(name_).begin_array();
    open_ = true;
    write_object(*json_, pairs);
  }
  template <std::size_t N>
  void add_features(const model::Entity& entity, const std::array<Feature, N>& features) {
    for (const Feature& feature : features) {
      for (const std::string& value : entity.values(feature.property))
        add({{feature.fixed_key, feature.fixed_value}, {feature.key, value}});
    }
  }

 private:
  JsonWriter* json_;
  std::string_view name_;
  bool open_ = false;
};

constexpr std::array<Feature, 3> kAliases{{{"alias", "NAME_FULL", "NAME_TYPE", "ALIAS"},
                                           {"weakAlias", "NAME_FULL", "NAME_TYPE", "LOW-QUALITY"},
                                           {"previousName", "NAME_FULL", "NAME_TYPE", "PREVIOUS"}}};
constexpr std::array<Feature, 4> kDates{{{"birthDate", "DATE_OF_BIRTH", "", ""},
                                         {"deathDate", "DATE_OF_DEATH", "", ""},
                                         {"incorporationDate", "REGISTRATION_DATE", "", ""},
                                         {"buildDate", "REGISTRATION_DATE", "", ""}}};
constexpr std::array<Feature, 6> kCountries{{{"nationality", "NATIONALITY", "", ""},
                                             {"citizenship", "CITIZENSHIP", "", ""},
                                             {"jurisdiction", "REGISTRATION_COUNTRY", "", ""},
                                             {"mainCountry", "COUNTRY_OF_ASSOCIATION", "", ""},
                                             {"country", "COUNTRY_OF_ASSOCIATION", "", ""},
                                             {"flag", "COUNTRY_OF_ASSOCIATION", "", ""}}};
constexpr std::array<Feature, 3> kContacts{
    {{"phone", "PHONE_NUMBER", "", ""}, {"email", "EMAIL_ADDRESS", "", ""}, {"website", "WEBSITE_ADDRESS", "", ""}}};
constexpr std::array<Feature, 15> kNumbers{{{"passportNumber", "PASSPORT_NUMBER", "", ""},
                                            {"socialSecurityNumber", "SSN_NUMBER", "", ""},
                                            {"taxNumber", "TAX_ID_NUMBER", "", ""},
                                            {"leiCode", "LEI_NUMBER", "", ""},
                                            {"idNumber", "NATIONAL_ID_NUMBER", "", ""},
                                            {"registrationNumber", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "REGISTRATION"},
                                            {"imoNumber", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "IMO"},
                                            {"mmsi", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "MMSI"},
                                            {"callSign", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "CALL_SIGN"},
                                            {"innCode", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "INN"},
                                            {"ogrnCode", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "OGRN"},
                                            {"swiftBic", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "BIC"},
                                            {"isin", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "ISIN"},
                                            {"publicKey", "OTHER_ID_NUMBER", "OTHER_ID_TYPE", "WALLET"},
                                            {"wikidataId", "TRUSTED_ID_NUMBER", "TRUSTED_ID_TYPE", "WIKIDATA"}}};

std::string_view record_type(const model::Entity& entity) {
  if (entity.is_a("Person")) return "PERSON";
  if (entity.is_a("Vessel")) return "VESSEL";
  if (entity.is_a("Airplane")) return "AIRCRAFT";
  if (entity.is_a("Organization") || entity.is_a("Company")) return "ORGANIZATION";
  return {};  // an unspecific party: Senzing then decides by its features
}

void write_names(JsonWriter& json, const model::Entity& entity) {
  Array names{json, "NAMES"};
  std::string_view type = "PRIMARY";
  for (const std::string& name : entity.values("name")) {
    names.add({{"NAME_TYPE", type}, {"NAME_FULL", name}});
    type = "ALIAS";
  }
  names.add_features(entity, kAliases);
}

void write_addresses(JsonWriter& json, const model::Entity& entity, const SenzingContext& context) {
  Array addresses{json, "ADDRESSES"};
  std::vector<std::string_view> written;
  for (const model::Entity* address : context.addresses) {
    written.push_back(address->first("full"));
    addresses.add({{"ADDR_FULL", address->first("full")}});
  }
  for (const std::string& text : entity.values("address")) {
    if (std::find(written.begin(), written.end(), text) == written.end()) addresses.add({{"ADDR_FULL", text}});
  }
  for (const std::string& place : entity.values("birthPlace")) addresses.add({{"PLACE_OF_BIRTH", place}});
}

void write_identifiers(JsonWriter& json, const model::Entity& entity, const SenzingContext& context) {
  Array numbers{json, "IDENTIFIERS"};
  std::vector<std::string_view> written;
  for (const model::Entity* document : context.identifications) {
    const std::string_view number = document->first("number");
    const bool is_passport = document->is_a("Passport");
    written.push_back(number);
    if (is_passport) {
      numbers.add({{"PASSPORT_NUMBER", number}, {"PASSPORT_COUNTRY", document->first("country")}});
    } else {
      numbers.add({{"OTHER_ID_TYPE", document->first("type")},
                   {"OTHER_ID_NUMBER", number},
                   {"OTHER_ID_COUNTRY", document->first("country")}});
    }
  }
  for (const Feature& feature : kNumbers) {
    for (const std::string& value : entity.values(feature.property)) {
      if (std::find(written.begin(), written.end(), value) == written.end())
        numbers.add({{feature.fixed_key, feature.fixed_value}, {feature.key, value}});
    }
  }
  numbers.add({{"OTHER_ID_TYPE", kDomain}, {"OTHER_ID_NUMBER", entity.id().str()}});
}

}  // namespace

std::string senzing_record(const model::SourcedEntity& subject, const SenzingContext& context) {
  const model::Entity& entity = subject.listed.entity;
  std::string data_source = subject.source.str();
  std::transform(data_source.begin(), data_source.end(), data_source.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  JsonWriter json;
  json.begin_object();
  json.key("DATA_SOURCE").value(data_source);
  json.key("RECORD_ID").value(entity.id().str());
  json.key("RECORD_TYPE");
  if (record_type(entity).empty()) {
    json.null();
  } else {
    json.value(record_type(entity));
  }
  write_names(json, entity);
  {
    Array risks{json, "RISKS"};
    for (const std::string& topic : entity.values("topics")) risks.add({{"TOPIC", topic}});
  }
  const std::string_view gender = entity.first("gender");
  if (gender == "male" || gender == "female") json.key("GENDER").value(gender == "male" ? "M" : "F");
  Array{json, "DATES"}.add_features(entity, kDates);
  write_addresses(json, entity, context);
  Array{json, "COUNTRIES"}.add_features(entity, kCountries);
  Array{json, "CONTACTS"}.add_features(entity, kContacts);
  {
    Array relationships{json, "RELATIONSHIPS"};
    relationships.add({{"REL_ANCHOR_DOMAIN", kDomain}, {"REL_ANCHOR_KEY", entity.id().str()}});
    for (const SenzingPointer& pointer : context.pointers) {
      relationships.add(
          {{"REL_POINTER_DOMAIN", kDomain}, {"REL_POINTER_KEY", pointer.target}, {"REL_POINTER_ROLE", pointer.role}});
    }
  }
  write_identifiers(json, entity, context);
  if (const std::string_view url = entity.first("sourceUrl"); !url.empty()) json.key("URL").value(url);
  json.end_object();
  return json.text();
}

}  // namespace cordon::service
