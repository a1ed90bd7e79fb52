// How closely a token meets the positions of a query, in the steps that a choice of words distinguishes. Pure
// functions.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "query_map.hpp"

namespace cordon::match {

// Levels of similarity that a choice of words can ask for, as bytes of QueryMap.
inline constexpr std::array<std::uint8_t, 4> kLevels{0, 175, 200, 230};
// How names may be read.
enum Reading : std::uint8_t { kOthers = 0, kPersons = 1, kEither = 2 };
inline constexpr std::size_t kReadings = 3;

// Per reading and level, the positions that the entry meets by more than the level.
using LevelMasks = std::array<std::array<std::uint32_t, 4>, kReadings>;
[[nodiscard]] inline LevelMasks masks_of(const QueryMap::Entry& entry) noexcept {
  LevelMasks out{};
  out[kEither][0] = entry.positions;
  for (std::uint32_t left = entry.positions; left != 0; left &= left - 1) {
    const auto p = static_cast<std::size_t>(std::countr_zero(left));
    for (std::size_t level = 1; level < kLevels.size() && entry.best[p] > kLevels[level]; ++level) {
      out[kEither][level] |= 1U << p;
    }
  }
  for (std::size_t level = 0; level < kLevels.size(); ++level) {
    out[kOthers][level] = out[kEither][level] & entry.others;
    out[kPersons][level] = out[kEither][level] & entry.persons;
  }
  return out;
}

}  // namespace cordon::match
