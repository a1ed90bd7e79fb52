#include "cordon/screening/counterparty.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

#include "cordon/base/ascii.hpp"
#include "cordon/base/date.hpp"
#include "cordon/base/limits.hpp"
#include "cordon/match/identifiers.hpp"
#include "cordon/match/name_variants.hpp"
#include "cordon/match/prepared_name.hpp"
#include "cordon/model/clean.hpp"
#include "cordon/model/country.hpp"
#include "cordon/model/schema.hpp"

namespace cordon::screening {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> values;
  for (;;) {
    const std::size_t end = text.find(';');
    if (const std::string_view value = base::trimmed(text.substr(0, end)); !value.empty()) values.emplace_back(value);
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

// Every day the date may mean is in the values, as on the lists' side: see PartialDate::ftm_values().
void add_birth_date(std::string_view text, Query& query) {
  std::vector<base::PartialDate> dates;
  if (const auto own = base::PartialDate::parse(text)) {
    dates.push_back(*own);
  } else if (auto read = base::PartialDate::readings(text, base::DayMonthOrder::kUnknown)) {
    dates = *std::move(read);
  } else {
    query.problems.push_back(unreadable("birth_date", text, "a date such as 1962, 1962-07 or 1962-07-05"));
    return;
  }
  if (dates.size() > 1) {
    query.problems.push_back(unreadable("birth_date", text, "one reading (ambiguous date: both are screened)"));
  }
  for (const base::PartialDate& date : dates) append(query.features.birth_dates, date.ftm_values());
}

// What plainly says that nothing is known gives nothing; what cannot be read must not speak against a hit.
void add_gender(std::string_view text, Query& query) {
  constexpr std::array<std::string_view, 14> kUnknown{"unknown",
                                                      "undisclosed",
                                                      "unspecified",
                                                      "not specified",
                                                      "undetermined",
                                                      "not applicable",
                                                      "none",
                                                      "null",
                                                      "n/a",
                                                      "na",
                                                      "u",
                                                      "x",
                                                      "-",
                                                      "?"};
  const std::string word = base::ascii_lowered(base::trimmed(text));
  if (word.empty() || std::find(kUnknown.begin(), kUnknown.end(), word) != kUnknown.end()) return;
  if (auto gender = model::clean_value(model::PropertyType::kGender, word)) {
    query.features.genders.push_back(*std::move(gender));
  } else {
    query.problems.push_back(unreadable("gender", text, "male, female or other"));
  }
}

// A schema that nobody knows must not change what the party is compared with.
void add_schema(const std::string& schema, Query& query) {
  const model::SchemaRegistry& registry = model::SchemaRegistry::instance();
  if (schema.empty() || registry.find(schema) != nullptr) {
    query.features.schema = schema;
    return;
  }
  const std::string wanted = base::ascii_lowered(schema);
  for (const model::Schema& known : registry.all()) {
    if (base::ascii_lowered(known.name()) != wanted) continue;
    query.features.schema = known.name();
    return;
  }
  query.problems.push_back(unreadable("schema", schema, "a FollowTheMoney schema such as Person, Company or Vessel"));
}

// Whether scoring leaves words of the name out.
bool is_cut_in_scoring(std::string_view name) {
  if (name.size() < 2 * match::kMaxNamePositions) return false;  // so many words do not fit
  match::TokenTable table;
  return (match::NameAnalyser::instance().prepare(name, table).facts.flags & match::kNameTruncated) != 0;
}

void add_names(const std::vector<std::string>& names, Query& query) {
  for (const std::string& name : names) {
    if (name.size() > base::kMaxNameBytes) {
      query.problems.push_back(
          unreadable("name", name, "at most " + std::to_string(base::kMaxNameBytes) + " bytes (the rest is left out)"));
    } else if (is_cut_in_scoring(name)) {
      query.problems.push_back(unreadable(
          "name", name, "at most " + std::to_string(match::kMaxNamePositions) + " words (the rest is left out)"));
    }
    std::size_t end = std::min(name.size(), base::kMaxNameBytes);
    while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    query.features.names.push_back(name.substr(0, end));
  }
}

// Text in the place of a name that says there is none. Some may be names: they are screened all the same.
bool is_placeholder(std::string_view name) {
  constexpr std::array<std::string_view, 21> kPlaceholders{
      "n/a",     "n.a.",      "n.a",           "na",      "nn",  "n.n.", "n.n", "n n",     "n. n.",
      "nil",     "null",      "none",          "unknown", "tbd", "tba",  "tbc", "no name", "not available",
      "unnamed", "not known", "not applicable"};
  const std::string word = base::ascii_lowered(base::trimmed(name));
  return std::find(kPlaceholders.begin(), kPlaceholders.end(), word) != kPlaceholders.end();
}

// A number that may be of a scheme with a check digit: the scheme its column or the value itself says.
struct NamedNumber {
  match::IdentifierScheme scheme = match::IdentifierScheme::kGeneric;
  std::string number;  // normalised, without the scheme's name
};

NamedNumber named_number(const match::Identifier& identifier, std::string_view schema) {
  using match::IdentifierScheme;
  const IdentifierScheme typed = match::identifier_scheme(identifier.type, identifier.value);
  std::string text = match::normalise_identifier(typed, identifier.value);
  if (typed != IdentifierScheme::kGeneric) return {typed, std::move(text)};
  struct Prefix {
    std::string_view word;
    IdentifierScheme scheme;
    std::size_t length;  // of the number
  };
  constexpr std::array<Prefix, 3> kPrefixes{
      {{"IMO", IdentifierScheme::kImo, 7}, {"LEI", IdentifierScheme::kLei, 20}, {"ISIN", IdentifierScheme::kIsin, 12}}};
  for (const Prefix& prefix : kPrefixes) {
    if (!text.starts_with(prefix.word)) continue;
    // Owners and managers of ships have IMO numbers with a check digit of another kind.
    if (prefix.scheme == IdentifierScheme::kImo && !schema.empty() && schema != "Vessel") continue;
    std::string_view number = std::string_view(text).substr(prefix.word.size());
    for (const std::string_view filler : {"NUMBER", "NO", "NR"}) {
      if (number.size() > prefix.length && number.starts_with(filler)) number.remove_prefix(filler.size());
    }
    if (number.size() == prefix.length) return {prefix.scheme, std::string(number)};
  }
  return {};
}

// A number that cannot be right meets nothing, or somebody else. The schemes are those that are one world-wide: INN and
// others of that kind are also the names of numbers of other states, without a check digit or with another.
void check_digits(Query& query) {
  for (const match::Identifier& identifier : query.features.identifiers) {
    const NamedNumber named = named_number(identifier, query.features.schema);
    std::string_view column;
    std::string_view expected;
    switch (named.scheme) {
      case match::IdentifierScheme::kImo:
        column = "imo";
        expected = "seven digits of which the last is the check digit";
        break;
      case match::IdentifierScheme::kLei:
        column = "lei";
        expected = "20 letters and digits of which the last two are check digits";
        break;
      case match::IdentifierScheme::kIsin:
        column = "isin";
        expected = "12 letters and digits of which the last is the check digit";
        break;
      default:
        continue;
    }
    if (match::is_valid_identifier(named.scheme, named.number)) continue;
    if (identifier.type == "idNumber") column = "id_number";
    query.problems.push_back(unreadable(column, identifier.value, std::string(expected) + " (does not fit)"));
  }
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
    counterparty.schema = base::trimmed(value);
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
  add_schema(counterparty.schema, query);
  add_names(counterparty.names, query);
  add_names(counterparty.aliases, query);
  if (!features.names.empty()) features.caption = features.names.front();
  for (const std::string& text : counterparty.birth_dates) add_birth_date(text, query);
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
  for (const std::string& text : counterparty.genders) add_gender(text, query);
  features.birth_places = counterparty.birth_places;
  features.addresses = counterparty.addresses;
  features.identifiers = counterparty.identifiers;
  check_digits(query);
  match::add_name_variants(features);
  if (features.names.empty() && features.identifiers.empty()) {
    query.problems.push_back(unreadable("name", "", "a name or an identifier"));
  }
  for (const std::string& name : features.names) {
    if (!has_word(name)) query.problems.push_back(unreadable("name", name, "letters or digits"));
  }
  // Of main names only: an alias that says there is none takes nothing away.
  for (const std::string& name : counterparty.names) {
    if (!is_placeholder(name)) continue;
    query.problems.push_back(unreadable("name", name, "a name (this says that none is known; screened as it is)"));
  }
  return query;
}

}  // namespace cordon::screening
