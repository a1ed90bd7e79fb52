#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

// Lines of OpenSanctions' public entities.ftm.json layout, shortened.
constexpr std::string_view kPerson =
    R"({"id":"NK-2Ka3UvopqbpZmVDFjWd4LA","caption":"Vitaly KUZMENKO","schema":"Person","properties":{"lastName":["KUZMENKO","Kuzmenko"],"birthDate":["1971-01-22"],"name":["Vitaly KUZMENKO"],"topics":["sanction"]},"referents":["fr-ga-7206","ch-seco-72953"],"datasets":["eu_fsf"],"first_seen":"2024-02-26T16:57:25","last_seen":"2024-06-01T10:57:03","last_change":"2024-03-28T10:57:03","target":true})";
constexpr std::string_view kSanction =
    R"({"id": "sanction-1", "properties": {"entity": ["NK-2Ka3UvopqbpZmVDFjWd4LA"], "program": ["269/2014"]}, "schema": "Sanction"})";
constexpr std::string_view kAddress =
    R"({"id":"addr-1","schema":"Address","properties":{"full":["Schillerstra\u00dfe 19"]}})";

std::string lines(std::initializer_list<std::string_view> texts) {
  std::string out;
  for (const std::string_view text : texts) out += std::string(text) + "\n";
  return out;
}

Reading read(std::string_view bytes) { return read_text("ftm-json", "own.ftm.json", bytes); }

TEST(FtmJson, KeepsIdsAndValuesByteForByte) {
  const Reading reading = read(lines({kPerson, "", kSanction, kAddress}));
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 1U);
  EXPECT_EQ(reading.description->entities, 3U);
  EXPECT_TRUE(reading.description->rejected.empty());
  EXPECT_EQ(reading.unmapped("referents"), 2U);
  EXPECT_EQ(reading.description->unmapped_total, 2U);
  EXPECT_EQ(reading.values("NK-2Ka3UvopqbpZmVDFjWd4LA", "lastName"), (Values{"KUZMENKO", "Kuzmenko"}));
  EXPECT_EQ(reading.entities[1].subject_id.str(), "NK-2Ka3UvopqbpZmVDFjWd4LA");
  EXPECT_TRUE(reading.entities[2].subject_id.empty());
  EXPECT_FALSE(reading.entities[2].is_subject);
  EXPECT_EQ(reading.values("addr-1", "full"), Values{"Schillerstra\xC3\x9F"
                                                     "e 19"});
}

TEST(FtmJson, OrderOfKeysAndValuesAndTheRunsOfThePublisherAreNoChange) {
  const Reading one =
      read(R"({"id":"a","schema":"Person","properties":{"name":["X","Y"],"country":["ru"]},"last_seen":"2024-01-01"})");
  const Reading two =
      read(R"({"properties":{"country":["ru"],"name":["Y","X"]},"schema":"Person","last_seen":"2025-01-01","id":"a"})");
  ASSERT_TRUE(one.description && two.description);
  EXPECT_EQ(one.entities[0].raw_hash, two.entities[0].raw_hash);
  const Reading three = read(R"({"id":"a","schema":"Person","properties":{"name":["X","Z"],"country":["ru"]}})");
  EXPECT_NE(one.entities[0].raw_hash, three.entities[0].raw_hash);
}

TEST(FtmJson, UnknownSchemataAndPropertiesAreKeptAndCounted) {
  const Reading reading = read(lines(
      {R"({"id":"1","schema":"Spaceship","properties":{"name":["X"]}})",
       R"({"id":"2","schema":"Person","properties":{"shoeSize":["44","45"],"height":[180],"name":"One"},"extra":1})"}));
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.find("1")->schema(), "Spaceship");
  EXPECT_EQ(reading.values("2", "shoeSize"), (Values{"44", "45"}));
  EXPECT_EQ(reading.values("2", "height"), Values{"180"});
  EXPECT_EQ(reading.values("2", "name"), Values{"One"});
  EXPECT_EQ(reading.unmapped("schema"), 1U);
  EXPECT_EQ(reading.unmapped("property:Person"), 2U);
  EXPECT_EQ(reading.unmapped("value that is no text"), 1U);
  EXPECT_EQ(reading.unmapped("key"), 1U);
}

TEST(FtmJson, NestedEntitiesArePutTogether) {
  const Reading reading = read(lines(
      {R"({"id":"p","schema":"Person","properties":{"name":["P"],"addressEntity":[{"id":"a","schema":"Address","properties":{"city":["Riyadh"]}}]}})",
       R"({"id":"q","schema":"Person","properties":{"name":["Q"],"addressEntity":[{"id":"a","schema":"Address","properties":{"country":["sa"]}}]}})"}));
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->entities, 3U);
  EXPECT_EQ(reading.values("p", "addressEntity"), Values{"a"});
  EXPECT_EQ(reading.values("a", "country"), Values{"sa"});
  EXPECT_EQ(reading.values("a", "city"), Values{"Riyadh"});
}

TEST(FtmJson, ABadLineIsRejectedWithItsNumber) {
  const Reading reading = read(lines({kPerson, R"({"id":"x","schema":"Person","properties":{"name":["A"})", kSanction,
                                      R"({"schema":"Person","properties":{}})", "\x80\x81", kAddress,
                                      R"({"id":"addr-1","schema":"Address","properties":{"full":["other"]}})"}));
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->entities, 3U);
  ASSERT_EQ(reading.description->rejected.size(), 4U);
  EXPECT_EQ(reading.description->rejected[0].where.line, 2U);
  EXPECT_EQ(reading.description->rejected[1].where.line, 4U);
  EXPECT_EQ(reading.description->rejected[1].reason, "expected an id, found none");
  EXPECT_EQ(reading.description->rejected[2].where.line, 5U);
  EXPECT_EQ(reading.description->rejected[3].where.record, "addr-1");
}

TEST(FtmJson, AFileThatIsNoneOrIsCutOffIsAnError) {
  EXPECT_EQ(read("<html>not found</html>\n").error(),
            "own.ftm.json:1: expected a JSON object, found other text: not a FollowTheMoney file");
  const std::string good = lines({kPerson, kSanction});
  EXPECT_NE(read(std::string_view(good).substr(0, good.size() - 20)).error().find("own.ftm.json:2: "),
            std::string::npos);
  EXPECT_NE(read(std::string_view(good).substr(0, good.size() - 20)).error().find("cut off"), std::string::npos);
  EXPECT_TRUE(
      read(std::string_view(good).substr(0, good.size() - 1)).description);  // only the last line end is missing
  std::string deep = R"({"id":"p","schema":"Person","properties":{"name":[)";
  for (int i = 0; i < 200; ++i) deep += R"({"id":"p","schema":"Person","properties":{"name":[)";
  EXPECT_FALSE(read(deep).description);
}

}  // namespace
}  // namespace cordon::ingest::testing
