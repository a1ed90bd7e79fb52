#include <gtest/gtest.h>

#include "cordon/ownership/share.hpp"

namespace cordon::ownership {
namespace {

std::string read(std::string_view text) {
  const auto range = parse_share_text(text);
  return range ? range_text(*range) : std::string("none");
}

TEST(ShareText, ReadsTheFormsOfRegisters) {
  EXPECT_EQ(read("51"), "51 %");
  EXPECT_EQ(read("51.00%"), "51 %");
  EXPECT_EQ(read("12,5 %"), "12.5 %");
  EXPECT_EQ(read("25-50%"), "25-50 %");
  EXPECT_EQ(read("25 to 50"), "25-50 %");
  EXPECT_EQ(read("75 or more"), "75-100 %");
  EXPECT_EQ(read("up to 10%"), "0-10 %");
  EXPECT_EQ(read(">= 50"), "50-100 %");
  EXPECT_EQ(read("ownership-of-shares-75-to-100-percent"), "75-100 %");
  EXPECT_EQ(read("n/a"), "none");
  EXPECT_EQ(read("various"), "none");
  EXPECT_EQ(read("250"), "none");
  EXPECT_EQ(read("-5"), "none");
}

TEST(ShareText, ExclusiveBoundsStayExclusive) {
  EXPECT_EQ(read("more than 50 %"), "50-100 %");
  EXPECT_GT(parse_share_text("more than 50 %")->min, Share::percent(50));
  EXPECT_GT(parse_share_text("50% plus one share")->min, Share::percent(50));
  EXPECT_LT(parse_share_text("< 50")->max, Share::percent(50));
  const auto band = parse_share_text("ownership-of-shares-more-than-25-percent-but-not-more-than-50-percent");
  ASSERT_TRUE(band);
  EXPECT_GT(band->min, Share::percent(25));
  EXPECT_EQ(band->max, Share::percent(50));
}

TEST(Percent, IsExactToNineDecimalsAndABracketBeyond) {
  EXPECT_EQ(percent_text(parse_percent("33.333333333")->min), "33.333333333");
  EXPECT_TRUE(parse_percent("33.3330000000000")->is_exact());
  const auto fine = parse_percent("33.33333333333333");
  ASSERT_TRUE(fine);
  EXPECT_FALSE(fine->is_exact());
  EXPECT_GT(fine->min, parse_percent("33.333333333")->min);
  EXPECT_LT(fine->max, parse_percent("33.333333334")->min);
  EXPECT_TRUE(parse_percent("100.000"));
  EXPECT_FALSE(parse_percent("100.0000000000001"));
  EXPECT_FALSE(parse_percent(""));
  EXPECT_FALSE(parse_percent("1e2"));
  EXPECT_FALSE(parse_percent("5x"));
}

}  // namespace
}  // namespace cordon::ownership
