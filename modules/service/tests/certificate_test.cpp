// What is said of a run, and what is asked of those who use the queue: gaps, due dates, lists that exist, erasure.
#include <functional>

#include "desk.hpp"

namespace cordon::service::testing {
namespace {

using ::testing::HasSubstr;

TEST(Watch, a_certificate_says_what_was_old_or_had_no_name) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "", "1950-03-01"}, {"c-3", "Oleg Morozov", ""}});
  const Json fresh = desk.watch()["certificate"];
  EXPECT_EQ(fresh["pairs_covered"], 2);
  EXPECT_THAT(fresh["not_checked"].dump(), HasSubstr("1 counterparties give nothing to search by: c-2"));
  EXPECT_THAT(fresh["not_checked"].dump(), ::testing::Not(HasSubstr("old list")));
  for (int day = 0; day < 40; ++day) desk.clock.next_day();
  EXPECT_THAT(desk.watch()["certificate"]["not_checked"].dump(),
              HasSubstr("our_list: published 2026-01-01, 40 days before, at most 30 are expected"));
}

TEST(Watch, what_is_overdue_can_be_listed) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Petrov Ivan", "1950-03-01"}});
  desk.watch();
  Workspace workspace = desk.workspace();
  const std::string id = desk.alerts()[0]["id"];
  EXPECT_FALSE(assign_alert(workspace, {id, "clara", base::Date::parse("2025-12-31").value(), "bert"}, Desk::none()));
  ASSERT_TRUE(assign_alert(workspace, {id, "clara", base::Date::parse("2026-06-01").value(), "bert"}, Desk::none()));
  AlertsRequest request;
  request.overdue = true;
  std::vector<Json> rows;
  const auto keep_all = [&rows](std::string_view json) {
    rows.push_back(Json::parse(json));
    return base::Result<void>();
  };
  ASSERT_TRUE(list_alerts(workspace, request, keep_all));
  EXPECT_TRUE(rows.empty());
  for (int day = 0; day < 11; ++day) desk.clock.next_day();  // due after 10
  ASSERT_TRUE(list_alerts(workspace, request, keep_all));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_NE(rows[0]["id"], id);
  EXPECT_EQ(rows[0]["overdue"], true);
}

TEST(Watch, a_portfolio_names_lists_that_exist) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}});
  Workspace workspace = desk.workspace();
  PortfolioChange change;
  change.sources = {"nosuch"};
  const auto refused = change_portfolio(workspace, "default", change, "anna", Desk::none());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().to_string(), HasSubstr("there is no list 'nosuch'; there is our_list"));
  for (const char* source : {"our_list", "us_ofac_sdn", "all"}) {
    change.sources = {source};
    EXPECT_TRUE(change_portfolio(workspace, "default", change, "anna", Desk::none())) << source;
  }
}

TEST(Watch, an_erasure_reaches_waiting_decisions_and_is_done_once) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}});
  desk.watch();
  std::ofstream(desk.file("old.csv")) << "counterparty,reason\nc-9,Ivan Petrov is my neighbour\n";
  Workspace workspace = desk.workspace();
  Json imported;
  ASSERT_TRUE(import_decisions(workspace, desk.file("old.csv"), "default", "anna", Desk::keep(imported)));
  EXPECT_EQ(imported["unknown_counterparties"], Json({"c-9"}));
  const auto erase = [&workspace](const char* id, Json& answer) {
    return erase_counterparty(workspace, {"default", id, "asked for", "bert"}, Desk::keep(answer), Desk::quiet());
  };
  Json answer;
  EXPECT_TRUE(erase("c-9", answer));
  EXPECT_FALSE(erase("c-9", answer));
  EXPECT_TRUE(erase("c-1", answer));
  EXPECT_EQ(answer["within_retention"], 1);
  const auto again = erase("c-1", answer);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().to_string(), HasSubstr("was erased already"));
  EXPECT_EQ(desk.complaint(), "");
}

}  // namespace
}  // namespace cordon::service::testing
