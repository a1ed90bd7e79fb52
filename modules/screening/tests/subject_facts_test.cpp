#include "subject_facts.hpp"

#include <gtest/gtest.h>

namespace cordon::screening {
namespace {

TEST(SubjectFacts, ReadBack) {
  const SubjectFacts facts{model::EntityId{"a-1"}, "Name", "Person", model::SourceId{"list"}, {"P", "Q"}, {"sanction"}};
  const auto back = decode_facts(encode_facts(facts));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->entity_id, facts.entity_id);
  EXPECT_EQ(back->caption, facts.caption);
  EXPECT_EQ(back->source, facts.source);
  EXPECT_EQ(back->programmes, facts.programmes);
  EXPECT_EQ(back->topics, facts.topics);
}

TEST(SubjectFacts, DamageIsAnErrorAndNoEmptyValue) {
  const std::string bytes =
      encode_facts({model::EntityId{"a-1"}, "Name", "Person", model::SourceId{"list"}, {"P"}, {"sanction"}});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = decode_facts(bytes.substr(0, size));
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().code, base::ErrorCode::kDamaged);
  }
  EXPECT_FALSE(decode_facts(bytes + "x"));
}

// A hit stands even when its facts cannot be read.
TEST(SubjectFacts, AHitIsNotLostForThem) {
  match::SubjectFeatures listed;
  listed.id = "a-1";
  listed.schema = "Person";
  listed.caption = "Ivan Petrov";
  listed.names = {"Ivan Petrov"};
  listed.attachment = "\x7F";
  const Screener screener(match::Corpus::build({&listed, 1}), match::Policy::standard());
  match::SubjectFeatures query;
  query.names = {"Ivan Petrov"};
  const auto hits = screener.screen(query, {});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].entity_id.str(), "a-1");
  EXPECT_EQ(hits[0].caption, "Ivan Petrov");
}

}  // namespace
}  // namespace cordon::screening
