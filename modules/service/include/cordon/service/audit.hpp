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

struct BackupRequest {
  std::filesystem::path directory;
  std::string by = "cordon";  // for the audit log
};
// A consistent copy of the lists and of the monitoring data, with a manifest of SHA-256 sums; a failed one leaves
// nothing behind. With PostgreSQL the copy holds the lists only, and the note says so. Requires: the directory holds no
// copy. Emits {copy, lists, monitoring, note}.
[[nodiscard]] base::Result<void> backup(Workspace& workspace, const BackupRequest& request, const JsonSink& sink,
                                        const MessageSink& message);
// Puts a copy into a data directory that holds nothing yet. Checked before: every file against the manifest, the store,
// the audit chain, and, where an older program made the copy without a manifest, the tables against the log.
// Errors: kDamaged naming the file. Emits {restored, monitoring, audit_records, manifest, note}.
[[nodiscard]] base::Result<void> restore(const std::filesystem::path& copy, const std::filesystem::path& directory,
                                         const base::Clock& clock, const JsonSink& sink);

}  // namespace cordon::service
