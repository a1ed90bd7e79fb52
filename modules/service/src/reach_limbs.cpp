#include "reach_limbs.hpp"

#include <algorithm>
#include <set>

#include "cordon/ownership/interest_readers.hpp"
#include "json_writer.hpp"
#include "list_loading.hpp"
#include "match_json.hpp"
#include "ownership_words.hpp"
#include "reach_parties.hpp"

namespace cordon::service {

base::Result<std::unique_ptr<ReachLimbs>> ReachLimbs::build(Workspace& workspace,
                                                            std::shared_ptr<const match::Corpus> corpus,
                                                            const ScreenRequest& request, const match::Policy& policy,
                                                            unsigned threads) {
  if (request.depth == 0) return std::unique_ptr<ReachLimbs>{};
  const base::Date day = request.as_of ? *request.as_of : base::date_of(workspace.clock().now());
  CORDON_ASSIGN(const store::SnapshotRequest wanted, reach_lists_of(workspace, request));
  CORDON_ASSIGN(auto snapshot, workspace.store().snapshot(wanted));
  OwnershipInput input;
  input.graphs = request.graphs;
  input.as_of = request.as_of;
  std::unique_ptr<ReachLimbs> limbs(new ReachLimbs);
  const MessageSink message = [&limbs](std::string_view text) { limbs->messages_.emplace_back(text); };
  CORDON_ASSIGN(OwnershipData data, read_ownership(std::move(snapshot), input, workspace.clock(), message));
  if (data.rejected) limbs->problems_.push_back("ownership: " + data.rejected->to_string());
  std::vector<std::string> regimes = request.regimes;
  if (regimes.empty()) {
    for (const ownership::Regime regime : ownership::all_regimes())
      regimes.emplace_back(ownership::regime_name(regime));
  }
  const NameLinks links = link_names(data, std::move(corpus), policy, day, threads);
  for (const std::string& regime : regimes) {
    CORDON_ASSIGN(const ownership::RegimeQuery query, regime_query(regime, "blocking", day));
    data.listed = ownership::listed_parties(*data.snapshot, query.regime, query.measure);
    if (const auto lacking = lacking_list(*data.snapshot, query, data.listed)) {
      limbs->add_unknown(data, query, *lacking, !request.regimes.empty());
      continue;
    }
    add_links(links, day, data.listed);
    if (data.listed.empty()) continue;
    CORDON_TRY(limbs->add_regime(data, query, request.depth));
  }
  limbs->build_screener(data, policy, threads);
  return limbs;
}

void ReachLimbs::add_unknown(const OwnershipData& data, const ownership::RegimeQuery& query, const std::string& lacking,
                             bool asked_for) {
  ownership::OwnershipFinding finding;
  finding.verdict = ownership::Verdict::kUndetermined;
  finding.blocked_share = ownership::ShareRange::unknown();
  finding.missing = {lacking};
  if (const auto rule = ownership::RegimeBook::instance().find(query)) {
    finding.rule = (*rule)->reference();
    finding.rule_verified = (*rule)->verified;
  }
  unknown_.push_back({std::string(ownership::regime_name(query.regime)), std::move(finding)});
  if (!asked_for) return;
  // Who asks for the regime by name hears of every party with owners, also when no list names it.
  for (ownership::NodeIndex node = 0; node < data.graph.node_count(); ++node) {
    if (!data.graph.interests_in(node).empty()) reached_.try_emplace(std::string(data.graph.id(node)));
  }
}

std::string ReachLimbs::unknown_json(const Unknown& unknown, const std::string& entity) {
  ownership::OwnershipFinding finding = unknown.finding;
  finding.entity = ownership::EntityId{entity};
  std::string json = "{\"limb\":\"ownership\",\"regime\":\"" + unknown.regime + "\",\"verdict\":\"" +
                     std::string(ownership::verdict_name(finding.verdict)) + "\",\"depth\":null,\"path\":";
  base::append_json_string(json, finding.missing.front());
  json += ",\"ownership\":";
  ownership::append_json(json, finding);
  return json + '}';
}

base::Result<void> ReachLimbs::add_regime(const OwnershipData& data, const ownership::RegimeQuery& query,
                                          int depth_max) {
  CORDON_ASSIGN(auto evaluation, ownership::Evaluation::run(data.graph, data.listed, query));
  std::vector<model::EntityId> wanted;
  for (ownership::NodeIndex node = 0; node < data.graph.node_count(); ++node) {
    // Who may be listed himself is a matter of names.
    if (!evaluation.reached_by_owners(node)) continue;
    if (data.listed.is_listed_on(data.graph.id(node), query.as_of)) continue;
    wanted.emplace_back(std::string(data.graph.id(node)));
  }
  const std::string regime(ownership::regime_name(query.regime));
  evaluation.findings(wanted, [&](ownership::OwnershipFinding&& finding) {
    const int depth = ownership_depth(finding);
    if (depth > depth_max) return true;
    const model::SourcedEntity* entity = data.snapshot->find(finding.entity);
    const bool vehicle = entity != nullptr && is_vehicle(entity->listed.entity.schema());
    const std::string limb = vehicle ? "vessel" : "ownership";
    std::string whole;
    ownership::append_json(whole, finding);
    JsonWriter json;
    json.begin_object().key("limb").value(limb).key("regime").value(regime);
    json.key("verdict").value(ownership::verdict_name(finding.verdict)).key("depth").value(depth);
    json.key("path").value(path_of(finding, data.graph)).key("ownership").raw(whole).end_object();
    reached_[finding.entity.str()].push_back({limb, json.text()});
    return true;
  });
  add_vessel_holders(data, query, data.listed);
  return {};
}

void ReachLimbs::add_vessel_holders(const OwnershipData& data, const ownership::RegimeQuery& query,
                                    const ownership::ListedParties& listed) {
  const ownership::OwnershipGraph& graph = data.graph;
  for (const ownership::Interest& interest : graph.interests()) {
    const std::string_view asset = graph.id(interest.asset);
    const std::string_view owner = graph.id(interest.owner);
    if (!interest.period.possible_on(query.as_of) || !listed.is_listed_on(asset, query.as_of) ||
        listed.is_listed_on(owner, query.as_of)) {
      continue;
    }
    const model::SourcedEntity* vessel = data.snapshot->find(model::EntityId{std::string(asset)});
    if (vessel == nullptr || !is_vehicle(vessel->listed.entity.schema())) continue;
    JsonWriter json;
    json.begin_object().key("limb").value("vessel").key("regime").value(ownership::regime_name(query.regime));
    json.key("verdict").null().key("depth").value(1);
    json.key("path").value(std::string(graph.caption(interest.owner)) + " " +
                           std::string(ownership::interest_words(interest.kind)) + " " +
                           std::string(graph.caption(interest.asset)) + ", which is listed");
    json.key("vessel").value(asset).end_object();
    reached_[std::string(owner)].push_back({"vessel", json.text()});
  }
}

void ReachLimbs::build_screener(const OwnershipData& data, const match::Policy& policy, unsigned threads) {
  std::vector<model::SourcedEntity> entities;
  for (const auto& [id, reached] : reached_) {
    const model::SourcedEntity* known = known_party(*data.snapshot, model::EntityId{id});
    model::SourcedEntity party;
    if (known != nullptr) {
      party = *known;
    } else {
      const auto node = data.graph.find(id);
      if (!node) continue;
      party = graph_party(data.graph, *node);
    }
    party.listed.is_subject = true;
    party.listed.subject_id = party.listed.entity.id();
    entities.push_back(std::move(party));
  }
  if (entities.empty()) return;
  screener_ = std::make_unique<screening::Screener>(
      screening::Screener::build(model::MemoryEntitySource(std::move(entities)), policy, threads));
}

std::string ReachLimbs::hit_json(const screening::Hit& hit) const {
  const auto at = reached_.find(hit.entity_id.str());
  const bool on_list =
      !hit.programmes.empty() || std::find(hit.topics.begin(), hit.topics.end(), "sanction") != hit.topics.end();
  std::string limb = is_vehicle(hit.schema) ? "vessel" : "name";
  if (at != reached_.end() && !on_list) limb = at->second.empty() ? "ownership" : at->second.front().limb;
  JsonWriter json;
  json.begin_object();
  write_hit_fields(json, hit);
  json.key("limb").value(limb).key("reach").begin_array();
  if (at != reached_.end()) {
    for (const Reached& reached : at->second) json.raw(reached.json);
  }
  for (const Unknown& unknown : unknown_) json.raw(unknown_json(unknown, hit.entity_id.str()));
  json.end_array().end_object();
  return json.text();
}

ReachLimbs::RowHits ReachLimbs::hits(const match::SubjectFeatures& query, const std::vector<screening::Hit>& by_name,
                                     const screening::Screener& names, const screening::ScreenOptions& options) const {
  RowHits found;
  std::set<std::string> seen;
  for (const screening::Hit& hit : by_name) {
    found.texts.push_back(hit_json(hit));
    seen.insert(hit.entity_id.str());
  }
  if (screener_ == nullptr) return found;
  // All of them, for the number: those of the lists are in that of the names already.
  screening::ScreenOptions all = options;
  all.limit = 0;
  std::size_t shown = 0;
  for (const screening::Hit& hit : screener_->screen(query, all)) {
    if (!seen.insert(hit.entity_id.str()).second) continue;
    if (names.facts(hit.source, hit.entity_id).entity_id.empty()) ++found.beyond_names;
    if (options.limit == 0 || shown < options.limit) {
      found.texts.push_back(hit_json(hit));
      ++shown;
    }
  }
  return found;
}

}  // namespace cordon::service
