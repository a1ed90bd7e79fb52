// Where a character stands in a short text, as a bit set: one comparison of all its bytes at once. For distances
// between two single words, where preparing a table costs more than it saves. Pure; thread safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cordon::match::kernels {

class ShortText {
 public:
  static constexpr std::size_t kMaxLength = 32;

  // Requires: text.size() <= kMaxLength.
  explicit ShortText(std::string_view text) noexcept { std::memcpy(bytes_.data(), text.data(), text.size()); }

  // Bit i: the character stands at i. Requires: character is not 0.
  [[nodiscard]] std::uint32_t positions_of(char character) const noexcept {
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8(character);
    const auto half = [&](std::size_t at) {
      const __m128i bytes = _mm_load_si128(reinterpret_cast<const __m128i*>(bytes_.data() + at));
      return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)));
    };
    return half(0) | half(16) << 16U;
#else
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < kMaxLength; ++i) out |= std::uint32_t{bytes_[i] == character} << i;
    return out;
#endif
  }

 private:
  alignas(16) std::array<char, kMaxLength> bytes_{};
};

}  // namespace cordon::match::kernels
