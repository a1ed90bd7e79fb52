// Ownership circles: strongly connected components of the shares counted on one day.
#pragma once

#include <cstdint>
#include <vector>

#include "compiled_graph.hpp"

namespace cordon::ownership {

// Returns: for each node the number of nodes in its component, itself included.
// Source: R. Tarjan, Depth-First Search and Linear Graph Algorithms, SIAM J. Comput. 1 (1972); without recursion, as
// chains of owners can be as long as the graph.
[[nodiscard]] std::vector<std::uint32_t> circle_sizes(const CompiledGraph& graph);

}  // namespace cordon::ownership
