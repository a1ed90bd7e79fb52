// Raw records of the UN Security Council Consolidated List of 2018-06-07 and 2020-11-30, shortened in number only.
#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

constexpr std::string_view kHead =
    R"(<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://www.un.org/sc/resources/sc-sanctions.xsd" dateGenerated="2018-06-07T19:03:43.97-04:00">)";
constexpr std::string_view kRi =
    R"(<INDIVIDUAL><DATAID>6908555</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME> RI </FIRST_NAME><SECOND_NAME>WON HO</SECOND_NAME><THIRD_NAME/><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.033</REFERENCE_NUMBER><LISTED_ON>2016-11-30</LISTED_ON><COMMENTS1>Ri Won Ho is a DPRK Ministry of State Security Official stationed in Syria supporting KOMID.

</COMMENTS1><DESIGNATION><VALUE>DPRK Ministry of State Security Official</VALUE></DESIGNATION><NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY><LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE/></LAST_DAY_UPDATED><INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS><INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17</DATE></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_PLACE_OF_BIRTH/><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER> 381310014</NUMBER></INDIVIDUAL_DOCUMENT><SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>)";

std::string list(std::string_view individuals, std::string_view entities = "") {
  return std::string(kHead) + "<INDIVIDUALS>" + std::string(individuals) + "</INDIVIDUALS><ENTITIES>" +
         std::string(entities) + "</ENTITIES></CONSOLIDATED_LIST>";
}

Reading read(const std::string& bytes) { return read_text("un-xml", "consolidated.xml", bytes, "un_sc_sanctions"); }

TEST(UnXml, ReadsAnIndividual) {
  const Reading reading = read(list(kRi));
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 1U);
  EXPECT_EQ(reading.description->published->to_string(), "2018-06-07");
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  const auto values = [&](std::string_view property) { return reading.values("unsc-KPi.033", property); };
  EXPECT_EQ(values("name"), Values{"RI WON HO"});
  EXPECT_EQ(values("birthDate"), Values{"1964-07-17"});
  EXPECT_EQ(values("nationality"), Values{"kp"});
  EXPECT_EQ(values("position"), Values{"DPRK Ministry of State Security Official"});
  EXPECT_EQ(values("passportNumber"), Values{"381310014"});
  EXPECT_EQ(values("topics"), Values{"sanction"});
  EXPECT_EQ(reading.values("unsc-KPi.033-sanction", "listingDate"), Values{"2016-11-30"});
  EXPECT_EQ(reading.values("unsc-KPi.033-sanction", "programId"), Values{"DPRK"});
  ASSERT_EQ(reading.of_schema("Passport").size(), 1U);
  EXPECT_EQ(reading.of_schema("Passport")[0]->entity.first("holder"), "unsc-KPi.033");
  EXPECT_EQ(reading.of_schema("Passport")[0]->subject_id.str(), "unsc-KPi.033");
}

TEST(UnXml, PrettyPrintingChangesNothing) {
  std::string pretty;
  for (const char c : list(kRi)) {
    pretty += c == '<' ? "\n     <" : std::string(1, c);
  }
  pretty.erase(0, pretty.find('<'));
  const Reading plain = read(list(kRi));
  const Reading printed = read(pretty);
  ASSERT_TRUE(printed.description) << printed.error();
  EXPECT_EQ(plain.entities[0].raw_hash, printed.entities[0].raw_hash);
  EXPECT_EQ(plain.entities[0].entity, printed.entities[0].entity);
  std::string changed = list(kRi);
  changed.replace(changed.find("stationed"), 9, "stationes");
  EXPECT_NE(read(changed).entities[0].raw_hash, plain.entities[0].raw_hash);
}

TEST(UnXml, AliasesDatesAndAddresses) {
  const Reading reading = read(list(
      R"(<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.001 </REFERENCE_NUMBER><LISTED_ON>2015-03-27-04:00</LISTED_ON><GENDER>Unknown</GENDER><COMMENTS1>Reported dead. Gender: male.</COMMENTS1>)"
      R"(<LAST_DAY_UPDATED><VALUE>2003-09-03</VALUE><VALUE>2007-09-21</VALUE></LAST_DAY_UPDATED>)"
      R"(<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Abdul Rehman; Abd Ur-Rehman; Abdur Rahman</ALIAS_NAME></INDIVIDUAL_ALIAS>)"
      R"(<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Shaima</ALIAS_NAME></INDIVIDUAL_ALIAS>)"
      R"(<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Old Name</ALIAS_NAME><NOTE>previously listed as</NOTE></INDIVIDUAL_ALIAS>)"
      R"(<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1963</FROM_YEAR><TO_YEAR>1965</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>)"
      R"(<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1958</YEAR></INDIVIDUAL_DATE_OF_BIRTH>)"
      R"(<INDIVIDUAL_ADDRESS><CITY>Milan</CITY><COUNTRY>Italy</COUNTRY><NOTE>previous address</NOTE></INDIVIDUAL_ADDRESS>)"
      R"(<INDIVIDUAL_ADDRESS><COUNTRY>Libya (in custody)</COUNTRY></INDIVIDUAL_ADDRESS>)"
      R"(<NATIONALITY><VALUE>Sudanese by birth</VALUE></NATIONALITY><NEW_FIELD>x</NEW_FIELD></INDIVIDUAL>)"));
  ASSERT_TRUE(reading.description) << reading.error();
  const auto values = [&](std::string_view property) { return reading.values("unsc-QDi.001", property); };
  EXPECT_EQ(values("alias"), (Values{"Abdul Rehman", "Abd Ur-Rehman", "Abdur Rahman"}));
  EXPECT_EQ(values("weakAlias"), Values{"Abu Shaima"});
  EXPECT_EQ(values("previousName"), Values{"Old Name"});
  EXPECT_EQ(values("birthDate"), (Values{"1963", "1964", "1965", "1958", "1956", "1957", "1959", "1960"}));
  EXPECT_EQ(values("gender"), Values{"male"});
  EXPECT_EQ(values("modifiedAt"), (Values{"2003-09-03", "2007-09-21"}));
  EXPECT_EQ(values("country"), (Values{"it", "ly"}));
  EXPECT_EQ(values("address"), Values{"Milan, Italy"});
  EXPECT_EQ(reading.values("unsc-QDi.001-sanction", "listingDate"), Values{"2015-03-27"});
  // Not understood: counted, and kept as a note.
  EXPECT_EQ(reading.unmapped("NATIONALITY"), 1U);
  EXPECT_EQ(reading.unmapped("INDIVIDUAL/NEW_FIELD"), 1U);
  EXPECT_TRUE(reading.find("unsc-QDi.001")->has("notes", "NATIONALITY: Sudanese by birth"));
}

TEST(UnXml, ReadsAnEntity) {
  const Reading reading = read(list(
      "",
      R"(<ENTITY><DATAID>110403</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>7TH OF TIR</FIRST_NAME><UN_LIST_TYPE>Iran</UN_LIST_TYPE><REFERENCE_NUMBER>IRe.001</REFERENCE_NUMBER><LISTED_ON>2006-12-23</LISTED_ON><COMMENTS1>Subordinate of DIO.</COMMENTS1><LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE>2014-12-17</VALUE></LAST_DAY_UPDATED><ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Former</ALIAS_NAME></ENTITY_ALIAS><ENTITY_ADDRESS><STREET>Damavand Tehran Highway</STREET><CITY>Tehran</CITY><COUNTRY>Iran (Islamic Republic of)</COUNTRY></ENTITY_ADDRESS><SORT_KEY>7th of Tir</SORT_KEY></ENTITY>)"));
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  EXPECT_EQ(reading.find("unsc-IRe.001")->schema(), "Organization");
  EXPECT_EQ(reading.values("unsc-IRe.001", "previousName"), Values{"Former"});
  EXPECT_EQ(reading.values("unsc-IRe.001", "address"), Values{"Damavand Tehran Highway, Tehran, Iran"});
}

TEST(UnXml, ApproximateDatesCoverTwoYearsEitherWay) {
  std::string about(kRi);
  const std::string exact = "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17</DATE>";
  about.replace(about.find(exact), exact.size(), "<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1964</YEAR>");
  const Reading reading = read(list(about));
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.values("unsc-KPi.033", "birthDate"), (Values{"1964", "1962", "1963", "1965", "1966"}));
}

// The limit of one element's text says nothing about a record of many.
TEST(UnXml, ARecordIsLimitedAsAWhole) {
  std::string many(kRi);
  std::string children;
  for (int i = 0; i < 300'000; ++i) children += "<A/>";
  many.insert(many.find("<DATAID>"), children);
  const std::string error = read(list(many)).error();
  EXPECT_NE(error.find("consolidated.xml:1: expected a record of at most 16777216 bytes"), std::string::npos) << error;
  std::string text(kRi);
  std::string pieces;
  const std::string words(1U << 20U, 'x');
  for (int i = 0; i < 18; ++i) pieces += words + "<A/>";
  text.insert(text.find("<DATAID>"), pieces);
  EXPECT_NE(read(list(text)).error().find("expected a record of at most"), std::string::npos);
}

TEST(UnXml, OnlyAFileThatEndsIsCalledCut) {
  const std::string error = read(list(kRi) + "<MORE/>").error();
  EXPECT_NE(error.find("expected well-formed XML"), std::string::npos);
  EXPECT_EQ(error.find("too early"), std::string::npos) << error;
}

TEST(UnXml, BadInputGivesOneErrorWithItsPlace) {
  const std::string good = list(kRi);
  EXPECT_NE(read(good.substr(0, good.size() / 2)).error().find("the file ends too early"), std::string::npos);
  EXPECT_NE(read(list("")).error().find("expected at least one INDIVIDUAL"), std::string::npos);
  std::string no_number = good;
  no_number.replace(no_number.find("KPi.033"), 7, "       ");
  EXPECT_EQ(read(no_number).error(), "consolidated.xml:1: record 6908555: expected a REFERENCE_NUMBER, found none");
  EXPECT_NE(read(list(std::string(kRi) + std::string(kRi))).error().find("a second time"), std::string::npos);
  std::string wrong_encoding = good;
  wrong_encoding[wrong_encoding.find("WON HO") + 1] = '\xD6';
  EXPECT_NE(read(wrong_encoding).error().find("not well-formed"), std::string::npos);
  EXPECT_NE(read("<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol1 \"&lol;&lol;\">]>" + good.substr(38))
                .error()
                .find("without a DOCTYPE"),
            std::string::npos);
}

}  // namespace
}  // namespace cordon::ingest::testing
