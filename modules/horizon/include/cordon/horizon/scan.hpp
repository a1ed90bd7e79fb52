// Reads an event table once and aggregates it by directed dyad (actor 1's country, actor 2's country) and month or day.
// The table: tab-separated, no quoting; GDELT with 57 or 58 columns (1.0) or 61 (2.0), where a first line of column
// names is recognised and left out; ICEWS and POLECAT by the column names in their first line.
// Invariants: every row is either parsed or rejected with a reason, rows == parsed + rejected; sums are exact decimals,
// so the result does not depend on the order of rows or the number of threads.
// Thread: scan() may run side by side. Does not decompress, or judge what an event means.
// Source: GDELT 1.0 and 2.0 event codebooks; columns as listed in docs/formats/events.md.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/json_out.hpp"

namespace cordon::horizon {

enum class ScanPeriod : std::uint8_t { kMonth = 1, kDay = 2 };

struct ScanOptions {
  ScanPeriod period = ScanPeriod::kMonth;
  unsigned threads = 0;              // 0: as many as the machine has
  std::size_t reject_examples = 20;  // rejected rows kept with their place; all are counted
  // One event per day, source actor, target actor and code counts; what repeats it is counted apart. Reads with one
  // thread, because the first of a file is kept.
  bool one_a_day = false;
  bool by_issue = false;  // sums of each issue area beside those of all events
};

// Units: Goldstein sums in 1e-9 of a Goldstein point.
struct DyadPeriod {
  std::array<char, 3> actor1{};  // CAMEO country code of the source
  std::array<char, 3> actor2{};  // and of the target
  base::Date period;             // the day, or the first of the month
  std::uint8_t issue = 0;        // 0: all events; else one area, an index into EventCodes::issues()
  std::int64_t events = 0;
  std::int64_t conflict_events = 0;        // quad class 3 and 4
  std::int64_t cooperation_events = 0;     // quad class 1 and 2
  std::int64_t conflict_mass_nano = 0;     // sum of -Goldstein where it is negative
  std::int64_t cooperation_mass_nano = 0;  // sum of Goldstein where it is positive
  std::int64_t goldstein_rows = 0;         // events that carry a Goldstein value
  std::int64_t mentions = 0;

  [[nodiscard]] std::int64_t goldstein_sum_nano() const noexcept { return cooperation_mass_nano - conflict_mass_nano; }
  friend bool operator==(const DyadPeriod&, const DyadPeriod&) = default;
};

struct RejectedRow {
  std::uint64_t line = 0;  // 1-based
  std::string reason;
  std::string found;  // at most 60 bytes of the offending value
};

struct RejectCount {
  std::string reason;
  std::uint64_t rows = 0;
};

struct ScanReport {
  std::uint64_t rows = 0;  // without a header
  std::uint64_t parsed = 0;
  std::uint64_t rejected = 0;
  std::uint64_t without_dyad = 0;       // parsed, but one of the actors has no country
  std::uint64_t without_goldstein = 0;  // parsed with an empty Goldstein cell: counted as an event, adds no mass
  std::uint64_t repeated = 0;           // parsed, but left out because the day has the same event already
  bool header = false;
  std::string format;                        // gdelt, icews or polecat
  unsigned columns = 0;                      // of the first parsed row; 0 when there is none
  std::vector<RejectCount> reject_reasons;   // by reason, those that occur
  std::vector<RejectedRow> reject_examples;  // the first ones of the file
  std::vector<DyadPeriod> dyads;             // by actor1, actor2, period
};

// Errors: kIo when the file cannot be read; kUnsupported when it is compressed or holds no row of a known width;
// kOutOfRange beyond 4 million dyad periods.
[[nodiscard]] base::Result<ScanReport> scan_events(const std::string& path, const ScanOptions& options);

// Use case of `horizon scan FILE --dyads`: each dyad period as {actor1, actor2, month|day, events, conflict_events,
// cooperation_events, conflict_mass, cooperation_mass, goldstein_sum, goldstein_mean, mentions}.
// Returns: the report without its dyads, for a closing message.
[[nodiscard]] base::Result<ScanReport> scan_dyads(const std::string& path, const ScanOptions& options,
                                                  const JsonSink& sink);
// {rows, parsed, rejected, without_dyad, without_goldstein, columns, header, reasons, examples}
[[nodiscard]] std::string to_json(const ScanReport& report);

}  // namespace cordon::horizon
