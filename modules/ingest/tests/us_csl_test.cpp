// Raw rows in the layouts of the US Consolidated Screening List (2016, 2019, 2023; CSV and JSON) and of the lists of
// the Bureau of Industry and Security and the Department of State, shortened.
#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

constexpr std::string_view kOldHead =
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids\n";

Reading read_csl(const std::string& text) { return read_text("us-csl-csv", "csl.csv", text, "us_trade_csl"); }

TEST(Csl, TreasuryRowsKeepOfacsNumber) {
  const Reading reading =
      read_csl(std::string(kOldHead) +
               "Specially Designated Nationals (SDN) - Treasury Department,12454,Individual,SDGT; NPWMD,\"ABU ALI, "
               "Hasan\",Major,"
               "\"Road 1; Block 2, Kinshasa, CD; PO Box 3, Goma, CD\",,,,,,,,,,,,,,http://x,\"ABU, Has; HASSAN, Ali\","
               "CD,1971; 1972-05-01,CD,\"Goma, Congo\",http://y,\"CD, OB1, Passport; 77, Tax ID No.\"\n"
               "Sectoral Sanctions Identifications List (SSI) - Treasury Department,12454,Individual,UKRAINE-EO13662,"
               "\"ABU ALI, Hasan\",,,,,,,,,,,,,,,,http://x,,,,,,http://y,\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 1U);  // one subject on two lists
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  const auto values = [&](std::string_view property) { return reading.values("ofac-12454", property); };
  EXPECT_EQ(values("name"), (Values{"Hasan ABU ALI", "ABU ALI, Hasan"}));
  EXPECT_EQ(values("alias"), (Values{"Has ABU", "Ali HASSAN"}));
  EXPECT_EQ(values("birthDate"), (Values{"1971", "1972-05-01"}));
  EXPECT_EQ(values("passportNumber"), Values{"OB1"});
  EXPECT_EQ(values("taxNumber"), Values{"77"});
  EXPECT_EQ(values("nationality"), Values{"cd"});
  EXPECT_EQ(values("programId"), (Values{"SDGT", "NPWMD", "UKRAINE-EO13662"}));
  EXPECT_EQ(values("addressEntity").size(), 2U);  // "; " also stands within an address
}

TEST(Csl, NewerLayoutNamesTheTypeFirstAndPeopleInNaturalOrder) {
  const Reading reading = read_csl(
      "_id," + std::string(kOldHead) +
      "9673,Palestinian Legislative Council List (PLC) - Treasury Department,9673,Individual,NS-PLC,Khalid ABU "
      "ALI,,,,,,"
      ",,,,,,,,,,,,,1978-12-05,,,,\"Passport, 836, KP; Gender, Male; Secondary sanctions risk:, Rule 1, section 2\"\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  EXPECT_EQ(reading.values("ofac-9673", "name"), (Values{"Khalid ABU ALI", "ABU ALI, Khalid"}));
  EXPECT_EQ(reading.values("ofac-9673", "gender"), Values{"male"});
  EXPECT_EQ(reading.values("ofac-9673", "passportNumber"), Values{"836"});
}

TEST(Csl, RowsWithoutNumberGetTheSameIdInEveryLayout) {
  const std::string cells =
      ",,,,Some Person,,\"1 Street, Town, AZ, 85043\",82 F.R. 1,2017-10-16,2020-10-13,Y,,,,,,,,,FR NOTICE "
      "ADDED,,,,,,,,\n";
  const Reading long_source =
      read_csl(std::string(kOldHead) + "Denied Persons List (DPL) - Bureau of Industry and Security" +
               cells.substr(1).insert(0, ",") + "DPL" + cells);
  ASSERT_TRUE(long_source.description) << long_source.error();
  ASSERT_EQ(long_source.description->subjects, 2U);  // the very same row twice: two entries, told apart by order
  std::vector<std::string> ids;
  for (const model::ListEntity* listed : long_source.of_schema("LegalEntity")) ids.push_back(listed->entity.id().str());
  ASSERT_EQ(ids.size(), 2U);
  EXPECT_EQ(ids[1], ids[0] + "-2");
  EXPECT_TRUE(ids[0].starts_with("us-csl-dpl-"));
  EXPECT_EQ(long_source.values(ids[0], "topics"), Values{"export.control"});
  EXPECT_EQ(long_source.values(ids[0] + "-sanction", "recordId"), Values{"82 F.R. 1"});
  EXPECT_EQ(long_source.values(ids[0] + "-sanction", "endDate"), Values{"2020-10-13"});
  const Reading json = read_text(
      "us-csl-json", "csl.json",
      R"({"total":1,"results":[{"id":"x","name":"Some Person","source":"Denied Persons List (DPL) - Bureau of Industry and Security","federal_register_notice":"82 F.R. 1","start_date":"2017-10-16","end_date":null,"alt_names":null,"addresses":[{"address":"1 Street","city":"Town","state":"AZ","postal_code":"85043","country":"US","planet":"Earth"}],"source_information_url":"http://y"}]})",
      "us_trade_csl");
  ASSERT_TRUE(json.description) << json.error();
  EXPECT_NE(json.find(ids[0]), nullptr);
  EXPECT_EQ(json.unmapped("addresses/planet"), 1U);
}

TEST(Csl, BadFilesAreErrors) {
  EXPECT_NE(read_csl(std::string(kOldHead) + "/,1\n").error().find("csl.csv:2: expected 28 fields"), std::string::npos);
  EXPECT_NE(read_csl(std::string(kOldHead)).error().find("expected rows"), std::string::npos);
  EXPECT_FALSE(read_text("us-csl-json", "c.json", R"([{"name":"A",)").description);
  EXPECT_FALSE(read_text("us-csl-json", "c.json", R"([{"source":"DPL"}])").description);
}

TEST(AgencyLists, RowsOfOnePartyAreOneSubject) {
  const Reading entity_list = read_text(
      "us-bis-entity-list", "el.csv",
      "Source List,Entity Number,SDN Type,Programs,Name,Title,Address,City,State/Province,Postal Code,Country,Federal "
      "Register Notice,Effective Date,License Requirement,License Policy,Alternate Name,Web Link,,\n"
      "EL,,,,Farid Co,,Street 1,Kabul,,,Afghanistan,76 FR 71867,11/21/2011,All items,Denial,Ferid,http://x,,\n"
      "EL,,,,Farid Co,,Street 2,Kabul,,,Afghanistan,76 FR 71867,11/21/2011,All items,Denial,Ferid,http://x\n"
      "EL,,,,Farid Co,Title 2,Street 2,Kabul,,,Afghanistan,76 FR 71867,11/21/2011,All items,Denial,Ferid,http://x\n");
  ASSERT_TRUE(entity_list.description) << entity_list.error();
  EXPECT_EQ(entity_list.description->subjects, 2U);
  EXPECT_EQ(entity_list.description->unmapped_total, 0U);
  const std::string id = entity_list.entities[0].entity.id().str();
  EXPECT_EQ(entity_list.values(id, "addressEntity").size(), 2U);
  EXPECT_EQ(entity_list.values(id, "alias"), Values{"Ferid"});
  EXPECT_EQ(entity_list.values(id + "-sanction", "startDate"), Values{"2011-11-21"});
  EXPECT_EQ(entity_list.values(id + "-sanction", "provisions"), (Values{"All items", "Denial"}));

  const Reading programmes = read_text(
      "us-state-nonproliferation", "isn.csv",
      "Source List,Programs,Name,Alternative Names,Country,Federal Register Notice,Effective Date,"
      "Remarks/Notes,Web Link\nISN,E.O. 13382,Some Works,\"SW, Works, Ltd., F.K.A. Old Works\",Iran,"
      "\"Vol. 74, No. 11\",1/9/2009,,\n,,,,,,,,\nISN,INKSNA,Some Works,,Iran,\"Vol. 75, No. 1\",2/9/2010,,\n");
  ASSERT_TRUE(programmes.description) << programmes.error();
  ASSERT_EQ(programmes.description->subjects, 1U);
  const std::string works = programmes.entities[0].entity.id().str();
  EXPECT_EQ(programmes.values(works, "programId"), (Values{"E.O. 13382", "INKSNA"}));
  EXPECT_EQ(programmes.values(works, "alias"), (Values{"SW", "Works, Ltd.", "Old Works"}));
}

TEST(AgencyLists, NamesAndDates) {
  const Reading debarred = read_text("us-ddtc-debarred", "dtc.csv",
                                     "Debarred Party Full Name And Alias,Date of Birth,Notice,Notice Date,Corrected "
                                     "Notice,Corrected Notice Date,\n\"Hukic, Bajro (a.k.a. Bob Hukic; Bab "
                                     "Hucici)\",\"November, 1981\",59 FR 44451,8/29/1994,,\n"
                                     "\"Dilligas Trading Co., Inc.\",,57 FR 43768,9/22/1992,57 FR 37184,8/18/1992\n");
  ASSERT_TRUE(debarred.description) << debarred.error();
  ASSERT_EQ(debarred.description->subjects, 2U);
  EXPECT_EQ(debarred.description->unmapped_total, 0U);
  ASSERT_EQ(debarred.of_schema("Person").size(), 1U);
  const std::string person = debarred.of_schema("Person")[0]->entity.id().str();
  EXPECT_EQ(debarred.values(person, "name"), Values{"Bajro Hukic"});
  EXPECT_EQ(debarred.values(person, "alias"), (Values{"Bob Hukic", "Bab Hucici"}));
  EXPECT_EQ(debarred.values(person, "birthDate"), Values{"1981-11"});
  EXPECT_EQ(debarred.of_schema("LegalEntity")[0]->entity.first("name"), "Dilligas Trading Co., Inc.");

  const Reading unverified = read_text("us-bis-unverified", "uvl.csv",
                                       "COUNTRY,NAME,ADDRESS,,\r\nRussia,\"Training Academy, a.k.a. TA, a.k.a. Academy "
                                       "of Training\",\"Street 53\x96"
                                       "59, Moscow\"\r\n");
  ASSERT_TRUE(unverified.description) << unverified.error();
  EXPECT_EQ(unverified.entities[0].entity.first("name"), "Training Academy");
  EXPECT_EQ(unverified.values(unverified.entities[0].entity.id().str(), "alias"),
            (Values{"TA", "Academy of Training"}));
  EXPECT_EQ(unverified.unmapped("encoding"), 1U);

  const Reading denied = read_text("us-bis-dpl", "dpl.txt",
                                   "Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\t"
                                   "Expiration_Date\tStandard_Order\tLast_Update\tAction\tFR_Citation\r\n"
                                   "\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\r\n"
                                   "\"SOME SYSTEMS, INC. (SSI)\"\tROAD 1\tCOPENHAGEN\t\tDK\t\t3/20/1992\t10/4/2000\tY\t"
                                   "5/1/2001\r\n");
  ASSERT_TRUE(denied.description) << denied.error();
  ASSERT_EQ(denied.description->subjects, 1U);
  const std::string id = denied.entities[0].entity.id().str();
  EXPECT_EQ(denied.values(id, "name"), Values{"SOME SYSTEMS, INC. (SSI)"});
  EXPECT_EQ(denied.values(id + "-sanction", "endDate"), Values{"2000-10-04"});
}

}  // namespace
}  // namespace cordon::ingest::testing
