#include "cordon/measures/assess.hpp"

#include <algorithm>

#include "evaluate.hpp"

namespace cordon::measures {
namespace {

using base::Result;

std::string_view mark_text(std::string_view mark) {
  if (mark == "S") return "known from press or summaries only";
  if (mark == "P") return "read by an earlier hand, not re-read";
  if (mark == "M") return "from memory, no source seen";
  return "part of it rests on memory or on a text not read in full";
}

enum class Phase : std::uint8_t { kUnheard, kPending, kInForce, kEnded };

Phase phase_of(const Rule& rule, base::Date day) {
  if (day < rule.about.effective_from) {
    const bool known = !rule.pending.empty() && rule.pending.front().known_from <= day;
    return known ? Phase::kPending : Phase::kUnheard;
  }
  if (!rule.dated_by_issue && rule.about.effective_to && *rule.about.effective_to < day) return Phase::kEnded;
  return Phase::kInForce;
}

Finding issue_date_finding(const Rule& rule, const Facts& facts) {
  Condition condition;
  condition.kind = ConditionKind::kDate;
  condition.domain = "deal_date";
  condition.from = rule.about.effective_from;
  condition.to = rule.about.effective_to;
  return evaluate(condition, facts);
}

Finding joined(Finding a, const Finding& b) {
  if (b.truth > a.truth) return a;
  if (b.truth < a.truth) return b;
  append_sentence(a.text, b.text);
  add_missing(a.missing, b.missing);
  add_missing(a.citations, b.citations);
  return a;
}

// To whom the rule speaks: the reach that decides, or an unknown between several.
struct Reached {
  Finding finding;
  const Reach* reach = nullptr;  // set when finding is true
};

Reached reached_by(const Rule& rule, const Facts& facts) {
  Reached out{{Truth::kFalse, {}, ""}, nullptr};
  std::vector<const Reach*> possible;
  bool settled = false;
  for (const Reach& reach : rule.reach) {
    const Finding one = evaluate(reach.to, facts);
    if (one.truth == Truth::kFalse) {
      if (possible.empty()) append_sentence(out.finding.text, one.text);
      continue;
    }
    if (possible.empty()) out.finding.text.clear();
    possible.push_back(&reach);
    append_sentence(out.finding.text, one.text);
    settled = one.truth == Truth::kTrue;
    if (settled) break;
    add_missing(out.finding.missing, one.missing);
  }
  if (possible.empty()) return out;
  const bool same = settled && std::all_of(possible.begin(), possible.end(), [&](const Reach* reach) {
                      return reach->outcome == possible.front()->outcome;
                    });
  if (same) {
    out.finding.truth = Truth::kTrue;
    out.finding.missing.clear();
    out.reach = possible.back();
    return out;
  }
  out.finding.truth = Truth::kUnknown;
  return out;
}

// One rule's answer, with what is needed to choose among the rules of a family.
struct Answer {
  Assessment assessment;
  Phase phase = Phase::kInForce;
  std::string reason;  // the facts alone, for 'also considered'
  bool successor = false;
  bool speaks = false;  // the rule is about these facts, though it may leave them free
};

class RuleReader {
 public:
  RuleReader(const Family& family, const Rule& rule, const Facts& facts)
      : family_(family), rule_(rule), facts_(facts) {}

  Answer answer();

 private:
  void decide();
  void apply_relief(const Relief& relief);
  void pend();
  void finish();
  [[nodiscard]] const PendingStep* step() const;

  const Family& family_;
  const Rule& rule_;
  const Facts& facts_;
  Answer out_;
  std::string because_;
  bool relieved_ = false;
};

const PendingStep* RuleReader::step() const {
  const PendingStep* last = nullptr;
  for (const PendingStep& one : rule_.pending) {
    if (one.known_from <= facts_.as_of) last = &one;
  }
  return last;
}

void RuleReader::decide() {
  Assessment& to = out_.assessment;
  Finding facts = evaluate(rule_.when, facts_);
  if (rule_.dated_by_issue) facts = joined(std::move(facts), issue_date_finding(rule_, facts_));
  const Reached reached = reached_by(rule_, facts_);
  if (facts.truth == Truth::kFalse || reached.finding.truth == Truth::kFalse) {
    to.outcome = Outcome::kAllowed;
    if (facts.truth == Truth::kFalse) append_sentence(because_, facts.text);
    if (reached.finding.truth == Truth::kFalse) append_sentence(because_, reached.finding.text);
    out_.reason = because_;
    because_ = "does not bite: " + because_;
    return;
  }
  Finding both = joined(facts, reached.finding);
  if (both.truth == Truth::kUnknown) {
    to.outcome = Outcome::kUnknown;
    to.missing_facts = both.missing;
    out_.reason = both.text;
    because_ = "cannot be decided: " + both.text + ". The rule: " + rule_.about.text;
    return;
  }
  to.outcome = reached.reach->outcome;
  out_.speaks = true;
  out_.reason = facts.text;
  because_ = rule_.about.text + ". Here " + facts.text;
  append_sentence(because_, reached.finding.text);
  if (!reached.reach->sanctionable.empty()) {
    because_ += ". Not forbidden to this actor, but sanctionable: " + reached.reach->sanctionable;
  }
  append_sentence(because_, reached.reach->because, ". ");
  for (const std::string& citation : facts.citations) append_sentence(to.citation, citation);
}

void RuleReader::apply_relief(const Relief& relief) {
  if (relieved_ || (relief.from && facts_.as_of < *relief.from)) return;
  const Finding finding = evaluate(relief.when, facts_);
  if (finding.truth == Truth::kFalse) return;
  const bool ended = (relief.to && *relief.to < facts_.as_of) || (relief.until && *relief.until <= facts_.as_of);
  Assessment& to = out_.assessment;
  if (finding.truth == Truth::kUnknown || ended) {
    if (ended) {
      append_sentence(because_,
                      relief.citation + " ended on " + (relief.until ? *relief.until : *relief.to).to_string(), ". ");
    } else if (to.outcome != Outcome::kUnknown) {
      append_sentence(because_, relief.citation + " may apply, but " + finding.text, ". ");
      add_missing(to.missing_facts, finding.missing);
    }
    return;
  }
  // Also when it is open whether the rule bites: whichever way that turns out, the activity is covered.
  relieved_ = true;
  to.outcome = relief.outcome;
  to.missing_facts.clear();
  to.citation = relief.citation + "; " + rule_.about.citation;
  if (relief.from) to.effective_from = relief.from;
  to.effective_to = relief.until ? relief.until : relief.to;
  out_.reason = relief.because;
  because_ = relief.because + " (" + relief.citation + "). Here " + finding.text + ". Without it: " + rule_.about.text;
  if (relief.until) because_ += ". It ends in the first minute of " + relief.until->to_string();
  if (!relief.verified) because_ += ". Unverified: " + std::string(mark_text(relief.mark));
}

void RuleReader::pend() {
  Assessment& to = out_.assessment;
  const PendingStep* current = step();
  if (to.outcome == Outcome::kAllowed || to.outcome == Outcome::kLicence) {
    because_ += ". Nor is the rule in force yet: " + current->because;
    return;
  }
  to.outcome = Outcome::kPending;
  to.expected_from = current->expected_from;
  because_ =
      "not yet in force: " + current->because +
      (current->expected_from ? ". Expected from " + current->expected_from->to_string() : ". No date is known") +
      ". Once in force: " + because_;
  if (current->mark == "M" || current->mark == "S") {
    because_ += ". The state of the proposal is unverified: " + std::string(mark_text(current->mark));
  }
}

void RuleReader::finish() {
  Assessment& to = out_.assessment;
  if (out_.phase == Phase::kEnded) {
    because_ = "no longer in force: ended on " + rule_.about.effective_to->to_string() +
               (rule_.ended_because.empty() ? "" : " (" + rule_.ended_because + ")");
    out_.reason = because_;
    to.outcome = Outcome::kAllowed;
    to.missing_facts.clear();
  }
  for (const OpenStatus& open : rule_.open_status) {
    if (facts_.as_of < open.from || (open.to && *open.to < facts_.as_of) || to.outcome < Outcome::kUnknown) continue;
    to.outcome = Outcome::kUnknown;
    add_missing(to.missing_facts, {"present legal effect of the rule"});
    because_ = open.because + ". As the rule stood before: " + because_;
  }
  if (!rule_.about.verified) because_ += ". Unverified: " + std::string(mark_text(rule_.about.mark));
  if (facts_.as_of > facts_.book->vocabulary.read_until) {
    because_ += ". The newest source read is of " + facts_.book->vocabulary.read_until.to_string();
  }
  because_ += ".";
  to.because = because_;
}

Answer RuleReader::answer() {
  Assessment& to = out_.assessment;
  out_.phase = phase_of(rule_, facts_.as_of);
  to.rule = rule_.about.id;
  to.family = family_.id;
  out_.successor = !rule_.replaces.empty();
  to.citation = rule_.about.citation;
  if (out_.phase != Phase::kPending) to.effective_from = rule_.about.effective_from;
  // A later end is not known on the day itself.
  if (rule_.about.effective_to && *rule_.about.effective_to <= facts_.as_of) to.effective_to = rule_.about.effective_to;
  decide();
  if (to.outcome >= Outcome::kUnknown) {
    for (const Relief& relief : rule_.relief) apply_relief(relief);
    for (const Relief& licence : facts_.book->licences) {
      if (std::find(licence.families.begin(), licence.families.end(), family_.id) != licence.families.end()) {
        apply_relief(licence);
      }
    }
  }
  if (out_.phase == Phase::kPending) pend();
  finish();
  return std::move(out_);
}

// A coming version of a rule in force is news, not the answer of the day: it ranks with 'allowed'.
Outcome weight(const Answer& answer) {
  return answer.successor && answer.phase == Phase::kPending ? Outcome::kAllowed : answer.assessment.outcome;
}

bool better(const Answer& a, const Answer& b) {
  if (weight(a) != weight(b)) return weight(a) > weight(b);
  const auto rank = [](const Answer& answer) {
    return answer.phase == Phase::kInForce ? 0 : answer.phase == Phase::kPending ? 1 : 2;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.speaks && !b.speaks;
}

std::optional<Assessment> family_answer(const Family& family, const Facts& facts) {
  std::vector<Answer> answers;
  for (const Rule& rule : family.rules) {
    if (phase_of(rule, facts.as_of) == Phase::kUnheard) continue;
    answers.push_back(RuleReader(family, rule, facts).answer());
  }
  if (answers.empty()) return std::nullopt;
  const auto best = std::min_element(answers.begin(), answers.end(), better);
  Assessment out = best->assessment;
  std::string others;
  for (const Answer& answer : answers) {
    if (&answer == &*best || answer.reason.empty() || answer.reason == best->reason) continue;
    if (answer.phase == Phase::kEnded && best->phase != Phase::kEnded) continue;
    if (others.find(answer.reason) != std::string::npos) continue;
    append_sentence(others, answer.assessment.rule + " " + std::string(outcome_name(answer.assessment.outcome)) + " (" +
                                answer.reason + ")");
  }
  if (!others.empty()) out.because += " Also considered: " + others + ".";
  return out;
}

bool comes_near(const Family& family, Facts& facts, const std::vector<base::Date>& scheduled) {
  facts.near = true;
  bool near = evaluate(family.near, facts).truth == Truth::kTrue;
  for (const base::Date day : scheduled) {
    facts.listing_date = day;
    near = near || evaluate(family.near, facts).truth == Truth::kTrue;
  }
  facts.listing_date = facts.as_of;
  facts.near = false;
  return near;
}

}  // namespace

Result<std::vector<Assessment>> assess(const Activity& activity, base::Date as_of, const RuleBook& book,
                                       const PartyResolver* resolver) {
  CORDON_ASSIGN(Facts facts, build_facts(activity, as_of, book.data(), resolver));
  const std::vector<base::Date> scheduled = facts.scheduled_days();
  std::vector<Assessment> out;
  for (const Family& family : book.data().families) {
    if (!comes_near(family, facts, scheduled)) continue;
    std::optional<Assessment> answer = family_answer(family, facts);
    if (!answer) continue;
    // A listing that is published but not yet effective makes a pending answer where there would be none.
    for (const base::Date day : scheduled) {
      if (answer->outcome > Outcome::kLicence) break;
      facts.listing_date = day;
      const std::optional<Assessment> then = family_answer(family, facts);
      facts.listing_date = as_of;
      if (!then || then->outcome < Outcome::kRestricted) continue;
      answer = then;
      answer->outcome = Outcome::kPending;
      answer->expected_from = day;
      answer->because = "the listing takes effect on " + day.to_string() + ". From then: " + then->because;
    }
    out.push_back(std::move(*answer));
  }
  return out;
}

}  // namespace cordon::measures
