#include "postgres/schema.hpp"

#include <array>
#include <string_view>

namespace cordon::monitoring {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// As the SQLite tables; keys are ordered by their bytes (collation "C").
constexpr std::string_view kStep1 = R"(
CREATE TABLE portfolio (
  id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  data text NOT NULL
);
CREATE TABLE counterparty (
  portfolio bigint NOT NULL REFERENCES portfolio(id),
  key       text COLLATE "C" NOT NULL,
  revision  bigint NOT NULL,
  body      bytea NOT NULL,
  PRIMARY KEY (portfolio, key)
);
CREATE INDEX counterparty_by_revision ON counterparty(portfolio, revision);
CREATE TABLE counterparty_history (
  portfolio bigint NOT NULL REFERENCES portfolio(id),
  key       text COLLATE "C" NOT NULL,
  revision  bigint NOT NULL,
  ended     bigint NOT NULL,
  body      bytea NOT NULL,
  PRIMARY KEY (portfolio, key, revision)
);
CREATE TABLE alert (
  id           text PRIMARY KEY,
  portfolio    text COLLATE "C" NOT NULL,
  counterparty text COLLATE "C" NOT NULL,
  cluster      text COLLATE "C" NOT NULL,
  state        bigint NOT NULL,
  revision     bigint NOT NULL,
  entities     text NOT NULL,
  score        double precision NOT NULL,
  opened       bigint NOT NULL,
  updated      bigint NOT NULL,
  run          bigint NOT NULL,
  assignee     text NOT NULL,
  due          text NOT NULL,
  disposition  text NOT NULL,
  basis        text NOT NULL,
  salt         text NOT NULL,
  UNIQUE (portfolio, counterparty, cluster)
);
CREATE TABLE finding (
  alert    text NOT NULL REFERENCES alert(id),
  revision bigint NOT NULL,
  data     text NOT NULL,
  PRIMARY KEY (alert, revision)
);
CREATE TABLE event (
  alert        text NOT NULL REFERENCES alert(id),
  number       bigint NOT NULL,
  at           bigint NOT NULL,
  actor        text NOT NULL,
  action       text NOT NULL,
  text         text NOT NULL,
  audit_record bigint NOT NULL,
  PRIMARY KEY (alert, number)
);
CREATE TABLE prior (
  portfolio    text COLLATE "C" NOT NULL,
  counterparty text COLLATE "C" NOT NULL,
  entity       text COLLATE "C" NOT NULL,
  data         text NOT NULL,
  PRIMARY KEY (portfolio, counterparty, entity)
);
CREATE TABLE run (
  id        bigint PRIMARY KEY,
  portfolio text COLLATE "C" NOT NULL,
  data      text NOT NULL
);
CREATE INDEX run_by_portfolio ON run(portfolio, id);
CREATE TABLE stored_text (
  sha256 bytea PRIMARY KEY,
  data   text NOT NULL
);
CREATE TABLE audit (
  seq  bigint PRIMARY KEY,
  text text NOT NULL,
  hash bytea NOT NULL
);
CREATE TABLE audit_head (
  one  bigint PRIMARY KEY CHECK (one = 1),
  seq  bigint NOT NULL,
  hash bytea NOT NULL
);
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the audit log is append only'; END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
)";

constexpr std::array kMigrations{kStep1};

}  // namespace

std::int64_t pg_current_schema() noexcept { return static_cast<std::int64_t>(kMigrations.size()); }

Result<std::int64_t> pg_schema_version(PgConnection& connection, const std::string& schema) {
  CORDON_ASSIGN(const PgRows there, connection.query("SELECT to_regclass($1)", {schema + ".cordon_schema"}));
  if (there.text(0, 0).empty()) return std::int64_t{0};
  CORDON_ASSIGN(const PgRows rows, connection.query("SELECT version FROM cordon_schema"));
  const std::int64_t version = rows.empty() ? 0 : rows.integer(0, 0);
  if (version > pg_current_schema()) {
    return Error{ErrorCode::kUnsupported, "monitoring: the database was written by a newer cordon (schema " +
                                              std::to_string(version) + ", this program knows up to " +
                                              std::to_string(pg_current_schema()) + "); update the program"};
  }
  return version;
}

Result<void> pg_migrate(PgConnection& connection, const std::string& schema) {
  CORDON_TRY(connection.script("BEGIN"));
  CORDON_TRY(connection.query("SELECT pg_advisory_xact_lock($1)", {kWriterLock}));
  CORDON_TRY(connection.script("CREATE SCHEMA IF NOT EXISTS " + schema));
  CORDON_TRY(
      connection.script("CREATE TABLE IF NOT EXISTS cordon_schema (one bigint PRIMARY KEY CHECK (one = 1), "
                        "version bigint NOT NULL)"));
  CORDON_ASSIGN(const std::int64_t from, pg_schema_version(connection, schema));
  for (std::int64_t step = from; step < pg_current_schema(); ++step) {
    CORDON_TRY(connection.script(std::string(kMigrations[static_cast<std::size_t>(step)])));
  }
  CORDON_TRY(connection.run("INSERT INTO cordon_schema VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET version = $1",
                            {pg_current_schema()}));
  return connection.script("COMMIT");
}

}  // namespace cordon::monitoring
