#include "cordon/service/outlook.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "cordon/base/file.hpp"
#include "cordon/outlook/families.hpp"
#include "cordon/outlook/rounds.hpp"
#include "forecast_record.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using WorkspaceOpener = std::function<Result<Workspace*>()>;

void count(outlook::Round& round, const store::SubjectChange& change, const std::vector<std::string>& tags) {
  ++round.entries;
  if (change.schema == "Person") {
    ++round.individuals;
  } else if (change.schema == "Vessel") {
    ++round.vessels;
  } else if (change.schema == "Airplane") {
    ++round.aircraft;
  } else {
    ++round.entities;
  }
  for (const std::string& tag : tags) {
    const auto same = [&](const auto& kept) { return kept.first == tag; };
    const auto found = std::find_if(round.programmes.begin(), round.programmes.end(), same);
    if (found == round.programmes.end()) {
      round.programmes.emplace_back(tag, 1);
    } else {
      ++found->second;
    }
  }
}

// New entries between neighbouring versions of a list. The first version is where observation begins.
Result<outlook::RoundHistory> rounds_of_list(const store::Store& store, const RoundsSource& from) {
  CORDON_ASSIGN(const outlook::ProgrammeFamily family, outlook::programme_family(from.family));
  const model::SourceId source{from.source};
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, store.versions(source));
  std::erase_if(versions, [](const auto& version) { return version.state != store::VersionState::kActive; });
  if (versions.empty()) {
    return Error{ErrorCode::kNotFound,
                 "expected a loaded list " + from.source + " or --rounds FILE; import the list's versions first",
                 {}};
  }
  outlook::RoundHistory history;
  history.observed_from = versions.front().published;
  std::map<base::Date, outlook::Round> by_day;
  for (std::size_t i = 1; i < versions.size(); ++i) {
    if (versions[i].added == 0) continue;
    CORDON_ASSIGN(const std::vector<store::SubjectChange> changes,
                  store.changes(source, versions[i - 1].version, versions[i].version));
    for (const store::SubjectChange& change : changes) {
      if (change.kind != store::ChangeKind::kAdded) continue;
      const std::vector<std::string> tags = family.tags_of(change.programmes);
      if (tags.empty()) continue;
      outlook::Round& round = by_day[versions[i].published];
      round.date = versions[i].published;
      count(round, change, tags);
    }
  }
  for (auto& [day, round] : by_day) history.rounds.push_back(std::move(round));
  return history;
}

Result<outlook::RoundHistory> rounds_of(const WorkspaceOpener& open, const RoundsSource& from) {
  if (from.file.empty()) {
    CORDON_ASSIGN(Workspace * workspace, open());
    return rounds_of_list(workspace->store(), from);
  }
  CORDON_ASSIGN(const std::string text, base::read_file(from.file));
  return outlook::parse_rounds(from.file.filename().string(), text);
}

}  // namespace

Result<void> horizon_outlook(const WorkspaceOpener& workspace, const RoundOutlookRequest& request,
                             const base::Clock& clock, const JsonSink& sink) {
  CORDON_ASSIGN(const outlook::RoundHistory history, rounds_of(workspace, request.rounds));
  outlook::OutlookOptions options;
  options.as_of = request.as_of.value_or(base::date_of(clock.now()));
  options.horizons = request.horizons;
  options.programme = request.programme;
  ForecastRecord record{request.ledger, base::date_of(clock.now())};
  CORDON_TRY(outlook::round_outlook(history, options, [&](std::string_view json) {
    record.add_round(json);
    return sink(json);
  }));
  CORDON_TRY(record.write());
  return {};
}

Result<void> horizon_backtest(const WorkspaceOpener& workspace, const RoundBacktestRequest& request,
                              const JsonSink& sink) {
  CORDON_ASSIGN(const outlook::RoundHistory history, rounds_of(workspace, request.rounds));
  outlook::BacktestOptions options;
  options.filter = {request.programme, request.min_size};
  options.horizons = request.horizons;
  options.from = request.from;
  options.to = request.to;
  options.each = request.each;
  return outlook::backtest_rounds(history, options, sink);
}

}  // namespace cordon::service
