#include "cordon/horizon/relations.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "cordon/horizon/scan.hpp"
#include "cordon/service/horizon.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using base::Result;

fs::path kept_file(const fs::path& directory) { return directory / "events" / "daily.csv"; }

Result<std::string> read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) return Error{ErrorCode::kIo, "cannot read the file", {file.string(), 0, {}}};
  return text;
}

Result<horizon::Relations> read_relations(const fs::path& file) {
  CORDON_ASSIGN(const std::string text, read_text(file));
  return horizon::parse_relations(file.string(), text);
}

Result<horizon::Relations> read_kept(const fs::path& directory) {
  std::error_code missing;
  if (!fs::exists(kept_file(directory), missing)) return horizon::Relations{};
  return read_relations(kept_file(directory));
}

// Replaced in one step: a reader sees the old or the new sums.
Result<void> keep(const fs::path& directory, const horizon::Relations& relations) {
  const fs::path file = kept_file(directory);
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
  return std::count(line.begin(), line.end(), '\t') >= 50;
}

horizon::Relations relations_of(const horizon::ScanReport& report) {
  constexpr double kNano = 1e-9;
  horizon::Relations out;
  for (const horizon::DyadPeriod& period : report.dyads) {
    horizon::DaySum sum;
    sum.day = period.period;
    sum.events = period.events;
    sum.conflict = static_cast<double>(period.conflict_mass_nano) * kNano;
    sum.cooperation = static_cast<double>(period.cooperation_mass_nano) * kNano;
    out[{std::string(period.actor1.data(), period.actor1.size()),
         std::string(period.actor2.data(), period.actor2.size())}]
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
  if (!request.issue.empty()) {
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
  return horizon::series_of(relations, request.dyad);
}

horizon::IndexOptions options_of(const RelationRequest& request) {
  return {request.dyad, request.issue, request.from, request.to, request.as_of, request.by_month};
}

}  // namespace

Result<void> horizon_import_events(const EventImportRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(horizon::Relations kept, read_kept(request.directory));
  std::vector<std::string> answers;
  for (const fs::path& file : request.files) {
    CORDON_ASSIGN(const bool is_table, is_event_table(file));
    horizon::Relations read;
    horizon::JsonOut out;
    out.begin_object().field("file", file.filename().string()).field("format", is_table ? "gdelt" : "daily-sums");
    if (is_table) {
      horizon::ScanOptions options;
      options.period = horizon::ScanPeriod::kDay;
      options.threads = request.threads;
      CORDON_ASSIGN(const horizon::ScanReport report, horizon::scan_events(file.string(), options));
      read = relations_of(report);
      out.key("scan").raw(horizon::to_json(report));
    } else {
      CORDON_ASSIGN(read, read_relations(file));
    }
    out.field("dyads", static_cast<std::int64_t>(read.size())).field("days", static_cast<std::int64_t>(days_in(read)));
    out.end_object();
    answers.push_back(out.str());
    horizon::merge(kept, read);
  }
  CORDON_TRY(keep(request.directory, kept));
  for (const std::string& answer : answers) CORDON_TRY(sink(answer));
  return {};
}

Result<void> horizon_index(const RelationRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const horizon::Timeline timeline, horizon::Timeline::shipped());
  CORDON_ASSIGN(const std::vector<horizon::DaySum> days, series(request, timeline));
  return horizon::relation_index(days, options_of(request), sink);
}

Result<void> horizon_change_points(const RelationRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const horizon::Timeline timeline, horizon::Timeline::shipped());
  CORDON_ASSIGN(const std::vector<horizon::DaySum> days, series(request, timeline));
  return horizon::change_points(days, options_of(request), timeline, sink);
}

}  // namespace cordon::service
