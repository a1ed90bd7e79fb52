// Parties that ownership reaches, as screening sees them: what a screening of rows and a watched portfolio share.
#pragma once

#include <string>
#include <string_view>

#include "cordon/model/entity_source.hpp"
#include "cordon/ownership/finding.hpp"
#include "cordon/ownership/graph.hpp"
#include "cordon/store/snapshot.hpp"

namespace cordon::service {

[[nodiscard]] bool is_vehicle(std::string_view schema);

// Levels between the party and the listed owners of its proof; 0 when it has no proof by owners.
[[nodiscard]] int ownership_depth(const ownership::OwnershipFinding& finding);

// The party as a list names it, else as ownership data does. Returns: null when no source has it. Lifetime: snapshot's.
[[nodiscard]] const model::SourcedEntity* known_party(const store::Snapshot& snapshot, const model::EntityId& id);

// A party that only a graph knows, by its name there.
[[nodiscard]] model::SourcedEntity graph_party(const ownership::OwnershipGraph& graph, ownership::NodeIndex node);

}  // namespace cordon::service
