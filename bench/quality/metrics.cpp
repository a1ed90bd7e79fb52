#include "metrics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace cordon::bench {

namespace {

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double Confusion::precision() const { return ratio(true_positive, true_positive + false_positive); }
double Confusion::recall() const { return ratio(true_positive, true_positive + false_negative); }
double Confusion::f1() const { return ratio(2 * true_positive, 2 * true_positive + false_positive + false_negative); }

Confusion confusion(const std::vector<Labelled>& pairs, double threshold) {
  Confusion out;
  for (const Labelled& pair : pairs) {
    const bool hit = pair.score >= threshold;
    ++(pair.match ? (hit ? out.true_positive : out.false_negative) : (hit ? out.false_positive : out.true_negative));
  }
  return out;
}

double average_precision(std::vector<Labelled> pairs) {
  std::sort(pairs.begin(), pairs.end(), [](const Labelled& a, const Labelled& b) { return a.score > b.score; });
  const auto positives = static_cast<std::size_t>(
      std::count_if(pairs.begin(), pairs.end(), [](const Labelled& pair) { return pair.match; }));
  double sum = 0;
  std::size_t found = 0;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t end = i;
    const std::size_t before = found;
    while (end < pairs.size() && pairs[end].score == pairs[i].score) found += pairs[end++].match ? 1U : 0U;
    sum += ratio(found - before, positives) * ratio(found, end);
    i = end;
  }
  return sum;
}

double brier_equal_odds(const std::vector<Labelled>& pairs) {
  double sum[2] = {0, 0};
  std::size_t count[2] = {0, 0};
  for (const Labelled& pair : pairs) {
    const double error = pair.score - (pair.match ? 1 : 0);
    sum[pair.match ? 1 : 0] += error * error;
    ++count[pair.match ? 1 : 0];
  }
  double out = 0;
  for (const std::size_t k : {0U, 1U}) out += count[k] == 0 ? 0 : sum[k] / static_cast<double>(count[k]) / 2;
  return out;
}

double share_at_or_above(const std::vector<double>& scores, double threshold) {
  return ratio(static_cast<std::size_t>(
                   std::count_if(scores.begin(), scores.end(), [&](double score) { return score >= threshold; })),
               scores.size());
}

double threshold_for_share(std::vector<double> scores, double share) {
  if (scores.empty()) return 0;
  std::sort(scores.begin(), scores.end(), std::greater<>());
  const auto allowed = static_cast<std::size_t>(std::floor(share * static_cast<double>(scores.size())));
  // Just above the first score that must not alert.
  return allowed < scores.size() ? std::nextafter(scores[allowed], 2.0) : 0;
}

}  // namespace cordon::bench
