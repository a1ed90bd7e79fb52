// What a graph becomes in a store reads back as the same interests.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {
namespace {

using Row = std::tuple<std::string, std::string, InterestKind, ShareRange, Period>;

std::vector<Row> rows_of(const OwnershipGraph& graph) {
  std::vector<Row> rows;
  for (const Interest& interest : graph.interests()) {
    rows.emplace_back(graph.id(interest.owner), graph.id(interest.asset), interest.kind, interest.share,
                      interest.period);
  }
  return rows;
}

TEST(GraphEntities, ReadBackAsTheSameInterests) {
  OwnershipGraph::Builder builder;
  ASSERT_TRUE(read_interests("owner,asset,share_min,share_max,start,end,kind\n"
                             "A,X,40,40,2020-01-01,2021-12-31,\n"
                             "B,X,,,2019,,jointly-held\n"
                             "C,X,12.5,33.333333333,,2022-05,voting\n"
                             "C,X,,,,,board\n",
                             "given.csv", builder)
                  .has_value());
  ASSERT_TRUE(builder
                  .add({"D",
                        "Y",
                        *parse_share_text("more than 25 % but less than 75 %"),
                        InterestKind::kOwnedOrControlled,
                        {},
                        "r1",
                        0})
                  .has_value());
  ASSERT_TRUE(
      builder.add({"D", "Y", *parse_share_text("more than 50"), InterestKind::kIndirect, {}, "r1", 0}).has_value());
  const OwnershipGraph given = builder.build();
  std::vector<model::SourcedEntity> entities;
  graph_entities(given, "s", [&](model::Entity&& entity) {
    model::SourcedEntity sourced;
    sourced.listed.entity = std::move(entity);
    entities.push_back(std::move(sourced));
    return true;
  });
  EXPECT_EQ(entities.size(), given.node_count() + given.interests().size());
  OwnershipGraph::Builder again;
  const auto report = read_entities(model::MemoryEntitySource(std::move(entities)), again);
  ASSERT_TRUE(report.has_value());
  EXPECT_TRUE(report->unmapped.empty());
  const OwnershipGraph read = again.build();
  auto expected = rows_of(given);
  auto found = rows_of(read);
  const auto order = [](const Row& a, const Row& b) {
    return std::tuple(std::get<0>(a), std::get<1>(a), std::get<2>(a)) <
           std::tuple(std::get<0>(b), std::get<1>(b), std::get<2>(b));
  };
  std::sort(expected.begin(), expected.end(), order);
  std::sort(found.begin(), found.end(), order);
  EXPECT_EQ(expected, found);
}

TEST(GraphEntities, TellsOwnershipFormatsFromLists) {
  EXPECT_EQ(interest_format("owner,asset,share_min,share_max\nA,B,1,2\n"), "interests-csv");
  EXPECT_EQ(interest_format("[{\"statementId\":\"x\"}]"), "bods");
  EXPECT_EQ(interest_format("{\"company_number\":\"1\",\"data\":{\"natures_of_control\":[]}}"), "uk-psc");
  EXPECT_EQ(interest_format("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}"), "");
  EXPECT_EQ(interest_format("36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\""), "");
  EXPECT_EQ(interest_format("<?xml version=\"1.0\"?><sdnList>"), "");
}

}  // namespace
}  // namespace cordon::ownership
