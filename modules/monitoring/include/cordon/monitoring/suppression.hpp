// Suppressions: a false positive holds as long as the facts it relied on hold.
// The semantics are the golden table tests/golden/monitoring/suppression.case; docs/methodology/monitoring.md explains
// them. Pure functions; thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"

namespace cordon::monitoring {

// What a person relied on when deciding about these facts (facts_json()): the names of both sides, every kind of fact
// the explanation shows as met, the kinds named besides (birth_date, birth_place, country, gender, address, identifier,
// schema), and the evidence itself.
// Errors: kInvalidArgument for an unknown kind; kDamaged.
[[nodiscard]] base::Result<std::string> basis_of(std::string_view facts, const std::vector<std::string>& relied_on);

// Returns: why the suppression falls, in words without personal values; nullopt when it holds.
[[nodiscard]] base::Result<std::optional<std::string>> why_it_falls(std::string_view basis, std::string_view facts,
                                                                    std::optional<base::Date> until, base::Date today);

}  // namespace cordon::monitoring
