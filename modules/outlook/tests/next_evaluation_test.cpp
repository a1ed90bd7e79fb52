#include "cordon/outlook/next_evaluation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace cordon::outlook {
namespace {

using base::Date;

// Who an ally lists is designated; wealth says nothing. Twelve candidates a round, three of them designated.
std::vector<RankedRound> invented(std::size_t rounds) {
  std::vector<RankedRound> out;
  FixedSequence sequence(7);
  for (std::size_t i = 0; i < rounds; ++i) {
    RankedRound round{Date::from_ymd(2022, 1, 10)->plus_days(static_cast<std::int32_t>(30 * i)), {}};
    for (std::size_t j = 0; j < 12; ++j) {
      RankedCandidate one;
      one.designated = j < 3;
      one.wealth = static_cast<double>(1 + sequence.below(50));
      const double ally = one.designated ? 0.8 : 0.0;
      one.answer.reasons = {{"allied_list", "EU", ally, "", ""}, {"wealth", "", std::log10(one.wealth), "", ""}};
      one.answer.probability_12m = 1.0 / (1.0 + std::exp(2.9 - ally - std::log10(one.wealth)));
      round.at_risk.push_back(one);
    }
    out.push_back(round);
  }
  return out;
}

double value(const std::string& json, const std::string& field) {
  const std::size_t at = json.find("\"" + field + "\":");
  return std::stod(json.substr(at + field.size() + 3, 12));
}

std::vector<std::string> evaluate(const std::vector<RankedRound>& rounds) {
  std::vector<std::string> out;
  const auto done = evaluate_next(rounds, "hash", [&](std::string_view json) -> base::Result<void> {
    out.emplace_back(json);
    return {};
  });
  EXPECT_TRUE(done);
  return out;
}

TEST(NextEvaluation, ComparesTheModelWithWealthAloneRoundByRound) {
  const auto rows = evaluate(invented(12));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[0], testing::HasSubstr("\"ranking\":\"model\""));
  EXPECT_THAT(rows[2], testing::HasSubstr("\"ranking\":\"wealth\""));
  EXPECT_EQ(value(rows[0], "n"), 144);
  EXPECT_EQ(value(rows[0], "base_rate"), 0.25);
  EXPECT_GT(value(rows[0], "auroc"), value(rows[2], "auroc") + 0.1);
  // What the other rounds show, that the ally's list decides and wealth does not, helps in the one left out.
  EXPECT_GT(value(rows[1], "auroc"), value(rows[0], "auroc"));
  EXPECT_GT(value(rows[1], "auroc"), 0.95);
  EXPECT_EQ(value(rows[2], "difference_to_wealth"), 0.0);
  EXPECT_EQ(rows, evaluate(invented(12)));  // the bootstrap is the same each time
}

TEST(NextEvaluation, EachRoundLeftOutStandsByItself) {
  std::vector<RankedRound> rounds = invented(3);
  for (RankedRound& round : rounds) {
    for (RankedCandidate& one : round.at_risk) {
      one.answer.probability_12m = one.designated ? 0.9 : 0.2;
      if (&round != &rounds.back()) one.within_year = one.designated;  // the last year is not over
    }
  }
  const auto rows = evaluate(rounds);
  EXPECT_THAT(rows[0], testing::HasSubstr("\"by_round\":[{\"day\":\"2022-01-10\",\"n\":12,\"designated\":3,\"auroc\":1,"
                                          "\"interval\":[1,1],\"in_first_10\":3},"));
  EXPECT_THAT(rows[0], testing::HasSubstr("\"day\":\"2022-03-11\""));
  // (6 x 0.1^2 + 18 x 0.2^2) / 24; saying the share each time: 0.25 x 0.75.
  EXPECT_THAT(rows[0], testing::HasSubstr("\"brier\":{\"n\":24,\"model\":0.0325,\"of_base_rate\":0.1875,"
                                          "\"base_rate\":0.25}"));
  EXPECT_THAT(rows[2], testing::HasSubstr("\"brier\":null"));
}

TEST(NextEvaluation, TheRoundLeftOutDoesNotTrainItsOwnRanking) {
  // One round: nothing to learn from, so that the refitted ranking is the shipped one.
  const auto rows = evaluate(invented(1));
  EXPECT_EQ(value(rows[0], "auroc"), value(rows[1], "auroc"));
}

TEST(NextEvaluation, SaysWhatIsMissing) {
  const auto done = evaluate_next({}, "", [](std::string_view) -> base::Result<void> { return {}; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::ErrorCode::kNotFound);
  const auto outcomes = parse_outcomes("o.csv", "id,designated_on\n1,2022-03-03\n2,\n");
  ASSERT_TRUE(outcomes);
  EXPECT_EQ(outcomes->size(), 1U);
  const auto bad = parse_outcomes("o.csv", "id,designated_on\n1,soon\n");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where.line, 2U);
  EXPECT_FALSE(parse_outcomes("o.csv", "a,b\n"));
}

}  // namespace
}  // namespace cordon::outlook
