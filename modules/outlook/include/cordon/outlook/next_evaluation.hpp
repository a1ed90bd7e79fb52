// How well next in line ranks: leave one round out. For each day on which candidates were designated, everybody not yet
// listed is ranked by what was known the day before, and who was designated is compared with who was not.
// Invariants: a round's ranking uses nothing of that day or later; the refitted ranking nothing of the round left out.
// Thread: pure functions; the bootstrap draws from a fixed sequence. Does not look anything up; the caller does.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/horizon/json_out.hpp"
#include "cordon/outlook/next_in_line.hpp"

namespace cordon::outlook {

struct RankedCandidate {
  NextAnswer answer;                // as of the day before the round
  double wealth = 0.0;              // billions of US dollars, 0 when not given
  bool designated = false;          // on the day of the round
  std::optional<bool> within_year;  // within 12 months of the day before it; none: not known yet
};
struct RankedRound {
  base::Date day;
  std::vector<RankedCandidate> at_risk;  // not listed the day before
};

// Reads a CSV id,designated_on. Errors: kMalformed or kMissingField with document and line.
[[nodiscard]] base::Result<std::vector<std::pair<std::string, base::Date>>> parse_outcomes(const std::string& document,
                                                                                           std::string_view csv);

// One object per ranking (model, refitted, wealth): {ranking, rounds, n, designated, base_rate, auroc, interval,
// difference_to_wealth, difference_interval, precision_at_10, precision_at_10_interval, precision_at_20, brier: {n,
// model, of_base_rate, base_rate} (of the 12-month probabilities; null for the others), by_round: [{day, n, designated,
// auroc, interval, in_first_10}], as_of, model, data_hash}. Intervals: 95 %; of all rounds together rounds drawn again,
// of one round the candidates of each kind, of a share Wilson's. refitted: every factor's weight moved by a ridge fit
// on the other rounds. Errors: kNotFound when no round has both designated and others.
[[nodiscard]] base::Result<void> evaluate_next(const std::vector<RankedRound>& rounds, const std::string& data_hash,
                                               const horizon::JsonSink& sink);

}  // namespace cordon::outlook
