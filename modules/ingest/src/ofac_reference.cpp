#include "ofac_reference.hpp"

#include <array>
#include <optional>
#include <utility>

#include "cordon/base/date.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

// Source: the reference values OFAC publishes in its XML lists, read 2026-11; only those a rule depends on.
struct WellKnown {
  std::string_view kind;
  int id;
  std::string_view text;
};
constexpr std::array kWellKnown = std::to_array<WellKnown>({
    {"AliasType", 1400, "A.K.A."},
    {"AliasType", 1401, "F.K.A."},
    {"AliasType", 1402, "N.K.A."},
    {"AliasType", 1403, "Name"},
    {"NamePartType", 1520, "Last Name"},
    {"NamePartType", 1521, "First Name"},
    {"NamePartType", 1522, "Middle Name"},
    {"NamePartType", 1523, "Maiden Name"},
    {"NamePartType", 1524, "Aircraft Name"},
    {"NamePartType", 1525, "Entity Name"},
    {"NamePartType", 1526, "Vessel Name"},
    {"NamePartType", 1528, "Nickname"},
    {"NamePartType", 91708, "Patronymic"},
    {"NamePartType", 91709, "Matronymic"},
    {"PartySubType", 1, "Vessel"},
    {"PartySubType", 2, "Aircraft"},
    {"PartyType", 1, "Individual"},
    {"PartyType", 2, "Entity"},
    {"Script", 215, "Latin"},
    {"LocPartType", 1451, "ADDRESS1"},
    {"LocPartType", 1452, "ADDRESS2"},
    {"LocPartType", 1453, "ADDRESS3"},
    {"LocPartType", 1454, "CITY"},
    {"LocPartType", 1455, "STATE/PROVINCE"},
    {"LocPartType", 1456, "POSTAL CODE"},
    {"IDRegDocDateType", 1480, "Issue Date"},
    {"IDRegDocDateType", 1481, "Expiration Date"},
    {"Validity", 1, "Valid"},
    {"SanctionsType", 1, "Program"},
    {"SanctionsType", 1705, "Block"},
    {"List", 1550, "SDN List"},
    {"List", 91512, "Consolidated List"},
    {"RelationType", 1555, "Associate Of"},
    {"RelationType", 15001, "Providing support to"},
    {"RelationType", 15002, "Acting for or on behalf of"},
    {"RelationType", 15003, "Owned or Controlled By"},
    {"RelationType", 15004, "Family member of"},
    {"RelationType", 91422, "playing a significant role in"},
    {"RelationType", 91725, "Leader or official of"},
    {"RelationType", 91900, "Principal Executive Officer"},
    {"RelationType", 92019, "Owns, controls, or operates"},
    {"RelationType", 92122, "Property in the interest of"},
    {"FeatureType", 1, "Vessel Call Sign"},
    {"FeatureType", 2, "VESSEL TYPE"},
    {"FeatureType", 3, "Vessel Flag"},
    {"FeatureType", 4, "Vessel Owner"},
    {"FeatureType", 5, "Vessel Tonnage"},
    {"FeatureType", 6, "Vessel Gross Registered Tonnage"},
    {"FeatureType", 8, "Birthdate"},
    {"FeatureType", 9, "Place of Birth"},
    {"FeatureType", 10, "Nationality Country"},
    {"FeatureType", 11, "Citizenship Country"},
    {"FeatureType", 14, "Website"},
    {"FeatureType", 21, "Email Address"},
    {"FeatureType", 24, "Former Vessel Flag"},
    {"FeatureType", 25, "Location"},
    {"FeatureType", 26, "Title"},
    {"FeatureType", 224, "Gender"},
    {"DetailReference", 91526, "Male"},
    {"DetailReference", 91527, "Female"},
    {"IDRegDocType", 1571, "Passport"},
    {"IDRegDocType", 1584, "National ID No."},
    {"IDRegDocType", 1596, "Tax ID No."},
    {"IDRegDocType", 1626, "Vessel Registration Identification"},
});

std::string key(std::string_view kind, std::string_view id) {
  std::string text(kind);
  text += ' ';
  text += id;
  return text;
}

int number_of(XmlNode node) {
  const std::string_view text = node.text();
  if (text.empty() || text.size() > 4 || digit_count(text) < 0) return 0;
  int value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return value;
}

std::optional<base::PartialDate> point_of(XmlNode point) {
  if (!point) return std::nullopt;
  const int year = number_of(point.child("Year"));
  const int month = number_of(point.child("Month"));
  return base::PartialDate::from_parts(year, month, month == 0 ? 0 : number_of(point.child("Day")));
}

}  // namespace

void ReferenceValues::add(XmlNode value) {
  // Area codes and countries have their name in an attribute in some publications and as text in others.
  std::string_view text = value.text();
  if (text.empty() || value.name() == "AreaCode") {
    if (const std::string_view name = value.attribute("Description"); !name.empty()) text = name;
  }
  if (value.name() == "LegalBasis") {
    if (const std::string_view name = value.attribute("LegalBasisShortRef"); !name.empty()) text = name;
  }
  values_[key(value.name(), value.attribute("ID"))] = text;
}

std::string_view ReferenceValues::text(std::string_view kind, std::string_view id) const {
  const auto at = values_.find(key(kind, id));
  if (at != values_.end() && !at->second.empty()) return at->second;
  for (const WellKnown& known : kWellKnown) {
    if (known.kind == kind && std::to_string(known.id) == id) return known.text;
  }
  return {};
}

std::string point_date(XmlNode point) {
  const auto date = point_of(point);
  return date ? date->ftm() : std::string{};
}

std::string period_words(XmlNode period) {
  const XmlNode start = period.child("Start");
  const XmlNode end = period.child("End");
  std::optional<base::PartialDate> from = point_of(start.child("From"));
  if (!from) from = point_of(start.child("To"));
  std::optional<base::PartialDate> to = point_of(end.child("To"));
  if (!to) to = point_of(end.child("From"));
  if (!from && !to) return {};
  if (!from) from = to;
  if (!to) to = from;
  const bool circa = start.attribute("Approximate") == "true" || end.attribute("Approximate") == "true";
  const std::string prefix = circa ? "circa " : "";
  const base::Date first = from->first();
  const base::Date last = to->last();
  if (last < first) return {};
  // A whole year or month is written as 1 January to 31 December.
  const bool starts_year = first.month() == 1 && first.day() == 1;
  const bool ends_year = last.month() == 12 && last.day() == 31;
  if (starts_year && ends_year) {
    const std::string a = first.to_string().substr(0, 4);
    const std::string b = last.to_string().substr(0, 4);
    return prefix + (a == b ? a : a + " to " + b);
  }
  if (first == last) return prefix + first.to_string();
  if (first.year() == last.year() && first.month() == last.month() && first.day() == 1 &&
      last == first.plus_months(1).plus_days(-1)) {
    return prefix + first.to_string().substr(0, 7);
  }
  return prefix + first.to_string() + " to " + last.to_string();
}

PeriodEnds period_ends(XmlNode period) {
  const auto points = [](XmlNode boundary) {
    std::vector<std::string> dates;
    for (std::string_view name : {"From", "To"}) {
      std::string date = point_date(boundary.child(name));
      if (!date.empty() && (dates.empty() || dates.front() != date)) dates.push_back(std::move(date));
    }
    return dates;
  };
  return {points(period.child("Start")), points(period.child("End"))};
}

}  // namespace cordon::ingest::ofac
