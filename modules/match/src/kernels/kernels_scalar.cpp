// The specification: one text at a time in 64-bit words.
#include <algorithm>
#include <array>
#include <bit>

#include "kernels/kernels.hpp"

#define CORDON_KERNEL_TARGET

namespace cordon::match::kernels {
namespace {

// One lane of 64 bits.
struct Scalar {
  using V = std::uint64_t;
  static constexpr std::size_t kCount = 1;
  static V zero() noexcept { return 0; }
  static V ones() noexcept { return ~V{0}; }
  static V fill(std::uint64_t value) noexcept { return value; }
  static V either(V a, V b) noexcept { return a | b; }
  static V both(V a, V b) noexcept { return a & b; }
  static V differ(V a, V b) noexcept { return a ^ b; }
  static V without(V a, V b) noexcept { return a & ~b; }
  static V add(V a, V b) noexcept { return a + b; }
  static V twice(V a) noexcept { return a << 1U; }
  static V count(V score, V up, V down, V last) noexcept {
    return score + ((up & last) != 0 ? 1U : 0U) - ((down & last) != 0 ? 1U : 0U);
  }
  static const std::uint64_t* table(const Pattern& pattern) noexcept { return pattern.masks64.data(); }
  static V masks(const std::uint64_t* table, const std::uint8_t* symbols) noexcept { return table[*symbols]; }
  static V numbers(const std::uint8_t* values) noexcept { return *values; }
  static V where_equal(V a, V b, V then, V otherwise) noexcept { return a == b ? then : otherwise; }
  static void store(std::uint8_t* out, V value) noexcept { *out = static_cast<std::uint8_t>(value); }
  static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    *out = static_cast<std::uint8_t>(std::popcount(~value));
  }
};

#include "kernels/bit_parallel.inl"

void aligned_costs(const WeightedPattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                   std::uint8_t* costs) noexcept {
  constexpr unsigned kMost = 255;
  for (std::size_t lane = 0; lane < kBlockLanes; ++lane) {
    std::array<unsigned, WeightedPattern::kMaxLength + 1> row{};
    for (std::size_t i = 0; i < pattern.length; ++i) row[i + 1] = std::min(kMost, row[i] + pattern.gap[i]);
    for (std::size_t j = 0; j < text_length; ++j) {
      const std::uint8_t symbol = columns[j * kBlockLanes + lane];
      unsigned diagonal = row[0];
      row[0] = std::min(kMost, row[0] + pattern.text_gap[symbol]);
      for (std::size_t i = 0; i < pattern.length; ++i) {
        const unsigned above = row[i + 1];
        row[i + 1] = std::min(
            {kMost, diagonal + pattern.pair[i][symbol], above + pattern.text_gap[symbol], row[i] + pattern.gap[i]});
        diagonal = above;
      }
    }
    costs[lane] = static_cast<std::uint8_t>(row[pattern.length]);
  }
}

std::uint32_t absent(std::uint32_t all, std::uint32_t any, std::uint32_t wanted) noexcept {
  return static_cast<std::uint32_t>(std::max(std::popcount(wanted & ~any), std::popcount(all & ~wanted)));
}

std::size_t filter_blocks(const BlockColumns& columns, const BlockQuery& query, std::uint32_t first, std::uint32_t last,
                          std::uint32_t* out) noexcept {
  std::size_t count = 0;
  for (std::uint32_t i = first; i < last; ++i) {
    const std::uint32_t form =
        std::max(query.form_floor, absent(columns.letters_all[i], columns.letters_any[i], query.letters));
    const std::uint32_t sound =
        std::max(query.sound_floor, absent(columns.sounds_all[i], columns.sounds_any[i], query.sounds));
    const std::uint32_t form_points = query.form_points[std::min(form, 15U)];
    const std::uint32_t sound_points = query.sound_points[std::min(sound, 15U)];
    if (form_points >= query.need || form_points + sound_points >= 2 * query.need) out[count++] = i;
  }
  return count;
}

std::uint64_t select_lanes(const std::uint8_t* first, const std::uint8_t* second, const std::uint8_t* limits) noexcept {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < kBlockLanes; ++i) out |= std::uint64_t{second[i] < limits[first[i]]} << i;
  return out;
}

std::uint64_t near_texts(const NearQuery& query, const std::uint8_t* columns) noexcept {
  alignas(64) std::array<std::uint8_t, kBlockLanes> forms;
  alignas(64) std::array<std::uint8_t, kBlockLanes> sounds;
  alignas(64) std::array<std::uint8_t, kBlockLanes> zeros{};
  alignas(64) std::array<std::uint8_t, kBlockLanes> least{};
  least[0] = query.least_form;
  common_lengths<Scalar>(*query.form, columns, query.form_length, forms.data());
  std::uint64_t out = ~select_lanes(zeros.data(), forms.data(), least.data());
  if (out == 0) return 0;
  common_lengths<Scalar>(*query.sound, columns + query.form_length * kBlockLanes, query.sound_length, sounds.data());
  return out & ~select_lanes(forms.data(), sounds.data(), query.least_sound);
}

}  // namespace

const KernelTable& scalar_table() noexcept {
  static constexpr KernelTable kTable{Kernel::kScalar,
                                      common_lengths<Scalar>,
                                      edit_distances<Scalar, false>,
                                      edit_distances<Scalar, true>,
                                      filter_blocks,
                                      select_lanes,
                                      aligned_costs,
                                      near_texts,
                                      batch_distances<Scalar>};
  return kTable;
}

}  // namespace cordon::match::kernels
