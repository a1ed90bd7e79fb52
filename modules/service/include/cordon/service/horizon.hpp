// Use cases of the horizon: calendar, timeline, event tables, relationship index, change points, ledger.
// Invariant: nothing here reads or changes lists, policies or alerts, so nothing here can alter a screening result.
// Fields of the JSON: docs/api/commands.md. Thread: one user at a time of one data directory.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct CalendarRequest {
  base::Date as_of;
  std::int32_t days = 120;
  std::string programme, issue, kind;  // empty: all
  bool verified_only = false;
};
// Returns: how many triggers were listed.
[[nodiscard]] base::Result<std::size_t> horizon_calendar(const CalendarRequest& request, const JsonSink& sink);
// Writes the same as iCalendar. Errors: kIo.
[[nodiscard]] base::Result<void> horizon_calendar_file(const CalendarRequest& request,
                                                       const std::filesystem::path& file);

struct TimelineRequest {
  std::string issue, actor;  // empty: all
  std::optional<base::Date> from, to, as_of;
};
[[nodiscard]] base::Result<void> horizon_timeline(const TimelineRequest& request, const JsonSink& sink);

struct EventScanRequest {
  std::filesystem::path file;
  bool by_day = false;
  bool one_a_day = false, by_issue = false;  // as horizon::ScanOptions
  unsigned threads = 0;                      // 0: as many as the machine has
};
// One object per dyad and month (or day). Returns: {rows, parsed, rejected, reasons, ...} as JSON, for a message.
[[nodiscard]] base::Result<std::string> horizon_scan(const EventScanRequest& request, const JsonSink& sink);

// Relations: daily sums by dyad, kept in DIR/events/daily.csv.
struct EventImportRequest {
  std::filesystem::path directory;  // the data directory
  std::vector<std::filesystem::path>
      files;  // daily sums as CSV (wide or long), or event tables (GDELT, ICEWS, POLECAT)
  unsigned threads = 0;
};
// One object a file: {file, format, rows, parsed, rejected, reasons, dyads, days}. A file that cannot be read leaves
// what was there as it is.
[[nodiscard]] base::Result<void> horizon_import_events(const EventImportRequest& request, const JsonSink& sink);

struct CodeTextsRequest {
  std::vector<std::filesystem::path> files;  // official texts, UTF-8
  std::optional<base::Date> published;       // their day; none: the first day each names
};
// One object per event the dictionary finds; see horizon::to_json(CodedEvent).
// Returns: {documents, sentences, events, negated, possible, coder} as JSON, for a message.
[[nodiscard]] base::Result<std::string> horizon_code(const CodeTextsRequest& request, const JsonSink& sink);

struct RelationRequest {
  std::filesystem::path directory;             // the data directory
  std::optional<std::filesystem::path> input;  // daily sums, instead of what was imported
  std::string dyad;                            // "USA-RUS" both ways, "USA>RUS" one way
  std::string issue;                           // empty: all events; else that area
  bool issue_of_events = false;                // the area's events of the event data, not the timeline's acts
  std::optional<base::Date> from, to, as_of;
  bool by_month = true;
};
[[nodiscard]] base::Result<void> horizon_index(const RelationRequest& request, const JsonSink& sink);
[[nodiscard]] base::Result<void> horizon_change_points(const RelationRequest& request, const JsonSink& sink);

struct LedgerRequest {
  std::filesystem::path directory;  // the data directory; the ledger is ledger.csv in it and need not exist
  std::optional<base::Date> as_of;
  base::Date today = {};
};
[[nodiscard]] base::Result<void> horizon_ledger(const LedgerRequest& request, const JsonSink& sink);
// Appends a person's forecast. One made before today is marked as a hindcast: nobody can tell what was known when it
// was written down. Errors: as outlook::append_forecast; kOutOfRange for a day after today.
struct LedgerEntry {
  std::string id, model, question, resolution_rule, source;
  base::Date made_on, horizon_end;
  double probability = 0.0;
};
[[nodiscard]] base::Result<void> horizon_ledger_add(const LedgerRequest& request, const LedgerEntry& entry);
struct LedgerOutcome {
  std::string id, evidence;
  base::Date on;
  bool outcome = false;
};
// Errors: as outlook::resolve_forecast; kOutOfRange for a day after today.
[[nodiscard]] base::Result<void> horizon_ledger_resolve(const LedgerRequest& request, const LedgerOutcome& outcome);
[[nodiscard]] base::Result<void> horizon_ledger_score(const LedgerRequest& request, const JsonSink& sink);

}  // namespace cordon::service
