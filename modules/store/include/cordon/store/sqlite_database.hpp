// SQLite behind Result: a connection, prepared statements, a transaction. Nothing here knows any table: the stores of
// lists (here) and of alerts (monitoring) are built on it.
// Thread: one user at a time per Database and its statements.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "cordon/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace cordon::store {

class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Positions start at 1. Text and blobs are not copied. Lifetime: until the next reset().
  Statement& bind(int position, std::int64_t value);
  Statement& bind_real(int position, double value);
  Statement& bind_text(int position, std::string_view text);
  Statement& bind_blob(int position, std::string_view bytes);

  // Returns: whether there is a row. Errors: see Database.
  [[nodiscard]] base::Result<bool> step();
  // Runs a statement that gives no rows and makes it ready for the next run.
  [[nodiscard]] base::Result<void> run();
  void reset() noexcept;

  // Columns start at 0. Lifetime: until the next step() or reset().
  [[nodiscard]] std::int64_t integer(int column) const noexcept;
  [[nodiscard]] double real(int column) const noexcept;
  [[nodiscard]] std::string_view text(int column) const noexcept;
  [[nodiscard]] std::string_view blob(int column) const noexcept;

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_;
};

enum class OpenMode : std::uint8_t {
  kReadWrite = 1,
  kCreate = 2,
  kReadOnly = 3,   // may still make SQLite's -shm file next to the database
  kImmutable = 4,  // a disk that cannot be written: no locks, no log; only when there is no log to read
};

// Errors of all functions: kIo (disk full, read-only, refused), kDamaged (not a database, corrupt), kConflict (locked).
class Database {
 public:
  [[nodiscard]] static base::Result<Database> open(const std::filesystem::path& file, OpenMode mode);
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;

  [[nodiscard]] base::Result<void> execute(const std::string& sql);
  [[nodiscard]] base::Result<Statement> prepare(std::string_view sql);
  // The first column of the first row; 0 when there is none.
  [[nodiscard]] base::Result<std::int64_t> query_integer(std::string_view sql);
  [[nodiscard]] std::int64_t last_insert_key() const noexcept;
  [[nodiscard]] std::int64_t changed_rows() const noexcept;

 private:
  Database(sqlite3* db, std::string file) : db_(db), file_(std::move(file)) {}
  sqlite3* db_;
  std::string file_;
};

// Rolls back unless committed.
class Transaction {
 public:
  // immediate: takes the write lock now, so that it cannot fail half way.
  enum class Kind : std::uint8_t { kRead = 1, kImmediate = 2 };
  [[nodiscard]] static base::Result<Transaction> begin(Database& db, Kind kind);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : db_(other.db_) { other.db_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  [[nodiscard]] base::Result<void> commit();

 private:
  explicit Transaction(Database& db) : db_(&db) {}
  Database* db_;
};

}  // namespace cordon::store
