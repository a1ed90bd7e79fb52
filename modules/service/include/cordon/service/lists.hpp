// Use cases around the lists: import, what is loaded, what changed, one entity.
// Fields of the JSON: as in the command reference (docs/api/commands.md).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct ImportRequest {
  std::vector<std::filesystem::path> paths;
  std::optional<std::string> source;
  std::optional<base::Date> as_of;  // publication date where the file has none
  bool partial = false;
  std::string edition;          // what names the publication where the file does not
  std::string expected_format;  // refuse anything else; empty: any
};

// Imports every list found; one that fails does not stop the others. Emits one object a list.
// Returns: the errors of lists that failed or were quarantined; empty when all went well.
[[nodiscard]] base::Result<std::vector<base::Error>> import_lists(Workspace& workspace, const ImportRequest& request,
                                                                  const JsonSink& sink, const MessageSink& message);

[[nodiscard]] base::Result<void> list_sources(Workspace& workspace, const JsonSink& sink);
[[nodiscard]] base::Result<void> list_versions(Workspace& workspace, const std::optional<std::string>& source,
                                               const JsonSink& sink);

struct ChangesRequest {
  std::vector<std::string> sources;  // empty: all
  std::optional<std::string> from;   // a version number or a date
  std::optional<std::string> to;
  std::optional<base::Date> since;  // instead of from
  std::optional<std::string> programme;
};
[[nodiscard]] base::Result<void> list_changes(Workspace& workspace, const ChangesRequest& request,
                                              const JsonSink& sink);

// Errors: kNotFound when no loaded list has the entity on that date.
[[nodiscard]] base::Result<void> show_entity(Workspace& workspace, const std::string& id,
                                             std::optional<base::Date> as_of, const JsonSink& sink);

// decision: true releases a quarantined version, false rejects it.
[[nodiscard]] base::Result<void> decide_quarantine(Workspace& workspace, const std::string& source, bool release,
                                                   const JsonSink& sink);

// Returns: whether all is well. Emits one object {state, checks:[{check, state, detail, advice}]}.
[[nodiscard]] base::Result<bool> run_doctor(Workspace& workspace, const JsonSink& sink);

}  // namespace cordon::service
