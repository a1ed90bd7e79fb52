#include "cordon/outlook/next_evaluation.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "candidate_lists.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/file.hpp"
#include "cordon/service/outlook.hpp"
#include "round_source.hpp"

namespace cordon::service {
namespace {

using base::Date;
using base::Result;
using outlook::NextCandidate;
using Outcomes = std::map<std::string, Date>;  // candidate -> the day of designation

constexpr std::int32_t kTwelveMonths = 365;  // days

// Up to which day designations would have been seen: the list's newest version, or the day asked for with a file.
Result<Date> observed_until(Workspace& workspace, const NextEvaluationRequest& request, Date as_of) {
  if (!request.outcomes.empty()) return as_of;
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions,
                active_versions(workspace.store(), std::string(CandidateLists::kForecastList), as_of));
  return versions.empty() ? Date{} : versions.back().published;
}

// The first version of the list on which each candidate stands. Who stands on the oldest one (first) was never a
// candidate, and its day is no round.
Result<Outcomes> outcomes_of_lists(Workspace& workspace, const std::vector<NextCandidate>& candidates, Date as_of,
                                   std::optional<Date>& first) {
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions,
                active_versions(workspace.store(), std::string(CandidateLists::kForecastList), as_of));
  drop_before_last_hole(versions);  // what came between two far apart came on no day that is known
  if (!versions.empty()) first = versions.front().published;
  Outcomes out;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    workspace.progress().report("looking up outcomes", i + 1, versions.size());
    CORDON_ASSIGN(const CandidateLists lists, CandidateLists::open(workspace, versions[i].published));
    for (const NextCandidate& candidate : candidates) {
      if (out.contains(candidate.id)) continue;
      const auto links = lists.links_of(candidate);
      const bool listed = !links.empty() && links.front().kind == outlook::ListedLink::Kind::kSelf;
      if (listed) out.emplace(candidate.id, versions[i].published);
    }
  }
  return out;
}

}  // namespace

Result<void> horizon_next_evaluation(Workspace& workspace, const NextEvaluationRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const std::string text, base::read_file(request.candidates));
  CORDON_ASSIGN(const std::vector<NextCandidate> candidates,
                outlook::parse_candidates(request.candidates.filename().string(), text));
  CORDON_ASSIGN(const outlook::NextInLine model, outlook::NextInLine::shipped());
  const Date as_of = request.as_of.value_or(base::date_of(workspace.clock().now()));
  Outcomes outcomes;
  std::optional<Date> first;  // the day of the oldest version that counts
  std::string hashed = text;
  if (request.outcomes.empty()) {
    CORDON_ASSIGN(outcomes, outcomes_of_lists(workspace, candidates, as_of, first));
  } else {
    CORDON_ASSIGN(const std::string told, base::read_file(request.outcomes));
    CORDON_ASSIGN(const auto rows, outlook::parse_outcomes(request.outcomes.filename().string(), told));
    for (const auto& [id, day] : rows) {
      if (day <= as_of) outcomes.emplace(id, day);
    }
    hashed += told;
  }
  // Whoever was designated early is known early; to count them alone would make every year look busy.
  CORDON_ASSIGN(const Date observed_to, observed_until(workspace, request, as_of));
  std::set<Date> days;
  for (const auto& [id, day] : outcomes) days.insert(day);
  if (first) days.erase(*first);
  std::vector<outlook::RankedRound> rounds;
  for (const Date day : days) {
    const Date before = day.plus_days(-1);
    CORDON_ASSIGN(const CandidateLists lists, CandidateLists::open(workspace, before));
    outlook::RankedRound round{day, {}};
    for (const NextCandidate& candidate : candidates) {
      const auto outcome = outcomes.find(candidate.id);
      if (outcome != outcomes.end() && outcome->second < day) continue;
      if (candidate.known_since && *candidate.known_since > before) continue;
      outlook::RankedCandidate one;
      one.answer = model.assess(candidate, lists.links_of(candidate), before);
      if (!one.answer.probability_12m) continue;  // listed already
      one.wealth = candidate.net_worth_busd.value_or(0.0);
      one.designated = outcome != outcomes.end() && outcome->second == day;
      const Date year = before.plus_days(kTwelveMonths);
      const bool came = outcome != outcomes.end() && outcome->second <= year;
      if (year <= observed_to) one.within_year = came;
      round.at_risk.push_back(std::move(one));
    }
    rounds.push_back(std::move(round));
  }
  return outlook::evaluate_next(rounds, base::ContentHash::of(hashed).hex(), sink);
}

}  // namespace cordon::service
