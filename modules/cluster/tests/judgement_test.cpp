#include "cordon/cluster/judgement.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace cordon::cluster {
namespace {

class JudgementFile : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::temp_directory_path() / ("cordon_judgement_" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  [[nodiscard]] std::filesystem::path file() const { return directory_ / "judgements.csv"; }

 private:
  std::filesystem::path directory_;
};

Judgement judgement(const char* a, const char* b, Decision decision) {
  return {base::Timestamp{std::chrono::seconds{1'700'000'000}},
          model::EntityId{a},
          model::EntityId{b},
          decision,
          "A. Analyst",
          "same passport, \"seen\", and\nphoto"};
}

TEST_F(JudgementFile, KeepsEveryLineAndTheLastDecides) {
  EXPECT_TRUE(read_judgements(file())->empty());
  ASSERT_TRUE(append_judgement(file(), judgement("b-2", "a-1", Decision::kSame)));
  ASSERT_TRUE(append_judgement(file(), judgement("a-1", "b-2", Decision::kDifferent)));
  ASSERT_TRUE(append_judgement(file(), judgement("a-1", "c-3", Decision::kSame)));
  ASSERT_TRUE(append_judgement(file(), judgement("a-1", "c-3", Decision::kWithdrawn)));
  const auto all = read_judgements(file());
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 4U);
  EXPECT_EQ((*all)[0].a.str(), "a-1");
  EXPECT_EQ((*all)[0].reason, "same passport, \"seen\", and\nphoto");
  const auto kept = in_force(*all);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].decision, Decision::kDifferent);
}

TEST_F(JudgementFile, RefusesWhatSaysNothing) {
  EXPECT_FALSE(append_judgement(file(), judgement("a-1", "a-1", Decision::kSame)));
  Judgement silent = judgement("a-1", "b-2", Decision::kSame);
  silent.reason.clear();
  EXPECT_FALSE(append_judgement(file(), silent));
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(JudgementFile, DamageIsNamedWithItsLine) {
  ASSERT_TRUE(append_judgement(file(), judgement("a-1", "b-2", Decision::kSame)));
  std::ofstream(file(), std::ios::app) << "2024-01-01T00:00:00Z,a-1,b-2,perhaps,X,Y\n";
  const auto read = read_judgements(file());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, base::ErrorCode::kDamaged);
  EXPECT_NE(read.error().message.find("found 'perhaps'"), std::string::npos);
  EXPECT_EQ(read.error().where.line, 4U);  // the first judgement takes two lines
}

}  // namespace
}  // namespace cordon::cluster
