#include "cordon/store/sqlite_store.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <system_error>

#include "sqlite/body_table.hpp"
#include "sqlite/check.hpp"
#include "sqlite/import_session.hpp"
#include "sqlite/schema.hpp"
#include "sqlite/version_delta.hpp"
#include "sqlite/version_table.hpp"
#include "sqlite/writer_lock.hpp"

namespace cordon::store {
namespace {

namespace fs = std::filesystem;

std::string name_of(const VersionInfo& info) {
  return "version " + std::to_string(info.version) + " of " + info.source.str();
}

base::Error no_source(const model::SourceId& source) {
  return base::Error{base::ErrorCode::kNotFound, "the store has no list '" + source.str() + "'"};
}

// A connection for reading a store that exists. One that could write folds the log into store.db when the last
// connection closes, so that a store at rest is one file; where the file cannot be written, SQLite opens it read-only.
base::Result<Database> open_reader(const fs::path& file, bool read_only) {
  CORDON_ASSIGN(Database db, Database::open(file, read_only ? OpenMode::kReadOnly : OpenMode::kReadWrite));
  CORDON_TRY(db.execute("PRAGMA query_only = ON"));
  const auto probe = db.query_integer("PRAGMA user_version");
  if (probe) return db;
  if (probe.error().code != base::ErrorCode::kIo) return probe.error();
  // A directory that cannot be written has no place for SQLite's shared index; without a log none is needed.
  std::error_code problem;
  const fs::path log = file.string() + "-wal";
  if (fs::exists(log, problem) && fs::file_size(log, problem) > 0) return probe.error();
  return Database::open(file, OpenMode::kImmutable);
}

base::Result<void> load_entities(Database& db, const StoredVersion& version, bool include_related,
                                 std::vector<model::SourcedEntity>& out) {
  CORDON_ASSIGN(const Manifest manifest, load_manifest(db, version));
  out.reserve(out.size() + (include_related ? manifest.keys.size() : manifest.subjects));
  std::uint64_t sum = 0;
  CORDON_TRY(for_each_body(db, manifest.keys, [&](BodyKey, std::string_view data) -> base::Result<void> {
    sum += body_checksum(data);
    BodyHead head;
    if (!include_related && read_body_head(data, head) && !head.is_subject) return {};
    CORDON_ASSIGN(model::ListEntity entity, decode_body(data));
    out.push_back({version.info.source, std::move(entity)});
    return {};
  }));
  if (sum != manifest.body_sum) {
    return base::Error{base::ErrorCode::kDamaged, "store: the entities of " + name_of(version.info) +
                                                      " do not match their checksum; `cordon doctor` says more"};
  }
  return {};
}

class SqliteStore final : public Store {
 public:
  SqliteStore(fs::path directory, const OpenOptions& options, Database reader)
      : directory_(std::move(directory)),
        clock_(options.clock),
        read_only_(options.read_only),
        reader_(std::move(reader)) {}

  base::Result<std::unique_ptr<ImportSession>> begin_import(const model::SourceId& source) override {
    CORDON_TRY(must_be_writable());
    CORDON_ASSIGN(auto session, SqliteImportSession::begin(directory_, source, clock_));
    return std::unique_ptr<ImportSession>(std::move(session));
  }

  base::Result<std::vector<SourceInfo>> sources() const override {
    const std::lock_guard lock(mutex_);
    CORDON_ASSIGN(std::vector<StoredVersion> versions, load_versions(reader_, {}));
    std::vector<SourceInfo> result;
    for (StoredVersion& version : versions) {
      if (result.empty() || result.back().source != version.info.source) {
        result.push_back({version.info.source, std::nullopt, {}});
      }
      if (version.info.state == VersionState::kActive)
        result.back().current = std::move(version.info);
      else if (version.info.state == VersionState::kQuarantined) {
        result.back().quarantined.push_back(std::move(version.info));
      }
    }
    return result;
  }

  base::Result<std::vector<VersionInfo>> versions(const std::optional<model::SourceId>& source) const override {
    const std::lock_guard lock(mutex_);
    CORDON_ASSIGN(std::vector<StoredVersion> stored, load_versions(reader_, {source, true}));
    std::vector<VersionInfo> result;
    result.reserve(stored.size());
    for (StoredVersion& version : stored) result.push_back(std::move(version.info));
    return result;
  }

  base::Result<VersionInfo> resolve_version(const model::SourceId& source, const VersionRef& ref) const override {
    const std::lock_guard lock(mutex_);
    CORDON_ASSIGN(std::vector<StoredVersion> versions, load_versions(reader_, {source, true}));
    if (versions.empty()) return no_source(source);
    if (const auto* date = std::get_if<base::Date>(&ref)) {
      const StoredVersion* found = active_before(versions, *date, UINT32_MAX);
      if (found != nullptr) return found->info;
      return base::Error{base::ErrorCode::kNotFound,
                         "no version of " + source.str() + " was published by " + date->to_string()};
    }
    CORDON_ASSIGN(StoredVersion found, numbered(versions, source, std::get<std::uint32_t>(ref)));
    return std::move(found.info);
  }

  base::Result<std::shared_ptr<const Snapshot>> snapshot(const SnapshotRequest& request) const override {
    const std::lock_guard lock(mutex_);
    // One read transaction: the versions and their entities belong together, whatever a writer does meanwhile.
    CORDON_ASSIGN(Transaction transaction, Transaction::begin(reader_, Transaction::Kind::kRead));
    CORDON_ASSIGN(const std::vector<StoredVersion> chosen, choose(request));
    std::string key = request.include_related ? "all" : "subjects";
    for (const StoredVersion& version : chosen) {
      key += ' ' + std::to_string(version.id) + ':' + std::to_string(version.info.added) + ':' +
             std::to_string(version.info.removed) + ':' + std::to_string(version.info.changed);
    }
    std::erase_if(snapshots_, [](const auto& entry) { return entry.second.expired(); });
    if (auto cached = snapshots_[key].lock()) return cached;
    std::vector<VersionInfo> infos;
    std::vector<model::SourcedEntity> entities;
    for (const StoredVersion& version : chosen) {
      CORDON_TRY(load_entities(reader_, version, request.include_related, entities));
      infos.push_back(version.info);
    }
    auto result = std::make_shared<const Snapshot>(std::move(infos), std::move(entities));
    snapshots_[key] = result;
    return result;
  }

  base::Result<std::vector<VersionInfo>> chosen_versions(const SnapshotRequest& request) const override {
    const std::lock_guard lock(mutex_);
    CORDON_ASSIGN(Transaction transaction, Transaction::begin(reader_, Transaction::Kind::kRead));
    CORDON_ASSIGN(std::vector<StoredVersion> chosen, choose(request));
    std::vector<VersionInfo> result;
    for (StoredVersion& version : chosen) result.push_back(std::move(version.info));
    return result;
  }

  base::Result<std::vector<SubjectChange>> changes(const model::SourceId& source, std::uint32_t from_version,
                                                   std::uint32_t to_version) const override {
    const std::lock_guard lock(mutex_);
    CORDON_ASSIGN(Transaction transaction, Transaction::begin(reader_, Transaction::Kind::kRead));
    CORDON_ASSIGN(const std::vector<StoredVersion> versions, load_versions(reader_, {source, false}));
    if (versions.empty()) return no_source(source);
    CORDON_ASSIGN(const StoredVersion after, numbered(versions, source, to_version));
    if (from_version == 0) return version_delta(reader_, nullptr, after, true);
    CORDON_ASSIGN(const StoredVersion before, numbered(versions, source, from_version));
    return version_delta(reader_, &before, after, true);
  }

  base::Result<VersionInfo> set_version_state(const model::SourceId& source, std::uint32_t version,
                                              VersionState state) override {
    CORDON_TRY(must_be_writable());
    CORDON_ASSIGN(const WriterLock lock, WriterLock::acquire(directory_, clock_.now()));
    CORDON_ASSIGN(Database db, open_writer(directory_ / "store.db", OpenMode::kReadWrite));
    CORDON_ASSIGN(Transaction transaction, Transaction::begin(db, Transaction::Kind::kImmediate));
    CORDON_ASSIGN(std::vector<StoredVersion> versions, load_versions(db, {source, true}));
    if (versions.empty()) return no_source(source);
    const auto at = std::ranges::find(versions, version, [](const StoredVersion& v) { return v.info.version; });
    if (at == versions.end()) return numbered(versions, source, version).error();
    if (at->info.state == state) return at->info;
    at->info.state = state;
    CORDON_TRY(update_state(db, *at, clock_.now()));
    const base::Date published = at->info.published;
    CORDON_TRY(recount(db, active_before(versions, published, version), *at));
    if (const StoredVersion* after = active_after(versions, published, version); after != nullptr) {
      StoredVersion& successor = versions[static_cast<std::size_t>(after - versions.data())];
      CORDON_TRY(recount(db, active_before(versions, successor.info.published, successor.info.version), successor));
    }
    CORDON_TRY(transaction.commit());
    return at->info;
  }

  base::Result<std::vector<StoreProblem>> check() const override {
    // A connection of its own: it takes seconds, and nobody should wait for it.
    CORDON_ASSIGN(Database db, open_reader(directory_ / "store.db", read_only_));
    CORDON_ASSIGN(Transaction transaction, Transaction::begin(db, Transaction::Kind::kRead));
    return check_database(db);
  }

  base::Result<void> copy_to(const fs::path& directory) const override {
    std::error_code problem;
    fs::create_directories(directory, problem);
    const fs::path file = directory / "store.db";
    if (problem) {
      return base::Error{base::ErrorCode::kIo,
                         "cannot make the directory of the copy: " + problem.message(),
                         {directory.string(), 0, {}}};
    }
    const bool is_there = fs::exists(file, problem);
    if (problem) {
      return base::Error{base::ErrorCode::kIo, "cannot look for a store: " + problem.message(), {file.string(), 0, {}}};
    }
    if (is_there) {
      return base::Error{base::ErrorCode::kConflict, "there is a store already", {file.string(), 0, {}}};
    }
    {
      CORDON_ASSIGN(Database source, open_reader(directory_ / "store.db", true));
      CORDON_TRY(source.execute("PRAGMA query_only = OFF"));
      CORDON_ASSIGN(Statement copy, source.prepare("VACUUM INTO ?1"));
      const std::string target = file.string();
      CORDON_TRY(copy.bind_text(1, target).run());
    }
    // Flushes the copy and gives it the log mode of a store.
    const base::Result<Database> copied = open_writer(file, OpenMode::kReadWrite);
    if (!copied) return copied.error();
    return {};
  }

 private:
  base::Result<void> must_be_writable() const {
    if (!read_only_) return {};
    return base::Error{base::ErrorCode::kIo, "store: the data directory was opened read-only"};
  }

  static base::Result<StoredVersion> numbered(const std::vector<StoredVersion>& versions, const model::SourceId& source,
                                              std::uint32_t number) {
    const auto at = std::ranges::find(versions, number, [](const StoredVersion& v) { return v.info.version; });
    if (at != versions.end()) return *at;
    return base::Error{base::ErrorCode::kNotFound, "expected a version of " + source.str() + " from 1 to " +
                                                       std::to_string(versions.size()) + ", found " +
                                                       std::to_string(number)};
  }

  // The last version of each wanted source that was active, published and known by the dates.
  base::Result<std::vector<StoredVersion>> choose(const SnapshotRequest& request) const {
    CORDON_ASSIGN(const std::vector<StoredVersion> versions, load_versions(reader_, {}));
    if (!request.exact.empty()) return choose_exactly(versions, request);
    std::map<model::SourceId, const StoredVersion*> last;
    for (const StoredVersion& version : versions) last.try_emplace(version.info.source, nullptr);
    for (const model::SourceId& source : request.sources) {
      if (!last.contains(source)) return no_source(source);
    }
    for (const StoredVersion& version : versions) {
      if (request.as_of && version.info.published > *request.as_of) continue;
      VersionState state = version.info.state;
      if (request.known) {
        CORDON_ASSIGN(const auto known, state_known_on(reader_, version, *request.known));
        if (!known) continue;
        state = *known;
      }
      if (state == VersionState::kActive) last[version.info.source] = &version;
    }
    std::vector<StoredVersion> chosen;
    for (const auto& [source, version] : last) {
      const bool wanted =
          request.sources.empty() || std::ranges::find(request.sources, source) != request.sources.end();
      if (wanted && version != nullptr) chosen.push_back(*version);
    }
    return chosen;
  }

  static base::Result<std::vector<StoredVersion>> choose_exactly(const std::vector<StoredVersion>& versions,
                                                                 const SnapshotRequest& request) {
    std::vector<StoredVersion> chosen;
    for (const auto& [source, number] : request.exact) {
      std::vector<StoredVersion> of_source;
      std::ranges::copy_if(versions, std::back_inserter(of_source),
                           [&id = source](const StoredVersion& version) { return version.info.source == id; });
      if (of_source.empty()) return no_source(source);
      CORDON_ASSIGN(StoredVersion found, numbered(of_source, source, number));
      chosen.push_back(std::move(found));
    }
    std::ranges::sort(chosen, {}, [](const StoredVersion& version) { return version.info.source; });
    return chosen;
  }

  fs::path directory_;
  const base::Clock& clock_;
  bool read_only_;
  mutable std::mutex mutex_;  // guards what follows
  mutable Database reader_;
  mutable std::map<std::string, std::weak_ptr<const Snapshot>> snapshots_;
};

base::Result<SchemaState> inspect_file(const fs::path& file, Database& db) {
  base::Result<SchemaState> state = inspect_schema(db);
  if (state) return state;
  return base::Error{state.error().code, state.error().message, {file.string(), 0, {}}};
}

base::Result<void> create_or_migrate(const fs::path& directory, const base::Clock& clock) {
  const fs::path file = directory / "store.db";
  std::error_code problem;
  if (fs::exists(file, problem)) {
    CORDON_ASSIGN(Database db, open_reader(file, true));
    CORDON_ASSIGN(const SchemaState state, inspect_file(file, db));
    if (state == SchemaState::kCurrent) return {};
  }
  // Two programs may start at once on a new directory.
  CORDON_ASSIGN(const WriterLock lock, WriterLock::acquire(directory, clock.now(), WriterLock::Patience::kSeconds));
  CORDON_ASSIGN(Database db, open_writer(file, OpenMode::kCreate));
  CORDON_ASSIGN(const SchemaState state, inspect_file(file, db));
  if (state == SchemaState::kCurrent) return {};
  return migrate(db);
}

}  // namespace

base::Result<std::unique_ptr<Store>> open_sqlite_store(const fs::path& directory, const OpenOptions& options) {
  std::error_code problem;
  const fs::path file = directory / "store.db";
  if (options.create) {
    fs::create_directories(directory, problem);
    if (problem) {
      return base::Error{
          base::ErrorCode::kIo, "cannot make the data directory: " + problem.message(), {directory.string(), 0, {}}};
    }
    CORDON_TRY(create_or_migrate(directory, options.clock));
  } else if (!fs::exists(file, problem)) {
    return base::Error{base::ErrorCode::kNotFound, "there is no store here", {directory.string(), 0, {}}};
  }
  CORDON_ASSIGN(Database reader, open_reader(file, options.read_only));
  CORDON_ASSIGN(const SchemaState state, inspect_file(file, reader));
  if (state != SchemaState::kCurrent) {
    return base::Error{base::ErrorCode::kUnsupported,
                       "the store was written by an older cordon; open it once for writing to bring it up to date",
                       {file.string(), 0, {}}};
  }
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(directory, options, std::move(reader)));
}

}  // namespace cordon::store
