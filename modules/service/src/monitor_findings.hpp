// What `doctor` says of portfolios, alerts and the audit log: whether the storage reads back, the chain verifies, and
// what the log says of alerts and runs is what is there.
#pragma once

#include <vector>

#include "cordon/service/workspace.hpp"
#include "list_findings.hpp"

namespace cordon::service {

// Returns: nothing where no portfolio was ever imported.
[[nodiscard]] std::vector<ListFinding> monitor_findings(const Workspace& workspace);

}  // namespace cordon::service
