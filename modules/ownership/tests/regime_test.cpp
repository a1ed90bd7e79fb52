// The rules as data: complete, cited, and one per regime, measure and day.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cordon/ownership/regime.hpp"

namespace cordon::ownership {
namespace {

TEST(RegimeBook, EveryRuleIsCitedMarkedAndUnique) {
  const std::set<std::string> marks{"V", "V2", "D", "S", "P", "M", "C"};
  std::set<std::string> ids;
  for (const OwnershipRule& rule : RegimeBook::instance().rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_FALSE(rule.citation.empty()) << rule.id;
    EXPECT_TRUE(marks.count(rule.mark)) << rule.id;
    EXPECT_FALSE((rule.mark == "M" || rule.mark == "S") && rule.verified) << rule.id;
    EXPECT_GE(rule.revision, 1U);
  }
  EXPECT_GE(ids.size(), 15U);
}

TEST(RegimeBook, EveryDayHasARuleForEveryRegime) {
  for (const Regime regime : all_regimes()) {
    for (base::Date day = *base::Date::from_ymd(2010, 1, 1); day < *base::Date::from_ymd(2028, 1, 1);
         day = day.plus_days(1)) {
      ASSERT_TRUE(RegimeBook::instance().find({regime, Measure::kBlocking, day})) << day.to_string();
    }
  }
}

TEST(RegimeBook, DirectivesAreOfacs) {
  const base::Date day = *base::Date::from_ymd(2024, 1, 1);
  EXPECT_TRUE(RegimeBook::instance().find({Regime::kUsOfac, Measure::kSsiDirective4, day}));
  const auto none = RegimeBook::instance().find({Regime::kEu, Measure::kSsiDirective1, day});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, base::ErrorCode::kInvalidArgument);
}

TEST(RegimeBook, RefusesOverlapsMissingCitationsAndUnknownFields) {
  const std::string rule =
      "- {id: a, revision: 1, regime: eu, measures: [blocking], citation: c, mark: V, verified: true, "
      "limbs: [{name: shares, kinds: [shares], at_least: 50}]}\n";
  EXPECT_TRUE(RegimeBook::parse("rules:\n" + rule, "r.yaml"));
  const auto twice = RegimeBook::parse("rules:\n" + rule + rule, "r.yaml");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, base::ErrorCode::kConflict);
  EXPECT_EQ(twice.error().where.line, 3U);
  std::string bare = rule;
  bare.replace(bare.find("citation: c, "), 13, "");
  const auto uncited = RegimeBook::parse("rules:\n" + bare, "r.yaml");
  ASSERT_FALSE(uncited);
  EXPECT_EQ(uncited.error().code, base::ErrorCode::kMissingField);
  EXPECT_FALSE(RegimeBook::parse("rules:\n- {id: a, thresold: 3}\n", "r.yaml"));
  EXPECT_FALSE(RegimeBook::parse("rules: [", "r.yaml"));
  EXPECT_FALSE(RegimeBook::parse("rules:\n- 3\n", "r.yaml"));
}

}  // namespace
}  // namespace cordon::ownership
