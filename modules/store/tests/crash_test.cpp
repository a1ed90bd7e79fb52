// kill -9 at any moment leaves the last good state, and the writer's lock free.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "sqlite/import_session.hpp"
#include "store_fixture.hpp"

namespace cordon::store {
namespace {

using namespace cordon::store::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Raised by the long suite.
int rounds() {
  const char* text = std::getenv("CORDON_TEST_CRASH_ROUNDS");
  return text == nullptr ? 20 : std::atoi(text);
}

std::string date_of_round(std::uint32_t number) {
  return day("2000-01-01").plus_days(static_cast<int>(number)).to_string();
}

// In the child: imports version after version in small batches and tells each finished one through the pipe.
[[noreturn]] void import_for_ever(const std::filesystem::path& directory, int out, std::uint32_t next) {
  const base::FixedClock clock(noon("2022-01-10"));
  for (;; ++next) {
    auto session = SqliteImportSession::begin(directory, SourceId{"list"}, clock, {50, 1U << 20U});
    if (!session) ::_exit(2);
    const TestList list = people(100 + next % 7, date_of_round(next), std::to_string(next));
    for (const ListEntity& entity : list.entities) {
      if (!(*session)->add(ListEntity(entity))) ::_exit(3);
    }
    const auto outcome = (*session)->commit(describe("list", list), {});
    if (!outcome || outcome->version.version != next) ::_exit(4);
    if (::write(out, &next, sizeof next) != static_cast<ssize_t>(sizeof next)) ::_exit(5);
  }
}

TEST(Crash, killed_imports_leave_the_last_good_version) {
  TemporaryDirectory directory;
  const base::FixedClock clock(noon("2022-01-10"));
  ASSERT_TRUE(open_sqlite_store(directory.path(), {clock}));
  std::mt19937 random(7);
  std::uint32_t stored = 0;
  for (int round = 0; round < rounds(); ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) import_for_ever(directory.path(), pipe[1], stored + 1);
    ::close(pipe[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
    std::uint32_t told = stored;
    while (::read(pipe[0], &told, sizeof told) == static_cast<ssize_t>(sizeof told)) {
    }
    ::close(pipe[0]);

    auto store = open_sqlite_store(directory.path(), {clock});
    ASSERT_TRUE(store) << store.error().to_string();
    const auto problems = (*store)->check();
    ASSERT_TRUE(problems) << problems.error().to_string();
    EXPECT_THAT(*problems, IsEmpty());
    const auto versions = *(*store)->versions(std::nullopt);
    stored = static_cast<std::uint32_t>(versions.size());
    EXPECT_GE(stored, told);      // what was reported is there
    EXPECT_LE(stored, told + 1);  // at most the one whose report was cut off
    if (stored > 0) {
      EXPECT_EQ((*(*store)->snapshot({}))->size(), 2U * (100 + stored % 7));
    }
    EXPECT_TRUE((*store)->begin_import(SourceId{"list"}));
  }
  EXPECT_GT(stored, 0U);
}

TEST(Crash, the_lock_names_its_holder_and_dies_with_it) {
  TemporaryDirectory directory;
  const base::FixedClock clock(noon("2022-01-10"));
  auto store = *open_sqlite_store(directory.path(), {clock});
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto session = SqliteImportSession::begin(directory.path(), SourceId{"list"}, clock);
    if (!session || ::write(pipe[1], "x", 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(pipe[0], &byte, 1), 1);
  const auto refused = store->begin_import(SourceId{"list"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("process " + std::to_string(child) + " since 2022-01-10T12:00:00Z"));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(store->begin_import(SourceId{"list"}));
  ::close(pipe[0]);
  ::close(pipe[1]);
}

}  // namespace
}  // namespace cordon::store
