#include "advanced_xml.hpp"

#include <array>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace cordon::bench {
namespace {

constexpr std::array<std::string_view, 24> kSyllables{"al", "ba",  "chen", "dor", "el",  "fa",  "gor", "ha",
                                                      "iv", "jo",  "kal",  "lu",  "mar", "nov", "or",  "pet",
                                                      "qa", "ros", "sha",  "tan", "ul",  "vas", "wei", "zan"};
constexpr std::array<std::pair<int, std::string_view>, 8> kCountries{{{11109, "Iran"},
                                                                      {11171, "Russia"},
                                                                      {11197, "Syria"},
                                                                      {11120, "Korea, North"},
                                                                      {11066, "Colombia"},
                                                                      {11065, "China"},
                                                                      {11143, "Mexico"},
                                                                      {11210, "United Arab Emirates"}}};
constexpr std::array<std::string_view, 6> kProgrammes{"SDGT", "NPWMD", "IFSR", "RUSSIA-EO14024", "SDNTK", "CUBA"};
constexpr std::array<int, 10> kRelations{15001, 15002, 15003, 15004, 1555, 91422, 91725, 91900, 92019, 92122};

// A small generator of our own: std::uniform_int_distribution differs between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint32_t below(std::uint32_t limit) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>((state_ >> 33U) % limit);
  }

 private:
  std::uint64_t state_;
};

class Writer {
 public:
  Writer(std::ostream& out, const AdvancedXmlOptions& options) : out_(out), options_(options) {}

  void write() {
    out_ << "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
            "<Sanctions xmlns=\"http://www.un.org/sanctions/1.0\" Version=\"1\">\n"
            "  <DateOfIssue CalendarTypeID=\"1\">\n    <Year>2025</Year>\n    <Month>11</Month>\n    <Day>3</Day>\n"
            "  </DateOfIssue>\n";
    reference_values();
    section("Locations", [this](std::uint32_t i) { location(i); });
    section("IDRegDocuments", [this](std::uint32_t i) { document(i); });
    section("DistinctParties", [this](std::uint32_t i) { party(i); });
    out_ << "  <ProfileRelationships>\n";
    for (std::uint32_t i = 0; i < options_.relationships; ++i) relationship(i);
    out_ << "  </ProfileRelationships>\n";
    section("SanctionsEntries", [this](std::uint32_t i) { entry(i); });
    out_ << "  <SanctionsEntryLinks />\n</Sanctions>\n";
  }

 private:
  template <typename One>
  void section(std::string_view name, One one) {
    out_ << "  <" << name << ">\n";
    for (std::uint32_t i = 0; i < options_.profiles; ++i) one(i);
    out_ << "  </" << name << ">\n";
  }

  void values(std::string_view kind, std::initializer_list<std::pair<int, std::string_view>> entries) {
    out_ << "    <" << kind << "Values>\n";
    for (const auto& [id, text] : entries) {
      out_ << "      <" << kind << " ID=\"" << id << "\">" << text << "</" << kind << ">\n";
    }
    out_ << "    </" << kind << "Values>\n";
  }

  void reference_values() {
    out_ << "  <ReferenceValueSets>\n";
    values("AliasType", {{1400, "A.K.A."}, {1401, "F.K.A."}, {1402, "N.K.A."}, {1403, "Name"}});
    out_ << "    <CountryValues>\n";
    for (const auto& [id, name] : kCountries) out_ << "      <Country ID=\"" << id << "\">" << name << "</Country>\n";
    out_ << "    </CountryValues>\n";
    values("DetailReference", {{91526, "Male"}, {91527, "Female"}});
    values("FeatureType", {{8, "Birthdate"},
                           {9, "Place of Birth"},
                           {10, "Nationality Country"},
                           {25, "Location"},
                           {224, "Gender"},
                           {14, "Website"}});
    values("IDRegDocDateType", {{1480, "Issue Date"}, {1481, "Expiration Date"}});
    values("IDRegDocType", {{1571, "Passport"}, {1596, "Tax ID No."}});
    values("List", {{1550, "SDN List"}});
    values("LegalBasis", {{1828, "Executive Order 13224 (Terrorism)"}});
    values("LocPartType", {{1451, "ADDRESS1"}, {1454, "CITY"}, {1456, "POSTAL CODE"}});
    values("NamePartType", {{1520, "Last Name"}, {1521, "First Name"}, {1522, "Middle Name"}, {1525, "Entity Name"}});
    out_ << "    <PartySubTypeValues>\n      <PartySubType ID=\"3\" PartyTypeID=\"2\">Unknown</PartySubType>\n"
            "      <PartySubType ID=\"4\" PartyTypeID=\"1\">Unknown</PartySubType>\n    </PartySubTypeValues>\n";
    values("PartyType", {{1, "Individual"}, {2, "Entity"}});
    values("RelationQuality", {{1, "Unknown"}, {1540, "High"}});
    values("RelationType", {{1555, "Associate Of"},
                            {15001, "Providing support to"},
                            {15002, "Acting for or on behalf of"},
                            {15003, "Owned or Controlled By"},
                            {15004, "Family member of"},
                            {91422, "playing a significant role in"},
                            {91725, "Leader or official of"},
                            {91900, "Principal Executive Officer"},
                            {92019, "Owns, controls, or operates"},
                            {92122, "Property in the interest of"}});
    values("SanctionsType", {{1, "Program"}, {1705, "Block"}});
    values("Script", {{215, "Latin"}});
    values("Validity", {{1, "Valid"}});
    out_ << "  </ReferenceValueSets>\n";
  }

  std::string word() {
    std::string text;
    for (std::uint32_t i = 0; i < 2 + dice_.below(2); ++i) text += kSyllables.at(dice_.below(kSyllables.size()));
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }
  static bool is_person(std::uint32_t i) { return i % 5 < 2; }
  static std::uint32_t uid(std::uint32_t i) { return 1'000 + i; }

  void point(std::string_view name, int year, int month, int day, std::string_view indent) {
    out_ << indent << "<" << name << ">\n"
         << indent << "  <Year>" << year << "</Year>\n"
         << indent << "  <Month>" << month << "</Month>\n"
         << indent << "  <Day>" << day << "</Day>\n"
         << indent << "</" << name << ">\n";
  }

  void boundary(std::string_view name, int year, int month, int day, std::string_view indent) {
    const std::string inner = std::string(indent) + "  ";
    out_ << indent << "<" << name
         << " Approximate=\"false\" YearFixed=\"false\" MonthFixed=\"false\" DayFixed=\"false\">\n";
    point("From", year, month, day, inner);
    point("To", year, month, day, inner);
    out_ << indent << "</" << name << ">\n";
  }

  void period(int year, int month, int day, int last_year, std::string_view indent) {
    const std::string inner = std::string(indent) + "  ";
    out_ << indent << "<DatePeriod CalendarTypeID=\"1\" YearFixed=\"false\" MonthFixed=\"false\" DayFixed=\"false\">\n";
    boundary("Start", year, month, day, inner);
    boundary("End", last_year, month, day, inner);
    out_ << indent << "</DatePeriod>\n";
  }

  void location(std::uint32_t i) {
    out_ << "    <Location ID=\"" << uid(i) << "\">\n      <LocationCountry CountryID=\""
         << kCountries.at(i % kCountries.size()).first << "\" CountryRelevanceID=\"1413\" />\n";
    for (const int type : {1451, 1454}) {
      out_ << "      <LocationPart LocPartTypeID=\"" << type
           << "\">\n        <LocationPartValue Primary=\"true\" LocPartValueTypeID=\"1\" LocPartValueStatusID=\"1\">\n"
              "          <Comment />\n          <Value>"
           << word() << " " << dice_.below(200) << "</Value>\n        </LocationPartValue>\n      </LocationPart>\n";
    }
    out_ << "    </Location>\n";
  }

  void document(std::uint32_t i) {
    out_ << "    <IDRegDocument ID=\"" << uid(i) << "\" IDRegDocTypeID=\"" << (is_person(i) ? 1571 : 1596)
         << "\" IdentityID=\"" << uid(i) << "\" IssuedBy-CountryID=\"" << kCountries.at(i % kCountries.size()).first
         << "\" ValidityID=\"1\">\n      <IDRegistrationNo>X" << 100'000 + i << "</IDRegistrationNo>\n"
         << "      <DocumentDate IDRegDocDateTypeID=\"1480\">\n";
    const int year = 1990 + static_cast<int>(i % 30);
    period(year, 1 + static_cast<int>(i % 12), 1 + static_cast<int>(i % 28), year, "        ");
    out_ << "      </DocumentDate>\n    </IDRegDocument>\n";
  }

  void name_part(std::uint32_t group) {
    out_ << "              <DocumentedNamePart>\n                <NamePartValue NamePartGroupID=\"" << group
         << "\" ScriptID=\"215\" ScriptStatusID=\"1\" Acronym=\"false\">" << word()
         << "</NamePartValue>\n              </DocumentedNamePart>\n";
  }

  void party(std::uint32_t i) {
    out_ << "    <DistinctParty FixedRef=\"" << uid(i) << "\">\n      <Comment />\n      <Profile ID=\"" << uid(i)
         << "\" PartySubTypeID=\"" << (is_person(i) ? 4 : 3) << "\">\n        <Identity ID=\"" << uid(i)
         << "\" FixedRef=\"" << uid(i) << "\" Primary=\"true\" False=\"false\">\n";
    const std::uint32_t parts = is_person(i) ? 3 : 2;
    const std::uint32_t first_group = uid(i) * 100;
    for (std::uint32_t alias = 0; alias < options_.aliases_per_profile; ++alias) {
      out_ << "          <Alias FixedRef=\"" << uid(i) << "\" AliasTypeID=\"" << (alias == 0 ? 1403 : 1400)
           << "\" Primary=\"" << (alias == 0 ? "true" : "false") << "\" LowQuality=\""
           << (alias % 4 == 3 ? "true" : "false") << "\">\n            <DocumentedName ID=\"" << first_group + alias
           << "\" FixedRef=\"" << uid(i) << "\" DocNameStatusID=\"1\">\n";
      for (std::uint32_t part = 0; part < parts; ++part) name_part(first_group + alias * 3 + part);
      out_ << "            </DocumentedName>\n          </Alias>\n";
    }
    out_ << "          <NamePartGroups>\n";
    for (std::uint32_t alias = 0; alias < options_.aliases_per_profile; ++alias) {
      for (std::uint32_t part = 0; part < parts; ++part) {
        out_ << "            <MasterNamePartGroup>\n              <NamePartGroup ID=\""
             << first_group + alias * 3 + part << "\" NamePartTypeID=\"" << (is_person(i) ? 1520 + part : 1525U)
             << "\" />\n            </MasterNamePartGroup>\n";
      }
    }
    out_ << "          </NamePartGroups>\n        </Identity>\n";
    features(i);
    out_ << "      </Profile>\n    </DistinctParty>\n";
  }

  template <typename Content>
  void feature(std::uint32_t i, int type, Content content) {
    out_ << "        <Feature ID=\"" << uid(i) << type << "\" FeatureTypeID=\"" << type
         << "\">\n          <FeatureVersion ID=\"" << uid(i) << type
         << "\" ReliabilityID=\"1\">\n            <Comment />\n";
    content();
    out_ << "          </FeatureVersion>\n          <IdentityReference IdentityID=\"" << uid(i)
         << "\" IdentityFeatureLinkTypeID=\"1\" />\n        </Feature>\n";
  }

  void features(std::uint32_t i) {
    const auto at_location = [this, i] { out_ << "            <VersionLocation LocationID=\"" << uid(i) << "\" />\n"; };
    feature(i, 25, at_location);
    if (!is_person(i)) {
      feature(i, 14, [this] {
        out_ << "            <VersionDetail DetailTypeID=\"1432\">www." << word() << ".example</VersionDetail>\n";
      });
      return;
    }
    feature(i, 8, [this, i] {
      const int year = 1930 + static_cast<int>(i % 70);
      period(year, 1 + static_cast<int>(i % 12), 2 + static_cast<int>(i % 26), year, "            ");
      out_ << "            <VersionDetail DetailTypeID=\"1430\" />\n";
    });
    feature(i, 9, [this] {
      out_ << "            <VersionDetail DetailTypeID=\"1432\">" << word() << ", Iran</VersionDetail>\n";
    });
    feature(i, 224, [this, i] {
      out_ << "            <VersionDetail DetailTypeID=\"1431\" DetailReferenceID=\"" << 91526 + i % 2 << "\" />\n";
    });
  }

  void relationship(std::uint32_t i) {
    const std::uint32_t from = (i * 7U) % options_.profiles;
    std::uint32_t to = (i * 13U + 1U) % options_.profiles;
    if (to == from) to = (to + 1) % options_.profiles;
    out_ << "    <ProfileRelationship ID=\"" << 6'000 + i << "\" From-ProfileID=\"" << uid(from) << "\" To-ProfileID=\""
         << uid(to) << "\" RelationTypeID=\"" << kRelations.at(i % kRelations.size())
         << "\" RelationQualityID=\"1\" Former=\"" << (i % 50 == 0 ? "true" : "false") << "\" SanctionsEntryID=\""
         << uid(from) << "\">\n      <Comment />\n";
    if (i % 3 == 0) period(2000 + static_cast<int>(i % 20), 1 + static_cast<int>(i % 12), 5, 2024, "      ");
    out_ << "    </ProfileRelationship>\n";
  }

  void entry(std::uint32_t i) {
    const int year = 1990 + static_cast<int>(i % 36);
    const int month = 1 + static_cast<int>(i % 12);
    const int day = 1 + static_cast<int>(i % 28);
    out_ << "    <SanctionsEntry ID=\"" << uid(i) << "\" ProfileID=\"" << uid(i)
         << "\" ListID=\"1550\">\n      <EntryEvent ID=\"" << uid(i)
         << "\" EntryEventTypeID=\"1\" LegalBasisID=\"1828\">\n        <Comment />\n";
    point("Date", year, month, day, "        ");
    out_ << "      </EntryEvent>\n";
    for (const bool programme : {false, true}) {
      out_ << "      <SanctionsMeasure ID=\"" << uid(i) * 2 + (programme ? 1U : 0U) << "\" SanctionsTypeID=\""
           << (programme ? 1 : 1705) << "\">\n        <Comment>"
           << (programme ? kProgrammes.at(i % kProgrammes.size()) : std::string_view{}) << "</Comment>\n";
      period(year, month, day, year, "        ");
      out_ << "      </SanctionsMeasure>\n";
    }
    out_ << "    </SanctionsEntry>\n";
  }

  std::ostream& out_;
  AdvancedXmlOptions options_;
  Dice dice_{20'251'103};
};

}  // namespace

void write_advanced_xml(std::ostream& out, const AdvancedXmlOptions& options) { Writer{out, options}.write(); }

}  // namespace cordon::bench
