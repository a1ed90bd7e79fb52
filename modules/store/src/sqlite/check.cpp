#include "sqlite/check.hpp"

#include <string>

#include "body_codec.hpp"
#include "sqlite/body_table.hpp"
#include "sqlite/version_table.hpp"

namespace cordon::store {
namespace {

// One fault can damage thousands of rows; the first ones say where.
constexpr std::size_t kMostProblems = 100;
constexpr std::string_view kRestore =
    "restore the data directory from a backup, or import the lists again into a new one";

class Checker {
 public:
  explicit Checker(Database& db) : db_(db) {}

  base::Result<std::vector<StoreProblem>> run() {
    CORDON_TRY(check_file());
    CORDON_TRY(check_bodies());
    CORDON_TRY(check_versions());
    return std::move(problems_);
  }

 private:
  void report(std::string what) {
    if (problems_.size() < kMostProblems) problems_.push_back({std::move(what), std::string(kRestore)});
  }

  base::Result<void> check_file() {
    CORDON_ASSIGN(Statement row, db_.prepare("PRAGMA integrity_check(20)"));
    for (;;) {
      CORDON_ASSIGN(const bool more, row.step());
      if (!more) return {};
      if (row.text(0) != "ok") report("store.db: " + std::string(row.text(0)));
    }
  }

  base::Result<void> check_bodies() {
    CORDON_ASSIGN(Statement row, db_.prepare("SELECT key, hash, data FROM body ORDER BY key"));
    for (;;) {
      CORDON_ASSIGN(const bool more, row.step());
      if (!more) return {};
      const std::string name = "entity body " + std::to_string(row.integer(0));
      const BodyHash hash = hash_body(row.blob(2));
      const std::string_view stored = row.blob(1);
      if (stored.size() != hash.size() || !std::equal(hash.begin(), hash.end(), stored.begin(), same_byte)) {
        report(name + " does not match its hash");
      } else if (const auto entity = decode_body(row.blob(2)); !entity) {
        report(name + ": " + entity.error().message);
      }
    }
  }

  static bool same_byte(std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }

  base::Result<void> check_versions() {
    CORDON_ASSIGN(const std::vector<StoredVersion> versions, load_versions(db_, {}));
    for (const StoredVersion& version : versions) {
      const base::Result<void> result = check_version(version);
      if (result) continue;
      if (result.error().code != base::ErrorCode::kDamaged) return result.error();
      report(result.error().message);
    }
    return {};
  }

  base::Result<void> check_version(const StoredVersion& version) {
    CORDON_ASSIGN(const Manifest manifest, load_manifest(db_, version));
    std::uint64_t sum = 0;
    std::uint64_t subjects = 0;
    CORDON_TRY(for_each_body(db_, manifest.keys, [&](BodyKey, std::string_view data) -> base::Result<void> {
      BodyHead head;
      if (read_body_head(data, head) && head.is_subject) ++subjects;
      sum += body_checksum(data);
      return {};
    }));
    const std::string name = "version " + std::to_string(version.info.version) + " of " + version.info.source.str();
    if (sum != manifest.body_sum) report(name + ": its entities do not match its checksum");
    if (subjects != version.info.subjects) {
      report(name + " has " + std::to_string(subjects) + " subjects, " + std::to_string(version.info.subjects) +
             " are recorded");
    }
    return {};
  }

  Database& db_;
  std::vector<StoreProblem> problems_;
};

}  // namespace

base::Result<std::vector<StoreProblem>> check_database(Database& db) {
  Checker checker(db);
  return checker.run();
}

}  // namespace cordon::store
