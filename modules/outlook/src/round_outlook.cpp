// What the round model says as JSON: today's probabilities with their record, and walk-forward backtests.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "cordon/base/content_hash.hpp"
#include "cordon/outlook/rounds.hpp"

namespace cordon::outlook {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;
using horizon::JsonOut;

constexpr std::int32_t kStep = 7;               // days between forecasts of a walk
constexpr std::int32_t kFirstAfter = 90;        // days of history before the first forecast of a backtest
constexpr std::int32_t kRecordDays = 2 * 365;   // the record shown beside a forecast
constexpr std::int32_t kProgrammeDays = 365;    // a programme is shown when it had a round in so many days
constexpr std::int32_t kLongestHorizon = 3650;  // days
constexpr std::int64_t kSizeClasses[] = {1, 10, 50};

struct Walked {
  std::vector<RoundForecast> made;
  std::vector<ScoredForecast> model, climatology, exponential;
};

// Only forecasts whose horizon ended by `complete`: the others cannot be scored yet.
Walked walk(const RoundHistory& history, std::int32_t horizon, Date first, Date complete) {
  Walked out;
  const Date last = complete.plus_days(-horizon);
  if (last < first) return out;
  out.made = walk_forward(history, horizon, first, last, kStep);
  for (const RoundForecast& forecast : out.made) {
    const bool came = round_came(history, forecast.day, horizon);
    out.model.push_back({forecast.probability, came});
    out.climatology.push_back({forecast.climatology, came});
    out.exponential.push_back({forecast.exponential_90, came});
  }
  return out;
}

void write_skill(JsonOut& out, std::string_view name, const std::vector<ScoredForecast>& model,
                 const std::vector<ScoredForecast>& reference, std::int32_t horizon) {
  const auto block = static_cast<std::size_t>(std::max(1, (horizon + kStep - 1) / kStep));
  const Skill skill = brier_skill(model, reference, block);
  out.key(name).begin_object().key("value").fixed(skill.value, 4).key("interval").begin_array();
  out.fixed(skill.interval.low, 4).fixed(skill.interval.high, 4).end_array().end_object();
}

void write_bins(JsonOut& out, const ScoreSummary& summary) {
  out.key("reliability").begin_array();
  for (const ReliabilityBin& bin : summary.bins) {
    out.begin_object().key("from").fixed(bin.from, 3).key("to").fixed(bin.to, 3);
    out.field("n", static_cast<std::int64_t>(bin.n)).key("mean_probability").fixed(bin.mean_probability, 4);
    out.key("frequency").fixed(bin.frequency, 4).key("interval").begin_array();
    out.fixed(bin.wilson.low, 4).fixed(bin.wilson.high, 4).end_array().end_object();
  }
  out.end_array();
}

void write_record(JsonOut& out, const Walked& walked, std::int32_t horizon) {
  const ScoreSummary summary = summarise(walked.model);
  out.field("n", static_cast<std::int64_t>(summary.n));
  if (summary.n == 0) return;
  out.key("base_rate").fixed(summary.base_rate, 4).key("brier").fixed(summary.brier, 6);
  out.key("log_score").fixed(summary.log_score, 6);
  out.key("climatology_brier").fixed(summarise(walked.climatology).brier, 6);
  out.key("exponential_90_brier").fixed(summarise(walked.exponential).brier, 6);
  write_skill(out, "skill_vs_climatology", walked.model, walked.climatology, horizon);
  write_skill(out, "skill_vs_exponential_90", walked.model, walked.exponential, horizon);
  out.key("worst_gap").fixed(summary.worst_gap, 4);
}

RoundHistory known_on(const RoundHistory& history, Date day) {
  RoundHistory out = history;
  std::erase_if(out.rounds, [&](const Round& round) { return round.date > day; });
  return out;
}

std::string hash_of(const RoundHistory& history) {
  std::string text = history.observed_from.to_string();
  for (const Round& round : history.rounds) {
    text += '\n' + round.date.to_string() + ' ' + std::to_string(round.entries);
    for (const auto& [tag, entries] : round.programmes) text += ' ' + tag + ':' + std::to_string(entries);
  }
  return base::ContentHash::of(text).hex();
}

// Programmes with a round in the last year, the busiest first.
std::vector<std::string> active_programmes(const RoundHistory& known, Date as_of) {
  std::map<std::string, std::int64_t> rounds;
  for (const Round& round : known.rounds) {
    if (round.date < as_of.plus_days(-kProgrammeDays)) continue;
    for (const auto& [tag, entries] : round.programmes) {
      if (entries > 0) ++rounds[tag];
    }
  }
  std::vector<std::string> out;
  for (const auto& [tag, count] : rounds) out.push_back(tag);
  std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return rounds[a] > rounds[b]; });
  return out;
}

// A tag that no round carries is a slip of the pen, and a forecast from nothing would hide it.
Result<void> check_programme(const RoundHistory& known, const std::string& programme) {
  std::set<std::string> tags;
  for (const Round& round : known.rounds) {
    for (const auto& [tag, entries] : round.programmes) {
      if (tag.starts_with(programme)) return {};
      tags.insert(tag);
    }
  }
  if (programme.empty()) return {};
  std::string list;
  for (const std::string& tag : tags) list += (list.empty() ? "" : ", ") + tag;
  return Error{ErrorCode::kInvalidArgument,
               "--programme: expected the beginning of one of " + (list.empty() ? std::string("(none)") : list) +
                   "; found '" + programme + "'",
               {}};
}

Result<void> check_horizons(const std::vector<std::int32_t>& horizons) {
  for (const std::int32_t days : horizons) {
    if (days < 1 || days > kLongestHorizon) {
      return Error{ErrorCode::kOutOfRange,
                   "horizon: expected 1 to " + std::to_string(kLongestHorizon) + " days, found " + std::to_string(days),
                   {}};
    }
  }
  return {};
}

// The interval moves with a probability that another question bounds, by as much in log odds.
Interval moved_with(const Interval& interval, double from, double to) {
  const auto log_odds = [](double p) {
    const double inside = std::clamp(p, 1e-6, 1.0 - 1e-6);
    return std::log(inside / (1.0 - inside));
  };
  const double by = log_odds(to) - log_odds(from);
  const auto moved = [&](double p) { return 1.0 / (1.0 + std::exp(-(log_odds(p) + by))); };
  return {std::min(moved(interval.low), to), std::max(moved(interval.high), to)};
}

void write_forecast(JsonOut& out, const RoundHistory& chosen, const RoundForecast& forecast, const RoundFilter& filter,
                    std::int32_t horizon) {
  const Date end = forecast.day.plus_days(horizon);
  const std::string what = filter.programme.empty() ? std::string("any programme of the history") : filter.programme;
  const std::string size =
      filter.min_size > 1 ? " with " + std::to_string(filter.min_size) + " or more new entries" : std::string();
  out.field("question", "at least one round under " + what + size + " from " + forecast.day.plus_days(1).to_string() +
                            " to " + end.to_string());
  out.field_or_null("programme", filter.programme).field("min_size", filter.min_size);
  out.field("horizon_days", horizon).field("horizon_end", end.to_string());
  out.key("probability").fixed(forecast.probability, 4).key("interval").begin_array();
  out.fixed(forecast.interval.low, 4).fixed(forecast.interval.high, 4).end_array();
  out.key("base_rate").fixed(forecast.climatology, 4).field("n", static_cast<std::int64_t>(forecast.rounds_known));
  out.key("days_since_last");
  forecast.days_since_last < 0 ? out.null() : out.integer(forecast.days_since_last);
  out.key("evidence").begin_array();
  const std::size_t shown = std::min<std::size_t>(3, chosen.rounds.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Round& round = chosen.rounds[chosen.rounds.size() - 1 - i];
    out.begin_object().field("date", round.date.to_string()).field("entries", round.entries).end_object();
  }
  out.end_array().key("drivers").begin_object();
  out.key("rate_per_day").fixed(forecast.rate_per_day, 5).key("rate_mixture").fixed(forecast.rate_mixture, 4);
  out.key("after_waiting").fixed(forecast.after_waiting, 4).key("long_run").fixed(forecast.long_run, 4);
  out.key("trust").fixed(forecast.trust, 4);
  out.key("exponential_90").fixed(forecast.exponential_90, 4).end_object();
}

}  // namespace

Result<void> backtest_rounds(const RoundHistory& history, const BacktestOptions& options,
                             const horizon::JsonSink& sink) {
  CORDON_TRY(check_horizons(options.horizons));
  const RoundHistory chosen = select_rounds(history, options.filter);
  CORDON_TRY(check_programme(history, options.filter.programme));
  if (chosen.rounds.empty()) return Error{ErrorCode::kNotFound, "expected rounds to test on, found none", {}};
  const Date from = options.from.value_or(chosen.observed_from.plus_days(kFirstAfter));
  // Complete to the last round of any kind: until then somebody looked.
  const Date to = options.to.value_or(history.rounds.back().date);
  JsonOut out;
  for (const std::int32_t horizon : options.horizons) {
    const Walked walked = walk(chosen, horizon, from, to);
    for (std::size_t i = 0; options.each && i < walked.made.size(); ++i) {
      const RoundForecast& made = walked.made[i];
      out.clear();
      out.begin_object().field("day", made.day.to_string()).field("horizon_days", horizon);
      out.key("probability").fixed(made.probability, 6).flag("outcome", walked.model[i].outcome);
      out.key("climatology").fixed(made.climatology, 6).key("exponential_90").fixed(made.exponential_90, 6);
      out.field("n", static_cast<std::int64_t>(made.rounds_known)).field("model", kRoundModel).end_object();
      CORDON_TRY(sink(out.str()));
    }
    out.clear();
    out.begin_object().field("model", kRoundModel).field("horizon_days", horizon);
    out.field_or_null("programme", options.filter.programme).field("min_size", options.filter.min_size);
    out.field("from", from.to_string()).field("to", to.to_string());
    write_record(out, walked, horizon);
    write_bins(out, summarise(walked.model));
    out.field("as_of", to.to_string()).field("data_hash", hash_of(chosen)).end_object();
    CORDON_TRY(sink(out.str()));
  }
  return {};
}

Result<void> round_outlook(const RoundHistory& history, const OutlookOptions& options, const horizon::JsonSink& sink) {
  CORDON_TRY(check_horizons(options.horizons));
  const RoundHistory known = known_on(history, options.as_of);
  if (known.rounds.empty()) {
    return Error{ErrorCode::kNotFound, "no round was known on " + options.as_of.to_string(), {}};
  }
  CORDON_TRY(check_programme(known, options.programme));
  const std::string data_hash = hash_of(known);
  std::vector<std::int32_t> horizons = options.horizons;
  std::sort(horizons.begin(), horizons.end());
  std::vector<RoundFilter> filters;
  for (const std::int64_t size : kSizeClasses) filters.push_back({options.programme, size});
  if (options.programme.empty()) {
    for (const std::string& tag : active_programmes(known, options.as_of)) filters.push_back({tag, 1});
  }
  JsonOut out;
  // A larger round, or one under a single programme, is never more probable than any round at all: the models of the
  // smaller questions know less and may say otherwise.
  struct Most {
    double any, larger;
  };
  std::map<std::int32_t, Most> most;
  for (const RoundFilter& filter : filters) {
    const RoundHistory chosen = select_rounds(known, filter);
    double shorter = 0.0;  // probability of the horizon before: a longer one is never less probable
    for (const std::int32_t horizon : horizons) {
      RoundForecast forecast = walk_forward(chosen, horizon, options.as_of, options.as_of).front();
      const double own = forecast.probability;
      forecast.probability = std::max(forecast.probability, shorter);
      Most& limit = most.try_emplace(horizon, Most{forecast.probability, forecast.probability}).first->second;
      const bool is_size_class = filter.programme == options.programme;
      forecast.probability = std::min(forecast.probability, is_size_class ? limit.larger : limit.any);
      if (is_size_class) limit.larger = forecast.probability;
      shorter = forecast.probability;
      forecast.interval = moved_with(forecast.interval, own, forecast.probability);
      const Date first = std::max(options.as_of.plus_days(-kRecordDays), chosen.observed_from.plus_days(kFirstAfter));
      out.clear();
      out.begin_object();
      write_forecast(out, chosen, forecast, filter, horizon);
      out.key("record").begin_object();
      const Date complete = std::min(options.complete_to.value_or(options.as_of), options.as_of);
      write_record(out, walk(chosen, horizon, first, complete), horizon);
      out.end_object();
      out.key("ledger_record");
      write_ledger_record(out, options.ledger);
      RoundRule rule = options.rounds_of;
      rule.programme = filter.programme;
      rule.min_size = filter.min_size;
      rule.after = options.as_of;
      rule.until = options.as_of.plus_days(horizon);
      out.field("complete_to", complete.to_string()).field("resolution_rule", rule_text(rule));
      out.field("as_of", options.as_of.to_string()).field("model", kRoundModel).field("data_hash", data_hash);
      out.end_object();
      CORDON_TRY(sink(out.str()));
    }
  }
  return {};
}

}  // namespace cordon::outlook
