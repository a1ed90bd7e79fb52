// One answer: what one instrument says about one activity on one date. Values, thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"

namespace cordon::measures {

// Ordered by strictness within one family; persisted by name only.
enum class Outcome : std::uint8_t {
  kAllowed = 1,     // considered, does not bite; `because` says which condition fails
  kLicence = 2,     // allowed under the licence or wind-down that is cited
  kPending = 3,     // not yet in force
  kUnknown = 4,     // facts are missing
  kRestricted = 5,  // conditional, or not forbidden to this actor but sanctionable
  kProhibited = 6,  // forbidden to this actor
};

[[nodiscard]] std::string_view outcome_name(Outcome outcome) noexcept;
[[nodiscard]] std::optional<Outcome> outcome_from(std::string_view name) noexcept;

struct Assessment {
  std::string rule;
  std::string family;
  Outcome outcome = Outcome::kUnknown;
  std::string citation;
  std::string because;
  std::vector<std::string> missing_facts;  // sorted, without repetition
  std::optional<base::Date> effective_from;
  std::optional<base::Date> effective_to;
  std::optional<base::Date> expected_from;  // of a pending rule

  friend bool operator==(const Assessment&, const Assessment&) = default;
};

// Appends {"rule","family","outcome","citation","because","missing_facts","effective_from","effective_to",
// "expected_from"}; a date that does not exist is null.
void append_json(std::string& out, const Assessment& assessment);

}  // namespace cordon::measures
