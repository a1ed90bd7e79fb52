// Raw records of the EU list: FSF 1.1 of 2024-12-11, the WHOLE layout of 2016-02-11, the FSF CSV layout; shortened.
#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

constexpr std::string_view kExport =
    R"xml(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2024-12-11T21:24:35.826+01:00" globalFileId="171703">
<sanctionEntity designationDetails="" unitedNationId="" logicalId="13"><remark>UNSC RESOLUTION 1483</remark>
<regulation regulationType="regulation" organisationType="commission" publicationDate="2003-07-08" entryIntoForceDate="2003-07-07" numberTitle="1210/2003 (OJ L169)" programme="IRQ" logicalId="348"><publicationUrl>http://eur-lex.europa.eu/x</publicationUrl></regulation>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Saddam" middleName="" lastName="Hussein Al-Tikriti" wholeName="Saddam Hussein Al-Tikriti" function="" gender="M" title="" nameLanguage="" strong="true" regulationLanguage="en" logicalId="17"><regulationSummary numberTitle="1210/2003 (OJ L169)"/></nameAlias>
<nameAlias wholeName="Abu Ali" strong="true" logicalId="19"/><nameAlias wholeName="Abou" strong="false" logicalId="380"/>
<citizenship region="" countryIso2Code="IQ" countryDescription="IRAQ" regulationLanguage="en" logicalId="1"/>
<birthdate circa="false" calendarType="GREGORIAN" city="al-Awja, near Tikrit" zipCode="" birthdate="1937-04-28" dayOfMonth="28" monthOfYear="4" year="1937" countryIso2Code="IQ" logicalId="14"/>
<birthdate circa="true" calendarType="GREGORIAN" year="1936" countryIso2Code="00" logicalId="15"/>
<birthdate calendarType="ISLAMIC" year="1356" logicalId="16"/>
<address city="" street="" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="172"><remark>SSN 156-92-9858 (USA)</remark></address>
<identification diplomatic="true" number="27082171" identificationTypeCode="passport" identificationTypeDescription="National passport" countryIso2Code="US" logicalId="8"/>
</sanctionEntity></export>)xml";

TEST(EuFsf, Xml) {
  const Reading reading = read_text("eu-fsf-xml", "full.xml", kExport, "eu_fsf");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->published->to_string(), "2024-12-11");
  const auto values = [&](std::string_view property) { return reading.values("eu-fsf-13", property); };
  EXPECT_EQ(values("name"), Values{"Saddam Hussein Al-Tikriti"});
  EXPECT_EQ(values("alias"), Values{"Abu Ali"});
  EXPECT_EQ(values("weakAlias"), Values{"Abou"});
  EXPECT_EQ(values("birthDate"), (Values{"1937-04-28", "1936", "1934", "1935", "1937", "1938"}));
  EXPECT_EQ(values("nationality"), Values{"iq"});
  EXPECT_EQ(values("country"), Values{});  // 00 is unknown
  EXPECT_EQ(values("passportNumber"), Values{"27082171"});
  EXPECT_EQ(reading.values("eu-fsf-13-sanction", "programId"), Values{"IRQ"});
  EXPECT_EQ(reading.values("eu-fsf-13-sanction", "startDate"), Values{"2003-07-07"});
  EXPECT_EQ(reading.of_schema("Passport")[0]->entity.first("summary"), "diplomatic");
  EXPECT_EQ(reading.description->unmapped_total, 1U);  // the Islamic date
}

TEST(EuFsf, CsvGivesTheSameSubject) {
  const Reading reading = read_text(
      "eu-fsf-csv", "full.csv",
      "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_Remark;Entity_"
      "SubjectType;"
      "Entity_SubjectType_ClassificationCode;Entity_Regulation_PublicationDate;Entity_Regulation_NumberTitle;"
      "Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;NameAlias_WholeName;NameAlias_Gender;"
      "NameAlias_LogicalId;NameAlias_Regulation_NumberTitle;BirthDate_BirthDate;BirthDate_Day;BirthDate_Month;"
      "BirthDate_Year;BirthDate_Circa;BirthDate_City;BirthDate_CountryIso2Code;Identification_Number;"
      "Identification_TypeCode;Identification_TypeDescription;Citizenship_CountryIso2Code\r\n"
      "11/12/2024;13;EU.27.28;;UNSC RESOLUTION 1483;person;P;2003-07-08;1210/2003 (OJ L169);IRQ;Hussein Al-Tikriti;"
      "Saddam;Saddam Hussein Al-Tikriti;M;17;1210/2003;;;;;;;;;;;\r\n"
      "11/12/2024;13;EU.27.28;;UNSC RESOLUTION 1483;person;P;2003-07-08;1210/2003 (OJ L169);IRQ;;;Abu "
      "Ali;;19;;;;;;;;;;;;\r\n"
      "11/12/2024;13;EU.27.28;;UNSC RESOLUTION 1483;person;P;2003-07-08;1210/2003 (OJ L169);IRQ;;;;;;;1937-04-28;28;4;"
      "1937;false;al-Awja;IQ;;;;\r\n"
      "11/12/2024;13;EU.27.28;;UNSC RESOLUTION 1483;person;P;2003-07-08;1210/2003 (OJ L169);IRQ;;;;;;;;;;;;;;27082171;"
      "passport;National passport;IQ\r\n");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->published->to_string(), "2024-12-11");
  EXPECT_EQ(reading.description->subjects, 1U);
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  const auto values = [&](std::string_view property) { return reading.values("eu-fsf-13", property); };
  EXPECT_EQ(values("name"), Values{"Saddam Hussein Al-Tikriti"});
  EXPECT_EQ(values("alias"), Values{"Abu Ali"});
  EXPECT_EQ(values("birthDate"), Values{"1937-04-28"});
  EXPECT_EQ(values("passportNumber"), Values{"27082171"});
  EXPECT_EQ(values("nationality"), Values{"iq"});
  EXPECT_EQ(values("notes"), Values{"UNSC RESOLUTION 1483"});
  EXPECT_EQ(reading.values("eu-fsf-13-sanction", "authorityId"), Values{"EU.27.28"});
}

constexpr std::string_view kWhole =
    R"xml(<?xml version="1.0" encoding="UTF-8"?><!-- GENERATED BY FSD --><WHOLE Date="11/02/2016">
<ENTITY Id="13" Type="P" legal_basis="1210/2003 (OJ L169)" reg_date="2003-07-07" pdf_link="http://eur-lex.europa.eu/x" programme="IRQ" remark="(UNSC RESOLUTION 1483)">
<NAME Id="17" Entity_id="13" legal_basis="1210/2003 (OJ L169)" reg_date="2003-07-08" pdf_link="x" programme="IRQ"><LASTNAME>Hussein Al-Tikriti</LASTNAME><FIRSTNAME>Saddam</FIRSTNAME><MIDDLENAME/><WHOLENAME>Saddam Hussein Al-Tikriti</WHOLENAME><GENDER>M</GENDER><TITLE/><FUNCTION/><LANGUAGE/></NAME>
<BIRTH Id="14" Entity_id="13"><DATE>1937 (approximative)</DATE><PLACE>al-Awja</PLACE><COUNTRY>IRQ</COUNTRY></BIRTH>
<ADDRESS Id="4" Entity_id="13"><NUMBER/><STREET>Street 1</STREET><ZIPCODE/><CITY>Baghdad</CITY><COUNTRY>IRQ</COUNTRY><OTHER>PHONE[042-681 20 81]</OTHER></ADDRESS>
<PASSPORT Id="315" Entity_id="13"><NUMBER>AD001095 (passport-National passport) ((passport))</NUMBER><COUNTRY>IRQ</COUNTRY></PASSPORT>
</ENTITY></WHOLE>)xml";

TEST(EuWhole, OldLayoutHasTheSameIds) {
  const Reading reading = read_text("eu-whole-xml", "global.xml", kWhole, "eu_fsf");
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  EXPECT_EQ(reading.description->published->to_string(), "2016-02-11");
  EXPECT_EQ(reading.values("eu-fsf-13", "birthDate"), (Values{"1937", "1935", "1936", "1938", "1939"}));
  EXPECT_EQ(reading.values("eu-fsf-13", "passportNumber"), Values{"AD001095"});
  EXPECT_EQ(reading.values("eu-fsf-13", "phone"), Values{"042-681 20 81"});
  EXPECT_EQ(reading.values("eu-fsf-13", "address"), Values{"Street 1, Baghdad, Iraq"});
}

TEST(EuFsf, BadFilesAreErrors) {
  std::string no_id(kExport);
  no_id.replace(no_id.find("logicalId=\"13\""), 14, "logicalId=\"\"  ");
  EXPECT_NE(read_text("eu-fsf-xml", "f.xml", no_id).error().find("f.xml:3: expected a logicalId"), std::string::npos);
  EXPECT_FALSE(read_text("eu-fsf-xml", "f.xml", kExport.substr(0, 1500)).description);
  EXPECT_FALSE(read_text("eu-whole-xml", "f.xml", "<WHOLE Date=\"11/02/2016\"></WHOLE>").description);
}

}  // namespace
}  // namespace cordon::ingest::testing
