// Shares as exact integers. Units: 10'000 = 100 %. Range 0..10'000, checked.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace cordon::base {

class BasisPoints {
 public:
  static constexpr std::int32_t kWhole = 10'000;

  constexpr BasisPoints() = default;
  [[nodiscard]] static constexpr std::optional<BasisPoints> from_int(std::int64_t value) noexcept {
    if (value < 0 || value > kWhole) return std::nullopt;
    return BasisPoints{static_cast<std::int32_t>(value)};
  }
  [[nodiscard]] constexpr std::int32_t value() const noexcept { return value_; }
  friend constexpr auto operator<=>(BasisPoints, BasisPoints) noexcept = default;

 private:
  constexpr explicit BasisPoints(std::int32_t value) noexcept : value_(value) {}
  std::int32_t value_ = 0;
};

}  // namespace cordon::base
