// A name is prepared alike whatever was prepared before it, and however many words are remembered.
#include "cordon/match/prepared_name.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "corpus_generator.hpp"
#include "word_analysis.hpp"

namespace cordon::match {
namespace {

// Names that meet every branch of the analysis, among ordinary ones.
std::vector<std::string> names() {
  std::vector<std::string> out{
      "", "-", "J", "j. R. Smith", "JC Juncker", "A.B.C. Trading", "S. A. Petrov", "Sa", "G.m.b.H. Ivanov",
      "Gazprom OAO", "SMITH, John Paul II", "LO, Stephen", "Sheikh", "Sheikh Ahmed bin Khalifa Al Thani",
      "Vladimir Vladimirovich Putin", "Vladimirovich Putin", "Ig0r 5ergey3vich Petrov", "44 Fortuna",
      "forty four fortuna", "1st Brigade", "Aero III LLC", "XI Jinping", "M/V Fortuna", "M V Fortuna",
      "Motor Vessel Fortuna", "van der Bilt", "Bank of the United Emirates Holding Company",
      "a b c d e f g h i j k l m n o p q r s t u v w x y z", std::string(300, 'a') + " " + std::string(80, 'b'),
      // Mohammed Hassan; abd al-Rahman; David Levi; Wang Xiaoming; Kim Jong-un; Vladimir Putin; Hello in Burmese
      "\u0645\u062D\u0645\u062F \u062D\u0633\u0646", "\u0639\u0628\u062F\u0627\u0644\u0631\u062D\u0645\u0646",
      "\u05D3\u05D5\u05D3 \u05DC\u05D5\u05D9", "\u738B\u5C0F\u660E", "\u5A01\u5EC9\u00B7\u5E03\u4EC0",
      "\uAE40\uC815\uC740", "\u0412\u043B\u0430\u0434\u0438\u043C\u0438\u0440 \u041F\u0443\u0442\u0438\u043D",
      "\u041E\u041E\u041E \u041B\u0443\u0447", "\u1019\u1004\u103A\u1039\u1002\u101C\u102C",
      "Iv\u0430n",  // a Cyrillic letter in a Latin word
  };
  const bench::CorpusGenerator generator(5);
  for (const auto& subject : generator.subjects_with_names(600)) {
    out.insert(out.end(), subject.names.begin(), subject.names.end());
  }
  for (std::size_t i = 0; i < 300; ++i) out.push_back(generator.query(i, 300).name);
  return out;
}

void expect_same(const PreparedName& a, const TokenTable& a_table, const PreparedName& b, const TokenTable& b_table,
                 const std::string& text) {
  EXPECT_EQ(a.facts, b.facts) << text;
  ASSERT_EQ(a.slots.size(), b.slots.size()) << text;
  for (std::size_t i = 0; i < a.slots.size(); ++i) {
    NameSlot other = b.slots[i];
    EXPECT_EQ(a_table.tokens()[a.slots[i].token], b_table.tokens()[other.token]) << text;
    other.token = a.slots[i].token;
    EXPECT_EQ(a.slots[i], other) << text;
  }
}

TEST(NamePreparer, GivesWhatOneNameAloneGives) {
  const std::vector<std::string> texts = names();
  for (const std::size_t most_words : {std::size_t{0}, std::size_t{7}, NamePreparer::kMostWords}) {
    TokenTable table;
    NamePreparer preparer(table, most_words);
    PreparedName prepared;
    // Twice: the second time every word may be known.
    for (std::size_t i = 0; i < 2 * texts.size(); ++i) {
      const std::string& text = texts[i % texts.size()];
      preparer.prepare(text, prepared);
      TokenTable own;
      const PreparedName alone = NameAnalyser::instance().prepare(text, own);
      expect_same(prepared, table, alone, own, text);
    }
  }
}

TEST(NamePreparer, DeferredTokensAreThoseOfANameAlone) {
  const std::vector<std::string> texts = names();
  for (const std::size_t most_words : {std::size_t{0}, std::size_t{7}, NamePreparer::kMostWords}) {
    TokenTable table;
    NamePreparer preparer(table, most_words);
    preparer.defer_tokens();
    for (std::size_t first = 0, many = 1; first < texts.size(); first += many, many = many * 2 + 1) {
      const std::size_t last = std::min(texts.size(), first + many);
      std::vector<PreparedName> prepared(last - first);
      std::vector<NameSlot> slots;
      for (std::size_t i = first; i < last; ++i) {
        PreparedName& name = prepared[i - first];
        preparer.prepare(texts[i], name);
        if (i % 3 == 0) drop_acronym(name);
        slots.insert(slots.end(), name.slots.begin(), name.slots.end());
      }
      preparer.settle(slots);
      std::size_t at = 0;
      for (std::size_t i = first; i < last; ++i) {
        PreparedName& name = prepared[i - first];
        for (NameSlot& slot : name.slots) slot = slots[at++];
        TokenTable own;
        PreparedName alone = NameAnalyser::instance().prepare(texts[i], own);
        if (i % 3 == 0) drop_acronym(alone);
        expect_same(name, table, alone, own, texts[i]);
      }
    }
  }
}

TEST(TokenTable, WhatDecidesATokenTellsItFromOthers) {
  TokenTable table;
  const std::vector<std::uint16_t> one{1}, two{1, 2}, other{2};
  const std::string longest(kMaxTokenForm, 'a');
  std::vector<std::uint32_t> tokens;
  for (const std::string& form : {std::string("a"), std::string("ab"), std::string("ab\0", 3), longest}) {
    for (const std::uint8_t flags : {std::uint8_t{0}, kTokenLossy}) {
      for (const auto& classes : {std::vector<std::uint16_t>{}, one, two, other}) {
        tokens.push_back(table.intern(form, flags, classes));
        EXPECT_EQ(table.intern(form, flags, classes), tokens.back());
        const std::uint32_t deferred = table.defer(form, flags, classes);
        EXPECT_NE(deferred & TokenTable::kDeferred, 0U);
        EXPECT_EQ(table.settle()[deferred & ~TokenTable::kDeferred], tokens.back());
      }
    }
  }
  std::sort(tokens.begin(), tokens.end());
  EXPECT_EQ(std::unique(tokens.begin(), tokens.end()), tokens.end());
  // What is cut off decides nothing, that it was does.
  const std::uint32_t cut = table.intern(longest + "b", 0, {});
  EXPECT_EQ(table.intern(longest + "c", 0, {}), cut);
  EXPECT_NE(table.intern(longest, 0, {}), cut);
  EXPECT_EQ(table.tokens()[cut].flags, kTokenTruncated);
  EXPECT_EQ(table.tokens()[cut].text(), longest);
}

TEST(NamePreparer, ATableHoldsATokenOnce) {
  TokenTable table;
  NamePreparer preparer(table);
  PreparedName prepared;
  for (const std::string& text : names()) preparer.prepare(text, prepared);
  const std::size_t tokens = table.size();
  for (const std::string& text : names()) preparer.prepare(text, prepared);
  EXPECT_EQ(table.size(), tokens);
  EXPECT_GT(tokens, 1'000U);
}

TEST(WordAnalyses, AWordIsKnownByTextScriptAndWay) {
  WordAnalyses analyses(NameAnalyser::instance().tables(), 100);
  WordAnalysis& latin = analyses.of("44", text::Script::kLatin, false);
  EXPECT_EQ(&latin, &analyses.of("44", text::Script::kLatin, false));
  EXPECT_NE(&latin, &analyses.of("44", text::Script::kNone, false));
  // Bush, by its sound and as a Chinese word
  EXPECT_NE(analyses.of("\u5E03\u4EC0", text::Script::kHan, true).form_count,
            analyses.of("\u5E03\u4EC0", text::Script::kHan, false).form_count);
  for (int i = 0; i < 200; ++i) (void)analyses.of("word" + std::to_string(i), text::Script::kLatin, false);
  EXPECT_EQ(&latin, &analyses.of("44", text::Script::kLatin, false));  // none is forgotten within a name
  EXPECT_TRUE(analyses.forget_if_many());
  EXPECT_FALSE(analyses.forget_if_many());
  WordAnalysis& again = analyses.of("44", text::Script::kLatin, false);
  EXPECT_EQ(again.token, WordAnalysis::kNoToken);
  EXPECT_EQ(again.native(), "44");
}

TEST(WordAnalyses, ReadsWhatAWordIs) {
  WordAnalyses analyses(NameAnalyser::instance().tables(), 100);
  const auto latin = [&](std::string_view word) -> WordAnalysis& {
    return analyses.of(word, text::Script::kLatin, false);
  };
  EXPECT_EQ(latin("forty").number, 40);
  EXPECT_EQ(latin("2nd").number, 2);
  EXPECT_EQ(latin("xiv").roman, 14);
  EXPECT_EQ(latin("iiii").roman, -1);
  EXPECT_EQ(latin("vladimirovich").patronymic_base, 8U);
  EXPECT_TRUE(latin("gmbh").begins_legal_form);
  EXPECT_TRUE(latin("ig0r").some_digit);
  EXPECT_FALSE(latin("ig0r").digits);
  // Ivan: its native form and the romanised one
  const WordAnalysis& cyrillic = analyses.of("\u0438\u0432\u0430\u043D", text::Script::kCyrillic, false);
  EXPECT_EQ(cyrillic.native(), "\u0438\u0432\u0430\u043D");
  EXPECT_EQ(cyrillic.form(0), "ivan");
  EXPECT_GT(cyrillic.class_count, 0);
  EXPECT_EQ(&analyses.of_letter('q'), &latin("q"));
}

}  // namespace
}  // namespace cordon::match
