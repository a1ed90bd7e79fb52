// Use cases of the outlook: probabilities of new designation rounds, and how such forecasts did.
// Invariant: nothing here can alter a screening result. Fields of the JSON: docs/api/commands.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

// Where designation rounds are read from.
struct RoundsSource {
  std::filesystem::path file;          // a CSV of rounds; empty: the version history of a loaded list
  std::optional<base::Date> until;     // the file is complete up to this day; none: to its last round
  std::string source = "us_ofac_sdn";  // that list
  std::string family = "russia";       // and the family of programmes counted (data/outlook/families.csv)
};

struct RoundOutlookRequest {
  RoundsSource rounds;
  std::optional<base::Date> as_of;  // default: today
  std::vector<std::int32_t> horizons{30, 90};
  std::string programme;         // empty: all, then each of the last year
  std::filesystem::path ledger;  // every forecast is entered in it, once; empty: not kept
};
// Emits one object per programme, size class and horizon. workspace is opened only without a rounds file.
// Errors: kNotFound when no round is known on the day, or the list is not loaded; kOutOfRange when nobody looked in the
// time before the day (the list's newest version is stale, the file ends long before), so that silence says nothing.
[[nodiscard]] base::Result<void> horizon_outlook(const std::function<base::Result<Workspace*>()>& workspace,
                                                 const RoundOutlookRequest& request, const base::Clock& clock,
                                                 const JsonSink& sink);

struct RoundBacktestRequest {
  RoundsSource rounds;
  std::optional<base::Date> from, to;
  std::vector<std::int32_t> horizons{14, 30};
  std::string programme;
  std::int64_t min_size = 1;
  bool each = false;  // also one object per forecast
};
[[nodiscard]] base::Result<void> horizon_backtest(const std::function<base::Result<Workspace*>()>& workspace,
                                                  const RoundBacktestRequest& request, const JsonSink& sink);

struct NextInLineRequest {
  std::filesystem::path candidates;
  std::optional<base::Date> as_of;  // default: today
  std::filesystem::path ledger;     // every forecast is entered in it, once; empty: not kept
};
// Emits {id, name, probability_12m, interval, band, reasons, paths, base_rate, as_of, model, data_hash, notice}, the
// most probable first. Candidates, their relatives and companies are looked up in the lists of the data directory as of
// the day; without lists the row alone speaks, and lists_searched is empty.
[[nodiscard]] base::Result<void> horizon_next_in_line(Workspace& workspace, const NextInLineRequest& request,
                                                      const JsonSink& sink);

struct ForecastResolutionRequest {
  std::filesystem::path ledger;
  std::filesystem::path rounds;     // a CSV of rounds, for forecasts that were made from a file of that name; or empty
  std::optional<base::Date> as_of;  // list versions published later are not used; default: all that are loaded
};
// Resolves the open forecasts whose rule data decide (outlook/resolution_rule.hpp). One object for each: {id, question,
// horizon_end, result: resolved|open|undetermined, outcome, resolved_on, evidence}; evidence of one that stays open or
// undetermined says why. Returns: how many were resolved. Nothing published after a forecast's window decides yes;
// where a later version is what shows that nothing came, the evidence says so.
[[nodiscard]] base::Result<std::size_t> horizon_resolve(Workspace& workspace, const ForecastResolutionRequest& request,
                                                        const JsonSink& sink);

struct NextEvaluationRequest {
  std::filesystem::path candidates;
  std::filesystem::path outcomes;   // a CSV id,designated_on; empty: the versions of the SDN list that are loaded
  std::optional<base::Date> as_of;  // nothing later counts; default: today
};
// How next in line would have ranked the candidates before each round; see outlook/next_evaluation.hpp.
[[nodiscard]] base::Result<void> horizon_next_evaluation(Workspace& workspace, const NextEvaluationRequest& request,
                                                         const JsonSink& sink);

}  // namespace cordon::service
