// The costs of aligning a sound key of a script that loses sounds with a full one: shared by token_similarity.cpp,
// which specifies the measure, and the token search, which computes it for many tokens at once. Pure functions.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace cordon::match::lossy {

// Sound letters that one script or habit writes for the other. Source: what Arabic, Hebrew, kana, Chinese and Khmer
// transcriptions of European names, and their romanisations, confuse; our choice.
[[nodiscard]] constexpr bool related(char a, char b) noexcept {
  constexpr std::array<std::array<char, 2>, 24> kPairs{
      {{'b', 'p'}, {'f', 'v'}, {'b', 'v'}, {'f', 'p'}, {'d', 't'}, {'s', 't'}, {'d', 's'}, {'c', 's'},
       {'c', 'j'}, {'j', 's'}, {'g', 'j'}, {'g', 'k'}, {'h', 'k'}, {'g', 'h'}, {'c', 't'}, {'d', 'j'},
       {'j', 't'}, {'c', 'k'}, {'l', 'r'}, {'m', 'n'}, {'c', 'h'}, {'i', 'j'}, {'u', 'v'}, {'i', 'c'}}};
  for (const auto& pair : kPairs) {
    if ((pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a)) return true;
  }
  return false;
}

[[nodiscard]] constexpr bool is_vowel(char c) noexcept { return c == 'a' || c == 'i' || c == 'u'; }

// Cost tables of the lossy alignment. Units: 1/8 of a wrong consonant.
struct LossyCosts {
  std::array<std::array<std::uint8_t, 26>, 26> substitute{};
  constexpr LossyCosts() {
    for (std::size_t a = 0; a < 26; ++a) {
      for (std::size_t b = 0; b < 26; ++b) {
        const char x = static_cast<char>('a' + a);
        const char y = static_cast<char>('a' + b);
        std::uint8_t cost = 8;
        if (x == y) {
          cost = 0;
        } else if ((is_vowel(x) && is_vowel(y)) || related(x, y)) {
          cost = 2;
        }
        substitute[a][b] = cost;
      }
    }
  }
};
inline constexpr LossyCosts kLossyCosts;

[[nodiscard]] constexpr std::uint32_t substitution(char a, char b) noexcept {
  if (a < 'a' || b < 'a') return a == b ? 0 : 8;
  return kLossyCosts.substitute[static_cast<std::size_t>(a - 'a')][static_cast<std::size_t>(b - 'a')];
}

// Lossy side: a letter it has and the other lacks. Vowels are long there, so they weigh more than below.
[[nodiscard]] constexpr std::uint32_t lossy_gap(char c) noexcept { return is_vowel(c) ? 3 : c == 'h' ? 3 : 8; }
// Other side: short vowels are simply not written in the lossy script.
[[nodiscard]] constexpr std::uint32_t full_gap(char c) noexcept { return is_vowel(c) ? 1 : c == 'h' ? 3 : 8; }

// What a cost is measured by.
[[nodiscard]] constexpr std::uint32_t lossy_weight(std::uint32_t lossy_sounds, std::uint32_t lossy_bones,
                                                   std::uint32_t full_bones) noexcept {
  return 8U * std::max({2U, lossy_bones, full_bones}) + lossy_sounds;
}

inline constexpr std::uint32_t kLossyBest = 950;
// Units: thousandths of similarity.
[[nodiscard]] constexpr std::uint32_t lossy_measure(std::uint32_t cost, std::uint32_t weight) noexcept {
  return cost >= weight ? 0 : kLossyBest - kLossyBest * cost / weight;
}

// The dearest cost that leaves at least `floor`. Requires: 0 < floor <= kLossyBest, weight > 0.
[[nodiscard]] constexpr std::uint32_t dearest(std::uint32_t weight, std::uint32_t floor) noexcept {
  return std::min(weight - 1, ((kLossyBest - floor + 1) * weight - 1) / kLossyBest);
}
static_assert([] {
  for (std::uint32_t weight = 1; weight < 200; ++weight) {
    for (const std::uint32_t floor : {550U, 800U}) {
      const std::uint32_t most = dearest(weight, floor);
      if (lossy_measure(most, weight) < floor || lossy_measure(most + 1, weight) >= floor) return false;
    }
  }
  return true;
}());

}  // namespace cordon::match::lossy
