#include "cordon/base/clock.hpp"

#include <array>
#include <cstdio>

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

Result<Timestamp> parse_timestamp(std::string_view text) {
  CORDON_ASSIGN(const Date date, Date::parse(text));
  const Timestamp midnight{std::chrono::days{date.days()}};
  if (text.size() == 10) return midnight;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const std::string rest(text.substr(11));
  if (std::sscanf(rest.c_str(), "%2d:%2d:%2d", &hour, &minute, &second) < 2 || hour > 23 || minute > 59 ||
      second > 60 || hour < 0 || minute < 0 || second < 0) {
    return Error{ErrorCode::kMalformed, "expected a time YYYY-MM-DDTHH:MM:SSZ, found '" + std::string(text) + "'"};
  }
  return midnight + std::chrono::seconds{hour * 3600 + minute * 60 + second};
}

Timestamp SystemClock::now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace cordon::base
