#include "bundle_list.hpp"

#include <gtest/gtest.h>

namespace cordon::service {
namespace {

model::ListEntity person() {
  model::ListEntity listed;
  listed.entity = model::Entity{model::EntityId{"own-\"1\""}, "Person"};
  listed.entity.add("name", "B");
  listed.entity.add("name", "A");
  listed.entity.add("birthDate", "1960");
  listed.subject_id = model::EntityId{"own-\"1\""};
  listed.is_subject = true;
  listed.raw_hash = base::ContentHash::of("raw");
  return listed;
}

TEST(BundleList, an_entity_comes_back_as_it_was) {
  for (const bool has_raw : {true, false}) {
    model::ListEntity listed = person();
    if (!has_raw) listed.raw_hash.reset();
    std::string line;
    append_bundle_line(listed, line);
    const auto read = parse_bundle_line(line);
    ASSERT_TRUE(read) << line;
    EXPECT_EQ(read->entity, listed.entity);
    EXPECT_EQ(read->subject_id, listed.subject_id);
    EXPECT_EQ(read->is_subject, listed.is_subject);
    EXPECT_EQ(read->raw_hash, listed.raw_hash);
  }
}

TEST(BundleList, a_line_of_another_form_is_damage) {
  for (
      const char* line :
      {"", "[]", "{}", R"({"subject":"a","is_subject":1,"raw":"","entity":{}})",
       R"({"subject":"a","is_subject":true,"raw":"zz","entity":{"id":"a","schema":"Person","properties":{}}})",
       R"({"subject":"a","is_subject":true,"raw":"","entity":{"id":"a","schema":"Person","properties":{"name":"A"}}})"}) {
    EXPECT_FALSE(parse_bundle_line(line)) << line;
  }
}

TEST(BundleList, a_manifest_comes_back_as_it_was) {
  BundledList list;
  list.file = "list.1.jsonl";
  store::VersionInfo& version = list.version;
  version.source = model::SourceId{"own"};
  version.title = "Own";
  version.format = "csv";
  version.version = 7;
  version.reader_revision = 3;
  version.published = *base::Date::from_ymd(2026, 1, 2);
  version.edition = "2026-01-02T10:00:00Z";
  version.sha256 = base::ContentHash::of("bytes");
  version.subjects = 1;
  version.entities = 2;
  version.parts_present = {"prim", "add"};
  version.unmapped = {{"colour", "blue", 2}};
  version.unmapped_total = 2;
  const auto read = decode_bundle_manifest(encode_bundle_manifest({list}));
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->size(), 1U);
  const store::VersionInfo& found = read->front().version;
  EXPECT_EQ(read->front().file, list.file);
  EXPECT_EQ(found.source, version.source);
  EXPECT_EQ(found.format, version.format);
  EXPECT_EQ(found.version, version.version);
  EXPECT_EQ(found.reader_revision, version.reader_revision);
  EXPECT_EQ(found.published, version.published);
  EXPECT_EQ(found.edition, version.edition);
  EXPECT_EQ(found.sha256, version.sha256);
  EXPECT_EQ(found.entities, version.entities);
  EXPECT_EQ(found.parts_present, version.parts_present);
  EXPECT_EQ(found.unmapped, version.unmapped);
}

TEST(BundleList, later_forms_are_told_apart_from_damage) {
  EXPECT_EQ(decode_bundle_manifest(R"({"bundle":2,"lists":[]})").error().code, base::ErrorCode::kUnsupported);
  for (const char* text : {"", "[]", "{}", R"({"bundle":1})", R"({"bundle":1,"lists":[{}]})"}) {
    EXPECT_EQ(decode_bundle_manifest(text).error().code, base::ErrorCode::kDamaged) << text;
  }
}

}  // namespace
}  // namespace cordon::service
