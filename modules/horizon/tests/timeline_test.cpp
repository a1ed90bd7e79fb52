#include "cordon/horizon/timeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "later_days.hpp"

namespace cordon::horizon {
namespace {

base::Date day(std::string_view text) { return base::Date::parse(text).value(); }

TEST(TimelineTest, CoversTheIssueAreasAndAllSidesConduct) {
  const auto timeline = Timeline::shipped();
  ASSERT_TRUE(timeline) << timeline.error().to_string();
  EXPECT_GE(timeline->all().size(), 200U);
  std::set<std::string> issues;
  std::set<std::string> actors;
  for (const Development& row : timeline->all()) {
    issues.insert(row.issue);
    actors.insert(row.actor);
    EXPECT_FALSE(row.description.empty());
    EXPECT_GE(row.cameo.size(), 2U) << row.description;
  }
  EXPECT_GE(issues.size(), 14U);
  for (const char* actor : {"USA", "RUS", "EU", "GBR", "NATO", "DEU"}) EXPECT_TRUE(actors.contains(actor)) << actor;
}

TEST(TimelineTest, NothingLaterThanAsOf) {
  TimelineOptions options;
  options.as_of = day("2020-12-15");
  options.from = day("2020-12-01");
  std::string all;
  ASSERT_TRUE(list_timeline(options, [&](std::string_view json) {
    all.append(json).append("\n");
    return base::Result<void>{};
  }));
  EXPECT_NE(all.find("SolarWinds"), std::string::npos);
  EXPECT_EQ(all.find("2021-"), std::string::npos);
  EXPECT_NE(all.find("\"sourced\":false"), std::string::npos);
}

TEST(TimelineTest, NoRowSaysWhatCameLater) {
  const auto timeline = Timeline::shipped();
  ASSERT_TRUE(timeline);
  for (const Development& row : timeline->all()) {
    for (const std::string& text : {row.description, row.source}) {
      for (const std::string& later : later_days(text, row.date, {})) {
        ADD_FAILURE() << row.date.to_string() << " " << text << ": " << later;
      }
      for (const std::string& later : later_days_of_the_year(text, row.date)) {
        ADD_FAILURE() << row.date.to_string() << " " << text << ": " << later;
      }
    }
  }
  EXPECT_EQ(later_days_of_the_year("confirmed on 2 September, asked on 3 May", day("2020-08-20")).size(), 1U);
}

TEST(TimelineTest, MostRowsNameTheirSource) {
  const auto timeline = Timeline::shipped();
  ASSERT_TRUE(timeline);
  const auto sourced = std::count_if(timeline->all().begin(), timeline->all().end(),
                                     [](const Development& row) { return !row.source.empty(); });
  EXPECT_GE(sourced, 200);
}

TEST(TimelineTest, CodeAndDirectionAgree) {
  const auto timeline = Timeline::shipped();
  ASSERT_TRUE(timeline);
  for (const Development& row : timeline->all()) {
    if (row.direction == "mixed" || row.cameo.size() < 2) continue;
    const int root = std::stoi(row.cameo.substr(0, 2));
    // Roots 01 to 08 are cooperation, 09 to 20 conflict; a statement (01) may be either.
    if (root == 1) continue;
    EXPECT_EQ(row.direction, root <= 8 ? "cooperate" : "conflict") << row.date.to_string() << " " << row.description;
  }
}

TEST(TimelineTest, ErrorsNameTheLine) {
  Timeline timeline;
  const std::string header = "date,issue,direction,actor,target,cameo,kind,confidence,source,description\n";
  EXPECT_FALSE(timeline.add("x.csv", "a,b\n"));
  const auto bad = timeline.add("x.csv", header + "2020-02-30,cyber,conflict,USA,RUS,163,rule,A,,text\n");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where.line, 2U);
}

}  // namespace
}  // namespace cordon::horizon
