#include "cordon/store/sqlite_database.hpp"

#include <sqlite3.h>

#include <utility>

namespace cordon::store {
namespace {

// How long SQLite waits for its own short locks (recovery after a crash, checkpoint by another process) before it gives
// up. The store's writer lock keeps writers apart, so a longer wait means that something else holds the file.
constexpr int kBusyTimeoutMs = 10'000;

base::ErrorCode code_of(int result) noexcept {
  switch (result & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_MISMATCH:
      return base::ErrorCode::kDamaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return base::ErrorCode::kConflict;
    default:
      return base::ErrorCode::kIo;
  }
}

base::Error error_of(sqlite3* db, int result) {
  const char* file = sqlite3_db_filename(db, "main");
  std::string text = "store: ";
  // A write into a mapped file or the log beside it fails as a plain I/O error; the system knows why.
  const bool is_full =
      (result & 0xFF) == SQLITE_FULL || ((result & 0xFF) == SQLITE_IOERR && sqlite3_system_errno(db) == ENOSPC);
  text += is_full                              ? "the disk is full"
          : (result & 0xFF) == SQLITE_READONLY ? "the data directory cannot be written"
                                               : sqlite3_errmsg(db);
  return base::Error{code_of(result), std::move(text), {file == nullptr ? "" : file, 0, {}}};
}

}  // namespace

Statement::~Statement() { sqlite3_finalize(statement_); }
Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}

// A bind can only fail for a wrong position (a programmer error, found by any test) or memory; step() reports both.
Statement& Statement::bind(int position, std::int64_t value) {
  sqlite3_bind_int64(statement_, position, value);
  return *this;
}
Statement& Statement::bind_real(int position, double value) {
  sqlite3_bind_double(statement_, position, value);
  return *this;
}
Statement& Statement::bind_text(int position, std::string_view text) {
  // A null pointer would be an SQL NULL, and an empty view may hold one.
  sqlite3_bind_text64(statement_, position, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}
Statement& Statement::bind_blob(int position, std::string_view bytes) {
  sqlite3_bind_blob64(statement_, position, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

base::Result<bool> Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  base::Error error = error_of(db_, result);
  reset();
  return error;
}

base::Result<void> Statement::run() {
  CORDON_TRY(step());
  reset();
  return {};
}

void Statement::reset() noexcept { sqlite3_reset(statement_); }

std::int64_t Statement::integer(int column) const noexcept { return sqlite3_column_int64(statement_, column); }

double Statement::real(int column) const noexcept { return sqlite3_column_double(statement_, column); }

std::string_view Statement::text(int column) const noexcept {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),  // NOLINT: SQLite's byte type
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::blob(int column) const noexcept {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

base::Result<Database> Database::open(const std::filesystem::path& file, OpenMode mode) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
  std::string name = "file:";
  for (const char c : file.string()) {
    // The characters that mean something in a URI.
    if (c == '%') {
      name += "%25";
    } else if (c == '?') {
      name += "%3f";
    } else if (c == '#') {
      name += "%23";
    } else {
      name += c;
    }
  }
  switch (mode) {
    case OpenMode::kReadWrite:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case OpenMode::kCreate:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case OpenMode::kImmutable:
      name += "?immutable=1";
      [[fallthrough]];
    case OpenMode::kReadOnly:
      flags |= SQLITE_OPEN_READONLY;
      break;
  }
  sqlite3* db = nullptr;
  const int result = sqlite3_open_v2(name.c_str(), &db, flags, nullptr);
  Database database(db, file.string());
  if (result != SQLITE_OK) {
    return base::Error{code_of(result), std::string("store: ") + sqlite3_errmsg(db), {file.string(), 0, {}}};
  }
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, kBusyTimeoutMs);
  return database;
}

Database::~Database() { sqlite3_close_v2(db_); }
Database::Database(Database&& other) noexcept : db_(std::exchange(other.db_, nullptr)), file_(std::move(other.file_)) {}

base::Result<void> Database::execute(const std::string& sql) {
  const int result = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) return error_of(db_, result);
  return {};
}

base::Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int result =
      sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result != SQLITE_OK) return error_of(db_, result);
  return Statement(db_, statement);
}

base::Result<std::int64_t> Database::query_integer(std::string_view sql) {
  CORDON_ASSIGN(Statement statement, prepare(sql));
  CORDON_ASSIGN(const bool row, statement.step());
  return row ? statement.integer(0) : std::int64_t{0};
}

std::int64_t Database::last_insert_key() const noexcept { return sqlite3_last_insert_rowid(db_); }
std::int64_t Database::changed_rows() const noexcept { return sqlite3_changes64(db_); }

base::Result<Transaction> Transaction::begin(Database& db, Kind kind) {
  CORDON_TRY(db.execute(kind == Kind::kImmediate ? "BEGIN IMMEDIATE" : "BEGIN"));
  return Transaction(db);
}

Transaction::~Transaction() {
  // A rollback that fails leaves nothing behind either: SQLite rolls back when the connection or the process ends.
  if (db_ != nullptr) static_cast<void>(db_->execute("ROLLBACK"));
}

base::Result<void> Transaction::commit() {
  CORDON_TRY(db_->execute("COMMIT"));
  db_ = nullptr;
  return {};
}

}  // namespace cordon::store
