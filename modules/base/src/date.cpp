#include "cordon/base/date.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "cordon/base/ascii.hpp"

namespace cordon::base {
namespace {

namespace chr = std::chrono;

chr::year_month_day civil(Date date) noexcept { return chr::year_month_day{chr::sys_days{chr::days{date.days()}}}; }

// Reads exactly `count` digits at `at`; -1 when there are fewer.
int digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_ascii_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

Error not_a_date(std::string_view text, std::string_view expected) {
  return Error{ErrorCode::kMalformed,
               "expected " + std::string(expected) + ", found '" + std::string(text.substr(0, 64)) + "'"};
}

// 1..12, or 0. Accepts full English names and their three-letter forms, with or without a full stop.
int month_from_name(std::string_view word) noexcept {
  static constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
  while (!word.empty() && (word.back() == '.' || word.back() == ',')) word.remove_suffix(1);
  if (word.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (word.size() <= kMonths[i].size() && equals_ignoring_case(word, kMonths[i].substr(0, word.size()))) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

// Removes a leading word such as "circa"; returns true when it was there.
bool strip_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (!starts_with_ignoring_case(text, prefix)) return false;
  text = trimmed(text.substr(prefix.size()));
  return true;
}

bool strip_circa(std::string_view& text) noexcept {
  for (std::string_view word : {"circa", "approximately", "approx.", "approx", "ca.", "c.", "~"}) {
    if (strip_prefix(text, word)) return true;
  }
  return false;
}

// Two numbers and a year: which of them is the month. Where one order gives no day, the other is meant.
std::optional<PartialDate> from_numbers(int first, int second, int year, DayMonthOrder order) {
  const auto day_first = PartialDate::from_parts(year, second, first);
  const auto month_first = PartialDate::from_parts(year, first, second);
  if (!day_first || !month_first) return day_first ? day_first : month_first;
  if (first == second || order == DayMonthOrder::kDayFirst) return day_first;
  return order == DayMonthOrder::kMonthFirst ? month_first : PartialDate::from_parts(year);
}

std::optional<PartialDate> parse_words(std::string_view text, DayMonthOrder order) {
  std::array<std::string_view, 3> words{};
  std::size_t count = 0;
  std::string_view rest = trimmed(text);
  while (!rest.empty()) {
    if (count == words.size()) return std::nullopt;
    const std::size_t end = rest.find_first_of(" ,-/.");
    words[count++] = rest.substr(0, end);
    if (end == std::string_view::npos) break;
    rest = rest.substr(end + 1);
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == ',')) rest.remove_prefix(1);
  }
  const auto number = [](std::string_view word) {
    return word.empty() || word.size() > 4 ? -1 : digits(word, 0, word.size());
  };
  if (count == 1) {
    return words[0].size() == 4 ? PartialDate::from_parts(number(words[0])) : std::nullopt;
  }
  if (count == 2) {
    const int month = month_from_name(words[0]);
    if (month != 0 && words[1].size() == 4) return PartialDate::from_parts(number(words[1]), month);
    if (words[0].size() == 4 && words[1].size() <= 2)
      return PartialDate::from_parts(number(words[0]), number(words[1]));
    if (words[1].size() == 4 && words[0].size() <= 2)
      return PartialDate::from_parts(number(words[1]), number(words[0]));
    return std::nullopt;
  }
  if (count != 3) return std::nullopt;
  if (const int month = month_from_name(words[1]); month != 0) {  // 05 Jul 1962
    if (words[2].size() != 4) return std::nullopt;
    return PartialDate::from_parts(number(words[2]), month, number(words[0]));
  }
  if (const int month = month_from_name(words[0]); month != 0) {  // Jul 5, 1962
    if (words[2].size() != 4) return std::nullopt;
    return PartialDate::from_parts(number(words[2]), month, number(words[1]));
  }
  if (words[0].size() == 4) return PartialDate::from_parts(number(words[0]), number(words[1]), number(words[2]));
  if (words[2].size() != 4 || number(words[0]) < 1 || number(words[1]) < 1) return std::nullopt;
  const bool has_dots = trimmed(text)[words[0].size()] == '.';  // no country writes 07.05.1962 for the fifth of July
  return from_numbers(number(words[0]), number(words[1]), number(words[2]),
                      has_dots ? DayMonthOrder::kDayFirst : order);
}

}  // namespace

std::optional<Date> Date::from_ymd(int year, int month, int day) noexcept {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const chr::year_month_day ymd{chr::year{year}, chr::month{static_cast<unsigned>(month)},
                                chr::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(chr::sys_days{ymd}.time_since_epoch().count())};
}

Result<Date> Date::parse(std::string_view text) {
  const std::string_view value = trimmed(text);
  if (value.size() < 10 || value[4] != '-' || value[7] != '-' ||
      (value.size() > 10 && value[10] != 'T' && value[10] != ' ')) {
    return not_a_date(text, "a date YYYY-MM-DD");
  }
  const auto date = from_ymd(digits(value, 0, 4), digits(value, 5, 2), digits(value, 8, 2));
  if (!date) return not_a_date(text, "an existing day YYYY-MM-DD");
  return *date;
}

int Date::year() const noexcept { return static_cast<int>(civil(*this).year()); }
int Date::month() const noexcept { return static_cast<int>(static_cast<unsigned>(civil(*this).month())); }
int Date::day() const noexcept { return static_cast<int>(static_cast<unsigned>(civil(*this).day())); }

Date Date::plus_months(int months) const noexcept {
  chr::year_month_day ymd = civil(*this) + chr::months{months};
  if (!ymd.ok()) ymd = ymd.year() / ymd.month() / chr::last;
  return Date{static_cast<std::int32_t>(chr::sys_days{ymd}.time_since_epoch().count())};
}

std::string Date::to_string() const {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", year(), month(), day());
  return std::string(buffer.data());
}

std::optional<PartialDate> PartialDate::from_parts(int year, int month, int day) noexcept {
  PartialDate date;
  if (month == 0 && day != 0) return std::nullopt;
  const int first_month = month == 0 ? 1 : month;
  const auto first = Date::from_ymd(year, first_month, day == 0 ? 1 : day);
  if (!first) return std::nullopt;
  date.first_ = *first;
  if (month == 0) {
    date.precision_ = DatePrecision::kYear;
    date.last_ = *Date::from_ymd(year, 12, 31);
  } else if (day == 0) {
    date.precision_ = DatePrecision::kMonth;
    date.last_ = first->plus_months(1).plus_days(-1);
  } else {
    date.precision_ = DatePrecision::kDay;
    date.last_ = *first;
  }
  return date;
}

namespace {

// "1962", "~1962-07", "1962-07-05T10:00:00"
std::optional<PartialDate> parse_one(std::string_view text) {
  std::string_view value = trimmed(text);
  const bool is_circa = !value.empty() && value.front() == '~';
  if (is_circa) value.remove_prefix(1);
  if (value.size() > 10 && (value[10] == 'T' || value[10] == ' ')) value = value.substr(0, 10);
  std::optional<PartialDate> date;
  if (value.size() == 4) {
    date = PartialDate::from_parts(digits(value, 0, 4));
  } else if (value.size() == 7 && value[4] == '-') {
    const int month = digits(value, 5, 2);
    date = month == 0 ? std::nullopt : PartialDate::from_parts(digits(value, 0, 4), month);
  } else if (value.size() == 10 && value[4] == '-' && value[7] == '-') {
    const int day = digits(value, 8, 2);
    date = day == 0 ? std::nullopt : PartialDate::from_parts(digits(value, 0, 4), digits(value, 5, 2), day);
  }
  return date && is_circa ? date->as_circa() : date;
}

}  // namespace

Result<PartialDate> PartialDate::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    if (const auto date = parse_one(text)) return *date;
    return not_a_date(text, "a date YYYY, YYYY-MM or YYYY-MM-DD");
  }
  if (text.find('/', slash + 1) != std::string_view::npos) return not_a_date(text, "one '/' between two dates");
  const auto from = parse_one(text.substr(0, slash));
  const auto to = parse_one(text.substr(slash + 1));
  if (!from || !to) return not_a_date(text, "a date YYYY, YYYY-MM or YYYY-MM-DD on either side of '/'");
  if (to->last_ < from->first_) return not_a_date(text, "a range whose end is not before its start");
  return range(*from, *to);
}

Result<PartialDate> PartialDate::parse_english(std::string_view text, DayMonthOrder order) {
  std::string_view value = trimmed(text);
  const bool is_circa = strip_circa(value);
  (void)strip_prefix(value, "between");
  for (std::string_view separator : {" to ", " and ", " - ", "-"}) {
    const std::size_t at = value.find(separator);
    if (at == std::string_view::npos) continue;
    if (separator == "-" && (at != 4 || value.size() != 9)) continue;  // 1960-1964 is a range, 1962-07-05 is not
    std::string_view left = trimmed(value.substr(0, at));
    std::string_view right = trimmed(value.substr(at + separator.size()));
    const bool left_circa = strip_circa(left);
    const bool right_circa = strip_circa(right);
    const auto from = parse_words(left, order);
    const auto to = parse_words(right, order);
    if (!from || !to || to->last_ < from->first_) continue;
    PartialDate both = range(*from, *to);
    both.circa_ = is_circa || left_circa || right_circa;
    return both;
  }
  const auto date = parse_words(value, order);
  if (!date)
    return not_a_date(text, "a date such as '05 Jul 1962', 'Jul 1962', '1962', 'circa 1962' or '1960 to 1964'");
  return is_circa ? date->as_circa() : *date;
}

Result<std::vector<PartialDate>> PartialDate::readings(std::string_view text, DayMonthOrder order) {
  const bool is_known = order != DayMonthOrder::kUnknown;
  CORDON_ASSIGN(const PartialDate date, parse_english(text, is_known ? order : DayMonthOrder::kDayFirst));
  std::vector<PartialDate> dates{date};
  if (is_known) return dates;
  CORDON_ASSIGN(const PartialDate other, parse_english(text, DayMonthOrder::kMonthFirst));
  if (other != date) dates.push_back(other);
  return dates;
}

PartialDate PartialDate::range(const PartialDate& from, const PartialDate& to) noexcept {
  PartialDate both = from;
  both.last_ = to.last_;
  both.precision_ = from.precision_ < to.precision_ ? from.precision_ : to.precision_;
  both.circa_ = from.circa_ || to.circa_;
  both.range_ = true;
  return both;
}

PartialDate PartialDate::as_circa() const noexcept {
  PartialDate copy = *this;
  copy.circa_ = true;
  return copy;
}

namespace {
std::string at_precision(Date date, DatePrecision precision) {
  const std::string full = date.to_string();
  if (precision == DatePrecision::kYear) return full.substr(0, 4);
  if (precision == DatePrecision::kMonth) return full.substr(0, 7);
  return full;
}
}  // namespace

std::string PartialDate::ftm() const { return at_precision(first_, precision_); }
std::string PartialDate::ftm_last() const { return at_precision(last_, precision_); }

std::vector<std::string> PartialDate::ftm_values() const {
  std::vector<std::string> values;
  const auto add = [&values](std::string value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(std::move(value));
  };
  if (!range_) add(ftm());
  if (!range_ && !circa_) return values;
  constexpr int kMonthsListed = 12;
  const int months = (last_.year() - first_.year()) * 12 + last_.month() - first_.month() + 1;
  if (!circa_ && precision_ != DatePrecision::kYear && months <= kMonthsListed) {
    for (int i = 0; i < months; ++i) {
      const int month = first_.month() - 1 + i;
      if (const auto one = from_parts(first_.year() + month / 12, month % 12 + 1)) add(one->ftm());
    }
    return values;
  }
  const int around = circa_ ? kCircaYears : 0;
  if (last_.year() - first_.year() > kMaxYearsListed) {
    add(ftm());
    add(ftm_last());
    return values;
  }
  for (int year = first_.year() - around; year <= last_.year() + around; ++year) {
    if (const auto one = from_parts(year)) add(one->ftm());
  }
  return values;
}

std::string PartialDate::to_string() const {
  std::string text = circa_ ? "~" : "";
  text += ftm();
  if (range_) text += "/" + ftm_last();
  return text;
}

DateOrder PartialDate::compare(const PartialDate& other) const noexcept {
  if (last_ < other.first_) return DateOrder::kBefore;
  if (other.last_ < first_) return DateOrder::kAfter;
  return DateOrder::kOverlaps;
}

}  // namespace cordon::base
