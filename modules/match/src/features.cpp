#include "cordon/match/features.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "cordon/model/schema.hpp"

namespace cordon::match {

namespace {

void add_all(std::vector<std::string>& out, std::span<const std::string> values) {
  for (const std::string& value : values) {
    if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
  }
}

void add_identifier(SubjectFeatures& features, std::string_view type, const std::string& value,
                    std::string_view country) {
  Identifier identifier{std::string(type), value, std::string(country)};
  if (std::find(features.identifiers.begin(), features.identifiers.end(), identifier) == features.identifiers.end()) {
    features.identifiers.push_back(std::move(identifier));
  }
}

// Identification and passport entities give one number with its country.
void add_identification(SubjectFeatures& features, const model::Entity& entity) {
  const std::string_view type = entity.is_a("Passport") ? "passportNumber" : "idNumber";
  for (const std::string_view property : {"number", "passportNumber", "idNumber"}) {
    for (const std::string& value : entity.values(property)) {
      add_identifier(features, type, value, entity.first("country"));
    }
  }
}

void add_address(SubjectFeatures& features, const model::Entity& entity) {
  if (!entity.values("full").empty()) {
    add_all(features.addresses, entity.values("full"));
  } else {
    std::string text;
    for (const std::string_view property : {"street", "street2", "city", "region", "state", "postalCode", "country"}) {
      for (const std::string& value : entity.values(property)) text += (text.empty() ? "" : ", ") + value;
    }
    if (!text.empty()) add_all(features.addresses, std::span(&text, 1));
  }
}

}  // namespace

SubjectFeatures features_of(const model::Entity& subject, std::span<const model::Entity* const> adjacent) {
  SubjectFeatures features;
  features.id = std::string(subject.id().str());
  features.schema = subject.schema();
  features.caption = subject.caption();
  for (const std::string_view property : {"name", "alias", "previousName"}) {
    add_all(features.names, subject.values(property));
  }
  if (features.names.empty() && subject.is_a("Person")) {
    std::string full;
    for (const std::string_view property : {"firstName", "secondName", "middleName", "fatherName", "lastName"}) {
      const std::string_view part = subject.first(property);
      if (!part.empty()) full += (full.empty() ? "" : " ") + std::string(part);
    }
    if (!full.empty()) features.names.push_back(full);
  }
  for (const std::string_view property : {"weakAlias", "abbreviation"}) {
    add_all(features.weak_names, subject.values(property));
  }
  for (const std::string_view property : {"birthDate", "incorporationDate", "buildDate"}) {
    add_all(features.birth_dates, subject.values(property));
  }
  for (const std::string_view property : {"birthPlace", "birthCountry"}) {
    add_all(features.birth_places, subject.values(property));
  }
  for (const std::string_view property : {"nationality", "citizenship", "country", "jurisdiction", "flag"}) {
    add_all(features.countries, subject.values(property));
  }
  add_all(features.genders, subject.values("gender"));
  add_all(features.addresses, subject.values("address"));
  if (const model::Schema* schema = model::SchemaRegistry::instance().find(subject.schema()); schema != nullptr) {
    for (const model::PropertyValues& property : subject.properties()) {
      const model::Property* known = schema->find(property.name);
      if (known == nullptr || known->type != model::PropertyType::kIdentifier || property.name == "wikidataId")
        continue;
      for (const std::string& value : property.values) add_identifier(features, property.name, value, {});
    }
  }
  for (const model::Entity* entity : adjacent) {
    if (entity->is_a("Address")) {
      add_address(features, *entity);
    } else if (entity->is_a("CryptoWallet")) {
      for (const std::string& key : entity->values("publicKey")) add_identifier(features, "publicKey", key, {});
    } else if (entity->is_a("Identification")) {
      add_identification(features, *entity);
    }
  }
  return features;
}

}  // namespace cordon::match
