// Laws of the scorer, and the golden output of each policy revision.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "cordon/match/scorer.hpp"

namespace cordon::match {
namespace {

SubjectFeatures named(std::string name, std::string schema) {
  SubjectFeatures out;
  out.schema = std::move(schema);
  out.names.push_back(std::move(name));
  return out;
}

double score_of(const std::string& a, const std::string& b, const std::string& schema, const Policy& policy) {
  const PreparedSubject x(named(a, schema));
  const PreparedSubject y(named(b, schema));
  return score(x.view(), y.view(), policy).score;
}

double person(const std::string& a, const std::string& b) { return score_of(a, b, "Person", Policy::standard()); }

const std::vector<std::string> kNames{"Vladimir Vladimirovich Putin",
                                      "PUTIN, Vladimir",
                                      "Volodymyr Putin",
                                      "Abu Bakr al-Baghdadi",
                                      "Kim Jong Un",
                                      "J. C. Smith",
                                      "Ocean Trading Company LLC",
                                      "Brigade 44",
                                      "\xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD",  // Putin in Cyrillic
                                      "LO, Stephen",
                                      "x",
                                      "Sheikh"};

TEST(NameScorer, IsSymmetricAndBounded) {
  for (const std::string& policy_name : Policy::names()) {
    const base::Result<Policy> policy = Policy::find(policy_name);
    ASSERT_TRUE(policy);
    for (const std::string schema : {"Person", "Company", "Vessel", ""}) {
      for (const std::string& a : kNames) {
        for (const std::string& b : kNames) {
          const double forth = score_of(a, b, schema, *policy);
          EXPECT_EQ(forth, score_of(b, a, schema, *policy)) << a << " / " << b;
          EXPECT_GE(forth, 0);
          EXPECT_LE(forth, 1);
          EXPECT_LE(forth, a == b ? 1 : 0.9991) << a << " / " << b;
        }
      }
    }
  }
}

TEST(NameScorer, IdentityIsTheHighestScore) {
  for (const std::string& a : kNames) {
    for (const std::string& b : kNames) EXPECT_GE(person(a, a), person(a, b)) << a << " / " << b;
  }
}

TEST(NameScorer, OrderOfWordsDoesNotCount) {
  EXPECT_NEAR(person("Vladimir Putin", "Vladimir Lukashenko"), person("Putin Vladimir", "Lukashenko Vladimir"), 1e-12);
}

TEST(NameScorer, WhatSpeaksAgainstLowersTheScore) {
  EXPECT_GT(person("Sergey Lavrov", "Sergey Viktorovich Lavrov"),
            person("Sergey Ivanovich Lavrov", "Sergey Viktorovich Lavrov"));
  EXPECT_GT(person("Hans J. Friedrich", "Hans Joachim Friedrich"),
            person("Hans O. Friedrich", "Hans Joachim Friedrich"));
  EXPECT_GT(person("Yusuf al-Madani", "Yousef al-Madani"), person("Yusuf al-Madani", "Yusuf al-Sanani"));
  EXPECT_LT(person("N. N.", "Nursultan Nazarbayev"), 0.5);  // initials alone identify nobody
}

TEST(NameScorer, DifferentNumbersLowerTheScoreAndSeparateVessels) {
  const double onboarding = score_of("Snow Storm 1", "Snow Storm 2", "Vessel", Policy::standard());
  EXPECT_LT(onboarding, score_of("Snow Storm 1", "Snow Storm One", "Vessel", Policy::standard()));
  for (const char* name : {"vessels", "payments"}) {
    const base::Result<Policy> policy = Policy::find(name);
    ASSERT_TRUE(policy);
    EXPECT_LT(score_of("Snow Storm 1", "Snow Storm 2", "Vessel", *policy), 0.1) << name;
  }
  const PairScore explained =
      compare(named("Snow Storm 1", "Vessel"), named("Snow Storm 2", "Vessel"), Policy::standard());
  ASSERT_EQ(explained.explanation.contradictions.size(), 1U);
  EXPECT_EQ(explained.explanation.contradictions.front(), "name: the numbers differ");
}

TEST(NameScorer, ANamesakeWithAnotherBirthDateIsNoMatch) {
  SubjectFeatures a = named("Ivan Petrov", "Person");
  SubjectFeatures b = a;
  a.birth_dates = {"1960-03-01"};
  b.birth_dates = {"1991-07-09"};
  const PairScore other = compare(a, b, Policy::standard());
  EXPECT_LT(other.score, Policy::standard().default_threshold());
  EXPECT_LT(other.evidence, 0.5);
  b.birth_dates = {"1960-01-03"};  // day and month swapped
  EXPECT_GT(compare(a, b, Policy::standard()).evidence, 0.5);
}

TEST(NameScorer, AShipsPrefixSaysNothingInAnySpelling) {
  for (const char* prefix :
       {"MV", "mv", "Mv", "M/V", "M.V.", "MT", "M/T", "S/V", "SS", "Motor Vessel", "MOTOR TANKER"}) {
    EXPECT_GT(score_of(std::string(prefix) + " Fortuna", "FORTUNA", "Vessel", Policy::standard()), 0.9) << prefix;
    EXPECT_EQ(score_of(std::string(prefix) + " Fortuna", "FORTUNA", "Vessel", Policy::standard()),
              score_of(std::string(prefix) + " FORTUNA", "FORTUNA", "Vessel", Policy::standard()))
        << prefix;
  }
  EXPECT_LT(score_of("MV Fortuna", "MV Hermes", "Vessel", Policy::standard()), 0.5);
  // In people's names the letters are initials.
  EXPECT_GT(score_of("M.V. Lindqvist", "Magnus Viktor Lindqvist", "Person", Policy::standard()), 0.8);
}

struct Golden {
  const char* a;
  const char* b;
  const char* schema;
  double score;
};

// Scores are stored with (policy, revision): when one of these changes, raise the revision and write the new ones here.
TEST(NameScorer, GoldenScoresOfOnboardingRevision4) {
  ASSERT_EQ(Policy::standard().revision(), 4);
  const std::vector<Golden> golden{
#include "golden_onboarding_4.inc"
  };
  for (const Golden& row : golden) {
    EXPECT_NEAR(score_of(row.a, row.b, row.schema, Policy::standard()), row.score, 5e-7) << row.a << " / " << row.b;
  }
}

}  // namespace
}  // namespace cordon::match
