#include "cordon/outlook/rounds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace cordon::outlook {
namespace {

using base::Date;

Date day(int year, int month, int in_month) { return *Date::from_ymd(year, month, in_month); }

// A round every `gap` days, `count` of them.
RoundHistory regular(Date first, std::int32_t gap, int count, std::int64_t size = 20) {
  RoundHistory out{first, {}};
  for (int i = 0; i < count; ++i) {
    Round round;
    round.date = first.plus_days(gap * i);
    round.entries = size;
    round.programmes = {{"RUSSIA-EO14024", size}};
    out.rounds.push_back(round);
  }
  return out;
}

double brier(const RoundHistory& history, std::int32_t horizon, Date first, Date last, double RoundForecast::* which) {
  double sum = 0.0;
  const auto made = walk_forward(history, horizon, first, last);
  for (const RoundForecast& forecast : made) {
    const double error = forecast.*which - (round_came(history, forecast.day, horizon) ? 1.0 : 0.0);
    sum += error * error;
  }
  return sum / static_cast<double>(made.size());
}

TEST(Rounds, ReadsTheTableAndNamesWhatIsWrong) {
  const auto history = parse_rounds("rounds.csv",
                                    "first_seen,previous_snapshot,n,individuals,programmes\n"
                                    "2022-03-04,2022-03-02,74,32,CAATSA - RUSSIA:10 RUSSIA-EO14024:61\n"
                                    "2022-02-22,2022-02-18,5,,RUSSIA-EO14024:5\n"
                                    "2022-03-04,2022-03-03,1,1,UKRAINE-EO13661:1\n");
  ASSERT_TRUE(history) << history.error().to_string();
  EXPECT_EQ(history->observed_from, day(2022, 2, 18));
  ASSERT_EQ(history->rounds.size(), 2U);
  EXPECT_EQ(history->rounds[1].entries, 75);
  EXPECT_EQ(history->rounds[1].programmes[0].first, "CAATSA - RUSSIA");
  EXPECT_EQ(select_rounds(*history, {"CAATSA", 1}).rounds.size(), 1U);
  EXPECT_EQ(select_rounds(*history, {"", 50}).rounds.size(), 1U);

  const auto bad = parse_rounds("rounds.csv", "first_seen,n\n2022-13-01,4\n");
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().to_string(), testing::HasSubstr("rounds.csv:2"));
  EXPECT_THAT(bad.error().to_string(), testing::HasSubstr("'2022-13-01'"));
  EXPECT_FALSE(parse_rounds("rounds.csv", "a,b\n1,2\n"));
  EXPECT_FALSE(parse_rounds("rounds.csv", ""));
}

TEST(Rounds, AForecastUsesNothingLater) {
  RoundHistory history = regular(day(2021, 1, 4), 9, 60);
  const Date as_of = day(2022, 1, 3);
  const auto before = walk_forward(history, 30, as_of, as_of);
  std::erase_if(history.rounds, [&](const Round& round) { return round.date > as_of; });
  for (int i = 1; i < 400; ++i) {
    Round absurd;
    absurd.date = as_of.plus_days(i);
    absurd.entries = 1'000'000;
    history.rounds.push_back(absurd);
  }
  const auto after = walk_forward(history, 30, as_of, as_of);
  EXPECT_EQ(before.front().probability, after.front().probability);
  EXPECT_EQ(before.front().interval.high, after.front().interval.high);
  EXPECT_EQ(before.front().climatology, after.front().climatology);
}

TEST(Rounds, TheOutlookOfADayIsTheSameBytesWithAnythingBehindIt) {
  const auto text_of = [](const RoundHistory& history) {
    std::string text;
    OutlookOptions options;
    options.as_of = day(2022, 1, 3);
    const auto done = round_outlook(history, options, [&](std::string_view json) -> base::Result<void> {
      text.append(json).push_back('\n');
      return {};
    });
    EXPECT_TRUE(done);
    return text;
  };
  RoundHistory history = regular(day(2021, 1, 4), 9, 40);
  const std::string clean = text_of(history);
  Round absurd;
  absurd.date = day(2099, 1, 1);
  absurd.entries = 77;
  absurd.programmes = {{"ABSURD", 77}};
  history.rounds.push_back(absurd);
  EXPECT_EQ(clean, text_of(history));
}

TEST(Rounds, ALargerRoundIsNeverMoreProbableThanAny) {
  // Small rounds for a year, then a burst of large ones: the history of large ones alone looks more regular.
  RoundHistory history = regular(day(2021, 1, 4), 25, 15, 3);
  const RoundHistory burst = regular(day(2022, 1, 17), 3, 6, 80);
  history.rounds.insert(history.rounds.end(), burst.rounds.begin(), burst.rounds.end());
  OutlookOptions options;
  options.as_of = history.rounds.back().date;
  options.horizons = {14};
  double previous = 1.0;
  int rows = 0;
  ASSERT_TRUE(round_outlook(history, options, [&](std::string_view json) -> base::Result<void> {
    const std::size_t at = json.find("\"probability\":");
    const double value = std::stod(std::string(json.substr(at + 14, 8)));
    if (rows++ < 3) {
      EXPECT_LE(value, previous);
      previous = value;
    }
    return {};
  }));
  EXPECT_GE(rows, 3);
}

TEST(Rounds, TheProbabilityLiesWithinItsInterval) {
  const RoundHistory history = regular(day(2021, 1, 4), 9, 40);
  for (const std::int32_t horizon : {2, 5, 7}) {
    for (const RoundForecast& made : walk_forward(history, horizon, day(2021, 6, 1), day(2021, 12, 1))) {
      EXPECT_LT(made.interval.low, made.probability) << made.day.to_string();
      EXPECT_GT(made.interval.high, made.probability) << made.day.to_string();
    }
  }
}

TEST(Rounds, BeatsBothReferencesWhenTheRegimeEnds) {
  // A year and a half of a round every nine days, then two years of silence.
  const RoundHistory history = regular(day(2021, 1, 4), 9, 60);
  const Date first = history.rounds.back().date.plus_days(1);
  const Date last = first.plus_days(600);
  for (const std::int32_t horizon : {14, 30, 90}) {
    const double model = brier(history, horizon, first, last, &RoundForecast::probability);
    EXPECT_LT(model, brier(history, horizon, first, last, &RoundForecast::climatology)) << horizon;
    EXPECT_LT(model, brier(history, horizon, first, last, &RoundForecast::exponential_90)) << horizon;
  }
}

TEST(Rounds, KnowsThatRoundsComeMoreRegularlyThanChance) {
  const RoundHistory history = regular(day(2021, 1, 4), 20, 60);
  const Date first = day(2022, 6, 6);
  const Date last = day(2023, 12, 4);
  EXPECT_LT(brier(history, 30, first, last, &RoundForecast::probability),
            brier(history, 30, first, last, &RoundForecast::exponential_90));
}

TEST(Rounds, ProbabilitiesAndIntervalsAreOrdered) {
  const RoundHistory history = regular(day(2021, 1, 4), 13, 50);
  const Date as_of = day(2022, 5, 2);
  double shorter = 0.0;
  for (const std::int32_t horizon : {7, 14, 30, 90}) {
    const RoundForecast forecast = walk_forward(history, horizon, as_of, as_of).front();
    EXPECT_GE(forecast.probability, shorter);
    EXPECT_GT(forecast.probability, 0.0);
    EXPECT_LT(forecast.probability, 1.0);
    EXPECT_LE(forecast.interval.low, forecast.probability);
    EXPECT_GE(forecast.interval.high, forecast.probability);
    shorter = forecast.rate_mixture;
  }
}

TEST(Rounds, AHistoryWithoutRoundsOfTheKindStillAnswers) {
  RoundHistory none;
  none.observed_from = day(2021, 1, 4);
  const RoundForecast forecast = walk_forward(none, 30, day(2022, 1, 3), day(2022, 1, 3)).front();
  EXPECT_LT(forecast.probability, 0.2);
  EXPECT_EQ(forecast.days_since_last, -1);
}

TEST(Rounds, TheBacktestReportsEveryForecastOnce) {
  const RoundHistory history = regular(day(2021, 1, 4), 9, 60);
  BacktestOptions options;
  options.horizons = {14};
  options.each = true;
  int rows = 0;
  std::string last;
  ASSERT_TRUE(backtest_rounds(history, options, [&](std::string_view json) -> base::Result<void> {
    ++rows;
    last = json;
    return {};
  }));
  EXPECT_THAT(last, testing::HasSubstr("\"n\":" + std::to_string(rows - 1) + ","));
  EXPECT_THAT(last, testing::HasSubstr("\"climatology_brier\""));
  options.horizons = {0};
  EXPECT_FALSE(backtest_rounds(history, options, [](std::string_view) -> base::Result<void> { return {}; }));
}

}  // namespace
}  // namespace cordon::outlook
