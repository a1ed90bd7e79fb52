// Lines in the layout of OpenSanctions' entities.delta.json, shortened.
#include <gtest/gtest.h>

#include "reading.hpp"

namespace cordon::ingest::testing {
namespace {

model::Entity person(std::string id, std::string_view name) {
  model::Entity entity{model::EntityId{std::move(id)}, "Person"};
  entity.add("name", name);
  return entity;
}

Reading read_delta(std::string_view bytes, std::vector<model::Entity> before) {
  InputGroup group;
  group.format = "ftm-delta";
  group.source = model::SourceId{"own"};
  group.parts.push_back({"", memory_input("entities.delta.json", bytes)});
  ReadOptions options;
  options.base = [&before](const model::SourceId&, std::optional<base::Date>,
                           const std::function<void(const model::Entity&)>& visit) -> base::Result<void> {
    for (const model::Entity& entity : before) visit(entity);
    return {};
  };
  model::ListEntityCollector collector;
  auto description = read_group(group, options, collector);
  return {std::move(description), std::move(collector.entities)};
}

constexpr std::string_view kDelta =
    R"({"op":"ADD","entity":{"id":"c","caption":"C","schema":"Person","properties":{"name":["C"]},"datasets":["x"]}}
{"op":"MOD","entity":{"id":"a","schema":"Person","properties":{"name":["A","AA"]}}}
{"op":"DEL","entity":{"id":"b"}}
)";

TEST(FtmDelta, ChangesAreAppliedToTheVersionBefore) {
  const Reading reading = read_delta(kDelta, {person("a", "A"), person("b", "B"), person("d", "D")});
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.description->subjects, 3U);
  EXPECT_EQ(reading.description->unmapped_total, 0U);
  EXPECT_EQ(reading.values("a", "name"), (Values{"A", "AA"}));
  EXPECT_EQ(reading.find("b"), nullptr);
  EXPECT_EQ(reading.values("c", "name"), Values{"C"});
  EXPECT_EQ(reading.values("d", "name"), Values{"D"});
}

TEST(FtmDelta, ChangesThatDoNotFitAreCounted) {
  const Reading reading = read_delta(kDelta, {person("c", "old")});
  ASSERT_TRUE(reading.description) << reading.error();
  EXPECT_EQ(reading.unmapped("op"), 3U);
  EXPECT_EQ(reading.description->subjects, 2U);
  EXPECT_EQ(reading.values("c", "name"), Values{"C"});
}

TEST(FtmDelta, WithoutAVersionBeforeOrWithABadLineItIsRefused) {
  EXPECT_NE(read_delta(kDelta, {}).error().find("import its entities.ftm.json first"), std::string::npos);
  const std::vector<model::Entity> before{person("a", "A")};
  EXPECT_NE(read_delta(R"({"op":"PUT","entity":{"id":"a","schema":"Person","properties":{}}})", before)
                .error()
                .find("found 'PUT'"),
            std::string::npos);
  EXPECT_NE(read_delta(R"({"op":"ADD","entity":{"id":"a","properties":{}}})", before).error().find("expected a schema"),
            std::string::npos);
  EXPECT_NE(read_delta(std::string(kDelta) + R"({"op":"ADD","ent)", before).error().find("entities.delta.json:4"),
            std::string::npos);
}

}  // namespace
}  // namespace cordon::ingest::testing
