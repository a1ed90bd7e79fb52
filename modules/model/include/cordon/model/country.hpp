// Countries and territories by ISO 3166-1 alpha-2 code (lower case, as FollowTheMoney writes them), with the names
// lists use ("Korea, North", "Burma", "Russian Federation", "DPRK") and territories FtM adds (xk, eu, su, yucs, cshh,
// dd ...). Source: data/model/countries.csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cordon::model {

// Reads a code (2 or 3 letters) or a name in any of the listed languages and spellings, ignoring case, accents-free
// punctuation and blanks. Returns: the lower-case code; nullopt when unknown.
[[nodiscard]] std::optional<std::string> country_code(std::string_view text);
// Returns: the English name, empty when the code is unknown. Lifetime: the program's.
[[nodiscard]] std::string_view country_name(std::string_view code) noexcept;

// Returns: the ISO 3166-1 alpha-3 code in lower case ("rus"), empty when there is none. Lifetime: the program's.
[[nodiscard]] std::string_view country_alpha3(std::string_view code) noexcept;

}  // namespace cordon::model
