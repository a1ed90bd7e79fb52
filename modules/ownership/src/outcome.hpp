// The verdicts of one rule over a CompiledGraph, with the extreme shares of every slot.
// A rule that adds parties up is one pair of fixpoints from all listed parties; one that does not is a pair per listed
// party, and an entity is reached when one of them reaches it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiled_graph.hpp"
#include "cordon/ownership/finding.hpp"
#include "fixpoint.hpp"

namespace cordon::ownership {

struct NodeOutcome {
  bool certain = false;
  bool possible = false;
  NodeIndex certain_from = kNone;  // the listed party whose fixpoint holds the proof; kNone: that of all together
  NodeIndex possible_from = kNone;
};

class Outcome {
 public:
  // Requires: seeds are distinct nodes, rising.
  void compute(const CompiledGraph& graph, std::span<const NodeIndex> seeds, const OwnershipRule& rule);

  [[nodiscard]] const NodeOutcome& node(NodeIndex node) const noexcept { return nodes_[node]; }
  [[nodiscard]] Verdict verdict(NodeIndex node) const noexcept {
    if (nodes_[node].certain) return Verdict::kBlocked;
    return nodes_[node].possible ? Verdict::kUndetermined : Verdict::kNotBlocked;
  }
  // Nodes that some fixpoint reached, in no order, maybe twice; all others are not blocked.
  [[nodiscard]] const std::vector<NodeIndex>& reached() const noexcept { return reached_; }
  [[nodiscard]] std::int64_t held_min(SlotIndex slot) const noexcept { return slots_[slot].first; }
  [[nodiscard]] std::int64_t held_max(SlotIndex slot) const noexcept { return slots_[slot].second; }
  // The fixpoint that proves a node's state in a reading, run again when another one was asked for in between.
  [[nodiscard]] const Fixpoint& proof_of(const CompiledGraph& graph, NodeIndex node, Reading reading);

 private:
  void run_each(const CompiledGraph& graph, std::span<const NodeIndex> seeds, Fixpoint& fixpoint);
  void collect(const CompiledGraph& graph, const Fixpoint& fixpoint, NodeIndex from);

  void clear(std::size_t nodes, std::size_t slots);

  std::vector<NodeOutcome> nodes_;
  std::vector<std::pair<std::int64_t, std::int64_t>> slots_;
  std::vector<NodeIndex> reached_;  // what clear() has to take back: far less than everything
  std::vector<SlotIndex> touched_;
  std::vector<NodeIndex> seeds_;
  Fixpoint certain_{Reading::kCertain};
  Fixpoint possible_{Reading::kPossible};
  NodeIndex certain_loaded_ = kNone;
  NodeIndex possible_loaded_ = kNone;
};

}  // namespace cordon::ownership
