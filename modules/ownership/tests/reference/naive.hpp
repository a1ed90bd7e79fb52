// The ownership rule read straight from its definition, for small graphs: every extreme reading is written out and
// gets its own fixpoint by repeated passes. Slow and simple on purpose; it shares nothing with the engine.
#pragma once

#include <cstdint>
#include <vector>

namespace cordon::ownership::reference {

struct NaiveEdge {
  int owner;
  int asset;
  std::int64_t min;  // whole percent
  std::int64_t max;
};

struct NaiveRule {
  std::int64_t threshold = 50;
  bool inclusive = true;
  bool aggregate = true;
};

struct NaiveAnswer {
  std::vector<bool> always;  // blocked in every reading
  std::vector<bool> ever;    // blocked in some reading
  std::vector<std::int64_t> share_min;
  std::vector<std::int64_t> share_max;
};

// One share per edge.
using Shares = std::vector<std::int64_t>;

// Returns: the blocked set of one reading, grown from seeds.
[[nodiscard]] std::vector<bool> naive_fixpoint(int nodes, const std::vector<NaiveEdge>& edges, const Shares& shares,
                                               const std::vector<bool>& seeds, const NaiveRule& rule);
// All readings that matter: everything at its minimum; and for every asset every order in which its owners can be
// raised to their maxima until 100 % is reached. Requires: the minima of no asset exceed 100.
[[nodiscard]] std::vector<Shares> extreme_readings(int nodes, const std::vector<NaiveEdge>& edges);
[[nodiscard]] NaiveAnswer naive_answer(int nodes, const std::vector<NaiveEdge>& edges, const std::vector<bool>& listed,
                                       const NaiveRule& rule);

}  // namespace cordon::ownership::reference
