// The limits of list health per source: data/sources/health.csv.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cordon/base/result.hpp"
#include "cordon/model/ids.hpp"
#include "cordon/store/health.hpp"

namespace cordon::service {

// By source id; "default" for all others. Errors: kMalformed with the line.
[[nodiscard]] base::Result<std::map<std::string, store::HealthLimits>> parse_health_limits(std::string_view csv);

// Errors: kDamaged when the shipped table cannot be read (its test fails then).
[[nodiscard]] base::Result<store::HealthLimits> health_limits(const model::SourceId& source);

}  // namespace cordon::service
