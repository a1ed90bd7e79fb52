#include "sqlite/schema.hpp"

#include <array>
#include <string>

namespace cordon::monitoring {
namespace {

// Current rows have a table of their own, so that a run reads one contiguous range in the order of the keys.
constexpr std::string_view kStep1 = R"(
CREATE TABLE portfolio (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  data TEXT NOT NULL
) STRICT;
CREATE TABLE row (
  portfolio INTEGER NOT NULL REFERENCES portfolio(id),
  key       TEXT NOT NULL,
  revision  INTEGER NOT NULL,
  body      BLOB NOT NULL,
  PRIMARY KEY (portfolio, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_by_revision ON row(portfolio, revision);
CREATE TABLE row_history (
  portfolio INTEGER NOT NULL REFERENCES portfolio(id),
  key       TEXT NOT NULL,
  revision  INTEGER NOT NULL,
  ended     INTEGER NOT NULL,
  body      BLOB NOT NULL,
  PRIMARY KEY (portfolio, key, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE alert (
  id           TEXT PRIMARY KEY,
  portfolio    TEXT NOT NULL,
  counterparty TEXT NOT NULL,
  cluster      TEXT NOT NULL,
  state        INTEGER NOT NULL,
  revision     INTEGER NOT NULL,
  entities     TEXT NOT NULL,
  score        REAL NOT NULL,
  opened       INTEGER NOT NULL,
  updated      INTEGER NOT NULL,
  run          INTEGER NOT NULL,
  assignee     TEXT NOT NULL,
  due          TEXT NOT NULL,
  disposition  TEXT NOT NULL,
  basis        TEXT NOT NULL,
  salt         TEXT NOT NULL,
  UNIQUE (portfolio, counterparty, cluster)
) STRICT;
CREATE TABLE finding (
  alert    TEXT NOT NULL REFERENCES alert(id),
  revision INTEGER NOT NULL,
  data     TEXT NOT NULL,
  PRIMARY KEY (alert, revision)
) STRICT;
CREATE TABLE event (
  alert        TEXT NOT NULL REFERENCES alert(id),
  number       INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  actor        TEXT NOT NULL,
  action       TEXT NOT NULL,
  text         TEXT NOT NULL,
  audit_record INTEGER NOT NULL,
  PRIMARY KEY (alert, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE prior (
  portfolio    TEXT NOT NULL,
  counterparty TEXT NOT NULL,
  entity       TEXT NOT NULL,
  data         TEXT NOT NULL,
  PRIMARY KEY (portfolio, counterparty, entity)
) STRICT, WITHOUT ROWID;
CREATE TABLE run (
  id        INTEGER PRIMARY KEY,
  portfolio TEXT NOT NULL,
  data      TEXT NOT NULL
) STRICT;
CREATE INDEX run_by_portfolio ON run(portfolio, id);
CREATE TABLE text (
  sha256 BLOB PRIMARY KEY,
  data   TEXT NOT NULL
) STRICT;
CREATE TABLE audit (
  seq  INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TABLE audit_head (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  seq  INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_keeps_texts BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append only');
END;
CREATE TRIGGER audit_keeps_records BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append only');
END;
)";

constexpr std::array kMigrations{kStep1};

}  // namespace

std::span<const std::string_view> migrations() noexcept { return kMigrations; }
std::int64_t current_schema() noexcept { return static_cast<std::int64_t>(kMigrations.size()); }

base::Result<SchemaState> inspect_schema(store::Database& db) {
  // One snapshot: between two reads another program may have made the database.
  CORDON_ASSIGN(const store::Transaction snapshot, store::Transaction::begin(db, store::Transaction::Kind::kRead));
  CORDON_ASSIGN(const std::int64_t application, db.query_integer("PRAGMA application_id"));
  CORDON_ASSIGN(const std::int64_t version, db.query_integer("PRAGMA user_version"));
  CORDON_ASSIGN(const std::int64_t tables, db.query_integer("SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return SchemaState::kEmpty;
  if (application != kApplicationId) {
    return base::Error{base::ErrorCode::kDamaged, "monitoring: monitor.db is a database of another program"};
  }
  if (version > current_schema()) {
    return base::Error{base::ErrorCode::kUnsupported,
                       "monitoring: the data directory was written by a newer cordon (schema " +
                           std::to_string(version) + ", this program knows up to " + std::to_string(current_schema()) +
                           "); update the program, or use another data directory"};
  }
  return version == current_schema() ? SchemaState::kCurrent : SchemaState::kOlder;
}

base::Result<void> migrate(store::Database& db) {
  CORDON_ASSIGN(store::Transaction transaction, store::Transaction::begin(db, store::Transaction::Kind::kImmediate));
  CORDON_ASSIGN(const std::int64_t from, db.query_integer("PRAGMA user_version"));
  for (std::int64_t step = from; step < current_schema(); ++step) {
    CORDON_TRY(db.execute(std::string(kMigrations[static_cast<std::size_t>(step)])));
  }
  CORDON_TRY(db.execute("PRAGMA application_id = " + std::to_string(kApplicationId)));
  CORDON_TRY(db.execute("PRAGMA user_version = " + std::to_string(current_schema())));
  return transaction.commit();
}

}  // namespace cordon::monitoring
