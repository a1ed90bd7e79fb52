// When a name alone makes a party the listed one.
#include "party_identity.hpp"

#include <gtest/gtest.h>

namespace cordon::service {
namespace {

match::SubjectFeatures named(const char* name) {
  match::SubjectFeatures out;
  out.names = {name};
  return out;
}

match::SubjectFeatures listed(const char* schema, const char* name, const char* weak = nullptr) {
  match::SubjectFeatures out = named(name);
  out.schema = schema;
  if (weak != nullptr) out.weak_names = {weak};
  return out;
}

Identity identity(const char* party, const char* kind, const match::SubjectFeatures& entry) {
  return identity_of(named(party), kind, entry, match::Policy::standard());
}

TEST(PartyIdentity, AFullNameIsAFact) {
  EXPECT_EQ(identity("Arkady Rotenberg", "", listed("Person", "Arkady ROTENBERG")), Identity::kSame);
  EXPECT_EQ(identity("Arkadi Rotenberg", "person", listed("Person", "ROTENBERG, Arkady Romanovich")), Identity::kSame);
  EXPECT_EQ(identity("Bank Rossiya", "bank", listed("Organization", "BANK ROSSIYA")), Identity::kSame);
  EXPECT_EQ(identity("Severny Trading LLC", "", listed("Company", "Severny Trading OOO")), Identity::kSame);
  // "Oleg Deripaska" in Cyrillic.
  EXPECT_EQ(identity("\xD0\x9E\xD0\xBB\xD0\xB5\xD0\xB3 \xD0\x94\xD0\xB5\xD1\x80\xD0\xB8\xD0\xBF\xD0\xB0\xD1\x81\xD0\xBA"
                     "\xD0\xB0",
                     "", listed("Person", "Oleg Deripaska")),
            Identity::kSame);
}

TEST(PartyIdentity, InitialsAcronymsWeakAliasesAndPartsAreQuestions) {
  EXPECT_EQ(identity("A. Rottenberg", "", listed("Person", "Arkady ROTENBERG")), Identity::kDoubtful);
  EXPECT_EQ(identity("VTB", "", listed("Organization", "VELCOM TRADE DOO BEOGRAD")), Identity::kDoubtful);
  EXPECT_EQ(identity("Saber", "", listed("Person", "Sami Ben Khamis", "Saber")), Identity::kDoubtful);
  EXPECT_EQ(identity("Rotenberg", "", listed("Person", "Arkady ROTENBERG")), Identity::kDoubtful);
  EXPECT_EQ(identity("Severny", "", listed("Company", "Severny Trading")), Identity::kDoubtful);
}

TEST(PartyIdentity, AnotherClassDoesNotAnswer) {
  EXPECT_EQ(identity("Fortuna", "bank", listed("Vessel", "Fortuna")), Identity::kOther);
  EXPECT_EQ(identity("Sber", "bank", listed("Person", "Sami Ben Khamis", "Saber")), Identity::kOther);
  EXPECT_EQ(identity("Fortuna", "vessel", listed("Company", "Fortuna")), Identity::kOther);
  EXPECT_EQ(identity("Fortuna", "vessel", listed("Vessel", "Fortuna")), Identity::kSame);
}

}  // namespace
}  // namespace cordon::service
