#include "cordon/model/clean.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cordon/base/csv.hpp"
#include "cordon/model/country.hpp"

namespace cordon::model {
namespace {

TEST(Country, KnowsTheSpellingsOfLists) {
  const std::pair<const char*, const char*> cases[] = {
      {"ru", "ru"},
      {"RUS", "ru"},
      {"Russian Federation", "ru"},
      {"RUSSIA", "ru"},
      {" russian ", "ru"},
      {"Korea, North", "kp"},
      {"DPRK", "kp"},
      {"D.P.R.K.", "kp"},
      {"Democratic People's Republic of Korea ", "kp"},
      {"Korea, South", "kr"},
      {"Burma", "mm"},
      {"Cote d Ivoire", "ci"},
      {"C\xC3\xB4te d\xE2\x80\x99Ivoire", "ci"},
      {"Congo, Democratic Republic of the", "cd"},
      {"West Bank", "ps"},
      {"Region: Crimea", "ua-cri"},
      {"USSR", "su"},
      {"Kosovo", "xk"},
      {"The Netherlands", "nl"},
      {"Iran (Islamic Republic of)", "ir"},
      {"Iranian", "ir"},
      {"Palestinian", "ps"},
      {"Afghan", "af"},
      {"Allemagne", "de"},
      {"\xC3\x96sterreich", "at"},
      {"United Kingdom of Great Britain and Northern\nIreland", "gb"},
      {"Libyan Arab Jamahiriya", "ly"},
      {"\xD0\xA0\xD0\x9E\xD0\xA1\xD0\xA1\xD0\x98\xD0\xAF", "ru"},  // Rossiya in capitals
      {"Bel\xC3\xA1rus", "by"},
      {"Hong Kong Special Administrative Region", "hk"}};
  for (const auto& [text, code] : cases) EXPECT_EQ(country_code(text).value_or("-"), code) << text;
  for (const char* text : {"", "unknown", "00", "Atlantis", "na na", "Sudan/South Sudan", "the"}) {
    EXPECT_FALSE(country_code(text)) << text;
  }
  EXPECT_EQ(country_name("kp"), "North Korea");
  EXPECT_EQ(country_name("qq"), "");
}

TEST(Country, NoNameStandsUnderTwoCodes) {
  std::ifstream file{CORDON_REPOSITORY_DIR "/data/model/countries.csv"};
  std::stringstream text;
  text << file.rdbuf();
  std::string bytes = text.str();
  while (bytes.starts_with('#')) bytes.erase(0, bytes.find('\n') + 1);
  base::CsvReader reader{bytes, {}, "countries.csv"};
  std::vector<std::string> row;
  std::size_t rows = 0;
  std::string previous;
  while (*reader.next(row)) {
    if (rows++ == 0) continue;
    ASSERT_EQ(row.size(), 4U);
    EXPECT_LT(previous, row[0]);
    previous = row[0];
    EXPECT_EQ(country_name(row[0]), row[2]);
    for (const std::string& name : {row[0], row[2]}) EXPECT_EQ(country_code(name).value_or("-"), row[0]) << name;
    if (!row[1].empty()) {
      EXPECT_EQ(country_code(row[1]).value_or("-"), row[0]) << row[1];
    }
    std::stringstream names{row[3]};
    for (std::string name; std::getline(names, name, ';');) EXPECT_EQ(country_code(name).value_or("-"), row[0]) << name;
  }
  EXPECT_GT(rows, 249U + 10U);  // ISO 3166-1 has 249
}

TEST(Clean, ByType) {
  using enum PropertyType;
  struct Case {
    PropertyType type;
    const char* text;
    const char* expected;  // nullptr: not understood
  };
  const Case cases[] = {
      {kName, " RI ", "RI"},
      {kName, "CHO  \xC2\xA0 CHUN\nRYONG ", "CHO CHUN RYONG"},
      {kName, " \t", nullptr},
      {kText, " two\nlines ", "two\nlines"},
      {kDate, "1962-07", "1962-07"},
      {kDate, "2018-06-07T19:03:43", "2018-06-07T19:03:43"},
      {kDate, "1962-13", nullptr},
      {kDate, "circa 1962", nullptr},
      {kDate, "~1962", nullptr},
      {kDate, "1962-07-05 / 1963-07-05", nullptr},
      {kDate, "1960/1964", nullptr},
      {kCountry, "Syrian Arab Republic", "sy"},
      {kGender, "MALE", "male"},
      {kGender, "F", "female"},
      {kGender, "Unknown", nullptr},
      {kUrl, "www.example.com/a?b=c", "https://www.example.com/a?b=c"},
      {kUrl, "HTTP://example.com", "HTTP://example.com"},
      {kUrl, "not a url", nullptr},
      {kUrl, "nohost", nullptr},
      {kEmail, "Info@Example.COM", "Info@example.com"},
      {kEmail, "a b@example.com", nullptr},
      {kPhone, "+7 (495) 123-45-67", "+7 (495) 123-45-67"},
      {kPhone, "none", nullptr},
      {kIdentifier, " AB  12 ", "AB 12"},
      {kTopic, "Sanction", "sanction"},
      {kTopic, "role.oligarch", "role.oligarch"},
      {kTopic, "villain", nullptr},
      {kLanguage, "RUS", "rus"},
      {kNumber, "12,345.50", "12345.50"},
      {kNumber, "many", nullptr},
      {kIp, "10.0.0.1", "10.0.0.1"},
      {kIp, "10.0.0.256", nullptr},
      {kIban, "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"},
      {kIban, "GB82 WEST 1234 5698 7654 33", nullptr},
      {kMimeType, "Text/HTML", "text/html"},
      {kChecksum, "DA39A3", "da39a3"},
  };
  for (const Case& c : cases) {
    const auto cleaned = clean_value(c.type, c.text);
    if (c.expected == nullptr) {
      EXPECT_FALSE(cleaned) << c.text;
    } else {
      EXPECT_EQ(cleaned.value_or("-"), c.expected) << c.text;
    }
  }
  for (const char* topic : {"sanction.linked", "sanction.counter", "debarment", "role.pep", "role.rca", "crime", "poi",
                            "export.control", "mar.shadow"}) {
    EXPECT_TRUE(is_topic(topic)) << topic;
    EXPECT_FALSE(topic_meaning(topic).empty());
  }
}

}  // namespace
}  // namespace cordon::model
