// What a decision about an ownership finding relied on: verdict, rule with its revision, the share of blocked parties,
// every interest on the way, and who is listed at its ends. Pure functions; thread safe.
#pragma once

#include <string>

#include "json.hpp"

namespace cordon::monitoring {

// reach: as in the facts of a hit (finding.hpp). Returns: what is kept of it. Captions, programmes and the words of the
// path are left out: they do not say who owns whom.
[[nodiscard]] Json reach_basis(const Json& reach);

// Returns: what changed, in words with ids and no names; empty when it is the same. id: of the party that is reached.
[[nodiscard]] std::string reach_change(const Json& before, const Json& now, const std::string& id);

}  // namespace cordon::monitoring
