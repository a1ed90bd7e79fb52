#include "cordon/horizon/relations.hpp"
#include "cordon/horizon/event_codes.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/file.hpp"
#include "cordon/horizon/scan.hpp"
#include "cordon/service/horizon.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using base::Result;

// Daily sums are one file, in which a day given again is replaced. An event table holds a part of a day's events (a
// GDELT 2.0 file covers 15 minutes), so the sums of each are kept by the table's content and added up when read.
fs::path kept_sums(const fs::path& directory) { return directory / "events" / "daily.csv"; }
fs::path kept_table(const fs::path& directory, const std::string& sha256) {
  return directory / "events" / ("table-" + sha256 + ".csv");
}

Result<horizon::Relations> read_relations(const fs::path& file) {
  CORDON_ASSIGN(const std::string text, base::read_file(file));
  return horizon::parse_relations(file.string(), text);
}

Result<horizon::Relations> read_kept(const fs::path& directory) {
  std::error_code problem;
  horizon::Relations kept;
  if (fs::exists(kept_sums(directory), problem)) {
    CORDON_ASSIGN(kept, read_relations(kept_sums(directory)));
  }
  std::vector<fs::path> tables;
  for (const auto& entry : fs::directory_iterator(directory / "events", problem)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("table-") && name.ends_with(".csv")) tables.push_back(entry.path());
  }
  std::sort(tables.begin(), tables.end());  // sums of doubles depend on the order
  horizon::Relations counted;
  for (const fs::path& table : tables) {
    CORDON_ASSIGN(const horizon::Relations part, read_relations(table));
    horizon::accumulate(counted, part);
  }
  horizon::merge(kept, counted);  // counted events say more than net sums of the same day
  return kept;
}

// Replaced in one step: a reader sees the old or the new sums.
Result<void> keep(const fs::path& file, const horizon::Relations& relations) {
  std::error_code problem;
  fs::create_directories(file.parent_path(), problem);
  const fs::path part = file.string() + ".new";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << horizon::to_csv(relations);
  out.close();
  if (!out) return Error{ErrorCode::kIo, "cannot be written", {part.string(), 0, {}}};
  fs::rename(part, file, problem);
  if (problem) return Error{ErrorCode::kIo, "cannot be replaced: " + problem.message(), {file.string(), 0, {}}};
  return {};
}

// An event table has tabs in its first line, daily sums have commas.
Result<bool> is_event_table(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::getline(in, line);
  if (!in.is_open()) return Error{ErrorCode::kIo, "cannot read the file", {file.string(), 0, {}}};
  return std::count(line.begin(), line.end(), '\t') >= 5;
}

horizon::Relations relations_of(const horizon::ScanReport& report, const std::vector<std::string>& issues) {
  constexpr double kNano = 1e-9;
  horizon::Relations out;
  for (const horizon::DyadPeriod& period : report.dyads) {
    horizon::DaySum sum;
    sum.day = period.period;
    sum.events = period.events;
    sum.conflict = static_cast<double>(period.conflict_mass_nano) * kNano;
    sum.cooperation = static_cast<double>(period.cooperation_mass_nano) * kNano;
    out[{std::string(period.actor1.data(), period.actor1.size()),
         std::string(period.actor2.data(), period.actor2.size()), issues[period.issue]}]
        .push_back(sum);
  }
  return out;
}

std::size_t days_in(const horizon::Relations& relations) {
  std::size_t days = 0;
  for (const auto& [key, sums] : relations) days += sums.size();
  return days;
}

Result<std::vector<horizon::DaySum>> series(const RelationRequest& request, const horizon::Timeline& timeline) {
  if (!request.issue.empty() && !request.issue_of_events) {
    CORDON_TRY(timeline.check({request.issue, {}, {}, {}, {}}));
    std::vector<horizon::DaySum> acts = horizon::series_of(timeline, request.dyad, request.issue, request.as_of);
    if (acts.empty()) {
      return Error{ErrorCode::kNotFound, "the timeline has no act between the two in the issue area '" + request.issue +
                                             "' (" + request.dyad + ")"};
    }
    return acts;
  }
  CORDON_ASSIGN(const horizon::Relations relations,
                request.input ? read_relations(*request.input) : read_kept(request.directory));
  if (relations.empty()) {
    return Error{ErrorCode::kNotFound,
                 "no event data: run 'cordon horizon import-events FILE', or give --input FILE or --issue A"};
  }
  return horizon::series_of(relations, request.dyad, request.issue);
}

horizon::IndexOptions options_of(const RelationRequest& request) {
  return {request.dyad, request.issue, request.from, request.to, request.as_of, request.by_month};
}

}  // namespace

Result<void> horizon_import_events(const EventImportRequest& request, const JsonSink& sink) {
  const fs::path sums = kept_sums(request.directory);
  std::error_code missing;
  for (const fs::path& file : request.files) {
    CORDON_ASSIGN(const bool is_table, is_event_table(file));
    horizon::Relations read;
    bool unchanged = false;
    horizon::JsonOut out;
    out.begin_object().field("file", file.filename().string());
    if (is_table) {
      horizon::ScanOptions options;
      options.period = horizon::ScanPeriod::kDay;
      options.threads = request.threads;
      options.one_a_day = true;
      options.by_issue = true;
      CORDON_ASSIGN(const horizon::ScanReport report, horizon::scan_events(file.string(), options));
      CORDON_ASSIGN(const horizon::EventCodes codes, horizon::EventCodes::shipped());
      read = relations_of(report, codes.issues());
      out.field("format", report.format).field("codes", horizon::kEventCodes);
      CORDON_ASSIGN(const base::ContentHash hash, base::hash_file(file));
      const std::string sha256 = hash.hex();  // names the table
      unchanged = fs::exists(kept_table(request.directory, sha256), missing);
      if (!unchanged) CORDON_TRY(keep(kept_table(request.directory, sha256), read));
      out.key("scan").raw(horizon::to_json(report));
    } else {
      out.field("format", "daily-sums");
      CORDON_ASSIGN(read, read_relations(file));
      horizon::Relations kept;
      if (fs::exists(sums, missing)) {
        CORDON_ASSIGN(kept, read_relations(sums));
      }
      horizon::merge(kept, read);
      CORDON_TRY(keep(sums, kept));
    }
    out.field("dyads", static_cast<std::int64_t>(read.size())).field("days", static_cast<std::int64_t>(days_in(read)));
    out.flag("unchanged", unchanged).end_object();
    CORDON_TRY(sink(out.str()));
  }
  return {};
}

Result<void> horizon_index(const RelationRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const horizon::Timeline timeline, horizon::Timeline::shipped());
  CORDON_ASSIGN(const std::vector<horizon::DaySum> days, series(request, timeline));
  return horizon::relation_index(days, options_of(request), timeline, sink);
}

Result<void> horizon_change_points(const RelationRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const horizon::Timeline timeline, horizon::Timeline::shipped());
  CORDON_ASSIGN(const std::vector<horizon::DaySum> days, series(request, timeline));
  return horizon::change_points(days, options_of(request), timeline, sink);
}

}  // namespace cordon::service
