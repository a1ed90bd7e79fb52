// SIMD kernels of the match index, behind a small table: one entry per instruction set, the same results from each.
//
// A block is kBlockLanes texts of equal length as columns: byte i of column j is the symbol of character j of text i.
// The functions compare one pattern with all texts of a block at once, one bit of a lane per character of the pattern.
// The scalar table is the specification; kernels_test.cpp compares the others with it and it with dynamic programming.
// Thread: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cordon/match/kernel.hpp"

namespace cordon::match::kernels {

inline constexpr std::size_t kBlockLanes = 64;
inline constexpr std::size_t kSymbols = 64;
inline constexpr std::size_t kMaxPattern = 64;

// Letters and digits have symbols of their own; other bytes share the rest, so that a distance can come out too small
// but never too large.
[[nodiscard]] constexpr std::uint8_t symbol_of(char character) noexcept {
  if (character >= 'a' && character <= 'z') return static_cast<std::uint8_t>(character - 'a');
  if (character >= '0' && character <= '9') return static_cast<std::uint8_t>(character - '0' + 26);
  return static_cast<std::uint8_t>(36 + static_cast<unsigned char>(character) % 28);
}

struct Pattern {
  // Requires: text.size() <= kMaxPattern.
  explicit Pattern(std::string_view text) noexcept;
  alignas(64) std::array<std::uint64_t, kSymbols> masks64{};  // bit i: the symbol stands at i
  alignas(64) std::array<std::uint32_t, kSymbols> masks32{};  // the low bits of the same
  alignas(64) std::array<std::uint16_t, kSymbols> masks16{};
  alignas(64) std::array<std::uint8_t, kSymbols> masks8{};
  std::size_t length = 0;
};

// The optimal string alignment distance of one text, in plain words of 64 bits.
[[nodiscard]] std::uint32_t osa_distance(const Pattern& pattern, std::string_view text) noexcept;

// Fills distances[0 .. kBlockLanes). Requires: columns holds text_length * kBlockLanes symbols; text_length < 192.
using BlockDistances = void (*)(const Pattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                                std::uint8_t* distances) noexcept;

// Texts of any length, put together as columns: byte i of column j is the symbol of character j of text i, whatever it
// is where the text is shorter.
inline constexpr std::size_t kBatchTexts = 16;
struct TextBatch {
  static constexpr std::size_t kMaxLength = 31;
  alignas(64) std::array<std::uint8_t, kMaxLength * kBatchTexts> symbols{};
  alignas(16) std::array<std::uint8_t, kBatchTexts> lengths{};
  std::size_t longest = 0;  // of the lengths
};
// Fills distances[0 .. kBatchTexts) with optimal string alignment distances. Requires: pattern.length <= 32.
using BatchDistances = void (*)(const Pattern& pattern, const TextBatch& texts, std::uint8_t* distances) noexcept;

// A pattern whose edits have weights: for the measure of scripts that lose sounds. Costs are sums of at most 255.
struct WeightedPattern {
  static constexpr std::size_t kMaxLength = 16;
  std::size_t length = 0;
  std::array<std::uint8_t, kMaxLength> gap{};                 // a character of the pattern has no partner
  alignas(64) std::array<std::uint8_t, kSymbols> text_gap{};  // a character of the text has none, by symbol
  alignas(64) std::array<std::array<std::uint8_t, kSymbols>, kMaxLength> pair{};  // two are partners; by place, symbol
};
// Fills costs[0 .. kBlockLanes) with the least cost of an alignment, or 255 when it is more. Requires: columns as for
// BlockDistances.
using BlockCosts = void (*)(const WeightedPattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                            std::uint8_t* costs) noexcept;

// Which blocks of tokens may hold a token similar to the query: by the letters that all or any tokens of a block
// have. An edit brings in at most one letter and takes away at most one, so that a distance is at least the number of
// letters the query has and no token of the block has, and at least the number of letters every token has and the query
// lacks.
struct BlockColumns {
  std::span<const std::uint32_t> letters_all, letters_any;  // of the forms, one per block
  std::span<const std::uint32_t> sounds_all, sounds_any;    // of the sound keys
};
struct BlockQuery {
  std::uint32_t letters = 0;
  std::uint32_t sounds = 0;
  std::uint32_t form_floor = 0;   // |difference of the lengths|: the form distance is at least this
  std::uint32_t sound_floor = 0;  // the same of the sound keys
  // points[d]: twice the similarity that a distance of d leaves, the last entry for all larger ones. A block stays when
  // form_points[df] >= need or form_points[df] + sound_points[ds] >= 2 * need. Aligned to 64 bytes, 16 entries.
  const std::uint32_t* form_points = nullptr;
  const std::uint32_t* sound_points = nullptr;
  std::uint32_t need = 0;
};
// Appends the numbers of the blocks of [first, last) that stay to out, ascending. Returns: how many.
// Requires: out has room for last - first.
using BlockFilter = std::size_t (*)(const BlockColumns& columns, const BlockQuery& query, std::uint32_t first,
                                    std::uint32_t last, std::uint32_t* out) noexcept;

// Returns: bit i set when second[i] < limits[first[i]]. Requires: limits has 64 entries aligned to 64 bytes, first[i]
// < 64.
using LaneSelect = std::uint64_t (*)(const std::uint8_t* first, const std::uint8_t* second,
                                     const std::uint8_t* limits) noexcept;

// Which texts of a block may be near a pattern, by what they have in common with it in order (longest common
// subsequences, which bound distances from below): forms first, then sound keys.
struct NearQuery {
  const Pattern* form = nullptr;
  const Pattern* sound = nullptr;
  std::size_t form_length = 0;  // of the texts
  std::size_t sound_length = 0;
  std::uint8_t least_form = 0;  // forms with less in common are not near
  // By what the forms have in common: sound keys with less in common are not near. 64 entries, aligned to 64 bytes.
  const std::uint8_t* least_sound = nullptr;
};
// Returns: bit i set when text i may be near. Requires: columns holds the columns of the forms, then of the sound keys;
// the lengths are less than 64.
using BlockNear = std::uint64_t (*)(const NearQuery& query, const std::uint8_t* columns) noexcept;

struct KernelTable {
  Kernel kernel = Kernel::kScalar;
  BlockDistances lcs = nullptr;          // length of the longest common subsequence
  BlockDistances levenshtein = nullptr;  // insertions, deletions, substitutions
  BlockDistances osa = nullptr;          // and transpositions of neighbours (optimal string alignment)
  BlockFilter filter = nullptr;
  LaneSelect select = nullptr;
  BlockCosts align = nullptr;
  BlockNear near = nullptr;
  BatchDistances osa_batch = nullptr;
};

// Requires: is_available(kernel); otherwise the scalar table.
[[nodiscard]] const KernelTable& table(Kernel kernel) noexcept;

[[nodiscard]] const KernelTable& scalar_table() noexcept;
[[nodiscard]] const KernelTable& avx2_table() noexcept;
[[nodiscard]] const KernelTable& avx512_table() noexcept;

}  // namespace cordon::match::kernels
