// Findings of a session: those of its outcome, and where doubtful parties make a difference, what is not known of them.
#pragma once

#include <string>
#include <vector>

#include "report.hpp"
#include "session.hpp"

namespace cordon::ownership {

class Findings {
 public:
  struct Options {
    std::size_t evidence_steps_max = 256;
    std::vector<std::string> new_ids;     // as in ReportInput
    std::vector<InterestKind> purchases;  // as in ReportInput
    bool find_circles = true;             // as in ReportInput
  };
  // Lifetime: session must outlive this. Requires: session.compute() has run before the first finding.
  Findings(Session& session, const Options& options);
  Findings(const Findings&) = delete;
  Findings& operator=(const Findings&) = delete;

  [[nodiscard]] OwnershipFinding of(NodeIndex node);
  [[nodiscard]] OwnershipFinding stranger(const EntityId& id, bool listed) const { return sure_.stranger(id, listed); }
  // See Reporter::prepare_all.
  void prepare_all();

 private:
  [[nodiscard]] OwnershipFinding opened(NodeIndex node, OwnershipFinding sure);
  void weaken_steps(OwnershipFinding& finding) const;
  void fill_figures(NodeIndex node, OwnershipFinding& finding) const;
  [[nodiscard]] std::vector<std::string> questions(NodeIndex node, const OwnershipFinding& supposed) const;
  [[nodiscard]] NodeIndex node_of(const EntityId& id) const;

  Session& session_;
  ReportInput sure_input_, supposed_input_;
  Reporter sure_, supposed_;
};

}  // namespace cordon::ownership
