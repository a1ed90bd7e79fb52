#include "cordon/monitoring/postgres_storage.hpp"

#include <algorithm>

#include "postgres/schema.hpp"
#include "postgres/transaction.hpp"

namespace cordon::monitoring {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// What foreign keys cannot say.
constexpr const char* kCheck =
    "SELECT 'alert ' || a.id || ' has no finding of its revision' FROM alert a WHERE NOT EXISTS "
    "(SELECT 1 FROM finding f WHERE f.alert = a.id AND f.revision = a.revision) "
    "UNION ALL SELECT 'the head of the audit log is not its last record' FROM audit_head h WHERE h.seq <> "
    "(SELECT coalesce(max(seq), 0) FROM audit) "
    "UNION ALL SELECT 'audit records are missing' FROM (SELECT count(*) AS n, coalesce(max(seq), 0) AS last FROM "
    "audit) "
    "t WHERE t.n <> t.last LIMIT 20";

class PostgresStorage final : public Storage {
 public:
  explicit PostgresStorage(PostgresStorageOptions options) : options_(std::move(options)) {}

  Result<std::unique_ptr<Transaction>> begin_read() override {
    CORDON_ASSIGN(PgConnection connection, PgConnection::open(options_.url, options_.schema));
    return PostgresTransaction::begin(std::move(connection), false);
  }
  Result<std::unique_ptr<Transaction>> begin_write() override {
    if (options_.read_only) return Error{ErrorCode::kIo, "monitoring: the database was opened read-only"};
    CORDON_ASSIGN(PgConnection connection, PgConnection::open(options_.url, options_.schema));
    return PostgresTransaction::begin(std::move(connection), true);
  }
  Result<std::vector<std::string>> check() override {
    CORDON_ASSIGN(PgConnection connection, PgConnection::open(options_.url, options_.schema));
    CORDON_ASSIGN(const PgRows rows, connection.query(kCheck));
    std::vector<std::string> problems;
    for (int i = 0; i < rows.size(); ++i) problems.emplace_back(rows.text(i, 0));
    return problems;
  }
  Result<void> copy_to(const std::filesystem::path& directory) override {
    return Error{
        ErrorCode::kUnsupported,
        "portfolios, alerts and the audit log are in PostgreSQL: back them up with pg_dump --schema=" + options_.schema,
        {directory.string(), 0, {}}};
  }

 private:
  PostgresStorageOptions options_;
};

}  // namespace

Result<std::unique_ptr<Storage>> open_postgres_storage(const PostgresStorageOptions& options) {
  const auto is_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  const bool named = !options.schema.empty() && options.schema.size() < 60 &&
                     std::all_of(options.schema.begin(), options.schema.end(), is_name) &&
                     (options.schema[0] < '0' || options.schema[0] > '9');
  if (!named) {
    return Error{ErrorCode::kInvalidArgument,
                 "schema: expected letters, digits and '_', found '" + options.schema + "'"};
  }
  CORDON_ASSIGN(PgConnection connection, PgConnection::open(options.url, options.schema));
  CORDON_ASSIGN(const std::int64_t version, pg_schema_version(connection, options.schema));
  if (version < pg_current_schema()) {
    if (options.read_only || !options.create) {
      return Error{version == 0 ? ErrorCode::kNotFound : ErrorCode::kUnsupported,
                   version == 0
                       ? "there is no portfolio in this database yet; 'cordon portfolio import FILE' starts one"
                       : "written by an older cordon; run a command that writes, to bring it up to date"};
    }
    CORDON_TRY(pg_migrate(connection, options.schema));
  }
  return std::unique_ptr<Storage>(std::make_unique<PostgresStorage>(options));
}

}  // namespace cordon::monitoring
