// ICEWS and POLECAT tables, the one-a-day filter, issue areas, directions, and the code tables themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "cordon/horizon/event_codes.hpp"
#include "cordon/horizon/relations.hpp"
#include "cordon/horizon/scan.hpp"

namespace cordon::horizon {
namespace {

class EventTables : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() / (std::string("cordon-event-tables-") + info->name());
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::string write(const std::string& text) const {
    const std::string path = (directory_ / "events.tsv").string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  std::filesystem::path directory_;
};

const DyadPeriod* find(const ScanReport& report, const std::string& dyad, std::uint8_t issue = 0) {
  for (const DyadPeriod& one : report.dyads) {
    const std::string name = std::string(one.actor1.data(), 3) + "-" + std::string(one.actor2.data(), 3);
    if (name == dyad && one.issue == issue) return &one;
  }
  return nullptr;
}

std::uint8_t issue_of(const std::string& name) {
  const auto codes = EventCodes::shipped();
  for (std::size_t i = 0; i < codes->issues().size(); ++i) {
    if (codes->issues()[i] == name) return static_cast<std::uint8_t>(i);
  }
  return 0;
}

// Columns in the order of the published files.
const std::string kIcewsHeader =
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t"
    "Country\tLatitude\tLongitude\n";

std::string icews(const std::string& day, const std::string& source, const std::string& code,
                  const std::string& intensity, const std::string& target) {
  return "1\t" + day + "\tForeign Ministry\tGovernment\t" + source + "\tinvented\t" + code + "\t" + intensity +
         "\tGovernment\tGovernment\t" + target + "\t2\t3\tinvented\t\t\t\t\t\t\n";
}

TEST_F(EventTables, ReadsIcewsAndCountsWhatItRejects) {
  ScanOptions options;
  options.by_issue = true;
  const auto report = scan_events(
      write(kIcewsHeader + icews("2018-04-06", "United States", "163", "-8.0", "Russian Federation") +
            icews("2018-04-07", "United States", "057", "", "Russian Federation") +
            icews("2018-04-08", "", "163", "-8.0", "Russian Federation") +
            icews("2018-13-08", "United States", "163", "-8.0", "Russian Federation") +
            icews("2018-04-08", "United States", "999", "-8.0", "Russian Federation") +
            icews("2018-04-08", "United States", "163", "-80", "Russian Federation") + "1\t2018-04-08\ttoo short\n"),
      options);
  ASSERT_TRUE(report) << report.error().to_string();
  EXPECT_EQ(report->format, "icews");
  EXPECT_EQ(report->rows, 7U);
  EXPECT_EQ(report->parsed, 3U);
  EXPECT_EQ(report->rejected, 4U);
  EXPECT_EQ(report->without_dyad, 1U);
  EXPECT_EQ(report->reject_reasons.size(), 4U);
  EXPECT_EQ(report->reject_examples.front().line, 5U);
  const DyadPeriod* all = find(*report, "USA-RUS");
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all->events, 2);
  EXPECT_EQ(all->conflict_mass_nano, 8'000'000'000);
  EXPECT_EQ(all->cooperation_mass_nano, 8'000'000'000);  // 057 without an intensity: the table's value
  const DyadPeriod* sanctions = find(*report, "USA-RUS", issue_of("sanctions"));
  ASSERT_NE(sanctions, nullptr);
  EXPECT_EQ(sanctions->events, 1);
}

const std::string kPolecatHeader =
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\t"
    "Recipient Name\tRecipient Country\n";

TEST_F(EventTables, ReadsPolecatByColumnName) {
  ScanOptions options;
  options.by_issue = true;
  const auto report = scan_events(
      write(kPolecatHeader +
            "a\t2022-02-24\tCOERCE\trestrict\t-6.5\tMATERIAL CONFLICT\teconomic\tTreasury\tUSA\tBank\tRUS\n"
            "b\t2022-02-24\tACCUSE\tallege\t-2\tVERBAL CONFLICT\tcyber;military\tWhite House\tUSA\tKremlin\t"
            "Russian Federation;Belarus\n"
            "c\t2022-02-24\tGOSSIP\t\t-2\t\t\tX\tUSA\tY\tRUS\n"),
      options);
  ASSERT_TRUE(report) << report.error().to_string();
  EXPECT_EQ(report->format, "polecat");
  EXPECT_EQ(report->parsed, 2U);
  ASSERT_EQ(report->reject_reasons.size(), 1U);
  EXPECT_EQ(report->reject_examples.front().found, "GOSSIP");
  const DyadPeriod* all = find(*report, "USA-RUS");
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all->conflict_events, 2);
  EXPECT_NE(find(*report, "USA-RUS", issue_of("sanctions")), nullptr);  // COERCE-restrict, not SANCTION
  EXPECT_NE(find(*report, "USA-RUS", issue_of("cyber")), nullptr);
  const auto missing = scan_events(write("Event ID\tEvent Date\tEvent Type\n"), options);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::ErrorCode::kMissingField);
}

std::string gdelt(const std::string& actor1, const std::string& code) {
  std::string row;
  for (int i = 0; i < 61; ++i) {
    if (i > 0) row += '\t';
    if (i == 0) row += "1";
    if (i == 1) row += "20220224";
    if (i == 5) row += actor1;
    if (i == 7) row += "USA";
    if (i == 15 || i == 17) row += "RUS";
    if (i == 26) row += code;
    if (i == 29) row += "4";
    if (i == 30) row += "-8.0";
    if (i == 31) row += "3";
  }
  return row + '\n';
}

TEST_F(EventTables, OneADayCountsOneOfTheSame) {
  const std::string path = write(gdelt("USAGOV", "163") + gdelt("USAGOV", "163") + gdelt("USABUS", "163") +
                                 gdelt("USAGOV", "172") + gdelt("USAGOV", "163"));
  ScanOptions options;
  const auto all = scan_events(path, options);
  ASSERT_TRUE(all);
  EXPECT_EQ(find(*all, "USA-RUS")->events, 5);
  options.one_a_day = true;
  const auto once = scan_events(path, options);
  ASSERT_TRUE(once);
  EXPECT_EQ(find(*once, "USA-RUS")->events, 3);
  EXPECT_EQ(once->repeated, 2U);
  EXPECT_EQ(once->parsed, 5U);
}

TEST_F(EventTables, OneDirectionIsTheConductOfTheFirst) {
  const auto relations = parse_relations("sums.csv",
                                         "day,actor1,actor2,events,conflict_mass,cooperation_mass,issue\n"
                                         "2020-01-01,USA,RUS,2,9,1,\n2020-01-01,RUS,USA,3,1,4,\n"
                                         "2020-01-01,USA,RUS,1,8,0,sanctions\n");
  ASSERT_TRUE(relations);
  EXPECT_EQ(series_of(*relations, "USA-RUS")->front().events, 5);
  EXPECT_EQ(series_of(*relations, "USA>RUS")->front().conflict, 9.0);
  EXPECT_EQ(series_of(*relations, "RUS>USA")->front().conflict, 1.0);
  EXPECT_EQ(series_of(*relations, "USA-RUS", "sanctions")->front().conflict, 8.0);
  const auto unknown = series_of(*relations, "USA-RUS", "weather");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, base::ErrorCode::kInvalidArgument);
  EXPECT_THAT(unknown.error().message, testing::HasSubstr("sanctions"));
  EXPECT_EQ(to_csv(*parse_relations("again.csv", to_csv(*relations))), to_csv(*relations));
  const auto net = parse_relations("net.csv", "date,USA_RUS\n2020-01-01,-3.5\n");
  EXPECT_TRUE(series_of(*net, "USA-RUS"));
  EXPECT_FALSE(series_of(*net, "USA>RUS"));  // a net sum of both ways is no direction
}

TEST(EventCodesTest, TheTablesHoldTogether) {
  const auto codes = EventCodes::shipped();
  ASSERT_TRUE(codes) << codes.error().to_string();
  EXPECT_EQ(codes->size(), 312U);
  ASSERT_NE(codes->cameo("163"), nullptr);
  EXPECT_EQ(codes->cameo("163")->quad, 4);
  EXPECT_EQ(codes->cameo("163")->goldstein, -8.0);
  EXPECT_EQ(codes->cameo("163")->plover, "COERCE");
  EXPECT_EQ(codes->issues()[codes->cameo("163")->issue], "sanctions");
  EXPECT_EQ(codes->cameo("164")->goldstein_gdelt, -7.0);
  EXPECT_EQ(codes->cameo("10")->quad, 3);
  EXPECT_EQ(codes->cameo("010")->quad, 1);  // codes are text
  EXPECT_EQ(codes->cameo("1"), nullptr);
  for (const char* type : {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
                           "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}) {
    EXPECT_NE(codes->plover_quad(type), 0) << type;
  }
  EXPECT_LT(codes->issues().size(), 64U);  // the dyad table's key
}

}  // namespace
}  // namespace cordon::horizon
