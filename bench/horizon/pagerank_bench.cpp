// horizon_pagerank_bench [PARTIES]    personalised PageRank over an invented graph of so many parties (1,000,000 unless
// told otherwise) and three ties each, from 100 sources; prints seconds, the paths in words included. Exit status 1
// when nobody is found, so that a fast empty run fails. Needs 100 parties or more.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "cordon/ownership/proximity.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

int main(int argc, char** argv) {
  const auto parties = static_cast<std::uint32_t>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000UL);
  cordon::ownership::OwnershipGraph::Builder builder;
  std::uint64_t state = 1;
  const auto next = [&state](std::uint32_t bound) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>((state >> 33U) % bound);
  };
  std::vector<std::string> ids;
  for (std::uint32_t i = 0; i < parties; ++i) ids.push_back("p" + std::to_string(i));
  for (std::uint32_t i = 1; i < parties; ++i) {
    for (int tie = 0; tie < 3; ++tie) {
      // Most ties are to somebody near, some to anybody, as in registers.
      const std::uint32_t other = next(10) < 7 ? i - 1 - next(i < 50 ? i : 50) : next(i);
      cordon::ownership::OwnershipGraph::Builder::Record record;
      record.owner = ids[other];
      record.asset = ids[i];
      record.share = cordon::ownership::ShareRange::exactly(cordon::ownership::Share::percent(1 + next(60)));
      if (!builder.add(record)) return std::fprintf(stderr, "an interest was refused\n"), 1;
    }
  }
  const auto graph = builder.build();
  auto start = Clock::now();
  const auto day = cordon::base::Date::from_ymd(2024, 1, 1);
  const cordon::ownership::ProximityGraph proximity(graph, *day);
  const double built = since(start);
  std::vector<cordon::ownership::EntityId> sources;
  for (std::size_t i = 0; i < 100; ++i) sources.emplace_back(ids[i * (ids.size() / 100)]);
  cordon::ownership::ProximityOptions options;
  start = Clock::now();
  const auto hits = proximity.nearest(sources, options);
  std::printf("{\"parties\":%u,\"ties\":%zu,\"prepare_seconds\":%.3f,\"pagerank_seconds\":%.3f,\"found\":%zu}\n",
              parties, graph.interests().size(), built, since(start), hits.size());
  return hits.empty() || hits.front().score <= 0 ? 1 : 0;
}
