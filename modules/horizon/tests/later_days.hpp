// What a text says that was not known on a day: days, months and years behind it, and instruments signed later.
// Used by the tests of shipped texts. Thread: pure functions.
#pragma once

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"

namespace cordon::horizon {

// Orders and statutes that the shipped texts name, with the day they were signed. One that is missing here is reported,
// so that the table grows with the data.
inline const std::map<std::string, std::string>& days_signed() {
  static const std::map<std::string, std::string> kDays{
      {"EO 13405", "2006-06-16"},    {"EO 13660", "2014-03-06"},     {"EO 13661", "2014-03-16"},
      {"EO 13662", "2014-03-20"},    {"EO 13685", "2014-12-19"},     {"EO 13694", "2015-04-01"},
      {"EO 13757", "2016-12-28"},    {"EO 13818", "2017-12-20"},     {"EO 13846", "2018-08-06"},
      {"EO 13848", "2018-09-12"},    {"EO 13849", "2018-09-20"},     {"EO 13873", "2019-05-15"},
      {"EO 13883", "2019-08-01"},    {"EO 13959", "2020-11-12"},     {"EO 14024", "2021-04-15"},
      {"EO 14038", "2021-08-09"},    {"EO 14039", "2021-08-20"},     {"EO 14065", "2022-02-21"},
      {"EO 14066", "2022-03-08"},    {"EO 14068", "2022-03-11"},     {"EO 14071", "2022-04-06"},
      {"EO 14114", "2023-12-22"},    {"P.L. 113-272", "2014-12-18"}, {"P.L. 115-44", "2017-08-02"},
      {"P.L. 116-92", "2019-12-20"}, {"P.L. 116-283", "2021-01-01"}, {"P.L. 118-50", "2024-04-24"}};
  return kDays;
}

// allowed: days that the text may name although they are ahead. A month or a year is allowed when one of them lies in
// it. Returns: what was found, as it stands in the text.
inline std::vector<std::string> later_days(std::string_view text, base::Date as_of,
                                           const std::vector<base::Date>& allowed) {
  static const std::string kMonths =
      "January|February|March|April|May|June|July|August|September|October|November|December";
  static const std::regex kInstrument("(EO|P\\.L\\.) ?(\\d{5}|\\d+-\\d+)");
  // The last alternative is any word with a digit, so that a number inside one is not taken for a year.
  static const std::regex kDay("(\\d{4}-\\d\\d-\\d\\d)|(?:(\\d{1,2}) )?(" + kMonths +
                               ") (\\d{4})(?!\\d)|([^\\s(]*\\d[^\\s)]*)");
  // A year stands alone, or before the slash of an EU number (2024/1485).
  static const std::regex kYear("(19[5-9]\\d|20\\d\\d)(?:/\\d+.*|[.,;:]*)");
  std::vector<std::string> out;
  const std::string all(text);
  const auto judge = [&](const std::string& found, base::Date first, const auto& same) {
    if (first > as_of && std::none_of(allowed.begin(), allowed.end(), same)) out.push_back(found);
  };
  for (std::sregex_iterator at(all.begin(), all.end(), kInstrument), end; at != end; ++at) {
    const auto known = days_signed().find((*at)[1].str() + " " + (*at)[2].str());
    if (known == days_signed().end()) {
      out.push_back(at->str() + " (its day is not in the table)");
    } else {
      judge(at->str(), base::Date::parse(known->second).value(), [](base::Date) { return false; });
    }
  }
  for (std::sregex_iterator at(all.begin(), all.end(), kDay), end; at != end; ++at) {
    const std::smatch& match = *at;
    const std::string found = match.str();
    std::smatch year;
    if (match[1].matched) {
      const auto date = base::Date::parse(found);
      if (date) judge(found, *date, [&](base::Date other) { return other == *date; });
    } else if (match[3].matched) {
      const std::string before = kMonths.substr(0, kMonths.find(match[3].str()));
      const int month = 1 + static_cast<int>(std::count(before.begin(), before.end(), '|'));
      const bool whole_month = !match[2].matched;
      const auto date =
          base::Date::from_ymd(std::stoi(match[4].str()), month, whole_month ? 1 : std::stoi(match[2].str()));
      if (!date) continue;
      judge(found, *date, [&](base::Date other) {
        return whole_month ? other.year() == date->year() && other.month() == month : other == *date;
      });
    } else if (std::regex_match(found, year, kYear)) {
      const int number = std::stoi(year[1].str());
      judge(found, base::Date::from_ymd(number, 1, 1).value(),
            [&](base::Date other) { return other.year() == number; });
    }
  }
  return out;
}

// Days without a year ("2 September"), taken to be in the year of the text: those behind `as_of`.
inline std::vector<std::string> later_days_of_the_year(std::string_view text, base::Date as_of) {
  static const std::string kMonths =
      "January|February|March|April|May|June|July|August|September|October|November|December";
  static const std::regex kDay("(\\d{1,2} (?:" + kMonths + "))(?! \\d{4})");
  std::vector<std::string> out;
  const std::string all(text);
  for (std::sregex_iterator at(all.begin(), all.end(), kDay), end; at != end; ++at) {
    const std::string dated = (*at)[1].str() + " " + std::to_string(as_of.year());
    if (!later_days(dated, as_of, {}).empty()) out.push_back((*at)[1].str());
  }
  return out;
}

}  // namespace cordon::horizon
