// The ownership side of a run: the graph it looks through, what changed in it since the run before, and which
// counterparties that can concern.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "cordon/monitoring/reconcile.hpp"
#include "cordon/monitoring/storage.hpp"
#include "portfolio_reach.hpp"

namespace cordon::service {

// The text of the rules that a run or a finding names. Errors: kDamaged when the storage does not have it.
[[nodiscard]] base::Result<std::string> ownership_rules_of(monitoring::Transaction& transaction,
                                                           const std::string& sha256);

// Null at depth 0. Fills run.ownership and changes.owned. Requires: run.lists and run.settings are filled in.
// last: the run before; null for the first.
[[nodiscard]] base::Result<std::shared_ptr<const PortfolioReach>> plan_reach(
    const Workspace& workspace, monitoring::Transaction& transaction, const monitoring::Run* last,
    const match::Policy& policy, monitoring::Run& run, monitoring::ChangesSince& changes);

// Adds the counterparties that changes.owned can concern: those with an ownership alert about a party that changed, and
// those whom such a party meets by name in the book.
[[nodiscard]] base::Result<void> add_reached_keys(const Workspace& workspace, monitoring::Transaction& transaction,
                                                  const monitoring::Portfolio& portfolio,
                                                  const monitoring::ChangesSince& changes, const PortfolioReach& reach,
                                                  const match::Policy& policy, unsigned threads,
                                                  std::set<std::string>& keys);

}  // namespace cordon::service
