// Store: immutable versions per source, as-of reads, deltas. The interface every backend implements; one contract test
// suite runs over all of them.
// Invariants: a version becomes visible whole or not at all, whatever happens to the process; a stored version's
// entities never change; one writer at a time per data directory, readers are never blocked.
// Thread: a Store may be shared between threads; an ImportSession belongs to one.
// It does not read list formats (ingest), does not fetch, and decides nothing about quarantined lists (people do).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/model/list_entity.hpp"
#include "cordon/store/delta.hpp"
#include "cordon/store/snapshot.hpp"
#include "cordon/store/version.hpp"

namespace cordon::store {

// Takes the entities of one list and makes a version of them. Destroyed without a successful commit, it leaves no
// trace.
class ImportSession : public model::ListEntitySink {
 public:
  // add(): Errors: kMalformed for a second, different subject with the same id; kIo when the disk is full. An entity
  // that is no subject and comes again with other values is merged (FollowTheMoney: one id, one entity).

  // Requires: called once, last; nothing may be added after it.
  // Errors: kConflict when parts are missing that the version before had (unless options.partial); kIo. A list that is
  // not plausible is no error: it is stored as quarantined and outcome.quarantined says so.
  [[nodiscard]] virtual base::Result<ImportOutcome> commit(const model::ListDescription& list,
                                                           const ImportOptions& options) = 0;
};

// One thing check() found wrong, and what to do about it.
struct StoreProblem {
  std::string what;
  std::string advice;
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Becomes the writer. source may be empty: then commit takes ListDescription::source; otherwise it wins over that.
  // Errors: kConflict naming the process that is writing; kIo on a read-only store.
  [[nodiscard]] virtual base::Result<std::unique_ptr<ImportSession>> begin_import(const model::SourceId& source) = 0;

  // Sorted by source id.
  [[nodiscard]] virtual base::Result<std::vector<SourceInfo>> sources() const = 0;
  // All versions in every state, sorted by source, publication date, number.
  [[nodiscard]] virtual base::Result<std::vector<VersionInfo>> versions(
      const std::optional<model::SourceId>& source) const = 0;
  // Errors: kNotFound for a number that does not exist (any state), or a date before the first active version.
  [[nodiscard]] virtual base::Result<VersionInfo> resolve_version(const model::SourceId& source,
                                                                  const VersionRef& ref) const = 0;

  // The active versions that answer the request. Errors: kNotFound for a source that has no version at all;
  // kDamaged when stored data fails its checks.
  [[nodiscard]] virtual base::Result<std::shared_ptr<const Snapshot>> snapshot(
      const SnapshotRequest& request) const = 0;

  // The versions that snapshot(request) would consist of, without reading their entities. Errors: as snapshot().
  [[nodiscard]] virtual base::Result<std::vector<VersionInfo>> chosen_versions(const SnapshotRequest& request) const {
    CORDON_ASSIGN(const std::shared_ptr<const Snapshot> found, snapshot(request));
    return std::vector<VersionInfo>(found->versions().begin(), found->versions().end());
  }

  // The difference from one version to another, by entity id. from_version 0 is the empty list. The two need not be
  // neighbours, nor in order, nor active.
  [[nodiscard]] virtual base::Result<std::vector<SubjectChange>> changes(const model::SourceId& source,
                                                                         std::uint32_t from_version,
                                                                         std::uint32_t to_version) const = 0;

  // Releases (kActive), rejects or withdraws a version; the counts of its neighbours follow. Returns: the version.
  [[nodiscard]] virtual base::Result<VersionInfo> set_version_state(const model::SourceId& source,
                                                                    std::uint32_t version, VersionState state) = 0;

  // Reads everything and checks it. An empty list means: sound.
  [[nodiscard]] virtual base::Result<std::vector<StoreProblem>> check() const = 0;

  // Writes a consistent copy into a directory that holds no store yet, also while a writer runs.
  [[nodiscard]] virtual base::Result<void> copy_to(const std::filesystem::path& directory) const = 0;
};

}  // namespace cordon::store
