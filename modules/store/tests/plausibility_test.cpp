#include "plausibility.hpp"

#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace cordon::store {
namespace {

using cordon::store::testing::day;
using model::EntityId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PlausibilityInput list_of(std::uint64_t subjects) {
  PlausibilityInput input;
  input.subjects = subjects;
  input.published = day("2022-01-10");
  input.today = day("2022-01-10");
  return input;
}

TEST(Plausibility, seventy_percent_are_kept) {
  PlausibilityInput input = list_of(70);
  input.before = Neighbour{1, day("2022-01-01"), 100};
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  input.subjects = 69;
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("version 1 of 2022-01-01 before it has 100")));
}

TEST(Plausibility, over_years_half_may_go) {
  PlausibilityInput input = list_of(50);
  input.before = Neighbour{1, input.published.plus_days(-HealthLimits{}.near_days - 1), 100};
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  input.subjects = 49;
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("at least 50 % were expected")));
}

TEST(Plausibility, short_lists_may_shrink) {
  PlausibilityInput input = list_of(1);
  input.before = Neighbour{1, day("2022-01-01"), 49};
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  input.before->subjects = 50;
  EXPECT_EQ(assess(input, {}).quarantine.size(), 1U);
}

TEST(Plausibility, a_later_version_counts_when_it_is_near) {
  PlausibilityInput input = list_of(60);
  input.after = Neighbour{2, input.published.plus_days(HealthLimits{}.near_days), 100};
  EXPECT_EQ(assess(input, {}).quarantine.size(), 1U);
  input.after->published = input.published.plus_days(HealthLimits{}.near_days + 1);
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
}

TEST(Plausibility, records) {
  EXPECT_THAT(assess(list_of(0), {}).quarantine, ElementsAre("the list has no subjects"));
  PlausibilityInput input = list_of(99);
  input.rejected = 1;
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  EXPECT_THAT(assess(input, {}).notices, ElementsAre("1 of 100 records could not be read and are not in this version"));
  input.subjects = 98;
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre("1 of 99 records could not be read"));
  input = list_of(10);
  input.declared_records = 10;
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  input.declared_records = 12;
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre("the file says it holds 12 records, 10 were found"));
}

TEST(Plausibility, dates_in_the_future_are_mentioned) {
  PlausibilityInput input = list_of(5);
  input.published = input.today.plus_days(1);
  EXPECT_THAT(assess(input, {}).notices, IsEmpty());
  input.published = input.today.plus_days(2);
  EXPECT_THAT(assess(input, {}).notices, ElementsAre("the publication date 2022-01-12 lies in the future"));
}

TEST(Plausibility, a_jump_counts_when_the_version_before_is_near) {
  PlausibilityInput input = list_of(150);
  input.before = Neighbour{1, input.published.plus_days(-HealthLimits{}.near_days), 100};
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  input.subjects = 151;
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("at most 150 % were expected")));
  HealthLimits no_limit;
  no_limit.largest_growth_percent = 0;
  EXPECT_THAT(assess(input, no_limit).quarantine, IsEmpty());
  input.before->published = input.before->published.plus_days(-1);
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
}

TEST(Plausibility, two_copies_of_one_edition) {
  PlausibilityInput input = list_of(100);
  input.twin = Twin{3, "2022-01-10T12:00:00Z", true, 2, 1};
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("two copies of one publication differ: 2 entities")));
  HealthLimits mentioned;
  mentioned.same_edition_is_kept_apart = false;
  EXPECT_THAT(assess(input, mentioned).quarantine, IsEmpty());
  EXPECT_EQ(assess(input, mentioned).notices.size(), 1U);
  input.twin = Twin{3, "2022-01-10T12:00:00Z", false, 0, 0};
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  EXPECT_THAT(assess(input, {}).notices, ElementsAre(HasSubstr("in other bytes")));
}

TEST(Plausibility, a_second_list_of_a_date_adds_somebody) {
  PlausibilityInput input = list_of(100);
  HealthLimits limits;
  limits.same_date_is_kept_apart = true;
  input.twin = Twin{3, "", false, 2, 3};
  EXPECT_THAT(assess(input, limits).quarantine, ElementsAre(HasSubstr("of the same date")));
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  EXPECT_THAT(assess(input, {}).notices, ElementsAre(HasSubstr("another list of the same date")));
  input.twin->has_new_subject = true;
  EXPECT_THAT(assess(input, limits).quarantine, IsEmpty());
}

FillProfile persons(std::size_t count, std::size_t with_birth_date, std::size_t addresses = 0) {
  FillProfile fill;
  for (std::size_t i = 0; i < count; ++i) {
    model::Entity person(EntityId{"p" + std::to_string(i)}, "Person");
    person.add("name", "N");
    if (i < with_birth_date) person.add("birthDate", "1960");
    fill.add(person);
  }
  for (std::size_t i = 0; i < addresses; ++i) fill.add(model::Entity(EntityId{"a" + std::to_string(i)}, "Address"));
  return fill;
}

TEST(Plausibility, fill_rates_are_held_against_the_version_before) {
  const Layout layout{7, 100, persons(100, 80, 40), {}};
  PlausibilityInput input = list_of(100);
  input.layout = &layout;
  input.fill = persons(100, 40, 20);  // half is left: just enough
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  input.fill = persons(100, 39, 20);
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("Person.birthDate from 80.0 % to 39.0 %")));
  input.fill = persons(100, 80, 19);
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("Address entities from 40 to 19")));
  input.subjects = 50;
  input.fill = persons(50, 40, 20);  // fewer subjects, the same rates
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
}

TEST(Plausibility, few_values_are_no_measure_of_fill) {
  const Layout layout{7, 100, persons(100, 19), {}};
  PlausibilityInput input = list_of(100);
  input.layout = &layout;
  input.fill = persons(100, 0);
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
}

TEST(Plausibility, new_fields_and_values_are_drift) {
  const Layout layout{7, 1'000, {}, {{"type", "a", 5}}};
  PlausibilityInput input = list_of(1'000);
  input.layout = &layout;
  input.unmapped = {{"type", "a", 500}};  // known: more of it is no drift
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  EXPECT_THAT(assess(input, {}).notices, IsEmpty());
  input.unmapped = {{"type", "a", 5}, {"type", "b", 10}};
  EXPECT_THAT(assess(input, {}).quarantine, IsEmpty());
  EXPECT_THAT(assess(input, {}).notices,
              ElementsAre(HasSubstr("1 unmapped values that version 7 did not have (type='b')")));
  input.unmapped = {{"type", "a", 5}, {"type", "b", 11}};
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("schema drift")));
  input.unmapped = {{"FIRSTNAME", "x", 11}, {"type", "a", 5}};
  EXPECT_THAT(assess(input, {}).quarantine,
              ElementsAre(HasSubstr("unmapped fields that version 7 did not have ('FIRSTNAME')")));
}

TEST(Plausibility, one_failure_gives_one_reason) {
  const Layout layout{7, 100, persons(100, 80), {}};
  PlausibilityInput input = list_of(60);
  input.before = Neighbour{7, input.published, 100};
  input.layout = &layout;
  input.fill = persons(60, 0);
  input.unmapped = {{"BIRTH", "1960", 60}};
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("the list has 60 subjects")));
  input.before.reset();
  EXPECT_THAT(assess(input, {}).quarantine, ElementsAre(HasSubstr("schema drift")));
}

TEST(FillProfile, its_text_reads_back) {
  FillProfile fill = persons(3, 2, 1);
  EXPECT_EQ(fill.encode(), "Address\t\t1\nPerson\t\t3\nPerson\tbirthDate\t2\nPerson\tname\t3\n");
  const auto read = FillProfile::decode(fill.encode());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->encode(), fill.encode());
  model::Entity person(EntityId{"p0"}, "Person");
  person.add("birthDate", "1960");
  fill.remove(person);
  EXPECT_EQ(fill.filled("Person", "birthDate"), 1U);
  EXPECT_EQ(fill.entities("Person"), 2U);
  EXPECT_FALSE(FillProfile::decode("Person\t3\n"));
  EXPECT_FALSE(FillProfile::decode("Person\t\tmany\n"));
}

}  // namespace
}  // namespace cordon::store
