#include "ofac_fixture.hpp"

namespace cordon::ingest::ofac {
namespace {

// Shape and words of OFAC's CONSOLIDATED.XML of 6 April 2018 (public domain), shortened.
std::string document(std::string_view entries, std::string_view space = "http://tempuri.org/sdnList.xsd",
                     std::string_view count = "2") {
  return "<?xml version=\"1.0\" standalone=\"yes\"?>\n<sdnList xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
         "xmlns=\"" +
         std::string(space) +
         "\">\n  <publshInformation>\n    <Publish_Date>04/06/2018</Publish_Date>\n    <Record_Count>" +
         std::string(count) + "</Record_Count>\n  </publshInformation>\n" + std::string(entries) + "</sdnList>\n";
}

constexpr std::string_view kBank = R"(  <sdnEntry>
    <uid>4633</uid>
    <lastName>BANK MASKAN</lastName>
    <sdnType>Entity</sdnType>
    <remarks>all offices worldwide</remarks>
    <programList>
      <program>NS-PLC</program>
      <program>IRAN</program>
    </programList>
    <idList>
      <id>
        <uid>119120</uid>
        <idType>Additional Sanctions Information -</idType>
        <idNumber>Not on the SDN List; U.S. Persons Must Continue to Block the Property Pursuant to Executive Order 13599</idNumber>
      </id>
      <id>
        <uid>5249</uid>
        <idType>Business Registration Document #</idType>
        <idNumber>54514-1</idNumber>
        <idCountry>Bahrain</idCountry>
        <issueDate>09 Jun 2009</issueDate>
      </id>
    </idList>
    <akaList>
      <aka>
        <uid>12085</uid>
        <type>a.k.a.</type>
        <category>strong</category>
        <lastName>HOUSING BANK (OF IRAN)</lastName>
      </aka>
      <aka>
        <uid>12086</uid>
        <type>f.k.a.</type>
        <category>strong</category>
        <lastName>BANK "RAHNI" IRAN</lastName>
      </aka>
      <aka>
        <uid>12087</uid>
        <type>a.k.a.</type>
        <category>weak</category>
        <lastName>MASKAN</lastName>
      </aka>
    </akaList>
    <addressList>
      <address>
        <uid>16811</uid>
        <address1>213 Ferdowsi Avenue</address1>
        <address2>3rd Floor</address2>
        <city>Tehran</city>
        <stateOrProvince>Tehran Province</stateOrProvince>
        <postalCode>11365</postalCode>
        <country>Iran</country>
      </address>
    </addressList>
  </sdnEntry>
)";
constexpr std::string_view kPerson = R"(  <sdnEntry>
    <uid>9639</uid>
    <firstName>Ismail Abdul Salah</firstName>
    <lastName>HANIYA</lastName>
    <title>Leader; Minister</title>
    <sdnType>Individual</sdnType>
    <remarks>(Linked To: BANK MASKAN)</remarks>
    <programList><program>NS-PLC</program></programList>
    <nationalityList><nationality><uid>1</uid><country>Palestinian</country><mainEntry>true</mainEntry></nationality></nationalityList>
    <dateOfBirthList>
      <dateOfBirthItem><uid>2</uid><dateOfBirth>circa 1962</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
    </dateOfBirthList>
    <placeOfBirthList>
      <placeOfBirthItem><uid>3</uid><placeOfBirth>Shati Refugee Camp, Gaza</placeOfBirth><mainEntry>true</mainEntry></placeOfBirthItem>
    </placeOfBirthList>
  </sdnEntry>
)";

class OfacXml : public OfacFiles {};

TEST_F(OfacXml, ReadsEntries) {
  const auto list = read({write("consolidated.xml", document(std::string(kBank) + std::string(kPerson)))});
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.source.str(), "us_ofac_cons");
  EXPECT_EQ(list->description.format, "ofac-xml");
  EXPECT_EQ(list->description.published, base::Date::from_ymd(2018, 4, 6));
  EXPECT_EQ(list->description.declared_records, 2U);
  EXPECT_EQ(list->description.unmapped_total, 0U);
  const model::Entity& bank = list->subject("ofac-4633")->entity;
  EXPECT_EQ(values(bank, "alias"), (std::vector<std::string>{"HOUSING BANK (OF IRAN)"}));
  EXPECT_EQ(values(bank, "previousName"), (std::vector<std::string>{"BANK 'RAHNI' IRAN"}))
      << "as the flat files write it";
  EXPECT_EQ(values(bank, "weakAlias"), (std::vector<std::string>{"MASKAN"}));
  const auto address = list->of("ofac-4633", "Address");
  ASSERT_EQ(address.size(), 1U);
  EXPECT_EQ(address[0].first("full"), "213 Ferdowsi Avenue, 3rd Floor, Tehran, Tehran Province 11365, Iran");
  const auto document = list->of("ofac-4633", "Identification");
  ASSERT_EQ(document.size(), 1U);
  EXPECT_EQ(document[0].first("number"), "54514-1");
  EXPECT_EQ(document[0].first("country"), "bh");
  EXPECT_EQ(document[0].first("startDate"), "2009-06-09");
  EXPECT_EQ(
      values(list->of("ofac-4633", "Sanction")[0], "provisions"),
      (std::vector<std::string>{"Additional Sanctions Information - Not on the SDN List",
                                "U.S. Persons Must Continue to Block the Property Pursuant to Executive Order 13599",
                                "all offices worldwide"}));
  const model::Entity& person = list->subject("ofac-9639")->entity;
  EXPECT_EQ(values(person, "name"),
            (std::vector<std::string>{"Ismail Abdul Salah HANIYA", "HANIYA, Ismail Abdul Salah"}));
  EXPECT_EQ(values(person, "position"), (std::vector<std::string>{"Leader", "Minister"}));
  EXPECT_EQ(person.first("birthDate"), "1962");
  EXPECT_EQ(list->of("ofac-9639", "UnknownLink")[0].first("object"), "ofac-4633");
}

TEST_F(OfacXml, TheNamespaceDoesNotMatter) {
  const std::string entries = std::string(kBank) + std::string(kPerson);
  const auto before = read({write("old.xml", document(entries))});
  const auto after = read({write(
      "new.xml", document(entries, "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"))});
  ASSERT_TRUE(before && after);
  ASSERT_EQ(before->entities.size(), after->entities.size());
  for (std::size_t i = 0; i < after->entities.size(); ++i) {
    EXPECT_EQ(before->entities[i].entity, after->entities[i].entity);
    EXPECT_EQ(before->entities[i].raw_hash, after->entities[i].raw_hash);
  }
}

TEST_F(OfacXml, IndentationIsNoChange) {
  std::string compact;
  for (char c : std::string(kBank)) {
    if (c != '\n') compact += c;
  }
  const auto before = read({write("a.xml", document(kBank))});
  const auto after = read({write("b.xml", document(compact))});
  ASSERT_TRUE(before && after);
  EXPECT_EQ(before->subject("ofac-4633")->raw_hash, after->subject("ofac-4633")->raw_hash);
}

TEST_F(OfacXml, NewElementsAreCounted) {
  std::string entry(kBank);
  entry.insert(entry.find("<idList>"), "<riskScore>7</riskScore>");
  const auto list = read({write("a.xml", document(entry))});
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.unmapped, (std::vector<model::UnmappedValue>{{"sdnEntry/riskScore", "7", 1}}));
}

TEST_F(OfacXml, DamagedFilesGiveOneErrorWithTheLine) {
  const auto error = [this](const std::string& text) {
    const auto list = read({write("sdn.xml", text)});
    return list ? std::string("read") : list.error().to_string();
  };
  const std::string whole = document(kBank);
  EXPECT_NE(error(whole.substr(0, whole.size() / 2)).find("the file ends too early"), std::string::npos);
  EXPECT_NE(error(document("")).find("at least one sdnEntry"), std::string::npos);
  EXPECT_NE(error(document("<sdnEntry><uid>x</uid><lastName>A</lastName><programList><program>CUBA</program></"
                           "programList></sdnEntry>"))
                .find("number in uid"),
            std::string::npos);
  EXPECT_NE(error(document("<sdnEntry><uid>4</uid><programList><program>CUBA</program></programList></sdnEntry>"))
                .find("lastName"),
            std::string::npos);
  EXPECT_NE(error(document(std::string(kBank) + std::string(kBank))).find("second time"), std::string::npos);
}

}  // namespace
}  // namespace cordon::ingest::ofac
