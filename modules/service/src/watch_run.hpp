// One run over one portfolio: plan what is affected, screen it, write alerts, audit records and run in one transaction.
#pragma once

#include <string>

#include "cordon/monitoring/reconcile.hpp"
#include "cordon/monitoring/storage.hpp"
#include "cordon/service/watch.hpp"
#include "monitor.hpp"

namespace cordon::service {

struct RunOutcome {
  monitoring::Run run;
  std::uint64_t counterparties = 0;
  std::uint64_t screened = 0;  // of them, in this run
  monitoring::AuditHead head;  // after the run
};

// Tries again when another process finished a run, or changed the portfolio, meanwhile. Errors: kNotFound, kConflict
// (after several tries), kIo.
[[nodiscard]] base::Result<RunOutcome> run_portfolio(Workspace& workspace, monitoring::Storage& storage,
                                                     const std::string& portfolio, const WatchRequest& request);

}  // namespace cordon::service
