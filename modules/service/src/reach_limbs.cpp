#include "reach_limbs.hpp"

#include <algorithm>
#include <set>

#include "cordon/ownership/interest_readers.hpp"
#include "json_writer.hpp"
#include "match_json.hpp"

namespace cordon::service {
namespace {

bool is_vehicle(std::string_view schema) { return schema == "Vessel" || schema == "Airplane" || schema == "Vehicle"; }

// Levels between the party and the listed owners of its proof.
int depth_of(const ownership::OwnershipFinding& finding, const std::string& entity, int limit) {
  int deepest = 0;
  for (const ownership::EvidenceStep& step : finding.evidence) {
    if (step.kind != ownership::EvidenceKind::kOwnership || step.asset.str() != entity) continue;
    const bool more = step.owner_status != ownership::OwnerStatus::kListed && limit > 1;
    deepest = std::max(deepest, 1 + (more ? depth_of(finding, step.owner.str(), limit - 1) : 0));
  }
  return deepest;
}

// "X holds shares in A (40 %); Y holds shares in A (10 %)".
std::string path_of(const ownership::OwnershipFinding& finding, const ownership::OwnershipGraph& graph) {
  const auto name = [&graph](const ownership::EntityId& id) {
    const auto node = graph.find(id.str());
    return node ? std::string(graph.caption(*node)) : id.str();
  };
  std::string words;
  for (const ownership::EvidenceStep& step : finding.evidence) {
    if (step.kind != ownership::EvidenceKind::kOwnership) continue;
    if (!words.empty()) words += "; ";
    words += name(step.owner);
    words += step.owner_status == ownership::OwnerStatus::kListed ? " (listed) " : " ";
    words += std::string(ownership::interest_words(step.via)) + " " + name(step.asset) + " (" +
             ownership::range_text(step.share) + ")";
  }
  return words;
}

model::SourcedEntity graph_party(const ownership::OwnershipGraph& graph, ownership::NodeIndex node) {
  model::SourcedEntity sourced;
  sourced.source = model::SourceId{"ownership_files"};
  std::string json = "{\"id\":";
  base::append_json_string(json, graph.id(node));
  json += ",\"schema\":\"LegalEntity\",\"properties\":{\"name\":[";
  base::append_json_string(json, graph.caption(node));
  json += "]}}";
  if (auto entity = model::Entity::from_json(json)) sourced.listed.entity = std::move(entity).value();
  return sourced;
}

}  // namespace

base::Result<std::unique_ptr<ReachLimbs>> ReachLimbs::build(Workspace& workspace,
                                                            std::shared_ptr<const match::Corpus> corpus,
                                                            const ScreenRequest& request, const match::Policy& policy,
                                                            unsigned threads) {
  if (request.depth == 0) return std::unique_ptr<ReachLimbs>{};
  const base::Date day = request.as_of ? *request.as_of : base::date_of(workspace.clock().now());
  CORDON_ASSIGN(auto snapshot, workspace.store().snapshot(lists_of(request)));
  OwnershipInput input;
  input.graphs = request.graphs;
  input.as_of = request.as_of;
  CORDON_ASSIGN(OwnershipData data, read_ownership(std::move(snapshot), input, workspace.clock(), [](auto) {}));
  std::unique_ptr<ReachLimbs> limbs(new ReachLimbs);
  std::vector<std::string> regimes = request.regimes;
  if (regimes.empty()) {
    for (const ownership::Regime regime : ownership::all_regimes())
      regimes.emplace_back(ownership::regime_name(regime));
  }
  const NameLinks links = link_names(data, std::move(corpus), policy, threads);
  for (const std::string& regime : regimes) {
    CORDON_ASSIGN(const ownership::RegimeQuery query, regime_query(regime, "blocking", day));
    data.listed = ownership::listed_parties(*data.snapshot, query.regime, query.measure);
    add_links(links, data.listed);
    if (data.listed.empty()) continue;
    CORDON_TRY(limbs->add_regime(data, query, request.depth));
  }
  limbs->build_screener(data, policy, threads);
  return limbs;
}

base::Result<void> ReachLimbs::add_regime(const OwnershipData& data, const ownership::RegimeQuery& query,
                                          int depth_max) {
  CORDON_ASSIGN(auto evaluation, ownership::Evaluation::run(data.graph, data.listed, query));
  std::vector<model::EntityId> wanted;
  for (ownership::NodeIndex node = 0; node < data.graph.node_count(); ++node) {
    if (evaluation.verdict(node) == ownership::Verdict::kNotBlocked) continue;
    if (data.listed.is_listed_on(data.graph.id(node), query.as_of)) continue;
    wanted.emplace_back(std::string(data.graph.id(node)));
  }
  const std::string regime(ownership::regime_name(query.regime));
  evaluation.findings(wanted, [&](ownership::OwnershipFinding&& finding) {
    const int depth = depth_of(finding, finding.entity.str(), 64);
    if (depth > depth_max) return true;
    const model::SourcedEntity* entity = data.snapshot->find(finding.entity);
    const bool vehicle = entity != nullptr && is_vehicle(entity->listed.entity.schema());
    const std::string limb = vehicle ? "vessel" : "ownership";
    std::string json = "{\"limb\":\"" + limb + "\",\"regime\":\"" + regime + "\",\"verdict\":\"" +
                       std::string(ownership::verdict_name(finding.verdict)) + "\",\"depth\":" + std::to_string(depth) +
                       ",\"path\":";
    base::append_json_string(json, path_of(finding, data.graph));
    json += ",\"ownership\":";
    ownership::append_json(json, finding);
    json += '}';
    reached_[finding.entity.str()].push_back({limb, std::move(json)});
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
    std::string json = "{\"limb\":\"vessel\",\"regime\":\"" + std::string(ownership::regime_name(query.regime)) +
                       "\",\"verdict\":null,\"depth\":1,\"path\":";
    base::append_json_string(json, std::string(graph.caption(interest.owner)) + " " +
                                       std::string(ownership::interest_words(interest.kind)) + " " +
                                       std::string(graph.caption(interest.asset)) + ", which is listed");
    json += ",\"vessel\":";
    base::append_json_string(json, asset);
    json += '}';
    reached_[std::string(owner)].push_back({"vessel", std::move(json)});
  }
}

void ReachLimbs::build_screener(const OwnershipData& data, const match::Policy& policy, unsigned threads) {
  std::vector<model::SourcedEntity> entities;
  for (const auto& [id, reached] : reached_) {
    const model::SourcedEntity* known = data.snapshot->find(model::EntityId{id});
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
  JsonWriter writer;
  write_hit(writer, hit);
  std::string json = writer.text();
  json.pop_back();
  const auto at = reached_.find(hit.entity_id.str());
  const bool on_list =
      !hit.programmes.empty() || std::find(hit.topics.begin(), hit.topics.end(), "sanction") != hit.topics.end();
  std::string limb = is_vehicle(hit.schema) ? "vessel" : "name";
  if (at != reached_.end() && !on_list) limb = at->second.front().limb;
  json += ",\"limb\":\"" + limb + "\",\"reach\":[";
  if (at != reached_.end()) {
    for (std::size_t i = 0; i < at->second.size(); ++i) json += (i > 0 ? "," : "") + at->second[i].json;
  }
  return json + "]}";
}

std::vector<std::string> ReachLimbs::hits(const match::SubjectFeatures& query,
                                          const std::vector<screening::Hit>& by_name,
                                          const screening::ScreenOptions& options) const {
  std::vector<std::string> texts;
  std::set<std::string> seen;
  for (const screening::Hit& hit : by_name) {
    texts.push_back(hit_json(hit));
    seen.insert(hit.entity_id.str());
  }
  if (screener_ == nullptr) return texts;
  for (const screening::Hit& hit : screener_->screen(query, options)) {
    if (seen.insert(hit.entity_id.str()).second) texts.push_back(hit_json(hit));
  }
  return texts;
}

}  // namespace cordon::service
