// The probability of a round is a mixture, in log odds, of three views of one history:
//   rate_mixture    Poisson rates with half-lives from two weeks to a year, weighted by how well each predicted the
//   days
//                   up to now; a silence moves the weight to the short ones within weeks, so that a regime that ends is
//                   noticed before a whole horizon has gone by without a round
//   recent_windows  share of recent windows of the horizon's length that held a round: knows that rounds come more
//                   regularly (or more in bursts) than a Poisson process says
//   gap_survival    share of past gaps as long as the present one that ended within the horizon
// The last two are shrunk to the first, and the three are weighted by their past log scores.
// Every constant is our choice, set on the history of 2021-22 and on invented breaks (silence, doubled rate, bursts).
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "cordon/outlook/rounds.hpp"

namespace cordon::outlook {
namespace {

using base::Date;

constexpr std::array<double, 6> kHalfLives{14, 30, 60, 90, 180, 365};  // days
constexpr std::array<double, 6> kHalfLifePriors{1, 1, 2, 3, 2, 1};     // relative weight before anything is seen
constexpr double kPriorRounds = 0.5;                                   // the first rate: half a round in ten days
constexpr double kPriorDays = 10;
constexpr double kLeastRounds = 0.05;   // a rate never falls to nothing
constexpr double kDailyMemory = 0.98;   // of the daily log scores: 34 days' half-life
constexpr double kWindowHalfLife = 90;  // days
constexpr double kWindowShrinkage = 4;  // windows' worth of the rate mixture
constexpr double kGapHalfLife = 180;    // days
constexpr double kGapShrinkage = 10;    // gaps' worth of the rate mixture
constexpr std::array<double, 3> kComponentPriors{6, 1, 1};
constexpr double kWeeklyMemory = 0.98;     // of the components' log scores
constexpr double kLeast = 0.01;            // nothing is certain
constexpr double kWarmUpDays = 28;         // before the first forecast whose score counts
constexpr double kTwoSided80 = 1.2815516;  // normal quantile of 0.9

double clip(double p) { return std::clamp(p, kLeast, 1.0 - kLeast); }
double logit(double p) { return std::log(p / (1.0 - p)); }
double inverse_logit(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double within(double rate, double days) { return 1.0 - std::exp(-rate * days); }
double log_score(double p, bool outcome) { return std::log(outcome ? p : 1.0 - p); }

// Rounds and days as seen with each half-life, day by day.
class RateMixture {
 public:
  RateMixture() {
    rounds_.fill(kPriorRounds);
    days_.fill(kPriorDays);
  }
  void pass_day(bool round) {
    for (std::size_t i = 0; i < kHalfLives.size(); ++i) {
      const double quiet = std::pow(days_[i] / (days_[i] + 1.0), rounds_[i]);  // Gamma-Poisson predictive of no round
      scores_[i] = kDailyMemory * scores_[i] + std::log(round ? 1.0 - quiet : quiet);
      const double kept = std::exp2(-1.0 / kHalfLives[i]);
      rounds_[i] = std::max(kLeastRounds, kept * rounds_[i] + (round ? 1.0 : 0.0));
      days_[i] = kept * days_[i] + 1.0;
    }
  }
  struct Rate {
    double rounds = 0.0, days = 0.0;  // effective, of the whole mixture
    double per_day = 0.0;
  };
  [[nodiscard]] Rate rate() const {
    const double best = *std::max_element(scores_.begin(), scores_.end());
    Rate out;
    double sum = 0.0;
    for (std::size_t i = 0; i < kHalfLives.size(); ++i) {
      const double weight = kHalfLifePriors[i] * std::exp(scores_[i] - best);
      sum += weight;
      out.rounds += weight * rounds_[i];
      out.days += weight * days_[i];
      out.per_day += weight * rounds_[i] / days_[i];
    }
    out.rounds /= sum;
    out.days /= sum;
    out.per_day /= sum;
    return out;
  }

 private:
  std::array<double, kHalfLives.size()> rounds_{}, days_{}, scores_{};
};

// Days as whole numbers; rounds sorted. What a walk asks again and again.
class Known {
 public:
  explicit Known(const RoundHistory& history) : from_(history.observed_from.days()) {
    for (const Round& round : history.rounds) days_.push_back(round.date.days());
  }
  [[nodiscard]] std::int32_t from() const { return from_; }
  // The rounds up to and including a day.
  [[nodiscard]] std::span<const std::int32_t> until(std::int32_t day) const {
    const auto end = std::upper_bound(days_.begin(), days_.end(), day);
    return std::span(days_).first(static_cast<std::size_t>(end - days_.begin()));
  }
  [[nodiscard]] bool any_in(std::int32_t after, std::int32_t last) const {
    const auto next = std::upper_bound(days_.begin(), days_.end(), after);
    return next != days_.end() && *next <= last;
  }

 private:
  std::int32_t from_;
  std::vector<std::int32_t> days_;
};

// Share of the windows of `horizon` days that ended by `day` and held a round, each weighted by its age (half-life 0:
// all alike), with `pseudo` windows of probability `prior` added. Windows overlap: `horizon` of them count as one.
double window_share(const Known& known, std::int32_t day, std::int32_t horizon, double half_life, double pseudo,
                    double prior) {
  double windows = 0.0;
  double held = 0.0;
  for (std::int32_t start = known.from(); start + horizon <= day; ++start) {
    const double age = day - horizon - start;
    const double weight = half_life > 0 ? std::exp2(-age / half_life) : 1.0;
    windows += weight;
    if (known.any_in(start, start + horizon)) held += weight;
  }
  return (held / horizon + pseudo * prior) / (windows / horizon + pseudo);
}

// Only gaps that ended by the day are seen: the present one counts as a condition, not as a gap.
double gap_survival(std::span<const std::int32_t> rounds, std::int32_t day, std::int32_t horizon, double prior) {
  if (rounds.size() < 2) return prior;
  const std::int32_t age = day - rounds.back();
  double alive = 0.0;
  double ended = 0.0;
  for (std::size_t i = 1; i < rounds.size(); ++i) {
    const std::int32_t gap = rounds[i] - rounds[i - 1];
    if (gap <= age) continue;
    const double weight = std::exp2(-(day - rounds[i]) / kGapHalfLife);
    alive += weight;
    if (gap <= age + horizon) ended += weight;
  }
  return (ended + kGapShrinkage * prior) / (alive + kGapShrinkage);
}

// The usual reference: an exponentially weighted rate, corrected for the short history at the start.
double exponential(std::span<const std::int32_t> rounds, std::int32_t day, std::int32_t from, std::int32_t horizon,
                   double half_life) {
  const double decay = std::log(2.0) / half_life;
  double weighted = 0.0;
  for (const std::int32_t round : rounds) weighted += std::exp(-decay * (day - round));
  const double seen = (1.0 - std::exp(-decay * std::max(1, day - from))) / decay;
  return within(weighted / seen, horizon);
}

// Quantiles of a Gamma distribution. Source: Wilson and Hilferty (1931).
double gamma_quantile(double shape, double normal_quantile) {
  const double root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile / (3.0 * std::sqrt(shape));
  return root <= 0 ? 0.0 : shape * root * root * root;
}

class Walk {
 public:
  Walk(const RoundHistory& history, std::int32_t horizon)
      : known_(history), horizon_(horizon), at_(known_.from() - 1) {}

  RoundForecast forecast(std::int32_t day) {
    for (; at_ < day; ++at_) mixture_.pass_day(known_.any_in(at_, at_ + 1));
    const std::span<const std::int32_t> rounds = known_.until(day);
    const RateMixture::Rate rate = mixture_.rate();
    RoundForecast out;
    out.day = Date{day};
    out.rounds_known = rounds.size();
    if (!rounds.empty()) out.days_since_last = day - rounds.back();
    out.rate_per_day = rate.per_day;
    out.rate_mixture = clip(within(rate.per_day, horizon_));
    out.recent_windows = clip(window_share(known_, day, horizon_, kWindowHalfLife, kWindowShrinkage, out.rate_mixture));
    out.gap_survival = clip(gap_survival(rounds, day, horizon_, out.rate_mixture));
    out.climatology = clip(window_share(known_, day, horizon_, 0.0, 1.0 / horizon_, 0.5));
    out.exponential_90 = clip(exponential(rounds, day, known_.from(), horizon_, 90));
    combine(out, rate);
    return out;
  }

 private:
  using Components = std::array<double, 3>;
  struct Made {
    std::int32_t day = 0;
    Components p{};
  };

  void combine(RoundForecast& out, const RateMixture::Rate& rate) {
    const Components p{out.rate_mixture, out.recent_windows, out.gap_survival};
    const std::int32_t day = out.day.days();
    Components scores{};
    for (const Made& made : made_) {
      if (made.day + horizon_ > day) break;  // not yet known how it ended
      const bool outcome = known_.any_in(made.day, made.day + horizon_);
      const double memory = std::pow(kWeeklyMemory, (day - made.day - horizon_) / 7.0);
      for (std::size_t i = 0; i < p.size(); ++i) scores[i] += memory * log_score(made.p[i], outcome);
    }
    made_.push_back({day, p});
    // Forecasts a week apart overlap: so many of them are worth one.
    const double overlap = std::max(1.0, horizon_ / 7.0);
    const double best = *std::max_element(scores.begin(), scores.end());
    double sum = 0.0;
    double mixed = 0.0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      const double weight = kComponentPriors[i] * std::exp((scores[i] - best) / overlap);
      sum += weight;
      mixed += weight * logit(p[i]);
    }
    mixed /= sum;
    out.probability = inverse_logit(mixed);
    const auto end = [&](double quantile) {
      const double moved = clip(within(gamma_quantile(rate.rounds, quantile) / rate.days, horizon_));
      return inverse_logit(mixed + logit(moved) - logit(out.rate_mixture));
    };
    out.interval = {std::min(out.probability, end(-kTwoSided80)), std::max(out.probability, end(kTwoSided80))};
  }

  Known known_;
  std::int32_t horizon_;
  std::int32_t at_;  // the last day passed
  RateMixture mixture_;
  std::vector<Made> made_;  // by day
};

}  // namespace

std::vector<RoundForecast> walk_forward(const RoundHistory& history, std::int32_t horizon_days, Date first, Date last,
                                        std::int32_t step_days) {
  Walk walk{history, horizon_days};
  // The components are weighted by forecasts made before the first one asked for, on the same weekly grid.
  const std::int32_t warm = history.observed_from.days() + static_cast<std::int32_t>(kWarmUpDays);
  std::int32_t day = first.days();
  while (day - step_days >= warm) day -= step_days;
  std::vector<RoundForecast> out;
  for (; day <= last.days(); day += step_days) {
    RoundForecast made = walk.forecast(day);
    if (day >= first.days()) out.push_back(made);
  }
  return out;
}

bool round_came(const RoundHistory& history, Date day, std::int32_t horizon_days) {
  return Known{history}.any_in(day.days(), day.days() + horizon_days);
}

}  // namespace cordon::outlook
