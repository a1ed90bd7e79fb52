// Numbers: which are telling, which may be of one kind, and what an equal one does to a pair whose names differ.
#include "cordon/match/identifiers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "cordon/match/engine.hpp"
#include "cordon/match/scorer.hpp"

namespace cordon::match {
namespace {

SubjectFeatures person(std::string id, std::string name, Identifier identifier) {
  SubjectFeatures out;
  out.id = std::move(id);
  out.schema = "Person";
  out.names = {std::move(name)};
  out.identifiers = {std::move(identifier)};
  return out;
}

double score_of(const Identifier& query, const Identifier& listed, const char* policy = "onboarding") {
  return compare(person("q", "Oskar Lindqvist", query), person("l", "Petros Manolakis", listed), *Policy::find(policy))
      .score;
}

TEST(Identifiers, ShortRunningAndRepeatedNumbersTellNothing) {
  for (const char* value : {"K929139", "502881", "AB12034", "7703215678"}) {
    EXPECT_TRUE(is_telling_identifier(value)) << value;
  }
  for (const char* value : {"12345", "123456", "234567890", "987654", "111111", "100000", "ABCDEF", "ABC123", ""}) {
    EXPECT_FALSE(is_telling_identifier(value)) << value;
  }
}

TEST(Identifiers, AnEqualDocumentIsShownWhateverTheName) {
  const Identifier listed{"passportNumber", "K 929139", "ir"};
  const double found = score_of({"idNumber", "k929139", ""}, listed);
  EXPECT_GE(found, 0.70);
  EXPECT_LE(found, 0.85);
  EXPECT_GE(score_of({"passportNumber", "K929139", "ir"}, listed), 0.70);
  EXPECT_LT(score_of({"passportNumber", "K929139", "fr"}, listed), 0.70) << "another country's passport";
  EXPECT_LT(score_of({"taxNumber", "K929139", ""}, listed), 0.70) << "another kind of document";
  EXPECT_LT(score_of({"callSign", "K929139", ""}, listed), 0.70);
  EXPECT_LT(score_of({"passportNumber", "123456", ""}, {"passportNumber", "123456", ""}), 0.70);
  EXPECT_LT(score_of({"idNumber", "K929139", ""}, listed, "payments"), 0.70) << "off in this policy";
}

TEST(Identifiers, WhatContradictsCountsAgainstAnEqualDocument) {
  SubjectFeatures query = person("q", "Oskar Lindqvist", {"idNumber", "K929139", ""});
  SubjectFeatures listed = person("l", "Petros Manolakis", {"passportNumber", "K929139", ""});
  query.birth_dates = {"1990-01-02"};
  listed.birth_dates = {"1951-04-05"};
  EXPECT_LT(compare(query, listed, Policy::standard()).score, 0.70);
}

TEST(Identifiers, AnEqualDocumentIsFoundThroughTheIndexAndSaysWhy) {
  std::vector<SubjectFeatures> list;
  for (int i = 0; i < 50; ++i) {
    list.push_back(person("s" + std::to_string(i), "Listed Name" + std::to_string(i),
                          {"passportNumber", "P" + std::to_string(83271 * (i + 7)), ""}));
  }
  const Engine engine(Corpus::build(list), Policy::standard());
  SubjectFeatures query = person("q", "Oskar Lindqvist", {"idNumber", list[11].identifiers[0].value, ""});
  for (const bool named : {true, false}) {
    if (!named) query.names.clear();
    for (const CandidateMode mode : {CandidateMode::kIndex, CandidateMode::kExhaustive}) {
      SearchOptions options;
      options.candidates = mode;
      const auto hits = engine.search(query, options);
      ASSERT_EQ(hits.size(), 1U);
      EXPECT_EQ(hits[0].subject, 11U);
      EXPECT_TRUE(hits[0].match);
    }
  }
  const Explanation told = engine.explain(person("q", "Oskar Lindqvist", query.identifiers[0]), 11);
  bool said = false;
  for (const FeatureScore& feature : told.features) {
    said = said || feature.detail.find("identifier equal, name differs") != std::string::npos;
  }
  EXPECT_TRUE(said);
}

}  // namespace
}  // namespace cordon::match
