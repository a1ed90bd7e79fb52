// Portfolios with ownership depth: who is owned or controlled by listed parties gets an alert of its own kind; delta
// and full runs leave the same alerts, and those are the hits of a screening with depth; reasons, suppressions, replay.
#include <random>
#include <set>

#include "cordon/service/screening.hpp"
#include "desk.hpp"
#include "monitor.hpp"
#include "portfolio_reach.hpp"

namespace cordon::service::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kHeader = "owner,asset,share_min,share_max,start,end,kind\n";

void import_owners(Desk& desk, const std::string& rows) {
  std::ofstream(desk.file("owners.csv")) << kHeader << rows;
  Workspace workspace = desk.workspace();
  ImportRequest request;
  request.paths = {desk.file("owners.csv")};
  request.as_of = base::date_of(desk.clock.now());
  const auto failed = import_lists(workspace, request, Desk::none(), Desk::quiet());
  ASSERT_TRUE(failed) << failed.error().to_string();
  ASSERT_TRUE(failed->empty()) << failed->front().to_string();
}

PortfolioChange looking_through(int depth, const std::string& regime = "us-ofac") {
  PortfolioChange change;
  change.depth = depth;
  change.regime = regime;
  return change;
}

std::vector<Json> owned_alerts(const Desk& desk, const std::string& status = "all") {
  std::vector<Json> alerts;
  for (const Json& row : desk.alerts(status)) {
    if (row["kind"] == "ownership") alerts.push_back(desk.alert(row["id"]));
  }
  return alerts;
}

std::vector<Json> everything(const Desk& desk) {
  std::vector<Json> alerts;
  for (const Json& row : desk.alerts()) alerts.push_back(desk.alert(row["id"]));
  return alerts;
}

// Companies, listed people, and interests between them that come, go and change.
class Market {
 public:
  explicit Market(unsigned seed) : random_(seed) {
    for (std::size_t i = 0; i < kPeople; ++i) listed_[i] = pick(2) == 0;
    for (int i = 0; i < 26; ++i) add_interest();
    for (std::size_t i = 0; i < kCompanies; ++i) clients_.insert(i);
  }

  void change_interests() {
    for (int i = 0; i < 2; ++i) {
      Interest& interest = interests_[pick(interests_.size())];
      switch (pick(4)) {
        case 0:
          interest.share = share();
          break;
        case 1:
          interest.end = pick(2) == 0 ? "2026-01-03" : "";
          break;
        case 2:
          interest.owner = owner();
          break;
        default:
          add_interest();
      }
    }
  }
  void change_list() { listed_[pick(kPeople)] = !listed_[pick(kPeople)]; }
  void change_programme() { programme_ = programme_ == "SDGT" ? "NPWMD" : "SDGT"; }
  void change_book() {
    const std::size_t company = pick(kCompanies);
    if (!clients_.erase(company)) clients_.insert(company);
    suffix_ = suffix_.empty() ? " Limited" : "";
  }

  [[nodiscard]] std::vector<Listed> list() const {
    std::vector<Listed> subjects;
    for (std::size_t i = 0; i < kPeople; ++i) {
      if (listed_.at(i)) subjects.push_back({id_of(i), person(i), {}, {}, i == 1 ? programme_ : "SDGT", {}});
    }
    // Never an empty list, and one that stays much of a size.
    for (int i = 0; i < 12; ++i) {
      subjects.push_back({"ofac-9" + std::to_string(i), "Zzyzx Qwfpgj" + std::to_string(i), {}, {}, "SDGT", {}});
    }
    return subjects;
  }
  [[nodiscard]] std::string owners() const {
    std::string rows;
    for (const Interest& i : interests_) rows += i.owner + "," + i.asset + "," + i.share + ",," + i.end + ",\n";
    return rows;
  }
  [[nodiscard]] std::vector<Client> book() const {
    std::vector<Client> clients{{"person", person(0), ""}};
    for (const std::size_t i : clients_) {
      clients.push_back({"c-" + std::to_string(i), company(i) + (i % 5 == 0 ? suffix_ : ""), ""});
    }
    return clients;
  }
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

 private:
  static constexpr std::size_t kPeople = 6;
  static constexpr std::size_t kCompanies = 14;
  struct Interest {
    std::string owner, asset, share, end;
  };
  static std::string id_of(std::size_t i) { return "ofac-" + std::to_string(i + 1); }
  static std::string person(std::size_t i) {
    static const std::vector<std::string> names{"Ivan Petrov",    "Maria Kuznetsova", "Oleg Morozov",
                                                "Viktor Lebedev", "Anna Sokolova",    "Pavel Gromov"};
    return names[i];
  }
  static std::string company(std::size_t i) {
    static const std::vector<std::string> names{
        "Alabaster Shipping", "Bergamot Foods",   "Cinnabar Mining",  "Dolomite Cement", "Emerald Textiles",
        "Falconry Aviation",  "Granite Quarries", "Heliotrope Media", "Indigo Pharma",   "Juniper Forestry",
        "Kestrel Drones",     "Lapis Jewellery",  "Magnolia Hotels",  "Nutmeg Spices"};
    return names[i];
  }
  std::string owner() {
    if (pick(5) < 2) return company(pick(kCompanies));
    const std::size_t i = pick(kPeople);
    return pick(2) == 0 ? id_of(i) : person(i);
  }
  std::string share() {
    static const std::vector<std::string> shares{"10,10", "20,40", "25,25", "50,50", "60,60", "100,100", ","};
    return shares[pick(shares.size())];
  }
  void add_interest() { interests_.push_back({owner(), company(pick(kCompanies)), share(), ""}); }

  std::mt19937 random_;
  std::map<std::size_t, bool> listed_;
  std::vector<Interest> interests_;
  std::set<std::size_t> clients_;
  std::string programme_ = "SDGT";
  std::string suffix_;
};

// The hits beyond names of a screening of the same book.
std::set<std::string> screened_by_depth(Desk& desk, const std::vector<Client>& clients, int depth) {
  Workspace workspace = desk.workspace();
  ScreenRequest request;
  request.depth = depth;
  request.regimes = {"us-ofac"};
  request.limit = 0;
  std::vector<CounterpartyColumns> rows;
  for (const Client& client : clients) rows.push_back({{"id", client.id}, {"name", client.name}});
  std::set<std::string> found;
  const auto done = screen_rows(workspace, request, rows, [&found](std::string_view line) {
    const Json row = Json::parse(line);
    for (const Json& hit : row["hits"]) {
      if (hit["limb"] == "name") continue;
      for (const Json& reach : hit["reach"]) {
        found.insert(row["id"].get<std::string>() + " " + hit["entity_id"].get<std::string>() + " " +
                     reach["verdict"].get<std::string>() + " " + reach["path"].get<std::string>());
      }
    }
    return base::Result<void>();
  });
  EXPECT_TRUE(done) << done.error().to_string();
  return found;
}

std::set<std::string> watched(const Desk& desk) {
  std::set<std::string> found;
  for (const Json& alert : owned_alerts(desk)) {
    if (alert["status"] == "lapsed") continue;
    for (const Json& hit : alert["facts"]["hits"]) {
      for (const Json& reach : hit["reach"]) {
        found.insert(alert["counterparty"].get<std::string>() + " " + hit["entity_id"].get<std::string>() + " " +
                     reach["verdict"].get<std::string>() + " " + reach["path"].get<std::string>());
      }
    }
  }
  return found;
}

void decide_some(Market& market, Desk& a, Desk& b) {
  const std::vector<Json> open = owned_alerts(a, "open");
  if (open.empty()) return;
  for (int i = 0; i < 3; ++i) {
    const DecideRequest request{open[market.pick(open.size())]["id"], "false-positive", "another firm", "anna", {}, {}};
    ASSERT_TRUE(a.decide(request));
    ASSERT_TRUE(b.decide(request));
  }
}

// After any sequence of changes of interests, listings, counterparties, days and settings, with decisions between them,
// delta runs and full runs have left the same alerts, and what is not lapsed is what screening with depth finds.
TEST(WatchReach, delta_and_full_runs_leave_the_same_alerts_as_screening) {
  std::map<std::string, int> actions;
  std::map<std::string, int> verdicts;
  std::uint64_t screened_less = 0;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    Market market(seed);
    Desk delta;
    Desk full;
    for (int step = 0; step < 7; ++step) {
      SCOPED_TRACE("seed " + std::to_string(seed) + " step " + std::to_string(step));
      const int depth = step < 5 ? 2 : 5;
      if (step % 3 == 1) market.change_interests();
      if (step % 3 == 2) market.change_list();
      if (step == 3) market.change_book();
      if (step == 4) market.change_programme();
      for (Desk* desk : {&delta, &full}) {
        desk->list(market.list(), "us_ofac_sdn");
        import_owners(*desk, market.owners());
        desk->book(market.book(), looking_through(depth));
      }
      WatchRequest request;
      request.index_from = 0;
      const Json outcome = delta.watch(request);
      EXPECT_EQ(outcome["kind"], step == 0 || step == 5 ? "full" : "delta");
      if (outcome["screened"] < outcome["counterparties"]) ++screened_less;
      request.full = true;
      full.watch(request);
      const std::vector<Json> left = everything(delta);
      const Json difference = Json::diff(Json(left), Json(everything(full)));
      ASSERT_TRUE(difference.empty()) << difference.dump().substr(0, 3000);
      EXPECT_EQ(watched(delta), screened_by_depth(delta, market.book(), depth));
      EXPECT_TRUE(delta.log_is_intact());
      EXPECT_EQ(delta.complaint(), "");
      for (const Json& alert : left) {
        if (alert["kind"] != "ownership") continue;
        ++verdicts[alert["verdict"]];
        for (const Json& event : alert["history"]) ++actions[event["action"].get<std::string>()];
      }
      decide_some(market, delta, full);
      delta.clock.next_day();
      full.clock.next_day();
    }
    Workspace workspace = delta.workspace();
    const auto all = replay(workspace, "", [&](std::string_view json) {
      EXPECT_TRUE(Json::parse(json)["identical"]) << json;
      return base::Result<void>();
    });
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_TRUE(*all);
  }
  for (const char* action : {"alert.opened", "alert.updated", "alert.reopened", "alert.lapsed", "alert.decided"}) {
    EXPECT_GT(actions[action], 0) << "the markets never made it happen: " << action;
  }
  EXPECT_GT(verdicts["blocked"], 0);
  EXPECT_GT(verdicts["undetermined"], 0);
  EXPECT_GT(screened_less, 0U) << "a delta looked at everybody each time";
}

std::vector<Listed> two_listed() {
  return {{"ofac-1", "Ivan Petrov", {}, {}, "SDGT", {}}, {"ofac-2", "Maria Kuznetsova", {}, {}, "NPWMD", {}}};
}
std::vector<Client> two_companies() {
  return {{"c-1", "Alabaster Shipping", ""}, {"c-2", "Bergamot Foods", ""}, {"c-3", "Cinnabar Mining", ""}};
}

TEST(WatchReach, reasons_name_the_fact_that_changed) {
  Desk desk;
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk, "ofac-1,Alabaster Shipping,30,30,,,\nOleg Morozov,Bergamot Foods,70,70,,,\n");
  desk.book(two_companies(), looking_through(3));
  Json run = desk.watch();
  EXPECT_EQ(run["opened"], 0);
  const Json& certificate = run["certificate"];
  EXPECT_THAT(certificate["not_checked"].dump(), Not(HasSubstr("owner")));
  EXPECT_EQ(certificate["ownership"]["rule"], "us-ofac-50-percent-aggregate@1");
  EXPECT_EQ(certificate["ownership"]["interests"], 2);
  EXPECT_EQ(certificate["ownership"]["graph"].size(), 2U);

  desk.clock.next_day();  // 30 and 20 percent of two listed parties make 50
  import_owners(desk,
                "ofac-1,Alabaster Shipping,30,30,,,\nofac-2,Alabaster Shipping,20,20,,,\n"
                "Oleg Morozov,Bergamot Foods,70,70,,,\n");
  WatchRequest request;
  request.index_from = 0;
  run = desk.watch(request);
  EXPECT_EQ(run["kind"], "delta");
  EXPECT_EQ(run["screened"], 1) << "only whom the changed interest concerns";
  ASSERT_EQ(owned_alerts(desk).size(), 1U);
  Json alert = owned_alerts(desk)[0];
  EXPECT_EQ(alert["counterparty"], "c-1");
  EXPECT_EQ(alert["verdict"], "blocked");
  EXPECT_EQ(alert["reason_kind"], "ownership-changed");
  EXPECT_THAT(alert["reason"].get<std::string>(),
              HasSubstr("not reached -> blocked at 50 %, because new interest: Maria Kuznetsova holds shares in "
                        "Alabaster Shipping (20 %)"));
  EXPECT_THAT(alert["legal_basis"].dump(), HasSubstr("NPWMD"));
  EXPECT_THAT(alert["legal_basis"].dump(), HasSubstr("us-ofac-50-percent-aggregate@1: OFAC"));
  EXPECT_THAT(alert["path"].get<std::string>(),
              HasSubstr("Ivan Petrov (listed) holds shares in Alabaster Shipping (30"));

  desk.clock.next_day();  // an owner is listed
  std::vector<Listed> list = two_listed();
  list.push_back({"ofac-3", "Oleg Morozov", {}, {}, "RUSSIA-EO14024", {}});
  desk.list(list, "us_ofac_sdn");
  run = desk.watch(request);
  EXPECT_EQ(run["opened"], 1);
  for (const Json& one : owned_alerts(desk)) {
    if (one["counterparty"] != "c-2") continue;
    EXPECT_THAT(one["reason"].get<std::string>(), HasSubstr("Oleg Morozov (ofac-3) is newly listed under us-ofac"));
    EXPECT_THAT(one["reason"].get<std::string>(), HasSubstr("RUSSIA-EO14024"));
  }

  desk.clock.next_day();  // one leaves the list, a share falls
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk,
                "ofac-1,Alabaster Shipping,30,30,,,\nofac-2,Alabaster Shipping,19,19,,,\n"
                "Oleg Morozov,Bergamot Foods,70,70,,,\n");
  run = desk.watch(request);
  EXPECT_EQ(run["lapsed"], 2);
  std::string texts;
  for (const Json& one : owned_alerts(desk, "lapsed")) texts += one["history"].back()["text"].get<std::string>();
  EXPECT_THAT(texts, HasSubstr("Oleg Morozov (ofac-3) is no longer listed"));
  EXPECT_THAT(texts, HasSubstr("a share changed: Maria Kuznetsova holds shares in Alabaster Shipping, 20 % -> 19 %"));
}

TEST(WatchReach, an_interest_that_ends_with_a_day_is_seen_on_the_next) {
  Desk desk;
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk, "ofac-1,Alabaster Shipping,80,80,2020-01-01,2026-01-01,\n");
  desk.book(two_companies(), looking_through(1));
  EXPECT_EQ(desk.watch()["opened"], 1);
  EXPECT_EQ(desk.watch()["lapsed"], 0);
  desk.clock.next_day();
  const Json run = desk.watch();
  EXPECT_EQ(run["kind"], "delta");
  EXPECT_EQ(run["lapsed"], 1);
  EXPECT_THAT(owned_alerts(desk)[0]["history"].back()["text"].get<std::string>(),
              HasSubstr("an interest ended: Ivan Petrov holds shares in Alabaster Shipping (80 %)"));
}

TEST(WatchReach, an_unknown_share_is_undetermined_and_a_listed_name_keeps_its_own_alert) {
  Desk desk;
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk, "ofac-1,Alabaster Shipping,,,,,\n");
  desk.book({{"c-1", "Alabaster Shipping", ""}, {"p-1", "Ivan Petrov", ""}}, looking_through(3));
  desk.watch();
  ASSERT_EQ(desk.alerts().size(), 2U);
  for (const Json& row : desk.alerts()) {
    const Json alert = desk.alert(row["id"]);
    if (row["counterparty"] == "p-1") {
      EXPECT_EQ(row["kind"], "name");
      EXPECT_FALSE(row.contains("verdict"));
    } else {
      EXPECT_EQ(row["kind"], "ownership");
      EXPECT_EQ(row["verdict"], "undetermined");
      EXPECT_EQ(row["cluster_id"], "Alabaster Shipping");
      EXPECT_EQ(row["programmes"], Json({"SDGT"}));
      EXPECT_THAT(row["reason"].get<std::string>(), HasSubstr("missing: the share of"));
    }
  }
}

TEST(WatchReach, without_a_list_of_the_regime_owners_are_undetermined) {
  Desk desk;
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk, "Oleg Morozov,Alabaster Shipping,80,80,,,\n");
  desk.book(two_companies(), looking_through(3, "eu"));
  const Json run = desk.watch();
  EXPECT_EQ(run["opened"], 1);
  EXPECT_EQ(owned_alerts(desk)[0]["verdict"], "undetermined");
  EXPECT_THAT(owned_alerts(desk)[0]["reason"].get<std::string>(), HasSubstr("no EU list is loaded"));
  EXPECT_THAT(run["certificate"]["not_checked"].dump(), HasSubstr("no EU list is loaded"));
}

TEST(WatchReach, control_alone_is_an_alert_where_the_regime_looks_at_control) {
  for (const std::string regime : {"eu", "us-ofac"}) {
    SCOPED_TRACE(regime);
    Desk desk;
    desk.list(two_listed(), regime == "eu" ? "eu_fsf" : "us_ofac_sdn");
    import_owners(desk, "ofac-1,Alabaster Shipping,,,,,control\n");
    desk.book(two_companies(), looking_through(3, regime));
    desk.watch();
    const std::vector<Json> alerts = owned_alerts(desk);
    ASSERT_EQ(alerts.size(), regime == "eu" ? 1U : 0U);
    if (alerts.empty()) continue;
    EXPECT_EQ(alerts[0]["limb"], "control");
    EXPECT_EQ(alerts[0]["verdict"], "undetermined");
    EXPECT_THAT(alerts[0]["path"].get<std::string>(), HasSubstr("Ivan Petrov (listed) "));
  }
}

TEST(WatchReach, a_decision_holds_until_the_ownership_it_relied_on_changes) {
  Desk desk;
  const std::string other = "ofac-2,Cinnabar Mining,60,60,,,\n";
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk, "ofac-1,Alabaster Shipping,60,60,,,\n" + other);
  desk.book(two_companies(), looking_through(3));
  desk.watch();
  for (const Json& alert : owned_alerts(desk)) {
    if (alert["counterparty"] != "c-1") continue;
    ASSERT_TRUE(desk.decide({alert["id"], "false-positive", "another firm of that name", "anna", {}, {}}));
  }
  desk.clock.next_day();  // an interest elsewhere, and the order of the file
  import_owners(desk, "ofac-2,Cinnabar Mining,70,70,,,\nofac-1,Alabaster Shipping,60,60,,,\n");
  EXPECT_EQ(desk.watch()["reopened"], 0);
  EXPECT_EQ(desk.alerts("false-positive").size(), 1U);
  desk.clock.next_day();
  import_owners(desk, "ofac-1,Alabaster Shipping,65,65,,,\n" + other);
  EXPECT_EQ(desk.watch()["reopened"], 1);
  EXPECT_EQ(desk.alerts("false-positive").size(), 0U);
  for (const Json& alert : owned_alerts(desk, "open")) {
    if (alert["counterparty"] != "c-1") continue;
    EXPECT_EQ(alert["reason_kind"], "suppression-fell");
    EXPECT_THAT(alert["reason"].get<std::string>(), HasSubstr("60 % -> 65 %"));
  }
}

TEST(WatchReach, depth_and_regime_are_settings_that_screen_anew) {
  Desk desk;
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk, "ofac-1,Alabaster Shipping,60,60,,,\nAlabaster Shipping,Bergamot Foods,50,50,,,\n");
  desk.book(two_companies());
  Json run = desk.watch();
  EXPECT_EQ(run["opened"], 0);
  EXPECT_FALSE(run["certificate"].contains("ownership"));
  EXPECT_THAT(run["certificate"]["not_checked"].dump(), HasSubstr("were not looked through"));
  Workspace workspace = desk.workspace();
  ASSERT_TRUE(change_portfolio(workspace, "default", looking_through(1), "anna", Desk::none()));
  run = desk.watch();
  EXPECT_EQ(run["kind"], "full");
  EXPECT_EQ(run["opened"], 1);
  EXPECT_THAT(run["certificate"]["not_checked"].dump(), HasSubstr("1 parties are reached through more than 1 levels"));
  ASSERT_TRUE(change_portfolio(workspace, "default", looking_through(2), "anna", Desk::none()));
  EXPECT_EQ(desk.watch()["opened"], 1);
  EXPECT_EQ(owned_alerts(desk).size(), 2U);
  ASSERT_TRUE(change_portfolio(workspace, "default", looking_through(0), "anna", Desk::none()));
  EXPECT_EQ(desk.watch()["lapsed"], 2);
  const auto wrong = change_portfolio(workspace, "default", looking_through(2, "atlantis"), "anna", Desk::none());
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().to_string(), HasSubstr("atlantis"));
}

// A revision of a rule is seen by the run after it: the state before is repeated under the rules of then.
TEST(WatchReach, another_revision_of_the_rule_is_a_change) {
  Desk desk;
  desk.list(two_listed(), "us_ofac_sdn");
  import_owners(desk, "ofac-1,Alabaster Shipping,60,60,,,\n");
  const Workspace workspace = desk.workspace();
  PortfolioReachRequest request;
  request.versions = {{model::SourceId{"us_ofac_sdn"}, 1}, {model::SourceId{"owners"}, 1}};
  request.depth = 3;
  request.day = base::date_of(desk.clock.now());
  request.rules = shipped_ownership_rules();
  const match::Policy policy = match::Policy::standard();
  const auto before = PortfolioReach::build(workspace, request, policy);
  ASSERT_TRUE(before) << before.error().to_string();
  EXPECT_TRUE(reach_changes(**before, **before).empty());
  const std::string rule = "id: us-ofac-50-percent-aggregate\n    revision: 1";
  const std::size_t at = request.rules.find(rule);
  ASSERT_NE(at, std::string::npos);
  request.rules.replace(at + rule.size() - 1, 1, "2");
  const auto after = PortfolioReach::build(workspace, request, policy);
  ASSERT_TRUE(after) << after.error().to_string();
  const auto changes = reach_changes(**before, **after);
  ASSERT_EQ(changes.count("Alabaster Shipping"), 1U);
  EXPECT_THAT(changes.at("Alabaster Shipping").text,
              HasSubstr("the rule: us-ofac-50-percent-aggregate@1 -> us-ofac-50-percent-aggregate@2"));
  EXPECT_NE((*before)->used().rules_sha256, (*after)->used().rules_sha256);
  EXPECT_EQ((*before)->used().sha256, (*after)->used().sha256);
}

}  // namespace
}  // namespace cordon::service::testing
