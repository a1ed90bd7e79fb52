// ICEWS and POLECAT event tables: actors by name and country, columns by the names in the first line.
// Thread: pure functions. Formats: docs/formats/events.md.
#pragma once

#include <string>

#include "cordon/base/result.hpp"
#include "cordon/horizon/scan.hpp"

namespace cordon::horizon {

// Whether the first line is that of an ICEWS or POLECAT table. Errors: kIo.
[[nodiscard]] base::Result<bool> is_named_table(const std::string& path);
// Errors: kIo; kMissingField when a column it needs is not there.
[[nodiscard]] base::Result<ScanReport> scan_named_events(const std::string& path, const ScanOptions& options);

}  // namespace cordon::horizon
