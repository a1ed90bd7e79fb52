// Small random ownership graphs with cycles, ranges, unknown shares, self-holdings and several edges between the same
// two parties; the same seed gives the same graph.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "cordon/ownership/engine.hpp"
#include "reference/naive.hpp"

namespace cordon::ownership::testing {

struct RandomGraph {
  int nodes = 0;
  std::vector<reference::NaiveEdge> edges;
  std::vector<bool> listed;
};

inline RandomGraph random_graph(std::mt19937_64& random) {
  const auto pick = [&](int from, int to) {
    return from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1));
  };
  RandomGraph graph;
  graph.nodes = pick(2, 6);
  graph.listed.assign(static_cast<std::size_t>(graph.nodes), false);
  for (int i = pick(1, 2); i > 0; --i) graph.listed[static_cast<std::size_t>(pick(0, graph.nodes - 1))] = true;
  constexpr int kShares[] = {0, 5, 10, 20, 25, 30, 40, 49, 50, 51, 60, 75, 100};
  std::vector<int> in_count(static_cast<std::size_t>(graph.nodes), 0);
  std::vector<std::int64_t> in_min(static_cast<std::size_t>(graph.nodes), 0);
  for (int i = pick(1, 9); i > 0; --i) {
    const int asset = pick(0, graph.nodes - 1);
    auto& count = in_count[static_cast<std::size_t>(asset)];
    auto& total = in_min[static_cast<std::size_t>(asset)];
    if (count == 3) continue;
    std::int64_t min = kShares[pick(0, 12)];
    std::int64_t max = min;
    const int form = pick(0, 9);
    if (form < 2) {
      min = 0;
      max = 100;
    } else if (form < 6) {
      max = kShares[pick(0, 12)];
      if (max < min) std::swap(min, max);
    }
    if (total + min > 100) continue;
    ++count;
    total += min;
    graph.edges.push_back({pick(0, graph.nodes - 1), asset, min, max});
  }
  return graph;
}

inline std::string name_of(int node) { return "n" + std::to_string(node); }

inline OwnershipGraph build(const RandomGraph& random) {
  OwnershipGraph::Builder builder;
  for (int node = 0; node < random.nodes; ++node) builder.add_party(name_of(node));
  for (const reference::NaiveEdge& edge : random.edges) {
    const std::string owner = name_of(edge.owner);
    const std::string asset = name_of(edge.asset);
    OwnershipGraph::Builder::Record record;
    record.owner = owner;
    record.asset = asset;
    record.share = {Share::percent(edge.min), Share::percent(edge.max)};
    if (!builder.add(record)) std::abort();
  }
  return builder.build();
}

inline ListedParties listed_of(const RandomGraph& random) {
  ListedParties listed;
  for (int node = 0; node < random.nodes; ++node) {
    if (random.listed[static_cast<std::size_t>(node)]) listed.add(name_of(node));
  }
  return listed;
}

struct RuleCase {
  const char* name;
  RegimeQuery query;
  reference::NaiveRule rule;
};

// The shipped rules whose main limb is plain shares, one of each arithmetic.
inline std::vector<RuleCase> rule_cases() {
  const auto day = [](int y, int m, int d) { return *base::Date::from_ymd(y, m, d); };
  return {{"us-ofac", {Regime::kUsOfac, Measure::kBlocking, day(2024, 1, 1)}, {50, true, true}},
          {"us-ofac before aggregation", {Regime::kUsOfac, Measure::kBlocking, day(2014, 8, 12)}, {50, true, false}},
          {"eu before 2024-07-03", {Regime::kEu, Measure::kBlocking, day(2024, 7, 2)}, {50, false, true}},
          {"uk", {Regime::kUk, Measure::kBlocking, day(2024, 1, 1)}, {50, false, false}}};
}

}  // namespace cordon::ownership::testing
