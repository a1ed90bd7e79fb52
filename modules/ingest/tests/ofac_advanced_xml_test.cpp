#include "ofac_fixture.hpp"

namespace cordon::ingest::ofac {
namespace {

// The layout of SDN_ADVANCED.XML (OFAC's sdn_advanced.xsd); the party is the one OFAC lists as 25057, shortened.
constexpr std::string_view kHead = R"xml(<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0" Version="1">
  <DateOfIssue CalendarTypeID="1"><Year>2024</Year><Month>3</Month><Day>13</Day></DateOfIssue>
  <ReferenceValueSets>
    <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
    <CountryValues><Country ID="11110" ISO2="IQ">Iraq</Country></CountryValues>
    <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
    <FeatureTypeValues>
      <FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType><FeatureType ID="224" FeatureTypeGroupID="1">Gender</FeatureType>
      <FeatureType ID="25" FeatureTypeGroupID="1">Location</FeatureType><FeatureType ID="10" FeatureTypeGroupID="1">Nationality Country</FeatureType>
    </FeatureTypeValues>
    <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
    <IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType></IDRegDocDateTypeValues>
    <LegalBasisValues><LegalBasis ID="1858" LegalBasisShortRef="Executive Order 13315 (Iraq)" LegalBasisTypeID="1" SanctionsProgramID="1">x</LegalBasis></LegalBasisValues>
    <ListValues><List ID="1550">SDN List</List></ListValues>
    <PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
    <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
    <RelationTypeValues><RelationType ID="15003" Symmetrical="false">Owned or Controlled By</RelationType></RelationTypeValues>
    <RelationQualityValues><RelationQuality ID="1">Unknown</RelationQuality></RelationQualityValues>
    <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
    <ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script><Script ID="160" ScriptCode="Arab">Arabic</Script></ScriptValues>
    <ValidityValues><Validity ID="1">Valid</Validity></ValidityValues>
  </ReferenceValueSets>
  <Locations>
    <Location ID="25"><LocationAreaCode AreaCodeID="1" /><LocationCountry CountryID="11110" CountryRelevanceID="1413" />
      <LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment /><Value>Baghdad</Value></LocationPartValue></LocationPart></Location>
    <Location ID="26"><LocationCountry CountryID="11110" CountryRelevanceID="1413" /></Location>
  </Locations>
  <IDRegDocuments>
    <IDRegDocument ID="1000" IDRegDocTypeID="1571" IdentityID="16761" IssuedBy-CountryID="11110" ValidityID="1">
      <IDRegistrationNo>1084010</IDRegistrationNo>
      <DocumentDate IDRegDocDateTypeID="1480"><DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">
        <Start Approximate="false" YearFixed="false" MonthFixed="false" DayFixed="false"><From><Year>1999</Year><Month>1</Month><Day>1</Day></From><To><Year>1999</Year><Month>1</Month><Day>1</Day></To></Start>
        <End Approximate="false" YearFixed="false" MonthFixed="false" DayFixed="false"><From><Year>1999</Year><Month>12</Month><Day>31</Day></From><To><Year>1999</Year><Month>12</Month><Day>31</Day></To></End>
      </DatePeriod></DocumentDate>
      <DocumentedNameReference DocumentedNameID="33196" />
    </IDRegDocument>
  </IDRegDocuments>
)xml";
constexpr std::string_view kParties = R"xml(  <DistinctParties>
    <DistinctParty FixedRef="25057"><Comment /><Profile ID="25057" PartySubTypeID="4">
      <Identity ID="16761" FixedRef="25057" Primary="true" False="false">
        <Alias FixedRef="25057" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="33195" FixedRef="25057" DocNameStatusID="1">
          <DocumentedNamePart><NamePartValue NamePartGroupID="64917" ScriptID="215" ScriptStatusID="1" Acronym="false">al-Rawi</NamePartValue></DocumentedNamePart>
          <DocumentedNamePart><NamePartValue NamePartGroupID="64918" ScriptID="215" ScriptStatusID="1" Acronym="false">'Adnan Muhammad</NamePartValue></DocumentedNamePart>
        </DocumentedName></Alias>
        <Alias FixedRef="25057" AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="33196" FixedRef="25057" DocNameStatusID="2">
          <DocumentedNamePart><NamePartValue NamePartGroupID="64920" ScriptID="215" ScriptStatusID="1" Acronym="false">Abu Muna</NamePartValue></DocumentedNamePart>
        </DocumentedName></Alias>
        <NamePartGroups>
          <MasterNamePartGroup><NamePartGroup ID="64917" NamePartTypeID="1520" /></MasterNamePartGroup>
          <MasterNamePartGroup><NamePartGroup ID="64918" NamePartTypeID="1521" /></MasterNamePartGroup>
          <MasterNamePartGroup><NamePartGroup ID="64920" NamePartTypeID="1528" /></MasterNamePartGroup>
        </NamePartGroups>
      </Identity>
      <Feature ID="28249" FeatureTypeID="8"><FeatureVersion ID="25988" ReliabilityID="1560"><Comment>Alternate birthdate</Comment>
        <DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">
          <Start Approximate="true" YearFixed="false" MonthFixed="false" DayFixed="false"><From><Year>1960</Year><Month>1</Month><Day>1</Day></From><To><Year>1960</Year><Month>1</Month><Day>1</Day></To></Start>
          <End Approximate="false" YearFixed="false" MonthFixed="false" DayFixed="false"><From><Year>1962</Year><Month>12</Month><Day>31</Day></From><To><Year>1962</Year><Month>12</Month><Day>31</Day></To></End>
        </DatePeriod><VersionDetail DetailTypeID="1430" /></FeatureVersion><IdentityReference IdentityID="16761" IdentityFeatureLinkTypeID="1" /></Feature>
      <Feature ID="28251" FeatureTypeID="224"><FeatureVersion ID="25990" ReliabilityID="1560"><Comment /><VersionDetail DetailTypeID="1431" DetailReferenceID="91526" /></FeatureVersion></Feature>
      <Feature ID="28252" FeatureTypeID="25"><FeatureVersion ID="25991" ReliabilityID="1560"><VersionLocation LocationID="25" /></FeatureVersion></Feature>
      <Feature ID="28253" FeatureTypeID="10"><FeatureVersion ID="25992" ReliabilityID="1560"><VersionLocation LocationID="26" /></FeatureVersion></Feature>
    </Profile></DistinctParty>
    <DistinctParty FixedRef="36"><Profile ID="36" PartySubTypeID="3"><Identity ID="4375" FixedRef="36" Primary="true" False="false">
      <Alias FixedRef="36" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1" FixedRef="36" DocNameStatusID="1">
        <DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215" ScriptStatusID="1" Acronym="false">Rawi Trading</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1525" /></MasterNamePartGroup></NamePartGroups></Identity></Profile></DistinctParty>
  </DistinctParties>
)xml";
constexpr std::string_view kTail = R"xml(  <ProfileRelationships>
    <ProfileRelationship ID="6659" From-ProfileID="36" To-ProfileID="25057" RelationTypeID="15003" RelationQualityID="1" Former="true" SanctionsEntryID="36"><Comment>through nominees</Comment>
      <DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">
        <Start Approximate="false" YearFixed="true" MonthFixed="true" DayFixed="true"><From><Year>2001</Year><Month>2</Month><Day>3</Day></From></Start>
        <End Approximate="false" YearFixed="true" MonthFixed="true" DayFixed="true"><To><Year>2010</Year><Month>5</Month><Day>6</Day></To></End>
      </DatePeriod></ProfileRelationship>
  </ProfileRelationships>
  <SanctionsEntries>
    <SanctionsEntry ID="25057" ProfileID="25057" ListID="1550">
      <EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1858"><Comment /><Date CalendarTypeID="1"><Year>2018</Year><Month>9</Month><Day>6</Day></Date></EntryEvent>
      <SanctionsMeasure ID="1" SanctionsTypeID="1705"><Comment /><DatePeriod CalendarTypeID="1" YearFixed="true" MonthFixed="true" DayFixed="true"><Start Approximate="false" YearFixed="true" MonthFixed="true" DayFixed="true"><From><Year>2018</Year><Month>9</Month><Day>6</Day></From></Start></DatePeriod></SanctionsMeasure>
      <SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>SDGT</Comment><DatePeriod CalendarTypeID="1" YearFixed="true" MonthFixed="true" DayFixed="true"><Start Approximate="false" YearFixed="true" MonthFixed="true" DayFixed="true"><From><Year>2020</Year><Month>1</Month><Day>2</Day></From></Start></DatePeriod></SanctionsMeasure>
    </SanctionsEntry>
  </SanctionsEntries>
  <SanctionsEntryLinks />
</Sanctions>
)xml";

class OfacAdvancedXml : public OfacFiles {
 protected:
  std::string whole() const { return std::string(kHead) + std::string(kParties) + std::string(kTail); }
};

TEST_F(OfacAdvancedXml, PutsThePiecesTogether) {
  const auto list = read({write("SDN_ADVANCED.XML", whole())});
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.source.str(), "us_ofac_sdn");
  EXPECT_EQ(list->description.format, "ofac-advanced-xml");
  const auto renamed = read({write("download.xml", whole())});
  ASSERT_TRUE(renamed) << renamed.error().to_string();
  EXPECT_EQ(renamed->description.source.str(), "us_ofac_sdn") << "the entries name the list";
  EXPECT_EQ(list->description.published, base::Date::from_ymd(2024, 3, 13));
  const model::Entity& person = list->subject("ofac-25057")->entity;
  EXPECT_EQ(person.schema(), "Person");
  EXPECT_EQ(values(person, "name"), (std::vector<std::string>{"'Adnan Muhammad AL-RAWI", "AL-RAWI, 'Adnan Muhammad"}))
      << "as the flat files print it";
  EXPECT_EQ(values(person, "weakAlias"), (std::vector<std::string>{"Abu Muna"}));
  EXPECT_EQ(values(person, "birthDate"),
            (std::vector<std::string>{"1958", "1959", "1960", "1961", "1962", "1963", "1964"}));
  EXPECT_EQ(person.first("gender"), "male");
  EXPECT_EQ(person.first("nationality"), "iq");
  EXPECT_EQ(list->of("ofac-25057", "Address")[0].first("full"), "Baghdad, Iraq");
  const auto passport = list->of("ofac-25057", "Passport")[0];
  EXPECT_EQ(passport.first("number"), "1084010");
  EXPECT_EQ(passport.first("startDate"), "1999");
  EXPECT_EQ(passport.first("namesMentioned"), "Abu Muna");
  EXPECT_EQ(list->subject("ofac-36")->entity.first("name"), "RAWI TRADING");
  // The area code 1 is not among the reference values.
  EXPECT_EQ(list->description.unmapped, (std::vector<model::UnmappedValue>{{"reference value AreaCode", "1", 1}}));
}

TEST_F(OfacAdvancedXml, KeepsEveryRelationshipAndDate) {
  const auto list = read({write("SDN_ADVANCED.XML", whole())});
  ASSERT_TRUE(list) << list.error().to_string();
  const auto owned = list->of("ofac-36", "Ownership");
  ASSERT_EQ(owned.size(), 1U);
  EXPECT_EQ(owned[0].first("owner"), "ofac-25057");
  EXPECT_EQ(owned[0].first("asset"), "ofac-36");
  EXPECT_EQ(owned[0].first("startDate"), "2001-02-03");
  EXPECT_EQ(owned[0].first("endDate"), "2010-05-06");
  EXPECT_EQ(owned[0].first("status"), "former");
  EXPECT_EQ(owned[0].first("description"), "through nominees");
  const auto sanction = list->of("ofac-25057", "Sanction")[0];
  EXPECT_EQ(sanction.first("listingDate"), "2018-09-06");
  EXPECT_EQ(sanction.first("programId"), "SDGT");
  EXPECT_EQ(sanction.first("reason"), "Executive Order 13315 (Iraq)");
  EXPECT_EQ(values(sanction, "provisions"), (std::vector<std::string>{"Block", "SDGT from 2020-01-02"}))
      << "a programme added later has its own day";
}

TEST_F(OfacAdvancedXml, ADateOfAStatementIsNotTheStatement) {
  std::string with_website = whole();
  const std::string period =
      "<DatePeriod CalendarTypeID=\"1\" YearFixed=\"true\" MonthFixed=\"true\" DayFixed=\"true\"><Start "
      "Approximate=\"false\"><From><Year>2011</Year><Month>4</Month><Day>5</Day></From></Start></DatePeriod>";
  with_website.insert(
      with_website.find("<Feature ID=\"28251\""),
      "<Feature ID=\"1\" FeatureTypeID=\"14\"><FeatureVersion ID=\"1\" ReliabilityID=\"1\">" + period +
          "<VersionDetail DetailTypeID=\"1432\">www.a.example</VersionDetail></FeatureVersion></Feature>");
  const auto list = read({write("SDN_ADVANCED.XML", with_website)});
  ASSERT_TRUE(list) << list.error().to_string();
  const model::Entity& person = list->subject("ofac-25057")->entity;
  EXPECT_EQ(values(person, "website"), (std::vector<std::string>{"www.a.example"}));
  EXPECT_TRUE(person.has("notes", "Website: 2011-04-05"));
}

TEST_F(OfacAdvancedXml, APieceOfTheRecordChangesItsHash) {
  const auto before = read({write("SDN_ADVANCED.XML", whole())});
  std::string changed = whole();
  changed.replace(changed.find("through nominees"), 16, "through trustees");
  changed.replace(changed.find("Baghdad"), 7, "Mosul42");
  const auto after = read({write("SDN_ADVANCED.XML", changed)});
  ASSERT_TRUE(before && after);
  EXPECT_NE(before->subject("ofac-36")->raw_hash, after->subject("ofac-36")->raw_hash);
  EXPECT_NE(before->subject("ofac-25057")->raw_hash, after->subject("ofac-25057")->raw_hash);
}

TEST_F(OfacAdvancedXml, SaysWhatIsWrong) {
  const auto error = [this](const std::string& text) {
    const auto list = read({write("SDN_ADVANCED.XML", text)});
    return list ? std::string("read") : list.error().message;
  };
  std::string delta = whole();
  delta.replace(delta.find("Version=\"1\""), 11, "Version=\"2\" DeltaBaseVersion=\"1\"");
  EXPECT_NE(error(delta).find("delta file"), std::string::npos);
  EXPECT_NE(error(std::string(kHead) + std::string(kTail)).find("at least one DistinctParty"), std::string::npos);
  EXPECT_NE(error(whole().substr(0, 5'000)).find("ends too early"), std::string::npos);
  std::string stranger = whole();
  stranger.replace(stranger.find("From-ProfileID=\"36\""), 19, "From-ProfileID=\"77\"");
  const auto list = read({write("SDN_ADVANCED.XML", stranger)});
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.unmapped_total, 2U) << "a relationship of nobody is reported";
}

}  // namespace
}  // namespace cordon::ingest::ofac
