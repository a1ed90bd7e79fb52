#include "cordon/service/brief.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "brief_text.hpp"
#include "cordon/outlook/scores.hpp"
#include "cordon/service/horizon.hpp"
#include "cordon/service/screening.hpp"
#include "freshness.hpp"

namespace cordon::service {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;
using Json = nlohmann::ordered_json;

constexpr std::size_t kTriggers = 14;
constexpr double kDaysAWeightIsWorth = 240;  // how much later a trigger may be that weighs one more
constexpr double kTouchingWeight = 2;        // of one that touches the portfolio
constexpr std::size_t kShortestName = 5;     // characters of a counterparty's name that a trigger's words may hold
constexpr std::int32_t kTriggerDays = 120;
constexpr std::int32_t kIssueDays = 180;  // an arrow compares so many days with as many before
constexpr std::size_t kFacts = 2;         // the last facts of an issue area
constexpr std::int32_t kListDays = 30;
constexpr std::size_t kNear = 8;

// Collects what a use case emits. A use case without data is no error of the briefing: it says so in its place.
template <typename UseCase>
std::vector<Json> rows_of(UseCase use_case, std::string& missing) {
  std::vector<Json> rows;
  const base::Result<void> done = use_case([&](std::string_view json) -> Result<void> {
    rows.push_back(Json::parse(json, nullptr, false));
    return {};
  });
  if (!done) missing = done.error().message;
  return rows;
}

std::string text(const Json& row, const char* key) {
  const auto found = row.find(key);
  if (found == row.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string percent(const Json& value) {
  if (!value.is_number()) return "-";
  const auto tenths = std::lround(value.get<double>() * 1000.0);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

// What the model's own forecasts, entered before the day and decided by it, were worth.
std::string ledger_text(const Json& row) {
  std::string out;
  for (const Json& one : row.value("ledger_record", Json::array())) {
    out += (out.empty() ? "" : "; ") + text(one, "model") + ", n " + text(one, "n") + ", Brier " + text(one, "brier") +
           " against " + text(one, "brier_of_base_rate") + " of the base rate";
  }
  return out.empty() ? "no forecast is decided yet" : out;
}

// What of a portfolio a trigger can touch.
struct Touched {
  std::set<std::string> programmes;  // of the listed names it meets
  std::vector<std::string> names;    // of its counterparties
};

// How much a reader loses by not knowing of a trigger of the kind. Our choice: what happens by law if nobody acts
// before what is decided by people, and that before meetings.
double weight_of(const std::string& kind) {
  static const std::map<std::string, double> kWeights{
      {"statutory_clock", 3},  {"expiry", 3},        {"licence_end", 3},  {"bill", 3},
      {"deadline", 3},         {"rule_in_force", 3}, {"renewal", 2},      {"report", 2},
      {"pending_decision", 2}, {"court_date", 2},    {"election", 2},     {"review", 1},
      {"meeting", 1},          {"works", 0.5},       {"anniversary", 0.5}};
  const auto found = kWeights.find(kind);
  return found == kWeights.end() ? 1.0 : found->second;
}

// What of the portfolio it touches, in words; empty: nothing that is known.
std::string touches(const Json& trigger, const Touched& touched) {
  for (const auto& programme : trigger.value("programmes", Json::array())) {
    const auto name = programme.get<std::string>();
    if (touched.programmes.contains(name)) return name;
  }
  for (const auto& concern : trigger.value("concerns", Json::array())) {
    const std::string words = " " + concern.get<std::string>() + " ";
    for (const std::string& name : touched.names) {
      if (name.size() >= kShortestName && words.find(" " + name + " ") != std::string::npos) return name;
    }
  }
  return {};
}

// A trigger that is near, binding and about the portfolio first.
double urgency(const Json& trigger, bool is_touching) {
  const std::string state = text(trigger, "state");
  double out = weight_of(text(trigger, "kind")) - trigger.value("days_left", 0.0) / kDaysAWeightIsWorth;
  if (state == "open") out = std::min(out, 1.0);                   // began before and ends later
  if (state == "overdue") out = weight_of(text(trigger, "kind"));  // late, but it can come any day
  if (text(trigger, "issue") == "elections") out -= 0.5;           // a vote changes no measure by itself
  return out + (is_touching ? kTouchingWeight : 0.0);
}

BriefSection triggers(Date as_of, const Touched& touched) {
  BriefSection out{"Next triggers", {"date", "days", "what", "if nothing happens", "portfolio", "mark"}, {}, {}};
  CalendarRequest request;
  request.as_of = as_of;
  request.days = kTriggerDays;
  const std::vector<Json> rows = rows_of(
      [&](const JsonSink& sink) -> Result<void> {
        const auto listed = horizon_calendar(request, sink);
        if (!listed) return listed.error();
        return {};
      },
      out.note);
  struct Ranked {
    double urgency;
    std::size_t row;
    std::string touching;
  };
  std::vector<Ranked> ranked;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string touching = touches(rows[i], touched);
    const double first = urgency(rows[i], !touching.empty());
    ranked.push_back({first, i, std::move(touching)});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.urgency > b.urgency; });
  if (ranked.size() > kTriggers) ranked.resize(kTriggers);
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.row < b.row; });
  for (const Ranked& one : ranked) {
    const Json& row = rows[one.row];
    const std::string last = text(row, "date_to");
    const std::string until = last.empty() || last == text(row, "date") ? "" : " to " + last;
    const bool overdue = text(row, "state") == "overdue";
    out.rows.push_back({text(row, "date") + until, overdue ? "overdue" : text(row, "days_left"), text(row, "title"),
                        text(row, "default_outcome"), one.touching, text(row, "mark")});
  }
  if (!out.note.empty()) return out;
  out.note = out.rows.empty() ? "No dated trigger within " + std::to_string(kTriggerDays) + " days."
                              : std::to_string(out.rows.size()) + " of " + std::to_string(rows.size()) + " within " +
                                    std::to_string(kTriggerDays) +
                                    " days: those that bind by law, are near or touch the portfolio first. All: cordon "
                                    "horizon calendar.";
  return out;
}

struct Acts {
  std::size_t hostile = 0, friendly = 0;
  [[nodiscard]] std::string words() const {
    return std::to_string(hostile) + " hostile, " + std::to_string(friendly) + " friendly";
  }
};

// Whether the hostile acts of two spans of equal length differ by more than chance: an exact count says no more.
std::string trend(const Acts& now, const Acts& before) {
  const std::size_t all = now.hostile + before.hostile;
  if (all == 0) return "level: no hostile act";
  const outlook::Interval share = outlook::wilson_interval(now.hostile, all);
  if (share.low > 0.5) return "up: more hostile acts";
  if (share.high < 0.5) return "down: fewer hostile acts";
  return "level: no clear change";
}

// Acts per issue area, in the last half year and in the half year before.
BriefSection issues(Date as_of) {
  BriefSection out{"Issue areas", {"area", "trend", "acts in 180 days", "in the 180 before", "last facts"}, {}, {}};
  TimelineRequest request;
  request.as_of = as_of;
  struct Area {
    Acts now, before;
    std::size_t n = 0;
    std::vector<std::string> facts;
  };
  std::map<std::string, Area> areas;
  for (const Json& row : rows_of([&](const JsonSink& sink) { return horizon_timeline(request, sink); }, out.note)) {
    const Result<Date> day = Date::parse(text(row, "date"));
    if (!day) continue;
    Area& area = areas[text(row, "issue")];
    const std::int32_t age = as_of.days() - day->days();
    if (age < 2 * kIssueDays) {
      Acts& acts = age < kIssueDays ? area.now : area.before;
      acts.hostile += text(row, "direction") == "conflict" ? 1U : 0U;
      acts.friendly += text(row, "direction") == "cooperate" ? 1U : 0U;
      ++area.n;
    }
    area.facts.push_back(text(row, "date") + " " + text(row, "description") +
                         (text(row, "source").empty() ? " [no source]" : ""));
  }
  for (const auto& [name, area] : areas) {
    if (area.n == 0) continue;
    std::string facts;
    for (std::size_t i = 0; i < std::min(kFacts, area.facts.size()); ++i) {
      facts += (facts.empty() ? "" : "; ") + area.facts[area.facts.size() - 1 - i];
    }
    out.rows.push_back({name, trend(area.now, area.before), area.now.words(), area.before.words(), facts});
  }
  out.note =
      "Model act-counts@1, as of " + as_of.to_string() +
      ": recorded acts of the timeline, by all parties. 'up' and 'down' only where the 95 % interval (Wilson) of the "
      "newer half's share of the hostile acts leaves out one half; fewer acts is not less tension: a war goes on "
      "without new ones. The level of tension: cordon horizon index.";
  return out;
}

Result<BriefSection> list_changes(Workspace& workspace, Date as_of) {
  BriefSection out{"What changed on the lists", {"list", "published", "added", "removed", "changed"}, {}, {}};
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, workspace.store().versions(std::nullopt));
  std::map<std::string, const store::VersionInfo*> first;
  for (const store::VersionInfo& version : versions) {
    if (version.state != store::VersionState::kActive || version.published > as_of) continue;
    const bool is_first = first.try_emplace(version.source.str(), &version).second;
    if (is_first || version.published < as_of.plus_days(-kListDays)) continue;
    out.rows.push_back({version.source.str(), version.published.to_string(), std::to_string(version.added),
                        std::to_string(version.removed), std::to_string(version.changed)});
  }
  if (first.empty())
    out.note = "No list is loaded as of the day.";
  else if (out.rows.empty())
    out.note = "No new version of a loaded list in the last " + std::to_string(kListDays) + " days.";
  return out;
}

// The lists of the day that are older than they should be, in words; empty: none.
Result<std::string> stale_lists(Workspace& workspace, Date as_of) {
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  if (sources.empty()) return std::string("CAUTION: no list is loaded. ");
  store::SnapshotRequest wanted;
  wanted.as_of = as_of;
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, workspace.store().chosen_versions(wanted));
  std::string out;
  for (const store::VersionInfo& version : versions) {
    const std::int32_t age = age_days(version.published, as_of);
    if (age <= max_age_days(version.source)) continue;
    out += (out.empty() ? "CAUTION: stale on the day: " : "; ") + version.source.str() + " of " +
           version.published.to_string() + " (" + std::to_string(age) + " days)";
  }
  return out.empty() ? out : out + ". ";
}

Result<BriefSection> near(Workspace& workspace, const BriefRequest& request, Date as_of, Touched& touched) {
  BriefSection out{"Who is near", {"counterparty", "meets", "score", "list", "programmes"}, {}, {}};
  if (!request.portfolio) {
    out.note = "No portfolio was given.";
    return out;
  }
  ScreenRequest screen;
  screen.as_of = as_of;
  std::size_t screened = 0;
  const std::vector<Json> rows = rows_of(
      [&](const JsonSink& sink) -> Result<void> {
        const auto stats = screen_file(workspace, screen, *request.portfolio, sink);
        if (!stats) return stats.error();
        screened = stats->queries;
        return {};
      },
      out.note);
  struct Near {
    double score;
    std::vector<std::string> cells;
  };
  std::vector<Near> found;
  for (const Json& row : rows) {
    touched.names.push_back(text(row["query"], "name"));
    const Json& hits = row.contains("hits") ? row["hits"] : Json::array();
    if (hits.empty()) continue;
    const Json& hit = hits.front();
    std::string programmes;
    for (const auto& programme : hit.value("programmes", Json::array())) {
      programmes += (programmes.empty() ? "" : ", ") + programme.get<std::string>();
      touched.programmes.insert(programme.get<std::string>());
    }
    const double score = hit.value("score", 0.0);
    found.push_back({score,
                     {text(row["query"], "name"), text(hit, "caption") + " (" + text(hit, "entity_id") + ")",
                      percent(hit["score"]), text(hit, "source"), programmes}});
  }
  std::stable_sort(found.begin(), found.end(), [](const Near& a, const Near& b) { return a.score > b.score; });
  const std::size_t with_hits = found.size();
  if (found.size() > kNear) found.resize(kNear);
  for (Near& one : found) out.rows.push_back(std::move(one.cells));
  CORDON_ASSIGN(const std::string caution, stale_lists(workspace, as_of));
  if (out.note.empty()) {
    out.note = caution + std::to_string(with_hits) + " of " + std::to_string(screened) +
               " counterparties meet a listed name; the " + std::to_string(found.size()) +
               " surest are shown. By name and identifier only.";
  }
  return out;
}

BriefSection next_in_line(Workspace& workspace, const BriefRequest& request, Date as_of) {
  BriefSection out{"Next in line (not a sanctions list, no legal effect)",
                   {"name", "12 months", "80 % interval", "band", "first reasons"},
                   {},
                   {}};
  if (!request.candidates) {
    out.note = "No candidates were given.";
    return out;
  }
  for (const Json& row : rows_of(
           [&](const JsonSink& sink) {
             return horizon_next_in_line(workspace, {*request.candidates, as_of, request.ledger}, sink);
           },
           out.note)) {
    if (out.rows.size() == kNear || row["probability_12m"].is_null()) continue;
    std::string reasons;
    for (std::size_t i = 0; i < std::min<std::size_t>(2, row["reasons"].size()); ++i) {
      reasons +=
          (reasons.empty() ? "" : "; ") + text(row["reasons"][i], "factor") + ": " + text(row["reasons"][i], "value");
    }
    out.rows.push_back({text(row, "name"), percent(row["probability_12m"]),
                        percent(row["interval"][0]) + " to " + percent(row["interval"][1]), text(row, "band"),
                        reasons});
    const std::string stale = text(row, "lists_note");
    out.note = (stale.empty() ? "" : "CAUTION: " + stale + ". ") + "Model " + text(row, "model") + ", as of " +
               text(row, "as_of") + ", " + text(row, "candidates") + " candidates, base rate " +
               percent(row["base_rate"]) + " (a prior, from n " + text(row, "n") + "), data " +
               text(row, "data_hash").substr(0, 12) + ". Record: " + ledger_text(row) +
               ". Every reason with its evidence: cordon horizon next-in-line.";
  }
  return out;
}

BriefSection probabilities(Workspace& workspace, const BriefRequest& request, Date as_of) {
  BriefSection out{"Probability of a new designation round",
                   {"programme", "size from", "by", "probability", "80 % interval", "base rate", "record"},
                   {},
                   {}};
  RoundOutlookRequest outlook;
  outlook.rounds = request.rounds;
  outlook.as_of = as_of;
  outlook.ledger = request.ledger;
  const auto open = [&]() -> Result<Workspace*> { return &workspace; };
  for (const Json& row : rows_of(
           [&](const JsonSink& sink) { return horizon_outlook(open, outlook, workspace.clock(), sink); }, out.note)) {
    if (out.rows.size() == kNear) break;
    const Json& record = row["record"];
    const std::string scored = record.value("n", 0) == 0
                                   ? "none yet"
                                   : "Brier " + text(record, "brier") + " against " +
                                         text(record, "climatology_brier") + " of climatology, n " + text(record, "n");
    out.rows.push_back({text(row, "programme").empty() ? "all of the family" : text(row, "programme"),
                        text(row, "min_size"), text(row, "horizon_end"), percent(row["probability"]),
                        percent(row["interval"][0]) + " to " + percent(row["interval"][1]), percent(row["base_rate"]),
                        scored});
    if (!out.note.empty()) continue;
    std::string last;
    for (const Json& round : row["evidence"]) last += (last.empty() ? "" : ", ") + text(round, "date");
    out.note = "Model " + text(row, "model") + ", as of " + text(row, "as_of") + ", " + text(row, "n") +
               " rounds known (the last: " + last + "), data " + text(row, "data_hash").substr(0, 12) +
               ". Record in the table: the same forecasts made anew for the two years before. In the ledger: " +
               ledger_text(row) + ".";
  }
  return out;
}

}  // namespace

Result<std::string> horizon_brief(Workspace& workspace, const BriefRequest& request, BriefFormat format) {
  const Date as_of = request.as_of.value_or(base::date_of(workspace.clock().now()));
  Brief brief;
  brief.title = "Sanctions and relations: briefing as of " + as_of.to_string();
  Touched touched;
  CORDON_ASSIGN(BriefSection met, near(workspace, request, as_of, touched));
  brief.sections.push_back(triggers(as_of, touched));
  brief.sections.push_back(issues(as_of));
  CORDON_ASSIGN(BriefSection changed, list_changes(workspace, as_of));
  brief.sections.push_back(std::move(changed));
  brief.sections.push_back(std::move(met));
  brief.sections.push_back(next_in_line(workspace, request, as_of));
  brief.sections.push_back(probabilities(workspace, request, as_of));
  brief.closing =
      "Nothing later than the day above was used. Probabilities inform; they change no screening result. Marks: V read "
      "in "
      "the official text, D read off list data, P or S read or seen second-hand, M from memory.";
  return format == BriefFormat::kHtml ? html_of(brief) : markdown_of(brief);
}

Result<void> write_brief(Workspace& workspace, const BriefRequest& request, const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending == ".md") {
    CORDON_ASSIGN(const std::string markdown, horizon_brief(workspace, request, BriefFormat::kMarkdown));
    return write_text(file, markdown);
  }
  if (ending != ".html" && ending != ".pdf") {
    return Error{ErrorCode::kUnsupported, "expected a file name ending in .md, .html or .pdf", {file.string(), 0, {}}};
  }
  CORDON_ASSIGN(const std::string html, horizon_brief(workspace, request, BriefFormat::kHtml));
  return ending == ".html" ? write_text(file, html) : print_pdf(html, file);
}

}  // namespace cordon::service
