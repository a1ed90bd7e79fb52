// The shipped propositions: what they are resolved by was known on the day, and their counts are those of the timeline.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "cordon/horizon/timeline.hpp"
#include "cordon/outlook/ledger.hpp"

namespace cordon::outlook {
namespace {

std::vector<base::Date> days_in(const std::string& text) {
  static const std::regex kDay("\\d{4}-\\d\\d-\\d\\d");
  std::vector<base::Date> out;
  for (std::sregex_iterator at(text.begin(), text.end(), kDay), end; at != end; ++at) {
    out.push_back(base::Date::parse(at->str()).value());
  }
  return out;
}

TEST(Propositions, EvidenceIsNotLaterThanTheResolution) {
  const auto ledger = read_ledger("");
  ASSERT_TRUE(ledger) << ledger.error().to_string();
  // Days are written in full, so that none escapes the check.
  static const std::regex kOther(
      "(January|February|March|April|May|June|July|August|September|October|November|December) \\d|"
      "[^\\d-]\\d\\d-\\d\\d[^\\d]");
  std::size_t resolved = 0;
  for (const Forecast& forecast : *ledger) {
    if (!forecast.resolution) continue;
    ++resolved;
    const base::Date limit = std::min(forecast.resolution->on, forecast.horizon_end);
    EXPECT_GT(forecast.resolution->on, forecast.made_on) << forecast.id;
    EXPECT_LE(forecast.resolution->on, forecast.horizon_end) << forecast.id;
    EXPECT_FALSE(std::regex_search(forecast.resolution->evidence, kOther)) << forecast.resolution->evidence;
    for (const base::Date on : days_in(forecast.resolution->evidence)) {
      EXPECT_LE(on, limit) << forecast.id << ": " << on.to_string();
    }
  }
  EXPECT_GE(resolved, 8U);
}

// "hostile 14: 2020-12-21, ...; friendly 2: ..."
TEST(Propositions, TheDeclineIsCountedOnTheTimeline) {
  const auto ledger = read_ledger("");
  const auto timeline = horizon::Timeline::shipped();
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(timeline);
  std::multimap<base::Date, std::string> acts;
  for (const horizon::Development& row : timeline->all()) {
    const bool of_the_two = (row.actor == "USA" && row.target == "RUS") || (row.actor == "RUS" && row.target == "USA");
    if (of_the_two) acts.emplace(row.date, row.direction);
  }
  static const std::regex kCounts("hostile (\\d+): ([^;]*); friendly (\\d+): (.*)");
  std::size_t counted = 0;
  for (const Forecast& forecast : *ledger) {
    if (!forecast.id.ends_with("-decline")) continue;
    std::smatch counts;
    ASSERT_TRUE(std::regex_search(forecast.resolution->evidence, counts, kCounts)) << forecast.id;
    const auto check = [&](int number, int list, const std::vector<std::string>& directions) {
      const std::vector<base::Date> days = days_in(counts[static_cast<std::size_t>(list)].str());
      EXPECT_EQ(std::to_string(days.size()), counts[static_cast<std::size_t>(number)].str()) << forecast.id;
      for (const base::Date on : days) {
        const auto [first, last] = acts.equal_range(on);
        EXPECT_TRUE(std::any_of(first, last, [&](const auto& act) {
          return std::find(directions.begin(), directions.end(), act.second) != directions.end();
        })) << on.to_string();
        EXPECT_GT(on, forecast.made_on);
      }
      return days.size();
    };
    const std::size_t hostile = check(1, 2, {"conflict"});
    const std::size_t friendly = check(3, 4, {"cooperate", "mixed"});
    EXPECT_EQ(forecast.resolution->outcome, hostile > friendly);
    ++counted;
  }
  EXPECT_EQ(counted, 2U);
}

}  // namespace
}  // namespace cordon::outlook
