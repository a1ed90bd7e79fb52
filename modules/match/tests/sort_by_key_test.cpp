#include "sort_by_key.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace cordon::match {
namespace {

TEST(SortByKey, IsAStableSort) {
  std::mt19937_64 random(7);
  // Keys of few and of many bits, in few and in many places; all alike; none.
  for (const std::uint64_t mask : {~0ULL, 0xFFULL, 0x7FF00000ULL, 0xF00000000000000FULL, 0ULL}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{5'000}}) {
      std::vector<SortEntry> entries(count);
      for (std::uint32_t i = 0; i < count; ++i) entries[i] = {random() & mask, i};
      std::vector<SortEntry> expected = entries;
      std::stable_sort(expected.begin(), expected.end(),
                       [](const SortEntry& a, const SortEntry& b) { return a.key < b.key; });
      sort_by_key(entries);
      for (std::size_t i = 0; i < count; ++i) {
        ASSERT_EQ(entries[i].key, expected[i].key);
        ASSERT_EQ(entries[i].value, expected[i].value);
      }
    }
  }
}

TEST(SortByKey, EqualKeysAreOrderedBesides) {
  std::vector<SortEntry> entries;
  for (std::uint32_t i = 0; i < 1'000; ++i) entries.push_back({i * 7 % 10, i});
  sort_by_key(entries);
  std::size_t seen = 0;
  for_each_equal(entries, [&](std::size_t first, std::size_t last) {
    EXPECT_EQ(first, seen);
    EXPECT_EQ(last - first, 100U);
    seen = last;
    sort_values(entries, first, last, [](std::uint32_t a, std::uint32_t b) { return a > b; });
  });
  EXPECT_EQ(seen, 1'000U);
  ASSERT_EQ(entries.size(), 1'000U);
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (entries[i - 1].key == entries[i].key) {
      EXPECT_GT(entries[i - 1].value, entries[i].value);
    } else {
      EXPECT_LT(entries[i - 1].key, entries[i].key);
    }
  }
}

}  // namespace
}  // namespace cordon::match
