// AVX2: 32 lanes of 8 bits for patterns to 8 characters, then 8 of 32 and 4 of 64 with gathered masks.
#include "kernels/kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>
#include <bit>

#define CORDON_KERNEL_TARGET __attribute__((target("avx2,popcnt")))

namespace cordon::match::kernels {
namespace {

struct Bits256 {
  using V = __m256i;
  CORDON_KERNEL_TARGET static V zero() noexcept { return _mm256_setzero_si256(); }
  CORDON_KERNEL_TARGET static V ones() noexcept { return _mm256_set1_epi32(-1); }
  CORDON_KERNEL_TARGET static V either(V a, V b) noexcept { return _mm256_or_si256(a, b); }
  CORDON_KERNEL_TARGET static V both(V a, V b) noexcept { return _mm256_and_si256(a, b); }
  CORDON_KERNEL_TARGET static V differ(V a, V b) noexcept { return _mm256_xor_si256(a, b); }
  CORDON_KERNEL_TARGET static V without(V a, V b) noexcept { return _mm256_andnot_si256(b, a); }
};

struct Lanes8 : Bits256 {
  static constexpr std::size_t kCount = 32;
  struct Table {
    V part[4];  // 16 symbols each, twice
  };
  CORDON_KERNEL_TARGET static V fill(std::uint64_t value) noexcept {
    return _mm256_set1_epi8(static_cast<char>(value));
  }
  CORDON_KERNEL_TARGET static V add(V a, V b) noexcept { return _mm256_add_epi8(a, b); }
  CORDON_KERNEL_TARGET static V twice(V a) noexcept { return _mm256_add_epi8(a, a); }
  CORDON_KERNEL_TARGET static V count(V score, V up, V down, V last) noexcept {
    // A set lane of a comparison is -1: subtracting it adds one.
    score = _mm256_sub_epi8(score, _mm256_cmpeq_epi8(_mm256_and_si256(up, last), last));
    return _mm256_add_epi8(score, _mm256_cmpeq_epi8(_mm256_and_si256(down, last), last));
  }
  CORDON_KERNEL_TARGET static V add_capped(V a, V b) noexcept { return _mm256_adds_epu8(a, b); }
  CORDON_KERNEL_TARGET static V least(V a, V b) noexcept { return _mm256_min_epu8(a, b); }
  CORDON_KERNEL_TARGET static Table table_of(const std::uint8_t* entries) noexcept {
    Table out;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto* part = reinterpret_cast<const __m128i*>(entries + 16 * i);
      out.part[i] = _mm256_broadcastsi128_si256(_mm_load_si128(part));
    }
    return out;
  }
  CORDON_KERNEL_TARGET static Table table(const Pattern& pattern) noexcept { return table_of(pattern.masks8.data()); }
  CORDON_KERNEL_TARGET static V masks(const Table& table, const std::uint8_t* symbols) noexcept {
    const V index = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(symbols));
    // Bit 4 and bit 5 of the symbol choose the table; blendv looks at the top bit of each byte.
    const V bit4 = _mm256_slli_epi16(index, 3);
    const V bit5 = _mm256_slli_epi16(index, 2);
    const V nibble = _mm256_and_si256(index, _mm256_set1_epi8(15));
    const V low = _mm256_blendv_epi8(_mm256_shuffle_epi8(table.part[0], nibble),
                                     _mm256_shuffle_epi8(table.part[1], nibble), bit4);
    const V high = _mm256_blendv_epi8(_mm256_shuffle_epi8(table.part[2], nibble),
                                      _mm256_shuffle_epi8(table.part[3], nibble), bit4);
    return _mm256_blendv_epi8(low, high, bit5);
  }
  CORDON_KERNEL_TARGET static void store(std::uint8_t* out, V value) noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), value);
  }
  CORDON_KERNEL_TARGET static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    const V counts = _mm256_broadcastsi128_si256(_mm_setr_epi8(4, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0));
    const V low = _mm256_set1_epi8(15);
    const V high = _mm256_and_si256(_mm256_srli_epi16(value, 4), low);
    store(out, _mm256_add_epi8(_mm256_shuffle_epi8(counts, _mm256_and_si256(value, low)),
                               _mm256_shuffle_epi8(counts, high)));
  }
};

struct Lanes32 : Bits256 {
  static constexpr std::size_t kCount = 8;
  CORDON_KERNEL_TARGET static V fill(std::uint64_t value) noexcept {
    return _mm256_set1_epi32(static_cast<int>(static_cast<std::uint32_t>(value)));
  }
  CORDON_KERNEL_TARGET static V add(V a, V b) noexcept { return _mm256_add_epi32(a, b); }
  CORDON_KERNEL_TARGET static V twice(V a) noexcept { return _mm256_add_epi32(a, a); }
  CORDON_KERNEL_TARGET static V count(V score, V up, V down, V last) noexcept {
    score = _mm256_sub_epi32(score, _mm256_cmpeq_epi32(_mm256_and_si256(up, last), last));
    return _mm256_add_epi32(score, _mm256_cmpeq_epi32(_mm256_and_si256(down, last), last));
  }
  static const int* table(const Pattern& pattern) noexcept {
    return reinterpret_cast<const int*>(pattern.masks32.data());
  }
  CORDON_KERNEL_TARGET static V masks(const int* table, const std::uint8_t* symbols) noexcept {
    const V index = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(symbols)));
    return _mm256_i32gather_epi32(table, index, 4);
  }
  CORDON_KERNEL_TARGET static V numbers(const std::uint8_t* values) noexcept {
    return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(values)));
  }
  CORDON_KERNEL_TARGET static V where_equal(V a, V b, V then, V otherwise) noexcept {
    return _mm256_blendv_epi8(otherwise, then, _mm256_cmpeq_epi32(a, b));
  }
  CORDON_KERNEL_TARGET static void store(std::uint8_t* out, V value) noexcept {
    alignas(32) std::array<std::uint32_t, kCount> words;
    _mm256_store_si256(reinterpret_cast<__m256i*>(words.data()), value);
    for (std::size_t i = 0; i < kCount; ++i) out[i] = static_cast<std::uint8_t>(words[i]);
  }
  CORDON_KERNEL_TARGET static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    alignas(32) std::array<std::uint32_t, kCount> words;
    _mm256_store_si256(reinterpret_cast<__m256i*>(words.data()), value);
    for (std::size_t i = 0; i < kCount; ++i) out[i] = static_cast<std::uint8_t>(32 - std::popcount(words[i]));
  }
};

struct Lanes64 : Bits256 {
  static constexpr std::size_t kCount = 4;
  CORDON_KERNEL_TARGET static V fill(std::uint64_t value) noexcept {
    return _mm256_set1_epi64x(static_cast<long long>(value));
  }
  CORDON_KERNEL_TARGET static V add(V a, V b) noexcept { return _mm256_add_epi64(a, b); }
  CORDON_KERNEL_TARGET static V twice(V a) noexcept { return _mm256_add_epi64(a, a); }
  CORDON_KERNEL_TARGET static V count(V score, V up, V down, V last) noexcept {
    score = _mm256_sub_epi64(score, _mm256_cmpeq_epi64(_mm256_and_si256(up, last), last));
    return _mm256_add_epi64(score, _mm256_cmpeq_epi64(_mm256_and_si256(down, last), last));
  }
  static const long long* table(const Pattern& pattern) noexcept {
    return reinterpret_cast<const long long*>(pattern.masks64.data());
  }
  CORDON_KERNEL_TARGET static V masks(const long long* table, const std::uint8_t* symbols) noexcept {
    const __m128i index = _mm_setr_epi32(symbols[0], symbols[1], symbols[2], symbols[3]);
    return _mm256_i32gather_epi64(table, index, 8);
  }
  CORDON_KERNEL_TARGET static void store(std::uint8_t* out, V value) noexcept {
    alignas(32) std::array<std::uint64_t, kCount> words;
    _mm256_store_si256(reinterpret_cast<__m256i*>(words.data()), value);
    for (std::size_t i = 0; i < kCount; ++i) out[i] = static_cast<std::uint8_t>(words[i]);
  }
  CORDON_KERNEL_TARGET static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    alignas(32) std::array<std::uint64_t, kCount> words;
    _mm256_store_si256(reinterpret_cast<__m256i*>(words.data()), value);
    for (std::size_t i = 0; i < kCount; ++i) out[i] = static_cast<std::uint8_t>(64 - std::popcount(words[i]));
  }
};

#include "kernels/bit_parallel.inl"

CORDON_KERNEL_TARGET void lcs(const Pattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                              std::uint8_t* out) noexcept {
  if (pattern.length <= 8) return common_lengths<Lanes8>(pattern, columns, text_length, out);
  if (pattern.length <= 32) return common_lengths<Lanes32>(pattern, columns, text_length, out);
  return common_lengths<Lanes64>(pattern, columns, text_length, out);
}

template <bool kTranspositions>
CORDON_KERNEL_TARGET void edits(const Pattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                                std::uint8_t* out) noexcept {
  // Without a pattern there is no last bit: in AVX2 "has the bit" is a comparison with it, which zero would pass.
  if (pattern.length == 0) {
    std::fill_n(out, kBlockLanes, static_cast<std::uint8_t>(text_length));
    return;
  }
  if (pattern.length <= 8) return edit_distances<Lanes8, kTranspositions>(pattern, columns, text_length, out);
  if (pattern.length <= 32) return edit_distances<Lanes32, kTranspositions>(pattern, columns, text_length, out);
  return edit_distances<Lanes64, kTranspositions>(pattern, columns, text_length, out);
}

CORDON_KERNEL_TARGET __m256i bit_counts(__m256i value) noexcept {
  const __m256i counts = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
  const __m256i low = _mm256_set1_epi8(15);
  const __m256i bytes =
      _mm256_add_epi8(_mm256_shuffle_epi8(counts, _mm256_and_si256(value, low)),
                      _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(value, 4), low)));
  return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1)), _mm256_set1_epi16(1));
}

CORDON_KERNEL_TARGET __m256i absent(const std::uint32_t* all, const std::uint32_t* any, __m256i wanted) noexcept {
  const __m256i in_all = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(all));
  const __m256i in_any = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(any));
  return _mm256_max_epu32(bit_counts(_mm256_andnot_si256(in_any, wanted)),
                          bit_counts(_mm256_andnot_si256(wanted, in_all)));
}

CORDON_KERNEL_TARGET std::size_t filter_blocks(const BlockColumns& columns, const BlockQuery& query,
                                               std::uint32_t first, std::uint32_t last, std::uint32_t* out) noexcept {
  const __m256i letters = _mm256_set1_epi32(static_cast<int>(query.letters));
  const __m256i sounds = _mm256_set1_epi32(static_cast<int>(query.sounds));
  const __m256i form_floor = _mm256_set1_epi32(static_cast<int>(query.form_floor));
  const __m256i sound_floor = _mm256_set1_epi32(static_cast<int>(query.sound_floor));
  const __m256i most = _mm256_set1_epi32(15);
  const __m256i need = _mm256_set1_epi32(static_cast<int>(query.need) - 1);
  const __m256i twice_need = _mm256_set1_epi32(static_cast<int>(2 * query.need) - 1);
  const auto* form_table = reinterpret_cast<const int*>(query.form_points);
  const auto* sound_table = reinterpret_cast<const int*>(query.sound_points);
  std::size_t count = 0;
  std::uint32_t i = first;
  for (; i + 8 <= last; i += 8) {
    const __m256i form =
        _mm256_max_epu32(form_floor, absent(columns.letters_all.data() + i, columns.letters_any.data() + i, letters));
    const __m256i sound =
        _mm256_max_epu32(sound_floor, absent(columns.sounds_all.data() + i, columns.sounds_any.data() + i, sounds));
    const __m256i form_points = _mm256_i32gather_epi32(form_table, _mm256_min_epu32(form, most), 4);
    const __m256i sound_points = _mm256_i32gather_epi32(sound_table, _mm256_min_epu32(sound, most), 4);
    const __m256i stays = _mm256_or_si256(_mm256_cmpgt_epi32(form_points, need),
                                          _mm256_cmpgt_epi32(_mm256_add_epi32(form_points, sound_points), twice_need));
    auto chosen = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(stays)));
    for (; chosen != 0; chosen &= chosen - 1) out[count++] = i + static_cast<std::uint32_t>(std::countr_zero(chosen));
  }
  return count + scalar_table().filter(columns, query, i, last, out + count);
}

CORDON_KERNEL_TARGET std::uint64_t select_lanes(const std::uint8_t* first, const std::uint8_t* second,
                                                const std::uint8_t* limits) noexcept {
  const auto table = Lanes8::table_of(limits);
  std::uint64_t out = 0;
  for (std::size_t lane = 0; lane < kBlockLanes; lane += Lanes8::kCount) {
    const __m256i limit = Lanes8::masks(table, first + lane);
    const __m256i value = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(second + lane));
    // value < limit, unsigned: not (max(value, limit) == value).
    const __m256i reached = _mm256_cmpeq_epi8(_mm256_max_epu8(value, limit), value);
    out |= std::uint64_t{~static_cast<std::uint32_t>(_mm256_movemask_epi8(reached))} << lane;
  }
  return out;
}

CORDON_KERNEL_TARGET std::uint64_t near_texts(const NearQuery& query, const std::uint8_t* columns) noexcept {
  alignas(64) std::array<std::uint8_t, kBlockLanes> forms;
  alignas(64) std::array<std::uint8_t, kBlockLanes> sounds;
  alignas(64) std::array<std::uint8_t, kBlockLanes> zeros{};
  alignas(64) std::array<std::uint8_t, kBlockLanes> least{};
  least[0] = query.least_form;
  lcs(*query.form, columns, query.form_length, forms.data());
  std::uint64_t out = ~select_lanes(zeros.data(), forms.data(), least.data());
  if (out == 0) return 0;
  lcs(*query.sound, columns + query.form_length * kBlockLanes, query.sound_length, sounds.data());
  return out & ~select_lanes(forms.data(), sounds.data(), query.least_sound);
}

}  // namespace

const KernelTable& avx2_table() noexcept {
  static constexpr KernelTable kTable{Kernel::kAvx2,         lcs,           edits<false>,
                                      edits<true>,           filter_blocks, select_lanes,
                                      aligned_costs<Lanes8>, near_texts,    batch_distances<Lanes32>};
  return kTable;
}

}  // namespace cordon::match::kernels
#endif
