#include "match_json.hpp"

#include "programme_table.hpp"

namespace cordon::service {

void write_explanation(JsonWriter& json, const match::Explanation& explanation) {
  json.begin_object().key("features").begin_array();
  for (const match::FeatureScore& feature : explanation.features) {
    json.begin_object();
    json.key("feature").value(feature.feature);
    json.key("contribution").score(feature.contribution);
    json.key("query_value").value(feature.query_value);
    json.key("listed_value").value(feature.listed_value);
    json.key("detail").value(feature.detail);
    json.end_object();
  }
  json.end_array();
  json.key("contradictions").strings(explanation.contradictions);
  json.key("counterfactuals").strings(explanation.counterfactuals);
  json.end_object();
}

void write_hit_fields(JsonWriter& json, const screening::Hit& hit) {
  json.key("entity_id").value(hit.entity_id.str());
  json.key("cluster_id").value(hit.cluster_id.str());
  json.key("caption").value(hit.caption);
  json.key("schema").value(hit.schema);
  json.key("source").value(hit.source.str());
  json.key("score").score(hit.score);
  json.key("evidence").score(hit.evidence);
  json.key("match").value(hit.match);
  json.key("programmes").strings(hit.programmes);
  json.key("meaning").strings(programme_sentences(hit.programmes, hit.source.str()));
  json.key("topics").strings(hit.topics);
  json.key("explanation");
  write_explanation(json, hit.explanation);
}

void write_hit(JsonWriter& json, const screening::Hit& hit) {
  json.begin_object();
  write_hit_fields(json, hit);
  json.end_object();
}

}  // namespace cordon::service
