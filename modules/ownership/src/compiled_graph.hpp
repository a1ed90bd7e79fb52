// CompiledGraph: the interests that one rule counts on one day, laid out for fixpoints.
// A *slot* is one limb of one asset; its in-edges compete for 100 %. Jointly held shares are joined by a *joint node*
// that stands for the holders together: it is in the blocked set as soon as one of them is, and holds their shares.
// What-if changes are patches on top (extra edges, slots, nodes, replaced shares) that are taken back afterwards.
// Not thread safe while patched.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/ownership/graph.hpp"
#include "cordon/ownership/regime.hpp"

namespace cordon::ownership {

using SlotIndex = std::uint32_t;

inline constexpr std::uint32_t kNone = 0xFFFF'FFFFU;
inline constexpr std::uint32_t kGroupFlag = 0x8000'0000U;         // InEdge::interest names a joint group
inline constexpr std::uint32_t kHypotheticalFlag = 0x4000'0000U;  // InEdge::interest names a what-if purchase
inline constexpr std::uint8_t kAnyHolder = 0xFF;                  // limb of a joint node: one holder is enough

struct InEdge {
  NodeIndex owner;
  std::uint32_t interest;
  std::int64_t min;
  std::int64_t max;
};

struct OutEdge {
  SlotIndex slot;
  std::int64_t min;
  std::int64_t max;
};

struct Slot {
  NodeIndex asset;
  std::uint32_t in_begin;
  std::uint32_t in_end;
  std::uint8_t limb;
  bool overfull;           // the minima alone exceed 100 %
  std::int64_t total_min;  // of all in-edges
};

struct JointGroup {
  NodeIndex node;
  std::vector<InterestIndex> rows;  // each holder's record
  bool one_share;                   // the rows are one share, recorded once per holder
};

class CompiledGraph {
 public:
  CompiledGraph(const OwnershipGraph& graph, const OwnershipRule& rule, base::Date day);

  [[nodiscard]] NodeIndex node_count() const noexcept { return nodes_; }
  [[nodiscard]] std::span<const Slot> slots() const noexcept { return slots_; }
  [[nodiscard]] const Slot& slot(SlotIndex index) const noexcept { return slots_[index]; }
  [[nodiscard]] const JointGroup& group(const InEdge& edge) const noexcept {
    return groups_[edge.interest & ~kGroupFlag];
  }
  [[nodiscard]] std::span<const OutEdge> out(NodeIndex node) const noexcept {
    if (node >= base_nodes_) return {};
    return std::span<const OutEdge>(out_).subspan(out_begin_[node], out_begin_[node + 1] - out_begin_[node]);
  }
  [[nodiscard]] bool is_joint_node(NodeIndex node) const noexcept { return node >= graph_nodes_ && node < base_nodes_; }
  // Visits the slots of a node: visit(SlotIndex).
  template <typename Visit>
  void for_each_slot(NodeIndex node, Visit visit) const {
    if (node < base_nodes_) {
      for (SlotIndex s = slot_begin_[node]; s < slot_begin_[node + 1]; ++s) visit(s);
    }
    for (SlotIndex s = base_slots_; s < slots_.size(); ++s) {
      if (slots_[s].asset == node) visit(s);
    }
  }
  // Visits the in-edges of a slot: visit(const InEdge&).
  template <typename Visit>
  void for_each_in(SlotIndex index, Visit visit) const {
    const Slot& slot = slots_[index];
    for (std::uint32_t i = slot.in_begin; i < slot.in_end; ++i) visit(in_[i]);
    for (const Extra& extra : extras_) {
      if (extra.slot == index) visit(extra.edge);
    }
  }
  template <typename Visit>
  void for_each_extra_out(NodeIndex node, Visit visit) const {
    for (const Extra& extra : extras_) {
      if (extra.edge.owner == node) visit(OutEdge{extra.slot, extra.edge.min, extra.edge.max});
    }
  }
  [[nodiscard]] std::int64_t threshold(const Slot& slot) const noexcept {
    return slot.limb == kAnyHolder ? Share::kWholeUnits : thresholds_[slot.limb];
  }
  [[nodiscard]] bool reaches(const Slot& slot, std::int64_t sum) const noexcept {
    const std::int64_t limit = threshold(slot);
    return slot.limb == kAnyHolder || inclusive_[slot.limb] ? sum >= limit : sum > limit;
  }
  // The most that owners with minima `min_in` and maxima `max_in` (both added up) can hold of a slot.
  [[nodiscard]] static std::int64_t most(const Slot& slot, std::int64_t min_in, std::int64_t max_in) noexcept {
    const std::int64_t capped = max_in < Share::kWholeUnits ? max_in : Share::kWholeUnits;
    if (slot.overfull) return capped;
    const std::int64_t room = Share::kWholeUnits - (slot.total_min - min_in);
    return capped < room ? capped : room;
  }

  // --- What-if patches; undo() takes all of them back. ---
  [[nodiscard]] NodeIndex add_node();
  // Requires: kind is counted by the rule (limb_of(kind) >= 0).
  void add_edge(NodeIndex owner, NodeIndex asset, InterestKind kind, const ShareRange& share, std::uint32_t purchase);
  // Takes share from what owner holds in asset. Returns: false when owner cannot hold that much.
  bool reduce(NodeIndex owner, NodeIndex asset, InterestKind kind, const ShareRange& share);
  [[nodiscard]] int limb_of(InterestKind kind) const noexcept { return limb_of_[static_cast<std::size_t>(kind)]; }
  void undo();

 private:
  struct Extra {
    SlotIndex slot;
    InEdge edge;
  };
  void compile_asset(const OwnershipGraph& graph, NodeIndex asset, base::Date day);
  void close_slot(NodeIndex asset, std::uint8_t limb, std::vector<InEdge>& edges);
  void join_holders(const OwnershipGraph& graph, std::vector<InEdge>& edges);
  InEdge make_group(const OwnershipGraph& graph, const std::vector<InEdge>& members, bool one_share);
  void build_out_edges();

  NodeIndex graph_nodes_ = 0;
  NodeIndex base_nodes_ = 0;
  NodeIndex nodes_ = 0;
  SlotIndex base_slots_ = 0;
  bool joint_arrangement_ = false;
  std::vector<std::int8_t> limb_of_;
  std::vector<std::int64_t> thresholds_;
  std::vector<bool> inclusive_;
  std::vector<bool> possible_only_;
  std::vector<bool> projects_only_;
  std::vector<Slot> slots_;
  std::vector<SlotIndex> slot_begin_;
  std::vector<InEdge> in_;
  std::vector<std::uint32_t> out_begin_;
  std::vector<OutEdge> out_;
  std::vector<JointGroup> groups_;
  std::vector<std::vector<InEdge>> work_;  // per limb, while compiling

  std::vector<Extra> extras_;
  struct Patched {
    std::uint32_t in;
    std::uint32_t out;
    InEdge before;
  };
  std::vector<Patched> patched_;
  std::vector<std::pair<SlotIndex, Slot>> patched_slots_;
};

}  // namespace cordon::ownership
