// One least fixpoint over a CompiledGraph: which nodes are in the blocked set that grows from the seeds.
// kCertain counts every share at its minimum; kPossible as high as some reading allows.
// Invariant: after run(), a node's order is above that of every owner that brought it in, so that proofs built along
// falling orders never run in a circle. State is reused between runs without clearing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiled_graph.hpp"

namespace cordon::ownership {

enum class Reading : std::uint8_t { kCertain, kPossible };

class Fixpoint {
 public:
  explicit Fixpoint(Reading reading) : reading_(reading) {}

  void run(const CompiledGraph& graph, std::span<const NodeIndex> seeds);

  // Returns: the node's place in the blocked set; kNone when it is not in it.
  [[nodiscard]] std::uint32_t order(NodeIndex node) const noexcept {
    return node < nodes_.size() && nodes_[node].epoch == epoch_ ? nodes_[node].order : kNone;
  }
  [[nodiscard]] bool is_seed(NodeIndex node) const noexcept { return order(node) < seed_count_; }
  [[nodiscard]] bool has_one_seed() const noexcept { return seed_count_ == 1; }
  [[nodiscard]] std::span<const NodeIndex> members() const noexcept { return queue_; }
  [[nodiscard]] std::span<const SlotIndex> touched() const noexcept { return touched_; }
  // Share of a touched slot held by members.
  [[nodiscard]] std::int64_t held(const CompiledGraph& graph, SlotIndex slot) const noexcept {
    return value(graph.slot(slot), slots_[slot]);
  }
  [[nodiscard]] Reading reading() const noexcept { return reading_; }
  [[nodiscard]] std::int64_t weight(const InEdge& edge) const noexcept {
    return reading_ == Reading::kCertain ? edge.min : edge.max;
  }

 private:
  struct NodeState {
    std::uint32_t epoch = 0;
    std::uint32_t order = 0;
  };
  struct SlotState {
    std::uint32_t epoch = 0;
    std::int64_t min = 0;
    std::int64_t max = 0;
  };
  [[nodiscard]] std::int64_t value(const Slot& slot, const SlotState& state) const noexcept {
    if (reading_ == Reading::kCertain) return state.min < Share::kWholeUnits ? state.min : Share::kWholeUnits;
    return CompiledGraph::most(slot, state.min, state.max);
  }
  void enter(NodeIndex node);
  void count(const CompiledGraph& graph, const OutEdge& edge);

  Reading reading_;
  std::uint32_t epoch_ = 0;
  std::uint32_t seed_count_ = 0;
  std::vector<NodeState> nodes_;
  std::vector<SlotState> slots_;
  std::vector<NodeIndex> queue_;
  std::vector<SlotIndex> touched_;
};

}  // namespace cordon::ownership
