// Raw rows of the OFSI Consolidated List of 2016-02-12 and raw records of the UK Sanctions List of 2026-08-20,
// shortened.
#include <gtest/gtest.h>

#include "reading.hpp"
#include "uk_record.hpp"

namespace cordon::ingest::testing {
namespace {

constexpr std::string_view kConListHead =
    "Last Updated,12/02/2016\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport "
    "Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip "
    "Code,Country,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\n";

Reading read_conlist(const std::string& rows) {
  return read_text("uk-conlist", "ConList.csv", std::string(kConListHead) + rows, "gb_hmt_sanctions");
}

TEST(UkConList, RowsOfOneGroupAreOneSubject) {
  const Reading reading = read_conlist(
      "ABU ABDA,Mohamed,,,,,,05/02/1969,(1) Tripoli (2) Tunis,(1) Libyan Arab Jamahiriya (2) Tunisia,Tunisian,"
      "\"W374031, Tunisian national identity number issued on 11 April 2011.\",,,,,,,,,,,UN Ref QI.B.62.02.,Individual,"
      "AKA,Al-Qaida,24/04/2002,20/01/2015,7087\n"
      "2ND ACADEMY OF NATURAL SCIENCES,,,,,,,,,,,,,,PO Box 1,,,,,Pyongyang,,DPRK,,Entity,Prime "
      "Alias,North Korea (Democratic People's Republic of Korea),23/04/2013,23/04/2013,12871\n"
      "LAKHAL,Mohamed,,,,,Dr,00/00/1970,(1) Tripoli (2) Tunis,(1) Libyan Arab Jamahiriya (2) Tunisia,Tunisian,"
      "G827238 (Tunisian). Issued on 1 June 1996,,,,,,,,,,,UN Ref QI.B.62.02.,Individual,"
      "Prime Alias,Al-Qaida,24/04/2002,20/01/2015,7087\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 2U);
  EXPECT_EQ(reading.description->published->to_string(), "2016-02-12");
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  const auto values = [&](std::string_view property) { return reading.values("gb-hmt-7087", property); };
  EXPECT_EQ(values("name"), Values{"Mohamed LAKHAL"});
  EXPECT_EQ(values("alias"), Values{"Mohamed ABU ABDA"});
  EXPECT_EQ(values("birthDate"), (Values{"1969-02-05", "1970"}));
  EXPECT_EQ(values("birthPlace"), (Values{"Tripoli", "Tunis"}));
  EXPECT_EQ(values("birthCountry"), (Values{"ly", "tn"}));
  EXPECT_EQ(values("passportNumber"), (Values{"W374031", "G827238"}));
  EXPECT_EQ(reading.values("gb-hmt-7087-sanction", "listingDate"), Values{"2002-04-24"});
  EXPECT_EQ(reading.values("gb-hmt-12871", "address"), Values{"PO Box 1, Pyongyang, North Korea"});
}

TEST(UkConList, TheOrderOfRowsIsNoChange) {
  const std::string a = "A,,,,,,,,,,,,,,,,,,,,,,,Entity,Prime Alias,Syria,01/01/2012,01/01/2012,1\n";
  const std::string b = "B,,,,,,,,,,,,,,,,,,,,,,,Entity,AKA,Syria,01/01/2012,01/01/2012,1\n";
  EXPECT_EQ(read_conlist(a + b).entities[0].raw_hash, read_conlist(b + a).entities[0].raw_hash);
}

TEST(UkConList, BadFilesAreErrors) {
  EXPECT_NE(read_conlist("").error().find("expected rows below the header"), std::string::npos);
  EXPECT_NE(read_conlist("A,,,\n").error().find("ConList.csv:3: expected 29 fields"), std::string::npos);
  EXPECT_NE(
      read_text("uk-conlist", "c.csv", "Name\n" + std::string(kConListHead.substr(24))).error().find("Last Updated"),
      std::string::npos);
}

TEST(UkConList, Parts) {
  EXPECT_EQ(uk::numbered_parts("(1) Manzil Tmim (2)-(6) -"), Values{"Manzil Tmim"});
  EXPECT_EQ(uk::numbered_parts("(1)-(2) Tunisia (3) Libya"), (Values{"Tunisia", "Libya"}));
  EXPECT_EQ(uk::numbered_parts("Colonel (1) of the army"), Values{"Colonel (1) of the army"});
  EXPECT_EQ(uk::uk_date("dd/mm/1945"), "1945");
  EXPECT_EQ(uk::uk_date("dd/03/1945"), "1945-03");
  EXPECT_EQ(uk::uk_date("00/00/1980"), "1980");
  EXPECT_EQ(uk::uk_date("29/02/1969"), "");
  EXPECT_EQ(uk::uk_date("05-07-1962"), "1962-07-05");
  EXPECT_EQ(uk::uk_date("05.07.1962"), "1962-07-05");
  EXPECT_EQ(uk::parse_uk_date("1960 to 1963")->ftm_values().size(), 4U);  // the end of the range was lost
  EXPECT_EQ(uk::parse_uk_date("circa 05/07/1962")->to_string(), "~1962-07-05");
}

constexpr std::string_view kSanctionsList =
    R"(<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>20/08/2026</DateGenerated>
<Designation><LastUpdated>14/04/2026</LastUpdated><DateDesignated>25/01/2001</DateDesignated><UniqueID>AFG0006</UniqueID>
  <OFSIGroupID>7172</OFSIGroupID><UNReferenceNumber>TAi.002</UNReferenceNumber>
  <Names><Name><Name1>MOHAMMAD</Name1><Name2>HASSAN</Name2><Name6>AKHUND</Name6><NameType>Primary Name</NameType></Name>
    <Name><Name6>Haji Hakim</Name6><NameType>ALias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name></Names>
  <Titles><Title>Mullah</Title><Title>Haji</Title></Titles><RegimeName>The Afghanistan (Sanctions) Regulations 2020</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip><SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
  <IndividualDetails><Individual><DOBs><DOB>dd/mm/1945</DOB><DOB>01/03/1958</DOB></DOBs><Genders><Gender>Male</Gender></Genders></Individual></IndividualDetails>
</Designation>
<Designation><UniqueID>DPR0075</UniqueID><Names><Name><Name6>Petrel 8</Name6><NameType>Primary name</NameType></Name></Names>
  <IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship><IMONumbers><IMONumber>IMO9562233</IMONumber></IMONumbers>
  <TonnageOfShipDetails><TonnageOfShip>7078</TonnageOfShip></TonnageOfShipDetails><NewDetail>x</NewDetail></Ship></ShipDetails>
</Designation></Designations>)";

TEST(UkSanctionsList, Xml) {
  const Reading reading = read_text("uk-sanctions-xml", "uk.xml", kSanctionsList);
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->published->to_string(), "2026-08-20");
  EXPECT_EQ(reading.values("gb-fcdo-AFG0006", "name"), Values{"MOHAMMAD HASSAN AKHUND"});
  EXPECT_EQ(reading.values("gb-fcdo-AFG0006", "weakAlias"), Values{"Haji Hakim"});
  EXPECT_EQ(reading.values("gb-fcdo-AFG0006", "birthDate"), (Values{"1945", "1958-03-01"}));
  EXPECT_EQ(reading.values("gb-fcdo-AFG0006-sanction", "provisions"), (Values{"Asset freeze", "Travel Ban"}));
  EXPECT_EQ(reading.values("gb-fcdo-AFG0006-sanction", "unscId"), Values{"TAi.002"});
  EXPECT_EQ(reading.values("gb-fcdo-DPR0075", "imoNumber"), Values{"IMO9562233"});
  EXPECT_EQ(reading.values("gb-fcdo-DPR0075", "tonnage"), Values{"7078"});
  EXPECT_EQ(reading.description->unmapped_total, 1U);  // the new element
}

TEST(UkSanctionsList, CsvWithOneRowPerName) {
  const Reading reading =
      read_text("uk-sanctions-csv", "UK-Sanctions-List.csv",
                "Report Date: 07-May-2026,,,,,,,,,,,\n"
                "Last Updated,Unique ID,Name 6,Name 1,Name type,Alias strength,Regime Name,Designation Type,Date "
                "Designated,D.O.B,"
                "Nationality(/ies),IMO number\n"
                "14/04/2026,RUS0001,EXAMPLE,One,Primary Name,,Russia,Individual,31/12/2020,dd/mm/1976,Russia,\n"
                ",RUS0001,EXAMPL,,Alias,Low quality a.k.a,,,,,,\n"
                ",RUS0002,SHIP,,Primary Name,,Russia,Ship,,,,9562233\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->published->to_string(), "2026-05-07");
  EXPECT_EQ(reading.description->subjects, 2U);
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  EXPECT_EQ(reading.values("gb-fcdo-RUS0001", "name"), Values{"One EXAMPLE"});
  EXPECT_EQ(reading.values("gb-fcdo-RUS0001", "weakAlias"), Values{"EXAMPL"});
  EXPECT_EQ(reading.values("gb-fcdo-RUS0001", "birthDate"), Values{"1976"});
  EXPECT_EQ(reading.values("gb-fcdo-RUS0002", "imoNumber"), Values{"IMO9562233"});
}

TEST(UkSanctionsList, OpenDocumentTable) {
  const Reading reading = read_text(
      "uk-sanctions-ods", "uk.ods",
      R"(<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table>
<table:table-row><table:table-cell><text:p>Unique ID</text:p></table:table-cell><table:table-cell><text:p>Name 6</text:p></table:table-cell><table:table-cell><text:p>Title</text:p></table:table-cell><table:table-cell><text:p>Designation Type</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
<table:table-row><table:table-cell><text:p>RUS0003</text:p></table:table-cell><table:table-cell><text:p>BANK</text:p></table:table-cell><table:table-cell table:number-columns-repeated="1"/><table:table-cell><text:p>Entity</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>)");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.find("gb-fcdo-RUS0003")->schema(), "Organization");
}

}  // namespace
}  // namespace cordon::ingest::testing
