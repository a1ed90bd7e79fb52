#include "findings.hpp"

#include <algorithm>
#include <set>

namespace cordon::ownership {

namespace {

void add_new(std::vector<std::string>& to, const std::string& text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

}  // namespace

Findings::Findings(Session& session, const Options& options)
    : session_(session),
      sure_input_{session.interests,          session.graph,   session.rule,      session.listed_nodes, session.day,
                  options.evidence_steps_max, options.new_ids, options.purchases, options.find_circles, false},
      supposed_input_{session.interests,
                      session.graph,
                      session.rule,
                      session.supposed_nodes,
                      session.day,
                      options.evidence_steps_max,
                      options.new_ids,
                      options.purchases,
                      false,
                      true},
      sure_(sure_input_, session.outcome),
      supposed_(supposed_input_, session.supposed) {}

void Findings::prepare_all() {
  sure_.prepare_all();
  if (!session_.doubts.empty()) supposed_.prepare_all();
}

OwnershipFinding Findings::of(NodeIndex node) {
  OwnershipFinding sure = sure_.finding(node);
  if (session_.doubts.empty() || sure.verdict == session_.supposed.verdict(node)) return sure;
  if (sure.verdict == Verdict::kNotBlocked) return opened(node, std::move(sure));
  // Open already, and decided by who the doubtful parties are as much as by what is missing so far.
  for (const std::string& question : questions(node, supposed_.finding(node))) add_new(sure.missing, question);
  return sure;
}

// Not blocked, but blocked or open if the doubtful parties were listed: the proof of that, as far as it is one.
OwnershipFinding Findings::opened(NodeIndex node, OwnershipFinding sure) {
  OwnershipFinding finding = supposed_.finding(node);
  if (finding.listed && session_.reached_by_owners(node)) {
    const std::vector<EvidenceStep> owners = supposed_.evidence_of_owners(node);
    finding.evidence.insert(finding.evidence.begin(), owners.begin(), owners.end());
  }
  std::vector<std::string> missing = questions(node, finding);
  for (const std::string& fact : finding.missing) add_new(missing, fact);
  finding.missing = std::move(missing);
  finding.verdict = Verdict::kUndetermined;
  finding.listed = false;
  finding.conditions = session_.rule.conditions;
  fill_figures(node, finding);
  weaken_steps(finding);
  for (const std::string& flag : finding.flags) add_new(sure.flags, flag);
  finding.flags = std::move(sure.flags);
  return finding;
}

// The least share is what listed parties hold; the most is what doubtful ones hold with them.
void Findings::fill_figures(NodeIndex node, OwnershipFinding& finding) const {
  if (!finding.threshold) return;
  Share least;
  session_.graph.for_each_slot(node, [&](SlotIndex slot) {
    const std::uint8_t limb = session_.graph.slot(slot).limb;
    if (session_.rule.limbs[limb].name == finding.limb) least = Share::from_units(session_.outcome.held_min(slot));
  });
  finding.blocked_share.min = std::min(least, finding.blocked_share.max);
  const std::int64_t gap = finding.threshold->units() - finding.blocked_share.min.units();
  finding.distance = Share::from_units(gap < 0 ? -gap : gap);
}

NodeIndex Findings::node_of(const EntityId& id) const {
  if (const auto node = session_.interests.find(id.str())) return *node;
  const auto& added = sure_input_.new_ids;
  const auto at = std::find(added.begin(), added.end(), id.str());
  return session_.graph.node_count() - static_cast<NodeIndex>(added.end() - at);
}

// What holds only if doubtful parties are listed is said to be possible.
void Findings::weaken_steps(OwnershipFinding& finding) const {
  for (EvidenceStep& step : finding.evidence) {
    const NodeIndex owner = node_of(step.owner);
    if (step.owner_status == OwnerStatus::kListed && !session_.listed_nodes[owner]) {
      step.owner_status = OwnerStatus::kPossiblyListed;
    } else if (step.owner_status == OwnerStatus::kOwned && !session_.outcome.node(owner).certain) {
      step.owner_status = OwnerStatus::kPossiblyOwned;
    }
  }
}

// Who the doubtful parties are that the finding rests on.
std::vector<std::string> Findings::questions(NodeIndex node, const OwnershipFinding& supposed) const {
  std::vector<std::string> asked;
  const auto ask = [&](NodeIndex party) {
    const auto doubt = session_.doubts.find(party);
    if (doubt != session_.doubts.end() && !session_.listed_nodes[party]) add_new(asked, *doubt->second);
  };
  ask(node);
  for (const EvidenceStep& step : supposed.evidence) {
    if (step.kind == EvidenceKind::kOwnership) ask(node_of(step.owner));
  }
  if (!asked.empty()) return asked;
  // A proof that was cut, or one in which a doubtful owner counts only in that its minimum is no outsider's: whoever
  // stands above.
  std::vector<NodeIndex> pending{node};
  std::set<NodeIndex> seen{node};
  for (std::size_t next = 0; next < pending.size(); ++next) {
    session_.graph.for_each_slot(pending[next], [&](SlotIndex slot) {
      session_.graph.for_each_in(slot, [&](const InEdge& edge) {
        const bool depends = session_.supposed.node(edge.owner).possible && !session_.outcome.node(edge.owner).certain;
        if (!depends || !seen.insert(edge.owner).second) return;
        ask(edge.owner);
        pending.push_back(edge.owner);
      });
    });
  }
  return asked;
}

}  // namespace cordon::ownership
