// Which words of a query a search may insist on: the ways to choose them, cheapest first. Whether a way loses no name
// is asked of Exclusion. Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "meeting_levels.hpp"

namespace cordon::match {

// Words of the query of which a name must meet one by more than a level. Without words: no name is wanted.
struct WordChoice {
  std::uint32_t words = 0;     // bit p: position p of the query
  std::uint8_t level = 0;      // index into kLevels
  std::uint64_t postings = 0;  // to be walked over all classes
};

// Postings of the tokens that a position meets by more than a level.
using WordCosts = std::array<std::array<std::uint64_t, kLevels.size()>, kMaxNamePositions>;

// The k words with the fewest postings, for every k and level. positions: of the query; open: those that are initials,
// which are never chosen. Returns: in ascending order of postings.
[[nodiscard]] std::vector<WordChoice> word_choices(const WordCosts& costs, std::size_t positions, std::uint32_t open);

}  // namespace cordon::match
