#include "witness.hpp"

#include <algorithm>

namespace cordon::ownership {

namespace {

// One record of a slot: a plain interest, or one holder's row of a joint group.
struct Row {
  InEdge edge;
  std::int64_t weight = 0;
  std::uint32_t order = kNone;  // of the owner in the fixpoint
  bool joint = false;
  bool kept = true;
};

std::int64_t held_by(const std::vector<Row>& rows) {
  std::int64_t plain = 0;
  std::int64_t joint = 0;
  bool carried = false;  // a joint group counts as soon as one of its kept holders is in the set
  for (const Row& row : rows) {
    if (!row.kept) continue;
    (row.joint ? joint : plain) += row.weight;
    carried = carried || (row.joint && row.order != kNone);
  }
  return std::min(plain + (carried ? joint : 0), Share::kWholeUnits);
}

}  // namespace

Witness WitnessBuilder::build(const Fixpoint& fixpoint, NodeIndex node, std::size_t steps_max) {
  Witness witness;
  pending_.assign(1, node);
  seen_.resize(std::max<std::size_t>(seen_.size(), graph_.node_count()), 0);
  seen_[node] = ++proof_;
  for (std::size_t next = 0; next < pending_.size(); ++next) {
    if (witness.steps.size() >= steps_max) {
      witness.cut = true;
      witness.steps.resize(steps_max);
      break;
    }
    explain(fixpoint, pending_[next], witness);
  }
  if (fixpoint.has_one_seed() && !witness.cut) keep_nearest_party(fixpoint, node, witness);
  return witness;
}

// At every node of the proof all chosen owners are needed, so what a party needs to reach the node is the part of the
// proof behind it, cut at that party; it suffices when nothing else is left at the bottom. The smallest such part is
// minimal for all listed parties at once.
void WitnessBuilder::keep_nearest_party(const Fixpoint& fixpoint, NodeIndex node, Witness& witness) const {
  std::vector<WitnessStep> best;
  for (const WitnessStep& candidate : witness.steps) {
    const NodeIndex party = candidate.edge.owner;
    if (candidate.status != OwnerStatus::kListed || fixpoint.is_seed(party) || party == node) continue;
    std::vector<WitnessStep> part;
    std::vector<NodeIndex> behind{node};
    bool alone = true;
    for (std::size_t next = 0; next < behind.size() && alone; ++next) {
      for (const WitnessStep& step : witness.steps) {
        if (graph_.slot(step.slot).asset != behind[next]) continue;
        part.push_back(step);
        if (step.edge.owner == party || step.status == OwnerStatus::kJointHolder) continue;
        if (fixpoint.is_seed(step.edge.owner)) alone = false;
        if (std::find(behind.begin(), behind.end(), step.edge.owner) == behind.end()) {
          behind.push_back(step.edge.owner);
        }
      }
    }
    if (alone && (best.empty() || part.size() < best.size())) best = std::move(part);
  }
  if (!best.empty()) witness.steps = std::move(best);
  const bool shared = std::any_of(witness.steps.begin(), witness.steps.end(), [&](const WitnessStep& step) {
    return step.status == OwnerStatus::kJointHolder && is_listed(step.edge.owner);
  });
  if (shared) drop_needless(node, witness);
}

void WitnessBuilder::drop_needless(NodeIndex node, Witness& witness) const {
  for (std::size_t at = 0; at < witness.steps.size();) {
    std::vector<WitnessStep> fewer = witness.steps;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
    if (suffices(fewer, node)) {
      witness.steps = std::move(fewer);
    } else {
      ++at;
    }
  }
  for (WitnessStep& step : witness.steps) {
    if (is_listed(step.edge.owner)) step.status = OwnerStatus::kListed;
  }
}

// Whether some listed party alone reaches the node through these steps, counted as the proof's reading counts them.
bool WitnessBuilder::suffices(const std::vector<WitnessStep>& steps, NodeIndex node) const {
  const auto is_joint = [&](const WitnessStep& step) {
    if ((step.edge.interest & kHypotheticalFlag) != 0) return false;
    const InterestKind kind = interests_.interests()[step.edge.interest].kind;
    return kind == InterestKind::kJointlyHeld || kind == InterestKind::kJointArrangement;
  };
  for (const WitnessStep& start : steps) {
    if (!is_listed(start.edge.owner)) continue;
    std::vector<NodeIndex> in{start.edge.owner};
    const auto inside = [&](NodeIndex wanted) { return std::find(in.begin(), in.end(), wanted) != in.end(); };
    for (bool grown = true; grown;) {
      grown = false;
      for (const WitnessStep& target : steps) {
        std::vector<Row> rows;
        for (const WitnessStep& step : steps) {
          if (step.slot != target.slot) continue;
          const bool member = inside(step.edge.owner);
          if (!member && !is_joint(step)) continue;
          rows.push_back({step.edge, step.weight, member ? 0U : kNone, is_joint(step), true});
        }
        const NodeIndex asset = graph_.slot(target.slot).asset;
        if (inside(asset) || !graph_.reaches(graph_.slot(target.slot), held_by(rows))) continue;
        in.push_back(asset);
        grown = true;
      }
    }
    if (inside(node)) return true;
  }
  return false;
}

void WitnessBuilder::explain(const Fixpoint& fixpoint, NodeIndex node, Witness& witness) {
  if (fixpoint.is_seed(node)) return;
  const std::uint32_t order = fixpoint.order(node);
  bool done = false;
  graph_.for_each_slot(node, [&](SlotIndex slot) {
    if (!done) done = choose(fixpoint, slot, order, witness);
  });
}

bool WitnessBuilder::choose(const Fixpoint& fixpoint, SlotIndex slot, std::uint32_t before, Witness& witness) {
  std::vector<InEdge> edges;
  std::int64_t sum = 0;
  bool joint = false;
  graph_.for_each_in(slot, [&](const InEdge& edge) {
    const std::uint32_t order = fixpoint.order(edge.owner);
    if (order == kNone || order >= before || fixpoint.weight(edge) == 0) return;
    edges.push_back(edge);
    sum = std::min(sum + fixpoint.weight(edge), Share::kWholeUnits);
    joint = joint || graph_.is_joint_node(edge.owner);
  });
  const Slot& limits = graph_.slot(slot);
  if (edges.empty() || !graph_.reaches(limits, sum)) return false;
  // In the adverse reading the minima of outsiders may leave less than the maxima add up to.
  if (fixpoint.reading() == Reading::kPossible && !graph_.reaches(limits, fixpoint.held(graph_, slot))) return false;
  if (joint) {
    choose_with_joint(fixpoint, slot, edges, witness);
    return true;
  }
  std::stable_sort(edges.begin(), edges.end(),
                   [&](const InEdge& a, const InEdge& b) { return fixpoint.weight(a) > fixpoint.weight(b); });
  sum = 0;
  for (const InEdge& edge : edges) {
    take(fixpoint, slot, edge, false, witness);
    sum = std::min(sum + fixpoint.weight(edge), Share::kWholeUnits);
    if (graph_.reaches(limits, sum)) break;
  }
  return true;
}

void WitnessBuilder::choose_with_joint(const Fixpoint& fixpoint, SlotIndex slot, const std::vector<InEdge>& edges,
                                       Witness& witness) {
  std::vector<Row> rows;
  for (const InEdge& edge : edges) {
    if (!graph_.is_joint_node(edge.owner)) {
      rows.push_back({edge, fixpoint.weight(edge), fixpoint.order(edge.owner), false, true});
      continue;
    }
    const JointGroup& group = graph_.group(edge);
    std::vector<Row> holders;
    for (const InterestIndex index : group.rows) {
      const Interest& interest = interests_.interests()[index];
      // The group's own minimum is zero where its records are not certain.
      const InEdge row{interest.owner, index, edge.min == 0 ? 0 : interest.share.min.units(),
                       interest.share.max.units()};
      const std::uint32_t order = fixpoint.order(interest.owner);
      holders.push_back({row, fixpoint.weight(row), order < fixpoint.order(edge.owner) ? order : kNone, true, true});
    }
    std::stable_sort(holders.begin(), holders.end(), [](const Row& a, const Row& b) { return a.order < b.order; });
    for (const Row& holder : holders) {
      const bool same = group.one_share && std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
                          return row.joint && row.edge.min == holder.edge.min && row.edge.max == holder.edge.max;
                        });
      if (!same) rows.push_back(holder);
    }
  }
  std::vector<Row*> smallest_first;
  for (Row& row : rows) smallest_first.push_back(&row);
  std::stable_sort(smallest_first.begin(), smallest_first.end(),
                   [](const Row* a, const Row* b) { return a->weight < b->weight; });
  for (Row* row : smallest_first) {
    row->kept = false;
    row->kept = !graph_.reaches(graph_.slot(slot), held_by(rows));
  }
  bool carried = false;
  for (const Row& row : rows) {
    if (!row.kept) continue;
    const bool only_adds = row.joint && (carried || row.order == kNone);
    carried = carried || (row.joint && row.order != kNone);
    take(fixpoint, slot, row.edge, only_adds, witness);
  }
}

// only_adds: the owner's own state does not matter for the proof (a further holder of jointly held shares).
void WitnessBuilder::take(const Fixpoint& fixpoint, SlotIndex slot, const InEdge& edge, bool only_adds,
                          Witness& witness) {
  witness.steps.push_back(
      {slot, edge, fixpoint.weight(edge), only_adds ? OwnerStatus::kJointHolder : status_of(fixpoint, edge.owner)});
  if (only_adds || fixpoint.is_seed(edge.owner)) return;
  if (seen_[edge.owner] != proof_) pending_.push_back(edge.owner);
  seen_[edge.owner] = proof_;
}

OwnerStatus WitnessBuilder::status_of(const Fixpoint& fixpoint, NodeIndex owner) const {
  if (is_listed(owner)) return OwnerStatus::kListed;
  return fixpoint.reading() == Reading::kCertain ? OwnerStatus::kOwned : OwnerStatus::kPossiblyOwned;
}

}  // namespace cordon::ownership
