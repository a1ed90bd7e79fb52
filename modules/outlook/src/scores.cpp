#include "cordon/outlook/scores.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cordon::outlook {
namespace {

constexpr std::size_t kBootstrapDraws = 2'000;
constexpr std::size_t kGapMinimum = 15;  // smaller bins say little about calibration

double brier_of(const ScoredForecast& forecast) {
  const double error = forecast.probability - (forecast.outcome ? 1.0 : 0.0);
  return error * error;
}

}  // namespace

std::size_t FixedSequence::below(std::size_t bound) {
  std::size_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return (z ^ (z >> 31U)) % bound;
}

Interval wilson_interval(std::size_t hits, std::size_t n) {
  if (n == 0) return {0.0, 1.0};
  constexpr double kZ = 1.959964;
  const auto count = static_cast<double>(n);
  const double rate = static_cast<double>(hits) / count;
  const double centre = (rate + kZ * kZ / (2 * count)) / (1 + kZ * kZ / count);
  const double half = kZ * std::sqrt(rate * (1 - rate) / count + kZ * kZ / (4 * count * count)) / (1 + kZ * kZ / count);
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

ScoreSummary summarise(std::span<const ScoredForecast> forecasts, std::size_t bins) {
  ScoreSummary out;
  out.n = forecasts.size();
  if (forecasts.empty() || bins == 0) return out;
  struct Sum {
    std::size_t n = 0, hits = 0;
    double probability = 0.0;
  };
  std::vector<Sum> sums(bins);
  std::size_t hits = 0;
  for (const ScoredForecast& forecast : forecasts) {
    out.brier += brier_of(forecast);
    const double clipped = std::clamp(forecast.probability, 0.01, 0.99);
    out.log_score -= std::log(forecast.outcome ? clipped : 1.0 - clipped);
    hits += forecast.outcome ? 1U : 0U;
    const auto bin = static_cast<std::size_t>(std::clamp(forecast.probability, 0.0, 1.0) * static_cast<double>(bins));
    Sum& sum = sums[std::min(bin, bins - 1)];
    ++sum.n;
    sum.hits += forecast.outcome ? 1U : 0U;
    sum.probability += forecast.probability;
  }
  const auto n = static_cast<double>(out.n);
  out.brier /= n;
  out.log_score /= n;
  out.base_rate = static_cast<double>(hits) / n;
  out.uncertainty = out.base_rate * (1.0 - out.base_rate);
  for (std::size_t i = 0; i < bins; ++i) {
    if (sums[i].n == 0) continue;
    const auto in_bin = static_cast<double>(sums[i].n);
    ReliabilityBin bin{static_cast<double>(i) / static_cast<double>(bins),
                       static_cast<double>(i + 1) / static_cast<double>(bins),
                       sums[i].n,
                       sums[i].probability / in_bin,
                       static_cast<double>(sums[i].hits) / in_bin,
                       wilson_interval(sums[i].hits, sums[i].n)};
    const double gap = std::abs(bin.mean_probability - bin.frequency);
    out.reliability += in_bin / n * gap * gap;
    out.resolution += in_bin / n * (bin.frequency - out.base_rate) * (bin.frequency - out.base_rate);
    if (bin.n >= kGapMinimum) out.worst_gap = std::max(out.worst_gap, gap);
    out.bins.push_back(bin);
  }
  return out;
}

Skill brier_skill(std::span<const ScoredForecast> model, std::span<const ScoredForecast> reference, std::size_t block) {
  Skill skill;
  const std::size_t n = std::min(model.size(), reference.size());
  if (n == 0) return skill;
  std::vector<double> ours(n), theirs(n);
  for (std::size_t i = 0; i < n; ++i) {
    ours[i] = brier_of(model[i]);
    theirs[i] = brier_of(reference[i]);
  }
  const auto ratio = [](double a, double b) { return b > 0.0 ? 1.0 - a / b : 0.0; };
  skill.value =
      ratio(std::accumulate(ours.begin(), ours.end(), 0.0), std::accumulate(theirs.begin(), theirs.end(), 0.0));
  block = std::clamp<std::size_t>(block, 1, n);
  FixedSequence sequence(n);
  std::vector<double> draws(kBootstrapDraws);
  for (double& draw : draws) {
    double a = 0.0;
    double b = 0.0;
    for (std::size_t taken = 0; taken < n; taken += block) {
      const std::size_t start = sequence.below(n - block + 1);
      for (std::size_t i = start; i < start + block; ++i) {
        a += ours[i];
        b += theirs[i];
      }
    }
    draw = ratio(a, b);
  }
  std::sort(draws.begin(), draws.end());
  skill.interval = {draws[kBootstrapDraws / 40], draws[kBootstrapDraws - kBootstrapDraws / 40 - 1]};
  return skill;
}

double auroc(std::span<const double> scores, const std::vector<bool>& positive) {
  double wins = 0.0;
  double pairs = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!positive[i]) continue;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (positive[j]) continue;
      pairs += 1.0;
      if (scores[i] > scores[j]) wins += 1.0;
      if (!(scores[i] > scores[j]) && !(scores[i] < scores[j])) wins += 0.5;
    }
  }
  return pairs > 0.0 ? wins / pairs : 0.5;
}

}  // namespace cordon::outlook
