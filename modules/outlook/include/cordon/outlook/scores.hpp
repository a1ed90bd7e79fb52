// Scores of probability forecasts: Brier, log score, reliability, skill with bootstrap intervals, AUROC.
// Thread: pure functions. Deterministic: the bootstrap draws from a fixed sequence.
// Source: Brier (1950); Murphy (1973); Wilson (1927); Efron (1979).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cordon::outlook {

struct ScoredForecast {
  double probability = 0.0;
  bool outcome = false;
};

struct Interval {
  double low = 0.0;
  double high = 0.0;
};

struct ReliabilityBin {
  double from = 0.0;  // [from, to); the last bin includes 1
  double to = 0.0;
  std::size_t n = 0;
  double mean_probability = 0.0;
  double frequency = 0.0;
  Interval wilson;  // 95 % interval of the frequency
};

// Units: n forecasts; all of them 0 when there is none.
struct ScoreSummary {
  std::size_t n = 0;
  double base_rate = 0.0;
  double brier = 0.0;
  double log_score = 0.0;  // mean of -ln(probability of what happened), probabilities clipped to [0.01, 0.99]
  double reliability = 0.0, resolution = 0.0, uncertainty = 0.0;  // Murphy's parts over the bins
  double worst_gap = 0.0;  // largest |mean probability - frequency| in bins with 15 forecasts or more
  std::vector<ReliabilityBin> bins;
};

[[nodiscard]] ScoreSummary summarise(std::span<const ScoredForecast> forecasts, std::size_t bins = 10);
[[nodiscard]] Interval wilson_interval(std::size_t hits, std::size_t n);

// 1 - Brier(model) / Brier(reference), with a 95 % moving-block bootstrap interval: neighbouring forecasts overlap in
// time, so blocks are drawn, not forecasts. Requires: same length, same outcomes.
struct Skill {
  double value = 0.0;
  Interval interval;
};
[[nodiscard]] Skill brier_skill(std::span<const ScoredForecast> model, std::span<const ScoredForecast> reference,
                                std::size_t block);

// Area under the ROC curve; ties count half. Returns: 0.5 when one class is missing.
[[nodiscard]] double auroc(std::span<const double> scores, const std::vector<bool>& positive);

// A fixed pseudo-random sequence (splitmix64), so that intervals are the same on every machine.
class FixedSequence {
 public:
  explicit FixedSequence(std::size_t seed) : state_(seed) {}
  [[nodiscard]] std::size_t below(std::size_t bound);

 private:
  std::size_t state_;
};

}  // namespace cordon::outlook
