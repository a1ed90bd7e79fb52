// Backoff: how long to wait before the next try. Grows by a factor, with jitter so that many clients which failed at
// one moment do not come back at one moment.
// Source: our choice after 'Exponential Backoff And Jitter' (AWS Architecture Blog, 2015): half fixed, half random.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "cordon/base/clock.hpp"

namespace cordon::fetch {

struct BackoffOptions {
  std::chrono::milliseconds first{1'000};
  std::chrono::milliseconds longest{60'000};  // also the most of a Retry-After that is honoured
  double factor = 2.0;                        // >= 1
};

// attempt: the number of tries that failed, from 1. random: in [0, 1). retry_after: what the server asked for; it is
// taken as the least, up to `longest`.
[[nodiscard]] std::chrono::milliseconds backoff_delay(unsigned attempt, double random,
                                                      std::optional<std::chrono::seconds> retry_after,
                                                      const BackoffOptions& options);

// Whether a later try may succeed where this one got that status. Source: RFC 9110 section 15, RFC 6585 (429).
[[nodiscard]] bool is_worth_retrying(long http_status) noexcept;

}  // namespace cordon::fetch
