#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "cordon/base/ascii.hpp"
#include "cordon/base/basis_points.hpp"
#include "cordon/base/byte_text.hpp"
#include "cordon/base/clock.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/json_text.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/base/result.hpp"
#include "cordon/base/strong_id.hpp"

namespace cordon::base {
namespace {

TEST(Error, SaysWhere) {
  const Error error{ErrorCode::kMalformed, "expected 12 fields, found 3", {"sdn.csv", 7, "6908"}};
  EXPECT_EQ(error.to_string(), "sdn.csv:7: record 6908: expected 12 fields, found 3");
  EXPECT_EQ(Error(ErrorCode::kIo, "disk full").to_string(), "disk full");
}

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorCode::kInvalidArgument, "odd"};
  return value / 2;
}
Result<int> quarter(int value) {
  CORDON_ASSIGN(const int once, half(value));
  return half(once);
}

TEST(Result, CarriesValueOrError) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(quarter(3).value_or(-1), -1);
}

TEST(ContentHash, AgreesWithTheStandard) {
  // Source: FIPS 180-2, appendix B.1.
  EXPECT_EQ(ContentHash::of("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Hasher hasher;
  hasher.update("a");
  hasher.update("bc");
  EXPECT_EQ(hasher.finish(), ContentHash::of("abc"));
  EXPECT_EQ(ContentHash::from_hex(ContentHash::of("x").hex()), ContentHash::of("x"));
  EXPECT_FALSE(ContentHash::from_hex("12"));
}

TEST(JsonText, EscapesAndRepairs) {
  std::string out;
  append_json_string(out, "a\"b\\c\n\x01\xD0\x9F\xFF");
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\n\\u0001\xD0\x9F\xEF\xBF\xBD\"");
  EXPECT_TRUE(is_valid_utf8("\xD0\x9F"));
  EXPECT_FALSE(is_valid_utf8("\xC0\xAF"));      // overlong
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));  // surrogate
}

TEST(Parallel, CoversEveryIndexOnce) {
  std::vector<std::atomic<int>> seen(10'001);
  parallel_blocks(seen.size(), 7, 4, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) ++seen[i];
  });
  for (const auto& count : seen) EXPECT_EQ(count.load(), 1);
}

TEST(Parallel, FinishesBlocksInOrderOnTheCallingThread) {
  for (const unsigned threads : {1U, 2U, 5U}) {
    std::vector<std::atomic<int>> worked(kBlocksAhead * 3 * 7 + 3);
    std::size_t finished = 0;
    std::atomic<std::size_t> blocks_finished{0};
    std::atomic<bool> too_far{false};
    const auto caller = std::this_thread::get_id();
    parallel_in_order(
        worked.size(), 7, threads,
        [&](std::size_t begin, std::size_t end, unsigned worker) {
          if (worker >= threads || begin / 7 >= blocks_finished.load() + kBlocksAhead) too_far = true;
          for (std::size_t i = begin; i < end; ++i) ++worked[i];
        },
        [&](std::size_t begin, std::size_t end) {
          EXPECT_EQ(std::this_thread::get_id(), caller);
          EXPECT_EQ(begin, finished);
          for (std::size_t i = begin; i < end; ++i) EXPECT_EQ(worked[i].load(), 1);
          finished = end;
          ++blocks_finished;
          return true;
        });
    EXPECT_EQ(finished, worked.size());
    EXPECT_FALSE(too_far);
  }
}

TEST(Parallel, WaitsForABlockThatIsLate) {
  // The first block is not done before all that may be begun ahead of it are.
  std::atomic<std::size_t> begun{0};
  std::size_t finished = 0;
  parallel_in_order(
      2 * kBlocksAhead, 1, 3,
      [&](std::size_t begin, std::size_t, unsigned) {
        ++begun;
        while (begin == 0 && begun < kBlocksAhead) std::this_thread::yield();
      },
      [&](std::size_t begin, std::size_t) {
        EXPECT_EQ(begin, finished);
        EXPECT_TRUE(begin > 0 || begun == kBlocksAhead);
        ++finished;
        return true;
      });
  EXPECT_EQ(finished, 2 * kBlocksAhead);
}

TEST(Parallel, EndsWhenFinishingSaysSo) {
  for (const unsigned threads : {1U, 4U}) {
    std::size_t finished = 0;
    std::atomic<std::size_t> worked{0};
    parallel_in_order(
        100'000, 1, threads, [&](std::size_t, std::size_t, unsigned) { ++worked; },
        [&](std::size_t, std::size_t) { return ++finished < 10; });
    EXPECT_EQ(finished, 10U);
    EXPECT_LE(worked.load(), 10 + kBlocksAhead);
  }
  parallel_in_order(
      0, 1, 4, [](std::size_t, std::size_t, unsigned) { ADD_FAILURE(); },
      [](std::size_t, std::size_t) {
        ADD_FAILURE();
        return true;
      });
}

TEST(Parallel, ThrowsOnWhatTheCallingThreadThrows) {
  // Blocks enough that other threads wait for the one that finishes.
  constexpr std::size_t kBlocks = 3 * kBlocksAhead;
  const auto caller = std::this_thread::get_id();
  EXPECT_THROW(parallel_in_order(
                   kBlocks, 1, 4, [](std::size_t, std::size_t, unsigned) {},
                   [](std::size_t begin, std::size_t) {
                     if (begin == 5) throw std::runtime_error("finish");
                     return true;
                   }),
               std::runtime_error);
  EXPECT_THROW(parallel_in_order(
                   kBlocks, 1, 4,
                   [&](std::size_t, std::size_t, unsigned) {
                     if (std::this_thread::get_id() == caller) throw std::runtime_error("work");
                   },
                   [](std::size_t, std::size_t) { return true; }),
               std::runtime_error);
}

TEST(BasisPoints, RefusesWhatIsNoShare) {
  EXPECT_EQ(BasisPoints::from_int(5'000)->value(), 5'000);
  EXPECT_FALSE(BasisPoints::from_int(10'001));
  EXPECT_FALSE(BasisPoints::from_int(-1));
}

TEST(Clock, RoundTripsTimestamps) {
  EXPECT_EQ(to_iso(*parse_timestamp("2021-08-20T18:50:52Z")), "2021-08-20T18:50:52Z");
  EXPECT_EQ(to_iso(*parse_timestamp("2021-08-20")), "2021-08-20T00:00:00Z");
  EXPECT_FALSE(parse_timestamp("2021-08-20T25:00:00Z"));
}

TEST(Clock, TakesTheZoneOffTheTime) {
  EXPECT_EQ(to_iso(*parse_timestamp("2021-08-20T18:50:52+05:30")), "2021-08-20T13:20:52Z");
  EXPECT_EQ(to_iso(*parse_timestamp("2021-08-20T23:50:52-0400")), "2021-08-21T03:50:52Z");
  EXPECT_EQ(to_iso(*parse_timestamp("2021-08-20 18:50:52.123Z")), "2021-08-20T18:50:52Z");
  for (const char* text :
       {"2021-08-20T18:50:52 tomorrow", "2021-08-20T18:50:52+5", "2021-08-20T18:50:52+25:00", "2021-08-20T1:2:3Z",
        "2021-08-20T18:50", "2021-08-20T", "2021-08-20T-1:00:00Z", "2021-08-20T18:50:52Zzz"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(ByteText, ReadsBackWhatWasWrittenAndNoticesDamage) {
  std::string bytes;
  append_text(bytes, "abc");
  append_texts(bytes, {"", std::string(300, 'x')});
  append_number(bytes, 1ULL << 40U);
  ByteTextReader reader(bytes);
  EXPECT_EQ(reader.text(), "abc");
  EXPECT_EQ(reader.texts(), (std::vector<std::string>{"", std::string(300, 'x')}));
  EXPECT_EQ(reader.number(), 1ULL << 40U);
  EXPECT_TRUE(reader.complete());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteTextReader cut(std::string_view(bytes).substr(0, size));
    (void)cut.text();
    (void)cut.texts();
    (void)cut.number();
    EXPECT_FALSE(cut.ok()) << size;
  }
  ByteTextReader endless("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
  EXPECT_EQ(endless.number(), 0U);
  EXPECT_FALSE(endless.ok());
}

TEST(Ascii, IgnoresTheLocale) {
  EXPECT_EQ(ascii_lowered("A\xC4Z9"), "a\xC4z9");
  EXPECT_FALSE(is_ascii_alnum('\xE4'));
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_TRUE(starts_with_ignoring_case("Circa 1957", "circa"));
  EXPECT_FALSE(equals_ignoring_case("ab", "abc"));
}

}  // namespace
}  // namespace cordon::base
