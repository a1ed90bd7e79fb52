// The distance of two words against textbook dynamic programming, and the floor of their similarity.
#include "cordon/match/token_similarity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cordon/match/prepared_name.hpp"
#include "reference/edit_distance.hpp"

namespace cordon::match {
namespace {

std::string random_text(std::uint64_t& state, std::size_t length) {
  std::string out;
  while (out.size() < length) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    out += static_cast<char>('a' + (state >> 33U) % 4);
  }
  return out;
}

TEST(TokenSimilarity, DistanceIsThatOfDynamicProgramming) {
  std::uint64_t state = 17;
  for (std::size_t round = 0; round < 3'000; ++round) {
    // Up to 40 characters: beyond 32 the distance is computed in another way.
    const std::string a = random_text(state, round % 41);
    const std::string b = random_text(state, round / 7 % 41);
    const std::uint32_t expected = static_cast<std::uint32_t>(reference::optimal_string_alignment(a, b));
    for (const std::uint32_t limit : {0U, 3U, 64U}) {
      ASSERT_EQ(osa_distance(a, b, limit), std::min(expected, limit + 1)) << a << ' ' << b;
      ASSERT_EQ(osa_distance(b, a, limit), std::min(expected, limit + 1)) << a << ' ' << b;
    }
  }
}

TEST(TokenSimilarity, AFloorCutsOffAndChangesNothingElse) {
  std::uint64_t state = 29;
  TokenTable table;
  for (std::size_t i = 0; i < 60; ++i) (void)table.intern(random_text(state, 1 + i % 11), 0, {});
  std::size_t between = 0;
  for (const Token& a : table.tokens()) {
    for (const Token& b : table.tokens()) {
      const Similarity similarity = token_similarity(a, b);
      ASSERT_EQ(token_similarity(a, b, 800), similarity >= 800 ? similarity : 0) << a.text() << ' ' << b.text();
      between += similarity > 0 && similarity < 800 ? 1U : 0U;
    }
  }
  EXPECT_GT(between, 100U);
}

}  // namespace
}  // namespace cordon::match
