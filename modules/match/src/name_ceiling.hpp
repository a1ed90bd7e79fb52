// The best a name can score when it does not meet certain words of the query at all: what lets a search leave out whole
// ranges of names without looking at them.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "cordon/match/name_scorer.hpp"
#include "segment.hpp"

namespace cordon::match {

// For one position of a query, by mode: the least that meeting it can add to the cost of a name, in the units of loss.
// Negative when a listed word longer than the query's is met: it explains more of the listed name than of the query.
using PositionNet = std::array<double, kNameModes>;

// The contribution of one meeting of a query slot (loss x) with a token whose slots lose at most y.
[[nodiscard]] double meeting_net(double x, double y, Similarity similarity, const NameWeights& weights) noexcept;

// Returns: a value never below name_logit(query, name, mode, policy) for any name of the class that is not the query as
// written and in which no slot is similar to a slot of the query that covers a position of `unmet` (bit p = position
// p). net[p]: at most meeting_net of every possible meeting of a slot covering p, and at most 0.
[[nodiscard]] double name_logit_ceiling(const NameView& query, std::uint32_t unmet, std::span<const PositionNet> net,
                                        const NameClass& names, NameMode mode, const Policy& policy) noexcept;

}  // namespace cordon::match
