// Use cases beyond names: ownership verdicts, and what the rules say about an activity.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct OwnershipRequest {
  std::string regime = "us-ofac";
  std::string measure = "blocking";
  std::optional<base::Date> as_of;    // default: today
  std::optional<std::string> entity;  // one entity; empty: all
};

// Verdicts over a graph and a list of parties given as files. Needs no data directory.
// Emits {entity_id, verdict, share_min, share_max, threshold, evidence, missing, rule} for each entity.
[[nodiscard]] base::Result<void> ownership_of_files(const std::filesystem::path& graph,
                                                    const std::filesystem::path& listed,
                                                    const OwnershipRequest& request, const base::Clock& clock,
                                                    const JsonSink& sink);
// The same over the interests the loaded lists state.
[[nodiscard]] base::Result<void> ownership_of_lists(Workspace& workspace, const OwnershipRequest& request,
                                                    const JsonSink& sink);

// An activity file (YAML or JSON) against every rule. as_of: overrides the file's own; default today. Parties without
// given programmes are looked up in the lists of the data directory as of that day.
[[nodiscard]] base::Result<void> assess_file(Workspace& workspace, const std::filesystem::path& file,
                                             std::optional<base::Date> as_of, const JsonSink& sink);

}  // namespace cordon::service
