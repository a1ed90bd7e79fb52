// Records in the layout of Senzing's generic entity specification, as OpenSanctions' export has it, shortened.
#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

constexpr std::string_view kPerson =
    R"({"DATA_SOURCE":"OS_PEPS","RECORD_ID":"Q1","RECORD_TYPE":"PERSON","LAST_CHANGE":"2024-03-09T09:28:18","NAMES":[{"NAME_TYPE":"PRIMARY","NAME_FULL":"Fahd Hariri"},{"NAME_TYPE":"ALIAS","NAME_FULL":"Fahed Hariri"}],"GENDER":"M","DATES":[{"DATE_OF_BIRTH":"1982-01-01"}],"ADDRESSES":[{"PLACE_OF_BIRTH":"Riyadh"},{"ADDR_LINE1":"Road 1","ADDR_CITY":"Beirut","ADDR_COUNTRY":"Lebanon"}],"COUNTRIES":[{"NATIONALITY":"sa"}],"RISKS":[{"TOPIC":"role.pep"}],"RELATIONSHIPS":[{"REL_ANCHOR_DOMAIN":"X","REL_ANCHOR_KEY":"Q1"},{"REL_POINTER_ROLE":"Family","REL_POINTER_DOMAIN":"X","REL_POINTER_KEY":"Q2"}],"IDENTIFIERS":[{"TRUSTED_ID_TYPE":"WIKIDATA","TRUSTED_ID_NUMBER":"Q1"},{"OTHER_ID_TYPE":"OPEN_SANCTIONS","OTHER_ID_NUMBER":"Q1"},{"PASSPORT_NUMBER":"P1","PASSPORT_COUNTRY":"sa"},{"SHOE_SIZE":"44"}],"URL":"https://example.org/Q1"})";

TEST(SenzingJson, NestingIsLimited) {
  const auto nested = [](std::size_t depth) {
    return R"({"DATA_SOURCE":"S","RECORD_ID":"1","NAMES":[{"NAME_FULL":"A"}],"X":)" + std::string(depth, '[') +
           std::string(depth, ']') + "}\n";
  };
  EXPECT_EQ(read_text("senzing-json", "s.json", nested(40)).error(), "");
  EXPECT_NE(read_text("senzing-json", "s.json", nested(80)).error().find("s.json:1: expected a JSON object"),
            std::string::npos);
}

TEST(SenzingJson, FeaturesBecomeProperties) {
  const Reading reading = read_text("senzing-json", "senzing.json", std::string(kPerson) + "\n");
  ASSERT_TRUE(reading.description) << reading.error();
  const auto values = [&](std::string_view property) { return reading.values("Q1", property); };
  EXPECT_EQ(values("name"), Values{"Fahd Hariri"});
  EXPECT_EQ(values("alias"), Values{"Fahed Hariri"});
  EXPECT_EQ(values("gender"), Values{"male"});
  EXPECT_EQ(values("birthDate"), Values{"1982-01-01"});
  EXPECT_EQ(values("birthPlace"), Values{"Riyadh"});
  EXPECT_EQ(values("nationality"), Values{"sa"});
  EXPECT_EQ(values("topics"), Values{"role.pep"});
  EXPECT_EQ(values("wikidataId"), Values{"Q1"});
  EXPECT_EQ(values("passportNumber"), Values{"P1"});
  EXPECT_EQ(values("address"), Values{"Road 1, Beirut, Lebanon"});
  ASSERT_EQ(reading.of_schema("UnknownLink").size(), 1U);
  EXPECT_EQ(reading.of_schema("UnknownLink")[0]->entity.first("object"), "Q2");
  EXPECT_EQ(reading.unmapped("SHOE_SIZE"), 1U);
  EXPECT_EQ(reading.description->unmapped_total, 1U);
}

TEST(SenzingJson, FlatRecordsInAnArray) {
  const Reading reading = read_text(
      "senzing-json", "senzing.json",
      R"([{"DATA_SOURCE":"A","RECORD_ID":"1","RECORD_TYPE":"PERSON","NAME_FIRST":"John","NAME_LAST":"Smith","ADDR_CITY":"Washington","ADDR_COUNTRY":"United States"},
{"DATA_SOURCE":"A","RECORD_ID":"2","RECORD_TYPE":"ORGANIZATION","NAME_ORG":"Some Ministry"}])");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 2U);
  EXPECT_EQ(reading.values("1", "name"), Values{"John Smith"});
  EXPECT_EQ(reading.values("1", "lastName"), Values{"Smith"});
  EXPECT_EQ(reading.values("2", "name"), Values{"Some Ministry"});
  EXPECT_EQ(reading.description->unmapped_total, 0U);
}

TEST(SenzingJson, BadFilesAreErrors) {
  EXPECT_NE(read_text("senzing-json", "s.json", std::string(kPerson) + "\n{\"DATA_SOURCE\"").error().find("s.json:2"),
            std::string::npos);
  EXPECT_NE(read_text("senzing-json", "s.json", R"([{"DATA_SOURCE":"A"}])").error().find("expected a RECORD_ID"),
            std::string::npos);
}

}  // namespace
}  // namespace cordon::ingest::testing
