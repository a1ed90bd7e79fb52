// What is particular to the SQLite backend: schema versions, read-only opening, batches, damage, disk full.
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>

#include "sqlite/import_session.hpp"
#include "sqlite/schema.hpp"
#include "store_fixture.hpp"

namespace cordon::store {
namespace {

using namespace cordon::store::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class SqliteStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<Store> open(bool read_only = false) {
    auto store = open_sqlite_store(directory_.path(), {clock_, read_only});
    EXPECT_TRUE(store) << store.error().to_string();
    return store ? std::move(*store) : nullptr;
  }
  base::Error refused() {
    auto store = open_sqlite_store(directory_.path(), {clock_});
    EXPECT_FALSE(store);
    return store ? base::Error(base::ErrorCode::kIo, "opened") : store.error();
  }
  std::filesystem::path file() const { return directory_.path() / "store.db"; }
  Database database(OpenMode mode = OpenMode::kReadWrite) { return Database::open(file(), mode).value(); }
  void sql(const std::string& text) {
    Database db = database();
    const auto done = db.execute(text);
    ASSERT_TRUE(done) << done.error().to_string();
  }

  TemporaryDirectory directory_;
  TestClock clock_{noon("2022-01-10")};
};

TEST_F(SqliteStoreTest, opening_needs_a_store_unless_it_may_create_one) {
  const auto nothing = open_sqlite_store(directory_.path() / "deep", {clock_, false, false});
  EXPECT_EQ(nothing.error().code, base::ErrorCode::kNotFound);
  EXPECT_TRUE(open_sqlite_store(directory_.path() / "deep", {clock_}));
  EXPECT_TRUE(open_sqlite_store(directory_.path() / "deep", {clock_, true, false}));
}

TEST_F(SqliteStoreTest, odd_directory_names) {
  const auto odd = directory_.path() / "a b?c#d%41";
  auto store = open_sqlite_store(odd, {clock_});
  ASSERT_TRUE(store) << store.error().to_string();
  EXPECT_TRUE(std::filesystem::exists(odd / "store.db"));
  EXPECT_TRUE((*store)->sources());
}

TEST_F(SqliteStoreTest, a_newer_schema_is_refused) {
  open();
  sql("PRAGMA user_version = 99");
  const base::Error error = refused();
  EXPECT_EQ(error.code, base::ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("newer cordon (schema 99"));
}

TEST_F(SqliteStoreTest, files_of_others_are_refused) {
  {
    Database db = database(OpenMode::kCreate);
    ASSERT_TRUE(db.execute("CREATE TABLE t(x)"));
  }
  EXPECT_EQ(refused().code, base::ErrorCode::kDamaged);
  std::ofstream(file(), std::ios::trunc) << std::string(8192, 'x');
  EXPECT_EQ(refused().code, base::ErrorCode::kDamaged);
}

// The rows of a store of schema 1, as that schema's program wrote them.
TEST_F(SqliteStoreTest, every_older_schema_is_brought_up_to_date) {
  {
    auto store = open();
    ASSERT_TRUE(import_list(*store, "list", people(3, "2022-01-01")));
  }
  ASSERT_EQ(current_schema(), 2);
  sql("DROP TABLE state_change; PRAGMA user_version = 1");
  EXPECT_EQ(open_sqlite_store(directory_.path(), {clock_, true, false}).error().code, base::ErrorCode::kUnsupported);
  auto store = open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ((*store->snapshot({}))->size(), 6U);
  EXPECT_EQ((*store->snapshot({{}, {}, day("2022-01-09"), true}))->size(), 0U);
  EXPECT_EQ((*store->snapshot({{}, {}, day("2022-01-10"), true}))->size(), 6U);
  EXPECT_THAT(*store->check(), IsEmpty());
  EXPECT_TRUE(import_list(*store, "list", people(4, "2022-01-02")));
}

TEST_F(SqliteStoreTest, a_state_that_is_none_is_damage) {
  {
    auto store = open();
    ASSERT_TRUE(import_list(*store, "list", people(3, "2022-01-01")));
  }
  sql("PRAGMA ignore_check_constraints = ON; UPDATE state_change SET state = 7");
  auto store = open();
  const auto known = store->snapshot({{}, {}, day("2022-01-10"), true});
  ASSERT_FALSE(known);
  EXPECT_EQ(known.error().code, base::ErrorCode::kDamaged);
  EXPECT_THAT(known.error().message, HasSubstr("found 7"));
}

TEST_F(SqliteStoreTest, a_copy_that_cannot_be_made_says_where) {
  auto store = open();
  std::ofstream(directory_.path() / "plain") << "x";
  const auto copied = store->copy_to(directory_.path() / "plain" / "below");
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().code, base::ErrorCode::kIo);
  EXPECT_THAT(copied.error().message, HasSubstr("the directory of the copy"));
  EXPECT_THAT(copied.error().to_string(), HasSubstr("plain/below"));
}

TEST_F(SqliteStoreTest, steps_lead_from_any_version_to_the_same_tables) {
  const auto tables = [&](std::int64_t start) {
    TemporaryDirectory place;
    Database db = Database::open(place.path() / "store.db", OpenMode::kCreate).value();
    EXPECT_TRUE(migrate_to(db, start));
    EXPECT_TRUE(migrate(db));
    std::string text;
    Statement row = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").value();
    while (*row.step()) text += std::string(row.text(0)) + "\n";
    return text;
  };
  for (std::int64_t start = 1; start <= current_schema(); ++start) EXPECT_EQ(tables(start), tables(0));
}

TEST_F(SqliteStoreTest, a_failed_step_changes_nothing) {
  {
    Database db = database(OpenMode::kCreate);
    ASSERT_TRUE(migrate_to(db, 1));
  }
  sql("CREATE TABLE state_change (in_the_way)");
  EXPECT_EQ(refused().code, base::ErrorCode::kIo);
  EXPECT_EQ(*database().query_integer("PRAGMA user_version"), 1);
}

TEST_F(SqliteStoreTest, read_only_works_next_to_a_writer) {
  auto writer = open();
  ASSERT_TRUE(import_list(*writer, "list", people(3, "2022-01-01")));
  auto session = *writer->begin_import(SourceId{"list"});
  auto reader = open(true);
  ASSERT_NE(reader, nullptr);
  EXPECT_EQ((*reader->snapshot({}))->size(), 6U);
  EXPECT_EQ(reader->begin_import(SourceId{"list"}).error().code, base::ErrorCode::kIo);
  EXPECT_EQ(reader->set_version_state(SourceId{"list"}, 1, VersionState::kRejected).error().code, base::ErrorCode::kIo);
}

TEST_F(SqliteStoreTest, batches_are_invisible_until_the_end_and_removed_when_abandoned) {
  auto store = open();
  ASSERT_TRUE(import_list(*store, "list", people(3, "2022-01-01")));
  const TestList big = people(50, "2022-01-02");
  const auto fill = [&](SqliteImportSession& session) {
    for (const ListEntity& entity : big.entities) ASSERT_TRUE(session.add(ListEntity(entity)));
  };
  {
    auto session = SqliteImportSession::begin(directory_.path(), SourceId{"list"}, clock_, {7, 1U << 20U}).value();
    fill(*session);
    EXPECT_EQ(*database().query_integer("SELECT count(*) FROM pending"), 1);
    EXPECT_EQ((*store->snapshot({}))->size(), 6U);
  }
  EXPECT_EQ(*database().query_integer("SELECT count(*) FROM body"), 6);
  EXPECT_EQ(*database().query_integer("SELECT count(*) FROM pending"), 0);
  auto session = SqliteImportSession::begin(directory_.path(), SourceId{"list"}, clock_, {7, 1U << 20U}).value();
  fill(*session);
  ASSERT_TRUE(session->commit(describe("list", big), {}));
  EXPECT_EQ((*store->snapshot({}))->size(), 100U);
  EXPECT_EQ(*database().query_integer("SELECT count(*) FROM pending"), 0);
  EXPECT_THAT(*store->check(), IsEmpty());
}

TEST_F(SqliteStoreTest, equal_entities_are_stored_once) {
  auto store = open();
  for (int i = 1; i <= 9; ++i) {
    ASSERT_TRUE(import_list(*store, "list", people(20, "2022-01-0" + std::to_string(i), std::to_string(i))));
  }
  // 20 persons, 20 sanctions, and eight more states of the first person.
  EXPECT_EQ(*database().query_integer("SELECT count(*) FROM body"), 48);
  ASSERT_TRUE(import_list(*store, "copy", people(20, "2022-01-09", "9")));
  EXPECT_EQ(*database().query_integer("SELECT count(*) FROM body"), 48);
}

TEST_F(SqliteStoreTest, a_flipped_byte_in_a_body_is_found_and_not_served) {
  {
    ASSERT_TRUE(import_list(*open(), "list", people(3, "2022-01-01")));
  }
  {
    std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(bytes)), {});
    const std::size_t at = content.find("PERSON 2");
    ASSERT_NE(at, std::string::npos);
    bytes.clear();
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put('Q');
  }
  auto store = open();
  const auto snapshot = store->snapshot({});
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, base::ErrorCode::kDamaged);
  EXPECT_THAT(snapshot.error().message, HasSubstr("version 1 of list"));
  const auto problems = *store->check();
  ASSERT_THAT(problems, Not(IsEmpty()));
  EXPECT_THAT(problems[0].what, HasSubstr("entity body 3 does not match its hash"));
}

TEST_F(SqliteStoreTest, damaged_manifests_and_missing_bodies_are_found) {
  {
    ASSERT_TRUE(import_list(*open(), "list", people(3, "2022-01-01")));
  }
  std::string manifest;
  {
    Database db = database();
    Statement row = db.prepare("SELECT data FROM manifest").value();
    ASSERT_TRUE(*row.step());
    manifest = row.blob(0);
  }
  const auto write = [&](const std::string& bytes) {
    Database db = database();
    Statement update = db.prepare("UPDATE manifest SET data = ?1").value();
    ASSERT_TRUE(update.bind_blob(1, bytes).run());
  };
  std::string damaged = manifest;
  damaged[12] = static_cast<char>(damaged[12] ^ 4);
  write(damaged);
  EXPECT_EQ(open()->snapshot({}).error().code, base::ErrorCode::kDamaged);
  EXPECT_THAT(open()->check().value().at(0).what, HasSubstr("checksum"));
  write(manifest);
  EXPECT_THAT(*open()->check(), IsEmpty());
  sql("DELETE FROM body WHERE key = 4");
  EXPECT_THAT(open()->snapshot({}).error().message, HasSubstr("body 4 is missing"));
  EXPECT_THAT(open()->check().value().at(0).what, HasSubstr("body 4 is missing"));
}

// Stands for a full disk: the process may not let files grow any further.
TEST_F(SqliteStoreTest, a_full_disk_is_an_error_and_the_old_state_stays) {
  {
    ASSERT_TRUE(import_list(*open(), "list", people(3, "2022-01-01")));
  }
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{256U << 10U, 256U << 10U};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto store = open_sqlite_store(directory_.path(), {clock_});
    const TestList big = people(20'000, "2022-01-02");
    auto session = (*store)->begin_import(SourceId{"list"});
    std::optional<base::Error> first;
    for (const ListEntity& entity : big.entities) {  // a caller that does not stop at an error
      const auto added = (*session)->add(ListEntity(entity));
      if (!added && !first) first = added.error();
    }
    const auto outcome = (*session)->commit(describe("list", big), {});
    if (!first && !outcome) first = outcome.error();
    ::_exit(!outcome && first->code == base::ErrorCode::kIo ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  auto store = open();
  EXPECT_EQ((*store->snapshot({}))->size(), 6U);
  EXPECT_THAT(*store->check(), IsEmpty());
  EXPECT_TRUE(import_list(*store, "list", people(4, "2022-01-02")));
}

}  // namespace
}  // namespace cordon::store
