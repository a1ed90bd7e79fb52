// horizon_relation_bench [THREADS]    rebuilds index and change points of 20 dyads x 14 issue areas x 10 years of
// invented days, (2 threads unless told otherwise), then adds one day to each series; prints seconds and processor
// time. Exit status 1 when a series has no answer, so that a fast empty run fails.
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "cordon/base/parallel.hpp"
#include "cordon/horizon/relations.hpp"

namespace {

using cordon::base::Date;
using cordon::horizon::DaySum;

constexpr std::size_t kSeries = 280;  // 20 dyads x 14 issue areas
constexpr int kDays = 3652;

class Sequence {
 public:
  explicit Sequence(std::uint64_t seed) : state_(seed) {}
  double next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state_ >> 11U) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_;
};

std::vector<DaySum> invented(std::uint64_t seed) {
  Sequence random(seed);
  std::vector<DaySum> days;
  double tone = 0.5;
  for (int day = 0; day < kDays; ++day) {
    if (random.next() < 1.0 / 300.0) tone = random.next();
    const double mass = 20.0 + 80.0 * random.next();
    const double share = 0.7 * tone + 0.3 * random.next();
    days.push_back({Date{16'000 + day}, mass * share, mass * (1.0 - share), static_cast<std::int64_t>(mass / 4.0)});
  }
  return days;
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

int main(int argc, char** argv) {
  const auto threads = static_cast<unsigned>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 2UL);
  std::vector<std::vector<DaySum>> all;
  for (std::size_t i = 0; i < kSeries; ++i) all.push_back(invented(i + 1));
  const auto timeline = cordon::horizon::Timeline::shipped();
  if (!timeline) return std::fprintf(stderr, "%s\n", timeline.error().to_string().c_str()), 1;
  cordon::horizon::IndexOptions options;
  options.dyad = "USA-RUS";
  std::atomic<std::size_t> months = 0;
  std::atomic<std::size_t> alarms = 0;
  std::atomic<bool> failed = false;
  const auto count_into = [](std::atomic<std::size_t>& count) {
    return [&count](std::string_view) -> cordon::base::Result<void> { return ++count, cordon::base::Result<void>{}; };
  };
  const double cpu_start = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  cordon::base::parallel_blocks(kSeries, 1, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const bool done = cordon::horizon::relation_index(all[i], options, *timeline, count_into(months)).has_value() &&
                        cordon::horizon::change_points(all[i], options, *timeline, count_into(alarms)).has_value();
      failed = failed || !done;
    }
  });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("{\"rebuild_seconds\":%.3f,\"cpu_seconds\":%.3f,\"series\":%zu,\"months\":%zu,\"alarms\":%zu}\n",
              took.count(), cpu_seconds() - cpu_start, kSeries, months.load(), alarms.load());

  std::vector<cordon::horizon::ChangeDetector> detectors(kSeries);
  std::vector<cordon::horizon::LevelFilter> filters(kSeries, cordon::horizon::LevelFilter({}));
  for (std::size_t i = 0; i < kSeries; ++i) {
    for (const DaySum& day : all[i]) detectors[i].add(day);
  }
  const auto update = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < kSeries; ++i) {
    detectors[i].add({Date{16'000 + kDays}, 30.0, 20.0, 12});
    filters[i].step(0.2, 1.0);
  }
  const std::chrono::duration<double, std::milli> updated = std::chrono::steady_clock::now() - update;
  std::printf("{\"daily_update_ms\":%.3f,\"series\":%zu}\n", updated.count(), kSeries);
  return failed || months == 0 || alarms == 0 ? 1 : 0;
}
