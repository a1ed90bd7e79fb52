#include "ofac_fixture.hpp"

namespace cordon::ingest::ofac {
namespace {

// Shape and words of SDN_ENHANCED.XML of August 2024 (OFAC, public domain), shortened.
constexpr std::string_view kHead =
    R"xml(<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML">
  <publicationInfo>
    <dataAsOf>2024-08-28T00:00:00</dataAsOf>
    <filters><sanctionsPrograms><sanctionsProgram refId="91166">IRGC</sanctionsProgram></sanctionsPrograms></filters>
  </publicationInfo>
  <referenceValues>
    <referenceValue refId="91473"><type>Additional Sanctions Information -</type><value>Subject</value></referenceValue>
  </referenceValues>
  <featureTypes><featureType featureTypeId="8"><type>Birthdate</type></featureType></featureTypes>
  <entities>
)xml";
constexpr std::string_view kTail = "  </entities>\n</sanctionsData>\n";
constexpr std::string_view kPerson = R"xml(    <entity id="26526">
      <generalInfo><identityId>18230</identityId><entityType refId="600">Individual</entityType><title>Dr</title></generalInfo>
      <sanctionsLists><sanctionsList refId="1550" id="1" datePublished="2019-03-26">SDN List</sanctionsList></sanctionsLists>
      <sanctionsPrograms>
        <sanctionsProgram refId="1" id="1">IFSR</sanctionsProgram><sanctionsProgram refId="2" id="2">IRGC</sanctionsProgram>
      </sanctionsPrograms>
      <sanctionsTypes><sanctionsType refId="1705" id="1">Block</sanctionsType></sanctionsTypes>
      <legalAuthorities><legalAuthority refId="1" id="1">Executive Order 13224 (Terrorism)</legalAuthority></legalAuthorities>
      <names>
        <name id="1"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
          <translation id="1"><isPrimary>true</isPrimary><script refId="20122">Latin</script>
            <formattedFirstName>Sultan Saleh</formattedFirstName><formattedLastName>ZABIN</formattedLastName>
            <formattedFullName>ZABIN, Sultan Saleh</formattedFullName>
            <nameParts><namePart id="1"><type refId="1522">Middle Name</type><value>Saleh</value></namePart></nameParts>
          </translation>
          <translation id="2"><isPrimary>false</isPrimary><script refId="20100">Arabic</script>
            <formattedLastName>&#x202B;&#x0633;&#x0644;&#x202C;</formattedLastName>
            <formattedFullName>&#x202B;&#x0633;&#x0644;&#x202C;</formattedFullName>
          </translation></translations></name>
        <name id="2"><isPrimary>false</isPrimary><aliasType refId="1400">A.K.A.</aliasType><isLowQuality>true</isLowQuality>
          <translations><translation id="3"><isPrimary>true</isPrimary><script refId="20122">Latin</script>
            <formattedLastName>Abu Ali</formattedLastName><formattedFullName>Abu Ali</formattedFullName></translation></translations></name>
      </names>
      <addresses><address id="1"><country refId="11109">Iran</country></address></addresses>
      <features>
        <feature id="1"><type featureTypeId="8">Birthdate</type><versionId>1</versionId><value>1972</value>
          <valueDate id="1"><fromDateBegin>1972-01-01</fromDateBegin><fromDateEnd>1972-01-01</fromDateEnd>
          <toDateBegin>1972-12-31</toDateBegin><toDateEnd>1972-12-31</toDateEnd><isApproximate>false</isApproximate>
          <isDateRange>false</isDateRange></valueDate><isPrimary>true</isPrimary></feature>
        <feature id="2"><type featureTypeId="10">Nationality Country</type><versionId>2</versionId><value>Iran</value>
          <valueRefId>11109</valueRefId><isPrimary>true</isPrimary></feature>
      </features>
      <identityDocuments>
        <identityDocument id="1"><type refId="1571">Passport</type><name nameId="1" nameTranslationId="1">OTHER, Name</name>
          <documentNumber>T18106</documentNumber><isValid>false</isValid>
          <expirationDate id="1"><fromDateBegin>2019-03-03</fromDateBegin><toDateEnd>2019-03-03</toDateEnd></expirationDate>
          <issuingCountry refId="11109">Iran</issuingCountry></identityDocument>
      </identityDocuments>
      <relationships>
        <relationship id="8156"><type refId="15002">Acting for or on behalf of</type><relatedEntity entityId="26719">ANSAR BANK</relatedEntity></relationship>
        <relationship id="8157"><type refId="91725">Leader or official of</type><relatedEntity entityId="26719">ANSAR BANK</relatedEntity></relationship>
      </relationships>
    </entity>
)xml";
constexpr std::string_view kBank = R"xml(    <entity id="26719">
      <generalInfo><entityType refId="601">Entity</entityType><remarks>All Branches Worldwide</remarks></generalInfo>
      <sanctionsLists><sanctionsList refId="1550" id="2" datePublished="2019-04-15">SDN List</sanctionsList></sanctionsLists>
      <names><name id="3"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
        <translation id="4"><isPrimary>true</isPrimary><script refId="20122">Latin</script>
        <formattedLastName>ANSAR BANK</formattedLastName><formattedFullName>ANSAR BANK</formattedFullName></translation></translations></name></names>
      <addresses><address id="2"><country refId="11109">Iran</country><translations><translation id="1"><addressParts>
        <addressPart id="1"><type refId="1454">CITY</type><value>Tehran</value></addressPart>
        <addressPart id="2"><type refId="1451">ADDRESS1</type><value>No. 5, Pasdaran Street</value></addressPart>
      </addressParts></translation></translations></address></addresses>
      <relationships>
        <relationship id="9"><type refId="15003">Owned or Controlled By</type><relatedEntity entityId="99999">SOMEBODY OUTSIDE</relatedEntity></relationship>
      </relationships>
    </entity>
)xml";

class OfacEnhancedXml : public OfacFiles {
 protected:
  base::Result<ReadList> with(const std::string& entities) {
    return read({write("sdn_enhanced.xml", std::string(kHead) + entities + std::string(kTail))});
  }
};

TEST_F(OfacEnhancedXml, ReadsEntities) {
  const auto list = with(std::string(kPerson) + std::string(kBank));
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.source.str(), "us_ofac_sdn");
  EXPECT_EQ(list->description.published, base::Date::from_ymd(2024, 8, 28));
  EXPECT_EQ(list->description.unmapped_total, 0U);
  const model::Entity& person = list->subject("ofac-26526")->entity;
  EXPECT_EQ(values(person, "name"), (std::vector<std::string>{"Sultan Saleh ZABIN", "ZABIN, Sultan Saleh"}));
  EXPECT_EQ(values(person, "alias"), (std::vector<std::string>{"\xD8\xB3\xD9\x84"})) << "without direction marks";
  EXPECT_EQ(values(person, "weakAlias"), (std::vector<std::string>{"Abu Ali"}));
  EXPECT_EQ(person.first("middleName"), "Saleh");
  EXPECT_EQ(person.first("birthDate"), "1972");
  EXPECT_EQ(person.first("nationality"), "ir");
  const auto sanction = list->of("ofac-26526", "Sanction")[0];
  EXPECT_EQ(sanction.first("listingDate"), "2019-03-26");
  EXPECT_EQ(values(sanction, "programId"), (std::vector<std::string>{"IFSR", "IRGC"}));
  EXPECT_EQ(sanction.first("reason"), "Executive Order 13224 (Terrorism)");
  const auto passport = list->of("ofac-26526", "Passport")[0];
  EXPECT_EQ(passport.first("endDate"), "2019-03-03");
  EXPECT_EQ(passport.first("namesMentioned"), "OTHER, Name");
  EXPECT_EQ(passport.first("description"), "not valid");
}

TEST_F(OfacEnhancedXml, TypedRelationshipsBecomeTypedLinks) {
  const auto list = with(std::string(kPerson) + std::string(kBank));
  ASSERT_TRUE(list) << list.error().to_string();
  const auto acts = list->of("ofac-26526", "Representation");
  ASSERT_EQ(acts.size(), 1U);
  EXPECT_EQ(acts[0].first("agent"), "ofac-26526");
  EXPECT_EQ(acts[0].first("client"), "ofac-26719");
  const auto leads = list->of("ofac-26526", "Directorship");
  ASSERT_EQ(leads.size(), 1U);
  EXPECT_EQ(leads[0].first("director"), "ofac-26526");
  EXPECT_EQ(leads[0].first("organization"), "ofac-26719");
  const auto owned = list->of("ofac-26719", "Ownership");
  ASSERT_EQ(owned.size(), 1U) << "an owner outside the extract is kept";
  EXPECT_EQ(owned[0].first("owner"), "ofac-99999");
  EXPECT_EQ(owned[0].first("asset"), "ofac-26719");
  EXPECT_EQ(owned[0].first("recordId"), "9");
  EXPECT_TRUE(owned[0].values("percentage").empty()) << "OFAC gives no shares";
}

TEST_F(OfacEnhancedXml, SaysWhatIsWrong) {
  EXPECT_NE(with("").error().message.find("at least one entity"), std::string::npos);
  std::string entity(kBank);
  entity.replace(entity.find("26719"), 5, "x");
  EXPECT_NE(with(entity).error().message.find("number in the id"), std::string::npos);
  std::string with_new(kBank);
  with_new.insert(with_new.find("<names>"), "<riskRating>high</riskRating>");
  const auto list = with(with_new);
  ASSERT_TRUE(list) << list.error().to_string();
  EXPECT_EQ(list->description.unmapped, (std::vector<model::UnmappedValue>{{"entity/riskRating", "high", 1}}));
}

}  // namespace
}  // namespace cordon::ingest::ofac
