// Ownership proofs in words.
#pragma once

#include <string>

#include "cordon/ownership/finding.hpp"
#include "cordon/ownership/graph.hpp"

namespace cordon::service {

// "X (listed) holds shares in A (40 %); Y (listed) holds shares in A (10 %)"; empty without evidence by ownership.
[[nodiscard]] std::string path_of(const ownership::OwnershipFinding& finding, const ownership::OwnershipGraph& graph);

}  // namespace cordon::service
