// Turns what a screening found into changes of alerts: opened, updated, reopened, lapsed. The same code serves full and
// delta runs; only the scope differs, so that both leave the same alerts.
// Invariant: everything happens inside the given transaction, one audit record for each change of an alert.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"
#include "cordon/monitoring/finding.hpp"
#include "cordon/monitoring/storage.hpp"
#include "cordon/store/delta.hpp"

namespace cordon::monitoring {

// One counterparty and one cluster as a run found them.
struct CurrentFinding {
  std::string counterparty;
  std::string cluster;                // see Alert::cluster
  std::string facts;                  // facts_json()
  std::vector<std::string> entities;  // sorted
  std::vector<std::string> programmes;
  double score = 0;
  Searched searched;
  std::string words = {};  // of an ownership finding: interests, holders, listed parties and rule in one sentence
};

// A counterparty that came, changed or left since the run before.
struct RowChange {
  store::ChangeKind kind = store::ChangeKind::kChanged;
  std::vector<std::string> columns;  // that changed, sorted
};

// Everything that changed since the run before; empty for a first run.
struct ChangesSince {
  bool first_run = false;
  std::string settings;  // "policy onboarding/3 -> payments/1"; empty: the same
  std::string lists;     // why entities does not hold all that the lists changed; empty: it does
  std::map<std::string, RowChange> rows;
  std::map<std::string, store::SubjectChange> entities;
  std::set<std::string> reclustered;  // entities that joined or left a cluster
  // Parties whom owners reach otherwise than before, or no longer: by which fact.
  std::map<std::string, Reason> owned;
};

[[nodiscard]] Reason reason_of(const CurrentFinding& finding, const ChangesSince& changes);
[[nodiscard]] Reason reason_of_lapse(const Alert& alert, const ChangesSince& changes);

struct ReconcileOptions {
  std::string portfolio;
  PortfolioSettings settings;
  std::uint64_t run = 0;
  base::Timestamp now{};
  std::string entropy;  // unpredictable bytes that are kept nowhere: the salts of new alerts come from them
  // Whether an existing alert of this counterparty was screened again; a full run says always.
  std::function<bool(std::string_view counterparty)> in_scope;
};

struct ReconcileCounts {
  std::uint64_t opened = 0;
  std::uint64_t updated = 0;
  std::uint64_t reopened = 0;
  std::uint64_t lapsed = 0;
};

// Requires: findings hold every finding of the counterparties in scope, one for each counterparty and cluster.
[[nodiscard]] base::Result<ReconcileCounts> reconcile(Transaction& transaction, std::vector<CurrentFinding> findings,
                                                      const ChangesSince& changes, const ReconcileOptions& options);

}  // namespace cordon::monitoring
