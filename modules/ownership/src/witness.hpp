// Witness: the interests that prove a node's membership of a fixpoint. Inclusion-minimal: without any one of them the
// node is out. Built backwards from the node along falling orders; at each node a smallest set of owners is taken that
// reaches the threshold, so that every step is needed by the next.
#pragma once

#include <cstdint>
#include <vector>

#include "compiled_graph.hpp"
#include "cordon/ownership/finding.hpp"
#include "fixpoint.hpp"

namespace cordon::ownership {

struct WitnessStep {
  SlotIndex slot;
  InEdge edge;          // owner and interest of the record; min and max as counted
  std::int64_t weight;  // what it counts in the proof's reading
  OwnerStatus status;
};

struct Witness {
  std::vector<WitnessStep> steps;
  bool cut = false;  // longer than allowed
};

// Requires: fixpoint.order(node) != kNone. listed and certain answer for nodes.
class WitnessBuilder {
 public:
  WitnessBuilder(const OwnershipGraph& interests, const CompiledGraph& graph, const std::vector<bool>& listed)
      : interests_(interests), graph_(graph), listed_(listed) {}

  [[nodiscard]] Witness build(const Fixpoint& fixpoint, NodeIndex node, std::size_t steps_max);

 private:
  void explain(const Fixpoint& fixpoint, NodeIndex node, Witness& witness);
  bool choose(const Fixpoint& fixpoint, SlotIndex slot, std::uint32_t before, Witness& witness);
  void choose_with_joint(const Fixpoint& fixpoint, SlotIndex slot, const std::vector<InEdge>& edges, Witness& witness);
  void take(const Fixpoint& fixpoint, SlotIndex slot, const InEdge& edge, bool only_adds, Witness& witness);
  // Under a rule that tests each listed party alone, another listed party inside the proof may suffice by itself.
  void keep_nearest_party(const Fixpoint& fixpoint, NodeIndex node, Witness& witness) const;
  // Where jointly held shares carry together, another listed holder may make a step needless.
  void drop_needless(NodeIndex node, Witness& witness) const;
  [[nodiscard]] bool suffices(const std::vector<WitnessStep>& steps, NodeIndex node) const;
  [[nodiscard]] bool is_listed(NodeIndex node) const { return node < listed_.size() && listed_[node]; }
  [[nodiscard]] OwnerStatus status_of(const Fixpoint& fixpoint, NodeIndex owner) const;

  const OwnershipGraph& interests_;
  const CompiledGraph& graph_;
  const std::vector<bool>& listed_;
  std::vector<NodeIndex> pending_;
  std::vector<std::uint32_t> seen_;  // per node: the proof it was last used in
  std::uint32_t proof_ = 0;
};

}  // namespace cordon::ownership
