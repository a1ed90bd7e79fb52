#include "delta_builder.hpp"

#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace cordon::store {
namespace {

using namespace cordon::store::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using List = std::vector<ListEntity>;

bool same(const ListEntity& a, const ListEntity& b) {
  return a.entity == b.entity && a.subject_id == b.subject_id && a.is_subject == b.is_subject &&
         a.raw_hash == b.raw_hash;
}

DeltaInput input_of(const List& before, const List& after) {
  const auto in = [](const List& list, const ListEntity& e) {
    return std::ranges::any_of(list, [&](const ListEntity& other) { return same(e, other); });
  };
  DeltaInput input;
  List common;
  for (const ListEntity& e : before) (in(after, e) ? common : input.only_before).push_back(e);
  for (const ListEntity& e : after) {
    if (!in(before, e)) input.only_after.push_back(e);
  }
  input.for_each_common = [common](const EntityVisitor& visit) -> base::Result<void> {
    for (const ListEntity& e : common) visit(ListEntity(e));
    return {};
  };
  return input;
}

// "id kind: summary"; checks on the way that counting without details finds the same.
std::vector<std::string> delta(const List& before, const List& after) {
  DeltaInput quick = input_of(before, after);
  quick.details = false;
  const auto counted = build_delta(std::move(quick));
  const auto changes = build_delta(input_of(before, after));
  EXPECT_TRUE(counted && changes);
  std::vector<std::string> result;
  std::vector<std::string> result_counted;
  for (const SubjectChange& c : *changes) {
    result.push_back(c.entity_id.str() + " " + std::string(change_kind_name(c.kind)) + ": " + c.summary);
    result_counted.push_back(c.entity_id.str() + std::string(change_kind_name(c.kind)));
  }
  std::vector<std::string> expected;
  for (const SubjectChange& c : *counted) expected.push_back(c.entity_id.str() + std::string(change_kind_name(c.kind)));
  EXPECT_EQ(result_counted, expected);
  return result;
}

TEST(Delta, added_removed_changed) {
  EXPECT_THAT(
      delta({subject("a", "Person", {{"name", "A"}}), subject("b", "Person", {{"name", "B"}})},
            {subject("b", "Person", {{"name", "B"}, {"gender", "male"}}), subject("c", "Company", {})}),
      ElementsAre("a removed: delisted", "b changed: gender added: male", "c added: newly listed as c (Company)"));
}

TEST(Delta, a_part_changes_its_subject) {
  const ListEntity p = subject("p", "Person", {{"name", "P"}}, "raw");
  EXPECT_THAT(delta({p, part("x", "Sanction", "p", {{"entity", "p"}, {"programId", "ONE"}})},
                    {p, part("x", "Sanction", "p", {{"entity", "p"}, {"programId", "TWO"}})}),
              ElementsAre("p changed: added to programme TWO; removed from programme ONE"));
  EXPECT_THAT(delta({p}, {p, part("x", "Passport", "p", {{"holder", "p"}, {"number", "77"}})}),
              ElementsAre("p changed: document number added: 77"));
}

TEST(Delta, a_part_with_another_id_only_is_no_change) {
  const ListEntity p = subject("p", "Person", {{"name", "P"}});
  EXPECT_THAT(
      delta({p, part("x", "Address", "p", {{"full", "1 Road"}})}, {p, part("y", "Address", "p", {{"full", "1 Road"}})}),
      IsEmpty());
}

TEST(Delta, the_order_of_values_is_no_change) {
  EXPECT_THAT(delta({subject("p", "Person", {{"name", "A"}, {"name", "B"}})},
                    {subject("p", "Person", {{"name", "B"}, {"name", "A"}})}),
              IsEmpty());
}

TEST(Delta, documents_that_swap_types) {
  const ListEntity p = subject("p", "Person", {{"name", "P"}});
  const auto document = [](const std::string& id, const std::string& number, const std::string& type) {
    return part(id, "Identification", "p", {{"holder", "p"}, {"number", number}, {"type", type}});
  };
  const auto found = delta({p, document("1", "77", "tax"), document("2", "88", "visa")},
                           {p, document("1", "77", "visa"), document("2", "88", "tax")});
  ASSERT_THAT(found, ElementsAre(::testing::StartsWith("p changed: identification added:")));
}

TEST(Delta, a_shared_address_changes_all_who_point_to_it) {
  const ListEntity p = subject("p", "Person", {{"name", "P"}, {"addressEntity", "adr"}});
  const ListEntity q = subject("q", "Person", {{"name", "Q"}, {"addressEntity", "adr"}});
  const ListEntity r = subject("r", "Person", {{"name", "R"}});
  EXPECT_THAT(delta({p, q, r, part("adr", "Address", "", {{"full", "1 Road"}})},
                    {p, q, r, part("adr", "Address", "", {{"full", "2 Road"}})}),
              ElementsAre("p changed: address changed from 1 Road to 2 Road",
                          "q changed: address changed from 1 Road to 2 Road"));
}

TEST(Delta, a_subject_that_points_to_another_shared_address) {
  const ListEntity one = part("a1", "Address", "", {{"full", "1 Road"}});
  const ListEntity two = part("a2", "Address", "", {{"full", "2 Road"}});
  const ListEntity q = subject("q", "Person", {{"name", "Q"}, {"addressEntity", "a2"}});
  EXPECT_THAT(delta({subject("p", "Person", {{"name", "P"}, {"addressEntity", "a1"}}), q, one, two},
                    {subject("p", "Person", {{"name", "P"}, {"addressEntity", "a2"}}), q, one, two}),
              ElementsAre("p changed: address changed from 1 Road to 2 Road"));
}

TEST(Delta, a_link_of_its_own_changes_both_ends) {
  const ListEntity p = subject("p", "Person", {{"name", "P"}});
  const ListEntity c = subject("c", "Company", {{"name", "C"}});
  EXPECT_THAT(delta({p, c}, {p, c, part("o", "Ownership", "", {{"owner", "p"}, {"asset", "c"}})}),
              ElementsAre("c changed: owner added: p", "p changed: owned entity added: c"));
}

TEST(Delta, raw_records_count_where_they_can_be_compared) {
  const List before{subject("p", "Person", {{"name", "P"}}, "old")};
  const List after{subject("p", "Person", {{"name", "P"}}, "new")};
  EXPECT_THAT(delta(before, after), ElementsAre("p changed: the list's record changed where cordon maps no property"));
  DeltaInput other_format = input_of(before, after);
  other_format.raw_comparable = false;
  EXPECT_THAT(*build_delta(std::move(other_format)), IsEmpty());
}

// A reader resolves "Linked To: C" when C is on the list. C came; the record of p is the same, byte for byte.
TEST(Delta, a_link_that_resolves_now_is_no_change_of_the_same_record) {
  const auto link = [](const std::string& property, const std::string& value) {
    return part("l", "UnknownLink", "p", {{"subject", "p"}, {property, value}});
  };
  const ListEntity p = subject("p", "Person", {{"name", "P"}}, "raw");
  const ListEntity c = subject("c", "Company", {{"name", "C"}}, "raw c");
  EXPECT_THAT(delta({p, link("namesMentioned", "C")}, {p, link("object", "c"), c}),
              ElementsAre("c added: newly listed as C (Company)"));
  DeltaInput new_reader = input_of({p, link("namesMentioned", "C")}, {p, link("object", "c"), c});
  new_reader.same_reading = false;
  EXPECT_EQ(build_delta(std::move(new_reader))->size(), 2U);
}

TEST(Delta, parts_without_a_listed_subject_are_nobodys_change) {
  EXPECT_THAT(delta({part("x", "Address", "nobody", {{"full", "1"}})}, {part("y", "Address", "", {{"full", "2"}})}),
              IsEmpty());
}

TEST(Delta, fields_hold_all_values_of_both_sides) {
  const ListEntity unchanged = part("i1", "Identification", "p", {{"holder", "p"}, {"number", "11"}});
  const auto changes =
      build_delta(input_of({subject("p", "Person", {{"name", "P"}, {"alias", "A"}}), unchanged},
                           {subject("p", "Person", {{"name", "P"}, {"alias", "A"}, {"alias", "B"}}), unchanged,
                            part("i2", "Identification", "p", {{"holder", "p"}, {"number", "22"}})}));
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 1U);
  EXPECT_THAT((*changes)[0].fields, ElementsAre(FieldChange{"alias", {"A"}, {"A", "B"}},
                                                FieldChange{"identification.number", {"11"}, {"11", "22"}}));
}

}  // namespace
}  // namespace cordon::store
