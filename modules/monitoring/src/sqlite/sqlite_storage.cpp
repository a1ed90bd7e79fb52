#include "cordon/monitoring/sqlite_storage.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "sqlite/schema.hpp"
#include "sqlite/transaction.hpp"

namespace cordon::monitoring {
namespace {

namespace fs = std::filesystem;
using store::Database;
using store::OpenMode;

constexpr std::string_view kFile = "monitor.db";

base::Result<Database> open_writer(const fs::path& file, OpenMode mode) {
  // SQLite needs files beside the database and says only that it cannot open one.
  if (::access(file.parent_path().c_str(), W_OK) != 0) {
    return base::Error{base::ErrorCode::kIo,
                       "monitoring: the data directory cannot be written: " + std::generic_category().message(errno),
                       {file.string(), 0, {}}};
  }
  CORDON_ASSIGN(Database db, Database::open(file, mode));
  CORDON_TRY(db.execute("PRAGMA journal_mode = WAL"));
  // A decision that was reported as taken must survive a power failure too.
  CORDON_TRY(db.execute("PRAGMA synchronous = FULL"));
  CORDON_TRY(db.execute("PRAGMA cache_size = -65536"));
  return db;
}

// See store: a connection that could write folds the log away when it closes; on a disk that cannot be written SQLite
// needs to be told that nobody writes.
base::Result<Database> open_reader(const fs::path& file, bool read_only) {
  CORDON_ASSIGN(Database db, Database::open(file, read_only ? OpenMode::kReadOnly : OpenMode::kReadWrite));
  CORDON_TRY(db.execute("PRAGMA query_only = ON"));
  const auto probe = db.query_integer("PRAGMA user_version");
  if (probe) return db;
  if (probe.error().code != base::ErrorCode::kIo) return probe.error();
  std::error_code problem;
  const fs::path log = file.string() + "-wal";
  if (fs::exists(log, problem) && fs::file_size(log, problem) > 0) return probe.error();
  return Database::open(file, OpenMode::kImmutable);
}

base::Result<SchemaState> inspect_file(const fs::path& file, Database& db) {
  base::Result<SchemaState> state = inspect_schema(db);
  if (state) return state;
  return base::Error{state.error().code, state.error().message, {file.string(), 0, {}}};
}

class SqliteStorage final : public Storage {
 public:
  SqliteStorage(fs::path file, bool read_only) : file_(std::move(file)), read_only_(read_only) {}

  base::Result<std::unique_ptr<Transaction>> begin_read() override {
    CORDON_ASSIGN(Database db, open_reader(file_, read_only_));
    return SqliteTransaction::begin(std::move(db), store::Transaction::Kind::kRead);
  }

  base::Result<std::unique_ptr<Transaction>> begin_write() override {
    if (read_only_) {
      return base::Error{
          base::ErrorCode::kIo, "monitoring: the data directory was opened read-only", {file_.string(), 0, {}}};
    }
    CORDON_ASSIGN(Database db, open_writer(file_, OpenMode::kReadWrite));
    return SqliteTransaction::begin(std::move(db), store::Transaction::Kind::kImmediate);
  }

  base::Result<std::vector<std::string>> check() override {
    CORDON_ASSIGN(Database db, open_reader(file_, read_only_));
    CORDON_ASSIGN(store::Statement rows, db.prepare("PRAGMA integrity_check(20)"));
    std::vector<std::string> problems;
    for (;;) {
      CORDON_ASSIGN(const bool more, rows.step());
      if (!more) return problems;
      if (rows.text(0) != "ok") problems.emplace_back(rows.text(0));
    }
  }

  base::Result<void> copy_to(const fs::path& directory) override {
    std::error_code problem;
    fs::create_directories(directory, problem);
    const fs::path target = directory / kFile;
    if (problem) {
      return base::Error{base::ErrorCode::kIo, "cannot make it: " + problem.message(), {directory.string(), 0, {}}};
    }
    if (fs::exists(target)) {
      return base::Error{base::ErrorCode::kConflict, "there is a copy already", {target.string(), 0, {}}};
    }
    {
      CORDON_ASSIGN(Database source, open_reader(file_, true));
      CORDON_TRY(source.execute("PRAGMA query_only = OFF"));
      CORDON_ASSIGN(store::Statement copy, source.prepare("VACUUM INTO ?1"));
      const std::string name = target.string();
      CORDON_TRY(copy.bind_text(1, name).run());
    }
    // Flushes the copy and gives it the log mode of a storage.
    const base::Result<Database> copied = open_writer(target, OpenMode::kReadWrite);
    if (!copied) return copied.error();
    return {};
  }

 private:
  fs::path file_;
  bool read_only_;
};

}  // namespace

base::Result<std::unique_ptr<Storage>> open_sqlite_storage(const fs::path& directory,
                                                           const SqliteStorageOptions& options) {
  const fs::path file = directory / kFile;
  std::error_code problem;
  const bool exists = fs::exists(file, problem);
  if (!exists && (options.read_only || !options.create)) {
    return base::Error{base::ErrorCode::kNotFound,
                       "there is no portfolio in this data directory yet; 'cordon portfolio import FILE' starts one",
                       {directory.string(), 0, {}}};
  }
  bool make = !exists;
  if (exists) {
    CORDON_ASSIGN(Database db, open_reader(file, true));
    CORDON_ASSIGN(const SchemaState state, inspect_file(file, db));
    make = state != SchemaState::kCurrent;
  }
  if (make && (options.read_only || !options.create)) {
    return base::Error{base::ErrorCode::kUnsupported,
                       "written by an older cordon; run a command that writes, to bring it up to date",
                       {file.string(), 0, {}}};
  }
  if (make) {
    CORDON_ASSIGN(Database db, open_writer(file, OpenMode::kCreate));
    CORDON_ASSIGN(const SchemaState state, inspect_file(file, db));
    if (state != SchemaState::kCurrent) CORDON_TRY(migrate(db));
  }
  return std::unique_ptr<Storage>(std::make_unique<SqliteStorage>(file, options.read_only));
}

}  // namespace cordon::monitoring
