// Proximity: how near parties stand to persons of interest (officials, state companies, magnates), over all ties that
// hold on a day: shares, control, family, associates, nominees, shared addresses, phones and wallets.
// It is a ranking for people to look at, always with the path that explains it. It is never a verdict, and no verdict
// depends on it. Floating point, summed in a fixed order: the same graph gives the same answer.
// Source: personalised PageRank by forward push, R. Andersen, F. Chung, K. Lang, Local Graph Partitioning using
// PageRank Vectors, FOCS 2006.
// Thread: const members are safe to share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cordon/ownership/graph.hpp"

namespace cordon::ownership {

struct ProximityOptions {
  // Share of the walk that returns to the sources at each step. Range (0, 1): higher stays nearer. 0.15 is the usual
  // choice of the literature.
  double restart = 0.15;
  // Accuracy: what is left unpushed at a party is below this times its ties. Smaller reaches further and costs more.
  double residual = 1e-6;
  // Paths weaker than this are not followed. A path's strength is the product of its ties' strengths.
  double strength_min = 0.005;
  std::size_t limit = 20;  // parties returned
};

// One tie of a path, in its own direction; the path may run along it either way.
struct ProximityStep {
  EntityId owner;
  EntityId asset;
  InterestKind kind = InterestKind::kShares;
  ShareRange share;
  std::optional<base::Date> since;
  std::optional<base::Date> until;
  std::string record;
};

struct ProximityPath {
  double strength = 0;
  std::vector<ProximityStep> steps;
  std::string words;  // "Ann is family of Bob; Bob holds shares in Acme (40 %)"
};

struct ProximityHit {
  EntityId entity;
  double score = 0;                   // personalised PageRank; comparable within one answer only
  std::optional<ProximityPath> path;  // the strongest from a source; none below strength_min
};

// Appends {"entity_id","score","strength","words","path":[{"owner","asset","via","share_min","share_max","since",
// "until","record"}]}; strength is null and path empty where no path is strong enough.
void append_json(std::string& out, const ProximityHit& hit);

class ProximityGraph {
 public:
  // Lifetime: graph must outlive this.
  ProximityGraph(const OwnershipGraph& graph, base::Date day);

  // Returns: the nearest parties, highest score first, then by id; sources themselves left out. Unknown sources are
  // passed over.
  [[nodiscard]] std::vector<ProximityHit> nearest(std::span<const EntityId> sources,
                                                  const ProximityOptions& options) const;
  // Returns: the strongest path between two parties; nullopt when there is none above strength_min.
  [[nodiscard]] std::optional<ProximityPath> strongest_path(const EntityId& from, const EntityId& to,
                                                            const ProximityOptions& options) const;
  // How strong one tie is, in (0, 1]. Our choice: ties that give power or are hard to undo count more.
  [[nodiscard]] static double strength_of(InterestKind kind, const ShareRange& share) noexcept;

 private:
  struct Tie {
    NodeIndex other;
    InterestIndex interest;
    double strength;
  };
  struct Reached {
    NodeIndex from;
    InterestIndex interest;
    double strength;
  };
  class PathSearch;
  [[nodiscard]] std::span<const Tie> ties_of(NodeIndex node) const noexcept {
    return std::span<const Tie>(ties_).subspan(begin_[node], begin_[node + 1] - begin_[node]);
  }
  [[nodiscard]] std::vector<NodeIndex> nodes_of(std::span<const EntityId> ids) const;
  [[nodiscard]] std::vector<std::pair<NodeIndex, double>> rank(const std::vector<NodeIndex>& sources,
                                                               const ProximityOptions& options) const;
  [[nodiscard]] ProximityStep step_of(InterestIndex interest) const;

  const OwnershipGraph& graph_;
  std::vector<std::uint32_t> begin_;
  std::vector<Tie> ties_;
  std::vector<double> weight_;  // of all ties of a party together
};

}  // namespace cordon::ownership
