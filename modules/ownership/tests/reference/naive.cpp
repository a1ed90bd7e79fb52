#include "reference/naive.hpp"

#include <algorithm>
#include <numeric>

namespace cordon::ownership::reference {

namespace {

std::int64_t held(int asset, const std::vector<NaiveEdge>& edges, const Shares& shares,
                  const std::vector<bool>& blocked) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].asset == asset && blocked[static_cast<std::size_t>(edges[i].owner)]) sum += shares[i];
  }
  return sum;
}

}  // namespace

std::vector<bool> naive_fixpoint(int nodes, const std::vector<NaiveEdge>& edges, const Shares& shares,
                                 const std::vector<bool>& seeds, const NaiveRule& rule) {
  std::vector<bool> blocked = seeds;
  for (bool changed = true; changed;) {
    changed = false;
    for (int node = 0; node < nodes; ++node) {
      if (blocked[static_cast<std::size_t>(node)]) continue;
      const std::int64_t sum = held(node, edges, shares, blocked);
      if (rule.inclusive ? sum >= rule.threshold : sum > rule.threshold) {
        blocked[static_cast<std::size_t>(node)] = true;
        changed = true;
      }
    }
  }
  return blocked;
}

std::vector<Shares> extreme_readings(int nodes, const std::vector<NaiveEdge>& edges) {
  Shares minima;
  for (const NaiveEdge& edge : edges) minima.push_back(edge.min);
  std::vector<Shares> readings{minima};
  for (int asset = 0; asset < nodes; ++asset) {
    std::vector<std::size_t> own;
    std::int64_t room = 100;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (edges[i].asset != asset) continue;
      own.push_back(i);
      room -= edges[i].min;
    }
    if (own.empty()) continue;
    std::vector<Shares> grown = readings;  // also with this asset at its minima
    std::sort(own.begin(), own.end());
    do {
      for (Shares reading : readings) {
        std::int64_t left = room;
        for (const std::size_t i : own) {
          const std::int64_t more = std::min(left, edges[i].max - edges[i].min);
          reading[i] += more;
          left -= more;
        }
        grown.push_back(std::move(reading));
      }
    } while (std::next_permutation(own.begin(), own.end()));
    std::sort(grown.begin(), grown.end());
    grown.erase(std::unique(grown.begin(), grown.end()), grown.end());
    readings = std::move(grown);
  }
  return readings;
}

NaiveAnswer naive_answer(int nodes, const std::vector<NaiveEdge>& edges, const std::vector<bool>& listed,
                         const NaiveRule& rule) {
  const auto count = static_cast<std::size_t>(nodes);
  NaiveAnswer answer{std::vector<bool>(count, true), std::vector<bool>(count, false),
                     std::vector<std::int64_t>(count, 100), std::vector<std::int64_t>(count, 0)};
  std::vector<std::vector<bool>> seed_sets;
  if (rule.aggregate) {
    seed_sets.push_back(listed);
  } else {
    for (std::size_t node = 0; node < count; ++node) {
      if (!listed[node]) continue;
      std::vector<bool> alone(count, false);
      alone[node] = true;
      seed_sets.push_back(std::move(alone));
    }
  }
  for (const Shares& reading : extreme_readings(nodes, edges)) {
    std::vector<bool> blocked = listed;
    std::vector<std::int64_t> shares(count, 0);
    for (const std::vector<bool>& seeds : seed_sets) {
      const std::vector<bool> reached = naive_fixpoint(nodes, edges, reading, seeds, rule);
      for (std::size_t node = 0; node < count; ++node) {
        blocked[node] = blocked[node] || reached[node];
        shares[node] = std::max(shares[node], held(static_cast<int>(node), edges, reading, reached));
      }
    }
    for (std::size_t node = 0; node < count; ++node) {
      answer.always[node] = answer.always[node] && blocked[node];
      answer.ever[node] = answer.ever[node] || blocked[node];
      answer.share_min[node] = std::min(answer.share_min[node], shares[node]);
      answer.share_max[node] = std::max(answer.share_max[node], shares[node]);
    }
  }
  return answer;
}

}  // namespace cordon::ownership::reference
