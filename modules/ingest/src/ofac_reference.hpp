// The reference values of an Advanced XML list: every code of the file by kind and number. Thread: one user.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ofac_xml_tree.hpp"

namespace cordon::ingest::ofac {

class ReferenceValues {
 public:
  // Takes one element of ReferenceValueSets: <AliasType ID="1400">A.K.A.</AliasType>.
  void add(XmlNode value);
  // Returns: the text the file gives the number, else OFAC's meaning of it where a rule of the reader depends on it
  // (some copies have the numbers without their texts); empty when neither has it. kind: the element's name,
  // "AliasType". Lifetime: until the next add.
  [[nodiscard]] std::string_view text(std::string_view kind, std::string_view id) const;

 private:
  std::unordered_map<std::string, std::string> values_;  // "AliasType 1400"
};

// The words for a DatePeriod of Advanced XML, as PartialDate reads them: "1985-01-07", "1972", "1960 to 1963",
// "circa 1957". Years, months and days that the period leaves open are left out. Empty when it has no date.
[[nodiscard]] std::string period_words(XmlNode period);

struct PeriodEnds {
  std::vector<std::string> starts;  // FtM dates; two where the period starts between two days; empty when open
  std::vector<std::string> ends;
};
// When something that lasts (a measure, a relationship) began and ended.
[[nodiscard]] PeriodEnds period_ends(XmlNode period);
// <Date><Year/><Month/><Day/></Date> and the points within a DatePeriod, in FtM form; empty when there is no such day.
[[nodiscard]] std::string point_date(XmlNode point);

}  // namespace cordon::ingest::ofac
