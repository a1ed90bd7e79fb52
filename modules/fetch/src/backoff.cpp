#include "cordon/fetch/backoff.hpp"

#include <algorithm>

namespace cordon::fetch {

std::chrono::milliseconds backoff_delay(unsigned attempt, double random,
                                        std::optional<std::chrono::seconds> retry_after,
                                        const BackoffOptions& options) {
  const auto longest = static_cast<double>(options.longest.count());
  auto delay = static_cast<double>(options.first.count());
  for (unsigned i = 1; i < attempt && delay < longest; ++i) delay *= options.factor;
  delay = std::min(delay, longest);
  const auto jittered = std::chrono::milliseconds{static_cast<std::int64_t>(delay / 2 + delay / 2 * random)};
  if (!retry_after) return jittered;
  return std::max(jittered, std::min<std::chrono::milliseconds>(*retry_after, options.longest));
}

bool is_worth_retrying(long http_status) noexcept {
  return http_status == 408 || http_status == 425 || http_status == 429 || http_status >= 500;
}

}  // namespace cordon::fetch
