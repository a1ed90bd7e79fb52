// Shares of ownership as exact integers, and ranges of them.
// Units: 10^-10 percent; 100 % = 10^12. Nine decimals of a percentage are exact; the tenth digit belongs to exclusive
// bounds: "more than 25 %" is a minimum of 25 % plus one unit, so that sums and comparisons stay exact.
// Values; thread safe. Floating point is never used.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cordon/base/result.hpp"

namespace cordon::ownership {

class Share {
 public:
  static constexpr std::int64_t kUnitsPerPercent = 10'000'000'000;
  static constexpr std::int64_t kWholeUnits = 100 * kUnitsPerPercent;

  constexpr Share() = default;
  // Requires: nothing; values outside 0..100 % are cut to the nearest bound.
  [[nodiscard]] static constexpr Share from_units(std::int64_t units) noexcept {
    return Share{units < 0 ? 0 : (units > kWholeUnits ? kWholeUnits : units)};
  }
  [[nodiscard]] static constexpr Share percent(std::int64_t whole_percent) noexcept {
    return from_units(whole_percent * kUnitsPerPercent);
  }
  [[nodiscard]] static constexpr Share whole() noexcept { return Share{kWholeUnits}; }
  [[nodiscard]] constexpr std::int64_t units() const noexcept { return units_; }
  friend constexpr auto operator<=>(Share, Share) noexcept = default;

 private:
  constexpr explicit Share(std::int64_t units) noexcept : units_(units) {}
  std::int64_t units_ = 0;
};

// min <= max. Unknown is 0..100 %.
struct ShareRange {
  Share min;
  Share max;
  [[nodiscard]] static constexpr ShareRange unknown() noexcept { return {Share{}, Share::whole()}; }
  [[nodiscard]] static constexpr ShareRange exactly(Share share) noexcept { return {share, share}; }
  [[nodiscard]] constexpr bool is_exact() const noexcept { return min == max; }
  [[nodiscard]] constexpr bool is_unknown() const noexcept { return *this == unknown(); }
  friend constexpr bool operator==(const ShareRange&, const ShareRange&) noexcept = default;
};

// Reads a percentage: "25", "12.5", "33.333333333", "25 %". More than nine decimals that are not zero become the
// narrowest range around the number. Errors: kMalformed when it is not a number, kOutOfRange when outside 0..100; the
// message quotes the text.
[[nodiscard]] base::Result<ShareRange> parse_percent(std::string_view text);

// Reads the forms registers write: "51", "51 %", "25-50%", "25 to 50", "more than 25 %", "> 50", "at least 75",
// "up to 10", "75 or more", "50% plus one", and the codes of the UK register ("...-more-than-25-percent...",
// "ownership-of-shares-75-to-100-percent").
// Returns: nullopt when the text holds no share ("n/a", "various").
[[nodiscard]] std::optional<ShareRange> parse_share_text(std::string_view text);

// Appends a decimal number: 50, 12.5, 33.333333333. Exclusive bounds are shown as the number they exclude.
void append_percent(std::string& out, Share share);
[[nodiscard]] std::string percent_text(Share share);
// "40 %", "25-50 %", "unknown".
[[nodiscard]] std::string range_text(const ShareRange& range);

}  // namespace cordon::ownership
