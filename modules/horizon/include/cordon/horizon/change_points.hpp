// Change points as they happen: Bayesian online detection over run lengths, with a normal-inverse-gamma model of a run.
// The series is asinh(net / median size so far): neutral days are near 0, bursts are compressed, and a dyad with ten
// times the news is on the same scale. Where event counts are known, net is per event and a day's precision grows with
// them.
// An alarm is raised when a change within the last 60 days has probability above one half and the mean moved by more
// than two standard deviations of the (at most 180) days before it. An easing must have lasted 28 days, so that talks
// of a week are no all-clear; an easing that undoes an escalation ends it and is no alarm of its own.
// Invariant: no look-ahead: what is raised on a day does not depend on later days.
// Thread: one user at a time. Source: Adams and MacKay (2007), arXiv 0710.3742; West and Harrison (1997) for
// discounting of evidence. Sensitivity to each constant: docs/methodology/horizon.md.
#pragma once

#include <optional>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/horizon/level.hpp"

namespace cordon::horizon {

struct ChangePoint {
  base::Date raised_on;
  base::Date onset;          // most probable first day of the new level
  bool escalation = true;    // tension rose
  double probability = 0.0;  // of a change within the last 60 days, on the day it was raised
  double before = 0.0;       // mean of the series, in units of its median size on the asinh scale
  double after = 0.0;
  double after_low = 0.0, after_high = 0.0;  // 80 % interval of that mean
  double deviations = 0.0;                   // the move in standard deviations of the days before
  std::optional<base::Date> ended;           // day on which an easing undid it
};

// Probability that a change falls into the last 60 days before anything is seen: the base rate of an alarm.
[[nodiscard]] double change_base_rate() noexcept;

class ChangeDetector {
 public:
  ChangeDetector();
  // Days in order; a day without events is not a day of the series. Returns: whether an alarm was raised.
  bool add(const DaySum& day);
  [[nodiscard]] const std::vector<ChangePoint>& found() const noexcept { return found_; }
  [[nodiscard]] std::size_t days() const noexcept { return dates_.size(); }
  [[nodiscard]] double latest() const noexcept { return latest_; }  // the series' last value

 private:
  // Parallel arrays: one entry per run that is still possible. start is the index of the run's first day.
  struct Runs {
    std::vector<std::size_t> start;
    std::vector<double> mass, mean, variance, spread;  // mass: posterior probability; variance: 1 / precision
    void append(std::size_t first_day, double probability);
    void shorten(std::size_t count);
  };
  [[nodiscard]] double scaled(const DaySum& day, double& weight);
  void update(double value, double weight);
  bool judge();

  Runs runs_;
  TrailingMedian size_, count_;
  std::vector<double> shape_term_;  // log gamma terms of the predictive, by run length
  std::vector<base::Date> dates_;
  std::vector<double> sum_{0.0}, sum_squares_{0.0};
  std::vector<ChangePoint> found_;
  std::ptrdiff_t last_alarm_ = -1;
  std::size_t regime_start_ = 0;
  double latest_ = 0.0;
};

}  // namespace cordon::horizon
