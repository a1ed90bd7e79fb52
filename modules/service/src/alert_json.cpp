#include "alert_json.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "programme_table.hpp"

namespace cordon::service {
namespace {

using Texts = std::vector<std::string>;

base::Result<AlertJson> parsed(const monitoring::Alert& alert) {
  AlertJson finding = AlertJson::parse(alert.finding, nullptr, false);
  const bool whole = finding.is_object() && finding.contains("facts") && finding.contains("reason") &&
                     finding.contains("searched") && finding["facts"].contains("hits") &&
                     finding["facts"]["hits"].is_array() && finding["facts"].contains("counterparty");
  if (whole) return finding;
  return base::Error{base::ErrorCode::kDamaged, "the finding of alert " + alert.id + " cannot be read"};
}

std::string text_of(const AlertJson& object, const char* key) {
  return object.is_object() && object.contains(key) && object[key].is_string() ? object[key].get<std::string>()
                                                                               : std::string();
}

Texts texts_of(const AlertJson& object, const char* key) {
  Texts texts;
  if (!object.is_object() || !object.contains(key) || !object[key].is_array()) return texts;
  for (const AlertJson& item : object[key]) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::string joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

AlertJson disposition_json(const monitoring::Alert& alert) {
  if (!alert.disposition) return nullptr;
  const monitoring::Disposition& d = *alert.disposition;
  return {{"as", monitoring::alert_state_name(d.as)},
          {"reason", d.reason},
          {"by", d.by},
          {"at", base::to_iso(d.at)},
          {"until", d.until ? AlertJson(d.until->to_string()) : AlertJson()},
          {"confirmed_by", d.confirmed_by.empty() ? AlertJson() : AlertJson(d.confirmed_by)}};
}

struct Compared {
  const char* words;
  const char* query;
  const char* listed;
  const char* feature;
};
constexpr std::array<Compared, 5> kCompared{{{"birth or founding date", "birth_dates", "birth_dates", "birth_date"},
                                             {"birth place", "birth_places", "birth_places", "birth_place"},
                                             {"country", "countries", "countries", "country"},
                                             {"gender", "genders", "genders", "gender"},
                                             {"address", "addresses", "addresses", "address"}}};

Texts identifiers_of(const AlertJson& side) {
  Texts out;
  if (!side.contains("identifiers")) return out;
  for (const AlertJson& id : side["identifiers"]) out.push_back(text_of(id, "type") + " " + text_of(id, "value"));
  return out;
}

// "birth date: 1962-07-05 / 1962; missing here", one line a fact.
void compare_facts(const AlertJson& query, const AlertJson& hit, Texts& said, Texts& missing) {
  const std::string id = text_of(hit, "entity_id");
  const auto compare = [&](const char* words, const Texts& ours, const Texts& theirs) {
    if (ours.empty() && theirs.empty()) return;
    if (ours.empty()) {
      missing.push_back(std::string(words) + " of the counterparty (" + id + ": " + joined(theirs) + ")");
    } else if (theirs.empty()) {
      said.push_back(std::string(words) + ": " + joined(ours) + "; " + id + " gives none");
    } else {
      said.push_back(std::string(words) + ": " + joined(ours) + " / " + id + ": " + joined(theirs));
    }
  };
  for (const Compared& kind : kCompared) {
    compare(kind.words, texts_of(query, kind.query), texts_of(hit["listed"], kind.listed));
  }
  compare("identifier", identifiers_of(query), identifiers_of(hit["listed"]));
}

// The listed parties at the ends of the chains that reach a hit, also those that an owner there only may be.
std::vector<AlertJson> holders_of(const AlertJson& hit) {
  std::vector<AlertJson> holders;
  if (!hit.contains("reach") || !hit["reach"].is_array()) return holders;
  for (const AlertJson& limb : hit["reach"]) {
    for (const char* field : {"listed", "perhaps_listed"}) {
      if (!limb.is_object() || !limb.contains(field)) continue;
      for (const AlertJson& holder : limb[field]) holders.push_back(holder);
    }
  }
  return holders;
}

}  // namespace

std::string dump(const AlertJson& json) { return json.dump(-1, ' ', false, AlertJson::error_handler_t::replace); }

base::Result<AlertJson> alert_row(const monitoring::Alert& alert) {
  CORDON_ASSIGN(const AlertJson finding, parsed(alert));
  const AlertJson& facts = finding["facts"];
  const bool owned = monitoring::is_ownership(alert.cluster);
  const AlertJson best = facts["hits"].empty() ? AlertJson::object() : facts["hits"][0];
  std::set<std::string> sources;
  std::set<std::string> programmes;
  for (const AlertJson& hit : facts["hits"]) {
    sources.insert(text_of(hit, "source"));
    for (std::string& programme : texts_of(hit, "programmes")) programmes.insert(std::move(programme));
    for (const AlertJson& holder : holders_of(hit)) {
      sources.insert(text_of(holder, "source"));
      for (std::string& programme : texts_of(holder, "programmes")) programmes.insert(std::move(programme));
    }
  }
  const AlertJson& values = facts["counterparty"]["values"];
  AlertJson row{{"id", alert.id},
                {"portfolio", alert.portfolio},
                {"counterparty", alert.counterparty},
                {"name", text_of(values, "name")},
                {"status", monitoring::alert_state_name(alert.state)},
                {"score", best.value("score", 0.0)},
                {"evidence", best.value("evidence", 0.0)},
                {"match", best.value("match", false)},
                {"entity_id", text_of(best, "entity_id")},
                {"cluster_id", owned ? alert.cluster.substr(monitoring::kOwnershipCluster.size()) : alert.cluster},
                {"entities", alert.entities},
                {"caption", text_of(best, "caption")},
                {"schema", text_of(best, "schema")},
                {"sources", sources},
                {"programmes", programmes},
                {"reason_kind", text_of(finding["reason"], "kind")},
                {"reason", text_of(finding["reason"], "text")},
                {"opened", base::to_iso(alert.opened)},
                {"updated", base::to_iso(alert.updated)},
                {"assignee", alert.assignee.empty() ? AlertJson() : AlertJson(alert.assignee)},
                {"due", alert.due ? AlertJson(alert.due->to_string()) : AlertJson()}};
  row["disposition"] = disposition_json(alert);
  row["kind"] = owned ? "ownership" : "name";
  if (owned && best.contains("reach") && best["reach"].is_array() && !best["reach"].empty()) {
    const AlertJson& reach = best["reach"][0];
    for (const char* field : {"limb", "regime", "verdict", "rule", "path"}) {
      row[field] = reach.contains(field) ? reach[field] : AlertJson();
    }
  }
  return row;
}

AlertJson checklist_of(const AlertJson& facts) {
  Texts lists;
  Texts kinds;
  Texts names;
  Texts compared;
  Texts missing;
  Texts agree;
  Texts against;
  const AlertJson& query = facts["query"];
  const std::string ours = text_of(query, "schema").empty() ? "not stated" : text_of(query, "schema");
  for (const AlertJson& hit : facts["hits"]) {
    const std::string id = text_of(hit, "entity_id");
    lists.push_back(text_of(hit, "source") + ": " + id + " " + text_of(hit, "caption") + " (" +
                    joined(texts_of(hit, "programmes")) + ")");
    for (const AlertJson& holder : holders_of(hit)) {
      lists.push_back("reached through " + text_of(holder, "source") + ": " + text_of(holder, "entity_id") + " " +
                      text_of(holder, "caption") + " (" + joined(texts_of(holder, "programmes")) + ")");
    }
    kinds.push_back("counterparty: " + ours + " / " + id + ": " + text_of(hit, "schema"));
    for (const AlertJson& feature : hit["explanation"]["features"]) {
      const std::string name = text_of(feature, "feature");
      if (name == "name" || name == "weak_alias") {
        names.push_back(text_of(feature, "query_value") + " / " + text_of(feature, "listed_value") + ": " +
                        text_of(feature, "detail"));
      } else {
        const bool speaks_for = feature.value("contribution", 0.0) > 0;
        (speaks_for ? agree : against).push_back(name + " (" + id + ")");
      }
    }
    compare_facts(query, hit, compared, missing);
  }
  const auto step = [](int number, const char* question, const Texts& says) {
    return AlertJson{{"step", number}, {"question", question}, {"facts", says}};
  };
  Texts conclusion;
  conclusion.push_back(agree.empty() ? "no fact besides the name agrees" : "agreeing: " + joined(agree));
  conclusion.push_back(against.empty() ? "no fact contradicts" : "contradicting: " + joined(against));
  Texts fourth = compared;
  for (const std::string& fact : missing) fourth.push_back("missing: " + fact);
  return AlertJson::array(
      {step(1, "Which list and programme is the match against, and what does it forbid?", lists),
       step(2, "Are both of one kind, or is one a person and the other a company or vessel?", kinds),
       step(3, "How much of the listed name is met, one part or all of it?", names),
       step(4, "Compare the whole listing with all that is known of the counterparty; obtain what is missing.", fourth),
       step(5, "Are there several agreements or exact ones? Then ask the issuer before dealing; else record why not.",
            conclusion)});
}

base::Result<AlertJson> alert_whole(const monitoring::Alert& alert,
                                    const std::vector<monitoring::AlertEvent>& history) {
  CORDON_ASSIGN(AlertJson json, alert_row(alert));
  CORDON_ASSIGN(AlertJson finding, parsed(alert));
  json["revision"] = alert.revision;
  json["run"] = alert.run;
  json["legal_basis"] = finding["reason"]["programmes"];
  json["meaning"] = AlertJson::array();
  for (const AlertJson& hit : finding["facts"]["hits"]) {
    std::vector<AlertJson> listings = holders_of(hit);
    listings.insert(listings.begin(), hit);
    for (const AlertJson& listing : listings) {
      for (const std::string& sentence :
           programme_sentences(texts_of(listing, "programmes"), text_of(listing, "source"))) {
        if (std::ranges::find(json["meaning"], AlertJson(sentence)) == json["meaning"].end()) {
          json["meaning"].push_back(sentence);
        }
      }
    }
  }
  json["facts"] = finding["facts"];
  json["searched"] = finding["searched"];
  json["checklist"] = checklist_of(finding["facts"]);
  json["history"] = AlertJson::array();
  for (const monitoring::AlertEvent& event : history) {
    json["history"].push_back({{"at", base::to_iso(event.at)},
                               {"actor", event.actor},
                               {"action", event.action},
                               {"text", event.text},
                               {"audit_record", event.audit_record}});
  }
  return json;
}

}  // namespace cordon::service
