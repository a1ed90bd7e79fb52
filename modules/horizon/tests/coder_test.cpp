// The coder of official texts on invented press releases and notices.
#include "cordon/horizon/coder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cordon::horizon {
namespace {

const Coder& coder() {
  static const base::Result<Coder> kCoderOf = Coder::shipped();
  return *kCoderOf;
}

CodedText code(std::string_view text, std::optional<base::Date> published = base::Date::from_ymd(2022, 3, 3).value()) {
  const auto coded = coder().code("release.txt", text, published);
  EXPECT_TRUE(coded) << coded.error().to_string();
  return coded ? *coded : CodedText{};
}

TEST(CoderTest, APressReleaseYieldsDatedTypedEvents) {
  const CodedText text = code(
      "WASHINGTON, March 3, 2022. Today, the U.S. Department of the Treasury's Office of Foreign Assets Control "
      "(OFAC)\n"
      "designated four entities and two individuals pursuant to E.O. 14024 for operating in Russia's energy sector.\n"
      "\n"
      "OFAC also issued General License 99 to allow the wind-down of contracts. One company was removed from the SDN\n"
      "List. On February 22, 2022, OFAC imposed sanctions on an invented bank.\n",
      {});
  ASSERT_EQ(text.events.size(), 4U);
  EXPECT_EQ(text.events[0].type, "designation");
  EXPECT_EQ(text.events[0].date.to_string(), "2022-03-03");
  EXPECT_FALSE(text.events[0].date_of_sentence);
  EXPECT_EQ(text.events[0].issuer, "US-OFAC");
  EXPECT_EQ(text.events[0].actor, "USA");
  EXPECT_THAT(text.events[0].targets, testing::ElementsAre("RUS"));
  EXPECT_THAT(text.events[0].programmes, testing::ElementsAre("RUSSIA-EO14024"));
  EXPECT_EQ(text.events[0].cameo, "163");
  EXPECT_EQ(text.events[0].plover, "COERCE");
  EXPECT_EQ(text.events[1].type, "licence");
  EXPECT_EQ(text.events[1].line, 4U);
  EXPECT_EQ(text.events[2].type, "delisting");
  EXPECT_EQ(text.events[3].type, "sanction");
  EXPECT_EQ(text.events[3].date.to_string(), "2022-02-22");
  EXPECT_TRUE(text.events[3].date_of_sentence);
}

struct Case {
  const char* text;
  const char* type;  // empty: no event
};

class CoderSentences : public testing::TestWithParam<Case> {};

TEST_P(CoderSentences, AreTyped) {
  const CodedText text = code(GetParam().text);
  const std::string type = text.events.empty() ? "" : text.events.front().type;
  EXPECT_EQ(type, GetParam().type) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Invented, CoderSentences,
    testing::Values(
        Case{"The Council today prolonged the restrictive measures against Russia for six months.", "renewal"},
        Case{
            "Notice on the continuation of the national emergency: the President is continuing the national emergency.",
            "renewal"},
        Case{"The Council added twelve persons to the list in Annex I to Regulation (EU) No 269/2014.", "designation"},
        Case{"BIS adds 71 entities to the Entity List.", "export_control"},
        Case{"Seven ships are now subject to an asset freeze, OFSI said.", "designation"},
        Case{"The Secretary of State warned that the United States would impose sanctions if talks failed.", "threat"},
        Case{"The Russian foreign ministry declared ten employees of the embassy persona non grata.", "expulsion"},
        Case{"The Treasury lifted the sanctions on three aluminium companies.", "easing"},
        Case{"The Office revoked General License 13.", "licence_revoked"},
        Case{"An invented bank agreed to settle apparent violations of the Russia sanctions.", "enforcement"},
        Case{"The Order prohibits the import of crude oil of Russian origin.", "ban"},
        Case{"The Department said that no new sanctions were planned, and did not designate anybody.", ""},
        Case{"OFAC has not designated the company.", ""}, Case{"The minister travelled to Geneva for talks.", ""},
        Case{"The weather in Moscow was fine.", ""}));

TEST(CoderTest, ATextWithoutADayIsAnErrorAndNotToday) {
  const auto coded = coder().code("undated.txt", "OFAC designated two persons.", {});
  ASSERT_FALSE(coded);
  EXPECT_EQ(coded.error().code, base::ErrorCode::kMissingField);
  EXPECT_EQ(coded.error().where.line, 1U);
  EXPECT_TRUE(coder().code("undated.txt", "Nothing happened.", {}));
  EXPECT_EQ(code("OFAC designated two persons on 7 April 2023.", {}).events.front().date.to_string(), "2023-04-07");
}

TEST(CoderTest, RulesThatAreWrongAreRefusedWithTheirLine) {
  const auto bad = Coder::parse("rules.csv", "kind,value,cameo,plover,pattern\nevent,x,163,COERCE,... word\n");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where.line, 2U);
  EXPECT_FALSE(Coder::parse("rules.csv", "weather,x,163,COERCE,word\n"));
  EXPECT_FALSE(Coder::parse("rules.csv", "event,x,163\n"));
}

}  // namespace
}  // namespace cordon::horizon
