// Measures of a scorer on labelled pairs. Pure functions.
#pragma once

#include <string>
#include <vector>

namespace cordon::bench {

struct Labelled {
  double score = 0;
  bool match = false;
  std::string group;  // case group, tier, schema ... as the table at hand needs
};

struct Confusion {
  std::size_t true_positive = 0, false_positive = 0, true_negative = 0, false_negative = 0;
  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  [[nodiscard]] double f1() const;
  [[nodiscard]] std::size_t total() const { return true_positive + false_positive + true_negative + false_negative; }
};

[[nodiscard]] Confusion confusion(const std::vector<Labelled>& pairs, double threshold);
// Area under the precision-recall curve as the sum of (recall step x precision); ties share one step.
[[nodiscard]] double average_precision(std::vector<Labelled> pairs);
// Mean squared error of the score as a probability, both classes weighing the same.
[[nodiscard]] double brier_equal_odds(const std::vector<Labelled>& pairs);
// The share of `scores` at or above a value; and the smallest value with at most that share (inclusive thresholds).
[[nodiscard]] double share_at_or_above(const std::vector<double>& scores, double threshold);
[[nodiscard]] double threshold_for_share(std::vector<double> scores, double share);

}  // namespace cordon::bench
