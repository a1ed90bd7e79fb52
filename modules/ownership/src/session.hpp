// What an evaluation and a what-if share: the compiled graph of one rule on one day, the listed nodes, the outcome.
#pragma once

#include <vector>

#include "compiled_graph.hpp"
#include "cordon/ownership/listed.hpp"
#include "outcome.hpp"

namespace cordon::ownership {

struct Session {
  Session(const OwnershipGraph& all_interests, const ListedParties& list, const OwnershipRule& in_force, base::Date on)
      : interests(all_interests), listed(list), rule(in_force), day(on), graph(all_interests, in_force, on) {
    listed_nodes.assign(graph.node_count(), false);
    for (const auto& [id, periods] : listed.parties()) {
      const auto node = interests.find(id);
      if (node && listed.is_listed_on(id, day)) listed_nodes[*node] = true;
    }
  }

  void compute() {
    std::vector<NodeIndex> seeds;
    for (NodeIndex node = 0; node < listed_nodes.size(); ++node) {
      if (listed_nodes[node]) seeds.push_back(node);
    }
    outcome.compute(graph, seeds, rule);
  }

  const OwnershipGraph& interests;
  const ListedParties& listed;
  const OwnershipRule& rule;
  base::Date day;
  CompiledGraph graph;
  std::vector<bool> listed_nodes;
  Outcome outcome;
};

}  // namespace cordon::ownership
