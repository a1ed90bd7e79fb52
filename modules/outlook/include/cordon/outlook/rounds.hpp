// Designation rounds: days on which new entries of a programme family were published, and the probability that another
// comes within some days.
// Invariants: a forecast for a day uses rounds published on or before it and nothing else (poison test); the same
// history gives the same bytes. Thread: pure functions. Does not know why a round comes; the calendar does.
// Method, with what was tried and measured: docs/methodology/outlook.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/json_out.hpp"
#include "cordon/outlook/ledger.hpp"
#include "cordon/outlook/resolution_rule.hpp"
#include "cordon/outlook/scores.hpp"

namespace cordon::outlook {

// Persisted with each forecast; bump it when any probability can change.
inline constexpr std::string_view kRoundModel = "rounds-mixture@2";

struct Round {
  base::Date date;           // the day it was published
  std::int64_t entries = 0;  // new entries; the four classes may sum to less
  std::int64_t individuals = 0, entities = 0, vessels = 0, aircraft = 0;
  std::vector<std::pair<std::string, std::int64_t>> programmes;  // tag, new entries under it
};

struct RoundHistory {
  base::Date observed_from;                    // the first day on which a round would have been seen
  std::vector<Round> rounds;                   // by day, one a day
  std::optional<base::Date> observed_to = {};  // the last day on which a round would have been seen; none: not known
};

// Reads a CSV with the columns first_seen (or date) and n (or entries); previous_snapshot, individuals, entities,
// vessels, aircraft and programmes ("TAG:3 TAG:1") are optional, others are left out.
// Errors: kMalformed or kMissingField with document and line.
[[nodiscard]] base::Result<RoundHistory> parse_rounds(const std::string& document, std::string_view csv);

struct RoundFilter {
  std::string programme;      // a tag or the beginning of one; empty: all
  std::int64_t min_size = 1;  // new entries, inclusive
};
[[nodiscard]] RoundHistory select_rounds(const RoundHistory& history, const RoundFilter& filter);

// One forecast: "at least one round in (day, day + horizon_days]".
struct RoundForecast {
  base::Date day;
  double probability = 0.0;
  Interval interval;            // 80 %, from the uncertainty of the rate
  double climatology = 0.0;     // share of past windows of that length with a round
  double exponential_90 = 0.0;  // rate with a half-life of 90 days
  double rate_mixture = 0.0;    // from the rates alone
  double after_waiting = 0.0;   // with regard to the time since the last round
  double long_run = 0.0;        // share of the windows of the last years
  double trust = 0.0;           // how far it is moved from long_run to after_waiting, in log odds
  double rate_per_day = 0.0;
  std::int64_t days_since_last = -1;  // -1: none yet
  std::size_t rounds_known = 0;
};

// Requires: horizon_days >= 1. Returns: a forecast for first, first + step, ... up to last, each from what was known.
[[nodiscard]] std::vector<RoundForecast> walk_forward(const RoundHistory& history, std::int32_t horizon_days,
                                                      base::Date first, base::Date last, std::int32_t step_days = 7);
// Whether a round came in (day, day + horizon_days].
[[nodiscard]] bool round_came(const RoundHistory& history, base::Date day, std::int32_t horizon_days);

struct BacktestOptions {
  RoundFilter filter;
  std::vector<std::int32_t> horizons{14, 30};
  std::optional<base::Date> from;  // default: 90 days after observed_from
  std::optional<base::Date> to;    // the history is complete up to this day; default: its last round
  bool each = false;               // also one object per forecast
};
// Use case of `horizon backtest`: per horizon {model, horizon_days, from, to, n, base_rate, brier, log_score,
// climatology_brier, exponential_90_brier, skill_vs_climatology, skill_vs_exponential_90, worst_gap, reliability}.
[[nodiscard]] base::Result<void> backtest_rounds(const RoundHistory& history, const BacktestOptions& options,
                                                 const horizon::JsonSink& sink);

struct OutlookOptions {
  base::Date as_of;
  std::vector<std::int32_t> horizons{30, 90};
  std::string programme;  // a tag or the beginning of one; empty: all together, then each of the last year
  std::optional<base::Date> complete_to;  // windows that end later are not scored; default: as_of
  RoundRule rounds_of;  // where the rounds come from (list and family, or file): how a forecast will be resolved
  std::vector<LedgerRecord> ledger;  // shown beside each probability
};
// Use case of `horizon outlook`: {question, programme, min_size, horizon_days, horizon_end, probability, interval,
// base_rate, n, days_since_last, drivers, record, ledger_record, complete_to, resolution_rule, as_of, model,
// data_hash}; data_hash is that of the rounds known on the day.
[[nodiscard]] base::Result<void> round_outlook(const RoundHistory& history, const OutlookOptions& options,
                                               const horizon::JsonSink& sink);

}  // namespace cordon::outlook
