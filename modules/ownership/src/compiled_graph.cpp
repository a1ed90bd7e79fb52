#include "compiled_graph.hpp"

#include <algorithm>

namespace cordon::ownership {

namespace {

constexpr std::size_t kKindCount = 32;

bool is_joint(InterestKind kind) noexcept {
  return kind == InterestKind::kJointlyHeld || kind == InterestKind::kJointArrangement;
}

std::int64_t total_min_of(const std::vector<InEdge>& edges) noexcept {
  // Cut well above 100 %: only "more than the whole" matters there, and the sum cannot overflow.
  std::int64_t total = 0;
  for (const InEdge& edge : edges) total = std::min(total + edge.min, 1000 * Share::kWholeUnits);
  return total;
}

}  // namespace

CompiledGraph::CompiledGraph(const OwnershipGraph& graph, const OwnershipRule& rule, base::Date day)
    : graph_nodes_(graph.node_count()), joint_arrangement_(rule.joint_arrangement), limb_of_(kKindCount, -1) {
  for (std::size_t i = 0; i < rule.limbs.size(); ++i) {
    const Limb& limb = rule.limbs[i];
    thresholds_.push_back(limb.threshold.units());
    inclusive_.push_back(limb.inclusive);
    possible_only_.push_back(limb.possible_only);
    projects_only_.push_back(limb.projects_only);
    for (const InterestKind kind : limb.kinds) limb_of_[static_cast<std::size_t>(kind)] = static_cast<std::int8_t>(i);
  }
  work_.resize(rule.limbs.size());
  in_.reserve(graph.interests().size());
  slot_begin_.reserve(graph_nodes_ + 1U);
  slot_begin_.push_back(0);
  for (NodeIndex asset = 0; asset < graph_nodes_; ++asset) {
    compile_asset(graph, asset, day);
    slot_begin_.push_back(static_cast<SlotIndex>(slots_.size()));
  }
  for (const JointGroup& group : groups_) {  // their holders: any one of them carries the whole group
    std::vector<InEdge> holders;
    for (const InterestIndex row : group.rows) {
      holders.push_back({graph.interests()[row].owner, kNone, Share::kWholeUnits, Share::kWholeUnits});
    }
    close_slot(group.node, kAnyHolder, holders);
    slots_.back().overfull = true;
    slot_begin_.push_back(static_cast<SlotIndex>(slots_.size()));
  }
  base_nodes_ = graph_nodes_ + static_cast<NodeIndex>(groups_.size());
  nodes_ = base_nodes_;
  base_slots_ = static_cast<SlotIndex>(slots_.size());
  build_out_edges();
}

void CompiledGraph::compile_asset(const OwnershipGraph& graph, NodeIndex asset, base::Date day) {
  const std::span<const Interest> interests = graph.interests_in(asset);
  bool any = false;
  bool project = false;
  for (const Interest& interest : interests) {
    const int limb = limb_of(interest.kind);
    if (limb < 0 || !interest.period.possible_on(day)) continue;
    const auto at = static_cast<std::size_t>(limb);
    const bool certain = interest.period.certain_on(day) && !possible_only_[at];
    project = project || interest.kind == InterestKind::kProject;
    work_[at].push_back({interest.owner, static_cast<std::uint32_t>(&interest - graph.interests().data()),
                         certain ? interest.share.min.units() : 0, interest.share.max.units()});
    any = true;
  }
  if (!any) return;
  for (std::size_t limb = 0; limb < work_.size(); ++limb) {
    std::vector<InEdge>& edges = work_[limb];
    if (!edges.empty() && (project || !projects_only_[limb])) {
      join_holders(graph, edges);
      close_slot(asset, static_cast<std::uint8_t>(limb), edges);
    }
    edges.clear();
  }
}

void CompiledGraph::close_slot(NodeIndex asset, std::uint8_t limb, std::vector<InEdge>& edges) {
  const std::int64_t total = total_min_of(edges);
  const auto begin = static_cast<std::uint32_t>(in_.size());
  in_.insert(in_.end(), edges.begin(), edges.end());
  slots_.push_back({asset, begin, static_cast<std::uint32_t>(in_.size()), limb, total > Share::kWholeUnits, total});
}

InEdge CompiledGraph::make_group(const OwnershipGraph& graph, const std::vector<InEdge>& members, bool one_share) {
  JointGroup group{graph_nodes_ + static_cast<NodeIndex>(groups_.size()), {}, one_share};
  InEdge joined{group.node, static_cast<std::uint32_t>(groups_.size()) | kGroupFlag, 0, 0};
  std::vector<ShareRange> counted;
  for (const InEdge& member : members) {
    group.rows.push_back(member.interest);
    const ShareRange& range = graph.interests()[member.interest].share;
    if (one_share && std::find(counted.begin(), counted.end(), range) != counted.end()) continue;
    counted.push_back(range);
    joined.min = std::min(joined.min + member.min, 1000 * Share::kWholeUnits);
    joined.max = std::min(joined.max + member.max, Share::kWholeUnits);
  }
  joined.max = std::max(joined.max, joined.min);
  groups_.push_back(std::move(group));
  return joined;
}

// Rows of jointly held shares are taken as separate stakes while they fit into 100 %; where they do not, rows with the
// same figure are one share, recorded once for each holder (it counts in full for any of them, and only once).
// Under a rule with joint arrangements all of them carry together for each holder.
void CompiledGraph::join_holders(const OwnershipGraph& graph, std::vector<InEdge>& edges) {
  const auto kind_of = [&](const InEdge& edge) { return graph.interests()[edge.interest].kind; };
  const auto first_joint =
      std::stable_partition(edges.begin(), edges.end(), [&](const InEdge& edge) { return !is_joint(kind_of(edge)); });
  if (first_joint == edges.end()) return;
  const bool one_share = total_min_of(edges) > Share::kWholeUnits;
  std::vector<InEdge> joint(first_joint, edges.end());
  if (joint_arrangement_) {
    edges.erase(first_joint, edges.end());
    edges.push_back(make_group(graph, joint, one_share));
    return;
  }
  if (!one_share) return;
  edges.erase(first_joint, edges.end());
  while (!joint.empty()) {
    const ShareRange range = graph.interests()[joint.front().interest].share;
    const bool held = kind_of(joint.front()) == InterestKind::kJointlyHeld;
    const auto rest = std::stable_partition(joint.begin() + 1, joint.end(), [&](const InEdge& edge) {
      return held && kind_of(edge) == InterestKind::kJointlyHeld && graph.interests()[edge.interest].share == range;
    });
    const std::vector<InEdge> same(joint.begin(), rest);
    edges.push_back(same.size() == 1 ? same.front() : make_group(graph, same, true));
    joint.erase(joint.begin(), rest);
  }
}

void CompiledGraph::build_out_edges() {
  out_begin_.assign(base_nodes_ + 1U, 0);
  for (const InEdge& edge : in_) ++out_begin_[edge.owner + 1U];
  for (std::size_t i = 1; i < out_begin_.size(); ++i) out_begin_[i] += out_begin_[i - 1];
  out_.resize(in_.size());
  std::vector<std::uint32_t> next(out_begin_.begin(), out_begin_.end() - 1);
  for (SlotIndex s = 0; s < slots_.size(); ++s) {
    for (std::uint32_t i = slots_[s].in_begin; i < slots_[s].in_end; ++i) {
      out_[next[in_[i].owner]++] = {s, in_[i].min, in_[i].max};
    }
  }
}

NodeIndex CompiledGraph::add_node() { return nodes_++; }

void CompiledGraph::add_edge(NodeIndex owner, NodeIndex asset, InterestKind kind, const ShareRange& share,
                             std::uint32_t purchase) {
  const auto limb = static_cast<std::uint8_t>(limb_of(kind));
  SlotIndex found = kNone;
  for_each_slot(asset, [&](SlotIndex s) {
    if (slots_[s].limb == limb) found = s;
  });
  if (found == kNone) {
    found = static_cast<SlotIndex>(slots_.size());
    slots_.push_back({asset, 0, 0, limb, false, 0});
  } else {
    patched_slots_.emplace_back(found, slots_[found]);
  }
  const std::int64_t min = possible_only_[limb] ? 0 : share.min.units();
  extras_.push_back({found, {owner, purchase | kHypotheticalFlag, min, share.max.units()}});
  slots_[found].total_min += min;
  slots_[found].overfull = slots_[found].total_min > Share::kWholeUnits;
}

bool CompiledGraph::reduce(NodeIndex owner, NodeIndex asset, InterestKind kind, const ShareRange& share) {
  const int limb = limb_of(kind);
  std::int64_t take_min = share.min.units();  // the least and the most that changes hands
  std::int64_t take_max = share.max.units();
  for_each_slot(asset, [&](SlotIndex s) {
    if (slots_[s].limb != limb) return;
    patched_slots_.emplace_back(s, slots_[s]);
    for (std::uint32_t i = slots_[s].in_begin; i < slots_[s].in_end && take_max > 0; ++i) {
      InEdge& edge = in_[i];
      if (edge.owner != owner) continue;
      std::uint32_t o = out_begin_[owner];
      while (out_[o].slot != s || out_[o].min != edge.min || out_[o].max != edge.max) ++o;
      patched_.push_back({i, o, edge});
      const std::int64_t least = std::min(take_min, edge.max);
      const std::int64_t most = std::min(take_max, edge.max);
      slots_[s].total_min -= edge.min;
      edge.min = std::max<std::int64_t>(0, edge.min - most);
      edge.max -= least;
      slots_[s].total_min += edge.min;
      out_[o].min = edge.min;
      out_[o].max = edge.max;
      take_min -= least;
      take_max -= most;
    }
    slots_[s].overfull = slots_[s].total_min > Share::kWholeUnits;
  });
  return take_min <= 0;
}

void CompiledGraph::undo() {
  for (auto at = patched_.rbegin(); at != patched_.rend(); ++at) {
    in_[at->in] = at->before;
    out_[at->out].min = at->before.min;
    out_[at->out].max = at->before.max;
  }
  for (auto at = patched_slots_.rbegin(); at != patched_slots_.rend(); ++at) slots_[at->first] = at->second;
  patched_.clear();
  patched_slots_.clear();
  extras_.clear();
  slots_.resize(base_slots_);
  nodes_ = base_nodes_;
}

}  // namespace cordon::ownership
