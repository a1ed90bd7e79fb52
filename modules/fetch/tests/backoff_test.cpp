#include "cordon/fetch/backoff.hpp"

#include <gtest/gtest.h>

namespace cordon::fetch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Backoff, grows_by_the_factor_between_half_and_whole) {
  EXPECT_EQ(backoff_delay(1, 0.0, {}, {}), milliseconds{500});
  EXPECT_EQ(backoff_delay(1, 0.999, {}, {}), milliseconds{999});
  EXPECT_EQ(backoff_delay(2, 0.5, {}, {}), milliseconds{1'500});
  EXPECT_EQ(backoff_delay(3, 0.0, {}, {}), milliseconds{2'000});
}

TEST(Backoff, has_an_end) {
  EXPECT_EQ(backoff_delay(1'000'000, 0.0, {}, {}), milliseconds{30'000});
  EXPECT_LE(backoff_delay(30, 0.9999, {}, {}), milliseconds{60'000});
}

TEST(Backoff, what_the_server_asks_for_is_the_least) {
  EXPECT_EQ(backoff_delay(1, 0.0, seconds{7}, {}), milliseconds{7'000});
  EXPECT_EQ(backoff_delay(1, 0.0, seconds{0}, {}), milliseconds{500});
  EXPECT_EQ(backoff_delay(1, 0.0, seconds{86'400}, {}), milliseconds{60'000});
}

TEST(Backoff, which_statuses_may_pass) {
  for (const long status : {408L, 429L, 500L, 502L, 503L}) EXPECT_TRUE(is_worth_retrying(status)) << status;
  for (const long status : {200L, 304L, 400L, 401L, 403L, 404L, 410L})
    EXPECT_FALSE(is_worth_retrying(status)) << status;
}

}  // namespace
}  // namespace cordon::fetch
