#include "outcome.hpp"

#include <algorithm>

namespace cordon::ownership {

void Outcome::collect(const CompiledGraph& graph, const Fixpoint& fixpoint, NodeIndex from) {
  const bool certain = fixpoint.reading() == Reading::kCertain;
  reached_.insert(reached_.end(), fixpoint.members().begin(), fixpoint.members().end());
  touched_.insert(touched_.end(), fixpoint.touched().begin(), fixpoint.touched().end());
  for (const NodeIndex member : fixpoint.members()) {
    NodeOutcome& state = nodes_[member];
    if (certain && !state.certain) {
      state.certain = true;
      state.certain_from = from;
    } else if (!certain && !state.possible) {
      state.possible = true;
      state.possible_from = from;
    }
  }
  for (const SlotIndex slot : fixpoint.touched()) {
    const std::int64_t held = fixpoint.held(graph, slot);
    std::int64_t& best = certain ? slots_[slot].first : slots_[slot].second;
    best = std::max(best, held);
  }
}

// A listed party that another one's set already holds adds nothing: its set lies inside. Parties nobody owns go first,
// so that most others are covered.
void Outcome::run_each(const CompiledGraph& graph, std::span<const NodeIndex> seeds, Fixpoint& fixpoint) {
  const bool certain = fixpoint.reading() == Reading::kCertain;
  for (const bool owned_pass : {false, true}) {
    for (const NodeIndex seed : seeds) {
      bool owned = false;
      graph.for_each_slot(seed, [&](SlotIndex) { owned = true; });
      if (owned != owned_pass) continue;
      if (certain ? nodes_[seed].certain : nodes_[seed].possible) continue;
      fixpoint.run(graph, std::span<const NodeIndex>(&seed, 1));
      collect(graph, fixpoint, seed);
    }
  }
}

void Outcome::clear(std::size_t nodes, std::size_t slots) {
  for (const NodeIndex node : reached_) nodes_[node] = {};
  for (const SlotIndex slot : touched_) slots_[slot] = {0, 0};
  reached_.clear();
  touched_.clear();
  nodes_.resize(nodes);
  slots_.resize(slots);
}

void Outcome::compute(const CompiledGraph& graph, std::span<const NodeIndex> seeds, const OwnershipRule& rule) {
  clear(graph.node_count(), graph.slots().size());
  seeds_.assign(seeds.begin(), seeds.end());
  certain_loaded_ = kNone;
  possible_loaded_ = kNone;
  if (!rule.reaches_owned) {
    for (const NodeIndex seed : seeds) nodes_[seed] = {true, true, kNone, kNone};
    reached_.assign(seeds.begin(), seeds.end());
    return;
  }
  for (Fixpoint* fixpoint : {&certain_, &possible_}) {
    if (rule.aggregate) {
      fixpoint->run(graph, seeds_);
      collect(graph, *fixpoint, kNone);
    } else {
      run_each(graph, seeds_, *fixpoint);
      // The last one is left in the fixpoint; which it was is not worth knowing.
      (fixpoint == &certain_ ? certain_loaded_ : possible_loaded_) = graph.node_count();
    }
  }
}

const Fixpoint& Outcome::proof_of(const CompiledGraph& graph, NodeIndex node, Reading reading) {
  Fixpoint& fixpoint = reading == Reading::kCertain ? certain_ : possible_;
  NodeIndex& loaded = reading == Reading::kCertain ? certain_loaded_ : possible_loaded_;
  const NodeIndex from = reading == Reading::kCertain ? nodes_[node].certain_from : nodes_[node].possible_from;
  if (from != loaded) {
    fixpoint.run(graph, std::span<const NodeIndex>(&from, 1));
    loaded = from;
  }
  return fixpoint;
}

}  // namespace cordon::ownership
