// Runs: full and delta leave the same alerts, whatever changed; reasons; replay; look-back; erasure.
#include <functional>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "desk.hpp"
#include "monitor.hpp"

namespace cordon::service::testing {
namespace {

using ::testing::HasSubstr;

// Few words, so that a random book meets a random list often.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (int i = 0; i < 40; ++i) add_listed();
    for (int i = 0; i < 60; ++i) add_client();
  }

  void change_list() {
    for (int i = 0; i < 6; ++i) {
      switch (pick(6)) {
        case 0:
          add_listed();
          break;
        case 1:
          if (listed.size() > 30) listed.erase(listed.begin() + static_cast<std::ptrdiff_t>(pick(listed.size())));
          break;
        case 2:
          some_listed().aliases.push_back(name());
          break;
        case 3:
          some_listed().birth_date = date();
          break;
        case 4:
          some_listed().programme = "PROGRAMME-" + std::string(1, static_cast<char>('A' + pick(4)));
          break;
        default:
          some_listed().address = std::to_string(pick(90)) + " Long Street";
      }
    }
  }
  void change_book() {
    for (int i = 0; i < 5; ++i) {
      switch (pick(4)) {
        case 0:
          add_client();
          break;
        case 1:
          if (clients.size() > 40) clients.erase(clients.begin() + static_cast<std::ptrdiff_t>(pick(clients.size())));
          break;
        case 2:
          clients[pick(clients.size())].name = name();
          break;
        default:
          clients[pick(clients.size())].birth_date = date();
      }
    }
  }
  // Another list that has some of the same subjects, as it writes them.
  [[nodiscard]] std::vector<Listed> other_list() const {
    std::vector<Listed> other;
    for (std::size_t i = 0; i < listed.size(); i += 3) {
      other.push_back(listed[i]);
      other.back().id = "o-" + listed[i].id;
    }
    return other;
  }
  void add_client() { clients.push_back({"c-" + std::to_string(next_++), name(), date()}); }
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  std::vector<Listed> listed;
  std::vector<Client> clients;

 private:
  std::string name() {
    static const std::vector<std::string> first{"Ivan", "Pavel", "Maria", "Oleg", "Anna", "Viktor"};
    static const std::vector<std::string> last{"Petrov", "Sokolov", "Kuznetsov", "Morozov", "Volkov", "Lebedev"};
    return first[pick(first.size())] + " " + last[pick(last.size())];
  }
  std::string date() {
    return pick(3) == 0 ? std::string() : std::to_string(1950 + pick(4)) + "-03-0" + std::to_string(1 + pick(3));
  }
  void add_listed() { listed.push_back({"l-" + std::to_string(next_++), name(), {}, date(), "PROGRAMME-A", {}}); }
  Listed& some_listed() { return listed[pick(listed.size())]; }

  std::mt19937 random_;
  int next_ = 0;
};

std::vector<Json> everything(const Desk& desk) {
  std::vector<Json> alerts;
  for (const Json& row : desk.alerts()) alerts.push_back(desk.alert(row["id"]));
  return alerts;
}

void decide_some(World& world, Desk& a, Desk& b) {
  const std::vector<Json> open = a.alerts("open");
  if (open.empty()) return;
  for (int i = 0; i < 4; ++i) {
    DecideRequest request{open[world.pick(open.size())]["id"], "false-positive", "other person", "anna", {}, {}};
    if (i == 1) request.until = base::date_of(a.clock.now()).plus_days(1);
    if (i == 2) request.as = "true-positive";
    ASSERT_TRUE(a.decide(request));
    ASSERT_TRUE(b.decide(request));
  }
}

// One property, several seeds: after any sequence of changes on either side, decisions and changes of policy, delta
// runs and full runs have left the same alerts, with the same reasons and histories.
TEST(Watch, delta_and_full_runs_leave_the_same_alerts) {
  std::map<std::string, int> actions;
  int clustered = 0;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    Desk delta;
    Desk full;
    for (int step = 0; step < 6; ++step) {
      if (step > 0 && step % 2 == 1) world.change_list();
      if (step > 0 && step % 3 != 1) world.change_book();
      PortfolioChange change;
      if (step == 4) change.policy = "ofac";
      for (Desk* desk : {&delta, &full}) {
        desk->list(world.listed);
        desk->list(world.other_list(), "their_list");
        desk->book(world.clients, change);
      }
      WatchRequest request;
      request.index_from = 0;  // through the reverse index
      const Json outcome = delta.watch(request);
      EXPECT_EQ(outcome["kind"], step == 0 || step == 4 ? "full" : "delta");
      request.full = true;
      std::filesystem::remove_all(full.data() / "cache");  // its clusters are made from nothing each time
      full.watch(request);
      const std::vector<Json> left = everything(delta);
      const Json difference = Json::diff(Json(left), Json(everything(full)));
      ASSERT_TRUE(difference.empty()) << "step " << step << ": " << difference.dump().substr(0, 3000);
      EXPECT_TRUE(delta.log_is_intact());
      EXPECT_EQ(delta.complaint(), "");
      for (const Json& alert : left) {
        if (alert["entities"].size() > 1) ++clustered;
        for (const Json& event : alert["history"]) ++actions[event["action"].get<std::string>()];
      }
      decide_some(world, delta, full);
      delta.clock.next_day();
      full.clock.next_day();
    }
  }
  EXPECT_GT(clustered, 0) << "the worlds never had one subject on both lists";
  for (const char* action : {"alert.opened", "alert.updated", "alert.reopened", "alert.lapsed", "alert.decided"}) {
    EXPECT_GT(actions[action], 0) << "the worlds never made it happen: " << action;
  }
}

TEST(Watch, an_alert_says_which_fact_made_it) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Oleg Morozov", "1961-02-03"}});
  desk.watch();
  ASSERT_EQ(desk.alerts().size(), 1U);
  EXPECT_EQ(desk.alerts()[0]["reason_kind"], "first-screening");
  desk.clock.next_day();
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-B", {}},
             {"l-2", "Oleg Morozov", {}, "1961-02-03", "PROGRAMME-C", {}}});
  const Json run = desk.watch();
  EXPECT_EQ(run["opened"], 1);
  EXPECT_EQ(run["updated"], 1);
  for (const Json& alert : desk.alerts()) {
    if (alert["counterparty"] == "c-1") {
      EXPECT_EQ(alert["reason_kind"], "entity-changed");
      EXPECT_THAT(alert["reason"].get<std::string>(), HasSubstr("PROGRAMME-B"));
    } else {
      EXPECT_EQ(alert["reason_kind"], "listed");
      EXPECT_EQ(desk.alert(alert["id"])["legal_basis"], Json({"PROGRAMME-C"}));
    }
  }
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-B", {}}});
  desk.clock.next_day();
  EXPECT_EQ(desk.watch()["lapsed"], 1);
  EXPECT_EQ(desk.alerts("lapsed")[0]["counterparty"], "c-2");
  EXPECT_THAT(desk.alert(desk.alerts("lapsed")[0]["id"])["history"].back()["text"].get<std::string>(),
              HasSubstr("delisted"));
}

TEST(Watch, four_eyes_needs_two_people) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  PortfolioChange change;
  change.four_eyes = true;
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}}, change);
  desk.watch();
  DecideRequest request{desk.alerts()[0]["id"], "true-positive", "it is he", "anna", {}, {}};
  ASSERT_TRUE(desk.decide(request));
  EXPECT_EQ(desk.alerts("pending").size(), 1U);
  const auto alone = desk.decide(request);
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().code, base::ErrorCode::kConflict);
  // Regression: other letters, blanks or signs around a name made one person two.
  for (const char* name : {"Anna", " anna ", "ANNA", "\xC3\xA4nna", "an\xE2\x80\x8Bna", "\xEF\xBD\x81nna"}) {
    request.by = name;
    EXPECT_FALSE(desk.decide(request)) << name;
    EXPECT_EQ(desk.alerts("pending").size(), 1U);
  }
  request.by = " \t";
  EXPECT_FALSE(desk.decide(request));
  request.by = "bert";
  ASSERT_TRUE(desk.decide(request));
  EXPECT_EQ(desk.alerts("true-positive")[0]["disposition"]["confirmed_by"], "bert");
  ASSERT_TRUE(desk.decide(request)) << "the same again changes nothing";
  EXPECT_EQ(desk.alert(request.id)["history"].size(), 3U);
}

TEST(Watch, a_hundred_alerts_replay_after_updates_and_a_change_of_policy) {
  World world(11);
  for (int i = 0; i < 100; ++i) world.add_client();
  Desk desk;
  desk.list(world.listed);
  desk.book(world.clients);
  desk.watch();
  for (int update = 0; update < 3; ++update) {
    desk.clock.next_day();
    world.change_list();
    desk.list(world.listed);
    desk.watch();
  }
  desk.clock.next_day();
  PortfolioChange change;
  change.policy = "ofac";  // weighs birth dates otherwise: some alerts change, others stay as they were
  desk.book(world.clients, change);
  EXPECT_EQ(desk.watch()["kind"], "full");
  Workspace workspace = desk.workspace();
  int identical = 0;
  int past = 0;  // as they were before they changed
  std::map<std::string, int> revisions;
  std::set<std::string> policies;
  const auto all = replay(workspace, "", [&](std::string_view json) {
    const Json result = Json::parse(json);
    EXPECT_TRUE(result["identical"]) << json;
    policies.insert(result["policy"].get<std::string>());
    if (revisions[result["alert"]]++ > 0) ++past;
    ++identical;
    return base::Result<void>();
  });
  ASSERT_TRUE(all) << all.error().to_string();
  EXPECT_TRUE(*all);
  EXPECT_GE(identical, 100);
  EXPECT_GE(past, 100);
  EXPECT_EQ(policies.size(), 2U);
}

TEST(Watch, erasure_leaves_a_log_that_verifies_and_no_name) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivanka Petrowa", "1950-03-01"}, {"c-2", "Ivan Petrov", "1950-03-01"}});
  desk.watch();
  for (const Json& alert : desk.alerts()) {
    ASSERT_TRUE(desk.decide({alert["id"], "false-positive", "Ivanka Petrowa is my neighbour", "anna", {}, {}}));
  }
  const std::size_t before = desk.alerts().size();
  Workspace workspace = desk.workspace();
  ASSERT_TRUE(erase_counterparty(workspace, {"default", "c-1", "asked for", "bert"}, Desk::none(), Desk::quiet()));
  EXPECT_TRUE(desk.log_is_intact());
  EXPECT_EQ(desk.complaint(), "");
  EXPECT_EQ(desk.alerts().size(), before);
  for (const Json& row : desk.alerts()) {
    if (row["counterparty"] == "c-1") {
      EXPECT_THAT(desk.alert(row["id"]).dump(), ::testing::Not(HasSubstr("Petrowa")));
    }
  }
  std::string log;
  ASSERT_TRUE(export_audit(workspace, 1, [&log](std::string_view json) {
    log += json;
    return base::Result<void>();
  }));
  EXPECT_THAT(log, ::testing::Not(HasSubstr("Petrow")));
  EXPECT_THAT(log, HasSubstr("counterparty.erased"));
  desk.clock.next_day();
  desk.watch();
  EXPECT_TRUE(desk.log_is_intact());
}

TEST(Watch, imported_decisions_wait_for_their_alert_and_then_bind_to_its_facts) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", ""}});
  std::ofstream(desk.file("old.csv"))
      << "counterparty,entity_id,reason,by,date\nc-1,,known since school,clara,2020-05-01\n";
  Workspace workspace = desk.workspace();
  const auto imported = import_decisions(workspace, desk.file("old.csv"), "default", "anna", Desk::none());
  ASSERT_TRUE(imported) << imported.error().to_string();
  desk.watch();
  ASSERT_EQ(desk.alerts("false-positive").size(), 1U);
  EXPECT_EQ(desk.alerts("false-positive")[0]["disposition"]["by"], "clara");
  desk.clock.next_day();
  desk.list({{"l-1", "Ivan Petrov", {"Ivan Petroff"}, "1950-03-01", "PROGRAMME-A", {}}});
  EXPECT_EQ(desk.watch()["reopened"], 1);
  EXPECT_THAT(desk.alerts("open")[0]["reason"].get<std::string>(), HasSubstr("no longer holds"));
}

// Regression: a file of decisions closed alerts that ask for two people.
TEST(Watch, imported_decisions_are_the_first_of_four_eyes) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  PortfolioChange change;
  change.four_eyes = true;
  desk.book({{"c-1", "Ivan Petrov", ""}, {"c-2", "Petrov Ivan", ""}}, change);
  std::ofstream(desk.file("old.csv")) << "counterparty,by\nc-1,clara\n";
  std::ofstream(desk.file("later.csv")) << "counterparty,by\nc-2,clara\n";
  Workspace workspace = desk.workspace();
  ASSERT_TRUE(import_decisions(workspace, desk.file("old.csv"), "default", "anna", Desk::none()));
  desk.watch();
  EXPECT_EQ(desk.alerts("pending").size(), 1U);
  ASSERT_TRUE(import_decisions(workspace, desk.file("later.csv"), "default", "anna", Desk::none()));
  ASSERT_EQ(desk.alerts("pending").size(), 2U);
  EXPECT_EQ(desk.complaint(), "");
  const std::string id = desk.alerts("pending")[0]["id"];
  EXPECT_FALSE(desk.decide({id, "false-positive", "as before", "Clara", {}, {}}));
  ASSERT_TRUE(desk.decide({id, "false-positive", "as before", "bert", {}, {}}));
  EXPECT_EQ(desk.alerts("false-positive")[0]["disposition"]["confirmed_by"], "bert");
}

TEST(Watch, lookback_tells_who_was_listed_when) {
  Desk desk;
  const std::string first_day = base::date_of(desk.clock.now()).to_string();
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.clock.next_day();
  desk.list({{"l-2", "Oleg Morozov", {}, "1961-02-03", "PROGRAMME-B", {}},
             {"l-3", "Maria Volkov", {}, "1961-02-03", "PROGRAMME-B", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Oleg Morozov", "1961-02-03"}});
  LookbackRequest request;
  request.from = *base::Date::parse(first_day);
  request.to = request.from.plus_days(5);
  Workspace workspace = desk.workspace();
  std::vector<std::string> seen;
  std::string message;
  const MessageSink said = [&message](std::string_view text) { message += text; };
  const auto done = lookback(
      workspace, request,
      [&seen](std::string_view json) {
        const Json row = Json::parse(json);
        seen.push_back(row["counterparty"].get<std::string>() + " " + row["entity_id"].get<std::string>() + " " +
                       row["first_seen"].get<std::string>() + " " + row["last_seen"].get<std::string>());
        return base::Result<void>();
      },
      said);
  ASSERT_TRUE(done) << done.error().to_string();
  EXPECT_THAT(seen, ::testing::ElementsAre("c-1 l-1 2026-01-01 2026-01-01", "c-2 l-2 2026-01-02 2026-01-06"));
  EXPECT_EQ(message, "");
  request.from = request.from.plus_days(-30);
  ASSERT_TRUE(lookback(workspace, request, Desk::none(), said));
  EXPECT_THAT(message, HasSubstr("our_list: the first version in this data directory is of 2026-01-01; 2025-12-02 to "
                                 "2025-12-31 are not covered"));
}

// Several programs on one storage: each works in its own workspace, none opens an alert twice or loses one.
TEST(Watch, several_at_once_share_the_work) {
  World world(5);
  Desk alone;
  Desk shared;
  for (int round = 0; round < 3; ++round) {
    if (round > 0) world.change_list();
    for (Desk* desk : {&alone, &shared}) {
      desk->list(world.listed);
      desk->book(world.clients);
    }
    alone.watch();
    std::vector<std::thread> programs;
    for (const bool full : {false, true, false}) {
      programs.emplace_back([&shared, full] {
        WatchRequest request;
        request.full = full;
        request.index_from = 0;
        shared.watch(request);
      });
    }
    for (std::thread& program : programs) program.join();
    std::map<std::string, std::string> expected;
    for (const Json& alert : alone.alerts()) expected[alert["id"]] = alert["status"];
    std::map<std::string, std::string> found;
    for (const Json& alert : shared.alerts()) found[alert["id"]] = alert["status"];
    EXPECT_EQ(found, expected);
    Workspace workspace = shared.workspace();
    std::map<std::string, int> opened;
    ASSERT_TRUE(export_audit(workspace, 1, [&opened](std::string_view line) {
      const Json record = Json::parse(line);
      if (record["action"] == "alert.opened") ++opened[record["payload"]["alert"].get<std::string>()];
      return base::Result<void>();
    }));
    EXPECT_EQ(opened.size(), found.size());
    for (const auto& [alert, times] : opened) EXPECT_EQ(times, 1) << alert;
    EXPECT_EQ(shared.complaint(), "");
    alone.clock.next_day();
    shared.clock.next_day();
  }
}

TEST(Watch, ownership_data_is_no_list) {
  Desk desk;
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  std::ofstream(desk.file("owners.csv"))
      << "owner,asset,share_min,share_max,start,end,kind\nOleg Morozov,Morozov Holding,60,60,,,\n";
  Workspace workspace = desk.workspace();
  ImportRequest request;
  request.paths = {desk.file("owners.csv")};
  const auto imported = import_lists(workspace, request, Desk::none(), Desk::quiet());
  ASSERT_TRUE(imported) << imported.error().to_string();
  ASSERT_TRUE(imported->empty()) << imported->front().to_string();
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Oleg Morozov", ""}});
  const Json run = desk.watch();
  EXPECT_EQ(run["opened"], 1) << "an owner is not a listed party";
  const Json& certificate = run["certificate"];
  EXPECT_EQ(certificate["listed_subjects"], 1);
  ASSERT_EQ(certificate["lists"].size(), 1U);
  EXPECT_EQ(certificate["lists"][0]["source"], "our_list");
  EXPECT_THAT(certificate["not_checked"].dump(), HasSubstr("owners: its parties are not listed"));
}

// A store made anew, or another directory on a shared server: the number of a version says nothing of its content.
TEST(Watch, regression_a_delta_run_trusts_contents_and_not_numbers) {
  const Listed ivan{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}};
  const Listed oleg{"l-2", "Oleg Morozov", {}, "1961-02-03", "PROGRAMME-A", {}};
  for (const std::uint64_t index_from : {std::uint64_t{0}, std::uint64_t{20'000}}) {
    SCOPED_TRACE(index_from);
    Desk desk;
    WatchRequest request;
    request.index_from = index_from;
    desk.list({ivan});
    desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Oleg Morozov", "1961-02-03"}});
    EXPECT_EQ(desk.watch(request)["opened"], 1);
    desk.forget_lists();
    desk.list({oleg});
    const Json other = desk.watch(request);
    EXPECT_EQ(other["kind"], "full");
    EXPECT_EQ(other["screened"], 2);
    EXPECT_EQ(other["opened"], 1);
    EXPECT_EQ(other["lapsed"], 1);
    const std::vector<Json> open = desk.alerts("open");
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0]["counterparty"], "c-2");
    EXPECT_THAT(open[0]["reason"].dump(), HasSubstr("version 1 of our_list, published 2026-01-01, is not in this"));

    // The same content under another number is a base like any.
    desk.forget_lists();
    desk.list({ivan}, "our_list", -1);
    desk.list({oleg});
    const Json same = desk.watch(request);
    EXPECT_EQ(same["kind"], "delta");
    EXPECT_EQ(same["screened"], 0);
    desk.clock.next_day();
    desk.list({oleg, ivan});
    const Json more = desk.watch(request);
    EXPECT_EQ(more["kind"], "delta");
    EXPECT_EQ(more["opened"].get<int>() + more["reopened"].get<int>(), 1);
    EXPECT_TRUE(desk.log_is_intact());
  }
}

TEST(Watch, a_directory_that_is_behind_takes_nothing_back) {
  Desk desk;
  const Listed ivan{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}};
  const Listed oleg{"l-2", "Oleg Morozov", {}, "1961-02-03", "PROGRAMME-A", {}};
  desk.list({ivan}, "our_list", -2);
  desk.list({ivan, oleg}, "our_list", -1);
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}, {"c-2", "Oleg Morozov", "1961-02-03"}});
  EXPECT_EQ(desk.watch()["opened"], 2);
  desk.forget_lists();
  desk.list({ivan}, "our_list", -2);
  Workspace workspace = desk.workspace();
  const auto refused = service::watch(workspace, {}, Desk::none(), Desk::quiet());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("screened version 2 of our_list, published 2025-12-31, which this "
                                                 "data directory does not have: it has version 1 of our_list"));
  EXPECT_THAT(refused.error().message, HasSubstr("cordon watch --full"));
  EXPECT_EQ(desk.alerts("open").size(), 2U);
  WatchRequest full;
  full.full = true;
  EXPECT_EQ(desk.watch(full)["lapsed"], 1);
}

TEST(Watch, doctor_finds_what_the_log_does_not_know) {
  Desk desk;
  EXPECT_EQ(desk.complaint(), "");
  desk.list({{"l-1", "Ivan Petrov", {}, "1950-03-01", "PROGRAMME-A", {}}});
  desk.book({{"c-1", "Ivan Petrov", "1950-03-01"}});
  desk.watch();
  EXPECT_EQ(desk.complaint(), "");
  const Workspace workspace = desk.workspace();
  const auto tamper = [&workspace](const std::function<void(monitoring::Alert&)>& change) {
    const auto storage = open_monitor(workspace, true);
    ASSERT_TRUE(storage) << storage.error().to_string();
    const auto transaction = (*storage)->begin_write();
    ASSERT_TRUE(transaction);
    std::vector<monitoring::Alert> all;
    ASSERT_TRUE((*transaction)->for_each_alert({}, [&all](monitoring::Alert&& alert) {
      all.push_back(std::move(alert));
      return base::Result<void>();
    }));
    change(all.front());
    ASSERT_TRUE((*transaction)->put_alert(all.front()));
    ASSERT_TRUE((*transaction)->commit());
  };
  tamper([](monitoring::Alert& alert) { alert.state = monitoring::AlertState::kTruePositive; });
  EXPECT_THAT(desk.complaint(), HasSubstr("the audit log says open, found true-positive"));
  tamper([](monitoring::Alert& alert) { alert.state = monitoring::AlertState::kOpen; });
  EXPECT_EQ(desk.complaint(), "");
  tamper([](monitoring::Alert& alert) { alert.run = 99; });
  EXPECT_THAT(desk.complaint(), HasSubstr("is of run 99, which there is not"));
  tamper([](monitoring::Alert& alert) {
    alert.run = 1;
    alert.id = "A0123456789abcdef";
    alert.counterparty = "nobody";
  });
  EXPECT_THAT(desk.complaint(), HasSubstr("A0123456789abcdef is not in the audit log"));
  EXPECT_THAT(desk.complaint(), HasSubstr("is of the counterparty 'nobody', which there is not"));
}

}  // namespace
}  // namespace cordon::service::testing
