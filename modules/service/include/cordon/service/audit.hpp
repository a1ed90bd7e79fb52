// Use cases around the audit log, and copies of the data directory.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct VerifyRequest {
  std::optional<std::filesystem::path> file;  // an exported log instead of the data directory's own
  std::optional<std::string> anchor;          // a head noted earlier, hex: must be in the chain
};
// Emits {records, head, intact, anchored, problem}; of the data directory's own log also {differences: [{alert, field,
// what}]}: where alerts, histories, runs and portfolios are not what the log says. Returns: whether the log is intact
// and there is no difference.
[[nodiscard]] base::Result<bool> verify_audit(Workspace& workspace, const VerifyRequest& request, const JsonSink& sink);
// Emits the records, one a line, as docs/formats/audit-log.md says.
[[nodiscard]] base::Result<void> export_audit(Workspace& workspace, std::uint64_t from_sequence, const JsonSink& sink);
// Emits {sequence, hash}.
[[nodiscard]] base::Result<void> audit_head(Workspace& workspace, const JsonSink& sink);

// A consistent copy of the lists and of the monitoring data. Requires: the directory holds neither.
[[nodiscard]] base::Result<void> backup(Workspace& workspace, const std::filesystem::path& directory,
                                        const JsonSink& sink);
// Puts a copy into a data directory that holds nothing yet, and checks it (audit chain included).
[[nodiscard]] base::Result<void> restore(const std::filesystem::path& copy, const std::filesystem::path& directory,
                                         const base::Clock& clock, const JsonSink& sink);

}  // namespace cordon::service
