#include "cordon/horizon/change_points.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cordon::horizon {
namespace {

constexpr std::size_t kScaleDays = 1826;  // five years, as for z
constexpr double kHazard = 1.0 / 180.0;   // per day
constexpr double kDayWeight = 0.25;       // news of neighbouring days repeat each other: a day is a quarter witness
constexpr double kPriorPrecision = 1.0 / 3.0;
constexpr double kPriorShape = 2.0;
constexpr double kPriorSpread = 1.0;
// Posterior mass of a run that is dropped. 1e-6 raises the same alarms on the same days at half again the cost.
constexpr double kNegligible = 1e-4;
// Runs older than this that began within so many days of each other have seen nearly the same and go on as one: half
// the cost, the same alarms. No alarm looks at a run that old.
constexpr std::size_t kMergeAge = 90;
constexpr std::size_t kMergeDays = 4;
constexpr std::size_t kWarmUpDays = 90;
constexpr std::size_t kRecentDays = 60;
constexpr std::size_t kBeforeDays = 180;
constexpr std::size_t kLeastBefore = 28;
constexpr std::size_t kEasingDays = 28;
constexpr double kAlarmProbability = 0.5;
constexpr double kAlarmDeviations = 2.0;
constexpr double kTwoSided80 = 1.2815516;  // normal quantile of 0.9
constexpr double kLeastWeight = 0.25;      // of a day with few events against the median day; most: its inverse

}  // namespace

double change_base_rate() noexcept { return 1.0 - std::pow(1.0 - kHazard, static_cast<double>(kRecentDays)); }

ChangeDetector::ChangeDetector() : size_(kScaleDays), count_(kScaleDays) {}

double ChangeDetector::scaled(const DaySum& day, double& weight) {
  const bool counted = day.events > 0;
  const double value = counted ? day.net() / static_cast<double>(day.events) : day.net();
  weight = 1.0;
  if (size_.size() < 5) size_.add(std::abs(value));  // the first days measure themselves
  double median = size_.median();
  if (counted) {
    const double usual = count_.size() == 0 ? static_cast<double>(day.events) : count_.median();
    weight = std::clamp(static_cast<double>(day.events) / std::max(usual, 1.0), kLeastWeight, 1.0 / kLeastWeight);
    count_.add(static_cast<double>(day.events));
  }
  if (median <= 0.0) median = 1.0;
  const double out = std::asinh(value / median);
  if (dates_.size() >= 5) size_.add(std::abs(value));
  return out;
}

void ChangeDetector::update(double value, double weight) {
  const std::size_t today = dates_.size() - 1;
  // The run that begins today: its prior is in the list before the day's value is seen.
  if (runs_.start.empty()) runs_.append(0, 1.0);
  const std::size_t count = runs_.start.size();
  while (shape_term_.size() <= today) {
    const double a = kPriorShape + 0.5 * kDayWeight * static_cast<double>(shape_term_.size());
    shape_term_.push_back(std::lgamma(a + 0.5) - std::lgamma(a) - 0.5 * std::log(2.0 * std::numbers::pi) +
                          (a + 0.5) * std::numbers::ln2);
  }
  // Student's t with 2a degrees of freedom and scale s / a, s = spread * (1/weight + 1/precision), as
  //   term(a) + a log s - (a + 1/2) log(2 s + off^2).
  // Two logarithms and one exponential a run: this loop is the cost of a rebuild.
  const double noise = 1.0 / weight;
  double total = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t length = today - runs_.start[i];
    const double shape = kPriorShape + 0.5 * kDayWeight * static_cast<double>(length);
    const double scale = runs_.spread[i] * (noise + runs_.variance[i]);
    const double off = value - runs_.mean[i];
    const double likelihood =
        shape_term_[length] + shape * std::log(scale) - (shape + 0.5) * std::log(2.0 * scale + off * off);
    runs_.mass[i] *= std::exp(kDayWeight * likelihood);
    total += runs_.mass[i];
  }
  const double gain = kDayWeight * weight;
  const double share = (1.0 - kHazard) / total;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double mass = runs_.mass[i] * share;
    if (mass < kNegligible) continue;
    const std::size_t age = today - runs_.start[i];
    if (age > kMergeAge && kept > 0 && runs_.start[i] - runs_.start[kept - 1] < kMergeDays) {
      runs_.mass[kept - 1] += mass;
      continue;
    }
    const double off = value - runs_.mean[i];
    const double part = gain / (1.0 + gain * runs_.variance[i]);  // gain * old precision / new precision
    runs_.start[kept] = runs_.start[i];
    runs_.mass[kept] = mass;
    runs_.mean[kept] = runs_.mean[i] + part * runs_.variance[i] * off;
    runs_.spread[kept] = runs_.spread[i] + 0.5 * part * off * off;
    runs_.variance[kept] = runs_.variance[i] * part / gain;
    ++kept;
  }
  runs_.shorten(kept);
  runs_.append(today + 1, kHazard);
}

void ChangeDetector::Runs::append(std::size_t first_day, double probability) {
  start.push_back(first_day);
  mass.push_back(probability);
  mean.push_back(0.0);
  variance.push_back(1.0 / kPriorPrecision);
  spread.push_back(kPriorSpread);
}

void ChangeDetector::Runs::shorten(std::size_t count) {
  start.resize(count), mass.resize(count), mean.resize(count), variance.resize(count), spread.resize(count);
}

bool ChangeDetector::judge() {
  const std::size_t today = dates_.size() - 1;
  if (today < kWarmUpDays) return false;
  double probability = 0.0;
  double all = 0.0;
  double most = 0.0;
  std::size_t onset = 0;
  for (std::size_t i = 0; i < runs_.start.size(); ++i) {
    const double mass = runs_.mass[i];
    all += mass;
    const std::size_t start = runs_.start[i];
    if (start > today || today + 1 - start > kRecentDays || static_cast<std::ptrdiff_t>(start) <= last_alarm_) continue;
    probability += mass;
    if (mass > most) {
      most = mass;
      onset = start;
    }
  }
  probability /= all;
  if (probability <= kAlarmProbability || today + 1 - onset < 2) return false;
  std::size_t from = std::max(regime_start_, onset > kBeforeDays ? onset - kBeforeDays : 0);
  if (onset - from < kLeastBefore) from = onset > kLeastBefore ? onset - kLeastBefore : 0;
  if (onset - from < 7) return false;
  const auto mean = [this](std::size_t begin, std::size_t end) {
    return (sum_[end] - sum_[begin]) / static_cast<double>(end - begin);
  };
  ChangePoint point;
  point.before = mean(from, onset);
  point.after = mean(onset, today + 1);
  const double variance =
      (sum_squares_[onset] - sum_squares_[from]) / static_cast<double>(onset - from) - point.before * point.before;
  const auto days = static_cast<double>(today + 1 - onset);
  const double spread =
      std::max(0.0, (sum_squares_[today + 1] - sum_squares_[onset]) / days - point.after * point.after);
  const double half = kTwoSided80 * std::sqrt(spread / (kDayWeight * days));  // a day is a part of a witness here too
  point.after_low = point.after - half;
  point.after_high = point.after + half;
  point.deviations = (point.after - point.before) / std::sqrt(std::max(variance, 1e-6));
  if (std::abs(point.deviations) <= kAlarmDeviations) return false;
  point.escalation = point.deviations > 0.0;
  if (!point.escalation && today + 1 - onset < kEasingDays) return false;
  point.raised_on = dates_[today];
  point.onset = dates_[onset];
  point.probability = probability;
  last_alarm_ = static_cast<std::ptrdiff_t>(today);
  regime_start_ = onset;
  if (!point.escalation && !found_.empty() && found_.back().escalation && !found_.back().ended &&
      std::abs(point.after - found_.back().before) < std::abs(point.after - found_.back().after)) {
    found_.back().ended = point.raised_on;
    return false;
  }
  found_.push_back(point);
  return true;
}

bool ChangeDetector::add(const DaySum& day) {
  if (day.mass() <= 0.0 && day.events == 0) return false;
  double weight = 1.0;
  latest_ = scaled(day, weight);
  dates_.push_back(day.day);
  sum_.push_back(sum_.back() + latest_);
  sum_squares_.push_back(sum_squares_.back() + latest_ * latest_);
  update(latest_, weight);
  return judge();
}

}  // namespace cordon::horizon
