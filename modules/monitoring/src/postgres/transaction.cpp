#include "postgres/transaction.hpp"

#include "json.hpp"
#include "postgres/schema.hpp"

namespace cordon::monitoring {
namespace {

std::string_view bytes_of(const base::ContentHash& hash) {
  return {reinterpret_cast<const char*>(hash.bytes().data()), hash.bytes().size()};  // NOLINT: bytes for the server
}
std::optional<base::ContentHash> hash_of(std::string_view bytes) {
  std::array<std::uint8_t, base::ContentHash::kSizeBytes> raw{};
  if (bytes.size() != raw.size()) return std::nullopt;
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::uint8_t>(bytes[i]);
  return base::ContentHash(raw);
}

}  // namespace

base::Result<std::unique_ptr<Transaction>> PostgresTransaction::begin(PgConnection connection, bool writing) {
  auto result = std::unique_ptr<PostgresTransaction>(new PostgresTransaction(std::move(connection), writing));
  if (!writing) {
    CORDON_TRY(result->db_.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    return std::unique_ptr<Transaction>(std::move(result));
  }
  // The lock is taken by the first statement: what is read behind it includes what the writer before committed.
  CORDON_TRY(result->db_.script("BEGIN; SET LOCAL lock_timeout = '60s'; SET LOCAL synchronous_commit = on"));
  CORDON_TRY(result->db_.query("SELECT pg_advisory_xact_lock($1)", {kWriterLock}));
  return std::unique_ptr<Transaction>(std::move(result));
}

base::Result<std::int64_t> PostgresTransaction::portfolio_key(std::string_view name) {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT id FROM portfolio WHERE name = $1", {name}));
  if (!rows.empty()) return rows.integer(0, 0);
  return base::Error{base::ErrorCode::kNotFound, "there is no portfolio '" + std::string(name) + "'"};
}

base::Result<void> PostgresTransaction::stream(const char* select, const std::vector<PgParam>& parameters,
                                               const std::function<base::Result<void>(const PgRows&)>& visit) {
  CORDON_TRY(db_.run(("DECLARE piece NO SCROLL CURSOR FOR " + std::string(select)).c_str(), parameters));
  base::Result<void> done;
  for (;;) {
    CORDON_ASSIGN(const PgRows rows, db_.query("FETCH 5000 FROM piece"));
    if (rows.empty()) break;
    done = visit(rows);
    if (!done) break;
  }
  CORDON_TRY(db_.script("CLOSE piece"));
  return done;
}

// --- portfolios

base::Result<std::vector<Portfolio>> PostgresTransaction::portfolios() {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT data FROM portfolio ORDER BY name"));
  std::vector<Portfolio> result;
  for (int i = 0; i < rows.size(); ++i) {
    CORDON_ASSIGN(Portfolio portfolio, portfolio_from_json(rows.text(i, 0)));
    result.push_back(std::move(portfolio));
  }
  return result;
}

base::Result<std::optional<Portfolio>> PostgresTransaction::portfolio(std::string_view name) {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT data FROM portfolio WHERE name = $1", {name}));
  if (rows.empty()) return std::optional<Portfolio>();
  CORDON_ASSIGN(Portfolio portfolio, portfolio_from_json(rows.text(0, 0)));
  return std::optional<Portfolio>(std::move(portfolio));
}

base::Result<void> PostgresTransaction::put_portfolio(const Portfolio& portfolio) {
  const std::string data = to_json(portfolio);
  return db_.run("INSERT INTO portfolio (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = $2",
                 {portfolio.name, data});
}

// --- counterparties

base::Result<void> PostgresTransaction::for_each_row(std::string_view portfolio, const RowFilter& filter,
                                                     const RowVisitor& visit) {
  CORDON_ASSIGN(const std::int64_t key, portfolio_key(portfolio));
  return stream(
      "SELECT key, revision, body FROM counterparty WHERE portfolio = $1 AND revision > $2 ORDER BY key",
      {key, filter.changed_after}, [&](const PgRows& rows) -> base::Result<void> {
        for (int i = 0; i < rows.size(); ++i) {
          CORDON_TRY(visit(rows.text(i, 0), static_cast<std::uint32_t>(rows.integer(i, 1)), rows.bytes(i, 2)));
        }
        return {};
      });
}

base::Result<std::optional<CounterpartyRow>> PostgresTransaction::row(std::string_view portfolio, std::string_view key,
                                                                      std::optional<std::uint32_t> at_revision) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  const std::int64_t revision = at_revision ? std::int64_t{*at_revision} : std::int64_t{UINT32_MAX};
  CORDON_ASSIGN(
      const PgRows rows,
      db_.query("SELECT revision, body FROM counterparty WHERE portfolio = $1 AND key = $2 AND revision <= $3 "
                "UNION ALL (SELECT revision, body FROM counterparty_history WHERE portfolio = $1 AND key = $2 "
                "AND revision <= $3 AND ended > $3 ORDER BY revision DESC LIMIT 1) LIMIT 1",
                {number, key, revision}));
  if (rows.empty()) return std::optional<CounterpartyRow>();
  return std::optional(
      CounterpartyRow{std::string(key), static_cast<std::uint32_t>(rows.integer(0, 0)), rows.bytes(0, 1)});
}

base::Result<void> PostgresTransaction::fill_incoming(const std::string& lines) {
  if (has_incoming_) {
    CORDON_TRY(db_.script("TRUNCATE incoming"));
  } else {
    CORDON_TRY(db_.script("CREATE TEMP TABLE incoming (key text COLLATE \"C\" NOT NULL, body bytea) ON COMMIT DROP"));
    has_incoming_ = true;
  }
  CORDON_TRY(db_.copy_in("COPY incoming FROM STDIN", lines));
  return db_.script("ANALYZE incoming");
}

base::Result<void> PostgresTransaction::put_rows(std::string_view portfolio, std::uint32_t revision,
                                                 std::span<const CounterpartyRow> rows) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  std::string lines;
  for (const CounterpartyRow& row : rows) {
    append_copy_text(lines, row.key);
    lines += '\t';
    append_copy_bytes(lines, row.body);
    lines += '\n';
  }
  CORDON_TRY(fill_incoming(lines));
  CORDON_TRY(
      db_.run("INSERT INTO counterparty_history (portfolio, key, revision, ended, body) "
              "SELECT c.portfolio, c.key, c.revision, $2::bigint, c.body FROM counterparty c "
              "JOIN incoming USING (key) WHERE c.portfolio = $1",
              {number, revision}));
  return db_.run(
      "INSERT INTO counterparty (portfolio, key, revision, body) "
      "SELECT $1::bigint, key, $2::bigint, body FROM incoming "
      "ON CONFLICT (portfolio, key) DO UPDATE SET revision = excluded.revision, body = excluded.body",
      {number, revision});
}

base::Result<void> PostgresTransaction::end_rows(std::string_view portfolio, std::uint32_t revision,
                                                 std::span<const std::string> keys) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  std::string lines;
  for (const std::string& key : keys) {
    append_copy_text(lines, key);
    lines += "\t\\N\n";
  }
  CORDON_TRY(fill_incoming(lines));
  return db_.run(
      "WITH gone AS (DELETE FROM counterparty c USING incoming i WHERE c.portfolio = $1 AND c.key = i.key "
      "RETURNING c.portfolio, c.key, c.revision, c.body) "
      "INSERT INTO counterparty_history (portfolio, key, revision, ended, body) "
      "SELECT portfolio, key, revision, $2::bigint, body FROM gone",
      {number, revision});
}

base::Result<std::vector<std::string>> PostgresTransaction::ended_keys(std::string_view portfolio,
                                                                       std::uint32_t after_revision) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  CORDON_ASSIGN(const PgRows rows,
                db_.query("SELECT DISTINCT key FROM counterparty_history h WHERE portfolio = $1 AND ended > $2 AND NOT "
                          "EXISTS (SELECT 1 FROM counterparty c WHERE c.portfolio = $1 AND c.key = h.key) ORDER BY key",
                          {number, after_revision}));
  std::vector<std::string> keys;
  for (int i = 0; i < rows.size(); ++i) keys.emplace_back(rows.text(i, 0));
  return keys;
}

base::Result<void> PostgresTransaction::overwrite_rows(std::string_view portfolio, std::string_view key,
                                                       std::string_view body) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  for (const char* sql : {"UPDATE counterparty SET body = $3 WHERE portfolio = $1 AND key = $2",
                          "UPDATE counterparty_history SET body = $3 WHERE portfolio = $1 AND key = $2"}) {
    CORDON_TRY(db_.run(sql, {number, key, PgParam::bytes(body)}));
  }
  return {};
}

// --- runs and texts

base::Result<std::uint64_t> PostgresTransaction::add_run(const Run& run) {
  CORDON_ASSIGN(const PgRows last, db_.query("SELECT coalesce(max(id), 0) FROM run"));
  Run stored = run;
  stored.id = static_cast<std::uint64_t>(last.integer(0, 0)) + 1;
  const std::string data = to_json(stored);
  CORDON_TRY(db_.run("INSERT INTO run (id, portfolio, data) VALUES ($1, $2, $3)",
                     {static_cast<std::int64_t>(stored.id), run.portfolio, data}));
  return stored.id;
}

base::Result<std::optional<Run>> PostgresTransaction::run(std::uint64_t id) {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT data FROM run WHERE id = $1", {static_cast<std::int64_t>(id)}));
  if (rows.empty()) return std::optional<Run>();
  CORDON_ASSIGN(Run run, run_from_json(rows.text(0, 0)));
  return std::optional<Run>(std::move(run));
}

base::Result<std::optional<Run>> PostgresTransaction::last_run(std::string_view portfolio) {
  CORDON_ASSIGN(const PgRows rows,
                db_.query("SELECT data FROM run WHERE portfolio = $1 ORDER BY id DESC LIMIT 1", {portfolio}));
  if (rows.empty()) return std::optional<Run>();
  CORDON_ASSIGN(Run run, run_from_json(rows.text(0, 0)));
  return std::optional<Run>(std::move(run));
}

base::Result<std::vector<Run>> PostgresTransaction::runs(std::optional<std::string_view> portfolio) {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT data FROM run WHERE $1 = '' OR portfolio = $1 ORDER BY id",
                                             {portfolio.value_or(std::string_view())}));
  std::vector<Run> result;
  for (int i = 0; i < rows.size(); ++i) {
    CORDON_ASSIGN(Run run, run_from_json(rows.text(i, 0)));
    result.push_back(std::move(run));
  }
  return result;
}

base::Result<void> PostgresTransaction::put_text(std::string_view text) {
  const base::ContentHash hash = base::ContentHash::of(text);
  return db_.run("INSERT INTO stored_text (sha256, data) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING",
                 {PgParam::bytes(bytes_of(hash)), text});
}

base::Result<std::optional<std::string>> PostgresTransaction::text(const base::ContentHash& sha256) {
  CORDON_ASSIGN(const PgRows rows,
                db_.query("SELECT data FROM stored_text WHERE sha256 = $1", {PgParam::bytes(bytes_of(sha256))}));
  return rows.empty() ? std::nullopt : std::optional(std::string(rows.text(0, 0)));
}

// --- audit log

base::Result<AuditHead> PostgresTransaction::audit_head() {
  if (head_) return *head_;
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT seq, hash FROM audit_head"));
  AuditHead head;
  if (!rows.empty()) {
    const auto hash = hash_of(rows.bytes(0, 1));
    if (!hash) return base::Error{base::ErrorCode::kDamaged, "monitoring: the head of the audit log is no hash"};
    head = {static_cast<std::uint64_t>(rows.integer(0, 0)), *hash};
  }
  head_ = head;
  return head;
}

base::Result<AuditRecord> PostgresTransaction::append(const AuditEntry& entry) {
  CORDON_ASSIGN(const AuditHead head, audit_head());
  AuditRecord record = chain(head, entry);
  CORDON_TRY(db_.run("INSERT INTO audit (seq, text, hash) VALUES ($1, $2, $3)",
                     {static_cast<std::int64_t>(record.sequence), record.text, PgParam::bytes(bytes_of(record.hash))}));
  head_ = AuditHead{record.sequence, record.hash};
  return record;
}

base::Result<void> PostgresTransaction::for_each_record(std::uint64_t from_sequence, const AuditVisitor& visit) {
  return stream(
      "SELECT seq, text, hash FROM audit WHERE seq >= $1 ORDER BY seq", {static_cast<std::int64_t>(from_sequence)},
      [&](const PgRows& rows) -> base::Result<void> {
        for (int i = 0; i < rows.size(); ++i) {
          const auto hash = hash_of(rows.bytes(i, 2));
          if (!hash) {
            return base::Error{base::ErrorCode::kDamaged,
                               "monitoring: audit record " + std::to_string(rows.integer(i, 0)) + " has no hash"};
          }
          CORDON_TRY(visit({static_cast<std::uint64_t>(rows.integer(i, 0)), std::string(rows.text(i, 1)), *hash}));
        }
        return {};
      });
}

base::Result<void> PostgresTransaction::commit() {
  if (writing_ && head_ && head_->sequence > 0) {
    CORDON_TRY(
        db_.run("INSERT INTO audit_head (one, seq, hash) VALUES (1, $1, $2) "
                "ON CONFLICT (one) DO UPDATE SET seq = $1, hash = $2",
                {static_cast<std::int64_t>(head_->sequence), PgParam::bytes(bytes_of(head_->hash))}));
  }
  return db_.script("COMMIT");
}

}  // namespace cordon::monitoring
