// Text inside HTML: what reports and briefings share.
#pragma once

#include <string>
#include <string_view>

namespace cordon::service {

// Returns: `text` fit for element content and for attributes in double quotes.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace cordon::service
