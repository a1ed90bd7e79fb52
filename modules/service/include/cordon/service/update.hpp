// Use case: download the official lists and import them. One failing list does not stop the others; the last good
// version of each stays in use.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/fetch/environment.hpp"
#include "cordon/fetch/fetch.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct UpdateRequest {
  std::vector<std::string> sources;                // empty: all of the catalogue
  std::optional<std::filesystem::path> catalogue;  // the user's own table instead of the shipped one
  bool dry_run = false;                            // say what would be fetched, touch nothing
  bool partial = false;                            // as in ImportRequest
  fetch::FetchOptions fetch;
};

// Emits one object a source: {source, title, result: imported|unchanged|not_modified|quarantined|failed|planned, files:
// [{file, url, status, bytes, sha256}], findings, import}. Returns: one error for each source that failed, is
// quarantined or stale; empty when all is well. Errors: those that concern the whole call (catalogue, lock, disk).
[[nodiscard]] base::Result<std::vector<base::Error>> update_lists(Workspace& workspace, const UpdateRequest& request,
                                                                  fetch::Environment& environment, const JsonSink& sink,
                                                                  const MessageSink& message);

}  // namespace cordon::service
