#include "sqlite/import_session.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "cordon/model/schema.hpp"
#include "sqlite/body_table.hpp"

namespace cordon::store {
namespace {

// The bodies of the source's last version are looked up in memory (a quarter of the time of the index) up to this
// number; 60 bytes each.
constexpr std::size_t kMostRememberedBodies = 500'000;

std::string_view as_bytes(const BodyHash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};  // NOLINT: bytes for SQLite
}

base::Error ended() {
  return base::Error{base::ErrorCode::kConflict, "store: this import has ended or failed; begin a new one"};
}

base::Error two_subjects(const model::EntityId& id) {
  return base::Error{base::ErrorCode::kMalformed,
                     "expected one record per subject, found two different ones with the id " + id.str(),
                     {{}, 0, id.str()}};
}

}  // namespace

base::Result<Database> open_writer(const std::filesystem::path& file, OpenMode mode) {
  CORDON_ASSIGN(Database db, Database::open(file, mode));
  // WAL: readers go on while a writer works, and a killed writer leaves only a tail that is not read. FULL: a version
  // that was reported as stored is on the disk; the price is one flush per import. The cache takes only what is used.
  CORDON_TRY(db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"));
  return db;
}

base::Result<void> remove_leftovers(Database& db) {
  CORDON_ASSIGN(const std::int64_t first, db.query_integer("SELECT min(first_key) FROM pending"));
  if (first == 0) return {};
  CORDON_ASSIGN(Transaction transaction, Transaction::begin(db, Transaction::Kind::kImmediate));
  CORDON_TRY(db.execute("DELETE FROM body WHERE key >= " + std::to_string(first) + "; DELETE FROM pending"));
  return transaction.commit();
}

base::Result<std::unique_ptr<SqliteImportSession>> SqliteImportSession::begin(const std::filesystem::path& directory,
                                                                              const model::SourceId& source,
                                                                              const base::Clock& clock,
                                                                              BatchBounds bounds) {
  CORDON_ASSIGN(WriterLock lock, WriterLock::acquire(directory, clock.now()));
  CORDON_ASSIGN(Database db, open_writer(directory / "store.db", OpenMode::kReadWrite));
  std::unique_ptr<SqliteImportSession> session(new SqliteImportSession(std::move(lock), std::move(db), source, clock,
                                                                       bounds));  // NOLINT: the constructor is private
  CORDON_TRY(session->prepare());
  return session;
}

base::Result<void> SqliteImportSession::prepare() {
  CORDON_TRY(remove_leftovers(db_));
  CORDON_ASSIGN(const std::int64_t last_key, db_.query_integer("SELECT max(key) FROM body"));
  first_key_ = last_key + 1;
  CORDON_TRY(remember_last_version());
  CORDON_ASSIGN(Transaction transaction, Transaction::begin(db_, Transaction::Kind::kImmediate));
  transaction_ = std::make_unique<Transaction>(std::move(transaction));
  CORDON_ASSIGN(Statement insert, db_.prepare("INSERT OR IGNORE INTO body (hash, data) VALUES (?1, ?2)"));
  CORDON_ASSIGN(Statement find_hash, db_.prepare("SELECT key FROM body WHERE hash = ?1"));
  CORDON_ASSIGN(Statement find_key, db_.prepare("SELECT data FROM body WHERE key = ?1"));
  CORDON_ASSIGN(Statement remove, db_.prepare("DELETE FROM body WHERE key = ?1"));
  sql_ = std::make_unique<Statements>(
      Statements{std::move(insert), std::move(find_hash), std::move(find_key), std::move(remove)});
  return {};
}

base::Result<void> SqliteImportSession::remember_last_version() {
  if (source_.empty()) return {};
  CORDON_ASSIGN(const std::vector<StoredVersion> versions, load_versions(db_, {source_, false}));
  const auto last = std::ranges::max_element(versions, {}, [](const StoredVersion& v) { return v.info.version; });
  if (last == versions.end()) return {};
  mostly_known_ = last->info.entities > kMostRememberedBodies;
  if (mostly_known_) return {};
  CORDON_ASSIGN(const Manifest manifest, load_manifest(db_, *last));
  last_bodies_.reserve(manifest.keys.size());
  slots_.reserve(manifest.keys.size());
  slot_by_id_.reserve(manifest.keys.size());
  return for_each_hash(db_, manifest.keys, [&](BodyKey key, std::string_view bytes) -> base::Result<void> {
    BodyHash hash{};
    if (bytes.size() != hash.size()) {
      return base::Error{base::ErrorCode::kDamaged,
                         "store: the hash of entity body " + std::to_string(key) + " is damaged"};
    }
    std::memcpy(hash.data(), bytes.data(), hash.size());
    last_bodies_.emplace(hash, key);
    return {};
  });
}

SqliteImportSession::~SqliteImportSession() {
  // When this fails too (the disk is gone), the next writer does it.
  if (!finished_) static_cast<void>(abandon());
}

base::Result<void> SqliteImportSession::abandon() {
  finished_ = true;
  sql_.reset();
  transaction_.reset();
  if (!batches_written_) return {};
  return remove_leftovers(db_);
}

base::Result<BodyKey> SqliteImportSession::store_body(std::string_view bytes) {
  const BodyHash hash = hash_body(bytes);
  if (const auto known = last_bodies_.find(hash); known != last_bodies_.end()) return known->second;
  if (mostly_known_) {
    CORDON_ASSIGN(const std::optional<BodyKey> known, find_body(hash));
    if (known) return *known;
  }
  CORDON_TRY(sql_->insert.bind_blob(1, as_bytes(hash)).bind_blob(2, bytes).run());
  batch_bytes_ += bytes.size();
  if (db_.changed_rows() > 0) return db_.last_insert_key();
  CORDON_ASSIGN(const std::optional<BodyKey> other, find_body(hash));
  if (!other) return base::Error{base::ErrorCode::kDamaged, "store: the index of entity bodies is damaged"};
  return *other;
}

base::Result<std::optional<BodyKey>> SqliteImportSession::find_body(const BodyHash& hash) {
  CORDON_ASSIGN(const bool found, sql_->find_hash.bind_blob(1, as_bytes(hash)).step());
  const std::optional<BodyKey> key = found ? std::optional(sql_->find_hash.integer(0)) : std::nullopt;
  sql_->find_hash.reset();
  return key;
}

base::Result<std::optional<std::size_t>> SqliteImportSession::find_slot(const model::EntityId& id,
                                                                        std::uint64_t id_hash) {
  const auto [begin, end] = slot_by_id_.equal_range(id_hash);
  for (auto at = begin; at != end; ++at) {
    CORDON_ASSIGN(const bool found, sql_->find_key.bind(1, slots_[at->second].key).step());
    BodyHead head;
    const bool same = found && read_body_head(sql_->find_key.blob(0), head) && head.entity_id == id.str();
    sql_->find_key.reset();
    if (same) return std::optional{at->second};
  }
  return std::optional<std::size_t>{};
}

base::Result<void> SqliteImportSession::add(model::ListEntity&& entity) {
  if (finished_ || broken_) return ended();
  base::Result<void> added = add_entity(std::move(entity));
  // After a failed write SQLite may have rolled back by itself: what was added before is not there any more.
  broken_ = !added && added.error().code != base::ErrorCode::kMalformed;
  return added;
}

base::Result<void> SqliteImportSession::add_entity(model::ListEntity&& entity) {
  const model::EntityId& id = entity.entity.id();
  if (id.empty()) return base::Error{base::ErrorCode::kMalformed, "expected an entity with an id, found none"};
  const std::uint64_t id_hash = XXH3_64bits(id.str().data(), id.str().size());
  CORDON_ASSIGN(const std::optional<std::size_t> slot, find_slot(id, id_hash));
  if (slot) return merge(*slot, std::move(entity));
  encode_body(entity, bytes_);
  CORDON_ASSIGN(const BodyKey key, store_body(bytes_));
  slot_by_id_.emplace(id_hash, slots_.size());
  slots_.push_back({key, body_checksum(bytes_)});
  fill_.add(entity.entity);
  if (entity.is_subject) ++subjects_;
  if (++batch_entities_ >= bounds_.entities || batch_bytes_ >= bounds_.bytes) return end_batch();
  return {};
}

base::Result<void> SqliteImportSession::merge(std::size_t slot, model::ListEntity&& entity) {
  CORDON_ASSIGN(const bool found, sql_->find_key.bind(1, slots_[slot].key).step());
  if (!found) return base::Error{base::ErrorCode::kDamaged, "store: an entity body vanished during import"};
  base::Result<model::ListEntity> decoded = decode_body(sql_->find_key.blob(0));
  sql_->find_key.reset();
  CORDON_ASSIGN(model::ListEntity merged, std::move(decoded));
  if (merged.is_subject && entity.is_subject &&
      (merged.entity != entity.entity || merged.raw_hash != entity.raw_hash)) {
    return two_subjects(entity.entity.id());
  }
  const std::optional<std::string> schema = model::common_schema(merged.entity.schema(), entity.entity.schema());
  if (!schema) {
    return base::Error{base::ErrorCode::kMalformed,
                       "expected one kind of entity per id, found " + merged.entity.schema() + " and " +
                           entity.entity.schema() + " for " + entity.entity.id().str(),
                       {{}, 0, entity.entity.id().str()}};
  }
  fill_.remove(merged.entity);
  merged.entity.set_schema(*schema);
  for (const model::PropertyValues& property : entity.entity.properties()) {
    for (const std::string& value : property.values) merged.entity.add(property.name, value);
  }
  if (entity.is_subject && !merged.is_subject) {
    ++subjects_;
    merged.is_subject = true;
    merged.subject_id = entity.subject_id;
    merged.raw_hash = entity.raw_hash;
  } else if (!merged.is_subject && merged.subject_id != entity.subject_id) {
    merged.subject_id = model::EntityId{};  // several subjects share it
  }
  ++merged_;
  fill_.add(merged.entity);
  encode_body(merged, bytes_);
  CORDON_ASSIGN(const BodyKey key, store_body(bytes_));
  Slot& place = slots_[slot];
  if (key != place.key && place.key >= first_key_) CORDON_TRY(sql_->remove.bind(1, place.key).run());
  place = {key, body_checksum(bytes_)};
  return {};
}

base::Result<void> SqliteImportSession::end_batch() {
  if (!batches_written_) {
    CORDON_TRY(db_.execute("INSERT INTO pending (first_key) VALUES (" + std::to_string(first_key_) + ")"));
  }
  CORDON_TRY(transaction_->commit());
  batches_written_ = true;
  transaction_.reset();
  CORDON_ASSIGN(Transaction next, Transaction::begin(db_, Transaction::Kind::kImmediate));
  transaction_ = std::make_unique<Transaction>(std::move(next));
  batch_entities_ = 0;
  batch_bytes_ = 0;
  return {};
}

base::Result<ImportOutcome> SqliteImportSession::commit(const model::ListDescription& list,
                                                        const ImportOptions& options) {
  if (finished_ || broken_) return ended();
  base::Result<ImportOutcome> outcome = commit_version(list, options);
  if (!finished_) {
    const base::Result<void> cleaned = abandon();
    if (outcome && !cleaned) return cleaned.error();
  }
  return outcome;
}

}  // namespace cordon::store
