// What is searched besides the name as given, and that it is found through the index and in the reverse direction.
#include "cordon/match/name_variants.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cordon/match/engine.hpp"
#include "cordon/match/scorer.hpp"

namespace cordon::match {
namespace {

using Names = std::vector<std::string>;

Names variants(const char* name, SubjectKind kind = SubjectKind::kUnknown) { return name_variants(name, kind).names; }

TEST(NameVariants, APlaceBehindTheNameIsLeftOut) {
  EXPECT_EQ(variants("Northwind Oil Company, Moscow"), Names{"Northwind Oil Company"});
  EXPECT_EQ(variants("Northwind LLC, St Petersburg"), Names{"Northwind LLC"});
  EXPECT_EQ(variants("Northwind LLC, Dubai, UAE"), Names{"Northwind LLC"});
  EXPECT_EQ(variants("Northwind LLC, Dubai UAE"), Names{"Northwind LLC"});
  EXPECT_EQ(variants("Mr Hans Lindqvist, Dubai"), Names{"Mr Hans Lindqvist"});
  EXPECT_EQ(variants("Hans Lindqvist Hong Kong"), Names{"Hans Lindqvist"});
  EXPECT_EQ(variants("Northwind LLC Dubai UAE"), (Names{"Northwind LLC Dubai", "Northwind LLC"}));
  EXPECT_EQ(variants("Northwind Bank London"), Names{"Northwind Bank"});
}

TEST(NameVariants, APlaceThatIsPartOfTheNameStays) {
  EXPECT_EQ(variants("Bank of Moscow"), Names{});
  EXPECT_EQ(variants("Trading Bank, Moscow"), Names{}) << "nothing telling is left";
  EXPECT_EQ(variants("Jack London"), Names{});
  EXPECT_EQ(variants("Jack Anthony London"), Names{});
  EXPECT_EQ(variants("Lindqvist Moscow", SubjectKind::kPerson), Names{});
  EXPECT_EQ(variants("LINDQVIST, Hans"), Names{});
  EXPECT_EQ(variants("Hans Lindqvist"), Names{});
  EXPECT_EQ(variants(""), Names{});
}

TEST(NameVariants, WordsRunTogetherAreSplit) {
  EXPECT_EQ(variants("HansLindqvist"), Names{"Hans Lindqvist"});
  EXPECT_EQ(variants("Hans MacDonald"), Names{});
  EXPECT_EQ(variants("Hans McArthur"), Names{});
  EXPECT_EQ(variants("HANS LINDQVIST"), Names{});
}

TEST(NameVariants, AShipNumberIsAnIdentifier) {
  for (const char* text : {"Fortuna (IMO 9074729)", "Fortuna IMO No. 9074729", "Fortuna, imo: 9074729"}) {
    const NameVariants found = name_variants(text, SubjectKind::kUnknown);
    EXPECT_EQ(found.names, Names{"Fortuna"}) << text;
    ASSERT_EQ(found.identifiers.size(), 1U) << text;
    EXPECT_EQ(found.identifiers[0].type, "imoNumber");
    EXPECT_EQ(found.identifiers[0].value, "9074729");
  }
  EXPECT_TRUE(name_variants("Fortuna IMO 9074728", SubjectKind::kUnknown).identifiers.empty());
  EXPECT_TRUE(name_variants("Fortuna IMO 90747291", SubjectKind::kUnknown).identifiers.empty());
}

TEST(NameVariants, AreFoundTheSameWayInAllModesAndDirections) {
  std::vector<SubjectFeatures> list(3);
  const std::vector<std::string> names{"Northwind", "NORTHWIND, Hans", "LINDQVIST, Hans"};
  const std::vector<std::string> schemas{"Organization", "Person", "Person"};
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i].id = std::to_string(i);
    list[i].names = {names[i]};
    list[i].schema = schemas[i];
  }
  std::vector<SubjectFeatures> queries(2);
  queries[0].names = {"Northwind Moscow"};
  queries[1].names = {"Mr Hans Lindqvist, Dubai"};
  for (SubjectFeatures& query : queries) add_name_variants(query);
  const Engine engine(Corpus::build(list), Policy::standard());
  const Engine book(Corpus::build(queries), Policy::standard());
  const std::vector<std::uint32_t> wanted{0, 2};
  for (std::size_t q = 0; q < queries.size(); ++q) {
    for (const CandidateMode mode : {CandidateMode::kIndex, CandidateMode::kExhaustive}) {
      SearchOptions options;
      options.candidates = mode;
      const auto hits = engine.search(queries[q], options);
      ASSERT_EQ(hits.size(), 1U) << "a single word is no person's name";
      EXPECT_EQ(hits[0].subject, wanted[q]);
      EXPECT_LT(hits[0].score, 1) << "not the same as written";
      const auto reverse = book.search_reverse(list[wanted[q]], options);
      ASSERT_EQ(reverse.size(), 1U);
      EXPECT_EQ(reverse[0].subject, q);
      EXPECT_EQ(reverse[0].score, hits[0].score);
    }
  }
}

}  // namespace
}  // namespace cordon::match
