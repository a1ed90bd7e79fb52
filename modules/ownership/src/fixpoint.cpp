#include "fixpoint.hpp"

#include <algorithm>

namespace cordon::ownership {

void Fixpoint::enter(NodeIndex node) {
  nodes_[node] = {epoch_, static_cast<std::uint32_t>(queue_.size())};
  queue_.push_back(node);
}

void Fixpoint::count(const CompiledGraph& graph, const OutEdge& edge) {
  const Slot& slot = graph.slot(edge.slot);
  SlotState& state = slots_[edge.slot];
  if (state.epoch != epoch_) {
    state = {epoch_, 0, 0};
    touched_.push_back(edge.slot);
  }
  // Cut above the whole: the sums cannot overflow, and only "at least 100 %" matters there.
  state.min = std::min(state.min + edge.min, 1000 * Share::kWholeUnits);
  state.max = std::min(state.max + edge.max, 1000 * Share::kWholeUnits);
  if (nodes_[slot.asset].epoch != epoch_ && graph.reaches(slot, value(slot, state))) enter(slot.asset);
}

void Fixpoint::run(const CompiledGraph& graph, std::span<const NodeIndex> seeds) {
  nodes_.resize(std::max<std::size_t>(nodes_.size(), graph.node_count()));
  slots_.resize(std::max(slots_.size(), graph.slots().size()));
  ++epoch_;
  queue_.clear();
  touched_.clear();
  for (const NodeIndex seed : seeds) {
    if (nodes_[seed].epoch != epoch_) enter(seed);
  }
  seed_count_ = static_cast<std::uint32_t>(queue_.size());
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    const NodeIndex node = queue_[next];
    for (const OutEdge& edge : graph.out(node)) count(graph, edge);
    graph.for_each_extra_out(node, [&](const OutEdge& edge) { count(graph, edge); });
  }
}

}  // namespace cordon::ownership
