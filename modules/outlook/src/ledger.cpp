#include "cordon/outlook/ledger.hpp"

#include <algorithm>
#include <map>

namespace cordon::outlook {
namespace {

std::vector<Forecast> as_of_view(std::vector<Forecast> all, const std::optional<base::Date>& as_of) {
  if (!as_of) return all;
  std::erase_if(all, [&](const Forecast& forecast) { return forecast.made_on > *as_of; });
  for (Forecast& forecast : all) {
    if (forecast.resolution && forecast.resolution->on > *as_of) forecast.resolution.reset();
  }
  return all;
}

ScoreSummary score_one(const Forecast& forecast) {
  const ScoredForecast scored{forecast.probability, forecast.resolution->outcome};
  return summarise({&scored, 1});
}

void write_scores(const std::string& model, const std::vector<ScoredForecast>& scored, std::size_t open,
                  const LedgerOptions& options, horizon::JsonOut& out) {
  const ScoreSummary summary = summarise(scored, 5);
  out.clear();
  out.begin_object().field("model", model);
  out.field_or_null("as_of", options.as_of ? options.as_of->to_string() : std::string());
  out.field("n", static_cast<std::int64_t>(summary.n)).field("open", static_cast<std::int64_t>(open));
  const auto score = [&](std::string_view name, double value) {
    out.key(name);
    summary.n == 0 ? out.null() : out.fixed(value, 6);
  };
  score("base_rate", summary.base_rate);
  score("brier", summary.brier);
  score("log_score", summary.log_score);
  score("reliability", summary.reliability);
  score("resolution", summary.resolution);
  score("uncertainty", summary.uncertainty);
  out.key("calibration").begin_array();
  for (const ReliabilityBin& bin : summary.bins) {
    out.begin_object().key("from").fixed(bin.from, 3).key("to").fixed(bin.to, 3);
    out.field("n", static_cast<std::int64_t>(bin.n)).key("mean_probability").fixed(bin.mean_probability, 6);
    out.key("frequency").fixed(bin.frequency, 6).key("interval").begin_array();
    out.fixed(bin.wilson.low, 4).fixed(bin.wilson.high, 4).end_array().end_object();
  }
  out.end_array().end_object();
}

}  // namespace

base::Result<void> list_ledger(const LedgerOptions& options, const horizon::JsonSink& sink) {
  CORDON_ASSIGN(std::vector<Forecast> all, read_ledger(options.path));
  horizon::JsonOut out;
  for (const Forecast& forecast : as_of_view(std::move(all), options.as_of)) {
    const std::optional<base::Date> seen = options.as_of ? options.as_of : options.today;
    const bool overdue = seen && forecast.horizon_end < *seen;
    out.clear();
    out.begin_object().field("id", forecast.id).field("made_on", forecast.made_on.to_string());
    out.field_or_null("as_of_data", forecast.data_hash).field("model", forecast.model);
    out.field("question", forecast.question).field("resolution_rule", forecast.resolution_rule);
    out.field("horizon_end", forecast.horizon_end.to_string()).key("probability").number(forecast.probability);
    out.key("interval");
    if (forecast.interval) {
      out.begin_array().number(forecast.interval->low).number(forecast.interval->high).end_array();
    } else {
      out.null();
    }
    out.field("status", forecast.resolution ? "resolved" : overdue ? "overdue" : "open");
    if (forecast.resolution) {
      const ScoreSummary score = score_one(forecast);
      out.flag("outcome", forecast.resolution->outcome).field("resolved_on", forecast.resolution->on.to_string());
      out.field("evidence", forecast.resolution->evidence).key("brier").fixed(score.brier, 6);
      out.key("log_score").fixed(score.log_score, 6);
    } else {
      for (const char* name : {"outcome", "resolved_on", "evidence", "brier", "log_score"}) out.key(name).null();
    }
    out.field("source", forecast.source).end_object();
    CORDON_TRY(sink(out.str()));
  }
  return {};
}

namespace {

// Whether a forecast counts in a score on the day (none: whenever it is resolved). Before its window is over only one
// of the two outcomes can be known of most questions, so that counting the early ones would favour it.
bool is_decided(const Forecast& forecast, std::optional<base::Date> day) {
  if (!forecast.resolution) return false;
  return !day || (forecast.horizon_end <= *day && forecast.resolution->on <= *day);
}

}  // namespace

base::Result<std::vector<LedgerRecord>> ledger_record(const std::string& path, std::string_view model,
                                                      base::Date as_of) {
  CORDON_ASSIGN(const std::vector<Forecast> all, read_ledger(path));
  std::vector<LedgerRecord> out;
  for (const std::string& name : {std::string(model), std::string(model) + std::string(kHindcast)}) {
    std::vector<ScoredForecast> scored;
    for (const Forecast& forecast : all) {
      const bool counts = forecast.model == name && forecast.made_on < as_of && is_decided(forecast, as_of);
      if (counts) scored.push_back({forecast.probability, forecast.resolution->outcome});
    }
    if (!scored.empty()) out.push_back({name, summarise(scored, 5)});
  }
  return out;
}

void write_ledger_record(horizon::JsonOut& out, const std::vector<LedgerRecord>& record) {
  out.begin_array();
  for (const LedgerRecord& one : record) {
    out.begin_object().field("model", one.model).field("n", static_cast<std::int64_t>(one.score.n));
    out.key("base_rate").fixed(one.score.base_rate, 4).key("brier").fixed(one.score.brier, 6);
    // What saying the base rate each time would have scored.
    out.key("brier_of_base_rate").fixed(one.score.base_rate * (1.0 - one.score.base_rate), 6);
    out.key("log_score").fixed(one.score.log_score, 6).end_object();
  }
  out.end_array();
}

base::Result<void> score_ledger(const LedgerOptions& options, const horizon::JsonSink& sink) {
  CORDON_ASSIGN(std::vector<Forecast> all, read_ledger(options.path));
  struct Group {
    std::vector<ScoredForecast> scored;
    std::size_t open = 0;
  };
  std::map<std::string, Group> by_model;
  Group total;
  const std::optional<base::Date> day = options.as_of ? options.as_of : options.today;
  for (const Forecast& forecast : as_of_view(std::move(all), options.as_of)) {
    for (Group* const group : {&by_model[forecast.model], &total}) {
      if (is_decided(forecast, day)) {
        group->scored.push_back({forecast.probability, forecast.resolution->outcome});
      } else {
        ++group->open;
      }
    }
  }
  horizon::JsonOut out;
  for (const auto& [model, group] : by_model) {
    write_scores(model, group.scored, group.open, options, out);
    CORDON_TRY(sink(out.str()));
  }
  write_scores("all", total.scored, total.open, options, out);
  return sink(out.str());
}

}  // namespace cordon::outlook
