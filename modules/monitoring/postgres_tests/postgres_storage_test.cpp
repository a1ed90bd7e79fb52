// The storage contract over PostgreSQL. $CORDON_TEST_DATABASE names a server of its own (tools/with-postgres); each
// directory of a test stands for one schema.
#include "cordon/monitoring/postgres_storage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <thread>

#include "storage_contract.hpp"

namespace cordon::monitoring::testing {
namespace {

PostgresStorageOptions options_of(const std::filesystem::path& directory) {
  PostgresStorageOptions options;
  const char* url = std::getenv("CORDON_TEST_DATABASE");
  options.url = url == nullptr ? "host=/nowhere" : url;
  options.schema = "t_";
  for (const char c : directory.filename().string()) {
    options.schema += std::isalnum(static_cast<unsigned char>(c)) != 0
                          ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                          : '_';
  }
  // Names of temporary directories differ in case, schemas here do not: the letters' cases follow.
  options.schema += '_';
  for (const char c : directory.filename().string()) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0) options.schema += "u";
    if (std::islower(static_cast<unsigned char>(c)) != 0) options.schema += "l";
  }
  options.schema.resize(std::min<std::size_t>(options.schema.size(), 59));
  return options;
}

INSTANTIATE_TEST_SUITE_P(Postgres, StorageContract,
                         ::testing::Values(Backend{"postgres",
                                                   [](const std::filesystem::path& directory) {
                                                     return open_postgres_storage(options_of(directory));
                                                   }}),
                         [](const auto& instance) { return instance.param.name; });

TEST(PostgresStorage, writers_of_several_connections_wait_for_each_other) {
  const TempDirectory directory;
  const auto storage = open_postgres_storage(options_of(directory.path()));
  ASSERT_TRUE(storage) << storage.error().to_string();
  constexpr int kWriters = 4;
  constexpr int kRecords = 25;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kRecords; ++i) {
        auto transaction = (*storage)->begin_write();
        ASSERT_TRUE(transaction) << transaction.error().to_string();
        ASSERT_TRUE((*transaction)->append({at(i), "writer" + std::to_string(w), "test", {}}));
        ASSERT_TRUE((*transaction)->commit());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  ChainVerifier verifier;
  auto reading = (*storage)->begin_read();
  ASSERT_TRUE(reading);
  ASSERT_TRUE((*reading)->for_each_record(1, [&](const AuditRecord& record) { return verifier.add(record); }));
  EXPECT_EQ(verifier.head().sequence, std::uint64_t{kWriters * kRecords});
  EXPECT_TRUE((*storage)->check()->empty());
}

TEST(PostgresStorage, what_cannot_be_opened_says_why) {
  const TempDirectory directory;
  PostgresStorageOptions options = options_of(directory.path());
  options.read_only = true;
  EXPECT_EQ(open_postgres_storage(options).error().code, base::ErrorCode::kNotFound);
  options.schema = "bad name; DROP";
  EXPECT_EQ(open_postgres_storage(options).error().code, base::ErrorCode::kInvalidArgument);
  options.schema = "cordon";
  options.url = "host=/no/such/socket";
  const auto unreachable = open_postgres_storage(options);
  EXPECT_EQ(unreachable.error().code, base::ErrorCode::kIo);
  EXPECT_THAT(unreachable.error().message, ::testing::HasSubstr("/no/such/socket"));
}

TEST(PostgresStorage, a_copy_is_left_to_the_databases_own_tools) {
  const TempDirectory directory;
  const auto storage = open_postgres_storage(options_of(directory.path()));
  ASSERT_TRUE(storage) << storage.error().to_string();
  const auto copied = (*storage)->copy_to(directory.path() / "copy");
  EXPECT_EQ(copied.error().code, base::ErrorCode::kUnsupported);
  EXPECT_THAT(copied.error().message, ::testing::HasSubstr("pg_dump"));
}

}  // namespace
}  // namespace cordon::monitoring::testing
