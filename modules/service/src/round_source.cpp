#include "round_source.hpp"

#include <algorithm>
#include <map>

#include "cordon/base/file.hpp"
#include "freshness.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

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

// Look-back copies of a list loaded beside its daily versions are far apart: what came between two of them is no round
// of one day, and nobody saw the days between. A gap is such a hole when it is many times the usual one. Our choice.
constexpr std::int32_t kSmallestHoleDays = 60;
constexpr std::int32_t kHoleFactor = 10;  // times the median gap

// A file of rounds whose last one is older says nothing of the time since. The longest quiet stretch of the history
// that the method was made on is 95 days. Our choice.
constexpr std::int32_t kLongestQuietDays = 120;

}  // namespace

void drop_before_last_hole(std::vector<store::VersionInfo>& versions) {
  if (versions.size() < 3) return;
  std::vector<std::int32_t> gaps;
  for (std::size_t i = 1; i < versions.size(); ++i) {
    gaps.push_back(versions[i].published.days() - versions[i - 1].published.days());
  }
  std::vector<std::int32_t> sorted = gaps;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
  const std::int32_t hole = std::max(kSmallestHoleDays, kHoleFactor * sorted[sorted.size() / 2]);
  for (std::size_t i = gaps.size(); i-- > 0;) {
    if (gaps[i] <= hole) continue;
    versions.erase(versions.begin(), versions.begin() + static_cast<std::ptrdiff_t>(i + 1));
    return;
  }
}

Result<std::vector<store::VersionInfo>> active_versions(const store::Store& store, const std::string& source,
                                                        std::optional<base::Date> as_of) {
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, store.versions(model::SourceId{source}));
  std::erase_if(versions, [&](const auto& version) {
    return version.state != store::VersionState::kActive || (as_of && version.published > *as_of);
  });
  return versions;
}

Result<outlook::RoundHistory> rounds_of_versions(const store::Store& store,
                                                 const std::vector<store::VersionInfo>& versions,
                                                 const outlook::ProgrammeFamily& family) {
  outlook::RoundHistory history;
  if (versions.empty()) return history;
  history.observed_from = versions.front().published;
  history.observed_to = versions.back().published;
  std::map<base::Date, outlook::Round> by_day;
  for (std::size_t i = 1; i < versions.size(); ++i) {
    if (versions[i].added == 0) continue;
    CORDON_ASSIGN(const std::vector<store::SubjectChange> changes,
                  store.changes(versions[i].source, versions[i - 1].version, versions[i].version));
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

Result<outlook::RoundHistory> rounds_of(const WorkspaceOpener& open, const RoundsSource& from,
                                        std::optional<base::Date> as_of) {
  if (!from.file.empty()) {
    CORDON_ASSIGN(const std::string text, base::read_file(from.file));
    CORDON_ASSIGN(outlook::RoundHistory history, outlook::parse_rounds(from.file.filename().string(), text));
    history.observed_to = from.until;
    return history;
  }
  CORDON_ASSIGN(Workspace * workspace, open());
  CORDON_ASSIGN(const outlook::ProgrammeFamily family, outlook::programme_family(from.family));
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, active_versions(workspace->store(), from.source, as_of));
  if (versions.empty()) {
    return Error{ErrorCode::kNotFound,
                 "expected a loaded list " + from.source + (as_of ? " published by " + as_of->to_string() : "") +
                     " or --rounds FILE; import the list's versions first",
                 {}};
  }
  drop_before_last_hole(versions);
  return rounds_of_versions(workspace->store(), versions, family);
}

Result<base::Date> complete_to(const outlook::RoundHistory& history, const RoundsSource& from, base::Date as_of) {
  const auto ends = [&](base::Date day, const std::string& what, const std::string& advice) {
    return Error{ErrorCode::kOutOfRange,
                 "rounds are known to " + day.to_string() + " (" + what + "), " +
                     std::to_string(as_of.days() - day.days()) + " days before " + as_of.to_string() +
                     ": what came since is not known, so that no probability follows; " + advice,
                 {}};
  };
  if (history.observed_to) {
    const base::Date seen = *history.observed_to;
    if (age_days(seen, as_of) <= max_age_days(model::SourceId{from.source})) return std::min(seen, as_of);
    return from.file.empty() ? ends(seen, "the newest version of " + from.source, "import newer versions")
                             : ends(seen, "--rounds-until", "give a file that reaches further");
  }
  // Of a file only rounds are known, and quiet between them is usual. Rounds after the day show that somebody looked,
  // but may not change an answer where it can be given without them.
  if (history.rounds.empty() || history.rounds.back().date >= as_of) return as_of;
  if (age_days(history.rounds.back().date, as_of) <= kLongestQuietDays) return as_of;
  return ends(history.rounds.back().date, "the last round of " + from.file.filename().string(),
              "give a file that reaches further, or say with --rounds-until to which day it is complete");
}

}  // namespace cordon::service
