// The probability of a round is made in three steps:
//   rates     Poisson rates with half-lives from two weeks to four years, weighted by how well each predicted the days
//   up
//             to now. Every day a small part of the weight goes back to the priors (Herbster and Warmuth 1998), so that
//             a regime that ends is noticed before a whole horizon has gone by without a round.
//   waiting   how much more or less often than at that rate a round came so long after the one before: bursts in one
//             regime, quiet days after a round in another. Shrunk to one, forgotten slowly.
//   trust     the outcome of every forecast that is over tells how far the first two are to be followed away from the
//             share of windows of the last years that held a round: where rounds come as by chance, swings of the rate
//             are noise and make a forecaster too sure of himself. Both way: the factor may exceed one.
// An intercept fitted beside the trust was tried and made every invented regime worse; so did a short memory of scores.
// Every constant is our choice, set on the history of 2021-22 and on invented regimes (steady, regular, clustered,
// doubled, broken off): docs/methodology/outlook.md.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "cordon/outlook/rounds.hpp"

namespace cordon::outlook {
namespace {

using base::Date;

constexpr std::array<double, 6> kHalfLives{14, 30, 60, 120, 365, 1500};  // days
constexpr std::array<double, 6> kHalfLifePriors{0.3, 1, 2, 3, 3, 3};     // relative weight before anything is seen
constexpr double kPriorRounds = 0.5;                                     // the first rate: half a round in ten days
constexpr double kPriorDays = 10;
constexpr double kLeastRounds = 0.05;                                 // a rate never falls to nothing
constexpr double kShare = 0.015;                                      // of the weights, back to the priors each day
constexpr double kLeastLikelihood = 1e-9;                             // of a day, so that one day cannot end an expert
constexpr std::array<std::int32_t, 5> kWaitingEnds{1, 3, 7, 14, 28};  // last day of each class of waiting; then: longer
constexpr double kWaitingShrinkage = 4;                               // rounds' worth of no effect
constexpr double kWaitingHalfLife = 500;                              // days
constexpr double kMostExpected = 0.5;     // rounds expected on one day, for the waiting times
constexpr double kLongRunHalfLife = 365;  // days, of the share of windows
constexpr double kTrustPrior = 0.85;      // how far the rates are followed before anything is seen
constexpr double kTrustPrecision = 1;     // of that prior, in log odds
constexpr double kMostTrust = 1.3;
constexpr double kTrustHalfLife = 1000;    // days, of the outcomes
constexpr int kTrustSteps = 8;             // Newton steps; it settles in three or four
constexpr double kLeast = 0.01;            // nothing is certain
constexpr double kWarmUpDays = 28;         // before the first forecast whose outcome counts
constexpr double kTwoSided80 = 1.2815516;  // normal quantile of 0.9

double clip(double p) { return std::clamp(p, kLeast, 1.0 - kLeast); }
double logit(double p) { return std::log(p / (1.0 - p)); }
double inverse_logit(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double within(double rate, double days) { return 1.0 - std::exp(-rate * days); }

// How often a round came so many days after the one before, against what the rate let expect.
class Waiting {
 public:
  // Returns: the factor on the rate for the `age`-th day after a round.
  [[nodiscard]] double factor(std::int32_t age) const {
    const std::size_t i = index(age);
    return (seen_[i] + kWaitingShrinkage) / (expected_[i] + kWaitingShrinkage);
  }
  // The rate over the next days, in days' worth of the rate itself.
  [[nodiscard]] double days_ahead(std::int32_t age, std::int32_t days) const {
    double sum = 0.0;
    for (std::int32_t i = 1; i <= days; ++i) sum += factor(age + i);
    return sum;
  }
  void pass_day(std::int32_t age, double expected, bool round) {
    const double kept = std::exp2(-1.0 / kWaitingHalfLife);
    for (double& value : seen_) value *= kept;
    for (double& value : expected_) value *= kept;
    expected_[index(age)] += std::min(expected, kMostExpected);
    seen_[index(age)] += round ? 1.0 : 0.0;
  }

 private:
  static std::size_t index(std::int32_t age) {
    const auto end = std::lower_bound(kWaitingEnds.begin(), kWaitingEnds.end(), age);
    return static_cast<std::size_t>(end - kWaitingEnds.begin());
  }
  std::array<double, kWaitingEnds.size() + 1> seen_{}, expected_{};
};

// Rounds and days as seen with each half-life, day by day.
class RateMixture {
 public:
  RateMixture() {
    rounds_.fill(kPriorRounds);
    days_.fill(kPriorDays);
    double sum = 0.0;
    for (const double prior : kHalfLifePriors) sum += prior;
    for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i] = kHalfLifePriors[i] / sum;
    priors_ = weights_;
  }
  void pass_day(bool round) {
    ++age_;
    const double expected = rate().per_day;
    weigh(round, knows_a_round_ ? waiting_.factor(age_) : 1.0);
    if (knows_a_round_) waiting_.pass_day(age_, expected, round);
    for (std::size_t i = 0; i < kHalfLives.size(); ++i) {
      const double kept = std::exp2(-1.0 / kHalfLives[i]);
      rounds_[i] = std::max(kLeastRounds, kept * rounds_[i] + (round ? 1.0 : 0.0));
      days_[i] = kept * days_[i] + 1.0;
    }
    if (!round) return;
    age_ = 0;
    knows_a_round_ = true;
  }
  struct Rate {
    double rounds = 0.0, days = 0.0;  // effective, of the whole mixture
    double per_day = 0.0;
  };
  [[nodiscard]] Rate rate() const {
    Rate out;
    for (std::size_t i = 0; i < kHalfLives.size(); ++i) {
      out.rounds += weights_[i] * rounds_[i];
      out.days += weights_[i] * days_[i];
      out.per_day += weights_[i] * rounds_[i] / days_[i];
    }
    return out;
  }
  // Returns: the probability of a round in the next days, with or without regard to the time since the last one.
  [[nodiscard]] double within_days(std::int32_t days, bool waiting) const {
    const double ahead = waiting && knows_a_round_ ? waiting_.days_ahead(age_, days) : days;
    double out = 0.0;
    for (std::size_t i = 0; i < kHalfLives.size(); ++i) out += weights_[i] * within(rounds_[i] / days_[i], ahead);
    return out;
  }

 private:
  void weigh(bool round, double factor) {
    double sum = 0.0;
    for (std::size_t i = 0; i < kHalfLives.size(); ++i) {
      const double quiet = std::pow(days_[i] / (days_[i] + factor), rounds_[i]);  // Gamma-Poisson predictive
      weights_[i] *= std::max(kLeastLikelihood, round ? 1.0 - quiet : quiet);
      sum += weights_[i];
    }
    for (std::size_t i = 0; i < kHalfLives.size(); ++i) {
      weights_[i] = (1.0 - kShare) * weights_[i] / sum + kShare * priors_[i];
    }
  }
  std::array<double, kHalfLives.size()> rounds_{}, days_{}, weights_{}, priors_{};
  Waiting waiting_;
  std::int32_t age_ = 0;  // days since the last round
  bool knows_a_round_ = false;
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
    out.rate_mixture = clip(mixture_.within_days(horizon_, false));
    out.after_waiting = clip(mixture_.within_days(horizon_, true));
    out.long_run = clip(window_share(known_, day, horizon_, kLongRunHalfLife, 1.0, out.rate_mixture));
    out.climatology = clip(window_share(known_, day, horizon_, 0.0, 1.0 / horizon_, 0.5));
    out.exponential_90 = clip(exponential(rounds, day, known_.from(), horizon_, 90));
    combine(out, rate);
    return out;
  }

 private:
  struct Made {
    std::int32_t day = 0;
    double long_run = 0.0, moved = 0.0;  // log odds; what the rates would move them by
  };

  // Logistic regression on one coefficient, from the forecasts whose end is known by the day.
  [[nodiscard]] double trust(std::int32_t day) const {
    // Forecasts a week apart overlap: so many of them are worth one.
    const double overlap = std::max(1.0, horizon_ / 7.0);
    double out = kTrustPrior;
    for (int step = 0; step < kTrustSteps; ++step) {
      double slope = -kTrustPrecision * (out - kTrustPrior);
      double curvature = kTrustPrecision;
      for (const Made& made : made_) {
        const std::int32_t over = day - made.day - horizon_;
        if (over < 0) break;  // not yet known how it ended
        const double weight = std::exp2(-over / kTrustHalfLife) / overlap;
        const double p = inverse_logit(made.long_run + out * made.moved);
        const double came = known_.any_in(made.day, made.day + horizon_) ? 1.0 : 0.0;
        slope += weight * (came - p) * made.moved;
        curvature += weight * p * (1.0 - p) * made.moved * made.moved;
      }
      out = std::clamp(out + slope / curvature, 0.0, kMostTrust);
    }
    return out;
  }

  void combine(RoundForecast& out, const RateMixture::Rate& rate) {
    const double long_run = logit(out.long_run);
    const double moved = logit(out.after_waiting) - long_run;
    out.trust = trust(out.day.days());
    made_.push_back({out.day.days(), long_run, moved});
    const double mixed = long_run + out.trust * moved;
    out.probability = clip(inverse_logit(mixed));
    // About the median of the rate, so that the probability lies within and not on an edge.
    const double middle = logit(clip(within(gamma_quantile(rate.rounds, 0.0) / rate.days, horizon_)));
    const auto end = [&](double quantile) {
      const double other = clip(within(gamma_quantile(rate.rounds, quantile) / rate.days, horizon_));
      return clip(inverse_logit(mixed + logit(other) - middle));
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
  // How far the rates are followed is learnt from forecasts before the first one asked for, on the same weekly grid.
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
