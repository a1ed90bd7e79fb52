// Similarity of two tokens: the scalar specification that kernels must reproduce exactly.
// Integer arithmetic only, symmetric, identity is kSimilarityOne. Pure functions, no allocation, thread safe.
//
//   1000  equal forms
//   860-975 a shared equivalence class, by the class's strength (see class_strength)
//   950   equal sound keys (two spellings of one sound); 900 when the key is two letters long
//   else  from the optimal string alignment distance d of the forms over L = the longer length,
//         1000 - 1000 d / L, raised half way towards the same measure on the sound keys;
//         minus 120 when both are known names without a shared class (Maria is no misspelling of Mario), but one edit
//         keeps the floor;
//         not at all when either is romanised from Han or Hangul (an edit there is another syllable);
//         when one token is lossy, a weighted alignment of the sound keys counts too
//   below kSimilarityFloor: 0, the tokens have nothing to do with each other.
// Numbers and initials are equal or not: what a differing number costs is the scorer's business.
#pragma once

#include <cstdint>

#include "cordon/match/token.hpp"

namespace cordon::match {

// Units: thousandths.
using Similarity = std::uint16_t;
inline constexpr Similarity kSimilarityOne = 1000;
inline constexpr Similarity kSimilarityFloor = 550;

// Returns: 0 when it is below the floor, or floor..kSimilarityOne. Requires: floor >= kSimilarityFloor.
[[nodiscard]] Similarity token_similarity(const Token& a, const Token& b, Similarity floor = kSimilarityFloor) noexcept;

// The measure on spellings, from distances. longest is the length of the longer form (sound key); 0 = too far apart.
// Words of fewer letters than kShortestSpelling have no measure.
inline constexpr std::uint32_t kShortestSpelling = 2;
inline constexpr std::uint32_t kSpellingMinimum = 350;
inline constexpr std::uint32_t kSoundEqual = 950;
[[nodiscard]] constexpr std::uint32_t spelling_of_form(std::uint32_t longest, std::uint32_t distance) noexcept {
  if (longest == 2 && distance == 1) return 600;  // Ri, Ir: half of the letters, and still one slip
  if (longest < kShortestSpelling || distance > longest * (1000 - kSpellingMinimum) / 1000) return 0;
  return 1000 - 1000 * distance / longest;
}
[[nodiscard]] constexpr std::uint32_t spelling_of_sound(std::uint32_t longest, std::uint32_t distance) noexcept {
  return longest == 0 || distance > longest ? 0 : kSoundEqual - kSoundEqual * distance / longest;
}
[[nodiscard]] constexpr std::uint32_t spelling_of_both(std::uint32_t form, std::uint32_t sound) noexcept {
  return form == 0 ? 0 : sound > form ? form + (sound - form) / 2 : form;
}

// Restricted Damerau-Levenshtein distance (optimal string alignment) of the two forms; stops above `limit` and
// returns limit + 1 then.
[[nodiscard]] std::uint32_t osa_distance(std::string_view a, std::string_view b, std::uint32_t limit) noexcept;

// The strength of an equivalence class sits in its two top bits. Returns: thousandths.
[[nodiscard]] Similarity class_strength(std::uint16_t token_class) noexcept;

}  // namespace cordon::match
