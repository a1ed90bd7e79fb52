// The instruction sets the match kernels are written for. The choice never changes a result, only its speed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cordon::match {

enum class Kernel : std::uint8_t {
  kBest,    // the fastest this machine runs
  kScalar,  // the readable specification
  kAvx2,
  kAvx512,  // F, BW, VL, VBMI, VPOPCNTDQ
};

// Whether this machine can run it. kBest and kScalar: always.
[[nodiscard]] bool is_available(Kernel kernel) noexcept;
// "best", "scalar", "avx2", "avx512"; nullopt for anything else.
[[nodiscard]] std::optional<Kernel> kernel_named(std::string_view name) noexcept;
[[nodiscard]] std::string_view kernel_name(Kernel kernel) noexcept;

}  // namespace cordon::match
