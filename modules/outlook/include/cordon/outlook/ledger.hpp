// The ledger of forecasts: append-only, hash-chained, scored. The founding papers' claims are shipped as its first
// entries, with the outcome known today.
// Invariants: a forecast is never changed, a resolution is a row of its own; as of a day nothing later is shown, scored
// or counted; a file whose chain is broken is refused.
// Thread: one writer at a time; reading is safe. Does not make forecasts. Format: docs/formats/ledger.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/json_out.hpp"
#include "cordon/outlook/scores.hpp"

namespace cordon::outlook {

// Behind the model of a forecast for an earlier day that was computed later, from what was known then.
inline constexpr std::string_view kHindcast = " (hindcast)";

struct Resolution {
  base::Date on;
  bool outcome = false;
  std::string evidence;
};

struct Forecast {
  std::string id;
  base::Date made_on;
  std::string data_hash;  // SHA-256 of the data it was made from; empty for a person's claim
  std::string model;      // model version, or who said it
  std::string question;
  std::string resolution_rule;
  base::Date horizon_end;
  double probability = 0.0;
  std::optional<Interval> interval;
  std::string source;
  std::optional<Resolution> resolution;
};

// Returns: the shipped propositions, then those of the file in its order. A file that does not exist is an empty
// ledger; an empty path: only the shipped ones. Errors: kDamaged when the chain does not hold, kMalformed.
[[nodiscard]] base::Result<std::vector<Forecast>> read_ledger(const std::string& path);
// Errors: kConflict when the id exists (or, for a resolution, is resolved already); kNotFound; kOutOfRange for a
// probability outside [0, 1], or a horizon that does not end after the forecast; kInvalidArgument for a resolution
// without evidence; kIo.
[[nodiscard]] base::Result<void> append_forecast(const std::string& path, const Forecast& forecast);
// Appends those whose id is not there yet, in one step: the same forecasts again change nothing.
// Returns: how many were appended. Errors: as append_forecast, but for an id that exists.
[[nodiscard]] base::Result<std::size_t> record_forecasts(const std::string& path,
                                                         const std::vector<Forecast>& forecasts);
[[nodiscard]] base::Result<void> resolve_forecast(const std::string& path, const std::string& id,
                                                  const Resolution& resolution);
// Appends those whose forecast is not resolved yet, in one step. Returns: how many. Errors: as resolve_forecast, but
// for a forecast that is resolved.
[[nodiscard]] base::Result<std::size_t> record_resolutions(
    const std::string& path, const std::vector<std::pair<std::string, Resolution>>& resolutions);

// What a model's forecasts made before the day and resolved by it were worth; hindcasts stand apart.
struct LedgerRecord {
  std::string model;
  ScoreSummary score;  // n: the resolved ones
};
// Returns: the model and "MODEL (hindcast)", those of them that have a resolved forecast.
[[nodiscard]] base::Result<std::vector<LedgerRecord>> ledger_record(const std::string& path, std::string_view model,
                                                                    base::Date as_of);
// Appends [{model, n, base_rate, brier, brier_of_base_rate, log_score}].
void write_ledger_record(horizon::JsonOut& out, const std::vector<LedgerRecord>& record);

struct LedgerOptions {
  std::string path;
  std::optional<base::Date> as_of;       // none: everything
  std::optional<base::Date> today = {};  // what is overdue, when as_of does not say it; none: nothing is
};
// Use case of `horizon ledger`: {id, made_on, as_of_data, model, question, resolution_rule, horizon_end, probability,
// interval, status: open|overdue|resolved, outcome, resolved_on, evidence, brier, log_score, source}
[[nodiscard]] base::Result<void> list_ledger(const LedgerOptions& options, const horizon::JsonSink& sink);
// Use case of `horizon ledger score`: {as_of, n, open, brier, brier_of_half, log_score, base_rate, calibration:[..]} by
// model, as one object per model and one for all.
[[nodiscard]] base::Result<void> score_ledger(const LedgerOptions& options, const horizon::JsonSink& sink);

}  // namespace cordon::outlook
