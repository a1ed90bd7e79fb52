#include "cordon/outlook/next_evaluation.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "candidate_lists.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/file.hpp"
#include "cordon/service/outlook.hpp"

namespace cordon::service {
namespace {

using base::Date;
using base::Result;
using outlook::NextCandidate;
using Outcomes = std::map<std::string, Date>;  // candidate -> the day of designation

// The first version of the list on which each candidate stands. Who stands on the oldest one was never a candidate.
Result<Outcomes> outcomes_of_lists(Workspace& workspace, const std::vector<NextCandidate>& candidates, Date as_of) {
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions,
                workspace.store().versions(model::SourceId{std::string(CandidateLists::kForecastList)}));
  std::erase_if(versions, [&](const store::VersionInfo& version) {
    return version.state != store::VersionState::kActive || version.published > as_of;
  });
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
  std::string hashed = text;
  if (request.outcomes.empty()) {
    CORDON_ASSIGN(outcomes, outcomes_of_lists(workspace, candidates, as_of));
  } else {
    CORDON_ASSIGN(const std::string told, base::read_file(request.outcomes));
    CORDON_ASSIGN(const auto rows, outlook::parse_outcomes(request.outcomes.filename().string(), told));
    for (const auto& [id, day] : rows) {
      if (day <= as_of) outcomes.emplace(id, day);
    }
    hashed += told;
  }
  std::set<Date> days;
  for (const auto& [id, day] : outcomes) days.insert(day);
  std::vector<outlook::RankedRound> rounds;
  for (const Date day : days) {
    const Date before = day.plus_days(-1);
    CORDON_ASSIGN(const CandidateLists lists, CandidateLists::open(workspace, before));
    outlook::RankedRound round{day, {}};
    for (const NextCandidate& candidate : candidates) {
      const auto outcome = outcomes.find(candidate.id);
      if (outcome != outcomes.end() && outcome->second < day) continue;
      outlook::RankedCandidate one;
      one.answer = model.assess(candidate, lists.links_of(candidate), before);
      if (!one.answer.probability_12m) continue;  // listed already
      one.wealth = candidate.net_worth_busd.value_or(0.0);
      one.designated = outcome != outcomes.end() && outcome->second == day;
      round.at_risk.push_back(std::move(one));
    }
    rounds.push_back(std::move(round));
  }
  return outlook::evaluate_next(rounds, base::ContentHash::of(hashed).hex(), sink);
}

}  // namespace cordon::service
