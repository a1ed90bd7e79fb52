// Copies of a data directory: what was damaged is not taken back, and what fails leaves nothing.
#include "desk.hpp"

namespace cordon::service::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Copies : public ::testing::Test {
 protected:
  void SetUp() override {
    desk_.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
    desk_.book({{"c-1", "Ivan Petrov", "1950-03-01"}});
    desk_.watch();
    Workspace workspace = desk_.workspace();
    on_server_ = !workspace.database().empty();
    const auto copied =
        backup(workspace, {copy_, "anna"}, Desk::keep(answer_), [this](std::string_view text) { said_ += text; });
    ASSERT_TRUE(copied) << copied.error().to_string();
  }
  base::Result<void> put_back(const std::string& name, Json* answer = nullptr) {
    Json ignored;
    return restore(copy_, desk_.file(name), desk_.clock, Desk::keep(answer == nullptr ? ignored : *answer));
  }
  void flip(const std::string& file, std::uintmax_t at) {
    std::fstream bytes(copy_ / file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(static_cast<std::streamoff>(at));
    const int byte = bytes.get();
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put(static_cast<char>(byte ^ 0x10));
  }

  Desk desk_;
  fs::path copy_ = desk_.file("copy");
  Json answer_;
  std::string said_;
  bool on_server_ = false;
};

TEST_F(Copies, any_flipped_bit_is_found) {
  ASSERT_TRUE(put_back("whole"));
  std::vector<std::string> files{"store.db"};
  if (!on_server_) files.emplace_back("monitor.db");
  int attempt = 0;
  for (const std::string& file : files) {
    const std::uintmax_t size = fs::file_size(copy_ / file);
    for (int place = 0; place < 16; ++place) {
      const std::uintmax_t at = size * static_cast<std::uintmax_t>(place) / 16 + 7;
      flip(file, at);
      const std::string target = "put" + std::to_string(++attempt);
      const auto restored = put_back(target);
      ASSERT_FALSE(restored) << file << " " << at;
      EXPECT_THAT(restored.error().to_string(), HasSubstr(file + " is not the file that was copied"));
      EXPECT_FALSE(fs::exists(desk_.file(target) / "store.db"));
      flip(file, at);
    }
  }
  EXPECT_TRUE(put_back("again"));
}

TEST_F(Copies, a_file_too_many_or_too_few_is_found) {
  fs::create_directories(copy_ / "watchlists");
  std::ofstream(copy_ / "watchlists" / "mine.csv") << "id,name\n";
  const auto more = put_back("more");
  ASSERT_FALSE(more);
  EXPECT_THAT(more.error().to_string(), HasSubstr("'watchlists/mine.csv' is not in the manifest"));
  fs::remove_all(copy_ / "watchlists");
  ASSERT_TRUE(put_back("same"));
  std::ofstream(copy_ / "MANIFEST.sha256", std::ios::app) << std::string(64, '0') << "  watchlists/gone.csv\n";
  EXPECT_FALSE(put_back("less"));
}

TEST_F(Copies, the_log_says_who_copied_and_the_copy_what_it_lacks) {
  std::string log;
  Workspace workspace = desk_.workspace();
  ASSERT_TRUE(export_audit(workspace, 1, [&log](std::string_view line) {
    log = line;
    return base::Result<void>();
  }));
  EXPECT_THAT(log, HasSubstr("\"action\":\"data.copied\",\"actor\":\"anna\""));
  Json restored;
  ASSERT_TRUE(put_back("other", &restored));
  EXPECT_EQ(restored["manifest"], true);
  EXPECT_EQ(restored["monitoring"], !on_server_);
  EXPECT_EQ(restored.contains("note"), on_server_);
  EXPECT_EQ(answer_.contains("note"), on_server_);
  if (on_server_) {
    EXPECT_THAT(said_, HasSubstr("not in this copy"));
  }
}

TEST_F(Copies, a_failed_copy_leaves_nothing) {
  Workspace workspace = desk_.workspace();
  EXPECT_FALSE(backup(workspace, {copy_, "anna"}, Desk::none(), Desk::quiet())) << "there is a copy already";
  std::ofstream(desk_.file("no_directory")) << "x";
  const auto refused = backup(workspace, {desk_.file("no_directory"), "anna"}, Desk::none(), Desk::quiet());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().to_string(), HasSubstr("no_directory"));
}

}  // namespace
}  // namespace cordon::service::testing
