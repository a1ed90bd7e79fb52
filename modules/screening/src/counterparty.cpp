#include "cordon/screening/counterparty.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

#include "cordon/base/date.hpp"
#include "cordon/match/prepared_name.hpp"
#include "cordon/model/country.hpp"
#include "cordon/model/schema.hpp"

namespace cordon::screening {
namespace {

std::string_view trim(std::string_view text) noexcept {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> values;
  for (;;) {
    const std::size_t end = text.find(';');
    if (const std::string_view value = trim(text.substr(0, end)); !value.empty()) values.emplace_back(value);
    if (end == std::string_view::npos) return values;
    text = text.substr(end + 1);
  }
}

void append(std::vector<std::string>& to, std::vector<std::string> values) {
  for (std::string& value : values) to.push_back(std::move(value));
}

// Column of a counterparty file -> FollowTheMoney property of an identifier.
struct IdentifierColumn {
  std::string_view column;
  std::string_view property;
};
constexpr std::array<IdentifierColumn, 13> kIdentifierColumns{{{"id_number", "idNumber"},
                                                               {"passport_number", "passportNumber"},
                                                               {"tax_number", "taxNumber"},
                                                               {"registration_number", "registrationNumber"},
                                                               {"imo", "imoNumber"},
                                                               {"mmsi", "mmsi"},
                                                               {"lei", "leiCode"},
                                                               {"bic", "swiftBic"},
                                                               {"inn", "innCode"},
                                                               {"ogrn", "ogrnCode"},
                                                               {"isin", "isin"},
                                                               {"wallet", "publicKey"},
                                                               {"call_sign", "callSign"}}};

// The identifier properties of FollowTheMoney, for columns of entities and of files that use their names.
const std::set<std::string, std::less<>>& identifier_properties() {
  static const std::set<std::string, std::less<>> names = [] {
    std::set<std::string, std::less<>> found;
    for (const model::Schema& schema : model::SchemaRegistry::instance().all()) {
      for (const model::Property& property : schema.properties()) {
        if (property.type == model::PropertyType::kIdentifier) found.insert(property.name);
      }
    }
    found.erase("wikidataId");  // names a page about the party; no list gives it as a number of its own
    return found;
  }();
  return names;
}

// Whether scoring sees a word in it: "???" and "-" can meet nothing.
bool has_word(std::string_view name) {
  const auto is_ascii_word = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  if (std::any_of(name.begin(), name.end(), is_ascii_word)) return true;
  match::TokenTable table;
  return match::NameAnalyser::instance().prepare(name, table).facts.positions > 0;
}

std::string unreadable(std::string_view column, std::string_view value, std::string_view expected) {
  return std::string(column) + ": expected " + std::string(expected) + ", found '" + std::string(value.substr(0, 100)) +
         "'";
}

}  // namespace

bool set_column(Counterparty& counterparty, std::string_view column, std::string_view value) {
  if (column == "id") {
    counterparty.id = value;
  } else if (column == "name") {
    append(counterparty.names, split(value));
  } else if (column == "alias") {
    append(counterparty.aliases, split(value));
  } else if (column == "schema") {
    counterparty.schema = trim(value);
  } else if (column == "birth_date") {
    append(counterparty.birth_dates, split(value));
  } else if (column == "birth_place") {
    append(counterparty.birth_places, split(value));
  } else if (column == "country" || column == "nationality") {
    append(counterparty.countries, split(value));
  } else if (column == "gender") {
    append(counterparty.genders, split(value));
  } else if (column == "address") {
    append(counterparty.addresses, split(value));
  } else {
    const auto* const found = std::find_if(kIdentifierColumns.begin(), kIdentifierColumns.end(),
                                           [&](const IdentifierColumn& entry) { return entry.column == column; });
    const bool is_property = found == kIdentifierColumns.end() && identifier_properties().contains(column);
    if (found == kIdentifierColumns.end() && !is_property) {
      counterparty.extra.emplace_back(column, value);
      return false;
    }
    for (std::string& number : split(value)) {
      counterparty.identifiers.push_back({std::string(is_property ? column : found->property), std::move(number), {}});
    }
  }
  return true;
}

Query query_of(const Counterparty& counterparty) {
  Query query;
  match::SubjectFeatures& features = query.features;
  features.id = counterparty.id;
  features.schema = counterparty.schema;
  features.names = counterparty.names;
  append(features.names, counterparty.aliases);
  if (!features.names.empty()) features.caption = features.names.front();
  for (const std::string& text : counterparty.birth_dates) {
    auto date = base::PartialDate::parse(text);
    if (!date) date = base::PartialDate::parse_english(text);
    if (!date) {
      query.problems.push_back(unreadable("birth_date", text, "a date such as 1962, 1962-07 or 1962-07-05"));
      continue;
    }
    features.birth_dates.push_back(date->ftm());
    if (date->is_range()) features.birth_dates.push_back(date->ftm_last());
  }
  for (const std::string& text : counterparty.countries) {
    const std::optional<std::string> code = model::country_code(text);
    if (!code) {
      query.problems.push_back(unreadable("country", text, "a country's name or ISO 3166 code"));
      continue;
    }
    if (std::find(features.countries.begin(), features.countries.end(), *code) == features.countries.end()) {
      features.countries.push_back(*code);
    }
  }
  for (const std::string& text : counterparty.genders) {
    const char c = text.empty() ? ' ' : static_cast<char>(text.front() | 0x20);
    features.genders.emplace_back(c == 'm' ? "male" : c == 'f' || c == 'w' ? "female" : "other");
  }
  features.birth_places = counterparty.birth_places;
  features.addresses = counterparty.addresses;
  features.identifiers = counterparty.identifiers;
  if (features.names.empty() && features.identifiers.empty()) {
    query.problems.push_back(unreadable("name", "", "a name or an identifier"));
  }
  for (const std::string& name : features.names) {
    if (!has_word(name)) query.problems.push_back(unreadable("name", name, "letters or digits"));
  }
  return query;
}

}  // namespace cordon::screening
