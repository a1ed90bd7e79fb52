// Copies of a data directory: backup with a manifest of checksums, restore of what still is what was copied.
#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "cordon/base/file.hpp"
#include "cordon/monitoring/sqlite_storage.hpp"
#include "cordon/service/audit.hpp"
#include "cordon/store/sqlite_store.hpp"
#include "json_writer.hpp"
#include "log_comparison.hpp"
#include "monitor.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

// As sha256sum writes and checks it.
constexpr std::string_view kManifest = "MANIFEST.sha256";
// Files of people's own work beside the databases: judgements on clusters, forecasts.
constexpr std::array<std::string_view, 2> kPlainFiles{"cluster_judgements.csv", "ledger.csv"};
constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

base::Error occupied(const fs::path& path) {
  return Error{ErrorCode::kConflict, "there is data already; choose an empty directory", {path.string(), 0, {}}};
}

base::Result<std::string> sha256_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  base::Hasher hasher;
  std::string block(kBlockBytes, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    hasher.update(std::string_view(block).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad() || !in.eof()) return Error{ErrorCode::kIo, "cannot be read", {file.string(), 0, {}}};
  return hasher.finish().hex();
}

// Copies them and the own watch-lists, as far as they are there.
base::Result<void> copy_own_work(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  for (const std::string_view name : kPlainFiles) {
    if (fs::exists(from / name, problem)) fs::copy_file(from / name, to / name, problem);
    if (problem) return Error{ErrorCode::kIo, "the copy cannot be made: " + problem.message(), {to.string(), 0, {}}};
  }
  const fs::path own = from / "watchlists";
  if (fs::exists(own, problem)) fs::copy(own, to / "watchlists", fs::copy_options::recursive, problem);
  if (problem) return Error{ErrorCode::kIo, "the copy cannot be made: " + problem.message(), {to.string(), 0, {}}};
  return {};
}

// What a copy would overwrite.
bool is_occupied(const fs::path& directory) {
  std::error_code problem;
  for (const std::string_view name : {std::string_view("store.db"), std::string_view("monitor.db"), kManifest,
                                      std::string_view("watchlists"), kPlainFiles[0], kPlainFiles[1]}) {
    if (fs::exists(directory / name, problem)) return true;
  }
  return false;
}

// Takes back what a copy that failed has written: half a copy is none. Requires: is_occupied() was false before.
void remove_copy(const fs::path& directory) {
  std::error_code problem;
  for (const char* name : {"store.db", "monitor.db"}) {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) {
      fs::remove(directory / (std::string(name) + end), problem);
    }
  }
  for (const std::string_view name : kPlainFiles) fs::remove(directory / name, problem);
  fs::remove(directory / kManifest, problem);
  fs::remove_all(directory / "watchlists", problem);
}

bool is_sqlite_helper(const std::string& name) { return name.ends_with("-wal") || name.ends_with("-shm"); }

// What a copy consists of, as paths below its directory, sorted.
base::Result<std::vector<std::string>> files_of(const fs::path& directory) {
  std::vector<std::string> files;
  std::error_code problem;
  for (fs::recursive_directory_iterator at(directory, problem), end; !problem && at != end; at.increment(problem)) {
    const std::string name = at->path().lexically_relative(directory).generic_string();
    const bool counts = name == "store.db" || name == "monitor.db" || name.starts_with("watchlists/") ||
                        std::ranges::find(kPlainFiles, name) != kPlainFiles.end();
    if (counts && at->is_regular_file(problem)) files.push_back(name);
    if (is_sqlite_helper(name) && at->is_regular_file(problem) && at->file_size(problem) > 0 && name.ends_with("wal")) {
      return Error{ErrorCode::kDamaged, "the copy was written to after it was made", {at->path().string(), 0, {}}};
    }
  }
  if (problem) return Error{ErrorCode::kIo, "cannot be read: " + problem.message(), {directory.string(), 0, {}}};
  std::ranges::sort(files);
  return files;
}

base::Result<void> write_manifest(const fs::path& directory) {
  CORDON_ASSIGN(const std::vector<std::string> files, files_of(directory));
  std::string text;
  for (const std::string& file : files) {
    CORDON_ASSIGN(const std::string sha256, sha256_of(directory / file));
    text += sha256 + "  " + file + "\n";
  }
  std::ofstream out(directory / kManifest, std::ios::binary);
  out << text;
  out.flush();
  if (out) return {};
  return Error{ErrorCode::kIo, "cannot be written", {(directory / kManifest).string(), 0, {}}};
}

// Returns: false when there is none, as in copies of older programs. Errors: kDamaged naming the file that differs.
base::Result<bool> check_manifest(const fs::path& copy) {
  const fs::path manifest = copy / kManifest;
  CORDON_ASSIGN(std::vector<std::string> files, files_of(copy));
  std::error_code problem;
  if (!fs::exists(manifest, problem)) return false;
  CORDON_ASSIGN(const std::string text, base::read_file(manifest));
  constexpr std::size_t kNameAt = 2 * base::ContentHash::kSizeBytes + 2;
  std::uint64_t line = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    ++line;
    const std::string_view entry = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
    const std::string name(entry.size() > kNameAt ? entry.substr(kNameAt) : std::string_view());
    const auto at = std::ranges::find(files, name);
    if (at == files.end()) {
      return Error{ErrorCode::kDamaged, "the copy lacks the file '" + name + "'", {manifest.string(), line, {}}};
    }
    CORDON_ASSIGN(const std::string sha256, sha256_of(copy / name));
    if (entry != sha256 + "  " + name) {
      return Error{ErrorCode::kDamaged,
                   name + " is not the file that was copied: its SHA-256 is " + sha256,
                   {manifest.string(), line, {}}};
    }
    files.erase(at);
  }
  if (files.empty()) return true;
  return Error{
      ErrorCode::kDamaged, "the file '" + files.front() + "' is not in the manifest", {manifest.string(), 0, {}}};
}

// Says in the log that everything was copied, so that the copy says it too. A disk that cannot be written is no reason
// not to copy what is on it.
void record_copy(Workspace& workspace, const BackupRequest& request, const MessageSink& message) {
  const auto existing = open_monitor(workspace, false);
  if (!existing) return;
  const auto recorded = [&]() -> base::Result<void> {
    CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
    CORDON_ASSIGN(const auto transaction, storage->begin_write());
    CORDON_ASSIGN(const auto record,
                  transaction->append({workspace.clock().now(), request.by, "data.copied", {{"by", "backup"}}}));
    static_cast<void>(record);
    return transaction->commit();
  }();
  if (!recorded) message("the audit log does not say that this copy was made: " + recorded.error().to_string());
}

// An error of SQLite names the file it reads; what failed is the copy.
base::Error of_copy(const Error& error, const fs::path& directory) {
  if (error.code != ErrorCode::kIo) return error;
  return Error{error.code, "the copy cannot be made: " + error.message, {directory.string(), 0, {}}};
}

base::Result<bool> copy_into(Workspace& workspace, const fs::path& directory) {
  bool monitored = false;
  if (workspace.database().empty()) {
    // Alerts first: whatever list versions they name are in the store that is copied after them.
    const auto storage = open_monitor(workspace, false);
    if (storage) {
      if (const auto copied = (*storage)->copy_to(directory); !copied) return of_copy(copied.error(), directory);
      monitored = true;
    } else if (storage.error().code != ErrorCode::kNotFound) {
      return storage.error();
    }
  }
  if (const auto copied = workspace.store().copy_to(directory); !copied) return of_copy(copied.error(), directory);
  CORDON_TRY(copy_own_work(workspace.directory(), directory));
  CORDON_TRY(write_manifest(directory));
  return monitored;
}

}  // namespace

base::Result<void> backup(Workspace& workspace, const BackupRequest& request, const JsonSink& sink,
                          const MessageSink& message) {
  const fs::path& directory = request.directory;
  if (is_occupied(directory)) return occupied(directory);
  record_copy(workspace, request, message);
  const auto monitored = copy_into(workspace, directory);
  if (!monitored) {
    remove_copy(directory);
    return monitored.error();
  }
  JsonWriter json;
  json.begin_object().key("copy").value(directory.string()).key("lists").value(true);
  json.key("monitoring").value(*monitored);
  if (!workspace.database().empty()) {
    const std::string note =
        "portfolios, alerts and the audit log are on the PostgreSQL server and not in this copy: "
        "copy them with pg_dump --schema=cordon";
    message(note);
    json.key("note").value(note);
  }
  json.end_object();
  return sink(json.text());
}

base::Result<void> restore(const fs::path& copy, const fs::path& directory, const base::Clock& clock,
                           const JsonSink& sink) {
  std::error_code problem;
  if (!fs::exists(copy / "store.db", problem)) {
    return Error{
        ErrorCode::kNotFound, "expected a copy made by 'cordon backup', found no store.db", {copy.string(), 0, {}}};
  }
  if (is_occupied(directory)) return occupied(directory);
  CORDON_ASSIGN(const bool has_manifest, check_manifest(copy));
  store::OpenOptions options{clock};
  options.read_only = true;
  CORDON_ASSIGN(const auto lists, store::open_sqlite_store(copy, options));
  CORDON_ASSIGN(const std::vector<store::StoreProblem> problems, lists->check());
  if (!problems.empty()) return Error{ErrorCode::kDamaged, problems.front().what, {copy.string(), 0, {}}};
  const bool monitored = fs::exists(copy / "monitor.db", problem);
  std::uint64_t records = 0;
  if (monitored) {
    monitoring::SqliteStorageOptions storage_options;
    storage_options.read_only = true;
    CORDON_ASSIGN(const auto storage, monitoring::open_sqlite_storage(copy, storage_options));
    CORDON_ASSIGN(const std::vector<std::string> found, storage->check());
    if (!found.empty()) return Error{ErrorCode::kDamaged, found.front(), {copy.string(), 0, {}}};
    {
      CORDON_ASSIGN(const auto transaction, storage->begin_read());
      CORDON_ASSIGN(const StorageComparison compared, compare_with_log(*transaction));
      records = compared.records;
      // A copy whose files are what was copied is taken back as it was, also with what doctor says of it.
      if (!has_manifest && !compared.differences.empty()) {
        return Error{ErrorCode::kDamaged, compared.differences.front().what, {copy.string(), 0, {}}};
      }
    }
    if (const auto copied = storage->copy_to(directory); !copied) {
      remove_copy(directory);
      return copied.error();
    }
  }
  const auto rest = [&]() -> base::Result<void> {
    CORDON_TRY(lists->copy_to(directory));
    return copy_own_work(copy, directory);
  }();
  if (!rest) {
    remove_copy(directory);
    return rest.error();
  }
  JsonWriter json;
  json.begin_object().key("restored").value(true).key("monitoring").value(monitored);
  json.key("audit_records").value(records).key("manifest").value(has_manifest);
  if (!monitored) json.key("note").value("the copy holds lists only: no portfolios, alerts or audit log");
  json.end_object();
  return sink(json.text());
}

}  // namespace cordon::service
