#include "cordon/base/clock.hpp"

#include <array>
#include <cstdio>
#include <optional>

#include "cordon/base/ascii.hpp"

namespace cordon::base {

Date date_of(Timestamp time) noexcept {
  return Date{static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(time).time_since_epoch().count())};
}

std::string to_iso(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto seconds = static_cast<int>((time - day).count());
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02dZ", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return date_of(time).to_string() + buffer.data();
}

namespace {

// Two digits at `at` that are at most `largest`; -1 when there are none.
int two_digits(std::string_view text, std::size_t at, int largest) noexcept {
  if (at + 2 > text.size() || !is_ascii_digit(text[at]) || !is_ascii_digit(text[at + 1])) return -1;
  const int value = (text[at] - '0') * 10 + (text[at + 1] - '0');
  return value <= largest ? value : -1;
}

// What stands behind the seconds: nothing and "Z" are UTC; "+05:30", "+0530". Returns: the seconds ahead of UTC.
std::optional<int> zone_offset(std::string_view text) noexcept {
  if (text.empty() || text == "Z") return 0;
  if (text.front() != '+' && text.front() != '-') return std::nullopt;
  const bool has_colon = text.size() == 6 && text[3] == ':';
  if (!has_colon && text.size() != 5) return std::nullopt;
  const int hours = two_digits(text, 1, 23);
  const int minutes = two_digits(text, has_colon ? 4 : 3, 59);
  if (hours < 0 || minutes < 0) return std::nullopt;
  const int seconds = hours * 3600 + minutes * 60;
  return text.front() == '+' ? seconds : -seconds;
}

// "18:50:52", with an optional fraction and zone. Returns: seconds since midnight UTC of that day.
std::optional<int> seconds_of_day(std::string_view text) noexcept {
  const int hour = two_digits(text, 0, 23);
  const int minute = two_digits(text, 3, 59);
  const int second = two_digits(text, 6, 60);  // 60: a leap second
  if (hour < 0 || minute < 0 || second < 0 || text[2] != ':' || text[5] != ':') return std::nullopt;
  std::string_view rest = text.substr(8);
  if (rest.size() > 1 && rest.front() == '.' && is_ascii_digit(rest[1])) {
    rest.remove_prefix(1);
    while (!rest.empty() && is_ascii_digit(rest.front())) rest.remove_prefix(1);
  }
  const std::optional<int> offset = zone_offset(rest);
  if (!offset) return std::nullopt;
  return hour * 3600 + minute * 60 + second - *offset;
}

}  // namespace

Result<Timestamp> parse_timestamp(std::string_view text) {
  const std::string_view value = trimmed(text);
  CORDON_ASSIGN(const Date date, Date::parse(value));
  const Timestamp midnight{std::chrono::days{date.days()}};
  if (value.size() == 10) return midnight;
  const std::optional<int> seconds = seconds_of_day(value.substr(11));
  if (!seconds) {
    return Error{ErrorCode::kMalformed, "expected a time YYYY-MM-DDTHH:MM:SS with Z or +HH:MM, found '" +
                                            std::string(text.substr(0, 64)) + "'"};
  }
  return midnight + std::chrono::seconds{*seconds};
}

Timestamp SystemClock::now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace cordon::base
