#include "cordon/ownership/engine.hpp"

#include <algorithm>

#include "findings.hpp"

namespace cordon::ownership {

struct Evaluation::State {
  State(const OwnershipGraph& graph, const ListedParties& listed, const OwnershipRule& rule,
        const EvaluateOptions& options, base::Date day)
      : session(graph, listed, rule, day), reports(session, {options.evidence_steps_max, {}, {}, true}) {}

  OwnershipFinding finding_of(const EntityId& id) {
    const auto node = session.interests.find(id.str());
    return node ? reports.of(*node) : reports.stranger(id, session.listed.is_listed_on(id.str(), session.day));
  }

  Session session;
  Findings reports;
};

Evaluation::Evaluation(std::unique_ptr<State> state) : state_(std::move(state)) {}
Evaluation::Evaluation(Evaluation&&) noexcept = default;
Evaluation& Evaluation::operator=(Evaluation&&) noexcept = default;
Evaluation::~Evaluation() = default;

base::Result<Evaluation> Evaluation::run(const OwnershipGraph& graph, const ListedParties& listed,
                                         const RegimeQuery& query, const EvaluateOptions& options) {
  const RegimeBook& book = options.book != nullptr ? *options.book : RegimeBook::instance();
  CORDON_ASSIGN(const OwnershipRule* rule, book.find(query));
  auto state = std::make_unique<State>(graph, listed, *rule, options, query.as_of);
  state->session.compute();
  return Evaluation(std::move(state));
}

Verdict Evaluation::verdict(NodeIndex node) const noexcept { return state_->session.verdict(node); }
bool Evaluation::reached_by_owners(NodeIndex node) const noexcept { return state_->session.reached_by_owners(node); }
const OwnershipRule& Evaluation::rule() const noexcept { return state_->session.rule; }

void Evaluation::findings(std::span<const EntityId> entities, const std::function<bool(OwnershipFinding&&)>& visit) {
  for (const EntityId& id : entities) {
    if (!visit(state_->finding_of(id))) return;
  }
}

void Evaluation::all_findings(const std::function<bool(OwnershipFinding&&)>& visit) {
  state_->reports.prepare_all();
  const OwnershipGraph& graph = state_->session.interests;
  for (NodeIndex node = 0; node < graph.node_count(); ++node) {
    if (!visit(state_->reports.of(node))) return;
  }
  for (const auto& [id, periods] : state_->session.listed.parties()) {
    if (graph.find(id)) continue;
    if (!visit(state_->reports.stranger(EntityId(id), state_->session.listed.is_listed_on(id, state_->session.day)))) {
      return;
    }
  }
}

base::Result<std::vector<OwnershipFinding>> evaluate(const OwnershipGraph& graph, const ListedParties& listed,
                                                     const RegimeQuery& query, const EvaluateOptions& options) {
  CORDON_ASSIGN(Evaluation evaluation, Evaluation::run(graph, listed, query, options));
  std::vector<OwnershipFinding> findings;
  const auto collect = [&](OwnershipFinding&& finding) {
    findings.push_back(std::move(finding));
    return true;
  };
  if (options.entities.empty()) {
    findings.reserve(graph.node_count());
    evaluation.all_findings(collect);
  } else {
    evaluation.findings(options.entities, collect);
  }
  return findings;
}

}  // namespace cordon::ownership
