#include "facts.hpp"

#include <algorithm>
#include <array>

#include "cordon/model/country.hpp"

namespace cordon::cluster {
namespace {

using match::IdentifierScheme;
using match::SubjectKind;

// Numbers shorter than this meet by accident.
constexpr std::size_t kShortestDocument = 5;
// Lists often differ by a year where a date was converted from another calendar or estimated.
constexpr int kNearYears = 1;

bool is_word_byte(char c) noexcept {
  const auto u = static_cast<unsigned char>(c);
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || u >= 0x80;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (is_word_byte(c)) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
    } else if (!word.empty() && c != '\'') {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// The words of a name in alphabetical order, a blank behind each.
std::string name_key(std::string_view name) {
  std::vector<std::string> words = words_of(name);
  std::sort(words.begin(), words.end());
  std::string key;
  for (const std::string& word : words) key += word + ' ';
  return key;
}

// The name of an organisation without words every company has and without a short form in brackets behind it. Empty
// when less than two words are left.
std::string core_key(std::string_view name) {
  constexpr std::array<std::string_view, 20> kForms{
      "company", "co", "corporation", "corp", "limited",       "ltd",       "inc", "incorporated", "llc", "plc",
      "sa",      "ag", "gmbh",        "est",  "establishment", "institute", "the", "of",           "and", "for"};
  const std::size_t open = name.rfind('(');
  if (open != std::string_view::npos && open > 4 && name.back() == ')') name = name.substr(0, open);
  std::vector<std::string> words = words_of(name);
  std::erase_if(words, [&kForms](const std::string& word) {
    return word.size() == 1 || std::find(kForms.begin(), kForms.end(), word) != kForms.end();
  });
  if (words.size() < 2) return {};
  std::sort(words.begin(), words.end());
  std::string key;
  for (const std::string& word : words) key += word + ' ';
  return key;
}

// Words that say nothing beyond the country.
bool is_common_in_places(std::string_view word, const std::vector<std::string>& countries) {
  constexpr std::array<std::string_view, 22> kCommon{
      "province", "district", "region",  "city",   "street",   "road",       "avenue",  "village",
      "area",     "town",     "north",   "south",  "east",     "west",       "central", "near",
      "agency",   "republic", "islamic", "united", "building", "governorate"};
  if (std::find(kCommon.begin(), kCommon.end(), word) != kCommon.end()) return true;
  if (model::country_code(word)) return true;
  return std::any_of(countries.begin(), countries.end(), [word](const std::string& code) {
    const std::vector<std::string> name = words_of(model::country_name(code));
    return std::find(name.begin(), name.end(), word) != name.end();
  });
}

void sort_unique(std::vector<std::string>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::vector<std::string> common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

// A plain day. Lists write the first or last day of a year where only the year is known.
bool is_day(const base::PartialDate& date) {
  if (date.precision() != base::DatePrecision::kDay || date.is_range() || date.circa()) return false;
  const base::Date day = date.first();
  return !(day.month() == 1 && day.day() == 1) && !(day.month() == 12 && day.day() == 31);
}

Birth compare_births(const base::PartialDate& a, const base::PartialDate& b) {
  const bool same_year = a.first().year() == b.first().year() && a.last().year() == b.last().year();
  if (same_year && !a.circa() && !b.circa() && (!is_day(a) || !is_day(b))) return Birth::kYear;
  if (a.compare(b) == base::DateOrder::kOverlaps) {
    if (is_day(a) && is_day(b)) return Birth::kDay;
    return a.circa() || b.circa() || a.is_range() || b.is_range() ? Birth::kNear : Birth::kYear;
  }
  const int years =
      a.first().year() > b.last().year() ? a.first().year() - b.last().year() : b.first().year() - a.last().year();
  if (years == 0) return Birth::kNear;  // two days of one year: often day and month changed places
  return years <= kNearYears ? Birth::kNear : Birth::kConflict;
}

void compare_all_births(const Prepared& a, const Prepared& b, Facts& facts) {
  for (const auto& [left, left_text] : a.births) {
    for (const auto& [right, right_text] : b.births) {
      const Birth birth = compare_births(left, right);
      if (birth > facts.birth) {
        facts.birth = birth;
        facts.births = left_text == right_text ? left_text : left_text + " and " + right_text;
      }
    }
  }
}

// Schemes of which a subject has one number only: two valid ones mean two subjects.
bool is_exclusive(IdentifierScheme scheme) noexcept {
  return scheme == IdentifierScheme::kImo || scheme == IdentifierScheme::kLei || scheme == IdentifierScheme::kInn ||
         scheme == IdentifierScheme::kOgrn;
}

std::string label(const Prepared::Number& number) {
  const std::string scheme{number.scheme == IdentifierScheme::kGeneric ? number.type
                                                                       : match::identifier_scheme_name(number.scheme)};
  return scheme + " " + number.value;
}

bool same_document(const Prepared::Number& a, const Prepared::Number& b) {
  if (a.value != b.value || a.value.size() < kShortestDocument) return false;
  return a.country.empty() || b.country.empty() || a.country == b.country;
}

void compare_numbers(const Prepared& a, const Prepared& b, Facts& facts) {
  for (const Prepared::Number& left : a.numbers) {
    for (const Prepared::Number& right : b.numbers) {
      if (left.strong && right.strong && left.scheme == right.scheme && left.value == right.value) {
        if (facts.strong_number.empty()) facts.strong_number = label(left);
      } else if (same_document(left, right) && facts.document.empty()) {
        facts.document = label(left);
      }
    }
  }
  for (const Prepared::Number& left : a.numbers) {
    if (!left.strong || !is_exclusive(left.scheme)) continue;
    const auto other = std::find_if(b.numbers.begin(), b.numbers.end(),
                                    [&left](const Prepared::Number& n) { return n.strong && n.scheme == left.scheme; });
    if (other == b.numbers.end()) continue;
    const bool met = std::any_of(b.numbers.begin(), b.numbers.end(), [&](const Prepared::Number& n) {
      return n.scheme == left.scheme && std::any_of(a.numbers.begin(), a.numbers.end(), [&n](const auto& own) {
               return own.scheme == n.scheme && own.value == n.value;
             });
    });
    if (met) continue;
    facts.conflicts.push_back(label(left) + " against " + other->value);
    facts.never_same = true;
    return;
  }
}

void compare_kinds(const Prepared& a, const Prepared& b, Facts& facts) {
  if (a.kind == b.kind || a.kind == SubjectKind::kUnknown || b.kind == SubjectKind::kUnknown) return;
  facts.never_same = true;
  facts.conflicts.emplace_back("a person, an organisation and a craft exclude each other");
}

std::string first_words(const std::vector<std::string>& words) {
  constexpr std::size_t kShown = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), kShown); ++i) text += (i == 0 ? "" : " ") + words[i];
  return text;
}

}  // namespace

Prepared prepare(const Subject& subject) {
  Prepared prepared;
  const match::SubjectFeatures& features = subject.features;
  prepared.kind = match::subject_kind(features.schema);
  for (const std::string& text : features.birth_dates) {
    const auto date = base::PartialDate::parse(text);
    if (date) prepared.births.emplace_back(*date, text);
  }
  for (const match::Identifier& id : features.identifiers) {
    const bool company = id.type == "imoCompanyNumber";
    Prepared::Number number;
    number.scheme = match::identifier_scheme(id.type, id.value);
    number.type = company ? "IMO company number" : id.type;
    number.value = match::normalise_identifier(number.scheme, id.value);
    number.country = id.country;
    const auto key = match::identifier_key(id);
    number.strong = key && key->strong != 0;
    if (!number.value.empty()) prepared.numbers.push_back(std::move(number));
  }
  for (const auto* names : {&features.names, &features.weak_names}) {
    for (const std::string& name : *names) {
      std::string key = name_key(name);
      // One short word says little.
      if (key.find(' ') + 1 < key.size() || key.size() > 6) prepared.names.push_back(std::move(key));
    }
  }
  sort_unique(prepared.names);
  if (prepared.kind == SubjectKind::kOrganisation) {
    for (const std::string& name : features.names) {
      if (std::string key = core_key(name); !key.empty()) prepared.cores.push_back(std::move(key));
    }
    sort_unique(prepared.cores);
  }
  prepared.main_name = features.names.empty() ? std::string{} : name_key(features.names.front());
  if (prepared.kind == SubjectKind::kOrganisation && !features.names.empty()) {
    if (std::string core = core_key(features.names.front()); !core.empty()) prepared.main_name = std::move(core);
  }
  const bool person = prepared.kind == SubjectKind::kPerson;
  for (const std::string& place : person ? features.birth_places : features.addresses) {
    for (std::string& word : words_of(place)) {
      if (word.size() >= 4 && !is_common_in_places(word, features.countries))
        prepared.places.push_back(std::move(word));
    }
  }
  sort_unique(prepared.places);
  prepared.countries = features.countries;
  for (const std::string& place : features.birth_places) {
    if (place.size() == 2) prepared.countries.push_back(place);
  }
  sort_unique(prepared.countries);
  return prepared;
}

Facts compare_facts(const Subject& a, const Prepared& pa, const Subject& b, const Prepared& pb) {
  Facts facts;
  compare_kinds(pa, pb, facts);
  compare_all_births(pa, pb, facts);
  compare_numbers(pa, pb, facts);
  if (facts.birth == Birth::kConflict) facts.conflicts.push_back("dates: " + facts.births);
  const auto countries = common(pa.countries, pb.countries);
  if (!countries.empty()) {
    facts.shared.push_back("country " + first_words(countries));
  } else if (!a.features.countries.empty() && !b.features.countries.empty()) {
    facts.conflicts.push_back("countries: " + first_words(a.features.countries) + " against " +
                              first_words(b.features.countries));
  }
  const auto places = common(pa.places, pb.places);
  if (!places.empty()) facts.shared.push_back("place: " + first_words(places));
  const auto regimes = common(a.regimes, b.regimes);
  if (!regimes.empty()) facts.shared.push_back("programmes about " + first_words(regimes));
  const auto genders = common(a.features.genders, b.features.genders);
  if (genders.empty() && !a.features.genders.empty() && !b.features.genders.empty()) {
    facts.conflicts.push_back("gender: " + a.features.genders.front() + " against " + b.features.genders.front());
  }
  facts.equal_names = common(pa.names, pb.names).size();
  facts.equal_core_name = !common(pa.cores, pb.cores).empty();
  facts.equal_main_name = !pa.main_name.empty() && pa.main_name == pb.main_name;
  facts.specific = facts.equal_names > 0 || !places.empty();
  if (facts.equal_names > 1) facts.shared.push_back(std::to_string(facts.equal_names) + " names in common");
  return facts;
}

}  // namespace cordon::cluster
