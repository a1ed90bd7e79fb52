// Checks of a rule book beyond what its reader refuses: run by a test and by the continuous build.
#pragma once

#include <string>
#include <vector>

#include "cordon/measures/rule.hpp"

namespace cordon::measures {

struct LintFinding {
  std::string rule;  // id of the rule or family
  std::string problem;
  friend bool operator==(const LintFinding&, const LintFinding&) = default;
};

// Finds: rules without citation, mark or date; marks M, S, P without 'verified: false'; gaps between the intervals of a
// family that no comment explains; rules that end before they begin; rules of one family that answer the same facts on
// the same date with different outcomes (all pairs, by structure and by probing a grid of activities).
// Returns: empty when the book is clean; sorted.
[[nodiscard]] std::vector<LintFinding> lint(const RuleBook& book);

}  // namespace cordon::measures
