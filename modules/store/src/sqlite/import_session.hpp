// The writer of one version. Bodies go in by batches; the version's row and manifest come in the last transaction, so
// that a version is visible whole or not at all. What an interrupted import left behind is removed by the next writer.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "body_codec.hpp"
#include "cordon/base/clock.hpp"
#include "cordon/store/sqlite_database.hpp"
#include "cordon/store/store.hpp"
#include "fill_profile.hpp"
#include "manifest.hpp"
#include "plausibility.hpp"
#include "sqlite/version_table.hpp"
#include "sqlite/writer_lock.hpp"

namespace cordon::store {

// A connection for writing, with the settings the store's promises rest on.
[[nodiscard]] base::Result<Database> open_writer(const std::filesystem::path& file, OpenMode mode);
// Removes the bodies of an interrupted import. Requires: the caller is the writer, outside a transaction.
[[nodiscard]] base::Result<void> remove_leftovers(Database& db);

// A batch ends at either bound. Most lists fit in one batch, which then is one transaction; the bounds keep SQLite's
// write-ahead log below about 100 MB for the largest inputs.
struct BatchBounds {
  std::size_t entities = 200'000;
  std::size_t bytes = 64U << 20U;  // of new bodies
};

class SqliteImportSession final : public ImportSession {
 public:
  // Requires: the directory holds a store of the current schema.
  [[nodiscard]] static base::Result<std::unique_ptr<SqliteImportSession>> begin(const std::filesystem::path& directory,
                                                                                const model::SourceId& source,
                                                                                const base::Clock& clock,
                                                                                BatchBounds bounds = {});
  ~SqliteImportSession() override;

  [[nodiscard]] base::Result<void> add(model::ListEntity&& entity) override;
  [[nodiscard]] base::Result<ImportOutcome> commit(const model::ListDescription& list,
                                                   const ImportOptions& options) override;

 private:
  struct Statements {
    Statement insert;
    Statement find_hash;
    Statement find_key;
    Statement remove;
  };
  struct Slot {
    BodyKey key = 0;
    std::uint64_t checksum = 0;
  };

  SqliteImportSession(WriterLock lock, Database db, model::SourceId source, const base::Clock& clock,
                      BatchBounds bounds)
      : lock_(std::move(lock)), db_(std::move(db)), source_(std::move(source)), clock_(clock), bounds_(bounds) {}

  base::Result<void> prepare();
  base::Result<void> remember_last_version();
  base::Result<void> add_entity(model::ListEntity&& entity);
  base::Result<BodyKey> store_body(std::string_view bytes);
  base::Result<std::optional<BodyKey>> find_body(const BodyHash& hash);
  base::Result<std::optional<std::size_t>> find_slot(const model::EntityId& id, std::uint64_t id_hash);
  base::Result<void> merge(std::size_t slot, model::ListEntity&& entity);
  base::Result<void> end_batch();
  base::Result<void> abandon();

  base::Result<ImportOutcome> commit_version(const model::ListDescription& list, const ImportOptions& options);
  VersionInfo describe(const model::ListDescription& list, const ImportOptions& options) const;
  std::optional<ImportOutcome> find_same(const std::vector<StoredVersion>& versions, const VersionInfo& info) const;
  base::Result<Plausibility> judge(const model::ListDescription& list, const VersionInfo& info,
                                   const std::vector<StoredVersion>& versions, const HealthLimits& limits);
  base::Result<std::optional<Twin>> find_twin(const VersionInfo& info, const std::vector<StoredVersion>& versions);
  Manifest make_manifest() const;
  base::Result<void> count_differences(std::vector<StoredVersion>& versions, StoredVersion& stored);

  WriterLock lock_;  // outlives the connection: released last
  Database db_;
  model::SourceId source_;
  const base::Clock& clock_;
  BatchBounds bounds_;
  std::unique_ptr<Statements> sql_;
  std::unique_ptr<Transaction> transaction_;
  BodyKey first_key_ = 1;      // bodies with this key or a higher one are this session's
  bool mostly_known_ = false;  // a long list that is here already: ask the index before inserting
  bool batches_written_ = false;
  bool finished_ = false;
  bool broken_ = false;  // a write failed: only abandoning is left
  std::size_t batch_entities_ = 0;
  std::size_t batch_bytes_ = 0;

  std::string bytes_;                                                // of the entity being added
  std::unordered_map<BodyHash, BodyKey, BodyHashHash> last_bodies_;  // of the source's last version
  std::vector<Slot> slots_;                                          // one per entity
  std::unordered_multimap<std::uint64_t, std::size_t> slot_by_id_;   // by the hash of the entity id
  std::uint64_t subjects_ = 0;
  std::uint64_t merged_ = 0;
  FillProfile fill_;
};

}  // namespace cordon::store
