// What a run over one portfolio has to do, read before anything is screened: the lists with their index and clusters,
// and everything that changed on either side since the last run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cluster_ids.hpp"
#include "cordon/monitoring/reconcile.hpp"
#include "cordon/monitoring/storage.hpp"
#include "cordon/service/watch.hpp"
#include "index_cache.hpp"
#include "monitor.hpp"
#include "portfolio_reach.hpp"

namespace cordon::service {

struct Plan {
  monitoring::Portfolio portfolio;
  std::optional<monitoring::Run> last;
  PolicyText policy;
  bool full = false;  // everybody is screened
  // The reverse index of the counterparties; null unless a delta run has to meet changed entities with it.
  std::shared_ptr<const match::Corpus> book;
  // What the last run screened, as versions of this store. All of it unless changes.lists says otherwise.
  std::vector<std::pair<model::SourceId, std::uint32_t>> base;
  ListIndex lists;
  std::shared_ptr<const PortfolioReach> reach;  // null at depth 0
  ClusterIds clusters;
  std::string clusters_text;
  monitoring::Run run;  // what is known of it beforehand
  monitoring::ChangesSince changes;
};

// What does not depend on each other is made at once, on request.threads threads (0: as many as the machine has).
// Errors: kNotFound without the portfolio, or without a list; kConflict when a list here is older than the one of the
// last run, which is not here, and the request is not for a full run; kDamaged; kIo.
[[nodiscard]] base::Result<Plan> make_plan(Workspace& workspace, monitoring::Transaction& transaction,
                                           const std::string& portfolio, const WatchRequest& request);

// The version here that holds what a list of a run held, by content. Returns: nullopt when none does.
[[nodiscard]] base::Result<std::optional<std::uint32_t>> version_here(const Workspace& workspace,
                                                                      const monitoring::ListUsed& list);

// Settings in words: what differs. Empty: nothing.
[[nodiscard]] std::string settings_difference(const monitoring::Run& before, const monitoring::Run& now);

}  // namespace cordon::service
