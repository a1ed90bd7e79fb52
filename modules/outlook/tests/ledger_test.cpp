#include "cordon/outlook/ledger.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace cordon::outlook {
namespace {

base::Date day(std::string_view text) { return base::Date::parse(text).value(); }

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = (std::filesystem::temp_directory_path() / (std::string("cordon_ledger_") + info->name() + ".csv")).string();
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }
  std::string list(const std::optional<base::Date>& as_of) {
    std::string all;
    EXPECT_TRUE(list_ledger({path_, as_of}, [&](std::string_view json) {
      all.append(json).append("\n");
      return base::Result<void>{};
    }));
    return all;
  }
  Forecast forecast() {
    Forecast out;
    out.id = "round-30-2026-11-24";
    out.made_on = day("2026-11-24");
    out.model = "rounds-1";
    out.question = "A \"round\", in 30 days";
    out.resolution_rule = "rule";
    out.horizon_end = day("2026-12-24");
    out.probability = 0.7;
    out.interval = Interval{0.5, 0.85};
    return out;
  }
  std::string path_;
};

TEST_F(LedgerTest, FoundingClaimsAreOpenAtFirstAndResolvedLater) {
  const std::string early = list(day("2020-12-31"));
  EXPECT_NE(early.find("papers-2020-12-ns2-weeks"), std::string::npos);
  EXPECT_EQ(early.find("papers-2021-01"), std::string::npos);
  EXPECT_EQ(early.find("\"status\":\"resolved\""), std::string::npos);
  EXPECT_EQ(early.find("PEESCA"), std::string::npos);
  const std::string late = list(day("2023-01-01"));
  EXPECT_EQ(late.find("\"status\":\"open\""), std::string::npos);
  EXPECT_NE(late.find("PEESCA"), std::string::npos);
}

TEST_F(LedgerTest, AppendsAndResolvesOnce) {
  ASSERT_TRUE(append_forecast(path_, forecast()));
  EXPECT_EQ(append_forecast(path_, forecast()).error().code, base::ErrorCode::kConflict);
  const Resolution yes{day("2026-12-05"), true, "a round"};
  ASSERT_TRUE(resolve_forecast(path_, "round-30-2026-11-24", yes));
  EXPECT_EQ(resolve_forecast(path_, "round-30-2026-11-24", yes).error().code, base::ErrorCode::kConflict);
  EXPECT_EQ(resolve_forecast(path_, "other", yes).error().code, base::ErrorCode::kNotFound);
  const auto all = read_ledger(path_);
  ASSERT_TRUE(all) << all.error().to_string();
  EXPECT_EQ(all->back().question, "A \"round\", in 30 days");
  EXPECT_TRUE(all->back().resolution->outcome);
  Forecast wrong = forecast();
  wrong.id = "other";
  wrong.probability = 1.5;
  EXPECT_EQ(append_forecast(path_, wrong).error().code, base::ErrorCode::kOutOfRange);
}

TEST_F(LedgerTest, AChangedRowBreaksTheChain) {
  ASSERT_TRUE(append_forecast(path_, forecast()));
  std::ifstream in(path_);
  std::stringstream bytes;
  bytes << in.rdbuf();
  std::string text = bytes.str();
  text.replace(text.find("0.7"), 3, "0.9");
  std::ofstream(path_) << text;
  EXPECT_EQ(read_ledger(path_).error().code, base::ErrorCode::kDamaged);
}

TEST(ScoresTest, KnownValues) {
  const std::vector<ScoredForecast> two{{0.8, true}, {0.4, false}};
  const ScoreSummary summary = summarise(two);
  EXPECT_NEAR(summary.brier, (0.04 + 0.16) / 2, 1e-12);
  EXPECT_NEAR(summary.base_rate, 0.5, 1e-12);
  const Interval wilson = wilson_interval(5, 10);
  EXPECT_NEAR(wilson.low, 0.2366, 1e-4);
  EXPECT_NEAR(wilson.high, 0.7634, 1e-4);
  EXPECT_NEAR(auroc(std::vector<double>{0.9, 0.8, 0.3, 0.3}, {true, false, true, false}), 0.625, 1e-12);
  const std::vector<ScoredForecast> half{{0.5, true}, {0.5, false}};
  EXPECT_NEAR(brier_skill(two, half, 1).value, 1 - 0.2 / 0.5, 1e-12);
}

TEST_F(LedgerTest, TheRecordHoldsWhatWasMadeBeforeAndDecidedByTheDay) {
  Forecast first = forecast(), second = forecast(), hindcast = forecast();
  second.id = "second";
  second.probability = 0.2;
  hindcast.id = "third";
  hindcast.model += kHindcast;
  Forecast unfinished = forecast();
  unfinished.id = "fourth";
  first.horizon_end = hindcast.horizon_end = day("2026-12-05");
  unfinished.horizon_end = day("2027-02-01");
  ASSERT_TRUE(record_forecasts(path_, {first, second, hindcast, unfinished}));
  const std::vector<std::pair<std::string, Resolution>> outcomes{{first.id, {day("2026-12-05"), true, "seen"}},
                                                                 {second.id, {day("2026-12-28"), false, "not seen"}},
                                                                 {hindcast.id, {day("2026-12-05"), true, "seen"}},
                                                                 {unfinished.id, {day("2026-12-05"), true, "seen"}}};
  EXPECT_EQ(record_resolutions(path_, outcomes).value(), 4U);
  EXPECT_EQ(record_resolutions(path_, outcomes).value(), 0U) << "a forecast is resolved once";
  EXPECT_TRUE(ledger_record(path_, "rounds-1", day("2026-11-24")).value().empty());
  EXPECT_TRUE(ledger_record(path_, "rounds-1", day("2026-12-04")).value().empty());
  const auto early = ledger_record(path_, "rounds-1", day("2026-12-05")).value();
  ASSERT_EQ(early.size(), 2U);
  EXPECT_EQ(early[0].score.n, 1U) << "before its window is over a question could only have been answered with yes";
  EXPECT_NEAR(early[0].score.brier, 0.09, 1e-12);
  EXPECT_EQ(early[1].model, "rounds-1 (hindcast)");
  const auto late = ledger_record(path_, "rounds-1", day("2027-01-01")).value();
  EXPECT_EQ(late[0].score.n, 2U);
  EXPECT_NEAR(late[0].score.brier, (0.09 + 0.04) / 2, 1e-12);
  horizon::JsonOut out;
  write_ledger_record(out, {late[0]});
  EXPECT_EQ(out.str(),
            "[{\"model\":\"rounds-1\",\"n\":2,\"base_rate\":0.5,\"brier\":0.065,\"brier_of_base_rate\":0.25,"
            "\"log_score\":0.289909}]");
}

}  // namespace
}  // namespace cordon::outlook
