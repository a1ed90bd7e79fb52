// Portfolio settings inside other JSON.
#pragma once

#include "cordon/monitoring/portfolio.hpp"
#include "json.hpp"

namespace cordon::monitoring {

[[nodiscard]] Json settings_json(const PortfolioSettings& settings);
[[nodiscard]] base::Result<PortfolioSettings> settings_from(const Json& json);

}  // namespace cordon::monitoring
