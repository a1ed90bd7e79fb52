// What the audit log proves: values changed beside it, reports of past runs, reasons, replay after an erasure.
#include "log_comparison.hpp"

#include <functional>
#include <map>

#include "desk.hpp"
#include "monitor.hpp"

namespace cordon::service::testing {
namespace {

using ::testing::HasSubstr;

// Values of alerts, histories and portfolios that were changed in the database, past the program.
TEST(Watch, what_is_changed_beside_the_log_is_found_field_by_field) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}});
  desk.watch();
  const std::string id = desk.alerts()[0]["id"];
  Workspace workspace = desk.workspace();
  ASSERT_TRUE(note_alert(workspace, id, "asked for a passport", "bert", Desk::none()));
  ASSERT_TRUE(assign_alert(workspace, {id, "clara", base::Date::parse("2026-02-01").value(), "bert"}, Desk::none()));
  ASSERT_TRUE(desk.decide({id, "false-positive", "another man", "anna", base::Date::parse("2027-01-01").value(), {}}));
  ASSERT_EQ(desk.complaint(), "");
  ASSERT_TRUE(desk.log_is_intact());

  const auto in_storage = [&workspace](const std::function<void(monitoring::Transaction&)>& act) {
    const auto storage = open_monitor(workspace, true);
    ASSERT_TRUE(storage) << storage.error().to_string();
    const auto transaction = (*storage)->begin_write();
    ASSERT_TRUE(transaction);
    act(**transaction);
    ASSERT_TRUE((*transaction)->commit());
  };
  const auto found_in = [&](const std::string& field) {
    Json verified;
    const auto agrees = verify_audit(workspace, {}, Desk::keep(verified));
    ASSERT_TRUE(agrees) << agrees.error().to_string();
    EXPECT_FALSE(*agrees) << field;
    EXPECT_TRUE(verified["intact"]) << "the log itself is whole";
    bool named = false;
    for (const Json& difference : verified["differences"]) {
      named = named || (difference["field"] == field && difference["alert"] == id);
    }
    EXPECT_TRUE(named) << field << ": " << verified["differences"];
    EXPECT_THAT(desk.complaint(), HasSubstr(id + ": " + field));
    EXPECT_THAT(verified.dump(), ::testing::Not(HasSubstr("Petrov")));
  };

  monitoring::Alert whole;
  in_storage([&](monitoring::Transaction& transaction) { whole = transaction.alert(id).value().value(); });
  const std::vector<std::pair<std::string, std::function<void(monitoring::Alert&)>>> changes{
      {"disposition.reason", [](monitoring::Alert& alert) { alert.disposition->reason = "the same man"; }},
      {"disposition.by", [](monitoring::Alert& alert) { alert.disposition->by = "bert"; }},
      {"disposition.until", [](monitoring::Alert& alert) { alert.disposition->until = std::nullopt; }},
      {"disposition.as", [](monitoring::Alert& alert) { alert.disposition->as = monitoring::AlertState::kEscalated; }},
      {"disposition.confirmed_by", [](monitoring::Alert& alert) { alert.disposition->confirmed_by = "bert"; }},
      {"disposition.at", [](monitoring::Alert& alert) { alert.disposition->at += std::chrono::hours(1); }},
      {"disposition", [](monitoring::Alert& alert) { alert.disposition = std::nullopt; }},
      {"basis", [](monitoring::Alert& alert) { alert.basis = "{}"; }},
      {"score", [](monitoring::Alert& alert) { alert.score = 0.5; }},
      {"assignee", [](monitoring::Alert& alert) { alert.assignee = "dora"; }},
      {"due", [](monitoring::Alert& alert) { alert.due = alert.due->plus_days(90); }},
      {"opened", [](monitoring::Alert& alert) { alert.opened += std::chrono::hours(1); }},
      {"entities", [](monitoring::Alert& alert) { alert.entities = {"l-2"}; }},
      {"salt", [](monitoring::Alert& alert) { alert.salt.clear(); }}};
  for (const auto& [field, change] : changes) {
    SCOPED_TRACE(field);
    monitoring::Alert changed = whole;
    change(changed);
    in_storage([&](monitoring::Transaction& transaction) { ASSERT_TRUE(transaction.put_alert(changed)); });
    found_in(field);
    in_storage([&](monitoring::Transaction& transaction) { ASSERT_TRUE(transaction.put_alert(whole)); });
    ASSERT_EQ(desk.complaint(), "");
  }
  std::string finding = whole.finding;
  finding.replace(finding.find("1950-03-01"), 10, "1960-03-01");
  in_storage([&](monitoring::Transaction& transaction) { ASSERT_TRUE(transaction.overwrite_findings(id, finding)); });
  found_in("finding of revision 1");
  in_storage(
      [&](monitoring::Transaction& transaction) { ASSERT_TRUE(transaction.overwrite_findings(id, whole.finding)); });
  ASSERT_EQ(desk.complaint(), "");
  in_storage([&](monitoring::Transaction& transaction) {
    monitoring::Portfolio portfolio = transaction.portfolio("default").value().value();
    portfolio.settings.threshold = 0.9;
    ASSERT_TRUE(transaction.put_portfolio(portfolio));
  });
  EXPECT_THAT(desk.complaint(), HasSubstr("portfolio default: threshold: the audit log says 0.700000, found 0.900000"));
  in_storage([&](monitoring::Transaction& transaction) {
    monitoring::Portfolio portfolio = transaction.portfolio("default").value().value();
    portfolio.settings.threshold = 0.7;
    ASSERT_TRUE(transaction.put_portfolio(portfolio));
    ASSERT_TRUE(transaction.overwrite_rows("default", "c-1", monitoring::encode_values({{"name", "Iwan Petrow"}})));
  });
  EXPECT_THAT(desk.complaint(), HasSubstr("portfolio default: counterparties: not those whose hash it has noted"));
  in_storage([&](monitoring::Transaction& transaction) {
    ASSERT_TRUE(transaction.overwrite_events(id, "asked for nothing"));
    // As if the log's last record had been cut off, and the history still names it.
    ASSERT_TRUE(transaction.add_event({id, 0, desk.clock.now(), "anna", "alert.note", "gone", 99}));
  });
  found_in("history 2: text");
  EXPECT_THAT(desk.complaint(), HasSubstr("names record 99 of the audit log, which ends before it"));
}

TEST(Watch, a_log_without_a_noted_head_is_not_called_anchored) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}});
  desk.watch();
  Workspace workspace = desk.workspace();
  std::string first;
  std::uint64_t records = 0;
  ASSERT_TRUE(export_audit(workspace, 1, [&](std::string_view line) {
    if (records++ == 0) first = line;
    return base::Result<void>();
  }));
  ASSERT_GT(records, 1U);
  std::ofstream(desk.file("cut")) << first << "\n";
  VerifyRequest request;
  request.file = desk.file("cut");
  Json verified;
  EXPECT_TRUE(verify_audit(workspace, request, Desk::keep(verified)).value());
  EXPECT_TRUE(verified["anchored"].is_null()) << verified;
  request.anchor = Json::parse(first)["hash"];
  EXPECT_TRUE(verify_audit(workspace, request, Desk::keep(verified)).value());
  EXPECT_EQ(verified["anchored"], true);
  request.anchor = std::string(64, '0');
  EXPECT_FALSE(verify_audit(workspace, request, Desk::keep(verified)).value());
  EXPECT_EQ(verified["anchored"], false);
}

TEST(Watch, the_report_of_a_past_run_stays_that_runs_report) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}},
             {"l-2", "Oleg Morozov", {}, "1961-02-03", "PROGRAMME-B", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Oleg Morozov", "1961-02-03"}});
  desk.watch();
  Workspace workspace = desk.workspace();
  ReportRequest request;
  request.run = 1;
  request.form = ReportForm::kJson;
  const Json before = Json::parse(report(workspace, request).value());
  ASSERT_EQ(before["alerts"].size(), 2U);
  ASSERT_TRUE(desk.decide({desk.alerts()[0]["id"], "true-positive", "it is he", "anna", {}, {}}));
  desk.clock.next_day();
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-Z", {}}});
  desk.watch();
  const Json after = Json::parse(report(workspace, request).value());
  ASSERT_EQ(after["alerts"].size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    for (const char* field : {"id", "status", "programmes", "reason", "reason_kind", "score", "updated"}) {
      EXPECT_EQ(after["alerts"][i][field], before["alerts"][i][field]) << field;
    }
    EXPECT_EQ(before["alerts"][i]["status_now"], "open");
    EXPECT_NE(after["alerts"][i]["status_now"], "open");
  }
  request.run = 2;
  const Json second = Json::parse(report(workspace, request).value());
  EXPECT_EQ(second["alerts"].size(), 2U);
  EXPECT_THAT(second.dump(), HasSubstr("PROGRAMME-Z"));
}

TEST(Watch, the_queue_says_why_an_alert_lapsed_or_opened_again) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}},
             {"l-2", "Oleg Morozov", {}, "1961-02-03", "PROGRAMME-B", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Oleg Morozov", "1961-02-03"}});
  desk.watch();
  for (const Json& alert : desk.alerts()) {
    if (alert["counterparty"] != "c-1") continue;
    ASSERT_TRUE(desk.decide({alert["id"], "false-positive", "other", "anna", base::date_of(desk.clock.now()), {}}));
  }
  desk.clock.next_day();
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.watch();
  ASSERT_EQ(desk.alerts("lapsed").size(), 1U);
  EXPECT_EQ(desk.alerts("lapsed")[0]["reason_kind"], "delisted");
  EXPECT_THAT(desk.alerts("lapsed")[0]["reason"].get<std::string>(), HasSubstr("l-2"));
  ASSERT_EQ(desk.alerts("open").size(), 1U);
  EXPECT_EQ(desk.alerts("open")[0]["reason_kind"], "suppression-ended");
  EXPECT_EQ(desk.complaint(), "");
  Workspace workspace = desk.workspace();
  EXPECT_TRUE(replay(workspace, "", Desk::none()).value());
}

TEST(Watch, an_erased_alert_is_no_difference_of_a_replay) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Petrov Ivan", "1950-03-01"}});
  desk.watch();
  Workspace workspace = desk.workspace();
  ASSERT_TRUE(erase_counterparty(workspace, {"default", "c-1", "asked for", "bert"}, Desk::none(), Desk::quiet()));
  EXPECT_EQ(desk.complaint(), "");
  std::map<std::string, int> outcomes;
  const auto count = [&outcomes](std::string_view json) {
    ++outcomes[Json::parse(json)["outcome"].get<std::string>()];
    return base::Result<void>();
  };
  EXPECT_TRUE(replay(workspace, "", count).value());
  EXPECT_EQ(outcomes["erased"], 1);
  EXPECT_EQ(outcomes["identical"], 1);
  // Values that vanish without an erasure are a difference.
  const auto storage = open_monitor(workspace, true);
  const auto transaction = (*storage)->begin_write();
  ASSERT_TRUE((*transaction)->overwrite_rows("default", "c-2", ""));
  ASSERT_TRUE((*transaction)->commit());
  EXPECT_FALSE(replay(workspace, "", count).value());
  EXPECT_EQ(outcomes["differs"], 1);
}

}  // namespace
}  // namespace cordon::service::testing
