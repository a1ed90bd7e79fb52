// The use cases across lists, on small lists of our own: clusters in hits, judgements, discrepancies, a hull through
// renaming, rounds, and what programmes mean on each list.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cordon/service/clusters.hpp"
#include "cordon/service/lists.hpp"
#include "cordon/service/programmes.hpp"
#include "cordon/service/rounds.hpp"
#include "cordon/service/screening.hpp"
#include "cordon/service/vessel.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A listed subject and its sanction, as FollowTheMoney lines.
struct Line {
  std::string id;
  std::string schema;
  Json properties;
  std::string programme;
  std::string listed_on;
};

class Across : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon_across_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    WorkspaceOptions options;
    options.directory = directory_ / "data";
    options.clock = &clock_;
    options.progress = &progress_;
    auto opened = Workspace::open(options);
    ASSERT_TRUE(opened) << opened.error().to_string();
    workspace_ = std::make_unique<Workspace>(std::move(*opened));
  }
  void TearDown() override {
    workspace_.reset();
    fs::remove_all(directory_);
  }

  void import(const std::string& source, const char* day, const std::vector<Line>& lines) {
    const fs::path file = directory_ / (source + ".jsonl");
    std::ofstream out(file);
    for (const Line& line : lines) {
      out << Json{{"id", line.id}, {"schema", line.schema}, {"properties", line.properties}}.dump() << '\n';
      Json sanction{{"entity", {line.id}}, {"programId", {line.programme}}};
      if (!line.listed_on.empty()) sanction["listingDate"] = {line.listed_on};
      out << Json{{"id", line.id + "-s"}, {"schema", "Sanction"}, {"properties", sanction}}.dump() << '\n';
    }
    out.close();
    ImportRequest request;
    request.paths = {file};
    request.source = source;
    request.as_of = base::Date::parse(day).value();
    const auto failed = import_lists(
        *workspace_, request, [](std::string_view) { return base::Result<void>{}; }, [](std::string_view) {});
    ASSERT_TRUE(failed) << failed.error().to_string();
    ASSERT_TRUE(failed->empty()) << failed->front().to_string();
  }
  [[nodiscard]] JsonSink into(std::vector<Json>& out) const {
    return [&out](std::string_view json) {
      out.push_back(Json::parse(json));
      return base::Result<void>{};
    };
  }
  [[nodiscard]] std::vector<Json> screen(const std::string& name) const {
    std::vector<Json> out;
    const auto done = screen_rows(*workspace_, {}, {{{"name", name}}}, into(out));
    EXPECT_TRUE(done) << done.error().to_string();
    return out.empty() ? std::vector<Json>{} : out.front()["hits"].get<std::vector<Json>>();
  }

  Workspace& workspace() { return *workspace_; }

 private:
  base::FixedClock clock_{base::Timestamp{std::chrono::seconds{1'704'240'000}}};  // 2024-01-03
  base::NoProgress progress_;
  fs::path directory_;
  std::unique_ptr<Workspace> workspace_;
};

const Json kPerson{{"name", {"Tariq Salim HARUNI"}}, {"birthDate", {"1968-03-14"}}, {"nationality", {"eg"}}};

TEST_F(Across, HitsOfOneSubjectShareAClusterUntilSomebodyJudgesOtherwise) {
  import("us_ofac_sdn", "2024-01-01", {{"ofac-90001", "Person", kPerson, "SDGT", "2004-02-01"}});
  import("un_sc_sanctions", "2024-01-01", {{"unsc-QDi.901", "Person", kPerson, "Al-Qaida", "2004-05-06"}});
  const auto hits = screen("Tariq Salim Haruni");
  ASSERT_EQ(hits.size(), 2U);
  for (const Json& hit : hits) EXPECT_EQ(hit["cluster_id"], "ofac-90001");
  for (const Json& hit : screen("Tariq Salim Haruni")) EXPECT_EQ(hit["cluster_id"], "ofac-90001");  // from the cache

  std::vector<Json> out;
  ASSERT_TRUE(
      judge_pair(workspace(), {"unsc-QDi.901", "ofac-90001", "different", "A. Analyst", "other fathers"}, into(out)));
  for (const Json& hit : screen("Tariq Salim Haruni")) EXPECT_EQ(hit["cluster_id"], hit["entity_id"]);
  out.clear();
  ASSERT_TRUE(
      judge_pair(workspace(), {"ofac-90001", "unsc-QDi.901", "withdrawn", "A. Analyst", "same after all"}, into(out)));
  out.clear();
  ASSERT_TRUE(list_clusters(workspace(), {"unsc-QDi.901", {}, false, 1}, into(out)));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0]["links"][0]["basis"], "name-and-birth");
  out.clear();
  ASSERT_TRUE(list_judgements(workspace(), into(out)));
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0]["in_force"], false);
  EXPECT_FALSE(judge_pair(workspace(), {"ofac-90001", "nobody", "same", "A", "B"}, into(out)));
}

TEST_F(Across, DiscrepanciesCountTheDays) {
  Json other = kPerson;
  other["birthDate"] = {"1968-03-14", "1969"};
  other["nationality"] = {"ye"};
  import("us_ofac_sdn", "2023-01-01", {{"ofac-90001", "Person", kPerson, "SDGT", "2004-02-01"}});
  import("un_sc_sanctions", "2023-01-01", {{"unsc-QDi.901", "Person", other, "Al-Qaida", "2004-02-11"}});
  std::vector<Json> out;
  ASSERT_TRUE(list_discrepancies(workspace(), {}, into(out)));
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0]["kind"], "nationality");
  EXPECT_EQ(out[1]["kind"], "lag");
  EXPECT_EQ(out[1]["days"], 10);

  import("us_ofac_sdn", "2023-12-24",
         {{"ofac-90009", "Person", Json{{"name", {"Somebody ELSE"}}}, "SDGT", "2023-12-24"}});
  out.clear();
  DiscrepanciesRequest delisted;
  delisted.kinds = {"delisted"};
  ASSERT_TRUE(list_discrepancies(workspace(), delisted, into(out)));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0]["missing_on"], Json::array({"us_ofac_sdn"}));
  EXPECT_EQ(out[0]["days"], 10);  // 24 December to 3 January
  out.clear();
  DiscrepanciesRequest missing;
  missing.on = {"us_ofac_sdn"};
  missing.not_on = {"un_sc_sanctions"};
  ASSERT_TRUE(list_discrepancies(workspace(), missing, into(out)));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0]["cluster_id"], "ofac-90009");
  EXPECT_EQ(out[0]["days"], 10);
}

TEST_F(Across, AHullKeepsItsNumberThroughNamesAndFlags) {
  const Json before{{"name", {"GREY HERON"}}, {"imoNumber", {"IMO9187629"}}, {"flag", {"pa"}}};
  const Json after{
      {"name", {"NORTHERN TERN"}}, {"previousName", {"GREY HERON"}}, {"imoNumber", {"IMO9187629"}}, {"flag", {"ga"}}};
  import("us_ofac_sdn", "2023-01-01", {{"ofac-1", "Vessel", before, "IRAN", ""}});
  import("us_ofac_sdn", "2023-06-01", {{"ofac-1", "Vessel", after, "IRAN", ""}});
  import("gb_fcdo_sanctions", "2023-09-01", {{"gb-1", "Vessel", after, "Iran", ""}});
  std::vector<Json> out;
  ASSERT_TRUE(show_vessel(workspace(), "IMO 9187629", into(out)));
  ASSERT_EQ(out.size(), 1U);
  ASSERT_EQ(out[0]["names"].size(), 2U);
  EXPECT_EQ(out[0]["names"][0]["value"], "GREY HERON");
  EXPECT_EQ(out[0]["names"][0]["first_seen"], "2023-01-01");
  EXPECT_EQ(out[0]["names"][1]["sources"], Json::array({"gb_fcdo_sanctions", "us_ofac_sdn"}));
  ASSERT_EQ(out[0]["flags"].size(), 2U);
  EXPECT_EQ(out[0]["flags"][1]["value"], "pa");
  EXPECT_EQ(out[0]["flags"][1]["gone_since"], "2023-06-01");
  EXPECT_EQ(out[0]["listings"].size(), 2U);
  EXPECT_EQ(out[0]["timeline"].size(), 3U);
  for (const char* wrong : {"0000000", "9187628", "5055293", "918762"}) {
    EXPECT_FALSE(show_vessel(workspace(), wrong, into(out))) << wrong;
  }
}

TEST_F(Across, RoundsAreCountedByDayAndFamily) {
  const auto person = [](const char* id, const char* name, const char* position, const char* programme) {
    return Line{id, "Person", Json{{"name", {name}}, {"position", {position}}}, programme, ""};
  };
  const Line first = person("ofac-1", "First PERSON", "Minister of Energy", "SDGT");
  const Line official = person("ofac-2", "Second PERSON", "Deputy Minister of Energy", "RUSSIA-EO14024");
  const Line business = person("ofac-3", "Third PERSON", "Chairman of the Board", "RUSSIA-EO14024");
  const Line vessel{"ofac-4", "Vessel", Json{{"name", {"GREY HERON"}}}, "PEESA", ""};
  import("us_ofac_sdn", "2021-01-10", {first});
  import("us_ofac_sdn", "2021-02-10", {first, official, business, vessel});
  import("us_ofac_sdn", "2021-03-10", {official, business, vessel});
  std::vector<Json> out;
  ASSERT_TRUE(list_rounds(workspace(), {}, into(out)));
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0]["date"], "2021-02-10");
  EXPECT_EQ(out[0]["family"], "russia");
  EXPECT_EQ(out[0]["designations"], 3);
  EXPECT_EQ(out[0]["individuals"], 2);
  EXPECT_EQ(out[0]["vessels"], 1);
  EXPECT_EQ(out[0]["officials"], 1);
  EXPECT_EQ(out[0]["business"], 1);
  EXPECT_EQ(out[0]["programmes"], (Json{{"PEESA", 1}, {"RUSSIA-EO14024", 2}}));
  EXPECT_EQ(out[1]["delistings"], 1);
  EXPECT_EQ(out[1]["family"], "terrorism");
  out.clear();
  RoundsRequest by;
  by.by = "presidency";
  ASSERT_TRUE(list_rounds(workspace(), by, into(out)));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0]["key"], "Biden");
  EXPECT_EQ(out[0]["rounds"], 1);
  by.by = "moon";
  EXPECT_FALSE(list_rounds(workspace(), by, into(out)));
}

TEST_F(Across, OneTagMeansWhatItsListMakesOfIt) {
  std::vector<Json> out;
  ASSERT_TRUE(list_programmes("UKRAINE-EO13662", "us_ofac_sdn", into(out)));
  ASSERT_TRUE(list_programmes("UKRAINE-EO13662", "us_ofac_cons", into(out)));
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0]["freezes_assets"], true);
  EXPECT_EQ(out[1]["freezes_assets"], false);
  import("us_ofac_cons", "2024-01-01", {{"ofac-7", "Person", kPerson, "UKRAINE-EO13662", ""}});
  const auto hits = screen("Tariq Salim Haruni");
  ASSERT_EQ(hits.size(), 1U);
  const std::string meaning = hits[0]["meaning"][0];
  EXPECT_EQ(meaning.find("blocking"), std::string::npos) << meaning;
  EXPECT_NE(meaning.find("debt limit"), std::string::npos) << meaning;
  EXPECT_FALSE(list_programmes("NO-SUCH-TAG", {}, into(out)));
}

// Every entry of the table reads whole: one that does not would silently mean nothing.
TEST_F(Across, TheProgrammeTableIsComplete) {
  std::vector<Json> out;
  ASSERT_TRUE(list_programmes({}, {}, into(out)));
  EXPECT_GE(out.size(), 251U);
  for (const Json& programme : out) {
    for (const char* field : {"key", "title", "authority", "status", "meaning"}) {
      EXPECT_NE(programme[field], "") << programme.dump();
    }
    EXPECT_FALSE(programme["names"].empty()) << programme.dump();
  }
}

}  // namespace
}  // namespace cordon::service
