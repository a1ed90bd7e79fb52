#include "condition.hpp"

#include <algorithm>
#include <array>

#include "cordon/model/country.hpp"

namespace cordon::measures {
namespace {

using base::Result;

constexpr std::size_t kMaxConditionDepth = 12;
constexpr std::array<std::string_view, 5> kAmounts{"tenor_days", "depth_ft", "value", "aggregate_12m_value",
                                                   "unit_price"};
constexpr std::array<std::string_view, 6> kDates{"deal_date", "contract_date", "issue_date",
                                                 "initiated", "loaded",        "as_of"};
constexpr std::array<std::string_view, 10> kActors{
    "us-person", "eu-person",  "uk-person",         "ch-person", "us-located",
    "bank",      "government", "allied-government", "russian",   "us-financial-institution"};

Result<Condition> parse_at(const YamlPlace& place, const Vocabulary& vocabulary, std::size_t depth);

Result<std::vector<Condition>> parse_list(const YamlPlace& place, const Vocabulary& vocabulary, std::size_t depth) {
  if (!place.node.IsSequence() || place.size() == 0) return place.error("expected a list of conditions");
  std::vector<Condition> out;
  for (std::size_t i = 0; i < place.size(); ++i) {
    CORDON_ASSIGN(Condition child, parse_at(place.at(i), vocabulary, depth + 1));
    out.push_back(std::move(child));
  }
  return out;
}

Result<std::vector<std::string>> parse_types(const YamlPlace& place, const Vocabulary& vocabulary) {
  CORDON_ASSIGN(const std::vector<std::string> words, place.texts());
  std::vector<std::string> out;
  for (const std::string& word : words) {
    if (word.starts_with("group/")) {
      const auto group = vocabulary.type_groups.find(word.substr(6));
      if (group == vocabulary.type_groups.end()) return place.error("type group '" + word + "' is not known");
      out.insert(out.end(), group->second.begin(), group->second.end());
    } else if (vocabulary.types.contains(word)) {
      out.push_back(word);
    } else {
      return place.error("activity type '" + word + "' is not known");
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<PartyTest> parse_party(const YamlPlace& place, const Vocabulary& vocabulary) {
  CORDON_TRY(place.only({"tags", "owned", "owned_kind", "role", "vessel", "what", "at_least"}));
  PartyTest out;
  std::vector<std::string> words;
  CORDON_TRY(read_texts(place, "tags", words));
  for (const std::string& word : words) {
    if (word.starts_with("group/")) {
      const auto group = vocabulary.tag_groups.find(word.substr(6));
      if (group == vocabulary.tag_groups.end()) return place.error("tag group '" + word + "' is not known");
      out.tags.insert(out.tags.end(), group->second.begin(), group->second.end());
    } else if (vocabulary.tags.contains(word)) {
      out.tags.push_back(word);
    } else {
      return place.error("tag '" + word + "' is not known");
    }
  }
  if (out.tags.empty()) return place.error("expected 'tags'", base::ErrorCode::kMissingField);
  for (const std::string& tag : out.tags) out.regimes.insert(vocabulary.tags.at(tag).regime);
  std::string owned;
  CORDON_TRY(read_text(place, "owned", owned));
  if (!owned.empty()) {
    const auto test = vocabulary.ownership.find(owned);
    if (test == vocabulary.ownership.end()) return place.error("ownership test '" + owned + "' is not known");
    out.ownership = &test->second;
  }
  CORDON_TRY(read_text(place, "owned_kind", out.owned_kind));
  CORDON_TRY(read_text(place, "role", out.role));
  CORDON_TRY(read_flag(place, "vessel", out.vessel_too));
  CORDON_TRY(read_text(place, "what", out.what));
  if (out.what.empty()) return place.error("expected 'what'", base::ErrorCode::kMissingField);
  return out;
}

Result<void> parse_amount(const YamlPlace& place, Condition& out) {
  CORDON_TRY(place.only({"at_least", "over", "at_most", "below", "currency"}));
  if (place.has("at_least") || place.has("over")) {
    out.low_inclusive = place.has("at_least");
    CORDON_ASSIGN(out.low, place.at(out.low_inclusive ? "at_least" : "over").decimal());
  }
  if (place.has("at_most") || place.has("below")) {
    out.high_inclusive = place.has("at_most");
    CORDON_ASSIGN(out.high, place.at(out.high_inclusive ? "at_most" : "below").decimal());
  }
  if (!out.low && !out.high) return place.error("expected a bound");
  CORDON_TRY(read_text(place, "currency", out.currency));
  return {};
}

Result<void> parse_words(const YamlPlace& place, const Vocabulary& vocabulary, Condition& out) {
  CORDON_ASSIGN(out.words, place.texts());
  for (const std::string& word : out.words) {
    bool known = true;
    if (out.kind == ConditionKind::kActor) known = std::find(kActors.begin(), kActors.end(), word) != kActors.end();
    if (out.kind == ConditionKind::kPartyCountry) known = !model::country_name(word).empty();
    if (out.kind == ConditionKind::kCurrency) known = vocabulary.currencies.contains(word);
    if (out.kind == ConditionKind::kClass) {
      const Domain& domain = vocabulary.domains.at(out.domain);
      known = std::any_of(domain.classes.begin(), domain.classes.end(),
                          [&](const WordClass& entry) { return entry.id == word; });
    }
    if (!known) return place.error("'" + word + "' is not a word of the vocabulary");
  }
  return {};
}

Result<void> parse_leaf(const YamlPlace& place, const std::string& key, const Vocabulary& vocabulary, Condition& out) {
  const auto among = [&](const auto& names) { return std::find(names.begin(), names.end(), key) != names.end(); };
  if (key == "type") {
    out.kind = ConditionKind::kType;
    CORDON_ASSIGN(out.words, parse_types(place, vocabulary));
    return {};
  }
  if (key == "party" || key == "owner_listed" || key == "vessel_listed" || key == "project_share" ||
      key == "voting_majority") {
    out.kind = key == "party"           ? ConditionKind::kParty
               : key == "owner_listed"  ? ConditionKind::kOwnerListed
               : key == "vessel_listed" ? ConditionKind::kVessel
               : key == "project_share" ? ConditionKind::kProject
                                        : ConditionKind::kVoting;
    CORDON_ASSIGN(out.party, parse_party(place, vocabulary));
    if (out.kind == ConditionKind::kProject) {
      CORDON_ASSIGN(out.low, place.at("at_least").decimal());
    }
    return {};
  }
  if (among(kAmounts)) {
    out.kind = ConditionKind::kAmount;
    out.domain = key;
    return parse_amount(place, out);
  }
  if (among(kDates)) {
    out.kind = ConditionKind::kDate;
    out.domain = key;
    CORDON_TRY(place.only({"from", "to"}));
    CORDON_TRY(read_date(place, "from", out.from));
    CORDON_TRY(read_date(place, "to", out.to));
    if (!out.from && !out.to) return place.error("expected 'from' or 'to'");
    return {};
  }
  if (key == "actor") {
    out.kind = ConditionKind::kActor;
  } else if (key == "party_country") {
    out.kind = ConditionKind::kPartyCountry;
  } else if (key == "role") {
    out.kind = ConditionKind::kRole;
  } else if (key == "currency") {
    out.kind = ConditionKind::kCurrency;
  } else if (vocabulary.domains.contains(key)) {
    out.kind = ConditionKind::kClass;
    out.domain = key;
  } else {
    return place.error("condition '" + key + "' is not known");
  }
  return parse_words(place, vocabulary, out);
}

Result<Condition> parse_at(const YamlPlace& place, const Vocabulary& vocabulary, std::size_t depth) {
  if (depth > kMaxConditionDepth) return place.error("conditions are nested too deep", base::ErrorCode::kOutOfRange);
  std::vector<std::string> keys = keys_of(place);
  Condition out;
  if (place.has("title")) {
    CORDON_ASSIGN(out.title, place.at("title").text());
    std::erase(keys, "title");
  }
  if (keys.size() != 1) return place.error("expected one condition, found " + std::to_string(keys.size()) + " keys");
  const std::string& key = keys.front();
  const YamlPlace at = place.at(key.c_str());
  if (key == "always") return out;
  if (key == "all" || key == "any") {
    out.kind = key == "all" ? ConditionKind::kAll : ConditionKind::kAny;
    CORDON_ASSIGN(out.children, parse_list(at, vocabulary, depth));
    return out;
  }
  if (key == "not" || key == "known" || key == "unless_known") {
    out.kind = key == "not"     ? ConditionKind::kNot
               : key == "known" ? ConditionKind::kKnown
                                : ConditionKind::kUnlessKnown;
    CORDON_ASSIGN(Condition child, parse_at(at, vocabulary, depth + 1));
    out.children.push_back(std::move(child));
    return out;
  }
  CORDON_TRY(parse_leaf(at, key, vocabulary, out));
  return out;
}

}  // namespace

Result<Condition> parse_condition(const YamlPlace& place, const Vocabulary& vocabulary) {
  return parse_at(place, vocabulary, 0);
}

}  // namespace cordon::measures
