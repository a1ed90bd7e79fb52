#include "cordon/fetch/schedule.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace cordon::fetch {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;

// Time that passes only while somebody waits or works.
class Simulated final : public Environment, public base::Clock {
 public:
  bool pause(std::chrono::milliseconds duration) override {
    time += std::chrono::duration_cast<seconds>(duration);
    return !stop;
  }
  bool stopping() const override { return stop; }
  double random() override { return 0.0; }
  base::Timestamp now() const override { return time; }
  base::Timestamp time{};
  bool stop = false;
};

TEST(Schedule, starts_at_equal_distances) {
  Simulated simulated;
  std::vector<seconds> starts;
  const std::vector<int> took{10, 0, 150, 0};  // the third takes longer than the interval
  run_every(seconds{100}, simulated, simulated, [&] {
    starts.push_back(simulated.time.time_since_epoch());
    simulated.time += seconds{took[starts.size() - 1]};
    simulated.stop = starts.size() == took.size();
  });
  EXPECT_THAT(starts, ElementsAre(seconds{0}, seconds{100}, seconds{200}, seconds{350}));
}

TEST(Schedule, stops_before_it_begins) {
  Simulated simulated;
  simulated.stop = true;
  int runs = 0;
  run_every(seconds{1}, simulated, simulated, [&] { ++runs; });
  EXPECT_EQ(runs, 0);
}

TEST(Schedule, intervals) {
  EXPECT_EQ(*parse_interval("90s"), seconds{90});
  EXPECT_EQ(*parse_interval("30m"), seconds{1'800});
  EXPECT_EQ(*parse_interval("6h"), seconds{21'600});
  EXPECT_EQ(*parse_interval("366d"), seconds{31'622'400});
  for (const char* wrong : {"", "h", "6", "0s", "-1h", "6 h", "367d", "99999999999999999999s", "1.5h"}) {
    EXPECT_FALSE(parse_interval(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace cordon::fetch
