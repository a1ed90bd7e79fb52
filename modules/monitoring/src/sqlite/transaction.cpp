#include "sqlite/transaction.hpp"

#include "json.hpp"

namespace cordon::monitoring {

using store::Statement;

base::Result<std::unique_ptr<Transaction>> SqliteTransaction::begin(store::Database db, store::Transaction::Kind kind) {
  auto result = std::unique_ptr<SqliteTransaction>(
      new SqliteTransaction(std::move(db), kind == store::Transaction::Kind::kImmediate));
  CORDON_ASSIGN(store::Transaction transaction, store::Transaction::begin(result->db_, kind));
  result->transaction_.emplace(std::move(transaction));
  return std::unique_ptr<Transaction>(std::move(result));
}

base::Result<Statement*> SqliteTransaction::prepared(const char* sql) {
  auto at = statements_.find(sql);
  if (at == statements_.end()) {
    CORDON_ASSIGN(Statement statement, db_.prepare(sql));
    at = statements_.emplace(sql, std::move(statement)).first;
  }
  at->second.reset();
  return &at->second;
}

base::Result<std::int64_t> SqliteTransaction::portfolio_key(std::string_view name) {
  CORDON_ASSIGN(Statement * find, prepared("SELECT id FROM portfolio WHERE name = ?1"));
  CORDON_ASSIGN(const bool found, find->bind_text(1, name).step());
  if (found) return find->integer(0);
  return base::Error{base::ErrorCode::kNotFound, "there is no portfolio '" + std::string(name) + "'"};
}

// --- portfolios

base::Result<std::vector<Portfolio>> SqliteTransaction::portfolios() {
  CORDON_ASSIGN(Statement * rows, prepared("SELECT data FROM portfolio ORDER BY name"));
  std::vector<Portfolio> result;
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return result;
    CORDON_ASSIGN(Portfolio portfolio, portfolio_from_json(rows->text(0)));
    result.push_back(std::move(portfolio));
  }
}

base::Result<std::optional<Portfolio>> SqliteTransaction::portfolio(std::string_view name) {
  CORDON_ASSIGN(Statement * find, prepared("SELECT data FROM portfolio WHERE name = ?1"));
  CORDON_ASSIGN(const bool found, find->bind_text(1, name).step());
  if (!found) return std::optional<Portfolio>();
  CORDON_ASSIGN(Portfolio portfolio, portfolio_from_json(find->text(0)));
  return std::optional<Portfolio>(std::move(portfolio));
}

base::Result<void> SqliteTransaction::put_portfolio(const Portfolio& portfolio) {
  const std::string data = to_json(portfolio);
  CORDON_ASSIGN(Statement * put, prepared("INSERT INTO portfolio (name, data) VALUES (?1, ?2) "
                                          "ON CONFLICT (name) DO UPDATE SET data = ?2"));
  return put->bind_text(1, portfolio.name).bind_text(2, data).run();
}

// --- counterparties

base::Result<void> SqliteTransaction::for_each_row(std::string_view portfolio, const RowFilter& filter,
                                                   const RowVisitor& visit) {
  CORDON_ASSIGN(const std::int64_t key, portfolio_key(portfolio));
  const char* all = "SELECT key, revision, body FROM row WHERE portfolio = ?1 ORDER BY key";
  const char* changed = "SELECT key, revision, body FROM row WHERE portfolio = ?1 AND revision > ?2 ORDER BY key";
  CORDON_ASSIGN(Statement * rows, prepared(filter.changed_after == 0 ? all : changed));
  rows->bind(1, key);
  if (filter.changed_after != 0) rows->bind(2, filter.changed_after);
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return {};
    CORDON_TRY(visit(rows->text(0), static_cast<std::uint32_t>(rows->integer(1)), rows->blob(2)));
  }
}

base::Result<std::optional<CounterpartyRow>> SqliteTransaction::row(std::string_view portfolio, std::string_view key,
                                                                    std::optional<std::uint32_t> at_revision) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  const std::int64_t revision = at_revision ? std::int64_t{*at_revision} : std::int64_t{UINT32_MAX};
  CORDON_ASSIGN(Statement * find, prepared("SELECT revision, body FROM row "
                                           "WHERE portfolio = ?1 AND key = ?2 AND revision <= ?3"));
  CORDON_ASSIGN(const bool current, find->bind(1, number).bind_text(2, key).bind(3, revision).step());
  if (!current) {
    CORDON_ASSIGN(find, prepared("SELECT revision, body FROM row_history WHERE portfolio = ?1 AND key = ?2 "
                                 "AND revision <= ?3 AND ended > ?3 ORDER BY revision DESC LIMIT 1"));
    CORDON_ASSIGN(const bool past, find->bind(1, number).bind_text(2, key).bind(3, revision).step());
    if (!past) return std::optional<CounterpartyRow>();
  }
  return std::optional(
      CounterpartyRow{std::string(key), static_cast<std::uint32_t>(find->integer(0)), std::string(find->blob(1))});
}

base::Result<void> SqliteTransaction::put_rows(std::string_view portfolio, std::uint32_t revision,
                                               std::span<const CounterpartyRow> rows) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  CORDON_ASSIGN(Statement * any, prepared("SELECT 1 FROM row WHERE portfolio = ?1 LIMIT 1"));
  CORDON_ASSIGN(const bool has_rows, any->bind(1, number).step());
  any->reset();
  for (const CounterpartyRow& row : rows) {
    if (has_rows) {
      CORDON_ASSIGN(Statement * keep, prepared("INSERT INTO row_history SELECT portfolio, key, revision, ?3, body "
                                               "FROM row WHERE portfolio = ?1 AND key = ?2"));
      CORDON_TRY(keep->bind(1, number).bind_text(2, row.key).bind(3, revision).run());
    }
    CORDON_ASSIGN(Statement * put,
                  prepared("INSERT OR REPLACE INTO row (portfolio, key, revision, body) VALUES (?1, ?2, ?3, ?4)"));
    CORDON_TRY(put->bind(1, number).bind_text(2, row.key).bind(3, revision).bind_blob(4, row.body).run());
  }
  return {};
}

base::Result<void> SqliteTransaction::end_rows(std::string_view portfolio, std::uint32_t revision,
                                               std::span<const std::string> keys) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  for (const std::string& key : keys) {
    CORDON_ASSIGN(Statement * keep, prepared("INSERT INTO row_history SELECT portfolio, key, revision, ?3, body "
                                             "FROM row WHERE portfolio = ?1 AND key = ?2"));
    CORDON_TRY(keep->bind(1, number).bind_text(2, key).bind(3, revision).run());
    CORDON_ASSIGN(Statement * remove, prepared("DELETE FROM row WHERE portfolio = ?1 AND key = ?2"));
    CORDON_TRY(remove->bind(1, number).bind_text(2, key).run());
  }
  return {};
}

base::Result<std::vector<std::string>> SqliteTransaction::ended_keys(std::string_view portfolio,
                                                                     std::uint32_t after_revision) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  CORDON_ASSIGN(Statement * rows,
                prepared("SELECT DISTINCT key FROM row_history WHERE portfolio = ?1 AND ended > ?2 AND NOT EXISTS "
                         "(SELECT 1 FROM row WHERE row.portfolio = ?1 AND row.key = row_history.key) ORDER BY key"));
  rows->bind(1, number).bind(2, after_revision);
  std::vector<std::string> keys;
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return keys;
    keys.emplace_back(rows->text(0));
  }
}

base::Result<void> SqliteTransaction::overwrite_rows(std::string_view portfolio, std::string_view key,
                                                     std::string_view body) {
  CORDON_ASSIGN(const std::int64_t number, portfolio_key(portfolio));
  for (const char* sql : {"UPDATE row SET body = ?3 WHERE portfolio = ?1 AND key = ?2",
                          "UPDATE row_history SET body = ?3 WHERE portfolio = ?1 AND key = ?2"}) {
    CORDON_ASSIGN(Statement * change, prepared(sql));
    CORDON_TRY(change->bind(1, number).bind_text(2, key).bind_blob(3, body).run());
  }
  return {};
}

// --- runs and texts

base::Result<std::uint64_t> SqliteTransaction::add_run(const Run& run) {
  CORDON_ASSIGN(const std::int64_t last, db_.query_integer("SELECT coalesce(max(id), 0) FROM run"));
  Run stored = run;
  stored.id = static_cast<std::uint64_t>(last) + 1;
  const std::string data = to_json(stored);
  CORDON_ASSIGN(Statement * add, prepared("INSERT INTO run (id, portfolio, data) VALUES (?1, ?2, ?3)"));
  CORDON_TRY(add->bind(1, last + 1).bind_text(2, run.portfolio).bind_text(3, data).run());
  return stored.id;
}

base::Result<std::optional<Run>> SqliteTransaction::run(std::uint64_t id) {
  CORDON_ASSIGN(Statement * find, prepared("SELECT data FROM run WHERE id = ?1"));
  CORDON_ASSIGN(const bool found, find->bind(1, static_cast<std::int64_t>(id)).step());
  if (!found) return std::optional<Run>();
  CORDON_ASSIGN(Run run, run_from_json(find->text(0)));
  return std::optional<Run>(std::move(run));
}

base::Result<std::optional<Run>> SqliteTransaction::last_run(std::string_view portfolio) {
  CORDON_ASSIGN(Statement * find, prepared("SELECT data FROM run WHERE portfolio = ?1 ORDER BY id DESC LIMIT 1"));
  CORDON_ASSIGN(const bool found, find->bind_text(1, portfolio).step());
  if (!found) return std::optional<Run>();
  CORDON_ASSIGN(Run run, run_from_json(find->text(0)));
  return std::optional<Run>(std::move(run));
}

base::Result<std::vector<Run>> SqliteTransaction::runs(std::optional<std::string_view> portfolio) {
  CORDON_ASSIGN(Statement * rows, prepared("SELECT data FROM run WHERE ?1 = '' OR portfolio = ?1 ORDER BY id"));
  rows->bind_text(1, portfolio.value_or(std::string_view()));
  std::vector<Run> result;
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return result;
    CORDON_ASSIGN(Run run, run_from_json(rows->text(0)));
    result.push_back(std::move(run));
  }
}

namespace {
std::string_view bytes_of(const base::ContentHash& hash) {
  return {reinterpret_cast<const char*>(hash.bytes().data()), hash.bytes().size()};  // NOLINT: bytes for SQLite
}
std::optional<base::ContentHash> hash_of(std::string_view bytes) {
  std::array<std::uint8_t, base::ContentHash::kSizeBytes> raw{};
  if (bytes.size() != raw.size()) return std::nullopt;
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::uint8_t>(bytes[i]);
  return base::ContentHash(raw);
}
}  // namespace

base::Result<void> SqliteTransaction::put_text(std::string_view text) {
  const base::ContentHash hash = base::ContentHash::of(text);
  CORDON_ASSIGN(Statement * put, prepared("INSERT OR IGNORE INTO text (sha256, data) VALUES (?1, ?2)"));
  return put->bind_blob(1, bytes_of(hash)).bind_text(2, text).run();
}

base::Result<std::optional<std::string>> SqliteTransaction::text(const base::ContentHash& sha256) {
  CORDON_ASSIGN(Statement * find, prepared("SELECT data FROM text WHERE sha256 = ?1"));
  CORDON_ASSIGN(const bool found, find->bind_blob(1, bytes_of(sha256)).step());
  return found ? std::optional(std::string(find->text(0))) : std::nullopt;
}

// --- audit log

base::Result<AuditHead> SqliteTransaction::audit_head() {
  if (head_) return *head_;
  CORDON_ASSIGN(Statement * find, prepared("SELECT seq, hash FROM audit_head"));
  CORDON_ASSIGN(const bool found, find->step());
  AuditHead head;
  if (found) {
    const auto hash = hash_of(find->blob(1));
    if (!hash) return base::Error{base::ErrorCode::kDamaged, "monitoring: the head of the audit log is no hash"};
    head = {static_cast<std::uint64_t>(find->integer(0)), *hash};
  }
  head_ = head;
  return head;
}

base::Result<AuditRecord> SqliteTransaction::append(const AuditEntry& entry) {
  CORDON_ASSIGN(const AuditHead head, audit_head());
  AuditRecord record = chain(head, entry);
  CORDON_ASSIGN(Statement * add, prepared("INSERT INTO audit (seq, text, hash) VALUES (?1, ?2, ?3)"));
  CORDON_TRY(add->bind(1, static_cast<std::int64_t>(record.sequence))
                 .bind_text(2, record.text)
                 .bind_blob(3, bytes_of(record.hash))
                 .run());
  head_ = AuditHead{record.sequence, record.hash};
  return record;
}

base::Result<void> SqliteTransaction::for_each_record(std::uint64_t from_sequence, const AuditVisitor& visit) {
  CORDON_ASSIGN(Statement * rows, prepared("SELECT seq, text, hash FROM audit WHERE seq >= ?1 ORDER BY seq"));
  rows->bind(1, static_cast<std::int64_t>(from_sequence));
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return {};
    const auto hash = hash_of(rows->blob(2));
    if (!hash) {
      return base::Error{base::ErrorCode::kDamaged,
                         "monitoring: audit record " + std::to_string(rows->integer(0)) + " has no hash"};
    }
    CORDON_TRY(visit({static_cast<std::uint64_t>(rows->integer(0)), std::string(rows->text(1)), *hash}));
  }
}

base::Result<void> SqliteTransaction::commit() {
  if (writing_ && head_ && head_->sequence > 0) {
    CORDON_ASSIGN(Statement * put, prepared("INSERT OR REPLACE INTO audit_head (one, seq, hash) VALUES (1, ?1, ?2)"));
    CORDON_TRY(put->bind(1, static_cast<std::int64_t>(head_->sequence)).bind_blob(2, bytes_of(head_->hash)).run());
  }
  for (auto& [sql, statement] : statements_) statement.reset();
  CORDON_TRY(transaction_->commit());
  transaction_.reset();
  return {};
}

}  // namespace cordon::monitoring
