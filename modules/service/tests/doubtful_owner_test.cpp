// Owners whose names are like a listed party's without being taken for it: what depends on them is undetermined, in
// verdicts, screening with depth and watched portfolios alike, and the answer asks who they are.
#include "cordon/service/reach.hpp"
#include "cordon/service/screening.hpp"
#include "desk.hpp"
#include "monitor.hpp"

namespace cordon::service::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Far enough from each other for no doubt between them.
std::vector<Listed> the_list() {
  return {{"ofac-1", "Arkady Romanovich Testenberg", {}, "1951-12-15", "UKRAINE-EO13661", {}},
          {"ofac-2", "Maria Kuznetsova", {}, {}, "NPWMD", {}}};
}
constexpr const char* kQuestion =
    "whether 'Testenberg' is the listed Arkady Romanovich Testenberg (ofac-1), name score 0.";

class DoubtfulOwner : public ::testing::Test {
 protected:
  void SetUp() override { desk.list(the_list(), "us_ofac_sdn"); }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(desk.file(name)) << text;
    return desk.file(name);
  }
  std::filesystem::path owners(const std::string& rows) const {
    return write("owners.csv", "owner,asset,share_min,share_max\n" + rows);
  }
  void import(const std::filesystem::path& path, const std::string& source = {}) const {
    Workspace workspace = desk.workspace();
    ImportRequest request;
    request.paths = {path};
    if (!source.empty()) request.source = source;
    request.as_of = base::date_of(desk.clock.now());
    const auto failed = import_lists(workspace, request, Desk::none(), Desk::quiet());
    ASSERT_TRUE(failed) << failed.error().to_string();
    ASSERT_TRUE(failed->empty()) << failed->front().to_string();
  }
  // By entity id.
  std::map<std::string, Json> verdicts(const OwnershipRequest& request) const {
    Workspace workspace = desk.workspace();
    std::map<std::string, Json> found;
    const auto done = ownership_verdicts(
        &workspace, request, desk.clock,
        [&found](std::string_view line) {
          const Json row = Json::parse(line);
          found[row["entity_id"]] = row;
          return base::Result<void>();
        },
        Desk::quiet());
    EXPECT_TRUE(done) << done.error().to_string();
    return found;
  }
  Json verdict_of(const std::filesystem::path& graph, const std::string& entity) const {
    OwnershipRequest request;
    request.input.graphs = {graph};
    request.entities = {entity};
    return verdicts(request)[entity];
  }
  std::vector<Json> owned_alerts(const std::string& status = "all") const {
    std::vector<Json> alerts;
    for (const Json& row : desk.alerts(status)) {
      if (row["kind"] == "ownership") alerts.push_back(desk.alert(row["id"]));
    }
    return alerts;
  }

  Desk desk;
};

TEST_F(DoubtfulOwner, opens_the_verdict_and_is_asked_about) {
  const auto graph = owners("Testenberg,Gamma Works,60,60\nGamma Works,Delta Works,50,50\n");
  const Json gamma = verdict_of(graph, "Gamma Works");
  EXPECT_EQ(gamma["verdict"], "undetermined");
  EXPECT_EQ(gamma["share_min"], 0);
  EXPECT_EQ(gamma["share_max"], 60);
  ASSERT_EQ(gamma["missing"].size(), 1U);
  EXPECT_THAT(gamma["missing"][0].get<std::string>(), HasSubstr(kQuestion));
  EXPECT_EQ(gamma["evidence"][0]["owner_status"], "possibly-listed");
  EXPECT_EQ(gamma["path"], "Testenberg (perhaps listed) holds shares in Gamma Works (60 %)");
  const Json delta = verdict_of(graph, "Delta Works");
  EXPECT_EQ(delta["verdict"], "undetermined");
  EXPECT_EQ(delta["missing"], gamma["missing"]);

  OwnershipRequest all;
  all.input.graphs = {graph};
  const auto every = verdicts(all);
  EXPECT_EQ(every.at("Gamma Works"), gamma);
  EXPECT_EQ(every.at("Delta Works"), delta);
  EXPECT_EQ(every.at("Testenberg")["verdict"], "undetermined");
  EXPECT_FALSE(every.at("Testenberg")["listed"]);
}

TEST_F(DoubtfulOwner, changes_nothing_where_nothing_depends_on_it) {
  EXPECT_EQ(verdict_of(owners("Testenberg,Gamma Works,49,49\n"), "Gamma Works")["verdict"], "not_blocked");
  EXPECT_EQ(verdict_of(owners("Zbigniew Qwertz,Gamma Works,60,60\n"), "Gamma Works")["verdict"], "not_blocked");
  const Json blocked = verdict_of(owners("ofac-2,Gamma Works,50,50\nTestenberg,Gamma Works,50,50\n"), "Gamma Works");
  EXPECT_EQ(blocked["verdict"], "blocked");
  EXPECT_EQ(blocked["missing"], Json::array());
  EXPECT_EQ(verdict_of(owners("Arkady Romanovich Testenberg,Gamma Works,60,60\n"), "Gamma Works")["verdict"],
            "blocked");
}

TEST_F(DoubtfulOwner, whose_birth_or_kind_contradicts_is_in_no_doubt) {
  const auto ftm = [this](const std::string& schema, const std::string& more) {
    return write("register.jsonl",
                 "{\"id\":\"p1\",\"schema\":\"" + schema + "\",\"properties\":{\"name\":[\"Testenberg\"]" + more +
                     "}}\n{\"id\":\"c1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Gamma Works\"]}}\n"
                     "{\"id\":\"o1\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"p1\"],\"asset\":[\"c1\"],"
                     "\"percentage\":[\"60\"]}}\n");
  };
  const std::string same = ",\"birthDate\":[\"1951-12-15\"]";
  const std::string another = ",\"birthDate\":[\"1988-03-02\"]";
  EXPECT_EQ(verdict_of(ftm("Person", ""), "c1")["verdict"], "undetermined");
  EXPECT_EQ(verdict_of(ftm("Person", same), "c1")["verdict"], "undetermined");
  EXPECT_EQ(verdict_of(ftm("Person", another), "c1")["verdict"], "not_blocked");
  EXPECT_EQ(verdict_of(ftm("Vessel", ""), "c1")["verdict"], "not_blocked");
  EXPECT_THAT(verdict_of(ftm("Person", ""), "c1")["missing"][0].get<std::string>(),
              HasSubstr("whether 'Testenberg' (p1) is the listed"));
  // Kept, it is the same.
  OwnershipRequest kept;
  kept.entities = {"c1"};
  import(ftm("Person", another), "register");
  EXPECT_EQ(verdicts(kept)["c1"]["verdict"], "not_blocked");
  desk.clock.next_day();
  import(ftm("Person", same), "register");
  EXPECT_EQ(verdicts(kept)["c1"]["verdict"], "undetermined");
}

TEST_F(DoubtfulOwner, of_a_register_keeps_its_birth_date_when_imported) {
  const auto psc = [this](const std::string& born) {
    return write("psc.jsonl",
                 "{\"company_number\":\"01234567\",\"data\":{\"kind\":\"individual-person-with-significant-control\","
                 "\"name\":\"Testenberg\",\"date_of_birth\":" +
                     born +
                     ",\"links\":{\"self\":\"/company/01234567/persons-with-significant-control/individual/abc\"},"
                     "\"natures_of_control\":[\"ownership-of-shares-75-to-100-percent\"],"
                     "\"notified_on\":\"2016-04-06\"}}\n");
  };
  const std::string born = "{\"month\":12,\"year\":1951}";
  const std::string another = "{\"month\":3,\"year\":1988}";
  EXPECT_EQ(verdict_of(psc(born), "01234567")["verdict"], "undetermined");
  EXPECT_EQ(verdict_of(psc(another), "01234567")["verdict"], "not_blocked");
  OwnershipRequest kept;
  kept.entities = {"01234567"};
  import(psc(another));
  EXPECT_EQ(verdicts(kept)["01234567"]["verdict"], "not_blocked");
  desk.clock.next_day();
  import(psc(born));
  EXPECT_EQ(verdicts(kept)["01234567"]["verdict"], "undetermined");
}

TEST_F(DoubtfulOwner, is_no_matter_of_a_file_of_listed_ids) {
  OwnershipRequest request;
  request.input.graphs = {owners("Testenberg,Gamma Works,60,60\nx-1,Delta Works,60,60\n")};
  request.input.listed = write("listed.csv", "id\nx-1\nArkady Romanovich Testenberg\n");
  request.entities = {"Gamma Works", "Delta Works"};
  const auto found = verdicts(request);
  EXPECT_EQ(found.at("Gamma Works")["verdict"], "not_blocked");
  EXPECT_EQ(found.at("Delta Works")["verdict"], "blocked");
}

TEST_F(DoubtfulOwner, is_told_apart_by_a_list_that_has_both) {
  const std::string rows =
      "{\"id\":\"p1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Testenberg\"]}}\n"
      "{\"id\":\"c1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Gamma Works\"]}}\n"
      "{\"id\":\"o1\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"p1\"],\"asset\":[\"c1\"],"
      "\"percentage\":[\"60\"]}}\n";
  const std::string listed =
      "{\"id\":\"ofac-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Arkady Romanovich Testenberg\"],"
      "\"topics\":[\"sanction\"],\"programId\":[\"UKRAINE-EO13661\"]}}\n";
  OwnershipRequest kept;
  kept.entities = {"c1"};
  desk.clock.next_day();
  import(write("mix.jsonl", rows + listed), "mix");
  EXPECT_EQ(verdicts(kept)["c1"]["verdict"], "not_blocked");
  desk.clock.next_day();  // in a file that knows nothing of him
  import(write("mix.jsonl", listed), "mix");
  import(write("register.jsonl", rows), "register");
  EXPECT_EQ(verdicts(kept)["c1"]["verdict"], "undetermined");
}

TEST_F(DoubtfulOwner, is_found_by_screening_with_depth) {
  Workspace workspace = desk.workspace();
  ScreenRequest request;
  request.depth = 2;
  request.regimes = {"us-ofac"};
  request.graphs = {owners("Testenberg,Gamma Works,60,60\nTestenberg,Delta Works,40,40\n")};
  std::vector<Json> rows;
  const auto done =
      screen_rows(workspace, request, {{{"id", "1"}, {"name", "Gamma Works"}}, {{"id", "2"}, {"name", "Delta Works"}}},
                  [&rows](std::string_view line) {
                    rows.push_back(Json::parse(line));
                    return base::Result<void>();
                  });
  ASSERT_TRUE(done) << done.error().to_string();
  ASSERT_EQ(rows.size(), 2U);
  ASSERT_EQ(rows[0]["hits"].size(), 1U);
  const Json& reach = rows[0]["hits"][0]["reach"][0];
  EXPECT_EQ(reach["verdict"], "undetermined");
  EXPECT_EQ(reach["depth"], 1);
  EXPECT_THAT(reach["ownership"]["missing"][0].get<std::string>(), HasSubstr(kQuestion));
  EXPECT_EQ(rows[1]["hits"], Json::array());
}

TEST_F(DoubtfulOwner, is_watched_as_a_doubt_comes_is_settled_and_goes) {
  PortfolioChange settings;
  settings.depth = 2;
  settings.regime = "us-ofac";
  desk.clock.next_day();
  desk.list({the_list()[1]}, "us_ofac_sdn");
  import(write("owners.csv", "owner,asset,share_min,share_max\nTestenberg,Gamma Works,60,60\n"));
  desk.book({{"c-1", "Gamma Works", ""}, {"c-2", "Delta Works", ""}}, settings);
  EXPECT_EQ(desk.watch()["opened"], 0);

  desk.clock.next_day();  // somebody of that name is listed
  desk.list(the_list(), "us_ofac_sdn");
  WatchRequest request;
  request.index_from = 0;
  Json run = desk.watch(request);
  EXPECT_EQ(run["kind"], "delta");
  EXPECT_EQ(run["opened"], 1);
  ASSERT_EQ(owned_alerts().size(), 1U);
  Json alert = owned_alerts()[0];
  EXPECT_EQ(alert["counterparty"], "c-1");
  EXPECT_EQ(alert["verdict"], "undetermined");
  EXPECT_EQ(alert["programmes"], Json({"UKRAINE-EO13661"}));
  EXPECT_THAT(alert["reason"].get<std::string>(), HasSubstr("not reached -> undetermined"));
  EXPECT_THAT(alert["reason"].get<std::string>(), HasSubstr(std::string("it is open now ") + kQuestion));
  EXPECT_THAT(alert["facts"].dump(), HasSubstr("\"perhaps_listed\""));
  EXPECT_EQ(run["certificate"]["ownership"]["undetermined"], 1);
  ASSERT_TRUE(desk.decide({alert["id"], "false-positive", "another man", "anna", {}, {}}));
  desk.clock.next_day();
  EXPECT_EQ(desk.watch(request)["reopened"], 0);

  desk.clock.next_day();  // the list gives the short name: it is taken for him
  std::vector<Listed> list = the_list();
  list[0].aliases = {"Testenberg"};
  desk.list(list, "us_ofac_sdn");
  run = desk.watch(request);
  EXPECT_EQ(run["reopened"], 1);
  EXPECT_EQ(owned_alerts()[0]["verdict"], "blocked");

  desk.clock.next_day();  // and he leaves it
  desk.list({the_list()[1]}, "us_ofac_sdn");
  EXPECT_EQ(desk.watch(request)["lapsed"], 1);

  Workspace workspace = desk.workspace();
  const auto all = replay(workspace, "", [&](std::string_view json) {
    EXPECT_TRUE(Json::parse(json)["identical"]) << json;
    return base::Result<void>();
  });
  ASSERT_TRUE(all) << all.error().to_string();
  EXPECT_TRUE(*all);
}

TEST_F(DoubtfulOwner, leaves_the_reach_when_the_listed_party_does) {
  PortfolioChange settings;
  settings.depth = 2;
  settings.regime = "us-ofac";
  import(write("owners.csv", "owner,asset,share_min,share_max\nTestenberg,Gamma Works,60,60\n"));
  desk.book({{"c-1", "Gamma Works", ""}}, settings);
  EXPECT_EQ(desk.watch()["opened"], 1);
  desk.clock.next_day();
  desk.list({the_list()[1]}, "us_ofac_sdn");
  EXPECT_EQ(desk.watch()["lapsed"], 1);
  EXPECT_THAT(owned_alerts()[0]["history"].back()["text"].get<std::string>(),
              HasSubstr(std::string("it is no longer open ") + kQuestion));
}

// A run of a program that knew no doubt: the next one looks at everybody, though lists, interests and rules are the
// same.
TEST_F(DoubtfulOwner, is_seen_by_the_first_run_that_knows_of_doubts) {
  PortfolioChange settings;
  settings.depth = 2;
  settings.regime = "us-ofac";
  import(write("owners.csv", "owner,asset,share_min,share_max\nTestenberg,Gamma Works,60,60\n"));
  desk.book({{"c-1", "Gamma Works", ""}}, settings);
  desk.watch();
  EXPECT_EQ(desk.watch()["kind"], "delta");
  {
    Workspace workspace = desk.workspace();
    const auto storage = open_monitor(workspace, true);
    ASSERT_TRUE(storage);
    const auto transaction = (*storage)->begin_write();
    ASSERT_TRUE(transaction);
    auto last = (*transaction)->last_run("default");
    ASSERT_TRUE(last && *last && (*last)->ownership);
    (*last)->ownership->links = 1;
    ASSERT_TRUE((*transaction)->add_run(**last));
    ASSERT_TRUE((*transaction)->commit());
  }
  EXPECT_EQ(desk.watch()["kind"], "full");
  EXPECT_EQ(desk.watch()["kind"], "delta");
}

// The doubtful owner himself: a name in the book like his is a matter of screening by name, no owner of his is.
TEST_F(DoubtfulOwner, himself_is_no_party_reached_through_owners) {
  PortfolioChange settings;
  settings.depth = 2;
  settings.regime = "us-ofac";
  import(write("owners.csv", "owner,asset,share_min,share_max\nTestenberg,Gamma Works,60,60\n"));
  desk.book({{"p-1", "Testenberg", ""}}, settings);
  desk.watch();
  EXPECT_TRUE(owned_alerts().empty());
  EXPECT_EQ(desk.alerts().size(), 1U) << "by name";
}

}  // namespace
}  // namespace cordon::service::testing
