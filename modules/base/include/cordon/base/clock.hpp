// The time as an injected interface: modules never ask the operating system themselves, so that a run can be repeated.
#pragma once

#include <chrono>
#include <string>

#include "cordon/base/date.hpp"

namespace cordon::base {

using Timestamp = std::chrono::sys_seconds;  // UTC

// Returns: "YYYY-MM-DDTHH:MM:SSZ".
[[nodiscard]] std::string to_iso(Timestamp time);
// Reads a day, or a day and "THH:MM:SS" with an optional fraction (left out) and zone: "Z" and none are UTC, "+05:30"
// is taken off.
[[nodiscard]] Result<Timestamp> parse_timestamp(std::string_view text);
[[nodiscard]] Date date_of(Timestamp time) noexcept;

// Thread: implementations are safe to share.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Timestamp time) : time_(time) {}
  [[nodiscard]] Timestamp now() const override { return time_; }

 private:
  Timestamp time_;
};

}  // namespace cordon::base
