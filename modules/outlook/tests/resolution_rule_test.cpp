#include "cordon/outlook/resolution_rule.hpp"

#include <gtest/gtest.h>

namespace cordon::outlook {
namespace {

base::Date day(std::string_view text) { return base::Date::parse(text).value(); }

TEST(ResolutionRule, IsReadBackAsItWasWritten) {
  const RoundRule of_list{"us_ofac_sdn", "russia", "", "RUSSIA-EO14024", 10, day("2021-05-01"), day("2021-05-31")};
  const RoundRule of_file{"", "", "rounds; of | 50 % = all.csv", "", 1, day("2021-05-01"), day("2021-05-31")};
  const DesignationRule person{"us_ofac_sdn", "Invented; Magnate % | 3%3B", "1961-02", day("2021-05-01"),
                               day("2022-05-01")};
  for (const ResolutionRule& rule : {ResolutionRule{of_list}, ResolutionRule{of_file}, ResolutionRule{person}}) {
    const auto read = read_rule(rule_text(rule));
    ASSERT_TRUE(read.has_value()) << rule_text(rule);
    EXPECT_EQ(*read, rule) << rule_text(rule);
  }
}

TEST(ResolutionRule, WordsAndBrokenPartsAreLeftToPeople) {
  const std::string whole =
      rule_text(RoundRule{"us_ofac_sdn", "russia", "", "", 1, day("2021-05-01"), day("2021-05-31")});
  ASSERT_TRUE(read_rule(whole));
  const auto with = [&](const std::string& was, const std::string& is) {
    std::string text = whole;
    const std::size_t at = text.find(was);
    EXPECT_NE(at, std::string::npos);
    return text.replace(at, was.size(), is);
  };
  EXPECT_FALSE(read_rule("The treaty is in force on 2021-02-06"));
  EXPECT_FALSE(read_rule(with("size=1", "size=none")));
  EXPECT_FALSE(read_rule(with("size=1", "size=0")));
  EXPECT_FALSE(read_rule(with("until=2021-05-31", "until=2021-05-01"))) << "an empty window";
  EXPECT_FALSE(read_rule(with("until=2021-05-31", "until=someday")));
  EXPECT_FALSE(read_rule(with("list=us_ofac_sdn; ", "")));
  EXPECT_FALSE(read_rule(with("round: ", "weather: ")));
}

}  // namespace
}  // namespace cordon::outlook
