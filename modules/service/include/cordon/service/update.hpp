// Use case: download the official lists and import them. One failing list does not stop the others; the last good
// version of each stays in use.
#pragma once

#include <filesystem>
#include <functional>
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

// Does the turn at once and then whenever `every` ("90s", "30m", "6h", "1d") has passed since the last start, until the
// environment wants to stop. Errors: kInvalidArgument for the text; then no turn is done.
[[nodiscard]] base::Result<void> repeat_every(const std::string& every, const base::Clock& clock,
                                              fetch::Environment& environment, const std::function<void()>& turn);

}  // namespace cordon::service
