// docs/formats/match-index.md, byte by byte.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "analysis_fingerprint.hpp"
#include "container.hpp"
#include "cordon/match/corpus.hpp"
#include "cordon/match/engine.hpp"
#include "corpus_generator.hpp"
#include "generated_subjects.hpp"
#include "segment.hpp"

namespace cordon::match {
namespace {

namespace fs = std::filesystem;

class IndexFormat : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon_index_format_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    list_ = test::subjects_of(bench::CorpusGenerator(3).subjects_with_names(300));
    list_[0].attachment = "attached";
  }
  void TearDown() override { fs::remove_all(directory_); }

  [[nodiscard]] std::string saved(const Corpus& corpus, std::string_view label = {}) const {
    const auto done = corpus.save(path(), label);
    EXPECT_TRUE(done) << done.error().to_string();
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) const { std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes; }
  [[nodiscard]] base::ErrorCode failure_of(const std::string& bytes) const {
    write(bytes);
    const auto opened = Corpus::open(path());
    EXPECT_FALSE(opened);
    return opened ? base::ErrorCode::kInvalidArgument : opened.error().code;
  }
  [[nodiscard]] fs::path path() const { return directory_ / "list.idx"; }

  fs::path directory_;
  std::vector<SubjectFeatures> list_;
};

template <typename T>
T number_at(const std::string& bytes, std::size_t offset) {
  T out{};
  std::memcpy(&out, bytes.data() + offset, sizeof out);
  return out;
}

std::uint64_t checksum(std::string_view bytes) { return checksum_of(std::as_bytes(std::span(bytes))); }

TEST_F(IndexFormat, HeaderAndTableAreAsSpecified) {
  const std::string bytes = saved(*Corpus::build(list_), "the label");
  EXPECT_EQ(bytes.substr(0, 8), "CORDONMX");
  EXPECT_EQ(number_at<std::uint32_t>(bytes, 8), 4U);
  EXPECT_EQ(bytes.substr(12, 4), "\x04\x03\x02\x01");
  EXPECT_EQ(number_at<std::uint64_t>(bytes, 16), bytes.size());
  EXPECT_EQ(number_at<std::uint64_t>(bytes, 24), analysis_fingerprint());
  const auto sections = number_at<std::uint32_t>(bytes, 32);
  EXPECT_EQ(sections, 3U + 27U);
  EXPECT_EQ(number_at<std::uint32_t>(bytes, 36), 0U);
  EXPECT_EQ(bytes.substr(48, 16), std::string(16, '\0'));
  std::string header = bytes.substr(0, 64);
  header.replace(40, 8, std::string(8, '\0'));
  EXPECT_EQ(number_at<std::uint64_t>(bytes, 40),
            checksum(header) ^ std::rotl(checksum(bytes.substr(64, sections * 32)), 1));
  std::size_t end = 64 + sections * 32;
  for (std::size_t i = 0; i < sections; ++i) {
    const std::size_t entry = 64 + i * 32;
    EXPECT_EQ(number_at<std::uint32_t>(bytes, entry), i < 3 ? i + 1 : i - 2);
    EXPECT_EQ(number_at<std::uint32_t>(bytes, entry + 4), i < 3 ? 0U : 1U);
    const auto offset = number_at<std::uint64_t>(bytes, entry + 8);
    const auto size = number_at<std::uint64_t>(bytes, entry + 16);
    EXPECT_EQ(offset % 64, 0U);
    ASSERT_GE(offset, end);
    EXPECT_EQ(bytes.substr(end, offset - end), std::string(offset - end, '\0'));
    EXPECT_EQ(number_at<std::uint64_t>(bytes, entry + 24), checksum(std::string_view(bytes).substr(offset, size)));
    if (i == 2) {
      EXPECT_EQ(bytes.substr(offset, size), "the label");
    }
    end = offset + size;
  }
}

TEST_F(IndexFormat, RecordsHaveTheirStatedSizes) {
  EXPECT_EQ(sizeof(Token), 64U);
  EXPECT_EQ(sizeof(NameSlot), 12U);
  EXPECT_EQ(sizeof(NameRecord), 32U);
  EXPECT_EQ(sizeof(SubjectRecord), 40U);
  EXPECT_EQ(sizeof(DateRange), 12U);
  EXPECT_EQ(sizeof(IdentifierKey), 16U);
  EXPECT_EQ(sizeof(TokenGroup), 32U);
  EXPECT_EQ(sizeof(TokenFacts), 8U);
  EXPECT_EQ(sizeof(KeyEntry), 16U);
  EXPECT_EQ(sizeof(NameClass), 24U);
  EXPECT_EQ(sizeof(NameBrief), 8U);
  EXPECT_EQ(brief_year(1800), 1U);
  EXPECT_EQ(brief_year(1851), 1U);
  EXPECT_EQ(brief_year(1960), 110U);
  EXPECT_EQ(brief_year(2300), 255U);
}

TEST_F(IndexFormat, EqualListsGiveEqualBytesOnAnyNumberOfThreads) {
  const std::string one = saved(*Corpus::build(list_, {1}));
  EXPECT_EQ(saved(*Corpus::build(list_, {3})), one);
}

TEST_F(IndexFormat, WhatWasSavedIsOpenedUnchanged) {
  const std::vector<std::string> removed{list_[3].id};
  SubjectFeatures added = list_[3];
  added.names = {"Somebody New"};
  const auto corpus = Corpus::build(list_)->with_delta(std::vector{added}, removed).value();
  const std::string bytes = saved(*corpus, "label");
  const auto opened = Corpus::open(path());
  ASSERT_TRUE(opened) << opened.error().to_string();
  EXPECT_EQ((*opened)->label(), "label");
  EXPECT_EQ((*opened)->size(), corpus->size());
  EXPECT_EQ((*opened)->live_subjects(), corpus->live_subjects());
  for (std::uint32_t i = 0; i < corpus->size(); ++i) {
    ASSERT_EQ((*opened)->subject(i), corpus->subject(i));
    ASSERT_EQ((*opened)->is_removed(i), corpus->is_removed(i));
  }
  EXPECT_EQ(saved(**opened, "label"), bytes);
  const Engine before(corpus, Policy::standard());
  const Engine after(*opened, Policy::standard());
  for (const SubjectFeatures& query : list_) ASSERT_EQ(before.search(query), after.search(query));
}

TEST_F(IndexFormat, JoinedCorporaAnswerLikeOne) {
  const std::span<const SubjectFeatures> all(list_);
  const std::vector<std::shared_ptr<const Corpus>> parts{Corpus::build(all.first(50)), Corpus::build({}),
                                                         Corpus::build(all.subspan(50))};
  const Engine joined(Corpus::join(parts), Policy::standard());
  const Engine whole(Corpus::build(list_), Policy::standard());
  EXPECT_EQ(joined.corpus().size(), list_.size());
  for (const SubjectFeatures& query : list_) ASSERT_EQ(joined.search(query), whole.search(query));
}

TEST_F(IndexFormat, DamageIsFoundWhereverItIs) {
  using base::ErrorCode;
  const std::string bytes = saved(*Corpus::build(list_));
  EXPECT_EQ(failure_of(""), ErrorCode::kMalformed);
  EXPECT_EQ(failure_of("x" + bytes.substr(1)), ErrorCode::kMalformed);
  EXPECT_EQ(failure_of(bytes.substr(0, bytes.size() - 1)), ErrorCode::kMalformed);
  EXPECT_EQ(failure_of(bytes + "x"), ErrorCode::kMalformed);
  const auto changed = [&](std::size_t at) {
    std::string out = bytes;
    out[at] = static_cast<char>(out[at] ^ 0x10);
    return out;
  };
  EXPECT_EQ(failure_of(changed(8)), ErrorCode::kUnsupported);
  EXPECT_EQ(failure_of(changed(12)), ErrorCode::kMalformed);
  for (std::size_t at = 24; at < bytes.size(); at += 4'999) {
    const std::string wrong = changed(at);
    write(wrong);
    // Bytes between sections are in no checksum; they are in no section either.
    if (const auto opened = Corpus::open(path()); opened) {
      ASSERT_EQ(bytes[at], '\0') << at;
      ASSERT_EQ((*opened)->subject(0), list_[0]) << at;
    }
  }
}

}  // namespace
}  // namespace cordon::match
