#include "cordon/ownership/what_if_text.hpp"

#include <gtest/gtest.h>

namespace cordon::ownership {
namespace {

// Readings as "party|asset|seller", or the kind and the party.
std::vector<std::string> readings(std::string_view sentence) {
  std::vector<std::string> out;
  const auto read = read_what_if(sentence);
  if (!read) return {read.error().message.substr(0, 8)};
  for (const WhatIfReading& one : *read) {
    out.push_back(one.kind == WhatIfKind::kDesignated ? "designated " + one.party
                  : one.kind == WhatIfKind::kDelisted ? "delisted " + one.party
                                                      : one.party + "|" + one.asset + "|" + one.seller.value_or("-"));
  }
  return out;
}
using Texts = std::vector<std::string>;

TEST(WhatIfText, ReadsItsForms) {
  EXPECT_EQ(readings("Y buys 7 % of Z"), (Texts{"Y|Z|-"}));
  EXPECT_EQ(readings("Y Holding BUYS 7% of Z Ltd from X & Co"),
            (Texts{"Y Holding|Z Ltd|X & Co", "Y Holding|Z Ltd from X & Co|-"}));
  EXPECT_EQ(readings("X sells more than 25 % of Z to Y"), (Texts{"Y|Z|X"}));
  EXPECT_EQ(readings(" Ivan Testov is Designated "), (Texts{"designated Ivan Testov"}));
  EXPECT_EQ(readings("'P' is delisted"), (Texts{"delisted P"}));
  const auto read = read_what_if("Y buys 4.9 % of Z");
  ASSERT_TRUE(read);
  EXPECT_EQ(range_text(read->front().share), "4.9 %");
}

// The last " to " ended the asset's name, so that a buyer called so was cut.
TEST(WhatIfText, regression_NamesMayHoldWordsOfTheGrammar) {
  EXPECT_EQ(readings("X sells 7 % of Z to Bank to Trade"), (Texts{"Bank to Trade|Z|X", "Trade|Z to Bank|X"}));
  EXPECT_EQ(readings("X sells 7 % of Z to 'Bank to Trade'"), (Texts{"Bank to Trade|Z|X"}));
  EXPECT_EQ(readings("\"Who buys Gold\" buys 5 % of \"Bank of Trade from Here\""),
            (Texts{"Who buys Gold|Bank of Trade from Here|-"}));
  EXPECT_EQ(readings("O'Neil & Sons' buys 5 % of Z"), (Texts{"O'Neil & Sons'|Z|-"}));
  EXPECT_EQ(readings("Y buys 5 % of Bank of Z"), (Texts{"Y|Bank of Z|-"}));
}

TEST(WhatIfText, RefusesWhatItDoesNotUnderstand) {
  for (const char* sentence :
       {"", "X eats B", "Y buys much of Z", "Y buys 7 % of", "buys 7 % of Z", "is designated", "X sells 7 % of Z",
        "X sells 7 % of to Y", "X is designated tomorrow", "'Y buys 7 % of Z'"}) {
    EXPECT_EQ(readings(sentence), (Texts{"expected"})) << sentence;
  }
}

}  // namespace
}  // namespace cordon::ownership
