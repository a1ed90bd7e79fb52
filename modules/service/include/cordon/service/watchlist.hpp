// Use cases around own watch-lists: lists a user keeps by hand, screened and versioned like any other.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cordon/service/workspace.hpp"

namespace cordon::service {

// One entry as {column, value} pairs: name alias schema birth_date country gender id_number imo address note.
using WatchlistEntry = std::vector<std::pair<std::string, std::string>>;

struct WatchlistEdit {
  std::string list;  // small letters, digits and '_'
  std::string by;    // who edits, for the audit log
};

// The list is DIR/watchlists/LIST.csv, which may also be edited by hand (then: reload). Every change is a new version
// of the source LIST and a record of the audit log. Emits the entry {id, ...} that was added.
// Errors: kConflict when an imported or official list has this id; kMalformed for a value that screening cannot read.
[[nodiscard]] base::Result<void> watchlist_add(Workspace& workspace, const WatchlistEdit& edit,
                                               const WatchlistEntry& entry, const JsonSink& sink);
// Errors: kNotFound, kConflict.
[[nodiscard]] base::Result<void> watchlist_remove(Workspace& workspace, const WatchlistEdit& edit,
                                                  const std::string& id, const JsonSink& sink);
// Emits the entries.
[[nodiscard]] base::Result<void> watchlist_show(Workspace& workspace, const std::string& list, const JsonSink& sink);
// Takes the file as it is now. Emits {source, version, subjects}. Errors: as watchlist_add(), with the file's line.
[[nodiscard]] base::Result<void> watchlist_reload(Workspace& workspace, const WatchlistEdit& edit,
                                                  const JsonSink& sink);

}  // namespace cordon::service
