// Similarity of two tokens: the scalar specification that kernels must reproduce exactly.
// Integer arithmetic only, symmetric, identity is kSimilarityOne. Pure functions, no allocation, thread safe.
//
//   1000  equal forms
//   860-975 a shared equivalence class, by the class's strength (see class_strength)
//   950   equal sound keys (two spellings of one sound)
//   else  from the optimal string alignment distance d of the forms over L = the longer length,
//         1000 - 1000 d / L, raised half way towards the same measure on the sound keys;
//         when a token is lossy, the measure on consonant classes ("bones") counts too
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

// Returns: 0, or kSimilarityFloor..kSimilarityOne.
[[nodiscard]] Similarity token_similarity(const Token& a, const Token& b) noexcept;

// Restricted Damerau-Levenshtein distance (optimal string alignment) of the two forms; stops above `limit` and
// returns limit + 1 then.
[[nodiscard]] std::uint32_t osa_distance(std::string_view a, std::string_view b, std::uint32_t limit) noexcept;

// The strength of an equivalence class sits in its two top bits. Returns: thousandths.
[[nodiscard]] Similarity class_strength(std::uint16_t token_class) noexcept;

}  // namespace cordon::match
