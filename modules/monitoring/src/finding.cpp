#include "cordon/monitoring/finding.hpp"

#include <algorithm>

#include "json.hpp"
#include "settings_json.hpp"

namespace cordon::monitoring {
namespace {

Json features_json(const match::SubjectFeatures& f) {
  Json identifiers = Json::array();
  for (const match::Identifier& id : f.identifiers) {
    identifiers.push_back({{"type", id.type}, {"value", id.value}, {"country", id.country}});
  }
  return {{"schema", f.schema},
          {"names", f.names},
          {"weak_names", f.weak_names},
          {"birth_dates", f.birth_dates},
          {"birth_places", f.birth_places},
          {"countries", f.countries},
          {"genders", f.genders},
          {"addresses", f.addresses},
          {"identifiers", std::move(identifiers)}};
}

Json explanation_json(const match::Explanation& explanation) {
  Json features = Json::array();
  for (const match::FeatureScore& feature : explanation.features) {
    features.push_back({{"feature", feature.feature},
                        {"contribution", feature.contribution},
                        {"query_value", feature.query_value},
                        {"listed_value", feature.listed_value},
                        {"detail", feature.detail}});
  }
  return {{"features", std::move(features)},
          {"contradictions", explanation.contradictions},
          {"counterfactuals", explanation.counterfactuals}};
}

Json hit_json(const ScreenedHit& screened) {
  const screening::Hit& hit = screened.hit;
  Json json{{"entity_id", hit.entity_id.str()},
            {"cluster_id", hit.cluster_id.str()},
            {"caption", hit.caption},
            {"schema", hit.schema},
            {"source", hit.source.str()},
            {"score", hit.score},
            {"evidence", hit.evidence},
            {"match", hit.match},
            {"programmes", hit.programmes},
            {"topics", hit.topics},
            {"explanation", explanation_json(hit.explanation)},
            {"listed", features_json(screened.listed)}};
  if (!screened.reach.empty()) json["reach"] = Json::parse(screened.reach, nullptr, false);
  return json;
}

base::Result<Json> part(std::string_view finding, const char* name) {
  CORDON_ASSIGN(Json json, parse_stored(finding, "finding"));
  if (json.is_object() && json.contains(name)) return json[name];
  return base::Error{base::ErrorCode::kDamaged, "stored finding has no '" + std::string(name) + "'"};
}

void compare(const Json& a, const Json& b, const std::string& path, std::size_t limit, std::vector<std::string>& out) {
  if (a == b || out.size() >= limit) return;
  if (a.is_object() && b.is_object()) {
    for (const auto& [key, value] : a.items()) {
      compare(value, b.contains(key) ? b[key] : Json(), path + "/" + key, limit, out);
    }
    for (const auto& [key, value] : b.items()) {
      if (!a.contains(key)) compare(Json(), value, path + "/" + key, limit, out);
    }
  } else if (a.is_array() && b.is_array()) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      compare(i < a.size() ? a[i] : Json(), i < b.size() ? b[i] : Json(), path + "/" + std::to_string(i), limit, out);
    }
  } else {
    out.push_back(path.substr(1) + ": " + dump(a) + " -> " + dump(b));
  }
}

}  // namespace

std::string facts_json(const Screened& screened) {
  Json values = Json::object();
  for (const auto& [column, value] : screened.values) values[column] = value;
  Json hits = Json::array();
  for (const ScreenedHit& hit : screened.hits) hits.push_back(hit_json(hit));
  return dump(
      {{"counterparty", {{"key", screened.key}, {"values", std::move(values)}, {"problems", screened.problems}}},
       {"query", features_json(screened.query)},
       {"hits", std::move(hits)}});
}

std::string finding_json(std::string_view facts, const Reason& reason, const Searched& searched) {
  Json lists = Json::array();
  for (const SearchedVersion& list : searched.lists) {
    lists.push_back(
        {{"source", list.source}, {"version", list.version}, {"sha256", list.sha256}, {"published", list.published}});
  }
  Json tail{{"reason", {{"kind", reason.kind}, {"text", reason.text}, {"programmes", reason.programmes}}},
            {"searched",
             {{"lists", std::move(lists)},
              {"portfolio", searched.portfolio},
              {"row_revision", searched.row_revision},
              {"settings", settings_json(searched.settings)},
              {"policy", searched.policy},
              {"policy_sha256", searched.policy_sha256},
              {"clusters_sha256", searched.clusters_sha256},
              {"software", searched.software}}}};
  if (searched.graph) {
    const SearchedGraph& graph = *searched.graph;
    tail["searched"]["graph"] = {
        {"as_of", graph.as_of}, {"sha256", graph.sha256}, {"rules_sha256", graph.rules_sha256}};
  }
  // The facts are put in as they are: parsing them again for every alert would cost more than making them.
  std::string text = "{\"facts\":";
  text += facts;
  text += ',';
  text += std::string_view(dump(tail)).substr(1);
  return text;
}

base::Result<std::string> facts_of(std::string_view finding) {
  CORDON_ASSIGN(const Json facts, part(finding, "facts"));
  return dump(facts);
}

base::Result<Searched> searched_of(std::string_view finding) {
  CORDON_ASSIGN(const Json json, part(finding, "searched"));
  Searched searched;
  StoredObject object(json, "finding");
  object.read("portfolio", searched.portfolio).read("row_revision", searched.row_revision);
  object.read("policy", searched.policy).read("policy_sha256", searched.policy_sha256);
  object.read("clusters_sha256", searched.clusters_sha256).read("software", searched.software);
  CORDON_TRY(object.done());
  if (!json.contains("settings") || !json.contains("lists") || !json["lists"].is_array()) {
    return base::Error{base::ErrorCode::kDamaged, "stored finding does not say what was searched"};
  }
  CORDON_ASSIGN(searched.settings, settings_from(json["settings"]));
  for (const Json& item : json["lists"]) {
    SearchedVersion list;
    StoredObject stored(item, "finding");
    stored.read("source", list.source).read("version", list.version).read("sha256", list.sha256);
    stored.read("published", list.published);
    CORDON_TRY(stored.done());
    searched.lists.push_back(std::move(list));
  }
  if (json.contains("graph")) {
    SearchedGraph graph;
    StoredObject stored(json["graph"], "finding");
    stored.read("as_of", graph.as_of).read("sha256", graph.sha256).read("rules_sha256", graph.rules_sha256);
    CORDON_TRY(stored.done());
    searched.graph = std::move(graph);
  }
  return searched;
}

base::Result<std::vector<std::pair<std::string, std::string>>> entities_of(std::string_view finding) {
  CORDON_ASSIGN(const Json facts, part(finding, "facts"));
  std::vector<std::pair<std::string, std::string>> result;
  if (!facts.contains("hits")) return result;
  for (const Json& hit : facts["hits"]) {
    std::pair<std::string, std::string> entry;
    CORDON_TRY(StoredObject(hit, "hit").read("entity_id", entry.first).read("source", entry.second).done());
    result.push_back(std::move(entry));
  }
  return result;
}

std::vector<std::string> differences(std::string_view facts, std::string_view other, std::size_t limit) {
  std::vector<std::string> out;
  compare(Json::parse(facts, nullptr, false), Json::parse(other, nullptr, false), "", limit, out);
  return out;
}

base::Result<std::string> pseudonymised_finding(std::string_view finding) {
  CORDON_ASSIGN(Json json, parse_stored(finding, "finding"));
  if (!json.is_object() || !json.contains("facts")) {
    return base::Error{base::ErrorCode::kDamaged, "stored finding has no facts"};
  }
  Json& facts = json["facts"];
  facts["counterparty"]["values"] = Json::object();
  facts["counterparty"]["problems"] = Json::array();
  facts["query"] = features_json({});
  for (Json& hit : facts["hits"]) {
    hit["explanation"]["contradictions"] = Json::array();
    hit["explanation"]["counterfactuals"] = Json::array();
    for (Json& feature : hit["explanation"]["features"]) {
      feature["query_value"] = "";
      feature["detail"] = "";  // names words of both sides
    }
  }
  facts["erased"] = true;
  return dump(json);
}

}  // namespace cordon::monitoring
