// splitmix64 as a stream: small, fast, the same on every machine. Source: Steele, Lea, Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014. Not for secrets.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cordon::bench {

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t value) noexcept {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31U);
}

class RandomSource {
 public:
  explicit constexpr RandomSource(std::uint64_t seed) noexcept : state_(mix(seed)) {}

  constexpr std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15ULL;
    return mix(state_);
  }
  // Returns: a number in [0, bound). Requires: bound > 0.
  constexpr std::size_t below(std::size_t bound) noexcept { return static_cast<std::size_t>(next() % bound); }
  // Returns: true in `percent` of 100 cases.
  constexpr bool chance(unsigned percent) noexcept { return next() % 100U < percent; }
  // Returns: a number in (0, 1].
  constexpr double unit() noexcept { return static_cast<double>((next() >> 11U) + 1U) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace cordon::bench
