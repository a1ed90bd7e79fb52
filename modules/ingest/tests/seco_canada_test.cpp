// Raw records in the layout of the Swiss SECO list (2026) and of Canada's autonomous sanctions list (2020 and later),
// written from facts and shortened.
#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

constexpr std::string_view kSeco =
    R"xml(<?xml version="1.0" encoding="UTF-8"?><swiss-sanctions-list list-type="whole-list" date="2026-08-27">
<sanctions-program ssid="20" version-date="2026-05-21"><program-key lang="ger">Weissrussland</program-key><program-key lang="eng">Belarus</program-key><program-name lang="eng">Ordinance of 16 March 2022 on measures against Belarus</program-name><sanctions-set ssid="4387" lang="eng">article 12</sanctions-set><origin>EU</origin></sanctions-program>
<place ssid="900"><location>Minsk</location><country iso-code="BY">Belarus</country></place>
<target ssid="100"><sanctions-set-id>4387</sanctions-set-id><individual sex="male"><identity ssid="101" main="true">
<name ssid="102" name-type="primary-name" quality="good" lang="eng"><name-part order="1" name-part-type="family-name"><value>Lukashenka</value><spelling-variant lang="RUS" script="LATN" spelling-variant-type="not-defined">Lukashenko</spelling-variant></name-part><name-part order="2" name-part-type="given-name"><value>Viktar</value></name-part></name>
<name ssid="103" name-type="alias" quality="low" lang="eng"><name-part order="1" name-part-type="whole-name"><value>VL</value></name-part></name>
<day-month-year ssid="104" day="28" month="11" year="1975" calendar="Gregorian" quality="good"/><place-of-birth ssid="105" place-id="900"/><nationality ssid="106"><country iso-code="BY">Belarus</country></nationality>
<identification-document ssid="107" document-type="passport"><number>MP1</number><issuer code="BY">Belarus</issuer></identification-document></identity>
<justification ssid="108">National security adviser.</justification></individual>
<modification modification-type="amended" enactment-date="2023-01-01" publication-date="2023-01-02" effective-date="2023-01-02"><removed><identity ssid="101"><name><name-part><value>Old Spelling</value></name-part></name></identity></removed></modification>
<modification modification-type="listed" enactment-date="2011-04-01" publication-date="2011-04-01" effective-date="2011-04-02"/></target>
<target ssid="200"><sanctions-set-id>4387</sanctions-set-id><object object-type="vessel"><identity ssid="201" main="true"><name ssid="202" name-type="primary-name" quality="good"><name-part order="1" name-part-type="whole-name"><value>Hui Chon</value></name-part></name></identity><other-information ssid="203">IMO Number: 8405270</other-information></object><modification modification-type="listed" effective-date="2016-05-18"/></target>
<target ssid="300"><sanctions-set-id>4387</sanctions-set-id><entity><identity ssid="301" main="true"><name ssid="302" name-type="primary-name"><name-part order="1" name-part-type="whole-name"><value>Former Ltd</value></name-part></name></identity></entity><modification modification-type="de-listed" effective-date="2016-02-29"/><modification modification-type="listed" effective-date="2011-01-01"/></target>
</swiss-sanctions-list>)xml";

TEST(Seco, TargetsWithSetsPlacesAndHistory) {
  const Reading reading = read_text("ch-seco-xml", "seco.xml", kSeco, "ch_seco_sanctions");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->published->to_string(), "2026-08-27");
  EXPECT_EQ(reading.description->subjects, 2U);  // the de-listed target stays in the file, and is none
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  const auto values = [&](std::string_view property) { return reading.values("ch-seco-100", property); };
  EXPECT_EQ(values("name"), Values{"Viktar Lukashenka"});
  EXPECT_EQ(values("alias"), Values{"Viktar Lukashenko"});
  EXPECT_EQ(values("weakAlias"), Values{"VL"});
  EXPECT_EQ(values("birthDate"), Values{"1975-11-28"});
  EXPECT_EQ(values("birthPlace"), Values{"Minsk"});
  EXPECT_EQ(values("nationality"), Values{"by"});
  EXPECT_EQ(values("gender"), Values{"male"});
  EXPECT_EQ(values("passportNumber"), Values{"MP1"});
  EXPECT_EQ(values("topics"), Values{"sanction"});
  EXPECT_EQ(reading.values("ch-seco-100-sanction", "startDate"), Values{"2011-04-02"});
  EXPECT_EQ(reading.values("ch-seco-100-sanction", "reason"), Values{"National security adviser."});
  EXPECT_EQ(reading.values("ch-seco-200", "imoNumber"), Values{"IMO8405270"});
}

TEST(Seco, DelistedTargetsHaveNoTopicAndAnEnd) {
  const Reading reading = read_text("ch-seco-xml", "seco.xml", kSeco, "ch_seco_sanctions");
  EXPECT_EQ(reading.values("ch-seco-300", "topics"), Values{});
  EXPECT_EQ(reading.values("ch-seco-300-sanction", "endDate"), Values{"2016-02-29"});
}

TEST(Seco, BadFilesAreErrors) {
  EXPECT_FALSE(read_text("ch-seco-xml", "seco.xml", kSeco.substr(0, 1200)).description);
  std::string partial(kSeco);
  partial.replace(partial.find("whole-list"), 10, "delta-list");
  EXPECT_NE(read_text("ch-seco-xml", "seco.xml", partial).error().find("found 'delta-list'"), std::string::npos);
}

constexpr std::string_view kCanada =
    R"xml(<?xml version="1.0" encoding="UTF-8"?><data-set xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<record><Country>Belarus / B&#233;larus</Country><LastName>Lukashenko</LastName><GivenName>Viktor Aleksandrovich</GivenName><DateOfBirth>1975-11-28</DateOfBirth><Schedule>1, Part 1</Schedule><Item>8</Item><DateOfListing>2020-09-28</DateOfListing></record>
<record><Country>Burma / Birmanie</Country><Entity>Air Bagan</Entity><Aliases>Air Bagan Holdings Pte. Ltd., Air Bagan, Limited</Aliases><Schedule>1</Schedule><Item>1</Item></record>
<record><Country>Russia / Russie</Country><EntityOrShip>Fortuna</EntityOrShip><TitleOrShip>Pipe layer</TitleOrShip><ShipIMONumber>8674156</ShipIMONumber><Schedule>2</Schedule><Item>3</Item><Colour>red</Colour></record>
</data-set>)xml";

TEST(Canada, PeopleEntitiesAndShips) {
  const Reading reading = read_text("ca-sema-xml", "sema.xml", kCanada, "ca_dfatd_sema");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 3U);
  const std::string person = "ca-sema-belarus-1-part-1-8";
  EXPECT_EQ(reading.values(person, "name"), Values{"Viktor Aleksandrovich Lukashenko"});
  EXPECT_EQ(reading.values(person, "birthDate"), Values{"1975-11-28"});
  EXPECT_EQ(reading.values(person + "-sanction", "listingDate"), Values{"2020-09-28"});
  EXPECT_EQ(reading.values(person + "-sanction", "programId"), Values{"Belarus"});
  EXPECT_EQ(reading.values("ca-sema-burma-1-1", "alias"),
            (Values{"Air Bagan Holdings Pte. Ltd.", "Air Bagan, Limited"}));
  ASSERT_NE(reading.find("ca-sema-russia-2-3"), nullptr);
  EXPECT_EQ(reading.find("ca-sema-russia-2-3")->schema(), "Vessel");
  EXPECT_EQ(reading.values("ca-sema-russia-2-3", "imoNumber"), Values{"IMO8674156"});
  EXPECT_EQ(reading.unmapped("record/Colour"), 1U);  // a field nobody knows is counted
  EXPECT_EQ(reading.description->unmapped_total, 1U);
}

TEST(Canada, BadFilesAreErrors) {
  std::string no_item(kCanada);
  no_item.replace(no_item.find("<Item>8</Item>"), 14, "");
  EXPECT_NE(read_text("ca-sema-xml", "s.xml", no_item).error().find("s.xml:2: expected Country and Item"),
            std::string::npos);
  EXPECT_FALSE(read_text("ca-sema-xml", "s.xml", kCanada.substr(0, 300)).description);
}

}  // namespace
}  // namespace cordon::ingest::testing
