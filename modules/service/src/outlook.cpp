#include "cordon/service/outlook.hpp"

#include "cordon/outlook/rounds.hpp"
#include "forecast_record.hpp"
#include "round_source.hpp"

namespace cordon::service {

using base::Result;

Result<void> horizon_outlook(const WorkspaceOpener& workspace, const RoundOutlookRequest& request,
                             const base::Clock& clock, const JsonSink& sink) {
  outlook::OutlookOptions options;
  options.as_of = request.as_of.value_or(base::date_of(clock.now()));
  CORDON_ASSIGN(const outlook::RoundHistory history, rounds_of(workspace, request.rounds, options.as_of));
  CORDON_ASSIGN(options.complete_to, complete_to(history, request.rounds, options.as_of));
  options.horizons = request.horizons;
  options.programme = request.programme;
  if (request.rounds.file.empty()) {
    options.rounds_of.list = request.rounds.source;
    options.rounds_of.family = request.rounds.family;
  } else {
    options.rounds_of.file = request.rounds.file.filename().string();
  }
  CORDON_ASSIGN(options.ledger, outlook::ledger_record(request.ledger.string(), outlook::kRoundModel, options.as_of));
  ForecastRecord record{request.ledger, base::date_of(clock.now())};
  CORDON_TRY(outlook::round_outlook(history, options, [&](std::string_view json) {
    record.add_round(json);
    return sink(json);
  }));
  CORDON_TRY(record.write());
  return {};
}

Result<void> horizon_backtest(const WorkspaceOpener& workspace, const RoundBacktestRequest& request,
                              const JsonSink& sink) {
  CORDON_ASSIGN(const outlook::RoundHistory history, rounds_of(workspace, request.rounds, request.to));
  outlook::BacktestOptions options;
  options.filter = {request.programme, request.min_size};
  options.horizons = request.horizons;
  options.from = request.from;
  options.to = request.to;
  options.each = request.each;
  return outlook::backtest_rounds(history, options, sink);
}

}  // namespace cordon::service
