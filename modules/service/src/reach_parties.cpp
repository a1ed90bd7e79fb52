#include "reach_parties.hpp"

#include <algorithm>

#include "json_writer.hpp"
#include "ownership_data.hpp"

namespace cordon::service {
namespace {

// Circles of owners end here.
constexpr int kLevelsMax = 64;

int depth_of(const ownership::OwnershipFinding& finding, const std::string& entity, int limit) {
  int deepest = 0;
  for (const ownership::EvidenceStep& step : finding.evidence) {
    if (step.kind != ownership::EvidenceKind::kOwnership || step.asset.str() != entity) continue;
    const bool ends = step.owner_status == ownership::OwnerStatus::kListed ||
                      step.owner_status == ownership::OwnerStatus::kPossiblyListed;
    const bool more = !ends && limit > 1;
    deepest = std::max(deepest, 1 + (more ? depth_of(finding, step.owner.str(), limit - 1) : 0));
  }
  return deepest;
}

}  // namespace

bool is_vehicle(std::string_view schema) { return schema == "Vessel" || schema == "Airplane" || schema == "Vehicle"; }

int ownership_depth(const ownership::OwnershipFinding& finding) {
  return depth_of(finding, finding.entity.str(), kLevelsMax);
}

const model::SourcedEntity* known_party(const store::Snapshot& snapshot, const model::EntityId& id) {
  const std::vector<const model::SourcedEntity*> found = snapshot.find_all(id);
  for (const model::SourcedEntity* entity : found) {
    if (!is_ownership_source(snapshot, entity->source)) return entity;
  }
  return found.empty() ? nullptr : found.front();
}

model::SourcedEntity graph_party(const ownership::OwnershipGraph& graph, ownership::NodeIndex node) {
  model::SourcedEntity sourced;
  sourced.source = model::SourceId{"ownership_files"};
  sourced.listed.entity = model::Entity(model::EntityId{std::string(graph.id(node))}, "LegalEntity");
  sourced.listed.entity.add("name", graph.caption(node));
  return sourced;
}

}  // namespace cordon::service
