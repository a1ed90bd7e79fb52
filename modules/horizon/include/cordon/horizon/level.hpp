// The level of tension between two parties, from daily conflict and cooperation: a slow level plus short-lived news.
//   balance_t = level_t + news_t + noise_t,  level: random walk,  news: AR(1),  noise variance: s / mass_t
// balance is (conflict - cooperation) / (conflict + cooperation), -1 to 1, tension positive; mass_t is the day's events
// (or, where only sums are known, their size) relative to the median day so far: many events say more than few, and
// volume itself is never part of the level. News come in bursts; without the AR(1) part the level would follow them.
// Invariant: no look-ahead: a day's value uses that day and earlier ones, given the parameters; parameters come from
// the training span only. Innovations beyond three standard deviations are capped.
// Thread: values. Source: Harvey (1989), local level model; Huber (1964); Nelder and Mead (1965) for the fit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cordon/base/date.hpp"

namespace cordon::horizon {

// What was seen on one day. Units: Goldstein points.
struct DaySum {
  base::Date day;
  double conflict = 0.0;     // sum of -Goldstein where negative
  double cooperation = 0.0;  // sum of Goldstein where positive
  std::int64_t events = 0;   // 0: not known, only sums are

  [[nodiscard]] double net() const noexcept { return conflict - cooperation; }
  [[nodiscard]] double mass() const noexcept { return conflict + cooperation; }
};

// Median of the last `window` values, kept sorted. add() costs a move of half the window.
class TrailingMedian {
 public:
  explicit TrailingMedian(std::size_t window) : window_(window) {}
  void add(double value);
  [[nodiscard]] double median() const noexcept;  // 0 when empty
  [[nodiscard]] std::size_t size() const noexcept { return sorted_.size(); }

 private:
  std::size_t window_;
  std::vector<double> sorted_;
  std::vector<double> ring_;
  std::size_t next_ = 0;
};

struct LevelParameters {
  double level_variance = 1e-4;  // of the level's daily step
  double noise = 0.3;            // noise variance of a median day
  double persistence = 0.88;     // of the news, per day
  double news_variance = 0.03;   // of the news' daily step
  friend bool operator==(const LevelParameters&, const LevelParameters&) = default;
};

class LevelFilter {
 public:
  explicit LevelFilter(const LevelParameters& parameters) : p_(parameters) {
    news_variance_ = p_.news_variance / (1.0 - p_.persistence * p_.persistence);
  }
  // mass 0: nothing seen; only the uncertainty grows. Returns: log likelihood of the innovation.
  double step(double balance, double mass) noexcept;
  [[nodiscard]] double level() const noexcept { return level_; }
  [[nodiscard]] double news() const noexcept { return news_; }
  [[nodiscard]] double deviation() const noexcept;  // of the level

 private:
  LevelParameters p_;
  double level_ = 0.0, news_ = 0.0;
  double level_variance_ = 1.0, covariance_ = 0.0, news_variance_ = 0.0;
};

struct Observation {
  double balance = 0.0;
  double mass = 0.0;  // relative to the median day
};
// Greatest innovations likelihood over the span, with weak priors that keep a span without a verdict near the
// defaults (our choice; docs/methodology/horizon.md has the sensitivity).
[[nodiscard]] LevelParameters fit_level(std::span<const Observation> training);

}  // namespace cordon::horizon
