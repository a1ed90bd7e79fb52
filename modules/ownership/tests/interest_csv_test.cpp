#include <gtest/gtest.h>

#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {
namespace {

std::string error_of(std::string_view csv) {
  OwnershipGraph::Builder builder;
  const auto read = read_interest_csv(csv, "g.csv", builder);
  return read ? std::string("no error") : read.error().to_string();
}

OwnershipGraph graph_of(std::string_view csv) {
  OwnershipGraph::Builder builder;
  const auto read = read_interest_csv(csv, "g.csv", builder);
  EXPECT_TRUE(read) << read.error().to_string();
  return builder.build();
}

TEST(InterestCsv, ReadsRowsWithAndWithoutHeader) {
  const OwnershipGraph plain = graph_of("X,A,50,50\nA,B,,\n");
  ASSERT_EQ(plain.interests().size(), 2U);
  EXPECT_EQ(range_text(plain.interests()[0].share), "50 %");
  EXPECT_TRUE(plain.interests()[1].share.is_unknown());
  EXPECT_EQ(plain.record_text(plain.interests()[1]), "line 2");
  const OwnershipGraph named = graph_of(
      "\xEF\xBB\xBFkind,asset,owner,share_min,share_max,note,start,end\r\nvoting,A,X,12.5,33.333333333,hi,2020-01-01,"
      "\r\n");
  ASSERT_EQ(named.interests().size(), 1U);
  EXPECT_EQ(named.interests()[0].kind, InterestKind::kVoting);
  EXPECT_EQ(range_text(named.interests()[0].share), "12.5-33.333333333 %");
  EXPECT_FALSE(named.interests()[0].period.possible_on(*base::Date::from_ymd(2019, 12, 31)));
}

TEST(InterestCsv, HalfOpenRangesAndNinthDecimalAreExact) {
  const OwnershipGraph graph = graph_of("X,A,25,\nX,B,,10\nX,C,50.0000000001,60\n");
  EXPECT_EQ(range_text(graph.interests()[0].share), "25-100 %");
  EXPECT_EQ(range_text(graph.interests()[1].share), "0-10 %");
  EXPECT_GT(graph.interests()[2].share.min, Share::percent(50));
}

TEST(InterestCsv, SharesThatAreAllFractionsAreWarnedOf) {
  const auto warnings = [](std::string_view csv) {
    OwnershipGraph::Builder builder;
    const auto read = read_interest_csv(csv, "g.csv", builder);
    EXPECT_TRUE(read);
    return read ? read->warnings : std::vector<std::string>{};
  };
  ASSERT_EQ(warnings("X,A,0.6,0.6\nY,A,1,1\nZ,A,0,0\n").size(), 1U);
  EXPECT_NE(warnings("X,A,0.6,0.6\n").front().find("percent are expected"), std::string::npos);
  EXPECT_TRUE(warnings("X,A,0.6,0.6\nY,A,40,40\n").empty());
  EXPECT_TRUE(warnings("X,A,1,1\nY,A,,\n").empty());
}

TEST(InterestCsv, ErrorsNameTheLineAndTheValue) {
  EXPECT_EQ(error_of("X,A,50,50\nX,B,half,50\n"), "g.csv:2: share_min: expected a percentage, found \"half\"");
  EXPECT_EQ(error_of("X,A,50,150\n"), "g.csv:1: share_max: a share is at most 100 percent, found 150");
  EXPECT_EQ(error_of("X,A,-5,50\n"), "g.csv:1: share_min: a share is not negative, found \"-5\"");
  EXPECT_EQ(error_of("X,A,60,50\n"), "g.csv:1: expected share_min <= share_max, found 60 and 50");
  EXPECT_EQ(error_of("X,,60,60\n"), "g.csv:1: asset is empty");
  EXPECT_NE(error_of("X,A,60,60,,,sahres\n").find("found \"sahres\""), std::string::npos);
  EXPECT_NE(error_of("X,A\n").find("g.csv:1: expected owner,asset"), std::string::npos);
  EXPECT_NE(error_of("X,A,1,1,2020-02-30\n").find("g.csv:1: start, end:"), std::string::npos);
  EXPECT_NE(error_of("X,A,1,1,2021-01-01,2020-01-01\n").find("end on or after"), std::string::npos);
  EXPECT_NE(error_of("owner,asset,share_min\nX,A,1\n").find("share_max"), std::string::npos);
}

TEST(ListedCsv, ReadsDatesAndHeader) {
  const auto listed = read_listed_csv("id,since,until\nX\nY,2022-02-24\nZ,2020-01-01,2021-12-31\n", "l.csv");
  ASSERT_TRUE(listed);
  const auto day = [](int y, int m, int d) { return *base::Date::from_ymd(y, m, d); };
  EXPECT_TRUE(listed->is_listed_on("X", day(1999, 1, 1)));
  EXPECT_FALSE(listed->is_listed_on("Y", day(2022, 2, 23)));
  EXPECT_TRUE(listed->is_listed_on("Y", day(2022, 2, 24)));
  EXPECT_TRUE(listed->is_listed_on("Z", day(2021, 12, 31)));
  EXPECT_FALSE(listed->is_listed_on("Z", day(2022, 1, 1)));
  const auto bad = read_listed_csv("X\nY,soon\n", "l.csv");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where.line, 2U);
}

TEST(FindingJson, HasTheFieldsOfTheContract) {
  const OwnershipGraph graph = graph_of("X,A,40,40\nY,A,,\nX,A,60,60,,,board\n");
  const auto listed = read_listed_csv("X\nY\n", "l.csv");
  EvaluateOptions options;
  options.entities.emplace_back("A");
  const auto findings =
      evaluate(graph, *listed, {Regime::kUsOfac, Measure::kBlocking, *base::Date::from_ymd(2024, 1, 1)}, options);
  ASSERT_TRUE(findings);
  std::string json;
  append_json(json, findings->front());
  EXPECT_EQ(json,
            "{\"entity_id\":\"A\",\"verdict\":\"undetermined\",\"share_min\":40,\"share_max\":100,\"threshold\":50,"
            "\"evidence\":[{\"owner\":\"Y\",\"asset\":\"A\",\"share_min\":0,\"share_max\":100,\"via\":\"shares\","
            "\"kind\":\"ownership\",\"owner_status\":\"listed\",\"record\":\"line 2\"},"
            "{\"owner\":\"X\",\"asset\":\"A\",\"share_min\":60,\"share_max\":60,\"via\":\"board\",\"kind\":\"control\","
            "\"owner_status\":\"listed\",\"record\":\"line 3\"}],"
            "\"missing\":[\"the share of Y in A (shares, no share given): from 10 % on A is reached\"],"
            "\"rule\":\"us-ofac-50-percent-aggregate@1\",\"rule_verified\":true,\"listed\":false,"
            "\"threshold_inclusive\":true,\"limb\":\"shares\",\"distance\":10,\"unnamed_min\":0,\"unnamed_max\":60,"
            "\"conditions\":[],\"flags\":[]}");
}

}  // namespace
}  // namespace cordon::ownership
