// The contract over SQLite, and what only a file has: versions of its schema, damage, copies.
#include "cordon/monitoring/sqlite_storage.hpp"

#include "cordon/store/sqlite_database.hpp"
#include "storage_contract.hpp"

namespace cordon::monitoring::testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Sqlite, StorageContract,
                         ::testing::Values(Backend{"sqlite",
                                                   [](const std::filesystem::path& directory) {
                                                     return open_sqlite_storage(directory, {});
                                                   }}),
                         [](const auto& backend) { return backend.param.name; });

void execute(const std::filesystem::path& file, const std::string& sql) {
  auto db = store::Database::open(file, store::OpenMode::kReadWrite);
  ASSERT_TRUE(db);
  const auto done = db->execute(sql);
  ASSERT_TRUE(done) << done.error().to_string();
}

TEST(SqliteStorage, a_newer_schema_is_refused) {
  const TempDirectory directory;
  ASSERT_TRUE(open_sqlite_storage(directory.path(), {}));
  execute(directory.path() / "monitor.db", "PRAGMA user_version = 99");
  const auto opened = open_sqlite_storage(directory.path(), {});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, base::ErrorCode::kUnsupported);
  EXPECT_THAT(opened.error().message, ::testing::HasSubstr("newer cordon (schema 99"));
}

TEST(SqliteStorage, another_programs_database_is_refused) {
  const TempDirectory directory;
  auto db = store::Database::open(directory.path() / "monitor.db", store::OpenMode::kCreate);
  ASSERT_TRUE(db && db->execute("CREATE TABLE theirs (x)"));
  EXPECT_EQ(open_sqlite_storage(directory.path(), {}).error().code, base::ErrorCode::kDamaged);
}

TEST(SqliteStorage, nothing_there_is_said_so) {
  const TempDirectory directory;
  SqliteStorageOptions options;
  options.read_only = true;
  EXPECT_EQ(open_sqlite_storage(directory.path(), options).error().code, base::ErrorCode::kNotFound);
}

TEST(SqliteStorage, records_cannot_be_changed_through_sql) {
  const TempDirectory directory;
  const auto storage = open_sqlite_storage(directory.path(), {});
  ASSERT_TRUE(storage);
  {
    const auto transaction = (*storage)->begin_write();
    ASSERT_TRUE((*transaction)->append({at(0), "anna", "test", {}}) && (*transaction)->commit());
  }
  auto db = store::Database::open(directory.path() / "monitor.db", store::OpenMode::kReadWrite);
  EXPECT_FALSE(db->execute("DELETE FROM audit"));
  EXPECT_FALSE(db->execute("UPDATE audit SET text = ''"));
}

TEST(SqliteStorage, a_copy_is_a_storage) {
  const TempDirectory directory;
  const TempDirectory other;
  const auto storage = open_sqlite_storage(directory.path(), {});
  {
    const auto transaction = (*storage)->begin_write();
    ASSERT_TRUE((*transaction)->append({at(0), "anna", "test", {}}) && (*transaction)->commit());
  }
  ASSERT_TRUE((*storage)->copy_to(other.path()));
  EXPECT_EQ((*storage)->copy_to(other.path()).error().code, base::ErrorCode::kConflict);
  const auto copy = open_sqlite_storage(other.path(), {});
  ASSERT_TRUE(copy);
  EXPECT_EQ((*(*copy)->begin_read())->audit_head()->sequence, 1U);
  EXPECT_TRUE((*copy)->check()->empty());
}

}  // namespace
}  // namespace cordon::monitoring::testing
