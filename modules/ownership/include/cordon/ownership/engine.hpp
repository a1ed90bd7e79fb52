// The ownership engine: for every party of a graph, whether a regime's ownership rule reaches it on a day.
//
// A *reading* gives every interest one share inside its range, the shares in one asset (of one limb) summing to at most
// 100 %. In a reading the blocked set is the least fixpoint: listed parties are in; an entity enters when the shares
// of those already in reach the threshold; each such share counts in full, nothing is multiplied. The verdict is
// kBlocked when the entity is in the set of every reading, kNotBlocked when of none, else kUndetermined. Two fixpoints
// decide that exactly: with all shares at their minimum, and with each asset's shares as high for the blocked owners
// as the others' minima leave room. docs/methodology/ownership.md has the proof.
//
// A doubtful party (ListedParties::Doubt) is listed in some readings and not in others. What is blocked although none
// of them is listed stays as it is; what is so only when they are is kUndetermined, and the finding asks who they are.
//
// Where minima alone exceed 100 % no reading exists; the entity is flagged, and the cap of 100 % is not applied to it.
// Source: 31 CFR 587.406, OFAC FAQ 401; the thresholds and kinds are those of the rule in regime.hpp.
// Thread: an Evaluation is used by one thread at a time; the graph is only read.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/ownership/finding.hpp"
#include "cordon/ownership/graph.hpp"
#include "cordon/ownership/listed.hpp"
#include "cordon/ownership/regime.hpp"

namespace cordon::ownership {

struct EvaluateOptions {
  // Parties to report on; empty: all of the graph and of the list, in the order of the graph, then of the list.
  std::vector<EntityId> entities;
  // Longer proofs (chains of hundreds of companies) are cut to this many steps and flagged. Range: 1 and up.
  std::size_t evidence_steps_max = 256;
  const RegimeBook* book = nullptr;  // null: the shipped rules
};

class Evaluation {
 public:
  // Computes every verdict. Lifetime: graph, listed and the book must outlive the evaluation.
  // Errors: those of RegimeBook::find.
  [[nodiscard]] static base::Result<Evaluation> run(const OwnershipGraph& graph, const ListedParties& listed,
                                                    const RegimeQuery& query, const EvaluateOptions& options = {});
  Evaluation(Evaluation&&) noexcept;
  Evaluation& operator=(Evaluation&&) noexcept;
  ~Evaluation();

  [[nodiscard]] Verdict verdict(NodeIndex node) const noexcept;
  [[nodiscard]] const OwnershipRule& rule() const noexcept;
  // Whether owners alone make the verdict open or blocked: false for a doubtful party that nobody reaches through
  // owners, and for one that is not blocked.
  [[nodiscard]] bool reached_by_owners(NodeIndex node) const noexcept;
  // Findings for parties by id, in the order given; parties unknown to graph and list are not blocked.
  void findings(std::span<const EntityId> entities, const std::function<bool(OwnershipFinding&&)>& visit);
  // Findings for all parties of the graph and the list. Stops early when visit returns false.
  void all_findings(const std::function<bool(OwnershipFinding&&)>& visit);

 private:
  struct State;
  explicit Evaluation(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

[[nodiscard]] base::Result<std::vector<OwnershipFinding>> evaluate(const OwnershipGraph& graph,
                                                                   const ListedParties& listed,
                                                                   const RegimeQuery& query,
                                                                   const EvaluateOptions& options = {});

}  // namespace cordon::ownership
