// Screening of rows: which lists were searched is never left to belief, and nothing of a row is passed over unsaid.
#include "cordon/service/screening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "cordon/match/features.hpp"
#include "cordon/screening/counterparty.hpp"
#include "counterparty_file.hpp"
#include "desk.hpp"
#include "json_writer.hpp"

namespace cordon::service {
namespace {

using testing::Desk;
using ::testing::HasSubstr;
using testing::Json;
using testing::Listed;

class Screening : public ::testing::Test {
 protected:
  Json screen(const std::string& name, const ScreenRequest& request = {}) {
    Json found;
    Workspace workspace = desk_.workspace();
    const auto done = screen_rows(workspace, request, {{{"name", name}}}, Desk::keep(found));
    error_ = done ? std::string() : done.error().to_string();
    code_ = done ? std::nullopt : std::optional(done.error().code);
    if (done) stats_ = *done;
    return found;
  }
  // Imports a file of the directory as it is; returns whether nothing of it failed.
  bool import(const std::string& name, const std::string& text, const std::string& source) {
    std::ofstream(desk_.file(name)) << text;
    ImportRequest request;
    request.paths = {desk_.file(name)};
    request.source = source;
    request.as_of = base::date_of(desk_.clock.now());
    Workspace workspace = desk_.workspace();
    const auto failed = import_lists(workspace, request, Desk::none(), Desk::quiet());
    return failed && failed->empty();
  }
  // A list of twenty, and a day later one of a single name: not plausible, and quarantined.
  void quarantine(const std::string& source) {
    std::vector<Listed> many;
    for (int i = 0; i < 40; ++i) many.push_back({"q" + std::to_string(i), "Somebody Number" + std::to_string(i)});
    desk_.list(many, source);
    desk_.clock.next_day();
    ASSERT_FALSE(import(source + ".jsonl",
                        R"({"id":"q1","schema":"Person","properties":{"name":["Alone Here"]}})"
                        "\n",
                        source));
  }
  void reject(const std::string& source) {
    Workspace workspace = desk_.workspace();
    ASSERT_TRUE(decide_quarantine(workspace, source, false, Desk::none()));
  }
  static ScreenRequest sources(const std::vector<std::string>& names) {
    ScreenRequest request;
    request.sources = names;
    return request;
  }

  Desk desk_;
  ScreenStats stats_;
  std::string error_;
  std::optional<base::ErrorCode> code_;
};

TEST_F(Screening, LinesAreTheSameOnAnyNumberOfThreads) {
  std::vector<Listed> listed;
  for (int i = 0; i < 30; ++i)
    listed.push_back({"a" + std::to_string(i), "Ivan Testov" + std::string(1, static_cast<char>('a' + i % 26))});
  desk_.list(listed);
  std::vector<CounterpartyColumns> rows;
  for (int i = 0; i < 1'000; ++i) {
    rows.push_back({{"id", std::to_string(i)}, {"name", i % 3 == 0 ? "Ivan Testov" : "Maria Provova"}});
  }
  Workspace workspace = desk_.workspace();
  std::vector<std::vector<std::string>> lines;
  for (const unsigned threads : {1U, 2U, 7U}) {
    ScreenRequest request;
    request.threads = threads;
    std::vector<std::string>& into = lines.emplace_back();
    const auto done = screen_rows(workspace, request, rows, [&into](std::string_view line) {
      into.emplace_back(line);
      return base::Result<void>();
    });
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(done->queries, rows.size());
    EXPECT_EQ(done->rows_with_hits, 334U);
    EXPECT_EQ(done->threads, threads);
  }
  ASSERT_EQ(lines[0].size(), rows.size());
  EXPECT_EQ(Json::parse(lines[0][999])["id"], "999");
  EXPECT_EQ(lines[1], lines[0]);
  EXPECT_EQ(lines[2], lines[0]);
}

TEST_F(Screening, StopsWhenALineCannotBeWritten) {
  desk_.list({{"a1", "Ivan Testov"}});
  Workspace workspace = desk_.workspace();
  const std::vector<CounterpartyColumns> rows(1'000, {{"name", "Maria Provova"}});
  ScreenRequest request;
  request.threads = 4;
  int lines = 0;
  const auto done = screen_rows(workspace, request, rows, [&lines](std::string_view) -> base::Result<void> {
    if (++lines < 40) return {};
    return base::Error{base::ErrorCode::kIo, "disk full"};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "disk full");
  EXPECT_EQ(lines, 40);
}

constexpr const char* kInterests = "owner,asset,share_min,share_max\nIvan Testov,Gamma Works,51,51\n";

// With ownership data only, no list was left to search, and that was taken for all of them: zero hits, exit 0.
TEST_F(Screening, regression_OwnershipDataAloneIsNoList) {
  ASSERT_TRUE(import("register.csv", kInterests, "register"));
  screen("Gamma Works");
  EXPECT_EQ(code_, base::ErrorCode::kNotFound);
  EXPECT_THAT(error_, HasSubstr("no list is loaded"));
}

// A list that was asked for and has no version that answers was passed over when another one answered.
TEST_F(Screening, regression_ANamedListThatDoesNotAnswerIsAnError) {
  desk_.list({{"a1", "Ivan Testov"}});
  const base::Date first_day = base::date_of(desk_.clock.now());
  desk_.clock.next_day();
  desk_.list({{"b1", "Maria Provova"}}, "later_list");
  ScreenRequest request = sources({"our_list", "later_list"});
  EXPECT_EQ(screen("Ivan Testov", request)["searched"]["sources"].size(), 2U) << error_;
  request.as_of = first_day;
  screen("Ivan Testov", request);
  EXPECT_EQ(code_, base::ErrorCode::kNotFound);
  EXPECT_THAT(error_, HasSubstr("no version of later_list was published by 2026-01-01"));
  request.sources.clear();
  const Json found = screen("Ivan Testov", request);
  ASSERT_EQ(found["searched"]["not_searched"].size(), 1U) << error_;
  EXPECT_EQ(found["searched"]["not_searched"][0]["source"], "later_list");
  EXPECT_THAT(found["searched"]["not_searched"][0]["why"].get<std::string>(), HasSubstr("published by"));
  ASSERT_EQ(stats_.messages.size(), 1U);
  EXPECT_THAT(stats_.messages[0], HasSubstr("not searched"));
}

// Answers said nothing about a list's age, nor that a newer version waits in quarantine.
TEST_F(Screening, regression_AnswersSayHowTheListsStand) {
  quarantine("our_list");
  Json version = screen("Somebody Number7")["searched"]["versions"]["our_list"];
  EXPECT_EQ(version["state"], "quarantined") << error_;
  EXPECT_EQ(version["age_days"], 1);
  ASSERT_EQ(stats_.messages.size(), 1U);
  EXPECT_THAT(stats_.messages[0], HasSubstr("our_list is quarantined: version 2"));
  reject("our_list");
  version = screen("Somebody Number7")["searched"]["versions"]["our_list"];
  EXPECT_EQ(version["state"], "ok");
  EXPECT_TRUE(stats_.messages.empty());
  for (int i = 0; i < 400; ++i) desk_.clock.next_day();
  EXPECT_EQ(screen("Somebody Number7")["searched"]["versions"]["our_list"]["state"], "stale");
  ASSERT_EQ(stats_.messages.size(), 1U);
  EXPECT_THAT(stats_.messages[0], HasSubstr("our_list is stale"));
}

// `sources` did not show a list whose versions were all rejected.
TEST_F(Screening, regression_AListOfRejectedVersionsIsShown) {
  desk_.list({{"a1", "Ivan Testov"}});
  quarantine("other_list");
  {
    Workspace workspace = desk_.workspace();
    ASSERT_TRUE(workspace.store().set_version_state(model::SourceId{"other_list"}, 1, store::VersionState::kRejected));
  }
  screen("Ivan Testov", sources({"our_list", "other_list"}));
  EXPECT_EQ(code_, base::ErrorCode::kQuarantined) << error_;
  reject("other_list");
  std::vector<Json> shown;
  Workspace workspace = desk_.workspace();
  ASSERT_TRUE(list_sources(workspace, [&shown](std::string_view json) {
    shown.push_back(Json::parse(json));
    return base::Result<void>();
  }));
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0]["source"], "other_list");
  EXPECT_EQ(shown[0]["state"], "none");
  screen("Ivan Testov", sources({"other_list"}));
  EXPECT_EQ(code_, base::ErrorCode::kNotFound);
  EXPECT_THAT(error_, HasSubstr("every version of other_list was rejected"));
}

constexpr const char* kListWithProgramme =
    R"({"id":"p1","schema":"Person","properties":{"name":["Ivan Petrovich Testov"],"topics":["sanction"],"programId":["US-RUSSIA"]}})"
    "\n";

// Interests of a file that could not be read disappeared; --source dropped imported interests.
TEST_F(Screening, regression_InterestsAreReadWholeOrToldAndKeptBesideNamedLists) {
  ASSERT_TRUE(import("list.jsonl", kListWithProgramme, "us_list"));
  ASSERT_TRUE(import("register.csv", "owner,asset,share_min,share_max\nIvan Petrovich Testov,Delta Holding,51,51\n",
                     "register"));
  ScreenRequest request = sources({"us_list"});
  request.depth = 3;
  request.regimes = {"us-ofac"};
  Json found = screen("Delta Holding", request);
  ASSERT_EQ(found["hits"].size(), 1U) << error_ << found;
  EXPECT_EQ(found["hits"][0]["limb"], "ownership");
  EXPECT_TRUE(found["searched"]["ownership"].contains("register")) << found["searched"];
  EXPECT_FALSE(found.contains("problems"));
  std::ofstream(desk_.file("psc.jsonl"))
      << R"({"company_number":"01234567","data":{"kind":"corporate-entity-person-with-significant-control","name":"X","natures_of_control":["ownership-of-shares-50-to-75-percent"],"notified_on":"2020-01-01","links":{"self":"/company/01234567/persons-with-significant-control/corporate-entity/abc"}}})"
      << "\n"
      << R"({"data":{"kind":"corporate-entity-person-with-significant-control","name":"Y","natures_of_control":["ownership-of-shares-50-to-75-percent"]}})"
      << "\n";
  request.graphs = {desk_.file("psc.jsonl")};
  found = screen("Delta Holding", request);
  ASSERT_EQ(found["problems"].size(), 1U) << error_ << found;
  EXPECT_THAT(found["problems"][0].get<std::string>(), HasSubstr("psc.jsonl:2"));
  EXPECT_THAT(found["problems"][0].get<std::string>(), HasSubstr("company_number is missing"));
  EXPECT_EQ(stats_.rows_with_problems, 1U);
  EXPECT_FALSE(stats_.messages.empty()) << "what a graph held is told";
}

// Fifteen namesakes in front of the one that matters filled the ten links of a name.
TEST_F(Screening, regression_NamesakesDoNotPushOutTheListedOne) {
  std::string list;
  for (int i = 0; i < 15; ++i) {
    list += Json{{"id", "n" + std::to_string(10 + i)},
                 {"schema", "Person"},
                 {"properties", {{"name", {"Ivan Petrovich Testov"}}}}}
                .dump() +
            "\n";
  }
  list +=
      R"({"id":"z1","schema":"Person","properties":{"name":["Ivan Petrovich Testov"],"topics":["sanction"],"programId":["US-RUSSIA"]}})"
      "\n";
  ASSERT_TRUE(import("list.jsonl", list, "us_list"));
  ScreenRequest request;
  request.depth = 1;
  request.regimes = {"us-ofac"};
  std::ofstream(desk_.file("own.csv")) << "owner,asset,share_min,share_max\nIvan Petrovich Testov,Gamma Works,51,51\n";
  request.graphs = {desk_.file("own.csv")};
  const Json found = screen("Gamma Works", request);
  ASSERT_EQ(found["hits"].size(), 1U) << error_;
  EXPECT_EQ(found["hits"][0]["limb"], "ownership");
}

// Hits beyond the limit were cut without a sign.
TEST_F(Screening, regression_HitsBeyondTheLimitAreCounted) {
  desk_.list({{"a1", "Ivan Testov"}, {"a2", "Ivan Testov"}, {"a3", "Testov Ivan"}});
  ScreenRequest request;
  request.limit = 2;
  const Json cut = screen("Ivan Testov", request);
  EXPECT_EQ(cut["hits"].size(), 2U);
  EXPECT_EQ(cut["hits_total"], 3);
  EXPECT_EQ(cut["truncated"], true);
  request.limit = 3;
  const Json whole = screen("Ivan Testov", request);
  EXPECT_EQ(whole["hits_total"], 3);
  EXPECT_FALSE(whole.contains("truncated"));
}

TEST_F(Screening, regression_AThresholdIsCheckedHereToo) {
  desk_.list({{"a1", "Ivan Testov"}});
  for (const double threshold : {std::numeric_limits<double>::quiet_NaN(), 1.5, -0.1}) {
    ScreenRequest request;
    request.threshold = threshold;
    screen("Ivan Testov", request);
    EXPECT_EQ(code_, base::ErrorCode::kInvalidArgument) << threshold;
  }
}

class EntityRows : public ::testing::Test {
 protected:
  base::Result<std::vector<CounterpartyColumns>> read(
      const std::string& text, const std::vector<std::pair<std::string, std::string>>& renamed = {}) const {
    std::ofstream(desk_.file("rows.jsonl")) << text;
    return read_counterparty_file(desk_.file("rows.jsonl"), renamed);
  }
  static screening::Query query_of(const CounterpartyColumns& columns) {
    screening::Counterparty counterparty;
    for (const auto& [name, value] : columns) screening::set_column(counterparty, name, value);
    return screening::query_of(counterparty);
  }
  Desk desk_;
};

// Call signs, parts of names and most numbers of an entity were echoed back instead of screened.
TEST_F(EntityRows, regression_GiveWhatListedEntitiesGive) {
  for (
      const std::string text :
      {R"({"id":"1","schema":"Vessel","properties":{"name":["Ocean Grief"],"callSign":["UBAB2"],"imoNumber":["9074729"],"mmsi":["273123456"],"flag":["ru"],"buildDate":["1994"]}})",
       R"({"id":"2","schema":"Person","properties":{"firstName":["Ivan"],"fatherName":["Petrovich"],"lastName":["Testov"],"birthDate":["1962-07-05"],"birthCountry":["ru"],"passportNumber":["AB 1"],"citizenship":["ru"],"gender":["male"]}})",
       R"({"id":"3","schema":"Company","properties":{"name":["Invented Works"],"okpoCode":["12345678"],"innCode":["7707083893"],"ogrnCode":["1027700132195"],"registrationNumber":["HRB 7"],"leiCode":["5493001KJTIIGC8Y1R12"],"swiftBic":["INVTRUMM"],"jurisdiction":["ru"],"incorporationDate":["1999"],"address":["Road 1"],"kppCode":["770701001"]}})",
       R"({"id":"4","schema":"Security","properties":{"name":["Bond"],"isin":["RU000A0JXTS9"]}})"}) {
    const auto rows = read(text);
    ASSERT_TRUE(rows) << rows.error().to_string();
    const auto entity = model::Entity::from_json(text);
    ASSERT_TRUE(entity) << entity.error().to_string();
    match::SubjectFeatures wanted = match::features_of(*entity, {});
    match::SubjectFeatures found = query_of(rows->front()).features;
    const auto by_value = [](const match::Identifier& a, const match::Identifier& b) { return a.value < b.value; };
    std::ranges::sort(wanted.identifiers, by_value);
    std::ranges::sort(found.identifiers, by_value);
    wanted.caption = found.caption;
    EXPECT_EQ(found, wanted) << text;
  }
}

TEST_F(EntityRows, regression_ColumnsOfEntitiesAreRenamedToo) {
  const auto rows =
      read(R"({"id":"1","schema":"Person","properties":{"name":["Ivan Testov"],"geburtstag":["1962-07-05"]}})",
           {{"geburtstag", "birth_date"}});
  ASSERT_TRUE(rows) << rows.error().to_string();
  EXPECT_EQ(query_of(rows->front()).features.birth_dates, std::vector<std::string>{"1962-07-05"});
}

TEST_F(EntityRows, regression_DeepNestingIsOneError) {
  const auto rows = read("{\"name\":\"A\"}\n{\"name\":" + std::string(200'000, '[') + "\n");
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().to_string(), HasSubstr("rows.jsonl:2"));
  EXPECT_THAT(rows.error().to_string(), HasSubstr("expected at most 64 levels"));
}

// Of two columns of one name one was screened and the other one shown.
TEST_F(EntityRows, regression_AColumnNamedTwiceIsRefused) {
  const auto twice = read("id,name,name\n1,Igor Testov,Foo\n");
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().to_string(), HasSubstr("rows.jsonl:1: expected each column once"));
  EXPECT_THAT(twice.error().to_string(), HasSubstr("found 'name' as columns 2 and 3"));
  EXPECT_FALSE(read("id,name, Name \n1,Igor Testov,Foo\n"));  // both are the known column
  EXPECT_FALSE(read("id,name,kunde\n1,Igor Testov,Foo\n", {{"kunde", "name"}}));
  EXPECT_FALSE(read(R"({"name":"Igor Testov","kunde":"Foo"})", {{"kunde", "name"}}));
  EXPECT_TRUE(read("id,name,,\n1,Igor Testov,,\n"));
}

class ComparePairs : public ::testing::Test {
 protected:
  base::Result<ComparedPairs> compare(const std::string& text) const {
    std::ofstream(desk_.file("pairs.csv")) << text;
    return compare_pairs(desk_.file("pairs.csv"), "onboarding");
  }
  Desk desk_;
};

// Bytes that are no UTF-8, empty names and unknown schemas were compared without a word.
TEST_F(ComparePairs, regression_SaysWhatItCannotReadWithItsLine) {
  const auto clean = compare("schema,name1,name2\nPerson,Ivan Testov,Testov Ivan\n,Ivan; Testov,Ivan\n");
  ASSERT_TRUE(clean) << clean.error().to_string();
  EXPECT_THAT(clean->problems, ::testing::IsEmpty());
  const auto found = compare("schema,name1,name2\nPersn,Ivan Testov,Ivan Testov\nPerson,Ivan Testov,\nPerson,n/a,A\n");
  ASSERT_TRUE(found) << found.error().to_string();
  EXPECT_EQ(found->rows_with_problems, 3U);
  ASSERT_EQ(found->problems.size(), 3U);
  EXPECT_THAT(found->problems[0], HasSubstr("pairs.csv:2: schema: expected a FollowTheMoney schema"));
  EXPECT_THAT(found->problems[1], HasSubstr("pairs.csv:3: name2: expected a name"));
  EXPECT_THAT(found->problems[2], HasSubstr("pairs.csv:4: name1: expected a name"));
  EXPECT_THAT(found->csv, HasSubstr("Persn,Ivan Testov,Ivan Testov,0.999999,true\n"));
  const auto other_bytes = compare("schema,name1,name2\nPerson,\xC8\xE2\xE0\xED,Ivan\n");
  ASSERT_FALSE(other_bytes);
  EXPECT_THAT(other_bytes.error().to_string(), HasSubstr("pairs.csv:2"));
  EXPECT_FALSE(compare("schema,name1,name2,name1\nPerson,A,B,C\n"));
  // What is told one by one has an end, and what is counted has not.
  std::string many = "schema,name1,name2\n";
  for (int i = 0; i < 150; ++i) many += "Person,Ivan,\n";
  const auto counted = compare(many);
  ASSERT_TRUE(counted) << counted.error().to_string();
  EXPECT_EQ(counted->problems.size(), 100U);
  EXPECT_EQ(counted->rows_with_problems, 150U);
}

// A threshold of 1 left out what was shown with a score of 1.
TEST(Scores, regression_BelowOneAreNeverWrittenAsOne) {
  const auto text = [](double score) {
    JsonWriter json;
    json.score(score);
    return json.text();
  };
  EXPECT_EQ(text(1.0), "1.000000");
  EXPECT_EQ(text(0.99999999), "0.999999");
  EXPECT_EQ(text(0.5), "0.500000");
  EXPECT_EQ(text(1.0000001), "1.000000");
}

}  // namespace
}  // namespace cordon::service
