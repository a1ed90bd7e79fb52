// The kept indexes answer as fresh ones do, and a file that is not the right one is never used.
#include "index_cache.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cordon/screening/screener.hpp"
#include "cordon/service/lists.hpp"
#include "cordon/service/screening.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;

class IndexCache : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon_index_cache_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    import("first", "Ivan PETROVSKY");
    import("second", "Acme Trading LLC");
  }
  void TearDown() override { fs::remove_all(directory_); }

  [[nodiscard]] Workspace workspace() const {
    WorkspaceOptions options;
    options.directory = directory_ / "data";
    options.clock = &clock_;
    options.progress = &progress_;
    auto opened = Workspace::open(options);
    EXPECT_TRUE(opened) << opened.error().to_string();
    return std::move(*opened);
  }
  void import(const std::string& source, const std::string& name) {
    const fs::path file = directory_ / (source + ".jsonl");
    std::ofstream(file) << R"({"id":")" << source << R"(-1","schema":"LegalEntity","properties":{"name":[")" << name
                        << R"("],"topics":["sanction"]}})" << "\n";
    ImportRequest request;
    request.paths = {file};
    request.source = source;
    request.as_of = base::Date::from_ymd(2024, 1, 2);
    Workspace opened = workspace();
    const auto failed =
        import_lists(opened, request, [](std::string_view) { return base::Result<void>{}; }, [](std::string_view) {});
    ASSERT_TRUE(failed) << failed.error().to_string();
    ASSERT_TRUE(failed->empty()) << failed->front().to_string();
  }
  [[nodiscard]] std::string screen(const std::string& name) const {
    std::string out;
    Workspace opened = workspace();
    const auto done = screen_rows(opened, {}, {{{"name", name}}}, [&out](std::string_view json) {
      out += json;
      return base::Result<void>{};
    });
    EXPECT_TRUE(done) << done.error().to_string();
    return out;
  }
  [[nodiscard]] std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    if (!fs::is_directory(index())) return out;
    for (const auto& entry : fs::directory_iterator(index())) out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
  }
  [[nodiscard]] fs::path index() const { return directory_ / "data" / "index"; }

  base::FixedClock clock_{base::parse_timestamp("2024-01-03T00:00:00Z").value()};
  mutable base::NoProgress progress_;
  fs::path directory_;
};

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(IndexCache, KeepsOneFileASourceAndAnswersTheSameFromIt) {
  const std::string fresh = screen("Ivan Petrovsky");
  EXPECT_NE(fresh.find("first-1"), std::string::npos) << fresh;
  EXPECT_EQ(files().size(), 2U);
  EXPECT_EQ(screen("Ivan Petrovsky"), fresh);
  EXPECT_EQ(files().size(), 2U);
}

TEST_F(IndexCache, ANewVersionOfOneSourceMakesOneFileMore) {
  (void)screen("Ivan Petrovsky");
  const auto before = files();
  import("first", "Pjotr SIDOROV");
  EXPECT_EQ(screen("Ivan Petrovsky").find("first-1"), std::string::npos);
  EXPECT_NE(screen("Pjotr Sidorov").find("first-1"), std::string::npos);
  const auto after = files();
  EXPECT_EQ(after.size(), 3U);
  EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
}

TEST_F(IndexCache, DamagedCutOrForeignFilesAreMadeAgain) {
  const std::string fresh = screen("Ivan Petrovsky");
  const auto kept = files();
  ASSERT_EQ(kept.size(), 2U);
  const std::string good = bytes_of(kept[0]);
  const std::string other = bytes_of(kept[1]);
  std::string flipped = good;
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
  for (const std::string& wrong :
       {flipped, good.substr(0, good.size() / 2), std::string("no index"), std::string(), other}) {
    std::ofstream(kept[0], std::ios::binary | std::ios::trunc) << wrong;
    EXPECT_EQ(screen("Ivan Petrovsky"), fresh);
    EXPECT_EQ(bytes_of(kept[0]), good);
  }
}

TEST_F(IndexCache, WorksWhereNothingCanBeWritten) {
  const std::string fresh = screen("Ivan Petrovsky");
  fs::remove_all(index());
  std::ofstream(index()) << "a file where the folder would be";
  EXPECT_EQ(screen("Ivan Petrovsky"), fresh);
  EXPECT_TRUE(fs::is_regular_file(index()));
}

TEST_F(IndexCache, RemovesTheLeastRecentlyUsedBeyondTheLimit) {
  (void)screen("Ivan Petrovsky");
  const auto now = fs::file_time_type::clock::now();
  for (int i = 0; i < 80; ++i) {
    const fs::path old = index() / ("old" + std::to_string(i) + ".idx");
    std::ofstream(old) << "old";
    fs::last_write_time(old, now - std::chrono::hours(1'000 + i));
  }
  const fs::path abandoned = index() / "x.idx.tmp.1";
  std::ofstream(abandoned) << "half";
  fs::last_write_time(abandoned, now - std::chrono::hours(3));
  import("third", "Somebody ELSE");
  (void)screen("Ivan Petrovsky");
  EXPECT_EQ(files().size(), 64U);
  EXPECT_TRUE(fs::exists(index() / "old0.idx"));
  EXPECT_FALSE(fs::exists(index() / "old79.idx"));
  EXPECT_FALSE(fs::exists(abandoned));
}

}  // namespace
}  // namespace cordon::service
