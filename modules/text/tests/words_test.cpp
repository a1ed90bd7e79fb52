// Words of names: what is ASCII is read on a way of its own and must come out as what is not.
#include "cordon/text/words.hpp"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <string>
#include <vector>

namespace cordon::text {
namespace {

std::vector<std::string> texts_of(std::string_view name) {
  std::vector<std::string> out;
  for (const Word& word : split_words(name)) out.push_back(word.folded);
  return out;
}
using Texts = std::vector<std::string>;

TEST(Words, SeparatesAndFolds) {
  EXPECT_EQ(texts_of("Jean-Luc O'Brien"), (Texts{"jean", "luc", "obrien"}));
  EXPECT_EQ(texts_of("Smith & Sons + Co."), (Texts{"smith", "and", "sons", "and", "co"}));
  EXPECT_EQ(texts_of("\u0141ukasz Stra\u00DFe"), (Texts{"lukasz", "strasse"}));
  EXPECT_EQ(texts_of(""), Texts{});
  EXPECT_EQ(texts_of(" .,;-'"), Texts{});
  EXPECT_EQ(texts_of("\xFFIvan\xC3"), (Texts{"ivan"}));  // not UTF-8: separates
}

TEST(Words, SaysHowAWordIsWritten) {
  const std::vector<Word> words = split_words("MAERSK Line j. LLC, 44-B");
  ASSERT_EQ(words.size(), 6U);
  EXPECT_TRUE(words[0].upper);
  EXPECT_FALSE(words[1].upper);
  EXPECT_TRUE(words[2].small && words[2].dotted);
  EXPECT_TRUE(words[3].comma_after);
  EXPECT_EQ(words[4].script, Script::kNone);
  EXPECT_TRUE(words[5].hyphen_before);
  EXPECT_FALSE(words[5].small || words[5].upper);
  for (const Word& word : split_words("IVAN PETROV")) EXPECT_FALSE(word.upper);  // all capitals say nothing
}

// A soft hyphen belongs to the word and is dropped: the same words by the other way, except that capitals then do not
// count as a word in capitals.
TEST(Words, AsciiIsReadAsEverythingElseIs) {
  for (const std::string_view name : {"Ivan", "J", "j", "44", "A1b2", "mcDONALD", "O'Brien", "x-y Z", "a,b. c"}) {
    std::string marked;
    for (const char c : name) {
      marked += c;
      if (c != '\'') marked += "\u00AD";
    }
    const std::vector<Word> plain = split_words(name);
    const std::vector<Word> other = split_words(marked);
    ASSERT_EQ(plain.size(), other.size()) << name;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(plain[i].folded, other[i].folded) << name;
      EXPECT_EQ(plain[i].length, other[i].length) << name;
      EXPECT_EQ(plain[i].script, other[i].script) << name;
      EXPECT_EQ(plain[i].dotted, other[i].dotted) << name;
      EXPECT_EQ(plain[i].comma_after, other[i].comma_after) << name;
    }
  }
}

TEST(Words, ArabicArticleAndHanNamesAreTwoWords) {
  // al-Assad; Wang Xiaoming
  EXPECT_EQ(texts_of("\u0627\u0644\u0623\u0633\u062F").size(), 2U);
  const std::vector<Word> han = split_words("\u738B\u5C0F\u660E");
  ASSERT_EQ(han.size(), 2U);
  EXPECT_EQ(han[0].length, 1U);
  EXPECT_EQ(han[1].length, 2U);
  EXPECT_EQ(han[1].folded, "\u5C0F\u660E");
}

TEST(Words, OneListTakesNameAfterName) {
  std::vector<Word> words;
  split_words("Ivan \u041F\u0435\u0442\u0440\u043E\u0432", words);
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[1].script, Script::kCyrillic);
  split_words("Anna", words);
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].folded, "anna");
}

TEST(Fold, IsOneCharacterAfterTheOther) {
  std::u32string all;
  std::string text;
  // Across the pages of the table, in an order that meets each page again and again.
  for (char32_t step = 0; step < 97; ++step) {
    for (char32_t c = 0x20 + step; c < 0x2FFF; c += 97) {
      if (c == 0x306) continue;  // joins the letter before it
      append_utf8(text, c);
      std::string one;
      append_utf8(one, c);
      all += fold(one);
    }
  }
  EXPECT_EQ(fold(text), all);
  EXPECT_EQ(encode_utf8(fold("AZ az 09 @[`{ \u00C9\u0130\u0416\u0404\uFF21\uFB01")), "az az 09 @[`{ ei\u0436\u0454afi");
}

// data/text/latin.csv is what ICU's transform gives. A letter that it leaves out or has wrong is reported with its row.
TEST(Fold, LatinLettersAreFoldedAsIcuWritesThem) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const std::unique_ptr<icu::Transliterator> ascii(
      icu::Transliterator::createInstance("Latin-ASCII", UTRANS_FORWARD, status));
  ASSERT_TRUE(U_SUCCESS(status));
  std::size_t compared = 0;
  for (char32_t c = 0x41; c < 0x10000; ++c) {
    // Beyond U+3000 only the presentation forms are folded at all.
    if (script_of(c) != Script::kLatin || (c >= 0x3000 && c < 0xF900)) continue;
    icu::UnicodeString by_icu = casefold->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
    ascii->transliterate(by_icu);
    by_icu.toLower();
    std::u32string expected;
    for (std::int32_t i = 0; i < by_icu.length(); i = by_icu.moveIndex32(i, 1)) {
      const auto part = static_cast<char32_t>(by_icu.char32At(i));
      expected += part == 0x259 || part == 0x1DD ? U'a' : part;
    }
    std::string letter;
    append_utf8(letter, c);
    EXPECT_EQ(fold(letter), expected) << letter << "," << encode_utf8(expected);
    ++compared;
  }
  EXPECT_GT(compared, 1'000U);
}

}  // namespace
}  // namespace cordon::text
