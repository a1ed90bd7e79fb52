// When a list counts as stale: data/sources/freshness.csv.
#pragma once

#include <cstdint>

#include "cordon/base/date.hpp"
#include "cordon/model/ids.hpp"

namespace cordon::service {

// Units: days since publication, inclusive: on that day a list is still fresh.
[[nodiscard]] std::int32_t max_age_days(const model::SourceId& source);

[[nodiscard]] inline std::int32_t age_days(base::Date published, base::Date today) {
  return today.days() - published.days();
}

}  // namespace cordon::service
