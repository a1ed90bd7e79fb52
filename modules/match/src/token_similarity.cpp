#include "cordon/match/token_similarity.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "kernels/short_text.hpp"
#include "lossy_costs.hpp"

namespace cordon::match {

namespace {

using lossy::full_gap;
using lossy::lossy_gap;
using lossy::lossy_measure;
using lossy::lossy_weight;
using lossy::substitution;

constexpr std::uint32_t kSoundEqualShort = 900;
constexpr std::uint32_t kKnownPenalty = 120;

// Weighted alignment of a lossy sound key with a full one.
std::uint32_t lossy_similarity(const Token& native, const Token& full) noexcept {
  const std::string_view a = native.sound_text();
  const std::string_view b = full.sound_text();
  if (a.empty() || b.empty()) return 0;
  std::array<std::uint32_t, kMaxTokenSound + 1> row{};
  for (std::size_t j = 0; j < b.size(); ++j) row[j + 1] = row[j] + full_gap(b[j]);
  for (const char x : a) {
    std::uint32_t diagonal = row[0];
    row[0] += lossy_gap(x);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::uint32_t above = row[j + 1];
      row[j + 1] = std::min({diagonal + substitution(x, b[j]), above + lossy_gap(x), row[j] + full_gap(b[j])});
      diagonal = above;
    }
  }
  return lossy_measure(row[b.size()], lossy_weight(native.sound_length, native.bones_length, full.bones_length));
}

std::uint32_t class_similarity(const Token& a, const Token& b) noexcept {
  std::uint32_t best = 0;
  for (const std::uint16_t x : a.classes) {
    if (x == 0) break;
    for (const std::uint16_t y : b.classes) {
      if (x == y) best = std::max<std::uint32_t>(best, class_strength(x));
    }
  }
  return best;
}

}  // namespace

Similarity class_strength(std::uint16_t token_class) noexcept {
  constexpr std::array<Similarity, 4> kStrength{870, 920, 930, 975};  // nickname, word, cognate, variant
  return kStrength[token_class >> 14U];
}

namespace {

// Bit-parallel. Source: Hyyro (2003), A bit-vector algorithm for computing Levenshtein and Damerau edit distances.
// positions: of a character in the pattern.
template <typename Positions>
std::uint32_t osa_bits(std::size_t length, std::string_view text, const Positions& positions) noexcept {
  std::uint64_t vp = ~std::uint64_t{0};
  std::uint64_t vn = 0;
  std::uint64_t d0 = 0;
  std::uint64_t previous = 0;
  auto distance = static_cast<std::uint32_t>(length);
  const unsigned last = static_cast<unsigned>(length - 1);
  for (const char c : text) {
    const std::uint64_t match = positions(c);
    const std::uint64_t transposed = (((~d0) & match) << 1U) & previous;
    d0 = (((match & vp) + vp) ^ vp) | match | vn | transposed;
    const std::uint64_t hp = vn | ~(d0 | vp);
    const std::uint64_t hn = d0 & vp;
    distance += static_cast<std::uint32_t>(hp >> last & 1U);
    distance -= static_cast<std::uint32_t>(hn >> last & 1U);
    const std::uint64_t shifted = (hp << 1U) | 1U;
    vp = (hn << 1U) | ~(d0 | shifted);
    vn = shifted & d0;
    previous = match;
  }
  return distance;
}

// Without a call for the few bits of a set of letters.
std::uint32_t bits_of(std::uint32_t set) noexcept {
  set -= set >> 1U & 0x55555555U;
  set = (set & 0x33333333U) + (set >> 2U & 0x33333333U);
  return ((set + (set >> 4U)) & 0x0F0F0F0FU) * 0x01010101U >> 24U;
}

// The least measure of the forms with which a spelling reaches the floor: their sound keys add half of the difference.
std::uint32_t least_form(std::uint32_t floor) noexcept {
  return std::max(kSpellingMinimum, 2 * floor > kSoundEqual ? 2 * floor - kSoundEqual : 0);
}

// Equal texts in fixed, zero padded storage: compared in words, without a call.
template <std::size_t N>
bool is_equal(const std::array<char, N>& a, const std::array<char, N>& b) noexcept {
  static_assert(N % 8 == 0);
  std::uint64_t different = 0;
  for (std::size_t i = 0; i < N; i += 8) {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::memcpy(&x, a.data() + i, 8);
    std::memcpy(&y, b.data() + i, 8);
    different |= x ^ y;
  }
  return different == 0;
}

}  // namespace

std::uint32_t osa_distance(std::string_view a, std::string_view b, std::uint32_t limit) noexcept {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  if (a.empty()) return static_cast<std::uint32_t>(b.size());
  if (a.size() <= kernels::ShortText::kMaxLength) {
    const kernels::ShortText pattern(a);
    return std::min(osa_bits(a.size(), b, [&](char c) { return std::uint64_t{pattern.positions_of(c)}; }), limit + 1);
  }
  std::array<std::uint64_t, 64> masks{};
  const auto slot = [](char c) { return static_cast<unsigned>(c >= 'a' ? c - 'a' : c - '0' + 32) & 63U; };
  for (std::size_t i = 0; i < a.size(); ++i) masks[slot(a[i])] |= std::uint64_t{1} << i;
  return std::min(osa_bits(a.size(), b, [&](char c) { return masks[slot(c)]; }), limit + 1);
}

Similarity token_similarity(const Token& a, const Token& b, Similarity floor) noexcept {
  if (a.form_length == 0 || b.form_length == 0) return 0;
  if (is_equal(a.form, b.form) && ((a.flags | b.flags) & kTokenTruncated) == 0) return kSimilarityOne;
  if (((a.flags | b.flags) & kTokenNumber) != 0) return 0;
  std::uint32_t best = class_similarity(a, b);
  const std::uint32_t longest = std::max(a.form_length, b.form_length);
  const bool one_lossy = ((a.flags ^ b.flags) & kTokenLossy) != 0;
  if (a.sound_length >= 2 && is_equal(a.sound, b.sound))
    best = std::max(best, a.sound_length == 2 ? kSoundEqualShort : kSoundEqual);
  const bool syllables = ((a.flags | b.flags) & kTokenSyllable) != 0;
  // Neither is a misspelling of the other when both are known.
  const std::uint32_t known = best == 0 && (a.flags & b.flags & kTokenKnown) != 0 ? kKnownPenalty : 0;
  const std::uint32_t only_a = bits_of(a.letters & ~b.letters);
  const std::uint32_t only_b = bits_of(b.letters & ~a.letters);
  const std::uint32_t limit = longest == 2 ? 1 : longest * (1000 - least_form(floor)) / 1000;
  // Every letter that only one side has costs an edit, so most pairs end here.
  if (!syllables && longest >= kShortestSpelling && std::max(only_a, only_b) <= limit) {
    const std::uint32_t distance = osa_distance(a.text(), b.text(), limit);
    if (const std::uint32_t form = spelling_of_form(longest, distance); form > 0) {
      const std::uint32_t sounds = std::max(a.sound_length, b.sound_length);
      const std::uint32_t sound = spelling_of_sound(sounds, osa_distance(a.sound_text(), b.sound_text(), sounds));
      const std::uint32_t spelling = spelling_of_both(form, sound);
      // One slip may turn a name into another one: it stays possible.
      const std::uint32_t least = distance == 1 ? std::min<std::uint32_t>(spelling, kSimilarityFloor) : 0;
      best = std::max({best, spelling - std::min(spelling, known), known > 0 ? least : 0});
    }
  }
  if (one_lossy && !syllables) {
    const bool first = (a.flags & kTokenLossy) != 0;
    best = std::max(best, first ? lossy_similarity(a, b) : lossy_similarity(b, a));
  }
  return best < floor ? Similarity{0} : static_cast<Similarity>(best);
}

}  // namespace cordon::match
