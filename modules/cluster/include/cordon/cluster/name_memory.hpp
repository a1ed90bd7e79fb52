// NameMemory: what a clustering learnt about names, so that the next one compares only the names that are new.
// It holds the subjects whose names were compared with each other, each as a hash of its list, id, schema and names,
// and the pairs of them that came near. What is taken from it is what would be found anew: a pair's score depends on
// the names and schemata of the two sides, the policy and the program, and each of them is part of what it is known by.
// So a clustering gives the same with any memory and without.
// Thread: one user at a time.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/policy.hpp"

namespace cordon::cluster {

struct NameMemory {
  using Key = std::array<std::uint8_t, 16>;

  // Places in keys; the scores that reach what makes a candidate.
  struct Pair {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double score = 0;
    friend bool operator==(const Pair&, const Pair&) = default;
  };

  std::vector<Key> keys;  // sorted
  std::vector<Pair> pairs;

  friend bool operator==(const NameMemory&, const NameMemory&) = default;
};

// As bytes to keep in a file: docs/formats/name-memory.md.
[[nodiscard]] std::string encode_memory(const NameMemory& memory, const match::Policy& policy);
// Returns: an empty memory for bytes that are damaged, or were written by a program or under a policy that may score
// otherwise.
[[nodiscard]] NameMemory decode_memory(std::string_view bytes, const match::Policy& policy);

}  // namespace cordon::cluster
