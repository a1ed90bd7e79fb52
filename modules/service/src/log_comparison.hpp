// Portfolios, alerts, their histories and runs held against what the audit log says of them: the log keeps the digests
// of decisions, notes, findings and settings, so that a value changed beside it shows.
// It reads only. What the log does not hold it cannot compare: values of past versions of counterparties (replay finds
// them) and decisions of an older tool that wait for their alert.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cordon/monitoring/storage.hpp"

namespace cordon::service {

struct StorageDifference {
  std::string alert;  // id; empty: not of an alert
  std::string field;  // "assignee", "disposition.reason", "finding of revision 2" ...
  std::string what;   // a sentence that names the alert and the field, without personal values
};

struct StorageComparison {
  std::vector<StorageDifference> differences;  // the first kMostDifferences of them
  std::uint64_t portfolios = 0;
  std::uint64_t alerts = 0;
  std::uint64_t runs = 0;
  std::uint64_t records = 0;
};
inline constexpr std::size_t kMostDifferences = 100;

// Errors: kDamaged when the log itself is not intact or something cannot be read; kIo.
[[nodiscard]] base::Result<StorageComparison> compare_with_log(monitoring::Transaction& transaction);

}  // namespace cordon::service
