// Golden wording: alerts and reports quote these lines.
#include "summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cordon::store {
namespace {

std::string changed(std::vector<FieldChange> fields) {
  SubjectChange change;
  change.kind = ChangeKind::kChanged;
  change.fields = std::move(fields);
  return summarise(change);
}

TEST(Summary, listing_and_delisting) {
  SubjectChange change;
  change.caption = "FORTUNA";
  change.schema = "Vessel";
  change.kind = ChangeKind::kAdded;
  EXPECT_EQ(summarise(change), "newly listed as FORTUNA (Vessel)");
  change.programmes = {"PEESA", "UKRAINE-EO13662"};
  EXPECT_EQ(summarise(change), "newly listed under PEESA, UKRAINE-EO13662 as FORTUNA (Vessel)");
  change.kind = ChangeKind::kRemoved;
  EXPECT_EQ(summarise(change), "delisted (was listed under PEESA, UKRAINE-EO13662)");
  change.programmes.clear();
  EXPECT_EQ(summarise(change), "delisted");
}

TEST(Summary, programmes) {
  EXPECT_EQ(changed({{"sanction.programId", {}, {"RUSSIA-EO14024"}}}), "added to programme RUSSIA-EO14024");
  EXPECT_EQ(changed({{"programId", {"PEESA-EO", "X"}, {"PEESA-EO14039", "X"}},
                     {"sanction.programId", {"PEESA-EO", "X"}, {"PEESA-EO14039", "X"}},
                     {"sanction.program", {"old words"}, {"new words"}}}),
            "added to programme PEESA-EO14039; removed from programme PEESA-EO");
  EXPECT_EQ(changed({{"program", {"One"}, {"Two"}}}), "added to programme Two; removed from programme One");
}

TEST(Summary, names_that_move) {
  EXPECT_EQ(changed({{"alias", {"A", "B"}, {"B"}}, {"weakAlias", {}, {"A"}}}), "alias strong to weak: A");
  EXPECT_EQ(changed({{"alias", {}, {"A"}}, {"weakAlias", {"A"}, {}}}), "alias weak to strong: A");
  EXPECT_EQ(changed({{"alias", {}, {"OLD"}}, {"name", {"OLD"}, {"NEW"}}}), "name became alias: OLD; name added: NEW");
  EXPECT_EQ(changed({{"name", {"OLD"}, {"NEW"}}}), "name changed from OLD to NEW");
  EXPECT_EQ(changed({{"alias", {"A"}, {"A", "B", "C"}}}), "alias added: B, C");
}

TEST(Summary, properties) {
  EXPECT_EQ(changed({{"imoNumber", {}, {"9074729"}}}), "IMO added: 9074729");
  EXPECT_EQ(changed({{"imoNumber", {}, {"IMO9074729"}}}), "IMO added: 9074729");
  EXPECT_EQ(changed({{"birthDate", {"1962"}, {"1962-07-05"}}}), "date of birth changed from 1962 to 1962-07-05");
  EXPECT_EQ(changed({{"address", {}, {"1 Road, Moscow"}}}), "address added: 1 Road, Moscow");
  EXPECT_EQ(changed({{"identification.number", {"1"}, {}}}), "document number removed: 1");
  EXPECT_EQ(changed({{"someNewProperty", {"x"}, {}}}), "some new property removed: x");
  EXPECT_EQ(changed({{"topics", {"sanction"}, {"sanction", "debarment"}}, {"schema", {"LegalEntity"}, {"Company"}}}),
            "kind changed from LegalEntity to Company; topic added: debarment");
  EXPECT_EQ(changed({{"sanction.country", {"us"}, {"us", "us"}}}), "sanction country given more or less often");
}

TEST(Summary, long_texts_are_shortened_where_they_differ) {
  const std::string same(200, 'x');
  const std::string summary = changed({{"description", {same + " old end"}, {same + " new end"}}});
  EXPECT_THAT(summary, ::testing::HasSubstr("xxx old end to ..."));
  EXPECT_THAT(summary, ::testing::EndsWith("xxx new end"));
  EXPECT_LT(summary.size(), 150U);
}

TEST(Summary, one_fact_is_said_once) {
  EXPECT_EQ(changed({{"identification.country", {}, {"ir"}},
                     {"identification.number", {}, {"Y53914437"}},
                     {"identification.type", {}, {"Passport"}},
                     {"passportNumber", {}, {"Y53914437"}}}),
            "document number added: Y53914437");
  EXPECT_EQ(changed({{"identification.type", {"visa"}, {"tax"}}}), "document type changed from visa to tax");
  EXPECT_EQ(changed({{"lastName", {"A"}, {"B"}}, {"name", {"X A"}, {"X B"}}}), "name changed from X A to X B");
  EXPECT_EQ(changed({{"lastName", {"A"}, {"B"}}}), "last name changed from A to B");
  EXPECT_EQ(changed({{"country", {}, {"ru"}}, {"nationality", {}, {"ru"}}}),
            "country added: ru; nationality added: ru");
}

TEST(Summary, remarks) {
  EXPECT_EQ(
      changed({{"notes", {"DOB 1 Jan 1990; Gender Male."}, {"DOB 1 Jan 1990; nationality Russia; Gender Male."}}}),
      "remarks added: nationality Russia");
  EXPECT_EQ(changed({{"notes", {"a; b."}, {"a; c."}}}), "remarks changed from b to c");
  EXPECT_EQ(changed({{"notes", {"a; b."}, {"b; a."}}}), "remarks reworded");
  EXPECT_EQ(changed({{"gender", {}, {"male"}}, {"notes", {"a"}, {"b"}}}), "gender added: male; remarks changed");
}

TEST(Summary, raw_record_only) {
  EXPECT_EQ(changed({{"rawRecord", {"00"}, {"01"}}}), "the list's record changed where cordon maps no property");
}

TEST(Summary, long_values_and_lists_are_shortened) {
  const std::string e_acute = "\xC3\xA9";
  std::string text(99, 'x');
  text += e_acute + "tail";  // the cut would fall inside the two-byte letter
  EXPECT_EQ(changed({{"notes", {}, {text}}}), "remarks added: " + std::string(99, 'x') + "...");
  EXPECT_EQ(changed({{"alias", {}, {"1", "2", "3", "4", "5", "6", "7"}}}), "alias added: 1, 2, 3, 4, 5 and 2 more");
}

}  // namespace
}  // namespace cordon::store
