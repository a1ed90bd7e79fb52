#include "report.hpp"

#include <algorithm>

namespace cordon::ownership {

namespace {

__extension__ using Wide = __int128;  // products of two shares

}  // namespace

Reporter::Reporter(const ReportInput& input, Outcome& outcome)
    : input_(input),
      outcome_(outcome),
      witnesses_(input.interests, input.graph, input.listed),
      rule_text_(input.rule.reference()) {}

std::string Reporter::id_of(NodeIndex node) const {
  if (node < input_.interests.node_count()) return std::string(input_.interests.id(node));
  const std::size_t added = node - (input_.graph.node_count() - input_.new_ids.size());
  return input_.new_ids[added];
}

OwnershipFinding Reporter::stranger(const EntityId& id, bool listed) const {
  OwnershipFinding finding;
  finding.entity = id;
  finding.listed = listed;
  finding.verdict = listed ? Verdict::kBlocked : Verdict::kNotBlocked;
  finding.rule = rule_text_;
  finding.rule_verified = input_.rule.verified;
  fill_figures({}, finding);
  if (!listed) finding.flags.emplace_back("no interest in this party is recorded");
  return finding;
}

Reporter::Figures Reporter::figures_of(NodeIndex node, Verdict verdict) const {
  Figures best;
  std::int64_t best_rank = 0;
  input_.graph.for_each_slot(node, [&](SlotIndex slot) {
    const std::int64_t min = outcome_.held_min(slot);
    const std::int64_t max = outcome_.held_max(slot);
    const Slot& limits = input_.graph.slot(slot);
    // The limb that decides; otherwise the one nearest to its threshold. The first limb wins ties.
    std::int64_t rank = max - input_.graph.threshold(limits);
    if (verdict == Verdict::kBlocked && input_.graph.reaches(limits, min)) rank += 2 * Share::kWholeUnits;
    if (verdict == Verdict::kUndetermined && input_.graph.reaches(limits, max)) rank += 2 * Share::kWholeUnits;
    if (best.slot == kNone || rank > best_rank) {
      best = {slot, min, max};
      best_rank = rank;
    }
  });
  return best;
}

void Reporter::fill_figures(const Figures& figures, OwnershipFinding& finding) const {
  if (!input_.rule.reaches_owned) return;
  const Limb& limb = input_.rule.limbs[figures.slot == kNone ? 0U : std::size_t{input_.graph.slot(figures.slot).limb}];
  finding.threshold = limb.threshold;
  finding.threshold_inclusive = limb.inclusive;
  finding.limb = limb.name;
  finding.blocked_share = {Share::from_units(figures.min), Share::from_units(std::max(figures.min, figures.max))};
  const std::int64_t from = limb.threshold.units();
  const std::int64_t gap = finding.verdict == Verdict::kNotBlocked ? from - finding.blocked_share.max.units()
                                                                   : from - finding.blocked_share.min.units();
  finding.distance = Share::from_units(gap < 0 ? -gap : gap);
  finding.conditions =
      finding.verdict == Verdict::kNotBlocked || finding.listed ? std::vector<std::string>{} : input_.rule.conditions;
  if (figures.slot == kNone) return;
  std::int64_t least = 0;
  std::int64_t most = 0;
  input_.graph.for_each_in(figures.slot, [&](const InEdge& edge) {
    least = std::min(least + edge.min, Share::kWholeUnits);
    most = std::min(most + edge.max, Share::kWholeUnits);
  });
  finding.unnamed_share = {Share::from_units(Share::kWholeUnits - most), Share::from_units(Share::kWholeUnits - least)};
}

OwnershipFinding Reporter::finding(NodeIndex node) {
  OwnershipFinding finding;
  finding.entity = EntityId(id_of(node));
  finding.listed = input_.listed[node];
  finding.verdict = outcome_.verdict(node);
  finding.rule = rule_text_;
  finding.rule_verified = input_.rule.verified;
  const Figures figures = figures_of(node, finding.verdict);
  fill_figures(figures, finding);
  add_evidence(node, figures, finding);
  if (node < input_.interests.node_count()) {
    add_control(node, finding);
    add_flags(node, figures, finding);
  }
  return finding;
}

Witness Reporter::witness_of(NodeIndex node, Verdict verdict) {
  if (node < prepared_at_.size() && prepared_at_[node] != kNone) return prepared_[prepared_at_[node]];
  const Reading reading = verdict == Verdict::kBlocked ? Reading::kCertain : Reading::kPossible;
  const Fixpoint& proof = outcome_.proof_of(input_.graph, node, reading);
  return witnesses_.build(proof, node, input_.evidence_steps_max);
}

void Reporter::prepare_all() {
  if (input_.rule.aggregate || !input_.rule.reaches_owned) return;
  const NodeIndex count = input_.graph.node_count();
  std::vector<std::pair<NodeIndex, NodeIndex>> by_source[2];  // (listed party, node) per reading
  for (NodeIndex node = 0; node < count; ++node) {
    if (input_.listed[node] || input_.graph.is_joint_node(node)) continue;
    const NodeOutcome& state = outcome_.node(node);
    if (state.certain) {
      by_source[0].emplace_back(state.certain_from, node);
    } else if (state.possible) {
      by_source[1].emplace_back(state.possible_from, node);
    }
  }
  std::vector<std::uint32_t> places(count, kNone);
  for (auto& entries : by_source) {
    std::sort(entries.begin(), entries.end());
    for (const auto& [source, node] : entries) {
      prepared_.push_back(witness_of(node, outcome_.verdict(node)));
      places[node] = static_cast<std::uint32_t>(prepared_.size() - 1);
    }
  }
  prepared_at_ = std::move(places);
}

EvidenceStep Reporter::step_of(const WitnessStep& step) const {
  EvidenceStep out;
  out.owner = EntityId(id_of(step.edge.owner));
  out.asset = EntityId(id_of(input_.graph.slot(step.slot).asset));
  out.owner_status = step.status;
  if ((step.edge.interest & kHypotheticalFlag) != 0) {
    out.share = {Share::from_units(step.edge.min), Share::from_units(step.edge.max)};
    out.via = input_.purchases[step.edge.interest & ~kHypotheticalFlag];
    out.record = "what-if";
    return out;
  }
  const Interest& interest = input_.interests.interests()[step.edge.interest];
  out.share = interest.share;
  out.via = interest.kind;
  out.record = input_.interests.record_text(interest);
  return out;
}

void Reporter::add_evidence(NodeIndex node, const Figures& figures, OwnershipFinding& finding) {
  if (finding.listed || figures.slot == kNone || !input_.rule.reaches_owned) return;
  if (finding.verdict == Verdict::kNotBlocked) {
    add_partial_evidence(figures, finding);
    return;
  }
  const Witness witness = witness_of(node, finding.verdict);
  for (const WitnessStep& step : witness.steps) finding.evidence.push_back(step_of(step));
  if (witness.cut) finding.flags.emplace_back("the proof is longer than what is shown");
  if (finding.verdict == Verdict::kUndetermined) add_missing(node, figures, witness, finding);
}

// What there is of blocked ownership although it does not suffice.
void Reporter::add_partial_evidence(const Figures& figures, OwnershipFinding& finding) {
  if (figures.max == 0) return;
  const auto add = [&](NodeIndex owner, const InEdge& edge) {
    if (finding.evidence.size() >= input_.evidence_steps_max) return;
    const NodeOutcome& state = outcome_.node(owner);
    if (!state.possible && !state.certain) return;
    const OwnerStatus status = input_.listed[owner] ? OwnerStatus::kListed
                               : state.certain      ? OwnerStatus::kOwned
                                                    : OwnerStatus::kPossiblyOwned;
    finding.evidence.push_back(step_of({figures.slot, edge, 0, status}));
  };
  input_.graph.for_each_in(figures.slot, [&](const InEdge& edge) {
    if (!input_.graph.is_joint_node(edge.owner)) {
      if (edge.max > 0) add(edge.owner, edge);
      return;
    }
    for (const InterestIndex row : input_.graph.group(edge).rows) {
      const Interest& interest = input_.interests.interests()[row];
      add(interest.owner, {interest.owner, row, interest.share.min.units(), interest.share.max.units()});
    }
  });
}

std::vector<EvidenceStep> Reporter::evidence_of_owners(NodeIndex node) {
  OwnershipFinding finding;
  const Figures figures = figures_of(node, outcome_.verdict(node));
  if (figures.slot != kNone) add_partial_evidence(figures, finding);
  return std::move(finding.evidence);
}

std::string Reporter::missing_text(const WitnessStep& step) const {
  const std::string owner = id_of(step.edge.owner);
  const std::string asset = id_of(input_.graph.slot(step.slot).asset);
  if ((step.edge.interest & kHypotheticalFlag) == 0) {
    const Interest& interest = input_.interests.interests()[step.edge.interest];
    if (interest.kind == InterestKind::kIndirect) {
      return "the entities through which " + owner + " holds its indirect stake in " + asset + " (" +
             range_text(interest.share) + ")";
    }
    if (!interest.period.certain_on(input_.day)) {
      return "whether " + owner + " held its " + range_text(interest.share) + " of " + asset + " on " +
             input_.day.to_string();
    }
    if (interest.share.is_unknown()) {
      return "the share of " + owner + " in " + asset + " (" + std::string(interest_kind_name(interest.kind)) +
             ", no share given)";
    }
  }
  return "the exact share of " + owner + " in " + asset + " (given as " +
         range_text({Share::from_units(step.edge.min), Share::from_units(step.edge.max)}) + ")";
}

bool Reporter::is_about_size(const WitnessStep& step) const {
  if ((step.edge.interest & kHypotheticalFlag) != 0) return true;
  const Interest& interest = input_.interests.interests()[step.edge.interest];
  return interest.kind != InterestKind::kIndirect && interest.period.certain_on(input_.day);
}

void Reporter::add_missing(NodeIndex node, const Figures& figures, const Witness& witness,
                           OwnershipFinding& finding) const {
  std::size_t own_open = 0;
  for (const WitnessStep& step : witness.steps) {
    if (input_.graph.slot(step.slot).asset == node && step.edge.min < step.edge.max) ++own_open;
  }
  for (const WitnessStep& step : witness.steps) {
    if (step.edge.min >= step.edge.max) continue;
    std::string text = missing_text(step);
    const bool alone = own_open == 1 && step.slot == figures.slot && !input_.graph.slot(step.slot).overfull;
    const bool owner_certain = outcome_.node(step.edge.owner).certain;
    if (alone && owner_certain && input_.rule.aggregate && is_about_size(step)) {
      // What is certain without this record decides how much of it is needed.
      const std::int64_t others = figures.min - step.edge.min;
      const Share needed = Share::from_units(input_.graph.threshold(input_.graph.slot(step.slot)) - others);
      text += finding.threshold_inclusive ? ": from " : ": above ";
      text += percent_text(needed) + " % on " + id_of(node) + " is reached";
    }
    finding.missing.push_back(std::move(text));
  }
  if (input_.graph.slot(figures.slot).overfull) {
    finding.missing.push_back("which of the contradictory shares in " + id_of(node) + " are right");
  }
}

void Reporter::add_control(NodeIndex node, OwnershipFinding& finding) const {
  const auto& graph = input_.interests;
  const auto interests = graph.interests_in(node);
  if (!interests.empty() && std::none_of(interests.begin(), interests.end(), [&](const Interest& interest) {
        return interest.period.possible_on(input_.day);
      })) {
    finding.flags.push_back("no interest in " + std::string(graph.id(node)) + " is known on " + input_.day.to_string());
  }
  for (const Interest& interest : graph.interests_in(node)) {
    const NodeOutcome& owner = outcome_.node(interest.owner);
    if (!owner.certain && !owner.possible) continue;
    if (!interest.period.possible_on(input_.day)) {
      const bool owned = interest_class(interest.kind) == InterestClass::kOwnership;
      if (owned && owner.certain && interest.period.end_last < input_.day.days() &&
          finding.verdict != Verdict::kBlocked && input_.rule.regime == Regime::kUsOfac && !input_.supposed) {
        finding.flags.push_back("an interest of " + std::string(graph.id(interest.owner)) + " (" +
                                range_text(interest.share) + ") ended on " +
                                base::Date(interest.period.end_last).to_string() +
                                ": property blocked while it lasted stays blocked, and a transfer of blocked "
                                "property within US jurisdiction is not recognised (OFAC FAQ 402)");
      }
      continue;
    }
    if (interest_class(interest.kind) != InterestClass::kControl || input_.graph.limb_of(interest.kind) >= 0) {
      continue;
    }
    EvidenceStep step;
    step.owner = EntityId(graph.id(interest.owner));
    step.asset = EntityId(graph.id(node));
    step.share = interest.share;
    step.via = interest.kind;
    step.kind = EvidenceKind::kControl;
    step.owner_status = input_.listed[interest.owner] ? OwnerStatus::kListed
                        : owner.certain               ? OwnerStatus::kOwned
                                                      : OwnerStatus::kPossiblyOwned;
    step.record = graph.record_text(interest);
    finding.evidence.push_back(std::move(step));
  }
}

void Reporter::add_flags(NodeIndex node, const Figures& figures, OwnershipFinding& finding) {
  if (figures.slot == kNone) return;
  if (circles_.empty() && input_.find_circles) circles_ = circle_sizes(input_.graph);
  const Slot& slot = input_.graph.slot(figures.slot);
  std::int64_t own = 0;
  input_.graph.for_each_in(figures.slot, [&](const InEdge& edge) {
    if (edge.owner == node) own = std::min(own + edge.max, Share::kWholeUnits);
    if (input_.graph.is_joint_node(edge.owner) && input_.graph.group(edge).one_share) {
      finding.flags.emplace_back("shares recorded for several holders exceed 100 % unless they are one joint share");
    }
  });
  if (own > 0) {
    std::string text = "treasury shares: up to " + percent_text(Share::from_units(own)) +
                       " % of itself; no text read settles whether they count in the whole";
    const bool flips =
        finding.verdict == Verdict::kNotBlocked &&
        Wide{figures.max} * Share::kWholeUnits >= Wide{input_.graph.threshold(slot)} * (Share::kWholeUnits - own) &&
        figures.max > 0;
    if (flips) text += "; left out of it, the threshold would be reached";
    finding.flags.push_back(std::move(text));
  }
  if (node < circles_.size() && circles_[node] > 1) {
    finding.flags.push_back("cross-holding: part of a circle of " + std::to_string(circles_[node]) +
                            " that hold shares in each other");
  }
  if (slot.overfull) {
    finding.flags.emplace_back("contradictory data: the least shares given add up to more than 100 %");
  }
}

}  // namespace cordon::ownership
