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

// What a document says, one line an event.
std::vector<std::string> told(std::string_view text) {
  std::vector<std::string> out;
  for (const CodedEvent& event : code(text).events) {
    out.push_back(event.date.to_string() + " " + event.type + " " + (event.issuer.empty() ? "?" : event.issuer));
  }
  return out;
}

TEST(CoderTest, WhoActsIsReadInEachSentence) {
  EXPECT_THAT(told("OFAC designated two banks. The United Kingdom froze the assets of seven magnates. Canada imposed "
                   "sanctions on twelve persons. The Department of State, in consultation with the Department of the "
                   "Treasury, has removed one person from the SDN List."),
              testing::ElementsAre("2022-03-03 designation US-OFAC", "2022-03-03 designation GB",
                                   "2022-03-03 sanction CA", "2022-03-03 delisting US-STATE"));
  const CodedText russia = code(
      "OFAC designated two banks pursuant to E.O. 14024. Russia expelled ten diplomats. President Putin signed a "
      "decree "
      "banning imports of food.");
  ASSERT_EQ(russia.events.size(), 3U);
  EXPECT_EQ(russia.events[1].type, "expulsion");
  EXPECT_EQ(russia.events[1].actor, "RUS");
  EXPECT_THAT(russia.events[1].programmes, testing::IsEmpty());  // those of another issuer
  EXPECT_EQ(russia.events[2].type, "ban");
  EXPECT_EQ(russia.events[2].issuer, "RU-PRESIDENT");
  EXPECT_THAT(told("Seven ships were added to the list by the Council."),
              testing::ElementsAre("2022-03-03 designation EU"));
  EXPECT_THAT(told("Blocking Property With Respect to the Situation in Ruritania"),
              testing::ElementsAre("2022-03-03 authority US-PRESIDENT"));
}

TEST(CoderTest, ADayIsTheActsOnlyWhereTheTextSaysSo) {
  for (const char* document_day :
       {"OFAC issued General License 99, valid until June 24, 2021.",
        "OFAC designated a bank under the order of April 15, 2021.",
        "In response to the invasion on February 24, 2022, OFAC designated two banks.",
        "OFAC designated a company that shipped goods on May 3, 2019.",
        "OFAC will remove two banks from the list; it designated a third effective April 1, 2023."}) {
    const CodedText text = code(document_day);
    ASSERT_EQ(text.events.size(), 1U) << document_day;
    EXPECT_EQ(text.events[0].date.to_string(), "2022-03-03") << document_day;
    EXPECT_FALSE(text.events[0].date_of_sentence) << document_day;
  }
  EXPECT_THAT(
      told("On January 23, 2020, the Secretary of State imposed sanctions on three entities. OFAC removed one of "
           "them from the SDN List, effective February 1, 2021."),
      testing::ElementsAre("2020-01-23 sanction US-STATE", "2021-02-01 delisting US-OFAC"));
  const CodedText months = code("The licence ran until 1 May 2023. 7 May 2023: OFAC designated a bank.", {});
  ASSERT_EQ(months.events.size(), 1U);  // the month is no "may"
  EXPECT_EQ(months.events[0].date.to_string(), "2023-05-07");
}

TEST(CoderTest, WhatMayBeDoneIsNoAct) {
  for (const char* text :
       {"The Secretary may sanction any bank that helps.", "The Treasury could designate more persons.",
        "Congress is considering a bill to impose sanctions on banks.",
        "The Treasury plans to add further banks to the SDN List.",
        "The order authorizes the Secretary to impose sanctions.",
        "The Council intends to prolong the restrictive measures.", "OFAC will designate two banks."}) {
    const CodedText coded = code(text);
    EXPECT_TRUE(coded.events.empty()) << text;
    EXPECT_EQ(coded.possible, 1U) << text;
  }
  EXPECT_THAT(told("The Council decided to impose restrictive measures against five persons."),
              testing::ElementsAre("2022-03-03 sanction EU"));
}

TEST(CoderTest, ANoticeIsOneEvent) {
  // The wording of notices in the Federal Register (title, summary).
  const std::string of =
      "Notice of OFAC Sanctions Actions\n\nThe Department of the Treasury's Office of Foreign Assets "
      "Control (OFAC) is publishing ";
  const std::string list = "OFAC's Specially Designated Nationals and Blocked Persons List (SDN List)";
  EXPECT_THAT(
      told(of + "the names of one or more persons that have been placed on " + list +
           " based on OFAC's determination that one or more applicable legal criteria were satisfied. All property "
           "and interests in property subject to U.S. jurisdiction of these persons are blocked, and U.S. persons "
           "are generally prohibited from engaging in transactions with them."),
      testing::ElementsAre("2022-03-03 designation US-OFAC"));
  EXPECT_THAT(told(of + "the names of persons who have been removed from " + list +
                   ". Their property and interests in property are no longer blocked, and U.S. persons are no longer "
                   "generally prohibited from engaging in transactions with them."),
              testing::ElementsAre("2022-03-03 delisting US-OFAC"));
  EXPECT_THAT(
      told(of + "updates to the identifying information of one or more persons currently included in " + list + "."),
      testing::ElementsAre("2022-03-03 list_update US-OFAC"));
  EXPECT_THAT(told("Order Temporarily Denying Export Privileges; Invented Air, 1 Main St., Moscow, Russia"),
              testing::ElementsAre("2022-03-03 denial_order US-BIS"));
  EXPECT_THAT(
      told("Additions of Entities to the Entity List\n\nIn this rule, the Bureau of Industry and Security (BIS) "
           "amends the Export Administration Regulations (EAR) by adding four entities to the Entity List."),
      testing::ElementsAre("2022-03-03 export_control US-BIS"));
  EXPECT_THAT(
      told("Invented Sanctions Regulations\n\nThe Department of the Treasury's Office of Foreign Assets Control "
           "(OFAC) is adopting a final rule amending the Invented Sanctions Regulations, published on July 1, 2014."),
      testing::ElementsAre("2022-03-03 amendment US-OFAC"));
  const CodedText twice = code("OFAC designated two banks in Iran. The Office also designated a ship of Russia.");
  ASSERT_EQ(twice.events.size(), 1U);
  EXPECT_EQ(twice.events[0].mentions, 2U);
  EXPECT_THAT(twice.events[0].targets, testing::UnorderedElementsAre("IRN", "RUS"));
}

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
  EXPECT_FALSE(Coder::parse("rules.csv", "phrase,x,,,one\n"));
}

}  // namespace
}  // namespace cordon::horizon
