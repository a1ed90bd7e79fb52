// Forecasts resolved by the data they were about: rounds and designations in the versions of a list.
#include <algorithm>
#include <map>
#include <set>

#include "candidate_lists.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/file.hpp"
#include "cordon/horizon/json_out.hpp"
#include "cordon/outlook/ledger.hpp"
#include "cordon/outlook/resolution_rule.hpp"
#include "round_source.hpp"

namespace cordon::service {
namespace {

using base::Date;
using base::Result;
using outlook::DesignationRule;
using outlook::RoundRule;
using Versions = std::vector<store::VersionInfo>;

// A version stands until the next one for so many days at most; across a longer gap nobody knows on which side of a
// window's edge an entry came. OFAC publishes several times a month; other issuers less often. Our choice.
constexpr std::int32_t kLongestStandingDays = 31;
constexpr std::size_t kShownIds = 5;
constexpr std::size_t kShownHash = 12;  // characters

// none: open or undetermined, and text says why.
struct Verdict {
  std::optional<outlook::Resolution> resolution;
  bool undetermined = false;
  std::string text;
};

Verdict decided(Date on, bool outcome, std::string evidence) {
  return {outlook::Resolution{on, outcome, std::move(evidence)}, false, {}};
}
Verdict waiting(std::string why) { return {std::nullopt, false, std::move(why)}; }
Verdict undetermined(std::string why) { return {std::nullopt, true, std::move(why)}; }

std::string name_of(const store::VersionInfo& version) {
  return version.source.str() + " version " + std::to_string(version.version) + " of " + version.published.to_string() +
         " (sha256 " + version.sha256.hex().substr(0, kShownHash) + ")";
}

// How the versions of a list lie about the window of a forecast. Indices into the versions; before: the last one
// published by the start, last: by the end, later: the first after the end (or as many as there are).
struct Window {
  std::size_t before, last, later;
};

// none: verdict says what is missing.
std::optional<Window> window_of(const Versions& versions, const std::string& list, Date after, Date until,
                                Verdict& verdict) {
  const auto behind = [](Date day, const store::VersionInfo& version) { return day < version.published; };
  const auto start = std::upper_bound(versions.begin(), versions.end(), after, behind);
  const auto end = std::upper_bound(versions.begin(), versions.end(), until, behind);
  if (start == versions.begin()) {
    verdict = undetermined(
        "expected a version of " + list + " published by " + after.to_string() + "; " +
        (versions.empty() ? "none is loaded" : "the first is of " + versions.front().published.to_string()));
    return std::nullopt;
  }
  return Window{static_cast<std::size_t>(start - versions.begin()) - 1,
                static_cast<std::size_t>(end - versions.begin()) - 1, static_cast<std::size_t>(end - versions.begin())};
}

// Whether what is new in versions[i] may have come on the other side of the day.
bool hides_the_day(const Versions& versions, std::size_t i, Date edge) {
  return versions[i - 1].published < edge &&
         versions[i].published.days() - versions[i - 1].published.days() > kLongestStandingDays;
}

std::string words_of(const RoundRule& rule) {
  return "round of " + std::to_string(rule.min_size) + (rule.min_size == 1 ? " entry" : " entries") + " or more" +
         (rule.programme.empty() ? "" : " under " + rule.programme);
}

// Nothing was found in the window. came_later: whether the first version behind it holds what was looked for.
// is_over: whether its last day is over by the clock.
Verdict nothing_came(const Versions& versions, const Window& window, Date until, const std::string& what,
                     bool came_later, bool is_over) {
  const store::VersionInfo& last = versions[window.last];
  // A list may appear more than once on a day.
  if (last.published == until && (is_over || window.later < versions.size()))
    return decided(until, false, "no " + what + " up to " + name_of(last));
  if (window.later == versions.size()) {
    return waiting("the newest version, " + name_of(last) + ", is older than the end of the window, " +
                   until.to_string());
  }
  const store::VersionInfo& later = versions[window.later];
  if (came_later && hides_the_day(versions, window.later, until)) {
    return undetermined("a " + what + " in " + name_of(later) + ", after the window; the version before is of " +
                        last.published.to_string() + ", so that the day is not known");
  }
  std::string evidence = "no " + what + " up to " + name_of(last) + "; later than the window, " + name_of(later) +
                         " shows that no version came between";
  if (came_later) evidence += "; what it holds itself is too late";
  return decided(later.published, false, std::move(evidence));
}

class Resolver {
 public:
  Resolver(Workspace& workspace, const ForecastResolutionRequest& request) : workspace_(workspace), request_(request) {}

  Result<Verdict> operator()(const RoundRule& rule) {
    return rule.list.empty() ? round_of_file(rule) : round_of_list(rule);
  }
  Result<Verdict> operator()(const DesignationRule& rule);

 private:
  [[nodiscard]] bool is_over(Date day) const { return base::date_of(workspace_.clock().now()) > day; }

  Result<Verdict> round_of_file(const RoundRule& rule);
  Result<Verdict> round_of_list(const RoundRule& rule);
  struct Moves {
    std::set<std::string> added, removed;  // entity ids
  };
  Result<const Moves*> moves(const Versions& versions, std::size_t i);
  Result<const Versions*> versions(const std::string& list);
  Result<const outlook::RoundHistory*> rounds(const RoundRule& rule);
  Result<const CandidateLists*> lists_on(Date day);
  Result<std::string> new_entries(const Versions& versions, Date day, const RoundRule& rule);
  Result<std::size_t> first_with(const Versions& versions, const Window& window, const std::string& entity_id);
  Result<std::vector<std::size_t>> worth_looking(const Versions& versions, const Window& window);

  Workspace& workspace_;
  const ForecastResolutionRequest& request_;
  std::map<std::string, Versions> versions_;                      // by list
  std::map<std::string, outlook::RoundHistory> rounds_;           // by list and family
  std::map<std::pair<std::string, std::uint32_t>, Moves> moves_;  // by list and version
  std::map<Date, CandidateLists> lists_;                          // by the day they are read as of
  std::optional<outlook::RoundHistory> file_;
};

Result<const Versions*> Resolver::versions(const std::string& list) {
  const auto known = versions_.find(list);
  if (known != versions_.end()) return &known->second;
  CORDON_ASSIGN(Versions found, active_versions(workspace_.store(), list, request_.as_of));
  return &versions_.emplace(list, std::move(found)).first->second;
}

Result<const outlook::RoundHistory*> Resolver::rounds(const RoundRule& rule) {
  const std::string key = rule.list + " " + rule.family;
  const auto known = rounds_.find(key);
  if (known != rounds_.end()) return &known->second;
  CORDON_ASSIGN(const Versions* const all, versions(rule.list));
  CORDON_ASSIGN(const outlook::ProgrammeFamily family, outlook::programme_family(rule.family));
  CORDON_ASSIGN(outlook::RoundHistory found, rounds_of_versions(workspace_.store(), *all, family));
  return &rounds_.emplace(key, std::move(found)).first->second;
}

Result<const CandidateLists*> Resolver::lists_on(Date day) {
  const auto known = lists_.find(day);
  if (known != lists_.end()) return &known->second;
  CORDON_ASSIGN(CandidateLists opened, CandidateLists::open(workspace_, day));
  return &lists_.emplace(day, std::move(opened)).first->second;
}

// "us_ofac_sdn version 3 of 2021-05-20 (sha256 ..): 11 new entries: ofac-1, ..; the version before is of 2021-05-18"
Result<std::string> Resolver::new_entries(const Versions& versions, Date day, const RoundRule& rule) {
  CORDON_ASSIGN(const outlook::ProgrammeFamily family, outlook::programme_family(rule.family));
  std::string name, before;
  std::vector<std::string> ids;
  for (std::size_t i = 1; i < versions.size(); ++i) {
    if (versions[i].published != day) continue;
    name += (name.empty() ? "" : ", ") + name_of(versions[i]);
    if (before.empty()) before = versions[i - 1].published.to_string();
    CORDON_ASSIGN(const std::vector<store::SubjectChange> changes,
                  workspace_.store().changes(versions[i].source, versions[i - 1].version, versions[i].version));
    for (const store::SubjectChange& change : changes) {
      if (change.kind != store::ChangeKind::kAdded) continue;
      const std::vector<std::string> tags = family.tags_of(change.programmes);
      const auto asked = [&](const std::string& tag) { return tag.starts_with(rule.programme); };
      if (std::any_of(tags.begin(), tags.end(), asked)) ids.push_back(change.entity_id.str());
    }
  }
  std::string out = name + ": " + std::to_string(ids.size()) + (ids.size() == 1 ? " new entry: " : " new entries: ");
  for (std::size_t i = 0; i < std::min(kShownIds, ids.size()); ++i) out += (i == 0 ? "" : ", ") + ids[i];
  if (ids.size() > kShownIds) out += " and " + std::to_string(ids.size() - kShownIds) + " more";
  return out + "; the version before is of " + before;
}

Result<Verdict> Resolver::round_of_list(const RoundRule& rule) {
  CORDON_ASSIGN(const Versions* const all, versions(rule.list));
  Verdict verdict;
  const auto window = window_of(*all, rule.list, rule.after, rule.until, verdict);
  if (!window) return verdict;
  CORDON_ASSIGN(const outlook::RoundHistory* const history, rounds(rule));
  bool came_later = false;
  std::string hidden;
  for (const outlook::Round& round : select_rounds(*history, {rule.programme, rule.min_size}).rounds) {
    if (round.date <= rule.after) continue;
    if (round.date > rule.until) {
      came_later = window->later < all->size() && round.date == (*all)[window->later].published;
      break;
    }
    if (round.date == (*all)[window->before + 1].published && hides_the_day(*all, window->before + 1, rule.after)) {
      hidden = "new entries in " + name_of((*all)[window->before + 1]) + "; the version before is of " +
               (*all)[window->before].published.to_string() + ", so that they may be older than the forecast";
      continue;
    }
    CORDON_ASSIGN(std::string evidence, new_entries(*all, round.date, rule));
    return decided(round.date, true, std::move(evidence));
  }
  if (!hidden.empty()) return undetermined(std::move(hidden));
  return nothing_came(*all, *window, rule.until, words_of(rule), came_later, is_over(rule.until));
}

Result<Verdict> Resolver::round_of_file(const RoundRule& rule) {
  const std::string given = request_.rounds.filename().string();
  if (given != rule.file) return waiting("made from a file of rounds: resolve it with --rounds " + rule.file);
  CORDON_ASSIGN(const std::string text, base::read_file(request_.rounds));
  if (!file_) {
    CORDON_ASSIGN(file_, outlook::parse_rounds(given, text));
    if (request_.as_of) std::erase_if(file_->rounds, [&](const auto& round) { return round.date > *request_.as_of; });
  }
  const std::string name = given + " (sha256 " + base::ContentHash::of(text).hex().substr(0, kShownHash) + ")";
  if (file_->rounds.empty() || file_->observed_from > rule.after) {
    return undetermined("expected " + given + " to begin by " + rule.after.to_string());
  }
  for (const outlook::Round& round : select_rounds(*file_, {rule.programme, rule.min_size}).rounds) {
    if (round.date <= rule.after || round.date > rule.until) continue;
    return decided(round.date, true,
                   name + ": " + round.date.to_string() + ", " + std::to_string(round.entries) + " new entries");
  }
  // Until its last round somebody looked.
  const Date last = file_->rounds.back().date;
  if (last < rule.until) {
    return waiting("the last round of " + given + " is of " + last.to_string() + ", before the end of the window, " +
                   rule.until.to_string());
  }
  std::string evidence = name + ": no such round in the window; its last round is of " + last.to_string();
  if (last > rule.until) evidence += ", later than the window, so that the file covers it";
  return decided(last, false, std::move(evidence));
}

// What versions[i] adds and removes; read once, however many forecasts ask.
Result<const Resolver::Moves*> Resolver::moves(const Versions& versions, std::size_t i) {
  const std::pair key{versions[i].source.str(), versions[i].version};
  const auto known = moves_.find(key);
  if (known != moves_.end()) return &known->second;
  CORDON_ASSIGN(const std::vector<store::SubjectChange> changes,
                workspace_.store().changes(versions[i].source, versions[i - 1].version, versions[i].version));
  Moves out;
  for (const store::SubjectChange& change : changes) {
    if (change.kind == store::ChangeKind::kAdded) out.added.insert(change.entity_id.str());
    if (change.kind == store::ChangeKind::kRemoved) out.removed.insert(change.entity_id.str());
  }
  return &moves_.emplace(key, std::move(out)).first->second;
}

// Returns: the first version in the window that has the entry and had it not before; versions.size() for none.
Result<std::size_t> Resolver::first_with(const Versions& versions, const Window& window, const std::string& entity_id) {
  for (std::size_t i = window.before + 1; i <= window.last; ++i) {
    if (versions[i].added == 0) continue;
    CORDON_ASSIGN(const Moves* const moved, moves(versions, i));
    if (moved->added.contains(entity_id)) return i;
  }
  return versions.size();
}

// The last version of the window, and each one before a removal of what had come within it.
Result<std::vector<std::size_t>> Resolver::worth_looking(const Versions& versions, const Window& window) {
  std::set<std::string> came;
  std::vector<std::size_t> out{window.last};
  for (std::size_t i = window.before + 1; i <= window.last; ++i) {
    if (versions[i].added == 0 && versions[i].removed == 0) continue;
    CORDON_ASSIGN(const Moves* const moved, moves(versions, i));
    came.insert(moved->added.begin(), moved->added.end());
    const auto came_before = [&](const std::string& id) { return came.contains(id); };
    if (std::any_of(moved->removed.begin(), moved->removed.end(), came_before)) out.push_back(i - 1);
  }
  return out;
}

Result<Verdict> Resolver::operator()(const DesignationRule& rule) {
  CORDON_ASSIGN(const Versions* const all, versions(rule.list));
  Verdict verdict;
  const auto window = window_of(*all, rule.list, rule.after, rule.until, verdict);
  if (!window) return verdict;
  CORDON_ASSIGN(const std::vector<std::size_t> looked_at, worth_looking(*all, *window));
  for (const std::size_t at : looked_at) {
    CORDON_ASSIGN(const CandidateLists* const lists, lists_on((*all)[at].published));
    const auto hit = lists->own_entry(rule.name, rule.birth_date);
    if (!hit) continue;
    const std::string who = hit->entity_id.str() + " (" + hit->caption + ")";
    CORDON_ASSIGN(const std::size_t first, first_with(*all, *window, hit->entity_id.str()));
    // Evidence above one half: something beside the name confirms it.
    if (hit->evidence <= 0.5) {
      return undetermined(who +
                          " meets the name, and nothing else of the person is known to compare: it may be a "
                          "namesake; resolve it by hand");
    }
    if (first == all->size()) {
      return undetermined(who + " meets the name now, and stood on the list before the forecast");
    }
    const std::string version = name_of((*all)[first]);
    const std::string before = (*all)[first - 1].published.to_string();
    if (hides_the_day(*all, first, rule.after)) {
      return undetermined(who + " came with " + version + "; the version before is of " + before +
                          ", so that the entry may be older than the forecast");
    }
    return decided((*all)[first].published, true,
                   who + " came with " + version + ", which meets the name; the version before is of " + before);
  }
  bool came_later = false;
  if (window->later < all->size() && hides_the_day(*all, window->later, rule.until)) {
    CORDON_ASSIGN(const CandidateLists* const lists, lists_on((*all)[window->later].published));
    came_later = lists->own_entry(rule.name, rule.birth_date).has_value();
  }
  return nothing_came(*all, *window, rule.until, "new entry that meets the name", came_later, is_over(rule.until));
}

std::string json_of(const outlook::Forecast& forecast, const Verdict& verdict) {
  horizon::JsonOut out;
  out.begin_object().field("id", forecast.id).field("question", forecast.question);
  out.field("horizon_end", forecast.horizon_end.to_string());
  out.field("result", verdict.resolution ? "resolved" : verdict.undetermined ? "undetermined" : "open");
  out.key("outcome");
  verdict.resolution ? out.boolean(verdict.resolution->outcome) : out.null();
  out.field_or_null("resolved_on", verdict.resolution ? verdict.resolution->on.to_string() : std::string());
  out.field("evidence", verdict.resolution ? verdict.resolution->evidence : verdict.text).end_object();
  return out.str();
}

}  // namespace

Result<std::size_t> horizon_resolve(Workspace& workspace, const ForecastResolutionRequest& request,
                                    const JsonSink& sink) {
  CORDON_ASSIGN(const std::vector<outlook::Forecast> all, outlook::read_ledger(request.ledger.string()));
  Resolver resolver{workspace, request};
  std::vector<std::pair<std::string, outlook::Resolution>> resolutions;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].resolution) continue;
    const auto rule = outlook::read_rule(all[i].resolution_rule);
    if (!rule) continue;
    CORDON_ASSIGN(const Verdict verdict, std::visit(resolver, *rule));
    if (verdict.resolution) resolutions.emplace_back(all[i].id, *verdict.resolution);
    CORDON_TRY(sink(json_of(all[i], verdict)));
    workspace.progress().report("resolving forecasts", i + 1, all.size());
  }
  if (resolutions.empty()) return std::size_t{0};
  return outlook::record_resolutions(request.ledger.string(), resolutions);
}

}  // namespace cordon::service
