// What an evaluation and a what-if share: the compiled graph of one rule on one day, the listed nodes, the outcome.
// With doubtful parties there is a second outcome, as if all of them were listed: sets of blocked parties only grow
// with their seeds, so that what it leaves out is blocked in no case, and what the first one holds is blocked in all.
#pragma once

#include <map>
#include <string>
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
    for (const auto& [id, doubt] : listed.doubts()) {
      const auto node = interests.find(id);
      const std::string* question = node ? listed.doubt_on(id, day) : nullptr;
      if (question != nullptr) doubts.emplace(*node, question);
    }
  }

  void compute() {
    outcome.compute(graph, seeds_of(listed_nodes), rule);
    if (doubts.empty()) return;
    supposed_nodes = listed_nodes;
    for (const auto& [node, question] : doubts) supposed_nodes[node] = true;
    supposed.compute(graph, seeds_of(supposed_nodes), rule);
  }

  [[nodiscard]] Verdict verdict(NodeIndex node) const noexcept {
    const Verdict sure = outcome.verdict(node);
    if (sure != Verdict::kNotBlocked || doubts.empty()) return sure;
    return supposed.verdict(node) == Verdict::kNotBlocked ? sure : Verdict::kUndetermined;
  }
  // As Outcome::reached(), of both outcomes.
  [[nodiscard]] std::vector<NodeIndex> reached() const {
    std::vector<NodeIndex> nodes = outcome.reached();
    if (!doubts.empty()) nodes.insert(nodes.end(), supposed.reached().begin(), supposed.reached().end());
    return nodes;
  }
  // See Evaluation::reached_by_owners.
  [[nodiscard]] bool reached_by_owners(NodeIndex node) const {
    if (outcome.verdict(node) != Verdict::kNotBlocked || doubts.count(node) == 0) {
      return verdict(node) != Verdict::kNotBlocked;
    }
    bool reached = false;
    graph.for_each_slot(
        node, [&](SlotIndex slot) { reached = reached || graph.reaches(graph.slot(slot), supposed.held_max(slot)); });
    return reached;
  }

  static std::vector<NodeIndex> seeds_of(const std::vector<bool>& nodes) {
    std::vector<NodeIndex> seeds;
    for (NodeIndex node = 0; node < nodes.size(); ++node) {
      if (nodes[node]) seeds.push_back(node);
    }
    return seeds;
  }

  const OwnershipGraph& interests;
  const ListedParties& listed;
  const OwnershipRule& rule;
  base::Date day;
  CompiledGraph graph;
  std::vector<bool> listed_nodes;
  std::vector<bool> supposed_nodes;                // also the doubtful ones; unused without doubts
  std::map<NodeIndex, const std::string*> doubts;  // doubtful parties with their questions
  Outcome outcome;
  Outcome supposed;  // unused without doubts
};

}  // namespace cordon::ownership
