// Turns outcomes into findings: figures, evidence, missing facts and flags in words.
#pragma once

#include <string>
#include <vector>

#include "circles.hpp"
#include "compiled_graph.hpp"
#include "cordon/ownership/finding.hpp"
#include "outcome.hpp"
#include "witness.hpp"

namespace cordon::ownership {

// What a report reads. Lifetime: all of it outlives the reporter.
struct ReportInput {
  const OwnershipGraph& interests;
  const CompiledGraph& graph;
  const OwnershipRule& rule;
  const std::vector<bool>& listed;  // by node of the compiled graph
  base::Date day;
  std::size_t evidence_steps_max = 256;
  std::vector<std::string> new_ids;     // of nodes a what-if added, in order
  std::vector<InterestKind> purchases;  // kinds of what-if purchases
  bool find_circles = true;             // costs a pass over the whole graph
  bool supposed = false;                // some of the listed only may be: nothing is said that presumes they are
};

class Reporter {
 public:
  Reporter(const ReportInput& input, Outcome& outcome);

  [[nodiscard]] OwnershipFinding finding(NodeIndex node);
  // A party the graph does not know.
  [[nodiscard]] OwnershipFinding stranger(const EntityId& id, bool listed) const;
  // The interests of blocked owners in a party, also one that is listed itself.
  [[nodiscard]] std::vector<EvidenceStep> evidence_of_owners(NodeIndex node);
  // Proofs of rules that test each listed party alone, made one listed party after the other, so that no fixpoint runs
  // once per entity.
  void prepare_all();

 private:
  struct Figures {
    SlotIndex slot = kNone;
    std::int64_t min = 0;
    std::int64_t max = 0;
  };
  [[nodiscard]] Figures figures_of(NodeIndex node, Verdict verdict) const;
  void fill_figures(const Figures& figures, OwnershipFinding& finding) const;
  [[nodiscard]] Witness witness_of(NodeIndex node, Verdict verdict);
  void add_evidence(NodeIndex node, const Figures& figures, OwnershipFinding& finding);
  void add_partial_evidence(const Figures& figures, OwnershipFinding& finding);
  void add_missing(NodeIndex node, const Figures& figures, const Witness& witness, OwnershipFinding& finding) const;
  void add_control(NodeIndex node, OwnershipFinding& finding) const;
  void add_flags(NodeIndex node, const Figures& figures, OwnershipFinding& finding);
  [[nodiscard]] EvidenceStep step_of(const WitnessStep& step) const;
  // Whether what is open about a record is how large the share is (not whether it exists).
  [[nodiscard]] bool is_about_size(const WitnessStep& step) const;
  [[nodiscard]] std::string missing_text(const WitnessStep& step) const;
  [[nodiscard]] std::string id_of(NodeIndex node) const;

  const ReportInput& input_;
  Outcome& outcome_;
  WitnessBuilder witnesses_;
  std::string rule_text_;
  std::vector<std::uint32_t> circles_;  // filled on first use
  std::vector<std::uint32_t> prepared_at_;
  std::vector<Witness> prepared_;
};

}  // namespace cordon::ownership
