// AVX-512 (F, BW, VL, VBMI, VPOPCNTDQ): 64 lanes of 8 bits for patterns to 8 characters, 32 of 16, 16 of 32, 8 of 64.
#include "kernels/kernels.hpp"

#if defined(__x86_64__)
// GCC 12 warns about its own _mm512_undefined_* (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>

#include <algorithm>
#include <bit>

#define CORDON_KERNEL_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vpopcntdq,popcnt")))

namespace cordon::match::kernels {
namespace {

// What lanes of every width have in common.
struct Bits512 {
  using V = __m512i;
  CORDON_KERNEL_TARGET static V zero() noexcept { return _mm512_setzero_si512(); }
  CORDON_KERNEL_TARGET static V ones() noexcept { return _mm512_set1_epi32(-1); }
  CORDON_KERNEL_TARGET static V either(V a, V b) noexcept { return _mm512_or_si512(a, b); }
  CORDON_KERNEL_TARGET static V both(V a, V b) noexcept { return _mm512_and_si512(a, b); }
  CORDON_KERNEL_TARGET static V differ(V a, V b) noexcept { return _mm512_xor_si512(a, b); }
  CORDON_KERNEL_TARGET static V without(V a, V b) noexcept { return _mm512_andnot_si512(b, a); }
  // How many bits of each byte are zero.
  CORDON_KERNEL_TARGET static V byte_zeros(V value) noexcept {
    const V counts = _mm512_broadcast_i32x4(_mm_setr_epi8(4, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0));
    const V low = _mm512_set1_epi8(15);
    const V high = _mm512_and_si512(_mm512_srli_epi16(value, 4), low);
    return _mm512_add_epi8(_mm512_shuffle_epi8(counts, _mm512_and_si512(value, low)),
                           _mm512_shuffle_epi8(counts, high));
  }
};

struct Lanes8 : Bits512 {
  static constexpr std::size_t kCount = 64;
  CORDON_KERNEL_TARGET static V fill(std::uint64_t value) noexcept {
    return _mm512_set1_epi8(static_cast<char>(value));
  }
  CORDON_KERNEL_TARGET static V add(V a, V b) noexcept { return _mm512_add_epi8(a, b); }
  CORDON_KERNEL_TARGET static V twice(V a) noexcept { return _mm512_add_epi8(a, a); }
  CORDON_KERNEL_TARGET static V count(V score, V up, V down, V last) noexcept {
    const V one = _mm512_set1_epi8(1);
    score = _mm512_mask_add_epi8(score, _mm512_test_epi8_mask(up, last), score, one);
    return _mm512_mask_sub_epi8(score, _mm512_test_epi8_mask(down, last), score, one);
  }
  CORDON_KERNEL_TARGET static V add_capped(V a, V b) noexcept { return _mm512_adds_epu8(a, b); }
  CORDON_KERNEL_TARGET static V least(V a, V b) noexcept { return _mm512_min_epu8(a, b); }
  CORDON_KERNEL_TARGET static V table_of(const std::uint8_t* entries) noexcept { return _mm512_load_si512(entries); }
  CORDON_KERNEL_TARGET static V table(const Pattern& pattern) noexcept { return table_of(pattern.masks8.data()); }
  CORDON_KERNEL_TARGET static V masks(V table, const std::uint8_t* symbols) noexcept {
    return _mm512_permutexvar_epi8(_mm512_loadu_si512(symbols), table);
  }
  CORDON_KERNEL_TARGET static void store(std::uint8_t* out, V value) noexcept { _mm512_storeu_si512(out, value); }
  CORDON_KERNEL_TARGET static V zero_bits(V value) noexcept { return byte_zeros(value); }
  CORDON_KERNEL_TARGET static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    _mm512_storeu_si512(out, zero_bits(value));
  }
};

struct Lanes16 : Bits512 {
  static constexpr std::size_t kCount = 32;
  CORDON_KERNEL_TARGET static __m256i zero_bits(V value) noexcept {
    const V bytes = byte_zeros(value);
    return _mm512_cvtepi16_epi8(_mm512_add_epi8(bytes, _mm512_srli_epi16(bytes, 8)));
  }
  struct Table {
    V low, high;
  };
  CORDON_KERNEL_TARGET static V fill(std::uint64_t value) noexcept {
    return _mm512_set1_epi16(static_cast<short>(value));
  }
  CORDON_KERNEL_TARGET static V add(V a, V b) noexcept { return _mm512_add_epi16(a, b); }
  CORDON_KERNEL_TARGET static V twice(V a) noexcept { return _mm512_add_epi16(a, a); }
  CORDON_KERNEL_TARGET static V count(V score, V up, V down, V last) noexcept {
    const V one = _mm512_set1_epi16(1);
    score = _mm512_mask_add_epi16(score, _mm512_test_epi16_mask(up, last), score, one);
    return _mm512_mask_sub_epi16(score, _mm512_test_epi16_mask(down, last), score, one);
  }
  CORDON_KERNEL_TARGET static Table table(const Pattern& pattern) noexcept {
    return {_mm512_load_si512(pattern.masks16.data()), _mm512_load_si512(pattern.masks16.data() + 32)};
  }
  CORDON_KERNEL_TARGET static V masks(const Table& table, const std::uint8_t* symbols) noexcept {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(symbols));
    return _mm512_permutex2var_epi16(table.low, _mm512_cvtepu8_epi16(bytes), table.high);
  }
  CORDON_KERNEL_TARGET static void store(std::uint8_t* out, V value) noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm512_cvtepi16_epi8(value));
  }
  CORDON_KERNEL_TARGET static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), zero_bits(value));
  }
};

struct Lanes32 : Bits512 {
  static constexpr std::size_t kCount = 16;
  struct Table {
    V part[4];
  };
  CORDON_KERNEL_TARGET static V fill(std::uint64_t value) noexcept {
    return _mm512_set1_epi32(static_cast<int>(static_cast<std::uint32_t>(value)));
  }
  CORDON_KERNEL_TARGET static V add(V a, V b) noexcept { return _mm512_add_epi32(a, b); }
  CORDON_KERNEL_TARGET static V twice(V a) noexcept { return _mm512_add_epi32(a, a); }
  CORDON_KERNEL_TARGET static V count(V score, V up, V down, V last) noexcept {
    const V one = _mm512_set1_epi32(1);
    score = _mm512_mask_add_epi32(score, _mm512_test_epi32_mask(up, last), score, one);
    return _mm512_mask_sub_epi32(score, _mm512_test_epi32_mask(down, last), score, one);
  }
  CORDON_KERNEL_TARGET static Table table(const Pattern& pattern) noexcept {
    const std::uint32_t* masks = pattern.masks32.data();
    return {{_mm512_load_si512(masks), _mm512_load_si512(masks + 16), _mm512_load_si512(masks + 32),
             _mm512_load_si512(masks + 48)}};
  }
  CORDON_KERNEL_TARGET static V masks(const Table& table, const std::uint8_t* symbols) noexcept {
    const V index = _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(symbols)));
    const V low = _mm512_permutex2var_epi32(table.part[0], index, table.part[1]);
    const V high = _mm512_permutex2var_epi32(table.part[2], index, table.part[3]);
    return _mm512_mask_mov_epi32(low, _mm512_test_epi32_mask(index, _mm512_set1_epi32(32)), high);
  }
  CORDON_KERNEL_TARGET static V numbers(const std::uint8_t* values) noexcept {
    return _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(values)));
  }
  CORDON_KERNEL_TARGET static V where_equal(V a, V b, V then, V otherwise) noexcept {
    return _mm512_mask_mov_epi32(otherwise, _mm512_cmpeq_epi32_mask(a, b), then);
  }
  CORDON_KERNEL_TARGET static void store(std::uint8_t* out, V value) noexcept {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm512_cvtepi32_epi8(value));
  }
  CORDON_KERNEL_TARGET static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    store(out, _mm512_popcnt_epi32(_mm512_xor_si512(value, ones())));
  }
};

struct Lanes64 : Bits512 {
  static constexpr std::size_t kCount = 8;
  CORDON_KERNEL_TARGET static V fill(std::uint64_t value) noexcept {
    return _mm512_set1_epi64(static_cast<long long>(value));
  }
  CORDON_KERNEL_TARGET static V add(V a, V b) noexcept { return _mm512_add_epi64(a, b); }
  CORDON_KERNEL_TARGET static V twice(V a) noexcept { return _mm512_add_epi64(a, a); }
  CORDON_KERNEL_TARGET static V count(V score, V up, V down, V last) noexcept {
    const V one = _mm512_set1_epi64(1);
    score = _mm512_mask_add_epi64(score, _mm512_test_epi64_mask(up, last), score, one);
    return _mm512_mask_sub_epi64(score, _mm512_test_epi64_mask(down, last), score, one);
  }
  static const std::uint64_t* table(const Pattern& pattern) noexcept { return pattern.masks64.data(); }
  CORDON_KERNEL_TARGET static V masks(const std::uint64_t* table, const std::uint8_t* symbols) noexcept {
    const V index = _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(symbols)));
    return _mm512_i64gather_epi64(index, table, 8);
  }
  CORDON_KERNEL_TARGET static void store(std::uint8_t* out, V value) noexcept {
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm512_cvtepi64_epi8(value));
  }
  CORDON_KERNEL_TARGET static void store_zero_bits(std::uint8_t* out, V value) noexcept {
    store(out, _mm512_popcnt_epi64(_mm512_xor_si512(value, ones())));
  }
};

#include "kernels/bit_parallel.inl"

CORDON_KERNEL_TARGET void lcs(const Pattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                              std::uint8_t* out) noexcept {
  if (pattern.length <= 8) return common_lengths<Lanes8>(pattern, columns, text_length, out);
  if (pattern.length <= 16) return common_lengths<Lanes16>(pattern, columns, text_length, out);
  if (pattern.length <= 32) return common_lengths<Lanes32>(pattern, columns, text_length, out);
  return common_lengths<Lanes64>(pattern, columns, text_length, out);
}

template <bool kTranspositions>
CORDON_KERNEL_TARGET void edits(const Pattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                                std::uint8_t* out) noexcept {
  if (pattern.length <= 8) return edit_distances<Lanes8, kTranspositions>(pattern, columns, text_length, out);
  if (pattern.length <= 16) return edit_distances<Lanes16, kTranspositions>(pattern, columns, text_length, out);
  if (pattern.length <= 32) return edit_distances<Lanes32, kTranspositions>(pattern, columns, text_length, out);
  return edit_distances<Lanes64, kTranspositions>(pattern, columns, text_length, out);
}

CORDON_KERNEL_TARGET __m512i absent(const std::uint32_t* all, const std::uint32_t* any, __m512i wanted,
                                    __mmask16 lanes) noexcept {
  const __m512i in_all = _mm512_maskz_loadu_epi32(lanes, all);
  const __m512i in_any = _mm512_maskz_loadu_epi32(lanes, any);
  return _mm512_max_epu32(_mm512_popcnt_epi32(_mm512_andnot_si512(in_any, wanted)),
                          _mm512_popcnt_epi32(_mm512_andnot_si512(wanted, in_all)));
}

CORDON_KERNEL_TARGET std::size_t filter_blocks(const BlockColumns& columns, const BlockQuery& query,
                                               std::uint32_t first, std::uint32_t last, std::uint32_t* out) noexcept {
  const __m512i letters = _mm512_set1_epi32(static_cast<int>(query.letters));
  const __m512i sounds = _mm512_set1_epi32(static_cast<int>(query.sounds));
  const __m512i form_floor = _mm512_set1_epi32(static_cast<int>(query.form_floor));
  const __m512i sound_floor = _mm512_set1_epi32(static_cast<int>(query.sound_floor));
  const __m512i most = _mm512_set1_epi32(15);
  const __m512i form_table = _mm512_load_si512(query.form_points);
  const __m512i sound_table = _mm512_load_si512(query.sound_points);
  const __m512i need = _mm512_set1_epi32(static_cast<int>(query.need));
  const __m512i twice_need = _mm512_add_epi32(need, need);
  const __m512i step = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  std::size_t count = 0;
  for (std::uint32_t i = first; i < last; i += 16) {
    const auto lanes = static_cast<__mmask16>(last - i >= 16 ? 0xFFFFU : (1U << (last - i)) - 1U);
    const __m512i form = _mm512_max_epu32(
        form_floor, absent(columns.letters_all.data() + i, columns.letters_any.data() + i, letters, lanes));
    const __m512i sound = _mm512_max_epu32(
        sound_floor, absent(columns.sounds_all.data() + i, columns.sounds_any.data() + i, sounds, lanes));
    const __m512i form_points = _mm512_permutexvar_epi32(_mm512_min_epu32(form, most), form_table);
    const __m512i sound_points = _mm512_permutexvar_epi32(_mm512_min_epu32(sound, most), sound_table);
    const __mmask16 stays =
        static_cast<__mmask16>(_mm512_cmpge_epu32_mask(form_points, need) |
                               _mm512_cmpge_epu32_mask(_mm512_add_epi32(form_points, sound_points), twice_need));
    const auto chosen = static_cast<__mmask16>(stays & lanes);
    if (chosen == 0) continue;
    // Compressed in the register: compressing into memory takes a hundred cycles on Zen 4.
    const auto stored = static_cast<std::size_t>(std::popcount(static_cast<unsigned>(chosen)));
    const __m512i numbers =
        _mm512_maskz_compress_epi32(chosen, _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(i)), step));
    _mm512_mask_storeu_epi32(out + count, static_cast<__mmask16>((1U << stored) - 1U), numbers);
    count += stored;
  }
  return count;
}

CORDON_KERNEL_TARGET std::uint64_t select_lanes(const std::uint8_t* first, const std::uint8_t* second,
                                                const std::uint8_t* limits) noexcept {
  const __m512i limit = _mm512_permutexvar_epi8(_mm512_loadu_si512(first), _mm512_load_si512(limits));
  return _mm512_cmplt_epu8_mask(_mm512_loadu_si512(second), limit);
}

// The lanes of common_lengths as bytes of one register.
template <typename Lanes>
CORDON_KERNEL_TARGET typename Lanes::V open_bits(const Pattern& pattern, const std::uint8_t* columns,
                                                 std::size_t text_length) noexcept {
  typename Lanes::V open = Lanes::ones();
  const auto table = Lanes::table(pattern);
  for (std::size_t j = 0; j < text_length; ++j) {
    const auto used = Lanes::both(open, Lanes::masks(table, columns + j * kBlockLanes));
    open = Lanes::either(Lanes::add(open, used), Lanes::without(open, used));
  }
  return open;
}

CORDON_KERNEL_TARGET __m512i common_bytes(const Pattern& pattern, const std::uint8_t* columns,
                                          std::size_t text_length) noexcept {
  if (pattern.length <= 8) return Lanes8::zero_bits(open_bits<Lanes8>(pattern, columns, text_length));
  if (pattern.length <= 16) {
    const __m256i low = Lanes16::zero_bits(open_bits<Lanes16>(pattern, columns, text_length));
    const __m256i high = Lanes16::zero_bits(open_bits<Lanes16>(pattern, columns + Lanes16::kCount, text_length));
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
  }
  alignas(64) std::array<std::uint8_t, kBlockLanes> lengths;
  lcs(pattern, columns, text_length, lengths.data());
  return _mm512_load_si512(lengths.data());
}

CORDON_KERNEL_TARGET std::uint64_t near_texts(const NearQuery& query, const std::uint8_t* columns) noexcept {
  const __m512i forms = common_bytes(*query.form, columns, query.form_length);
  const __mmask64 out = _mm512_cmpge_epu8_mask(forms, _mm512_set1_epi8(static_cast<char>(query.least_form)));
  if (out == 0) return 0;
  const __m512i sounds = common_bytes(*query.sound, columns + query.form_length * kBlockLanes, query.sound_length);
  const __m512i least = _mm512_permutexvar_epi8(forms, _mm512_load_si512(query.least_sound));
  return out & _mm512_cmpge_epu8_mask(sounds, least);
}

}  // namespace

const KernelTable& avx512_table() noexcept {
  static constexpr KernelTable kTable{Kernel::kAvx512,       lcs,           edits<false>,
                                      edits<true>,           filter_blocks, select_lanes,
                                      aligned_costs<Lanes8>, near_texts,    batch_distances<Lanes32>};
  return kTable;
}

}  // namespace cordon::match::kernels
#endif
