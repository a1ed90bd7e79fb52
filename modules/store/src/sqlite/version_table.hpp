// Rows of the tables version, note, manifest and state_change as values.
#pragma once

#include <optional>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/store/sqlite_database.hpp"
#include "cordon/store/version.hpp"
#include "fill_profile.hpp"
#include "manifest.hpp"

namespace cordon::store {

struct StoredVersion {
  std::int64_t id = 0;
  VersionInfo info;
};

// Sorted by source, publication date, number. Without the notes (parts, unmapped, findings) unless asked for.
struct VersionQuery {
  std::optional<model::SourceId> source;
  bool with_notes = true;
};
[[nodiscard]] base::Result<std::vector<StoredVersion>> load_versions(Database& db, const VersionQuery& query);

// Stores row, notes, manifest and first state. Returns: the row's id.
[[nodiscard]] base::Result<std::int64_t> insert_version(Database& db, const VersionInfo& info, const Manifest& manifest,
                                                        const FillProfile& fill);
// Returns: nullopt for a version of the time before there were profiles.
[[nodiscard]] base::Result<std::optional<FillProfile>> load_fill(Database& db, const StoredVersion& version);
[[nodiscard]] base::Result<void> update_counts(Database& db, const StoredVersion& version);
[[nodiscard]] base::Result<void> update_state(Database& db, const StoredVersion& version, base::Timestamp at);
[[nodiscard]] base::Result<Manifest> load_manifest(Database& db, const StoredVersion& version);
// The state a version had at the end of a day; nullopt when it was not there yet.
[[nodiscard]] base::Result<std::optional<VersionState>> state_known_on(Database& db, const StoredVersion& version,
                                                                       base::Date day);

// The active versions next to a place in the date order, nullptr when there is none. versions: of one source, sorted.
// A version with the same date and number as the place is passed over.
[[nodiscard]] const StoredVersion* active_before(const std::vector<StoredVersion>& versions, base::Date published,
                                                 std::uint32_t number) noexcept;
[[nodiscard]] const StoredVersion* active_after(const std::vector<StoredVersion>& versions, base::Date published,
                                                std::uint32_t number) noexcept;

}  // namespace cordon::store
