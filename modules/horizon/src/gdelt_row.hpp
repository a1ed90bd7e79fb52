// One row of a GDELT event table, read from its bytes without copying.
// Thread: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cordon::horizon {

enum class RowReject : std::uint8_t {
  kNone = 0,
  kBlank,
  kColumns,
  kLength,
  kId,
  kDate,
  kCountry,
  kCode,
  kQuadClass,
  kGoldstein,
  kMentions,
};
inline constexpr std::size_t kRowRejectCount = 11;
[[nodiscard]] std::string_view reject_name(RowReject reject) noexcept;

struct GdeltRow {
  std::string_view id;
  std::string_view actor1, actor2;  // actor codes, finer than the countries
  std::string_view country1;        // empty, or three capital letters
  std::string_view country2;
  std::string_view code;  // CAMEO, kept as text: 010 is not 10
  std::int32_t yyyymmdd = 0;
  std::int32_t days = 0;  // since 1970-01-01
  std::uint8_t quad_class = 0;
  bool has_goldstein = false;
  std::int64_t goldstein_nano = 0;
  std::int64_t mentions = 0;
  unsigned columns = 0;
};

struct RowOutcome {
  RowReject reject = RowReject::kNone;
  std::string_view found;  // the offending value, into the row's bytes
};

// line: the row without its line end. Requires: eight readable bytes behind the end of line.
[[nodiscard]] RowOutcome parse_gdelt_row(std::string_view line, GdeltRow& row) noexcept;

}  // namespace cordon::horizon
