// Ownership at national-register size: a generated graph of interests is loaded from CSV, every regime is evaluated,
// what-if questions are asked, and the answers are checked against a plain fixpoint written here.
// Usage: ownership_bench [interests] [entities]; default 1000000 and 800000. Exit 1 when an answer is wrong.
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "cordon/ownership/proximity.hpp"
#include "cordon/ownership/what_if.hpp"

namespace {

using namespace cordon;
using namespace cordon::ownership;

struct RawEdge {
  std::uint32_t owner;
  std::uint32_t asset;
  std::int64_t min;  // percent
  std::int64_t max;
};

struct Generated {
  std::vector<RawEdge> edges;
  std::vector<bool> listed;
  std::string graph_csv;
  std::string listed_csv;
};

// Processor time: everything here runs on one core, and other work on the machine should not count.
using Ticks = std::clock_t;
Ticks now() { return std::clock(); }
double seconds_since(Ticks start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

// Shapes of real registers: most companies have one to three owners, some owners hold thousands of stakes, one in ten
// shares is a band, one in twenty is not given, and a few interests close circles.
Generated generate(std::uint32_t interests, std::uint32_t entities) {
  std::mt19937_64 random(42);
  Generated out;
  out.listed.assign(entities, false);
  std::vector<std::int64_t> used(entities, 0);
  out.edges.reserve(interests);
  while (out.edges.size() < interests) {
    RawEdge edge{};
    edge.asset = static_cast<std::uint32_t>(random() % entities);
    const bool hub = random() % 10 == 0;
    edge.owner = static_cast<std::uint32_t>(random() % (hub ? entities / 1000 + 1 : entities));
    const std::int64_t room = 100 - used[edge.asset];
    const auto kind = random() % 20;
    if (kind == 0) {
      edge.min = 0;
      edge.max = 100;
    } else {
      if (room <= 0) continue;
      edge.min = kind < 8 ? room : 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(room));
      edge.max = edge.min;
      if (kind < 3) edge.max = std::min<std::int64_t>(100, edge.min + 25);
    }
    used[edge.asset] += edge.min;
    out.edges.push_back(edge);
  }
  for (std::uint32_t i = 0; i < entities / 100; ++i) out.listed[random() % entities] = true;
  for (const RawEdge& edge : out.edges) {
    out.graph_csv += "E" + std::to_string(edge.owner) + ",E" + std::to_string(edge.asset) + ",";
    if (edge.min == 0 && edge.max == 100) {
      out.graph_csv += ",\n";
    } else {
      out.graph_csv += std::to_string(edge.min) + "," + std::to_string(edge.max) + "\n";
    }
  }
  for (std::uint32_t i = 0; i < entities; ++i) {
    if (out.listed[i]) out.listed_csv += "E" + std::to_string(i) + "\n";
  }
  return out;
}

// Plain passes until nothing changes. Returns: 2 blocked, 1 undetermined, 0 not, by entity.
std::vector<int> plain_verdicts(const Generated& data) {
  const std::size_t count = data.listed.size();
  std::vector<int> verdicts(count, 0);
  for (const bool certain : {false, true}) {
    std::vector<bool> in = data.listed;
    for (bool changed = true; changed;) {
      changed = false;
      std::vector<std::int64_t> sum(count, 0);
      std::vector<std::int64_t> room(count, 100);
      for (const RawEdge& edge : data.edges) {
        if (in[edge.owner]) {
          sum[edge.asset] += certain ? edge.min : edge.max;
        } else {
          room[edge.asset] -= edge.min;
        }
      }
      for (std::size_t i = 0; i < count; ++i) {
        if (in[i] || (certain ? sum[i] : std::min(sum[i], room[i])) < 50) continue;
        in[i] = true;
        changed = true;
      }
    }
    for (std::size_t i = 0; i < count; ++i)
      verdicts[i] = in[i] ? (certain ? 2 : std::max(verdicts[i], 1)) : verdicts[i];
  }
  return verdicts;
}

bool same_verdicts(const OwnershipGraph& graph, const Evaluation& evaluation, const std::vector<int>& expected) {
  for (std::uint32_t i = 0; i < expected.size(); ++i) {
    const auto node = graph.find("E" + std::to_string(i));
    if (!node) continue;
    const Verdict verdict = evaluation.verdict(*node);
    const int rank = verdict == Verdict::kBlocked ? 2 : (verdict == Verdict::kUndetermined ? 1 : 0);
    if (rank != expected[i]) {
      std::printf("WRONG: E%u is %d, expected %d\n", i, rank, expected[i]);
      return false;
    }
  }
  return true;
}

std::size_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024U;
}

bool bench_what_if(const OwnershipGraph& graph, const ListedParties& listed, Generated data, const RegimeQuery& query) {
  auto start = now();
  auto what_if = WhatIf::prepare(graph, listed, query);
  if (!what_if) return false;
  std::printf("what-if: prepared in %.3f s\n", seconds_since(start));
  const std::vector<int> before = plain_verdicts(data);
  std::mt19937_64 random(5);
  double worst = 0;
  for (int round = 0; round < 20; ++round) {
    WhatIfChange change;
    const auto party = static_cast<std::uint32_t>(random() % (data.listed.size() / 1000 + 1));
    change.designated.emplace_back("E" + std::to_string(party));
    start = now();
    const auto effects = what_if->ask(change);
    worst = std::max(worst, seconds_since(start));
    if (!effects) return false;
    if (round >= 2) continue;  // checking is what takes long
    const bool was = data.listed[party];
    data.listed[party] = true;
    const std::vector<int> after = plain_verdicts(data);
    data.listed[party] = was;
    std::size_t changed = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (after[i] != before[i] && graph.find("E" + std::to_string(i))) ++changed;
    }
    if (changed != effects->size()) {
      std::printf("WRONG: designating E%u changes %zu verdicts, expected %zu\n", party, effects->size(), changed);
      return false;
    }
  }
  std::printf("what-if: worst of 20 designations of the largest holders %.1f ms\n", worst * 1e3);
  return true;
}

bool bench_proximity(const OwnershipGraph& graph, const base::Date day) {
  const auto start = now();
  const ProximityGraph proximity(graph, day);
  const double built = seconds_since(start);
  const auto asked = now();
  const std::vector<EntityId> sources{EntityId("E0"), EntityId("E1"), EntityId("E2")};
  const auto near = proximity.nearest(sources, {});
  std::printf("proximity: built in %.3f s, ranked %zu in %.3f s\n", built, near.size(), seconds_since(asked));
  return !near.empty();
}

}  // namespace

int main(int argc, char** argv) {
  const auto interests = static_cast<std::uint32_t>(argc > 1 ? std::atol(argv[1]) : 1'000'000);
  const auto entities = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 800'000);
  Generated data = generate(interests, entities);
  const std::size_t peak_before = peak_bytes();

  auto start = now();
  OwnershipGraph::Builder builder;
  const auto read = read_interest_csv(data.graph_csv, "generated", builder);
  const auto listed = read_listed_csv(data.listed_csv, "generated");
  if (!read || !listed) return 1;
  const OwnershipGraph graph = builder.build();
  std::printf("load: %zu interests, %u parties in %.3f s (processor time, one core)\n", graph.interests().size(),
              graph.node_count(), seconds_since(start));

  const base::Date day = *base::Date::from_ymd(2026, 1, 1);
  const RegimeQuery ofac{Regime::kUsOfac, Measure::kBlocking, day};
  bool right = true;
  for (const Regime regime : all_regimes()) {
    start = now();
    auto evaluation = Evaluation::run(graph, *listed, {regime, Measure::kBlocking, day});
    if (!evaluation) return 1;
    const double computed = seconds_since(start);
    std::size_t count[4] = {0, 0, 0, 0};
    std::size_t steps = 0;
    evaluation->all_findings([&](OwnershipFinding&& finding) {
      ++count[static_cast<std::size_t>(finding.verdict)];
      steps += finding.evidence.size();
      return true;
    });
    std::printf("%s: verdicts %.3f s, with all findings %.3f s; blocked %zu, undetermined %zu, evidence steps %zu\n",
                std::string(regime_name(regime)).c_str(), computed, seconds_since(start), count[1], count[3], steps);
    if (regime == Regime::kUsOfac) right = right && same_verdicts(graph, *evaluation, plain_verdicts(data));
  }
  right = right && bench_what_if(graph, *listed, data, ofac);
  right = right && bench_proximity(graph, day);
  std::printf("peak memory %zu MB (of which %zu MB before loading)\nanswers %s\n", peak_bytes() >> 20U,
              peak_before >> 20U, right ? "right" : "WRONG");
  return right ? 0 : 1;
}
