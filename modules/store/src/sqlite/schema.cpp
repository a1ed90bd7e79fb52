#include "sqlite/schema.hpp"

#include <array>
#include <string>

namespace cordon::store {
namespace {

// Bodies are keyed by an integer with a UNIQUE index on the hash: a WITHOUT ROWID table with the hash as its key wrote
// three to six times slower.
constexpr std::string_view kStep1 = R"(
CREATE TABLE body (
  key  INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  data BLOB NOT NULL
) STRICT;
CREATE TABLE version (
  id                INTEGER PRIMARY KEY,
  source            TEXT NOT NULL,
  number            INTEGER NOT NULL,
  title             TEXT NOT NULL,
  format            TEXT NOT NULL,
  reader_revision   INTEGER NOT NULL,
  published         INTEGER NOT NULL,
  published_assumed INTEGER NOT NULL,
  retrieved         INTEGER NOT NULL,
  sha256            BLOB NOT NULL,
  subjects          INTEGER NOT NULL,
  entities          INTEGER NOT NULL,
  added             INTEGER NOT NULL,
  removed           INTEGER NOT NULL,
  changed           INTEGER NOT NULL,
  state             INTEGER NOT NULL,
  unmapped_total    INTEGER NOT NULL,
  rejected_records  INTEGER NOT NULL,
  UNIQUE (source, number)
) STRICT;
CREATE TABLE manifest (
  version_id INTEGER PRIMARY KEY REFERENCES version(id),
  data       BLOB NOT NULL
) STRICT;
CREATE TABLE note (
  version_id INTEGER NOT NULL REFERENCES version(id),
  kind       INTEGER NOT NULL,
  position   INTEGER NOT NULL,
  field      TEXT NOT NULL,
  value      TEXT NOT NULL,
  count      INTEGER NOT NULL,
  PRIMARY KEY (version_id, kind, position)
) STRICT;
CREATE TABLE pending (
  first_key INTEGER PRIMARY KEY
) STRICT;
)";

// What was served when: the answer to 'known' needs the day a quarantined version was released. Versions of schema 1
// count as having had their state from the day of retrieval.
constexpr std::string_view kStep2 = R"(
CREATE TABLE state_change (
  id         INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES version(id),
  at         INTEGER NOT NULL,
  state      INTEGER NOT NULL
) STRICT;
CREATE INDEX state_change_by_version ON state_change(version_id, id);
INSERT INTO state_change (version_id, at, state) SELECT id, retrieved, state FROM version ORDER BY id;
)";

constexpr std::array kMigrations{kStep1, kStep2};

}  // namespace

std::span<const std::string_view> migrations() noexcept { return kMigrations; }
std::int64_t current_schema() noexcept { return static_cast<std::int64_t>(kMigrations.size()); }

base::Result<SchemaState> inspect_schema(Database& db) {
  // One snapshot: between two reads another program may have made the store.
  CORDON_ASSIGN(const Transaction snapshot, Transaction::begin(db, Transaction::Kind::kRead));
  CORDON_ASSIGN(const std::int64_t application, db.query_integer("PRAGMA application_id"));
  CORDON_ASSIGN(const std::int64_t version, db.query_integer("PRAGMA user_version"));
  CORDON_ASSIGN(const std::int64_t tables, db.query_integer("SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return SchemaState::kEmpty;
  if (application != kApplicationId) {
    return base::Error{base::ErrorCode::kDamaged, "store: store.db is a database of another program"};
  }
  if (version > current_schema()) {
    return base::Error{base::ErrorCode::kUnsupported,
                       "store: the data directory was written by a newer cordon (schema " + std::to_string(version) +
                           ", this program knows up to " + std::to_string(current_schema()) +
                           "); update the program, or use another data directory"};
  }
  return version == current_schema() ? SchemaState::kCurrent : SchemaState::kOlder;
}

base::Result<void> migrate_to(Database& db, std::int64_t version) {
  CORDON_ASSIGN(Transaction transaction, Transaction::begin(db, Transaction::Kind::kImmediate));
  CORDON_ASSIGN(const std::int64_t from, db.query_integer("PRAGMA user_version"));
  for (std::int64_t step = from; step < version; ++step) {
    CORDON_TRY(db.execute(std::string(kMigrations[static_cast<std::size_t>(step)])));
  }
  CORDON_TRY(db.execute("PRAGMA application_id = " + std::to_string(kApplicationId)));
  CORDON_TRY(db.execute("PRAGMA user_version = " + std::to_string(version)));
  return transaction.commit();
}

base::Result<void> migrate(Database& db) { return migrate_to(db, current_schema()); }

}  // namespace cordon::store
