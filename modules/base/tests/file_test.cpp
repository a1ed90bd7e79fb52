#include "cordon/base/file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace cordon::base {
namespace {

namespace fs = std::filesystem;

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::temp_directory_path() / ("cordon-file-test-" + std::to_string(::getpid()));
    fs::create_directories(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }

  fs::path written(std::string_view name, std::string_view bytes) const {
    std::ofstream(directory_ / name, std::ios::binary) << bytes;
    return directory_ / name;
  }

  fs::path directory_;
};

TEST_F(FileTest, GivesTheBytesAsTheyAre) {
  const std::string bytes("a\r\n\0\x1A\xFF", 6);
  const auto read = read_file(written("bytes", bytes));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, bytes);
}

TEST_F(FileTest, ReadsAnEmptyFile) {
  const auto read = read_file(written("empty", ""));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->empty());
}

TEST_F(FileTest, ReadsMoreThanOneBlock) {
  const std::string bytes(700'001, 'x');
  const auto read = read_file(written("large", bytes));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, bytes);
}

TEST_F(FileTest, AMissingFileIsNamed) {
  const auto read = read_file(directory_ / "absent.csv");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kNotFound);
  EXPECT_NE(read.error().to_string().find("absent.csv"), std::string::npos);
}

TEST_F(FileTest, ADirectoryIsNoFile) {
  const auto read = read_file(directory_);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kIo);
}

TEST_F(FileTest, MoreThanTheLimitIsRefused) {
  const fs::path file = written("limit", "12345");
  EXPECT_TRUE(read_file(file, 5));
  const auto read = read_file(file, 4);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kOutOfRange);
}

TEST(Utf8, OtherBytesAreNamedByTheirLine) {
  EXPECT_TRUE(must_be_utf8("", "d"));
  EXPECT_TRUE(must_be_utf8("a\n\xC3\xA9\n", "d"));
  for (const char* text : {"a\nb\n\xFF", "a\nb\nc\xE9\nd"}) {
    const auto checked = must_be_utf8(text, "d");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().where.line, 3U) << text;
  }
}

TEST_F(FileTest, TheHashIsThatOfTheBytes) {
  const std::string bytes(700'001, 'x');
  const auto hash = hash_file(written("hashed", bytes));
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, ContentHash::of(bytes));
  EXPECT_FALSE(hash_file(directory_ / "absent"));
}

}  // namespace
}  // namespace cordon::base
