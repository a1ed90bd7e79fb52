#include "list_findings.hpp"

#include <gmock/gmock.h>

#include "freshness.hpp"

namespace cordon::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

store::SourceInfo loaded(base::Date published) {
  store::SourceInfo info;
  info.source = model::SourceId{"own"};
  info.current.emplace();
  info.current->source = info.source;
  info.current->version = 3;
  info.current->published = published;
  return info;
}

std::vector<std::string> states(const std::vector<ListFinding>& findings) {
  std::vector<std::string> result;
  for (const ListFinding& finding : findings) result.push_back(finding.state);
  return result;
}

TEST(ListFindings, stale_is_the_day_after_the_last_fresh_one) {
  const base::Date today = *base::Date::from_ymd(2026, 1, 31);
  const std::int32_t limit = max_age_days(model::SourceId{"own"});
  EXPECT_THAT(states(list_findings(loaded(today.plus_days(-limit)), nullptr, today)), ElementsAre("ok"));
  const auto findings = list_findings(loaded(today.plus_days(-limit - 1)), nullptr, today);
  EXPECT_THAT(states(findings), ElementsAre("stale"));
  EXPECT_TRUE(findings[0].needs_attention());
}

TEST(ListFindings, everything_that_is_wrong_is_said) {
  const base::Date today = *base::Date::from_ymd(2026, 1, 31);
  store::SourceInfo info = loaded(today);
  info.current->findings = {"partial: without add"};
  store::VersionInfo kept = *info.current;
  kept.version = 4;
  kept.findings = {"the list has no subjects", "another"};
  info.quarantined = {kept};
  SourceUpdateState update;
  update.last_attempt = "2026-01-31T06:00:00Z";
  update.failure = "http://h/x: expected status 200, found 404";
  const auto findings = list_findings(info, &update, today);
  ASSERT_THAT(states(findings), ElementsAre("ok", "notice", "quarantined", "failed"));
  EXPECT_FALSE(findings[1].needs_attention());
  EXPECT_EQ(findings[2].detail, "version 4: the list has no subjects; another");
  EXPECT_THAT(findings[2].advice, HasSubstr("cordon sources release own"));
  EXPECT_THAT(findings[3].detail, HasSubstr("the update of 2026-01-31T06:00:00Z failed: http://h/x"));
}

TEST(ListFindings, a_list_that_never_came_in_is_known_by_its_update) {
  SourceUpdateState update;
  EXPECT_THAT(update_findings("own", nullptr), IsEmpty());
  EXPECT_THAT(update_findings("own", &update), IsEmpty());
  update.failure = "no";
  EXPECT_THAT(states(update_findings("own", &update)), ElementsAre("failed"));
}

}  // namespace
}  // namespace cordon::service
