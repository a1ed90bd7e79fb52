#include "plausibility.hpp"

#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace cordon::store {
namespace {

using cordon::store::testing::day;
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
  EXPECT_THAT(assess(input).quarantine, IsEmpty());
  input.subjects = 69;
  EXPECT_THAT(assess(input).quarantine, ElementsAre(HasSubstr("version 1 of 2022-01-01 before it has 100")));
}

TEST(Plausibility, short_lists_may_shrink) {
  PlausibilityInput input = list_of(1);
  input.before = Neighbour{1, day("2022-01-01"), 49};
  EXPECT_THAT(assess(input).quarantine, IsEmpty());
  input.before->subjects = 50;
  EXPECT_EQ(assess(input).quarantine.size(), 1U);
}

TEST(Plausibility, a_later_version_counts_when_it_is_near) {
  PlausibilityInput input = list_of(60);
  input.after = Neighbour{2, input.published.plus_days(kNearDays), 100};
  EXPECT_EQ(assess(input).quarantine.size(), 1U);
  input.after->published = input.published.plus_days(kNearDays + 1);
  EXPECT_THAT(assess(input).quarantine, IsEmpty());
}

TEST(Plausibility, records) {
  EXPECT_THAT(assess(list_of(0)).quarantine, ElementsAre("the list has no subjects"));
  PlausibilityInput input = list_of(99);
  input.rejected = 1;
  EXPECT_THAT(assess(input).quarantine, IsEmpty());
  EXPECT_THAT(assess(input).notices, ElementsAre("1 of 100 records could not be read and are not in this version"));
  input.subjects = 98;
  EXPECT_THAT(assess(input).quarantine, ElementsAre("1 of 99 records could not be read"));
  input = list_of(10);
  input.declared_records = 10;
  EXPECT_THAT(assess(input).quarantine, IsEmpty());
  input.declared_records = 12;
  EXPECT_THAT(assess(input).quarantine, ElementsAre("the file says it holds 12 records, 10 were found"));
}

TEST(Plausibility, dates_in_the_future_are_mentioned) {
  PlausibilityInput input = list_of(5);
  input.published = input.today.plus_days(1);
  EXPECT_THAT(assess(input).notices, IsEmpty());
  input.published = input.today.plus_days(2);
  EXPECT_THAT(assess(input).notices, ElementsAre("the publication date 2022-01-12 lies in the future"));
}

}  // namespace
}  // namespace cordon::store
