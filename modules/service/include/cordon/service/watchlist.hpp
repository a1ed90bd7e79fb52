// Use cases around own watch-lists: lists a user keeps by hand, screened and versioned like any other.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cordon/service/workspace.hpp"

namespace cordon::service {

// One entry as {column, value} pairs: name alias schema birth_date country gender id_number imo address note.
using WatchlistEntry = std::vector<std::pair<std::string, std::string>>;

// The list is DIR/watchlists/LIST.csv, which may also be edited by hand (then: reload). Every change is a new version
// of the source LIST. Emits the entry {id, ...} that was added.
[[nodiscard]] base::Result<void> watchlist_add(Workspace& workspace, const std::string& list,
                                               const WatchlistEntry& entry, const JsonSink& sink);
// Errors: kNotFound.
[[nodiscard]] base::Result<void> watchlist_remove(Workspace& workspace, const std::string& list, const std::string& id,
                                                  const JsonSink& sink);
// Emits the entries.
[[nodiscard]] base::Result<void> watchlist_show(Workspace& workspace, const std::string& list, const JsonSink& sink);
// Takes the file as it is now. Emits {source, version, subjects}.
[[nodiscard]] base::Result<void> watchlist_reload(Workspace& workspace, const std::string& list, const JsonSink& sink);

}  // namespace cordon::service
