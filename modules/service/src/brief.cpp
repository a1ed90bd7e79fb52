#include "cordon/service/brief.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "brief_text.hpp"
#include "cordon/service/horizon.hpp"
#include "cordon/service/screening.hpp"

namespace cordon::service {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;
using Json = nlohmann::ordered_json;

constexpr std::size_t kTriggers = 8;
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

BriefSection triggers(Date as_of) {
  BriefSection out{"Next triggers", {"date", "days", "what", "if nothing happens", "mark"}, {}, {}};
  CalendarRequest request;
  request.as_of = as_of;
  request.days = kTriggerDays;
  std::vector<Json> rows = rows_of(
      [&](const JsonSink& sink) -> Result<void> {
        const auto listed = horizon_calendar(request, sink);
        if (!listed) return listed.error();
        return {};
      },
      out.note);
  std::erase_if(rows, [](const Json& row) { return text(row, "state") == "overdue"; });
  if (rows.size() > kTriggers) rows.resize(kTriggers);
  for (const Json& row : rows) {
    const std::string last = text(row, "date_to");
    const std::string until = last.empty() || last == text(row, "date") ? "" : " to " + last;
    out.rows.push_back({text(row, "date") + until, text(row, "days_left"), text(row, "title"),
                        text(row, "default_outcome"), text(row, "mark")});
  }
  if (out.rows.empty() && out.note.empty())
    out.note = "No dated trigger within " + std::to_string(kTriggerDays) + " days.";
  return out;
}

// Conflict less cooperation, per issue area, in the last half year against the half year before.
BriefSection issues(Date as_of) {
  BriefSection out{"Issue areas", {"area", "trend", "acts (before)", "last facts"}, {}, {}};
  TimelineRequest request;
  request.as_of = as_of;
  struct Area {
    int now = 0, before = 0, now_net = 0, before_net = 0;
    std::vector<std::string> facts;
  };
  std::map<std::string, Area> areas;
  for (const Json& row : rows_of([&](const JsonSink& sink) { return horizon_timeline(request, sink); }, out.note)) {
    const Result<Date> day = Date::parse(text(row, "date"));
    if (!day) continue;
    Area& area = areas[text(row, "issue")];
    const int sign = text(row, "direction") == "cooperate" ? -1 : text(row, "direction") == "conflict" ? 1 : 0;
    const std::int32_t age = as_of.days() - day->days();
    if (age < kIssueDays) {
      ++area.now;
      area.now_net += sign;
    } else if (age < 2 * kIssueDays) {
      ++area.before;
      area.before_net += sign;
    }
    area.facts.push_back(text(row, "date") + " " + text(row, "description") +
                         (text(row, "source").empty() ? " [no source]" : ""));
  }
  for (const auto& [name, area] : areas) {
    if (area.now + area.before == 0) continue;
    const int change = area.now_net - area.before_net;
    std::string facts;
    for (std::size_t i = 0; i < std::min(kFacts, area.facts.size()); ++i) {
      facts += (facts.empty() ? "" : "; ") + area.facts[area.facts.size() - 1 - i];
    }
    const std::string arrow = change > 0 ? "up: more tension" : change < 0 ? "down: less tension" : "level";
    out.rows.push_back({name, arrow, std::to_string(area.now) + " (" + std::to_string(area.before) + ")", facts});
  }
  out.note = "Trend: hostile less friendly acts of the timeline in 180 days against the 180 before, as of " +
             as_of.to_string() + "; a count, no forecast.";
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

BriefSection near(Workspace& workspace, const BriefRequest& request, Date as_of) {
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
    const Json& hits = row.contains("hits") ? row["hits"] : Json::array();
    if (hits.empty()) continue;
    const Json& hit = hits.front();
    std::string programmes;
    for (const auto& programme : hit.value("programmes", Json::array())) {
      programmes += (programmes.empty() ? "" : ", ") + programme.get<std::string>();
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
  if (out.note.empty()) {
    out.note = std::to_string(with_hits) + " of " + std::to_string(screened) +
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
  brief.sections.push_back(triggers(as_of));
  brief.sections.push_back(issues(as_of));
  CORDON_ASSIGN(BriefSection changed, list_changes(workspace, as_of));
  brief.sections.push_back(std::move(changed));
  brief.sections.push_back(near(workspace, request, as_of));
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
