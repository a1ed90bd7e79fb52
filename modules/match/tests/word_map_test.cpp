#include "word_map.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cordon::match {
namespace {

TEST(WordMap, FindsWhatWasPutInAndNothingElse) {
  WordMap<int> map;
  EXPECT_EQ(map.find(""), nullptr);
  EXPECT_EQ(map.find("ivan"), nullptr);
  // Words of every length around the eight bytes that are hashed at a time, and ones that differ in the last letter
  // only.
  const auto word_of = [](int i) {
    return std::string(static_cast<std::size_t>(i % 19), 'a') + "\xD0\xB0" + std::to_string(i);
  };
  for (int i = 0; i < 3'000; ++i) map[word_of(i)] = i;
  map[word_of(7)] += 10'000;  // the word that is there, not a new one
  map[""] = -1;
  for (int i = 0; i < 3'000; ++i) {
    const int* const found = map.find(word_of(i));
    ASSERT_NE(found, nullptr) << word_of(i);
    EXPECT_EQ(*found, i == 7 ? 10'007 : i);
    EXPECT_EQ(map.find(word_of(i) + "x"), nullptr);
  }
  ASSERT_NE(map.find(""), nullptr);
  EXPECT_EQ(*map.find(""), -1);
}

}  // namespace
}  // namespace cordon::match
