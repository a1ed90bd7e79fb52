// The difference of two stored versions: manifests first, then the bodies that differ.
#pragma once

#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/store/delta.hpp"
#include "cordon/store/sqlite_database.hpp"
#include "sqlite/version_table.hpp"

namespace cordon::store {

// before: nullptr = the empty list. details: see DeltaInput. Sorted by entity id.
[[nodiscard]] base::Result<std::vector<SubjectChange>> version_delta(Database& db, const StoredVersion* before,
                                                                     const StoredVersion& after, bool details);

// Sets the added, removed and changed counts of a version against the one before it.
[[nodiscard]] base::Result<void> recount(Database& db, const StoredVersion* before, StoredVersion& version);

}  // namespace cordon::store
