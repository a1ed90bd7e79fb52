// Designation rounds as the outlook counts them: from a file, or from the versions of a loaded list.
// Thread: one user at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cordon/outlook/families.hpp"
#include "cordon/outlook/rounds.hpp"
#include "cordon/service/outlook.hpp"
#include "cordon/store/store.hpp"

namespace cordon::service {

using WorkspaceOpener = std::function<base::Result<Workspace*>()>;

// The versions that are served, oldest first; as_of: those published by its end.
[[nodiscard]] base::Result<std::vector<store::VersionInfo>> active_versions(const store::Store& store,
                                                                            const std::string& source,
                                                                            std::optional<base::Date> as_of);
// Leaves out the versions before the last hole between them: a gap of more than 60 days and ten times the usual one.
void drop_before_last_hole(std::vector<store::VersionInfo>& versions);
// New entries between neighbouring versions of one list. The first version is where observation begins.
[[nodiscard]] base::Result<outlook::RoundHistory> rounds_of_versions(const store::Store& store,
                                                                     const std::vector<store::VersionInfo>& versions,
                                                                     const outlook::ProgrammeFamily& family);
// open is called only without a file; of a list only versions published by as_of count, and of those the ones behind
// the last long hole between them. Errors: kNotFound when the list is not loaded.
[[nodiscard]] base::Result<outlook::RoundHistory> rounds_of(const WorkspaceOpener& open, const RoundsSource& from,
                                                            std::optional<base::Date> as_of);

// Up to which day the history is complete, seen on a day: what a forecast may take for quiet.
// Errors: kOutOfRange when that is too long before the day; the message says where the history ends.
[[nodiscard]] base::Result<base::Date> complete_to(const outlook::RoundHistory& history, const RoundsSource& from,
                                                   base::Date as_of);

}  // namespace cordon::service
