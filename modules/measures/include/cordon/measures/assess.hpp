// An activity against every rule, on one date. Conditions are true, false or unknown; an unknown one names the fact
// that is missing. One answer per family that comes near the facts, in the order of the book: the strictest of its
// rules, with the others named in `because`. Uses nothing that was not known on the date. Does not weigh intent
// ('knowingly') or significance: those stay with people. Thread: safe; same inputs give the same answers.
#pragma once

#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/measures/activity.hpp"
#include "cordon/measures/assessment.hpp"
#include "cordon/measures/party.hpp"
#include "cordon/measures/rule.hpp"

namespace cordon::measures {

// `resolver` may be null: then only given programmes and curated names are known.
[[nodiscard]] base::Result<std::vector<Assessment>> assess(const Activity& activity, base::Date as_of,
                                                           const RuleBook& book, const PartyResolver* resolver);

}  // namespace cordon::measures
