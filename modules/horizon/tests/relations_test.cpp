#include "cordon/horizon/relations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace cordon::horizon {
namespace {

using base::Date;
using testing::HasSubstr;

const Date kStart = *Date::from_ymd(2018, 1, 1);

// A fixed pseudo-random sequence in [0, 1).
class Sequence {
 public:
  double next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state_ >> 11U) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_ = 42;
};

// Friendly days, then hostile ones from `turn` on; volume doubles in the third year without a change of tone.
std::vector<DaySum> invented(int days, int turn) {
  Sequence random;
  std::vector<DaySum> out;
  for (int i = 0; i < days; ++i) {
    DaySum day;
    day.day = kStart.plus_days(i);
    const double size = (i > 730 && i < 1000 ? 200.0 : 100.0) * (0.5 + random.next());
    const bool hostile = random.next() < (i < turn ? 0.1 : 0.95);
    (hostile ? day.conflict : day.cooperation) = size;
    out.push_back(day);
  }
  return out;
}

std::vector<std::string> lines(const std::function<base::Result<void>(const JsonSink&)>& use_case) {
  std::vector<std::string> out;
  const auto done = use_case([&](std::string_view json) -> base::Result<void> {
    out.emplace_back(json);
    return {};
  });
  EXPECT_TRUE(done) << done.error().to_string();
  return out;
}

double level_of(const std::string& json) { return std::stod(json.substr(json.find("\"level\":") + 8)); }

TEST(Relations, ReadsBothFormsAndWritesTheLongOne) {
  const auto wide = parse_relations("d.csv", "date,USA_RUS,RUS_UKR\n20180102,10.5,\n20180101,-3,-20\n");
  ASSERT_TRUE(wide) << wide.error().to_string();
  const auto series = series_of(*wide, "USA-RUS");
  ASSERT_TRUE(series);
  ASSERT_EQ(series->size(), 2U);
  EXPECT_EQ((*series)[0].conflict, 3.0);
  EXPECT_EQ((*series)[1].cooperation, 10.5);
  const auto again = parse_relations("kept", to_csv(*wide));
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(to_csv(*again), to_csv(*wide));
  const auto bad = parse_relations("d.csv", "date,USA_RUS\n20180101,x\n");
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().to_string(), HasSubstr("d.csv:2"));
  EXPECT_THAT(bad.error().to_string(), HasSubstr("'x'"));
  EXPECT_FALSE(parse_relations("d.csv", "a,b\n1,2\n"));
  EXPECT_THAT(series_of(*wide, "USA-CHN").error().message, HasSubstr("RUS-UKR"));
}

TEST(Relations, BothDirectionsMakeOneDyadAndALaterDayReplaces) {
  auto kept = parse_relations("a",
                              "day,actor1,actor2,events,conflict_mass,cooperation_mass\n2020-01-01,USA,RUS,3,5,1\n"
                              "2020-01-01,RUS,USA,2,1,4\n");
  ASSERT_TRUE(kept) << kept.error().to_string();
  const auto more =
      parse_relations("b", "day,actor1,actor2,events,conflict_mass,cooperation_mass\n2020-01-01,USA,RUS,9,0,7\n");
  merge(*kept, *more);
  const auto series = series_of(*kept, "RUS-USA");
  ASSERT_TRUE(series);
  EXPECT_EQ(series->front().events, 11);
  EXPECT_EQ(series->front().conflict, 1.0);
  EXPECT_EQ(series->front().cooperation, 11.0);
}

TEST(Relations, TheLevelFollowsToneAndNotVolume) {
  IndexOptions options;
  options.dyad = "AAA-BBB";
  const auto rows =
      lines([&](const JsonSink& sink) { return relation_index(invented(1400, 1100), options, {}, sink); });
  ASSERT_EQ(rows.size(), 46U);
  EXPECT_LT(level_of(rows[20]), -0.3);                         // friendly
  EXPECT_NEAR(level_of(rows[30]), level_of(rows[20]), 0.25);   // twice the news, the same tone
  EXPECT_GT(level_of(rows.back()), level_of(rows[30]) + 0.5);  // hostile
  EXPECT_THAT(rows.back(), HasSubstr("\"model\":\"tension-level@1\""));
}

TEST(Relations, NothingLaterChangesAnEarlierValue) {
  IndexOptions options;
  options.dyad = "AAA-BBB";
  options.as_of = kStart.plus_days(900);
  std::vector<DaySum> series = invented(1000, 1100);
  const auto before = lines([&](const JsonSink& sink) { return relation_index(series, options, {}, sink); });
  for (int i = 1000; i < 1100; ++i) series.push_back({kStart.plus_days(i), 1e9, 0.0, 0});
  for (int i = 901; i < 1000; ++i) series[static_cast<std::size_t>(i)].conflict = 1e9;
  EXPECT_EQ(before, lines([&](const JsonSink& sink) { return relation_index(series, options, {}, sink); }));
  const Timeline none;
  const auto alarms = lines([&](const JsonSink& sink) { return change_points(series, options, none, sink); });
  for (const std::string& alarm : alarms) EXPECT_THAT(alarm, testing::Not(HasSubstr("\"raised_on\":\"2020-0[7-9]")));
}

TEST(Relations, AChangeOfToneIsRaisedOnceAndSoon) {
  IndexOptions options;
  options.dyad = "AAA-BBB";
  const Timeline none;
  const auto alarms =
      lines([&](const JsonSink& sink) { return change_points(invented(1400, 1100), options, none, sink); });
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_THAT(alarms[0], HasSubstr("\"direction\":\"escalation\""));
  const std::string raised = alarms[0].substr(alarms[0].find("\"raised_on\":\"") + 13, 10);
  const std::int32_t late = Date::parse(raised)->days() - kStart.plus_days(1100).days();
  EXPECT_GE(late, 0);
  EXPECT_LE(late, 45);
  EXPECT_TRUE(
      lines([&](const JsonSink& sink) { return change_points(invented(1400, 9999), options, none, sink); }).empty());
}

TEST(Relations, OwnFactsMakeASeriesByIssueArea) {
  Timeline timeline;
  ASSERT_TRUE(timeline.add("t.csv",
                           "date,issue,direction,actor,target,cameo,kind,confidence,source,description\n"
                           "2020-01-01,nato,conflict,USA,RUS,163,designation,A,,One\n"
                           "2020-01-02,cyber,conflict,USA,RUS,112,report,A,,Two\n"
                           "2020-01-03,nato,cooperate,RUS,USA,057,treaty,A,,Three\n"));
  const auto nato = series_of(timeline, "USA-RUS", "nato", std::nullopt);
  ASSERT_EQ(nato.size(), 2U);
  EXPECT_EQ(nato[0].conflict, 2.0);
  EXPECT_EQ(nato[1].cooperation, 1.0);
  EXPECT_EQ(series_of(timeline, "USA-RUS", "nato", Date::from_ymd(2020, 1, 2)).size(), 1U);
}

TEST(Relations, PartsOfADayAddUp) {
  const DaySum early{kStart, 8.0, 1.0, 3};
  const DaySum later{kStart.plus_days(1), 2.0, 0.0, 1};
  Relations all;
  accumulate(all, {{{"USA", "RUS", ""}, {later}}});
  accumulate(all, {{{"USA", "RUS", ""}, {early, later}}});
  const std::vector<DaySum>& days = all.at({"USA", "RUS", ""});
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[0].day, kStart);
  EXPECT_EQ(days[0].events, 3);
  EXPECT_EQ(days[1].events, 2);
  EXPECT_DOUBLE_EQ(days[1].conflict, 4.0);
}

// Regression: dyads were found by seven characters and by parts of names, so that blocs had no acts and a party's acts
// at home counted as acts between two.
TEST(Relations, TimelineActsAreThoseBetweenTheTwo) {
  Timeline timeline;
  ASSERT_TRUE(timeline.add("t.csv",
                           "date,issue,direction,actor,target,cameo,kind,confidence,source,description\n"
                           "2021-01-01,sanctions,conflict,EU,RUS,163,regulation,A,,one\n"
                           "2021-01-02,sanctions,cooperate,RUS,EU,085,statement,A,,two\n"
                           "2021-01-03,sanctions,conflict,RUS,RUS,173,court,A,,at home\n"
                           "2021-01-04,sanctions,conflict,USA,RUS,163,designation,A,,three\n"
                           "2021-01-05,sanctions,conflict,USA,CHN,163,tariff,A,,elsewhere\n"));
  EXPECT_EQ(series_of(timeline, "EU-RUS", "sanctions", {}).size(), 2U);
  EXPECT_EQ(series_of(timeline, "RUS>EU", "sanctions", {}).size(), 1U);
  EXPECT_EQ(series_of(timeline, "USA-RUS", "sanctions", {}).size(), 1U);
  EXPECT_TRUE(series_of(timeline, "RUS>USA", "sanctions", {}).empty());
  EXPECT_EQ(series_of(timeline, "RUS-RUS", "sanctions", {}).size(), 1U);
  EXPECT_TRUE(series_of(timeline, "USARUS", "sanctions", {}).empty());
  // Evidence beside the index: own acts, what a bloc did as context, nothing of others.
  std::string json;
  ASSERT_TRUE(relation_index(series_of(timeline, "USA-RUS", "", {}), {"USA-RUS", "", {}, {}, {}, true}, timeline,
                             [&](std::string_view text) {
                               json = text;
                               return base::Result<void>{};
                             }));
  EXPECT_NE(json.find("\"fact\":\"three\",\"context\":false"), std::string::npos) << json;
  EXPECT_EQ(json.find("elsewhere"), std::string::npos);
  EXPECT_EQ(json.find("at home"), std::string::npos);
}

}  // namespace
}  // namespace cordon::horizon
