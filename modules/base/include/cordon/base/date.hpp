// Calendar dates: Date is one day; PartialDate is what lists give: a year, a month, a day, a range, 'circa'.
// Proleptic Gregorian, years 1..9999, no time zone. Values, thread safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::base {

// One day. Units: days since 1970-01-01.
class Date {
 public:
  constexpr Date() = default;
  constexpr explicit Date(std::int32_t days_since_epoch) : days_(days_since_epoch) {}

  // Returns: nullopt when the day does not exist (31 April) or the year is outside 1..9999.
  [[nodiscard]] static std::optional<Date> from_ymd(int year, int month, int day) noexcept;
  // Reads "YYYY-MM-DD"; a time behind it ("T10:00:00Z") is accepted and left out.
  [[nodiscard]] static Result<Date> parse(std::string_view text);

  [[nodiscard]] constexpr std::int32_t days() const noexcept { return days_; }
  [[nodiscard]] int year() const noexcept;
  [[nodiscard]] int month() const noexcept;  // 1..12
  [[nodiscard]] int day() const noexcept;    // 1..31
  [[nodiscard]] Date plus_days(std::int32_t days) const noexcept { return Date{days_ + days}; }
  // 31 January plus one month is the last day of February.
  [[nodiscard]] Date plus_months(int months) const noexcept;
  [[nodiscard]] std::string to_string() const;  // YYYY-MM-DD

  friend constexpr auto operator<=>(Date, Date) noexcept = default;

 private:
  std::int32_t days_ = 0;
};

enum class DatePrecision : std::uint8_t { kYear = 1, kMonth = 2, kDay = 3 };

enum class DateOrder : std::uint8_t { kBefore = 1, kAfter = 2, kOverlaps = 3 };

// Which number of "05/07/1962" is the month. Written with dots the day stands first everywhere.
enum class DayMonthOrder : std::uint8_t { kUnknown = 1, kDayFirst = 2, kMonthFirst = 3 };

// A date as a list gives it. first() and last() are the days it may mean, both inclusive.
class PartialDate {
 public:
  // Returns: nullopt when month is given without year, or the day does not exist. month and day: 0 = not known.
  [[nodiscard]] static std::optional<PartialDate> from_parts(int year, int month = 0, int day = 0) noexcept;
  // Reads FollowTheMoney dates: "1962", "1962-07", "1962-07-05" (with an optional time), and this class's own text
  // forms: "~1962" (circa) and "1960/1964" (range).
  [[nodiscard]] static Result<PartialDate> parse(std::string_view text);
  // Reads the forms lists write: "05 Jul 1962", "Jul 1962", "1962", "circa 1962", "1960 to 1964", "05/07/1962",
  // "05.07.1962", "1962-07-05". Numbers that are a day in both orders follow `order`; kUnknown: the year alone. Where
  // only one order gives a day, that is meant. Errors: quotes the text it could not read.
  [[nodiscard]] static Result<PartialDate> parse_english(std::string_view text,
                                                         DayMonthOrder order = DayMonthOrder::kUnknown);
  // What the text may mean: one date, or two when the order is not known and both are days.
  [[nodiscard]] static Result<std::vector<PartialDate>> readings(std::string_view text, DayMonthOrder order);
  [[nodiscard]] static PartialDate range(const PartialDate& from, const PartialDate& to) noexcept;

  [[nodiscard]] Date first() const noexcept { return first_; }
  [[nodiscard]] Date last() const noexcept { return last_; }
  [[nodiscard]] DatePrecision precision() const noexcept { return precision_; }
  [[nodiscard]] bool circa() const noexcept { return circa_; }
  [[nodiscard]] bool is_range() const noexcept { return range_; }
  [[nodiscard]] PartialDate as_circa() const noexcept;

  // The FollowTheMoney text of a plain date ("1962-07"); of a range the first part; circa is not shown.
  [[nodiscard]] std::string ftm() const;
  // Of a range the last part.
  [[nodiscard]] std::string ftm_last() const;
  // What an entity holds, so that every day the date may mean is in one of the values: a plain date; the years from two
  // before to two behind 'circa 1957', the stated one first; every year of a range, of a range finer than a year that
  // is at most a year long every month. Ranges over kMaxYearsListed years say too little: their ends.
  [[nodiscard]] std::vector<std::string> ftm_values() const;
  static constexpr int kCircaYears = 2;  // our choice
  static constexpr int kMaxYearsListed = 60;
  // Own text form, read back by parse(): "~1962", "1960/1964".
  [[nodiscard]] std::string to_string() const;

  [[nodiscard]] DateOrder compare(const PartialDate& other) const noexcept;
  friend bool operator==(const PartialDate&, const PartialDate&) = default;

 private:
  Date first_;
  Date last_;
  DatePrecision precision_ = DatePrecision::kDay;
  bool circa_ = false;
  bool range_ = false;
};

}  // namespace cordon::base
