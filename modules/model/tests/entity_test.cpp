#include "cordon/model/entity.hpp"

#include <gtest/gtest.h>

#include "cordon/model/entity_source.hpp"
#include "cordon/model/schema.hpp"

namespace cordon::model {
namespace {

TEST(Schema, InheritsPropertiesAndKind) {
  const Schema* company = SchemaRegistry::instance().find("Company");
  ASSERT_NE(company, nullptr);
  EXPECT_TRUE(company->is_a("Asset"));
  EXPECT_TRUE(company->is_a("LegalEntity"));
  EXPECT_FALSE(company->is_a("Person"));
  ASSERT_NE(company->find("name"), nullptr);
  EXPECT_EQ(company->find("name")->type, PropertyType::kName);
  EXPECT_EQ(company->find("innCode")->type, PropertyType::kIdentifier);
  EXPECT_EQ(company->find("birthDate"), nullptr);
  EXPECT_EQ(SchemaRegistry::instance().find("Ownership")->find("owner")->range, "LegalEntity");
}

TEST(Schema, EveryEntityRangeExists) {
  for (const Schema& schema : SchemaRegistry::instance().all()) {
    for (const Property& property : schema.properties()) {
      if (property.type == PropertyType::kEntity) {
        EXPECT_NE(SchemaRegistry::instance().find(property.range), nullptr) << schema.name() << "." << property.name;
      }
    }
  }
}

TEST(Schema, TellsSubjectsFromTheirParts) {
  for (const char* name : {"Person", "Company", "Organization", "LegalEntity", "PublicBody", "Vessel", "Airplane",
                           "CryptoWallet", "Security"}) {
    EXPECT_TRUE(is_subject_schema(name)) << name;
  }
  for (const char* name : {"Address", "Sanction", "Passport", "Ownership", "Family", "Position", "NoSuchSchema"}) {
    EXPECT_FALSE(is_subject_schema(name)) << name;
  }
  EXPECT_EQ(common_schema("LegalEntity", "Company"), "Company");
  EXPECT_EQ(common_schema("Person", "Company"), std::nullopt);
}

TEST(Entity, KeepsValuesOnceAndInOrder) {
  Entity entity{EntityId{"ofac-1"}, "Person"};
  EXPECT_TRUE(entity.add("name", "B"));
  EXPECT_TRUE(entity.add("name", "A"));
  EXPECT_FALSE(entity.add("name", "B"));
  EXPECT_FALSE(entity.add("name", ""));
  entity.add("alias", "C");
  EXPECT_EQ(entity.caption(), "B");
  EXPECT_EQ(entity.to_json(), R"({"id":"ofac-1","schema":"Person","properties":{"alias":["C"],"name":["B","A"]}})");
}

TEST(Entity, ReadsBackItsJsonAndLeavesFurtherKeysAlone) {
  Entity entity{EntityId{"x\"y"}, "Vessel"};
  entity.add("name", "\xD0\x90\xD0\xBA\xD0\xB0\xD0\xB4");  // Cyrillic "Akad"
  entity.add("unknownProperty", "kept");
  const auto back = Entity::from_json(entity.to_json());
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(*back, entity);
  EXPECT_TRUE(Entity::from_json(
      R"({"caption":"c","id":"a","schema":"Person","referents":[],"properties":{"name":["n"]},"target":true})"));
}

TEST(Entity, RefusesWhatIsNoEntity) {
  for (const char* text : {"", "[]", "{", R"({"id":"a"})", R"({"id":"a","schema":"Person","properties":[]})",
                           R"({"id":"a","schema":"Person","properties":{"name":"n"}})",
                           R"({"id":"a","schema":"Person","properties":{}} x)"}) {
    EXPECT_FALSE(Entity::from_json(text)) << text;
  }
}

TEST(MemoryEntitySource, VisitsInOrderAndFinds) {
  std::vector<SourcedEntity> entities;
  for (const char* id : {"b", "a"}) {
    entities.push_back({SourceId{"s"}, {Entity{EntityId{id}, "Person"}, EntityId{id}, true, std::nullopt}});
  }
  const MemoryEntitySource source{std::move(entities)};
  std::string order;
  source.for_each([&](const SourcedEntity& entity) {
    order += entity.listed.entity.id().str();
    return true;
  });
  EXPECT_EQ(order, "ab");
  EXPECT_NE(source.find(EntityId{"b"}), nullptr);
  EXPECT_EQ(source.find(EntityId{"c"}), nullptr);
}

}  // namespace
}  // namespace cordon::model
