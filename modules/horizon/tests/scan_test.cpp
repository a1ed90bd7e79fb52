#include "cordon/horizon/scan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace cordon::horizon {
namespace {

// A raw row of GDELT 2.0's shape: only the columns the scanner reads are filled in.
std::string row(std::string_view id, std::string_view day, std::string_view a1, std::string_view a2,
                std::string_view code, std::string_view quad, std::string_view goldstein, std::string_view mentions,
                int columns = 61) {
  std::string out;
  for (int i = 0; i < columns; ++i) {
    if (i > 0) out += '\t';
    if (i == 0) out += id;
    if (i == 1) out += day;
    if (i == 7) out += a1;
    if (i == 17) out += a2;
    if (i == 26) out += code;
    if (i == 29) out += quad;
    if (i == 30) out += goldstein;
    if (i == 31) out += mentions;
    if (i == 36) out += "Moscow, Moskva, Russia";
  }
  return out + "\n";
}

class ScanTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::temp_directory_path() / (std::string("cordon_scan_") + info->name() + ".csv");
  }
  void TearDown() override { std::filesystem::remove(path_); }
  std::string write(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
    return path_.string();
  }
  std::filesystem::path path_;
};

TEST_F(ScanTest, SumsByDyadAndMonthExactly) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += row(std::to_string(i), "20180115", "USA", "RUS", "0831", "2", "0.1", "3");
  text += row("11", "20180131", "USA", "RUS", "163", "4", "-8.0", "1");
  text += row("12", "20180201", "RUS", "USA", "010", "1", "0", "2");
  text += row("13", "20180201", "", "USA", "010", "1", "", "2");
  const auto report = scan_events(write(text), {});
  ASSERT_TRUE(report) << report.error().to_string();
  EXPECT_EQ(report->rows, 13U);
  EXPECT_EQ(report->parsed, 13U);
  EXPECT_EQ(report->without_dyad, 1U);
  EXPECT_EQ(report->without_goldstein, 1U);
  ASSERT_EQ(report->dyads.size(), 2U);
  const DyadPeriod& usa_rus = report->dyads[1];
  EXPECT_EQ(usa_rus.period.to_string(), "2018-01-01");
  EXPECT_EQ(usa_rus.events, 11);
  EXPECT_EQ(usa_rus.cooperation_mass_nano, 1'000'000'000);
  EXPECT_EQ(usa_rus.goldstein_sum_nano(), -7'000'000'000);
  EXPECT_EQ(usa_rus.conflict_events, 1);
  EXPECT_EQ(usa_rus.mentions, 31);
}

TEST_F(ScanTest, EveryRowIsParsedOrRejectedWithAReason) {
  std::string text = row("1", "20180115", "USA", "RUS", "010", "1", "0", "1");
  text += row("x", "20180115", "USA", "RUS", "010", "1", "0", "1");
  text += row("2", "20180230", "USA", "RUS", "010", "1", "0", "1");
  text += row("3", "20180115", "us", "RUS", "010", "1", "0", "1");
  text += row("4", "20180115", "USA", "RUS", "010", "5", "0", "1");
  text += row("5", "20180115", "USA", "RUS", "010", "1", "ten", "1");
  text += row("6", "20180115", "USA", "RUS", "010", "1", "-10.5", "1");
  text += row("7", "20180115", "USA", "RUS", "010", "1", "0", "-1");
  text += row("8", "20180115", "USA", "RUS", "010", "1", "0", "1", 60);
  text += "\n";
  text += row("9", "20180115", "USA", "RUS", "--", "1", "0", "1");
  text += "cut off";
  const auto report = scan_events(write(text), {});
  ASSERT_TRUE(report) << report.error().to_string();
  EXPECT_EQ(report->rows, 12U);
  EXPECT_EQ(report->parsed, 1U);
  EXPECT_EQ(report->rejected, 11U);
  ASSERT_EQ(report->reject_examples.size(), 11U);
  EXPECT_EQ(report->reject_examples[0].line, 2U);
  EXPECT_EQ(report->reject_examples[0].found, "x");
  EXPECT_EQ(report->reject_examples.back().line, 12U);
  EXPECT_NE(to_json(*report).find("SQLDATE is not a day"), std::string::npos);
}

TEST_F(ScanTest, ReadsBothVersionsAndALineOfNames) {
  std::string names = "GLOBALEVENTID";
  for (int i = 1; i < 58; ++i) names += "\tcolumn";
  const auto report = scan_events(write(names + "\r\n" + row("1", "20120201", "AZE", "GEO", "036", "1", "4", "2", 58) +
                                        row("2", "20120201", "AZE", "GEO", "036", "1", "4", "2", 57)),
                                  {});
  ASSERT_TRUE(report) << report.error().to_string();
  EXPECT_TRUE(report->header);
  EXPECT_EQ(report->rows, 2U);
  EXPECT_EQ(report->parsed, 2U);
}

TEST_F(ScanTest, ReadsTheRowBehindAByteOrderMark) {
  const auto report =
      scan_events(write("\xEF\xBB\xBF" + row("1", "20120201", "AZE", "GEO", "036", "1", "4", "2", 58)), {});
  ASSERT_TRUE(report) << report.error().to_string();
  EXPECT_EQ(report->rows, 1U);
  EXPECT_EQ(report->parsed, 1U);
}

TEST_F(ScanTest, RefusesWhatIsNoEventTable) {
  EXPECT_EQ(scan_events(write("a,b,c\n1,2,3\n"), {}).error().code, base::ErrorCode::kUnsupported);
  EXPECT_EQ(scan_events(write("PK\x03\x04 zip"), {}).error().code, base::ErrorCode::kUnsupported);
  EXPECT_EQ(scan_events(path_.string() + ".missing", {}).error().code, base::ErrorCode::kNotFound);
  const auto empty = scan_events(write(""), {});
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->rows, 0U);
}

// Rows of all lengths over several blocks, against a reader that splits text the plain way.
TEST_F(ScanTest, EqualsANaiveReaderOnAnyNumberOfThreads) {
  constexpr std::array<std::string_view, 5> kCountries{"USA", "RUS", "UKR", "DEU", ""};
  std::uint64_t state = 12345;
  const auto draw = [&state](std::uint64_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33U) % below;
  };
  std::string text;
  while (text.size() < (5U << 20U)) {
    const int tenths = static_cast<int>(draw(201)) - 100;
    std::string goldstein =
        (tenths < 0 ? "-" : "") + std::to_string(std::abs(tenths) / 10) + "." + std::to_string(std::abs(tenths) % 10);
    std::string line =
        row(std::to_string(draw(1'000'000)),
            "2018" + std::string(draw(2) == 0 ? "01" : "12") + "0" + std::to_string(1 + draw(9)), kCountries[draw(5)],
            kCountries[draw(5)], "0831", std::to_string(1 + draw(4)), goldstein, std::to_string(draw(50)));
    line.pop_back();
    line += std::string(draw(700), 'u') + (draw(4) == 0 ? "\r\n" : "\n");
    text += line;
  }
  struct Sum {
    std::int64_t events = 0;
    double goldstein = 0.0;
  };
  std::map<std::string, Sum> naive;
  std::istringstream lines(text);
  std::uint64_t rows = 0;
  for (std::string line; std::getline(lines, line);) {
    ++rows;
    std::vector<std::string> cells;
    std::istringstream split(line);
    for (std::string cell; std::getline(split, cell, '\t');) cells.push_back(cell);
    if (cells[7].empty() || cells[17].empty()) continue;
    Sum& sum = naive[cells[7] + cells[17] + cells[1].substr(0, 4) + "-" + cells[1].substr(4, 2)];
    ++sum.events;
    sum.goldstein += std::stod(cells[30]);
  }
  const std::string path = write(text);
  std::string first;
  for (const unsigned threads : {1U, 2U, 3U}) {
    ScanOptions options;
    options.threads = threads;
    std::string all;
    const auto report = scan_dyads(path, options, [&](std::string_view json) {
      all += json;
      return base::Result<void>{};
    });
    ASSERT_TRUE(report);
    EXPECT_EQ(report->rows, rows);
    EXPECT_EQ(report->parsed, rows);
    if (first.empty()) first = all;
    EXPECT_EQ(first, all);
    const auto full = scan_events(path, options);
    ASSERT_EQ(full->dyads.size(), naive.size());
    for (const DyadPeriod& dyad : full->dyads) {
      const Sum& sum = naive.at(std::string(dyad.actor1.data(), 3) + std::string(dyad.actor2.data(), 3) +
                                dyad.period.to_string().substr(0, 7));
      EXPECT_EQ(dyad.events, sum.events);
      EXPECT_NEAR(static_cast<double>(dyad.goldstein_sum_nano()) / 1e9, sum.goldstein,
                  1e-9 * (1 + std::abs(sum.goldstein)));
    }
  }
}

}  // namespace
}  // namespace cordon::horizon
