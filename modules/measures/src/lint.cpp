#include "cordon/measures/lint.hpp"

#include <algorithm>
#include <tuple>

#include "cordon/measures/assess.hpp"
#include "evaluate.hpp"
#include "rule_book.hpp"

namespace cordon::measures {
namespace {

void add(std::vector<LintFinding>& out, std::string rule, std::string problem) {
  out.push_back({std::move(rule), std::move(problem)});
}

bool rests_on_reading(std::string_view mark) { return mark == "V" || mark == "V2" || mark == "D" || mark == "C"; }

void lint_rule(const Rule& rule, std::vector<LintFinding>& out) {
  const RuleSummary& about = rule.about;
  if (about.citation.empty()) add(out, about.id, "has no citation");
  if (about.text.empty()) add(out, about.id, "has no text");
  if (about.jurisdiction.empty() || about.issuer.empty()) add(out, about.id, "has no jurisdiction or issuer");
  if (about.verified && !rests_on_reading(about.mark)) add(out, about.id, "mark " + about.mark + " cannot be verified");
  if (about.effective_to && *about.effective_to < about.effective_from) add(out, about.id, "ends before it begins");
  if (about.revision < 1) add(out, about.id, "has no revision");
  for (const PendingStep& step : rule.pending) {
    if (step.expected_from && *step.expected_from <= step.known_from) {
      add(out, about.id, "is expected before it was known");
    }
  }
  for (const Reach& reach : rule.reach) {
    if (!reach.sanctionable.empty() && reach.outcome != Outcome::kRestricted) {
      add(out, about.id, "is sanctionable but not 'restricted'");
    }
  }
}

void lint_relief(const Relief& relief, std::vector<LintFinding>& out) {
  if (relief.verified && !rests_on_reading(relief.mark))
    add(out, relief.id, "mark " + relief.mark + " cannot be verified");
  if (relief.to && relief.until) add(out, relief.id, "has both 'to' and 'until'");
  const std::optional<base::Date> end = relief.to ? relief.to : relief.until;
  if (relief.from && end && *end < *relief.from) add(out, relief.id, "ends before it begins");
  if (relief.outcome == Outcome::kLicence && relief.citation.empty())
    add(out, relief.id, "is a licence without citation");
}

// Days between two rules of a family that nothing covers need an explanation.
void lint_gaps(const Family& family, std::vector<LintFinding>& out) {
  std::vector<std::pair<base::Date, std::optional<base::Date>>> spans;
  for (const Rule& rule : family.rules) spans.emplace_back(rule.about.effective_from, rule.about.effective_to);
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::optional<base::Date> covered = spans.front().second;
  bool open = !covered;
  for (std::size_t i = 1; i < spans.size() && !open; ++i) {
    if (spans[i].first > covered->plus_days(1) && family.gaps.empty()) {
      add(out, family.id,
          "nothing applies between " + covered->to_string() + " and " + spans[i].first.to_string() +
              ", and 'gaps' does not say why");
    }
    open = !spans[i].second;
    if (!open) covered = std::max(*covered, *spans[i].second);
  }
}

bool overlap(const Rule& a, const Rule& b) {
  return (!a.about.effective_to || b.about.effective_from <= *a.about.effective_to) &&
         (!b.about.effective_to || a.about.effective_from <= *b.about.effective_to);
}

// The activities a rule is probed with: its own types, each kind of actor, its own tags and classes, and the days
// around its dates. Two rules of one family that both bite on a probe must answer alike.
class Prober {
 public:
  Prober(const RuleBookData& book, std::vector<LintFinding>& out) : book_(book), out_(out) {}

  void probe(const Family& family) {
    for (std::size_t i = 0; i < family.rules.size(); ++i) {
      for (std::size_t j = i + 1; j < family.rules.size(); ++j) compare(family.rules[i], family.rules[j]);
    }
  }

 private:
  struct Words {
    std::set<std::string> types, tags, countries;
    std::map<std::string, std::set<std::string>> classes;
    std::set<std::int64_t> amounts;
  };

  static void collect(const Condition& condition, Words& words) {
    if (condition.kind == ConditionKind::kType) words.types.insert(condition.words.begin(), condition.words.end());
    if (condition.kind == ConditionKind::kClass) {
      words.classes[condition.domain].insert(condition.words.begin(), condition.words.end());
    }
    words.tags.insert(condition.party.tags.begin(), condition.party.tags.end());
    if (condition.kind == ConditionKind::kPartyCountry)
      words.countries.insert(condition.words.begin(), condition.words.end());
    if (condition.low) words.amounts.insert({*condition.low, *condition.low + 1000});
    for (const Condition& child : condition.children) collect(child, words);
  }

  void compare(const Rule& a, const Rule& b) {
    if (!overlap(a, b)) return;
    Words words;
    collect(a.when, words);
    collect(b.when, words);
    std::set<base::Date> days;
    for (const Rule* rule : {&a, &b}) {
      days.insert(rule->about.effective_from);
      if (rule->about.effective_to) days.insert(*rule->about.effective_to);
    }
    if (words.types.empty()) words.types.insert("other");
    for (const base::Date day : days) {
      for (const std::string& type : words.types) probe_type(a, b, words, type, day);
    }
  }

  void probe_type(const Rule& a, const Rule& b, const Words& words, const std::string& type, base::Date day) {
    static constexpr const char* kActors[] = {"us", "de", "gb", "ch", "ae"};
    for (const char* country : kActors) {
      Activity activity;
      activity.type = type;
      activity.actor.nationalities = {country};
      activity.actor.place = country;
      activity.actor.kind = "bank";
      activity.currency = "USD";
      activity.parties_given = activity.ownership_given = true;
      Party party;
      party.name = "probe";
      party.country = words.countries.empty() ? "ru" : *words.countries.begin();
      party.programmes = std::vector<std::string>(words.tags.begin(), words.tags.end());
      Party holder = party;
      holder.share = ShareRange{*base::BasisPoints::from_int(5000), *base::BasisPoints::from_int(5000)};
      activity.parties = {party};
      activity.ownership = {holder};
      const auto date = base::PartialDate::from_parts(day.year(), day.month(), day.day());
      activity.contract_date = activity.issue_date = activity.initiated = activity.loaded = date;
      for (const std::int64_t amount : words.amounts.empty() ? std::set<std::int64_t>{1000} : words.amounts) {
        activity.value = activity.aggregate_12m_value = activity.unit_price = activity.depth_ft = amount;
        activity.tenor_days = amount / 1000;
        probe_classes(a, b, words, activity, day);
      }
    }
  }

  // Classes are set directly: each combination of one class per domain that the two rules name.
  void probe_classes(const Rule& a, const Rule& b, const Words& words, const Activity& activity, base::Date day) {
    base::Result<Facts> facts = build_facts(activity, day, book_, nullptr);
    if (!facts) return;
    std::vector<std::pair<std::string, std::vector<std::string>>> domains;
    for (const auto& [domain, classes] : words.classes)
      domains.emplace_back(domain, std::vector(classes.begin(), classes.end()));
    std::vector<std::size_t> at(domains.size(), 0);
    while (true) {
      for (std::size_t i = 0; i < domains.size(); ++i) {
        ClassText& text = facts->classes[domains[i].first];
        text.given = text.recognised = true;
        text.classes = {domains[i].second[at[i]]};
      }
      check(a, b, *facts);
      std::size_t i = 0;
      while (i < at.size() && ++at[i] == domains[i].second.size()) at[i++] = 0;
      if (i == at.size()) return;
    }
  }

  void check(const Rule& a, const Rule& b, const Facts& facts) {
    const std::optional<Outcome> first = outcome_of(a, facts);
    const std::optional<Outcome> second = outcome_of(b, facts);
    if (!first || !second || *first == *second) return;
    const std::string problem = "contradicts " + b.about.id + ": " + std::string(outcome_name(*first)) + " and " +
                                std::string(outcome_name(*second)) + " for " + facts.activity->type + " on " +
                                facts.as_of.to_string();
    if (reported_.insert(a.about.id + b.about.id).second) add(out_, a.about.id, problem);
  }

  // What a rule in force says when it bites, before any relief.
  static std::optional<Outcome> outcome_of(const Rule& rule, const Facts& facts) {
    if (facts.as_of < rule.about.effective_from) return std::nullopt;
    if (rule.about.effective_to && *rule.about.effective_to < facts.as_of) return std::nullopt;
    if (evaluate(rule.when, facts).truth != Truth::kTrue) return std::nullopt;
    for (const Reach& reach : rule.reach) {
      if (evaluate(reach.to, facts).truth == Truth::kTrue) return reach.outcome;
    }
    return std::nullopt;
  }

  const RuleBookData& book_;
  std::vector<LintFinding>& out_;
  std::set<std::string> reported_;
};

void lint_vocabulary(const RuleBookData& book, std::vector<LintFinding>& out) {
  for (const auto& [id, tag] : book.vocabulary.tags) {
    if (tag.verified && !rests_on_reading(tag.mark)) add(out, id, "tag with mark " + tag.mark + " cannot be verified");
    for (const std::string& other : tag.not_blocking_with) {
      if (!book.vocabulary.tags.contains(other)) add(out, id, "names unknown tag " + other);
    }
  }
  for (const CuratedParty& party : book.parties) {
    for (const CuratedMembership& membership : party.memberships) {
      if (membership.verified && !rests_on_reading(membership.mark)) {
        add(out, party.name, membership.tag + " with mark " + membership.mark + " cannot be verified");
      }
      if (membership.known_from && membership.from && *membership.known_from > *membership.from) {
        add(out, party.name, membership.tag + " was known only after it began");
      }
    }
  }
}

}  // namespace

std::vector<LintFinding> lint(const RuleBook& book) {
  const RuleBookData& data = book.data();
  std::vector<LintFinding> out;
  Prober prober(data, out);
  for (const Family& family : data.families) {
    for (const Rule& rule : family.rules) {
      lint_rule(rule, out);
      for (const Relief& relief : rule.relief) lint_relief(relief, out);
    }
    lint_gaps(family, out);
    prober.probe(family);
  }
  for (const Relief& licence : data.licences) lint_relief(licence, out);
  lint_vocabulary(data, out);
  std::sort(out.begin(), out.end(), [](const LintFinding& a, const LintFinding& b) {
    return std::tie(a.rule, a.problem) < std::tie(b.rule, b.problem);
  });
  return out;
}

}  // namespace cordon::measures
