#include "cordon/fetch/schedule.hpp"

#include <charconv>
#include <string>

namespace cordon::fetch {

base::Result<std::chrono::seconds> parse_interval(std::string_view text) {
  const base::Error wrong{base::ErrorCode::kInvalidArgument,
                          "expected an interval such as 90s, 30m, 6h or 1d, found '" + std::string(text) + "'"};
  if (text.empty()) return wrong;
  std::int64_t number = 0;
  const char* const begin = text.begin();
  const char* const unit = text.end() - 1;
  const auto [end, problem] = std::from_chars(begin, unit, number);
  constexpr std::int64_t kMost = 366;  // days
  std::int64_t seconds = 0;
  switch (*unit) {
    case 's':
      seconds = 1;
      break;
    case 'm':
      seconds = 60;
      break;
    case 'h':
      seconds = 3'600;
      break;
    case 'd':
      seconds = 86'400;
      break;
    default:
      return wrong;
  }
  if (problem != std::errc{} || end != unit || number < 1 || number > kMost * 86'400 / seconds) return wrong;
  return std::chrono::seconds{number * seconds};
}

void run_every(std::chrono::seconds every, const base::Clock& clock, Environment& environment,
               const std::function<void()>& work) {
  while (!environment.stopping()) {
    const base::Timestamp started = clock.now();
    work();
    const auto left = started + every - clock.now();
    if (left > std::chrono::seconds{0} && !environment.pause(left)) return;
  }
}

}  // namespace cordon::fetch
