#include "gdelt_row.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "cordon/base/date.hpp"

namespace cordon::horizon {
namespace {

// 0-based columns; the first 35 are the same in all versions.
constexpr std::size_t kId = 0;
constexpr std::size_t kSqlDate = 1;
constexpr std::size_t kActor1 = 5;
constexpr std::size_t kActor1Country = 7;
constexpr std::size_t kActor2 = 15;
constexpr std::size_t kActor2Country = 17;
constexpr std::size_t kEventCode = 26;
constexpr std::size_t kQuadClass = 29;
constexpr std::size_t kGoldstein = 30;
constexpr std::size_t kMentions = 31;
constexpr std::size_t kLastColumn = kMentions;

constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7FULL;
constexpr std::uint64_t kTabs = 0x0909090909090909ULL;

// Returns: 0x80 in every byte of the eight at text that is a tab. Exact: no carry from one byte to the next.
inline std::uint64_t tab_mask(const char* text) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  word ^= kTabs;
  return ~(((word & kLow) + kLow) | word | kLow);
}

// Vector types of the compiler, no intrinsics: sixteen lanes that count down by one per tab.
using Lanes = std::uint8_t __attribute__((vector_size(16)));

unsigned count_tabs(const char* at, const char* end) noexcept {
  unsigned tabs = 0;
  while (end - at >= 16) {
    Lanes counts{};
    const Lanes tab = Lanes{} + static_cast<std::uint8_t>('\t');
    for (int round = 0; round < 255 && end - at >= 16; ++round, at += 16) {
      Lanes bytes;
      std::memcpy(&bytes, at, sizeof bytes);
      counts -= (bytes == tab);
    }
    for (int lane = 0; lane < 16; ++lane) tabs += counts[lane];
  }
  for (; at < end; ++at) tabs += *at == '\t' ? 1U : 0U;
  return tabs;
}

struct Columns {
  std::array<const char*, kLastColumn + 17> tab;  // where column i ends; not cleared: that costs a tenth of the scan
  unsigned count = 0;
};

// Splits the columns needed and counts the others. Eight bytes at a time: a call per tab costs more than the row.
inline void split(std::string_view line, Columns& columns) noexcept {
  const char* at = line.data();
  const char* const end = at + line.size();
  unsigned tabs = 0;
  for (; at < end && tabs <= kLastColumn; at += 8) {
    std::uint64_t mask = tab_mask(at);
    if (end - at < 8) mask &= (std::uint64_t{1} << (static_cast<unsigned>(end - at) * 8U)) - 1U;
    // Four at once without asking: most words hold fewer, and a branch per tab is mispredicted too often. What is
    // written beyond the count is overwritten by the next word.
    unsigned in_word = static_cast<unsigned>(((mask >> 7U) * 0x0101010101010101ULL) >> 56U);
    unsigned next = tabs;
    do {
      for (unsigned i = 0; i < 4; ++i) {
        columns.tab[next + i] = at + (static_cast<unsigned>(std::countr_zero(mask)) >> 3U);
        mask &= mask - 1U;
      }
      next += 4;
    } while (mask != 0);
    tabs += in_word;
  }
  if (at < end) tabs += count_tabs(at, end);
  columns.count = tabs + 1;
}

inline bool is_digits(std::string_view text) noexcept {
  if (text.empty()) return false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c - '0') > 9) return false;
  }
  return true;
}

inline bool is_country(std::string_view text) noexcept {
  if (text.empty()) return true;
  if (text.size() != 3) return false;
  for (const char c : text) {
    if (c < 'A' || c > 'Z') return false;
  }
  return true;
}

// CAMEO codes have two to four digits.
inline bool is_code(std::string_view text) noexcept {
  return text.empty() || (text.size() >= 2 && text.size() <= 4 && is_digits(text));
}

constexpr std::int64_t kNano = 1'000'000'000;

// Decimal text to units of 1e-9, exactly where it has at most nine decimals. Range: the Goldstein scale, -10..10.
bool parse_goldstein(std::string_view text, std::int64_t& nano) noexcept {
  const bool negative = text.front() == '-';
  const std::string_view digits = text.substr(negative ? 1 : 0);
  std::int64_t value = 0;
  std::int64_t unit = kNano;
  bool point = false;
  std::size_t seen = 0;
  for (const char c : digits) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++seen > 9) {
      // Exponents and long fractions are rare: leave them to the library.
      double wide = 0.0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wide);
      if (error != std::errc{} || end != text.data() + text.size() || !(std::abs(wide) <= 10.0)) return false;
      nano = std::llround(wide * static_cast<double>(kNano));
      return true;
    }
    if (point) {
      unit /= 10;
      value += (c - '0') * unit;
    } else {
      value = value * 10 + (c - '0') * kNano;
    }
  }
  if (seen == 0 || value > 10 * kNano) return false;
  nano = negative ? -value : value;
  return true;
}

bool parse_date(std::string_view text, GdeltRow& row) noexcept {
  if (text.size() != 8 || !is_digits(text)) return false;
  std::int32_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  if (value == row.yyyymmdd && value != 0) return true;  // rows of one day stand together
  const auto date = base::Date::from_ymd(value / 10'000, value / 100 % 100, value % 100);
  if (!date) return false;
  row.yyyymmdd = value;
  row.days = date->days();
  return true;
}

}  // namespace

std::string_view reject_name(RowReject reject) noexcept {
  switch (reject) {
    case RowReject::kNone:
      return "none";
    case RowReject::kBlank:
      return "blank line";
    case RowReject::kColumns:
      return "expected 57, 58 or 61 columns";
    case RowReject::kLength:
      return "row longer than one mebibyte";
    case RowReject::kId:
      return "GLOBALEVENTID is not a number";
    case RowReject::kDate:
      return "SQLDATE is not a day (YYYYMMDD)";
    case RowReject::kCountry:
      return "actor country is not three capital letters";
    case RowReject::kCode:
      return "EventCode is not a CAMEO code";
    case RowReject::kQuadClass:
      return "QuadClass is not 1 to 4";
    case RowReject::kGoldstein:
      return "GoldsteinScale is not a number from -10 to 10";
    case RowReject::kMentions:
      return "NumMentions is not a count";
  }
  return "unknown";
}

RowOutcome parse_gdelt_row(std::string_view line, GdeltRow& row) noexcept {
  if (line.empty()) return {RowReject::kBlank, line};
  Columns columns;
  split(line, columns);
  row.columns = columns.count;
  if (columns.count != 61 && columns.count != 58 && columns.count != 57) return {RowReject::kColumns, line};
  const auto column = [&](std::size_t index) noexcept {
    const char* const begin = index == 0 ? line.data() : columns.tab[index - 1] + 1;
    return std::string_view(begin, static_cast<std::size_t>(columns.tab[index] - begin));
  };
  row.id = column(kId);
  if (!is_digits(row.id)) return {RowReject::kId, row.id};
  if (!parse_date(column(kSqlDate), row)) return {RowReject::kDate, column(kSqlDate)};
  row.actor1 = column(kActor1);
  row.actor2 = column(kActor2);
  row.country1 = column(kActor1Country);
  if (!is_country(row.country1)) return {RowReject::kCountry, row.country1};
  row.country2 = column(kActor2Country);
  if (!is_country(row.country2)) return {RowReject::kCountry, row.country2};
  row.code = column(kEventCode);
  if (!is_code(row.code)) return {RowReject::kCode, row.code};
  const std::string_view quad = column(kQuadClass);
  if (quad.size() > 1 || (quad.size() == 1 && (quad[0] < '1' || quad[0] > '4'))) return {RowReject::kQuadClass, quad};
  row.quad_class = quad.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(quad[0] - '0');
  const std::string_view goldstein = column(kGoldstein);
  row.has_goldstein = !goldstein.empty();
  row.goldstein_nano = 0;
  if (row.has_goldstein && !parse_goldstein(goldstein, row.goldstein_nano)) return {RowReject::kGoldstein, goldstein};
  const std::string_view mentions = column(kMentions);
  row.mentions = 0;
  if (!mentions.empty() && (mentions.size() > 9 || !is_digits(mentions))) return {RowReject::kMentions, mentions};
  for (const char c : mentions) row.mentions = row.mentions * 10 + (c - '0');
  return {};
}

}  // namespace cordon::horizon
