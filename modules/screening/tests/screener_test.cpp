#include "cordon/screening/screener.hpp"

#include <gtest/gtest.h>

namespace cordon::screening {
namespace {

model::SourcedEntity subject(const char* id, const char* schema,
                             std::vector<std::pair<const char*, const char*>> values) {
  model::Entity entity{model::EntityId{id}, schema};
  for (const auto& [property, value] : values) entity.add(property, value);
  return {model::SourceId{"test"}, {std::move(entity), model::EntityId{id}, true, std::nullopt}};
}

model::SourcedEntity sanction(const char* id, const char* of, const char* programme) {
  model::Entity entity{model::EntityId{id}, "Sanction"};
  entity.add("entity", of);
  entity.add("programId", programme);
  return {model::SourceId{"test"}, {std::move(entity), model::EntityId{of}, false, std::nullopt}};
}

Screener make_screener() {
  const model::MemoryEntitySource source{{
      subject("t-1", "Person",
              {{"name", "Ivan PETROVSKY"}, {"birthDate", "1962-07-05"}, {"nationality", "ru"}, {"topics", "sanction"}}),
      sanction("t-1-s", "t-1", "RUSSIA-EO14024"),
      subject("t-2", "Vessel", {{"name", "FORTUNA"}, {"imoNumber", "8674156"}}),
      sanction("t-2-s", "t-2", "PEESA"),
  }};
  return Screener::build(source, match::Policy::standard(), 1);
}

match::SubjectFeatures named(const char* name) {
  match::SubjectFeatures features;
  features.names = {name};
  return features;
}

TEST(Screener, FindsWithProgrammesTopicsAndExplanation) {
  const Screener screener = make_screener();
  EXPECT_EQ(screener.subjects(), 2U);
  const auto hits = screener.screen(named("Petrovsky Ivan"), {});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].entity_id.str(), "t-1");
  EXPECT_EQ(hits[0].programmes, std::vector<std::string>{"RUSSIA-EO14024"});
  EXPECT_EQ(hits[0].topics, std::vector<std::string>{"sanction"});
  EXPECT_FALSE(hits[0].explanation.features.empty());
  EXPECT_TRUE(screener.screen(named("Somebody Else"), {}).empty());
}

// Regression: lists that name their programmes without ids left alerts without one.
TEST(Screener, ProgrammesWithoutIdsAreNamed) {
  model::SourcedEntity named_only = sanction("t-2-s", "t-2", "");
  named_only.listed.entity = model::Entity{model::EntityId{"t-2-s"}, "Sanction"};
  named_only.listed.entity.add("program", "Nord Stream 2");
  model::SourcedEntity also_named = sanction("t-3-s", "t-3", "PEESA");
  also_named.listed.entity.add("program", "Protecting Europe's Energy Security Act");
  const model::MemoryEntitySource source{{
      subject("t-1", "Person", {{"name", "Ivan PETROVSKY"}, {"program", "Ukraine"}}),
      subject("t-2", "Vessel", {{"name", "FORTUNA"}}),
      named_only,
      subject("t-3", "Vessel", {{"name", "AKADEMIK"}}),
      also_named,
  }};
  const Screener screener = Screener::build(source, match::Policy::standard(), 1);
  EXPECT_EQ(screener.screen(named("Petrovsky Ivan"), {}).at(0).programmes, std::vector<std::string>{"Ukraine"});
  EXPECT_EQ(screener.screen(named("Fortuna"), {}).at(0).programmes, std::vector<std::string>{"Nord Stream 2"});
  EXPECT_EQ(screener.screen(named("Akademik"), {}).at(0).programmes, std::vector<std::string>{"PEESA"});
}

TEST(Screener, AnotherBirthDateCountsAgainstAHit) {
  const Screener screener = make_screener();
  match::SubjectFeatures same = named("Ivan Petrovsky");
  same.birth_dates = {"1962-07-05"};
  match::SubjectFeatures other = same;
  other.birth_dates = {"1991-02-17"};
  ScreenOptions all;
  all.threshold = 0;
  const auto agreeing = screener.screen(same, all);
  const auto differing = screener.screen(other, all);
  ASSERT_FALSE(agreeing.empty());
  ASSERT_FALSE(differing.empty());
  EXPECT_GT(agreeing[0].score, differing[0].score);
  EXPECT_GT(agreeing[0].evidence, differing[0].evidence);
}

TEST(Screener, FindsAHullUnderAnotherName) {
  const Screener screener = make_screener();
  match::SubjectFeatures renamed = named("BALTIC EXPLORER");
  renamed.schema = "Vessel";
  renamed.identifiers = {{"imoNumber", "IMO 8674156", {}}};
  const auto hits = screener.screen(renamed, {});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].entity_id.str(), "t-2");
}

TEST(Screener, BatchEqualsSingleOnAnyNumberOfThreads) {
  const Screener screener = make_screener();
  std::vector<match::SubjectFeatures> queries;
  for (int i = 0; i < 500; ++i)
    queries.push_back(named(i % 3 == 0 ? "Ivan Petrovsky" : i % 3 == 1 ? "Fortuna" : "Nobody"));
  ScreenOptions one;
  ScreenOptions four;
  four.threads = 4;
  const auto a = screener.screen_batch(queries, one);
  const auto b = screener.screen_batch(queries, four);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].size(), b[i].size());
    for (std::size_t j = 0; j < a[i].size(); ++j) {
      EXPECT_EQ(a[i][j].entity_id, b[i][j].entity_id);
      EXPECT_EQ(a[i][j].score, b[i][j].score);
    }
  }
}

}  // namespace
}  // namespace cordon::screening
