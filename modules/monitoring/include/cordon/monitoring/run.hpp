// A run: one screening of a portfolio, whole or of what changed, and its coverage certificate.
// Values. A run exists only when it is finished: its alerts, audit records and this record are one transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"
#include "cordon/monitoring/portfolio.hpp"

namespace cordon::monitoring {

// A list in the version that was screened.
struct ListUsed {
  std::string source;
  std::uint32_t version = 0;
  std::string sha256;
  std::string published;  // YYYY-MM-DD
  std::uint64_t subjects = 0;
  friend bool operator==(const ListUsed&, const ListUsed&) = default;
};

// The ownership graph a run looked through, and what it came to.
struct OwnershipUsed {
  std::string as_of;            // YYYY-MM-DD, the day of the verdicts
  std::string rule;             // "us-ofac-50-percent-aggregate@1"
  std::string rules_sha256;     // of the text of all ownership rules, which the storage keeps
  std::vector<ListUsed> graph;  // the lists and ownership data whose interests it holds, sorted by source
  std::string sha256;           // of its interests, in an order of their own: equal interests give equal hashes
  std::uint64_t interests = 0;
  std::uint64_t parties = 0;
  std::uint64_t reached = 0;       // parties that ownership or control reaches within the depth
  std::uint64_t undetermined = 0;  // of them, those of which facts are missing
  std::uint64_t deeper = 0;        // reached by longer chains than the depth only
  // Which way owners that only files know were compared with the names of the lists. 1: taken for listed parties or
  // not; 2: also in doubt. The same data give other parties under another one.
  int links = 1;
  std::string lacking;  // "no EU list is loaded": nothing can be determined; empty: a list is there
  friend bool operator==(const OwnershipUsed&, const OwnershipUsed&) = default;
};

struct Run {
  std::uint64_t id = 0;  // 1, 2, 3 ... given by the storage
  std::string portfolio;
  std::string kind;        // "full" or "delta"
  std::uint64_t base = 0;  // a delta adds to the coverage of this run; 0 = none
  base::Timestamp started{};
  base::Timestamp finished{};
  std::vector<ListUsed> lists;  // sorted by source
  std::uint32_t portfolio_revision = 0;
  PortfolioSettings settings;
  int policy_revision = 0;
  std::string policy_sha256;               // of its text, which the storage keeps
  std::string clusters_sha256;             // of the text of the clusters of all lists; empty: none
  std::optional<OwnershipUsed> ownership;  // at depth 0: none
  std::string software;
  std::uint64_t opened = 0;    // alerts
  std::uint64_t updated = 0;   // findings that changed
  std::uint64_t reopened = 0;  // whose disposition no longer holds
  std::uint64_t lapsed = 0;
  std::string certificate;  // JSON, see docs/formats/audit-log.md
  friend bool operator==(const Run&, const Run&) = default;
};

[[nodiscard]] std::string to_json(const Run& run);
[[nodiscard]] base::Result<Run> run_from_json(std::string_view json);

}  // namespace cordon::monitoring
