// The date form of HTTP headers.
#pragma once

#include <optional>
#include <string_view>

#include "cordon/base/clock.hpp"

namespace cordon::service {

// Reads "Tue, 24 Nov 2026 14:03:11 GMT" (RFC 9110 section 5.6.7, the form that servers must write).
// Returns: nullopt for anything else.
[[nodiscard]] std::optional<base::Timestamp> parse_http_date(std::string_view text);

}  // namespace cordon::service
