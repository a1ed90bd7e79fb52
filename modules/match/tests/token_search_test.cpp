// The token search finds every token that scoring can find similar, with at least that similarity.
#include "token_search.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "cordon/match/name_scorer.hpp"
#include "corpus_generator.hpp"
#include "generated_subjects.hpp"
#include "word_cache.hpp"

namespace cordon::match {
namespace {

const Segment& segment() {
  static const std::shared_ptr<const Segment> built = [] {
    auto list = test::subjects_of(bench::CorpusGenerator(9).subjects_with_names(1'500));
    // Initials, acronyms, numbers, joined words and scripts that lose sounds (Arabic, Hebrew, Han, Hangul).
    const std::vector<std::string> special{
        "J. R. Smith",
        "A.B.C. Trading",
        "44 Fortuna",
        "bin Laden",
        "Vladimir Vladimirovich",
        "O B Y Holding LLC",
        "\u0645\u062D\u0645\u062F \u062D\u0633\u0646",
        "\u05D3\u05D5\u05D3 \u05DC\u05D5\u05D9",
        "\u738B\u5C0F\u660E",
        "\uAE40\uC815\uC740",
        "\u0412\u043B\u0430\u0434\u0438\u043C\u0438\u0440 \u041F\u0443\u0442\u0438\u043D"};
    for (const std::string& name : special) {
      SubjectFeatures subject;
      subject.id = "special " + name;
      subject.names = {name};
      list.push_back(subject);
    }
    return Segment::build(list, 1);
  }();
  return *built;
}

std::vector<std::string> queries() {
  std::vector<std::string> out{"J Smith",
                               "ABC",
                               "O.B.Y.",
                               "44",
                               "Binladen",
                               "Mohamed Hassan",
                               "David Levi",
                               "\u0645\u062D\u0645\u0648\u062F \u0627\u0644\u062D\u0633\u064A\u0646",
                               "\u05DE\u05E9\u05D4 \u05DB\u05D4\u05DF",
                               "\u674E\u5C0F\u9F99",
                               "\uBC15\uC815\uC740"};
  for (std::size_t i = 0; i < 120; ++i) out.push_back(bench::CorpusGenerator(9).query(i, 500).name);
  return out;
}

TEST(TokenSearch, NothingThatScoringFindsIsMissing) {
  const SegmentArrays& arrays = segment().arrays();
  std::size_t compared = 0;
  for (const Kernel kernel : {Kernel::kScalar, Kernel::kBest}) {
    const TokenSearch search(segment(), kernel);
    for (const std::string& text : queries()) {
      TokenTable table;
      const PreparedName name = NameAnalyser::instance().prepare(text, table);
      const NameView query = name.view(table);
      for (const NameSlot& slot : query.slots) {
        std::vector<TokenHit> hits;
        search.find(query.token(slot), slot.kind, hits);
        std::map<std::uint32_t, Similarity> best;
        std::map<std::uint32_t, Similarity> best_as_word;
        for (const TokenHit& hit : hits) {
          best[hit.token] = std::max(best[hit.token], hit.similarity);
          if (!hit.initial) best_as_word[hit.token] = std::max(best_as_word[hit.token], hit.similarity);
        }
        const NameView listed{arrays.tokens.data(), arrays.slots, {}};
        for (const NameSlot& other : arrays.slots) {
          const Similarity similarity = slot_similarity(query, slot, listed, other);
          // The caller sees to initials of the query against words.
          if (TokenSearch::is_open(slot.kind) && other.kind != SlotKind::kInitial) continue;
          if (similarity == 0) continue;
          ++compared;
          ASSERT_GE(best[other.token], similarity)
              << text << ": " << query.token(slot).text() << " ~ " << arrays.tokens[other.token].text();
          const bool by_letter = (slot.kind == SlotKind::kInitial) != (other.kind == SlotKind::kInitial);
          if (!by_letter) {
            ASSERT_GE(best_as_word[other.token], similarity);
          }
        }
      }
    }
  }
  EXPECT_GT(compared, 10'000U);
}

TEST(TokenSearch, FindsTheSameWithEveryKernel) {
  for (const std::string& text : queries()) {
    TokenTable table;
    const PreparedName name = NameAnalyser::instance().prepare(text, table);
    for (const NameSlot& slot : name.slots) {
      std::vector<std::vector<TokenHit>> found(3);
      TokenSearch(segment(), Kernel::kScalar).find(table.data()[slot.token], slot.kind, found[0]);
      TokenSearch(segment(), Kernel::kAvx2).find(table.data()[slot.token], slot.kind, found[1]);
      TokenSearch(segment(), Kernel::kAvx512).find(table.data()[slot.token], slot.kind, found[2]);
      ASSERT_EQ(found[0].size(), found[1].size());
      ASSERT_EQ(found[0].size(), found[2].size());
      for (std::size_t i = 0; i < found[0].size(); ++i) {
        ASSERT_EQ(found[0][i].token, found[1][i].token);
        ASSERT_EQ(found[0][i].token, found[2][i].token);
        ASSERT_EQ(found[0][i].similarity, found[1][i].similarity);
        ASSERT_EQ(found[0][i].similarity, found[2][i].similarity);
      }
    }
  }
}

TEST(WordCache, KeepsWaysAndSegmentsApart) {
  const auto other = Segment::build({}, 1);
  TokenTable table;
  const PreparedName name = NameAnalyser::instance().prepare("Ivan", table);
  const Token& token = table.data()[name.slots[0].token];
  WordCache cache(WordCache::kLeastWords);
  const std::vector<TokenHit> one{{7, 900, false}};
  cache.insert(segment(), token, SlotKind::kPlain, one);
  std::vector<TokenHit> found{{1, 1, true}, {2, 2, true}};
  ASSERT_TRUE(cache.find(segment(), token, SlotKind::kPlain, found));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].token, 7U);
  EXPECT_TRUE(cache.find(segment(), token, SlotKind::kTitle, found));  // found in the same way
  EXPECT_FALSE(cache.find(segment(), token, SlotKind::kJoined, found));
  EXPECT_FALSE(cache.find(*other, token, SlotKind::kPlain, found));
}

Token numbered_token(std::uint32_t number) {
  Token token;
  const std::string text = std::to_string(number);
  std::copy(text.begin(), text.end(), token.form.begin());
  token.form_length = static_cast<std::uint8_t>(text.size());
  return token;
}

TEST(WordCache, KeepsTheLatestWordsWithinItsBound) {
  WordCache cache(WordCache::kLeastWords);
  std::vector<TokenHit> found;
  constexpr std::uint32_t kWords = 5'000;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    const std::vector<TokenHit> hits{{i, 900, false}};
    cache.insert(segment(), numbered_token(i), SlotKind::kPlain, hits);
    ASSERT_TRUE(cache.find(segment(), numbered_token(i), SlotKind::kPlain, found));
    ASSERT_TRUE(cache.find(segment(), numbered_token(0), SlotKind::kPlain, found)) << i;  // asked for all the time
    ASSERT_EQ(found.front().token, 0U);
  }
  std::size_t kept = 0;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    if (!cache.find(segment(), numbered_token(i), SlotKind::kPlain, found)) continue;
    ++kept;
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().token, i);
  }
  EXPECT_EQ(kept, WordCache::kLeastWords);
}

TEST(WordCache, KeepsNoMoreHitsThanItsBound) {
  WordCache cache(WordCache::kLeastWords);
  std::vector<TokenHit> found;
  constexpr std::size_t kMany = WordCache::kMostHits / 64;
  constexpr std::uint32_t kWords = 120;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    cache.insert(segment(), numbered_token(i), SlotKind::kPlain, std::vector<TokenHit>(kMany, {i, 900, false}));
    ASSERT_TRUE(cache.find(segment(), numbered_token(i), SlotKind::kPlain, found));
  }
  std::size_t kept = 0;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    if (!cache.find(segment(), numbered_token(i), SlotKind::kPlain, found)) continue;
    kept += found.size();
    EXPECT_EQ(found.size(), kMany);
  }
  EXPECT_LE(kept, WordCache::kMostHits);
  EXPECT_GE(kept, WordCache::kMostHits / 2);
  // What alone would push out everything else is found anew each time.
  cache.insert(segment(), numbered_token(kWords), SlotKind::kPlain, std::vector<TokenHit>(WordCache::kMostHits));
  EXPECT_FALSE(cache.find(segment(), numbered_token(kWords), SlotKind::kPlain, found));
}

}  // namespace
}  // namespace cordon::match
