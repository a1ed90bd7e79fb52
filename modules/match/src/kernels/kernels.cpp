#include "kernels/kernels.hpp"

#include <string>

namespace cordon::match {

bool is_available(Kernel kernel) noexcept {
  if (kernel == Kernel::kBest || kernel == Kernel::kScalar) return true;
#if defined(__x86_64__)
  if (kernel == Kernel::kAvx2) return __builtin_cpu_supports("avx2") != 0;
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vbmi") != 0 &&
         __builtin_cpu_supports("avx512vpopcntdq") != 0;
#else
  return false;
#endif
}

std::optional<Kernel> kernel_named(std::string_view name) noexcept {
  for (const Kernel kernel : {Kernel::kBest, Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512}) {
    if (kernel_name(kernel) == name) return kernel;
  }
  return std::nullopt;
}

std::string_view kernel_name(Kernel kernel) noexcept {
  switch (kernel) {
    case Kernel::kBest:
      return "best";
    case Kernel::kScalar:
      return "scalar";
    case Kernel::kAvx2:
      return "avx2";
    case Kernel::kAvx512:
      return "avx512";
  }
  return "";
}

namespace kernels {

Pattern::Pattern(std::string_view text) noexcept : length(text.size()) {
  for (std::size_t i = 0; i < text.size(); ++i) masks64[symbol_of(text[i])] |= std::uint64_t{1} << i;
  for (std::size_t i = 0; i < kSymbols; ++i) {
    masks32[i] = static_cast<std::uint32_t>(masks64[i]);
    masks16[i] = static_cast<std::uint16_t>(masks64[i]);
    masks8[i] = static_cast<std::uint8_t>(masks64[i]);
  }
}

std::uint32_t osa_distance(const Pattern& pattern, std::string_view text) noexcept {
  if (pattern.length == 0) return static_cast<std::uint32_t>(text.size());
  std::uint64_t vertical_up = ~std::uint64_t{0};
  std::uint64_t vertical_down = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t previous = 0;
  auto distance = static_cast<std::uint32_t>(pattern.length);
  const unsigned last = static_cast<unsigned>(pattern.length - 1);
  for (const char character : text) {
    const std::uint64_t match = pattern.masks64[symbol_of(character)];
    const std::uint64_t crossed = ((match & ~diagonal) << 1U) & previous;
    previous = match;
    diagonal = match | vertical_down | (((match & vertical_up) + vertical_up) ^ vertical_up) | crossed;
    std::uint64_t up = vertical_down | ~(diagonal | vertical_up);
    const std::uint64_t down = diagonal & vertical_up;
    distance += static_cast<std::uint32_t>(up >> last & 1U) - static_cast<std::uint32_t>(down >> last & 1U);
    up = (up << 1U) | 1U;
    vertical_up = (down << 1U) | ~(diagonal | up);
    vertical_down = up & diagonal;
  }
  return distance;
}

const KernelTable& table(Kernel kernel) noexcept {
#if defined(__x86_64__)
  if (kernel == Kernel::kBest) {
    static const Kernel best = is_available(Kernel::kAvx512) ? Kernel::kAvx512
                               : is_available(Kernel::kAvx2) ? Kernel::kAvx2
                                                             : Kernel::kScalar;
    kernel = best;
  }
  if (kernel == Kernel::kAvx512 && is_available(kernel)) return avx512_table();
  if (kernel == Kernel::kAvx2 && is_available(kernel)) return avx2_table();
#endif
  return scalar_table();
}

}  // namespace kernels
}  // namespace cordon::match
