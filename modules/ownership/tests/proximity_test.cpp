#include <gtest/gtest.h>

#include "cordon/ownership/interest_readers.hpp"
#include "cordon/ownership/proximity.hpp"

namespace cordon::ownership {
namespace {

OwnershipGraph graph_of(std::string_view csv) {
  OwnershipGraph::Builder builder;
  EXPECT_TRUE(read_interest_csv(csv, "g.csv", builder));
  builder.set_caption("ann", "Ann Official");
  return builder.build();
}

const base::Date kDay = *base::Date::from_ymd(2024, 6, 1);

TEST(Proximity, PathsReadInWordsAndFollowTheStrongestTies) {
  const OwnershipGraph graph =
      graph_of("ann,bob,,,,,family\nbob,acme,40,40\nann,acme,,,,,shared-address\ncarl,acme,60,60\nzed,other,10,10\n");
  const ProximityGraph proximity(graph, kDay);
  const auto path = proximity.strongest_path(EntityId("ann"), EntityId("acme"), {});
  ASSERT_TRUE(path);
  EXPECT_EQ(path->words, "Ann Official is family of bob; bob holds shares in acme (40 %)");
  EXPECT_DOUBLE_EQ(path->strength, 0.8 * 0.4);
  EXPECT_FALSE(proximity.strongest_path(EntityId("ann"), EntityId("other"), {}));
}

TEST(Proximity, RanksNearPartiesHigherAndLeavesSourcesOut) {
  const OwnershipGraph graph = graph_of("ann,near,100,100\nnear,far,100,100\nfar,farther,100,100\nx,y,50,50\n");
  const ProximityGraph proximity(graph, kDay);
  const std::vector<EntityId> sources{EntityId("ann"), EntityId("nobody")};
  const auto hits = proximity.nearest(sources, {});
  ASSERT_EQ(hits.size(), 3U);
  EXPECT_EQ(hits[0].entity.str(), "near");
  EXPECT_GT(hits[1].score, hits[2].score);
  ASSERT_TRUE(hits[2].path);
  EXPECT_EQ(hits[2].path->steps.size(), hits[2].entity.str() == "farther" ? 3U : 2U);
}

TEST(Proximity, TiesHoldOnTheirDaysOnly) {
  const OwnershipGraph graph = graph_of("ann,a,100,100,2020-01-01,2021-12-31\nann,b,100,100,2024-01-01,\n");
  const ProximityGraph proximity(graph, kDay);
  const std::vector<EntityId> sources{EntityId("ann")};
  const auto hits = proximity.nearest(sources, {});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].entity.str(), "b");
  ASSERT_TRUE(hits[0].path && hits[0].path->steps[0].since);
  EXPECT_EQ(hits[0].path->steps[0].since->to_string(), "2024-01-01");
  std::string json;
  append_json(json, hits[0]);
  EXPECT_NE(
      json.find("\"strength\":1,\"words\":\"Ann Official holds shares in b (100 %)\",\"path\":[{\"owner\":\"ann\""),
      std::string::npos)
      << json;
}

// Forward push against power iteration on a small graph.
TEST(Proximity, AgreesWithPowerIteration) {
  const OwnershipGraph graph =
      graph_of("a,b,80,80\nb,c,40,40\nc,a,20,20\nc,d,100,100\nd,e,,,,,family\ne,a,,,,,board\n");
  const ProximityGraph proximity(graph, kDay);
  const std::size_t count = graph.node_count();
  std::vector<double> weight(count, 0);
  for (const Interest& tie : graph.interests()) {
    const double strength = ProximityGraph::strength_of(tie.kind, tie.share);
    weight[tie.owner] += strength;
    weight[tie.asset] += strength;
  }
  std::vector<double> score(count, 0);
  const NodeIndex start = *graph.find("a");
  for (int round = 0; round < 500; ++round) {
    std::vector<double> next(count, 0);
    next[start] = 0.15;
    for (const Interest& tie : graph.interests()) {
      const double strength = ProximityGraph::strength_of(tie.kind, tie.share);
      next[tie.asset] += 0.85 * score[tie.owner] * strength / weight[tie.owner];
      next[tie.owner] += 0.85 * score[tie.asset] * strength / weight[tie.asset];
    }
    score = next;
  }
  ProximityOptions options;
  options.residual = 1e-12;
  const std::vector<EntityId> sources{EntityId("a")};
  for (const ProximityHit& hit : proximity.nearest(sources, options)) {
    EXPECT_NEAR(hit.score, score[*graph.find(hit.entity.str())], 1e-9) << hit.entity.str();
  }
}

}  // namespace
}  // namespace cordon::ownership
