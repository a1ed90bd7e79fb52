#include "cordon/monitoring/suppression.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "json.hpp"
#include "suppressed_reach.hpp"

namespace cordon::monitoring {
namespace {

// A kind of fact: its name, where facts keep it, and how it is called in sentences. Of an identifying kind every change
// counts once it was relied on. Addresses come and go without saying who somebody is: of them only a loss counts, and
// whatever changes the evidence.
struct Kind {
  std::string_view name;
  const char* field;
  std::string_view words;
  bool every_change;
};
constexpr std::array<Kind, 7> kKinds{{{"birth_date", "birth_dates", "birth or founding date", true},
                                      {"birth_place", "birth_places", "birth place", true},
                                      {"country", "countries", "country", true},
                                      {"gender", "genders", "gender", true},
                                      {"identifier", "identifiers", "identifier", true},
                                      {"schema", "schema", "kind of subject", true},
                                      {"address", "addresses", "address", false}}};

using Values = std::set<std::string>;

// Letters' case, punctuation and blanks of ASCII do not make another value; everything else does.
std::string normalised(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter_or_digit = byte >= 0x80U || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (letter_or_digit) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

void add_values(const Json& field, Values& out) {
  if (field.is_string()) {
    if (!field.get_ref<const std::string&>().empty()) out.insert(normalised(field.get_ref<const std::string&>()));
  } else if (field.is_array()) {
    for (const Json& item : field) {
      if (item.is_object()) {
        out.insert(item.value("type", "") + " " + normalised(item.value("value", "")));
      } else {
        add_values(item, out);
      }
    }
  }
}

Values values_of(const Json& features, const char* field) {
  Values out;
  if (features.is_object() && features.contains(field)) add_values(features[field], out);
  return out;
}

Values names_of(const Json& features) {
  Values names = values_of(features, "names");
  names.merge(values_of(features, "weak_names"));
  return names;
}

// Units: millionths, so that the last bits of a sum decide nothing.
Json rounded(const Json& number) {
  return number.is_number() ? Json(static_cast<std::int64_t>(std::llround(number.get<double>() * 1e6))) : Json(0);
}

// The evidence of a hit: the two numbers and what each feature contributed. The values are compared as facts.
Json evidence_of(const Json& hit) {
  Json features = Json::object();
  if (hit.contains("explanation") && hit["explanation"].contains("features")) {
    for (const Json& feature : hit["explanation"]["features"]) {
      features[feature.value("feature", "")] = rounded(feature.value("contribution", Json(0)));
    }
  }
  return {{"features", std::move(features)},
          {"score", rounded(hit.value("score", Json(0)))},
          {"evidence", rounded(hit.value("evidence", Json(0)))}};
}

const Kind* kind_named(std::string_view name) {
  const auto* const at = std::ranges::find(kKinds, name, &Kind::name);
  return at == kKinds.end() ? nullptr : at;
}

Json sides_json(const Json& features, const Values& kinds) {
  Json side{{"names", names_of(features)}};
  for (const std::string& name : kinds) side[name] = values_of(features, kind_named(name)->field);
  return side;
}

std::string changed(const Values& before, const Values& now) {
  const bool added = !std::ranges::includes(before, now);
  const bool removed = !std::ranges::includes(now, before);
  return added && removed ? "changed" : added ? "was added" : "was removed";
}

// Compares one side. Returns: what changed, or an empty text.
std::string side_change(const Json& before, const Json& features, std::string_view whose, const Values& kinds) {
  const Values names = before.at("names").get<Values>();
  const Values names_now = names_of(features);
  if (names != names_now) {
    return whose.starts_with("the counterparty")
               ? "the counterparty's name or alias " + changed(names, names_now)
               : "a name or alias of " + std::string(whose) + " " + changed(names, names_now);
  }
  for (const std::string& name : kinds) {
    const Kind& kind = *kind_named(name);
    const Values old = before.at(name).get<Values>();
    const Values now = values_of(features, kind.field);
    const bool falls = kind.every_change ? old != now : !std::ranges::includes(now, old);
    if (falls) return std::string(kind.words) + " of " + std::string(whose) + " " + changed(old, now);
  }
  return {};
}

// Facts with everything in place that is read below.
base::Result<Json> whole_facts(std::string_view text) {
  CORDON_ASSIGN(Json facts, parse_stored(text, "facts"));
  bool whole = facts.is_object() && facts.contains("query") && facts.contains("hits") && facts["hits"].is_array();
  for (std::size_t i = 0; whole && i < facts["hits"].size(); ++i) {
    const Json& hit = facts["hits"][i];
    whole = hit.is_object() && hit.contains("listed") && hit.contains("explanation") &&
            hit["explanation"].contains("features") && hit["explanation"]["features"].is_array();
  }
  if (whole) return facts;
  return base::Error{base::ErrorCode::kDamaged, "stored facts of an alert are incomplete"};
}

}  // namespace

base::Result<std::string> basis_of(std::string_view facts_text, const std::vector<std::string>& relied_on) {
  CORDON_ASSIGN(const Json facts, whole_facts(facts_text));
  Values kinds;
  for (const std::string& name : relied_on) {
    if (kind_named(name) == nullptr) {
      std::string known;
      for (const Kind& kind : kKinds) known += (known.empty() ? "" : ", ") + std::string(kind.name);
      return base::Error{base::ErrorCode::kInvalidArgument,
                         "--relied-on: expected some of " + known + ", found '" + name + "'"};
    }
    kinds.insert(name);
  }
  for (const Json& hit : facts.at("hits")) {
    for (const Json& feature : hit.at("explanation").at("features")) {
      const std::string name = feature.value("feature", "");
      if (kind_named(name) != nullptr) kinds.insert(name);
    }
  }
  Json hits = Json::object();
  for (const Json& hit : facts.at("hits")) {
    Json kept{{"listed", sides_json(hit.at("listed"), kinds)}, {"evidence", evidence_of(hit)}};
    if (hit.contains("reach")) kept["reach"] = reach_basis(hit.at("reach"));
    hits[hit.value("entity_id", "")] = std::move(kept);
  }
  return dump({{"kinds", kinds}, {"query", sides_json(facts.at("query"), kinds)}, {"hits", std::move(hits)}});
}

base::Result<std::optional<std::string>> why_it_falls(std::string_view basis_text, std::string_view facts_text,
                                                      std::optional<base::Date> until, base::Date today) {
  using Answer = std::optional<std::string>;
  if (until && today > *until) return Answer("it held until " + until->to_string());
  CORDON_ASSIGN(const Json basis, parse_stored(basis_text, "basis of a decision"));
  CORDON_ASSIGN(const Json facts, whole_facts(facts_text));
  if (!basis.is_object() || !basis.contains("kinds") || !basis.contains("query") || !basis.contains("hits")) {
    return base::Error{base::ErrorCode::kDamaged, "stored basis of a decision is incomplete"};
  }
  const Values kinds = basis["kinds"].get<Values>();
  if (std::string what = side_change(basis["query"], facts.at("query"), "the counterparty", kinds); !what.empty()) {
    return Answer(std::move(what));
  }
  for (const Json& hit : facts.at("hits")) {
    const std::string id = hit.value("entity_id", "");
    if (!basis["hits"].contains(id)) return Answer("another listing, " + id + ", is part of the finding");
    const Json& before = basis["hits"][id];
    if (std::string what = side_change(before["listed"], hit.at("listed"), id, kinds); !what.empty()) {
      return Answer(std::move(what));
    }
    if (hit.contains("reach") || before.contains("reach")) {
      const std::string what =
          reach_change(before.value("reach", Json::array()), reach_basis(hit.value("reach", Json::array())), id);
      if (!what.empty()) return Answer(what);
    }
    const Json evidence = evidence_of(hit);
    if (evidence == before["evidence"]) continue;
    for (const auto& [feature, contribution] : evidence["features"].items()) {
      if (!before["evidence"]["features"].contains(feature)) {
        return Answer("new evidence about " + id + ": " + feature);
      }
      if (before["evidence"]["features"][feature] != contribution) {
        return Answer("the evidence about " + id + " changed: " + feature);
      }
    }
    for (const auto& [feature, contribution] : before["evidence"]["features"].items()) {
      if (!evidence["features"].contains(feature)) {
        return Answer("evidence about " + id + " is gone: " + feature);
      }
    }
    return Answer("the score of " + id + " changed");
  }
  return Answer();
}

}  // namespace cordon::monitoring
