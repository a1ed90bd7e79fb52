#include "cordon/service/horizon.hpp"

#include <fstream>

#include "cordon/base/file.hpp"
#include "cordon/horizon/calendar.hpp"
#include "cordon/horizon/coder.hpp"
#include "cordon/horizon/scan.hpp"
#include "cordon/horizon/timeline.hpp"
#include "cordon/outlook/ledger.hpp"
#include "cordon/service/programmes.hpp"

namespace cordon::service {
namespace {

horizon::CalendarOptions calendar_options(const CalendarRequest& request) {
  horizon::CalendarOptions options;
  options.as_of = request.as_of;
  options.days = request.days;
  options.programme = request.programme;
  options.issue = request.issue;
  options.kind = request.kind;
  options.verified_only = request.verified_only;
  if (!request.programme.empty()) {
    // What programmes mean is known for more of them than have a trigger ahead.
    const auto found = list_programmes(request.programme, std::nullopt, [&](std::string_view) {
      options.programme_exists = true;
      return base::Result<void>{};
    });
    if (!found) options.programme_exists = false;
  }
  return options;
}

outlook::LedgerOptions ledger_options(const LedgerRequest& request) {
  return {(request.directory / "ledger.csv").string(), request.as_of, request.today};
}

base::Result<void> expect_past(const char* option, base::Date day, base::Date today) {
  if (day <= today) return {};
  return base::Error{
      base::ErrorCode::kOutOfRange,
      std::string(option) + ": expected a day up to today, " + today.to_string() + ", found " + day.to_string(),
      {}};
}

}  // namespace

base::Result<std::size_t> horizon_calendar(const CalendarRequest& request, const JsonSink& sink) {
  std::size_t listed = 0;
  CORDON_TRY(horizon::list_calendar(calendar_options(request), [&](std::string_view json) {
    ++listed;
    return sink(json);
  }));
  return listed;
}

base::Result<void> horizon_calendar_file(const CalendarRequest& request, const std::filesystem::path& file) {
  CORDON_ASSIGN(const std::string text, horizon::calendar_ics(calendar_options(request)));
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return base::Error{base::ErrorCode::kIo, "cannot write the calendar", {file.string(), 0, {}}};
  return {};
}

base::Result<void> horizon_timeline(const TimelineRequest& request, const JsonSink& sink) {
  return horizon::list_timeline({request.issue, request.actor, request.from, request.to, request.as_of}, sink);
}

base::Result<std::string> horizon_scan(const EventScanRequest& request, const JsonSink& sink) {
  horizon::ScanOptions options;
  options.period = request.by_day ? horizon::ScanPeriod::kDay : horizon::ScanPeriod::kMonth;
  options.threads = request.threads;
  options.one_a_day = request.one_a_day;
  options.by_issue = request.by_issue;
  CORDON_ASSIGN(const horizon::ScanReport report, horizon::scan_dyads(request.file.string(), options, sink));
  return horizon::to_json(report);
}

base::Result<std::string> horizon_code(const CodeTextsRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const horizon::Coder coder, horizon::Coder::shipped());
  std::int64_t sentences = 0;
  std::int64_t events = 0;
  std::int64_t negated = 0;
  std::int64_t possible = 0;
  for (const std::filesystem::path& file : request.files) {
    CORDON_ASSIGN(const std::string text, base::read_file(file));
    const std::string document = file.filename().string();
    CORDON_TRY(base::must_be_utf8(text, document));
    CORDON_ASSIGN(const horizon::CodedText coded, coder.code(document, text, request.published));
    for (const horizon::CodedEvent& event : coded.events) CORDON_TRY(sink(horizon::to_json(event, document)));
    sentences += static_cast<std::int64_t>(coded.sentences);
    negated += static_cast<std::int64_t>(coded.negated);
    possible += static_cast<std::int64_t>(coded.possible);
    events += static_cast<std::int64_t>(coded.events.size());
  }
  horizon::JsonOut out;
  out.begin_object().field("documents", static_cast<std::int64_t>(request.files.size()));
  out.field("sentences", sentences).field("events", events).field("negated", negated);
  out.field("possible", possible).field("coder", horizon::kCoder).end_object();
  return out.str();
}

base::Result<void> horizon_ledger(const LedgerRequest& request, const JsonSink& sink) {
  return outlook::list_ledger(ledger_options(request), sink);
}

base::Result<void> horizon_ledger_add(const LedgerRequest& request, const LedgerEntry& entry) {
  CORDON_TRY(expect_past("--made-on", entry.made_on, request.today));
  outlook::Forecast forecast;
  forecast.id = entry.id;
  forecast.made_on = entry.made_on;
  forecast.model = entry.model;
  forecast.question = entry.question;
  forecast.resolution_rule = entry.resolution_rule;
  forecast.horizon_end = entry.horizon_end;
  forecast.probability = entry.probability;
  forecast.source = entry.source;
  if (entry.made_on < request.today) {
    forecast.model += outlook::kHindcast;
    forecast.source += (entry.source.empty() ? "" : ", ") + std::string("entered on ") + request.today.to_string();
  }
  return outlook::append_forecast(ledger_options(request).path, forecast);
}

base::Result<void> horizon_ledger_resolve(const LedgerRequest& request, const LedgerOutcome& outcome) {
  CORDON_TRY(expect_past("--on", outcome.on, request.today));
  return outlook::resolve_forecast(ledger_options(request).path, outcome.id,
                                   {outcome.on, outcome.outcome, outcome.evidence});
}

base::Result<void> horizon_ledger_score(const LedgerRequest& request, const JsonSink& sink) {
  return outlook::score_ledger(ledger_options(request), sink);
}

}  // namespace cordon::service
