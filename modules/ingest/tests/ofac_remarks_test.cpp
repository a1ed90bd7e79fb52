#include "ofac_remarks.hpp"

#include "ofac_fact_types.hpp"
#include "ofac_fixture.hpp"
#include "ofac_names.hpp"

namespace cordon::ingest::ofac {
namespace {

std::vector<std::string> texts(std::string_view remarks) {
  std::vector<std::string> found;
  for (const Fact& fact : split_remarks(remarks)) found.push_back(fact.text);
  return found;
}

TEST(OfacRemarks, SplitsSegments) {
  EXPECT_EQ(texts("DOB 1956; POB Tikrit, Iraq; nationality Iraq."),
            (std::vector<std::string>{"DOB 1956", "POB Tikrit, Iraq", "nationality Iraq"}));
  EXPECT_EQ(texts("(Linked To: NATIONAL IRANIAN TANKER COMPANY)"),
            (std::vector<std::string>{"Linked To: NATIONAL IRANIAN TANKER COMPANY"}));
  EXPECT_EQ(texts(" ; ;"), std::vector<std::string>{});
  EXPECT_EQ(without_alternative("alt. DOB 1951"), "DOB 1951");
  EXPECT_EQ(without_alternative("Altay Bank"), "Altay Bank");
}

TEST(OfacRemarks, ReadsDocuments) {
  const DocumentText passport = parse_document("A0181988 (Somalia) issued 01 Oct 2001 expires 23 Jan 2011");
  EXPECT_EQ(passport.number, "A0181988");
  EXPECT_EQ(passport.country, "so");
  EXPECT_EQ(passport.issued, "01 Oct 2001");
  EXPECT_EQ(passport.expires, "23 Jan 2011");
  const DocumentText two = parse_document("0582030 (Connecticut) (United States)");
  EXPECT_EQ(two.number, "0582030");
  EXPECT_EQ(two.country, "us");
  EXPECT_EQ(two.places, (std::vector<std::string>{"Connecticut"}));
  EXPECT_EQ(parse_document("1007 (Korea, North)").country, "kp");
  EXPECT_EQ(parse_document("CH-660.0.699.004-7 (Switzerland)").number, "CH-660.0.699.004-7");
  EXPECT_EQ(parse_document("12(3)").number, "12(3)");
}

TEST(OfacRemarks, ReadsDates) {
  EXPECT_EQ(ftm_dates("10 Dec 1948"), (std::vector<std::string>{"1948-12-10"}));
  EXPECT_EQ(ftm_dates("circa 1957"), (std::vector<std::string>{"1957", "1955", "1956", "1958", "1959"}));
  EXPECT_EQ(ftm_dates("05/07/1962"), (std::vector<std::string>{"1962-05-07"}));  // month first
  EXPECT_EQ(ftm_dates("Jan 1953"), (std::vector<std::string>{"1953-01"}));
  EXPECT_EQ(ftm_dates("1960 to 1963"), (std::vector<std::string>{"1960", "1961", "1962", "1963"}));
  EXPECT_EQ(ftm_dates("1940 to 1963").size(), 24U);
  EXPECT_TRUE(ftm_dates("late forties").empty());
}

TEST(OfacRemarks, FindsTypesAtWordEnds) {
  const FactTypes& types = FactTypes::instance();
  EXPECT_GT(types.size(), 200U);
  EXPECT_EQ(types.find("Tax ID No. 7706107510 (Russia)").value, "7706107510 (Russia)");
  EXPECT_EQ(types.find("nationality of Registration Panama").type->type, "Nationality of Registration");
  EXPECT_EQ(types.find("Fax: 0097").type->kind, FactKind::kNotes);
  EXPECT_EQ(types.find("Telegraph office").type, nullptr) << "Tel. is no part of a word";
  EXPECT_TRUE(types.names_role("Deputy vice-chairman of the board"));
  EXPECT_FALSE(types.names_role("Presidente street"));
}

TEST(OfacRemarks, ComparesNames) {
  EXPECT_EQ(parse_name("DELOS REYES, Feliciano Semborio, Jr.", SubjectKind::kIndividual),
            (Name{"DELOS REYES", "Feliciano Semborio, Jr.", {}}));
  EXPECT_EQ(parse_name("ACEFROSTY SHIPPING CO., LTD.", SubjectKind::kEntity).last, "ACEFROSTY SHIPPING CO., LTD.");
  NameIndex names;
  Record first;
  first.uid = "1";
  first.name = {"HESA S.A.", "", ""};
  Record second;
  second.uid = "2";
  second.name = {"OTHER", "", ""};
  second.aliases.push_back({AliasKind::kAlsoKnownAs, false, {"TWIN", "", ""}});
  Record third = second;
  third.uid = "3";
  third.name = {"THIRD", "", ""};
  names.add(first, 0);
  names.add(second, 1);
  names.add(third, 2);
  EXPECT_EQ(names.find("Hesa SA"), 0U);
  EXPECT_EQ(names.find("TWIN"), NameIndex::kNobody) << "two records bear it";
  EXPECT_EQ(names.find_uid("3"), 2U);
}

class OfacFacts : public OfacFiles {
 protected:
  // A list of one record with these remarks.
  ReadList with(std::string_view type, std::string_view remarks) {
    const auto list = read(
        {write("sdn.csv", "1,\"NAME, Given\",\"" + std::string(type) +
                              "\",\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"" + std::string(remarks) + "\"\r\n")});
    EXPECT_TRUE(list) << list.error().to_string();
    return list ? *list : ReadList{};
  }
};

TEST_F(OfacFacts, PeopleAndTheirDocuments) {
  const ReadList list = with(
      "individual",
      "DOB 1958; POB North Hamgyo'ng Province, North Korea; nationality Korea, North; citizen Saint Kitts and Nevis; "
      "Gender "
      "Female; Passport A11457974 (Malaysia); SSN 523-33-8386 (United States); Tax ID No. 770475045812 (Russia); "
      "Diplomatic "
      "Passport 000021986 (Yemen) issued 1999; Brigadier General; Secondary sanctions risk: See Section 11 of "
      "Executive Order "
      "14024.; Email Address a@b.net; alt. Email Address c@d.org; Phone Number 79315403678; a.k.a. 'AL-MASRI, Abu'.");
  const model::Entity& person = list.subject("ofac-1")->entity;
  EXPECT_EQ(person.first("birthCountry"), "kp");
  EXPECT_EQ(person.first("nationality"), "kp");
  EXPECT_EQ(person.first("citizenship"), "kn");
  EXPECT_EQ(person.first("gender"), "female");
  EXPECT_EQ(values(person, "passportNumber"), (std::vector<std::string>{"A11457974", "000021986"}));
  EXPECT_EQ(person.first("socialSecurityNumber"), "523-33-8386");
  EXPECT_EQ(person.first("innCode"), "770475045812");
  EXPECT_EQ(person.first("position"), "Brigadier General");
  EXPECT_EQ(values(person, "email"), (std::vector<std::string>{"a@b.net", "c@d.org"}));
  EXPECT_EQ(person.first("weakAlias"), "Abu AL-MASRI");
  EXPECT_EQ(list.of("ofac-1", "Passport").size(), 2U);
  EXPECT_EQ(list.of("ofac-1", "Passport")[1].first("startDate"), "1999");
  EXPECT_EQ(list.of("ofac-1", "Identification").size(), 2U);
  EXPECT_EQ(list.of("ofac-1", "Sanction")[0].first("provisions"),
            "Secondary sanctions risk: See Section 11 of Executive Order 14024");
  EXPECT_EQ(list.description.unmapped_total, 0U);
}

TEST_F(OfacFacts, CompaniesDirectivesAndWallets) {
  const ReadList list = with(
      "-0- ",
      "Executive Order 13662 Directive Determination - Subject to Directive 2; Registration ID 1027700043502 (Russia); "
      "Tax ID No. "
      "7706107510 (Russia); Government Gazette Number 00044428 (Russia); BIK (RU) 044585333; SWIFT/BIC FTBAFAKB; "
      "Website "
      "www.rosneft.com; Organization Established Date 17 Dec 2016; Target Type State-Owned Enterprise; Listing Date "
      "(EO 14024 "
      "Directive 2): 24 Feb 2022; Effective Date (EO 14024 Directive 2): 26 Mar 2022; Digital Currency Address - XBT "
      "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h; Identification Number IMO 5777731; For more information on directives, "
      "please visit "
      "the following link: http://www.treasury.gov/ukraine.aspx#directives; Fishing Register Number 12-45 (Ghana); "
      "Linked To: "
      "SOMEBODY UNKNOWN S.A.");
  const model::Entity& company = list.subject("ofac-1")->entity;
  EXPECT_EQ(company.schema(), "Company") << "only companies have a BIK";
  EXPECT_EQ(company.first("ogrnCode"), "1027700043502");
  EXPECT_EQ(company.first("innCode"), "7706107510");
  EXPECT_EQ(company.first("okpoCode"), "00044428");
  EXPECT_EQ(company.first("bikCode"), "044585333");
  EXPECT_EQ(company.first("swiftBic"), "FTBAFAKB");
  EXPECT_EQ(company.first("imoNumber"), "IMO5777731");
  EXPECT_EQ(company.first("incorporationDate"), "2016-12-17");
  EXPECT_EQ(company.first("classification"), "State-Owned Enterprise");
  const model::Entity sanction = list.of("ofac-1", "Sanction")[0];
  EXPECT_EQ(sanction.first("listingDate"), "2022-02-24");
  EXPECT_EQ(sanction.first("startDate"), "2022-03-26");
  EXPECT_TRUE(sanction.has("sourceUrl", "http://www.treasury.gov/ukraine.aspx#directives"));
  EXPECT_EQ(sanction.first("provisions"), "Executive Order 13662 Directive Determination - Subject to Directive 2");
  const auto wallets = list.of("ofac-1", "CryptoWallet");
  ASSERT_EQ(wallets.size(), 1U);
  EXPECT_EQ(wallets[0].first("publicKey"), "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h");
  EXPECT_EQ(wallets[0].first("currency"), "XBT");
  EXPECT_EQ(wallets[0].first("holder"), "ofac-1");
  EXPECT_EQ(list.of("ofac-1", "UnknownLink")[0].first("namesMentioned"), "SOMEBODY UNKNOWN S.A.");
  EXPECT_EQ(list.of("ofac-1", "Identification").back().first("type"), "Fishing Register Number");
  EXPECT_EQ(list.description.unmapped_total, 0U);
}

TEST_F(OfacFacts, Aircraft) {
  const ReadList list =
      with("aircraft",
           "Aircraft Model ATR72; Aircraft Manufacturer's Serial Number (MSN) 482; Aircraft Tail Number YV2421; "
           "Aircraft Manufacture Date 19 Feb 1993; Aircraft Mode S Transponder Code 7342B3; Aircraft Operator Air "
           "Koryo.");
  const model::Entity& plane = list.subject("ofac-1")->entity;
  EXPECT_EQ(plane.schema(), "Airplane");
  EXPECT_EQ(plane.first("model"), "ATR72");
  EXPECT_EQ(plane.first("serialNumber"), "482");
  EXPECT_EQ(plane.first("registrationNumber"), "YV2421");
  EXPECT_EQ(plane.first("buildDate"), "1993-02-19");
  EXPECT_EQ(plane.first("icaoCode"), "7342B3");
  EXPECT_EQ(list.of("ofac-1", "UnknownLink")[0].first("namesMentioned"), "Air Koryo");
}

}  // namespace
}  // namespace cordon::ingest::ofac
