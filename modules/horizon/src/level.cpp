#include "cordon/horizon/level.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cordon::horizon {
namespace {

constexpr double kCap = 3.0;  // standard deviations; Huber
constexpr std::size_t kParameters = 4;
using Point = std::array<double, kParameters>;

// Unbounded coordinates: log, log, logit, log. Centre and width of the priors, same order.
constexpr Point kCentre{-9.21, -1.20, 2.0, -3.51};  // 1e-4, 0.3, 0.88, 0.03
constexpr Point kWidth{1.5, 1.0, 1.0, 1.5};

LevelParameters at(const Point& point) {
  LevelParameters p;
  p.level_variance = std::exp(point[0]);
  p.noise = std::exp(point[1]);
  p.persistence = 1.0 / (1.0 + std::exp(-point[2]));
  p.news_variance = std::exp(point[3]);
  return p;
}

double cost(const Point& point, std::span<const Observation> training) {
  LevelFilter filter(at(point));
  double value = 0.0;
  for (const Observation& seen : training) value -= filter.step(seen.balance, seen.mass);
  for (std::size_t i = 0; i < kParameters; ++i) {
    const double distance = (point[i] - kCentre[i]) / kWidth[i];
    value += 0.5 * distance * distance;
  }
  return value;
}

// Nelder and Mead's simplex with the usual coefficients; stops when the costs agree or after the steps.
template <typename Cost>
Point minimise(Point start, const Cost& cost_of, int steps) {
  constexpr std::size_t kCorners = kParameters + 1;
  std::array<std::pair<double, Point>, kCorners> simplex;
  simplex[0] = {cost_of(start), start};
  for (std::size_t i = 0; i < kParameters; ++i) {
    Point corner = start;
    corner[i] += 0.7;
    simplex[i + 1] = {cost_of(corner), corner};
  }
  const auto by_cost = [](const auto& a, const auto& b) { return a.first < b.first; };
  for (int step = 0; step < steps; ++step) {
    std::stable_sort(simplex.begin(), simplex.end(), by_cost);
    if (simplex.back().first - simplex.front().first < 1e-3) break;
    Point centre{};
    for (std::size_t corner = 0; corner < kParameters; ++corner) {
      for (std::size_t i = 0; i < kParameters; ++i) centre[i] += simplex[corner].second[i] / kParameters;
    }
    const auto along = [&](double factor) {
      Point point;
      for (std::size_t i = 0; i < kParameters; ++i) {
        point[i] = centre[i] + factor * (simplex.back().second[i] - centre[i]);
      }
      return std::pair{cost_of(point), point};
    };
    auto moved = along(-1.0);
    if (moved.first < simplex.front().first) {
      const auto further = along(-2.0);
      simplex.back() = further.first < moved.first ? further : moved;
    } else if (moved.first < simplex[kParameters - 1].first) {
      simplex.back() = moved;
    } else {
      moved = along(0.5);
      if (moved.first < simplex.back().first) {
        simplex.back() = moved;
      } else {
        for (std::size_t corner = 1; corner < kCorners; ++corner) {
          Point& point = simplex[corner].second;
          for (std::size_t i = 0; i < kParameters; ++i) point[i] = 0.5 * (point[i] + simplex[0].second[i]);
          simplex[corner].first = cost_of(point);
        }
      }
    }
  }
  return std::min_element(simplex.begin(), simplex.end(), by_cost)->second;
}

}  // namespace

void TrailingMedian::add(double value) {
  if (ring_.size() < window_) {
    ring_.push_back(value);
  } else {
    const auto old = std::lower_bound(sorted_.begin(), sorted_.end(), ring_[next_]);
    sorted_.erase(old);
    ring_[next_] = value;
    next_ = (next_ + 1) % window_;
  }
  sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), value), value);
}

double TrailingMedian::median() const noexcept {
  if (sorted_.empty()) return 0.0;
  const std::size_t half = sorted_.size() / 2;
  return sorted_.size() % 2 == 1 ? sorted_[half] : 0.5 * (sorted_[half - 1] + sorted_[half]);
}

double LevelFilter::step(double balance, double mass) noexcept {
  level_variance_ += p_.level_variance;
  news_ *= p_.persistence;
  covariance_ *= p_.persistence;
  news_variance_ = p_.persistence * p_.persistence * news_variance_ + p_.news_variance;
  if (mass <= 0.0) return 0.0;
  const double variance = level_variance_ + 2.0 * covariance_ + news_variance_ + p_.noise / mass;
  const double deviation = std::sqrt(variance);
  double innovation = balance - level_ - news_;
  const double size = std::abs(innovation) / deviation;
  const double loss = size <= kCap ? size * size : kCap * (2.0 * size - kCap);
  if (size > kCap) innovation *= kCap / size;
  const double level_gain = (level_variance_ + covariance_) / variance;
  const double news_gain = (covariance_ + news_variance_) / variance;
  level_ += level_gain * innovation;
  news_ += news_gain * innovation;
  const double with_level = level_variance_ + covariance_;
  const double with_news = covariance_ + news_variance_;
  level_variance_ -= level_gain * with_level;
  covariance_ -= level_gain * with_news;
  news_variance_ -= news_gain * with_news;
  return -0.5 * (std::log(variance) + loss);
}

double LevelFilter::deviation() const noexcept { return std::sqrt(std::max(0.0, level_variance_)); }

LevelParameters fit_level(std::span<const Observation> training) {
  return at(minimise(kCentre, [&](const Point& point) { return cost(point, training); }, 150));
}

}  // namespace cordon::horizon
