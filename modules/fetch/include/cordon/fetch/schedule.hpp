// Schedule: the same work again and again until stopping is asked for.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"
#include "cordon/fetch/environment.hpp"

namespace cordon::fetch {

// Reads "90s", "30m", "6h", "1d". Errors: kInvalidArgument; the least is one second.
[[nodiscard]] base::Result<std::chrono::seconds> parse_interval(std::string_view text);

// Does the work at once, then whenever `every` has passed since the last start; work that took longer than that is
// followed by the next at once, missed turns are not made up for. Returns when the environment wants to stop.
void run_every(std::chrono::seconds every, const base::Clock& clock, Environment& environment,
               const std::function<void()>& work);

}  // namespace cordon::fetch
