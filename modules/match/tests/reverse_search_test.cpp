// A change of a list against a portfolio: the reverse direction finds the pairs the forward direction finds.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cordon/match/engine.hpp"
#include "corpus_generator.hpp"
#include "generated_subjects.hpp"

namespace cordon::match {
namespace {

// {counterparty, listed} -> {score, evidence}
using Pairs = std::map<std::pair<std::string, std::string>, std::pair<double, double>>;

// Counterparties, a third of them people of the list with changes, some with the attributes of the list.
std::vector<SubjectFeatures> portfolio(std::size_t count, const std::vector<SubjectFeatures>& list) {
  std::vector<SubjectFeatures> out;
  for (std::size_t i = 0; i < count; ++i) {
    SubjectFeatures subject = test::query_of(bench::CorpusGenerator(5).query(i, list.size()));
    subject.id = "c" + std::to_string(i);
    if (i % 4 == 0) subject.birth_dates = list[i % list.size()].birth_dates;
    if (i % 5 == 0) subject.identifiers = list[i * 7 % list.size()].identifiers;
    if (i % 3 == 0) subject.countries = list[i % list.size()].countries;
    if (i % 6 == 0) subject.schema.clear();
    out.push_back(std::move(subject));
  }
  return out;
}

Pairs forward(const Engine& over_list, const std::vector<SubjectFeatures>& counterparties, SearchOptions options) {
  Pairs out;
  options.candidates = CandidateMode::kExhaustive;
  for (const SubjectFeatures& counterparty : counterparties) {
    for (const Match& match : over_list.search(counterparty, options)) {
      out[{counterparty.id, std::string(over_list.corpus().id(match.subject))}] = {match.score, match.evidence};
    }
  }
  return out;
}

Pairs reverse(const Engine& over_portfolio, const std::vector<SubjectFeatures>& list, const SearchOptions& options) {
  Pairs out;
  const auto found = over_portfolio.search_reverse_batch(list, options, 2);
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (const Match& match : found[i]) {
      out[{std::string(over_portfolio.corpus().id(match.subject)), list[i].id}] = {match.score, match.evidence};
    }
  }
  return out;
}

TEST(ReverseSearch, FindsExactlyTheForwardPairsWithTheirScores) {
  const auto list = test::subjects_of(bench::CorpusGenerator(5).subjects_with_names(700));
  const auto counterparties = portfolio(600, list);
  const Engine over_list(Corpus::build(list), Policy::standard());
  const Engine over_portfolio(Corpus::build(counterparties), Policy::standard());
  for (const double threshold : {0.5, 0.7, 0.85}) {
    SearchOptions options;
    options.threshold = threshold;
    const Pairs expected = forward(over_list, counterparties, options);
    EXPECT_GT(expected.size(), 100U);
    EXPECT_EQ(reverse(over_portfolio, list, options), expected) << threshold;
  }
}

TEST(ReverseSearch, ExplainsWithTheSidesOfTheForwardDirection) {
  SubjectFeatures counterparty;
  counterparty.id = "c";
  counterparty.names = {"Vladimir Putin"};
  SubjectFeatures listed = counterparty;
  listed.id = "l";
  listed.names = {"PUTIN, Vladimir Vladimirovich"};
  const Engine engine(Corpus::build(std::vector{counterparty}), Policy::standard());
  ASSERT_EQ(engine.search_reverse(listed).size(), 1U);
  const Explanation explanation = engine.explain(listed, 0, ProbeRole::kListed);
  ASSERT_FALSE(explanation.features.empty());
  EXPECT_EQ(explanation.features[0].query_value, counterparty.names[0]);
  EXPECT_EQ(explanation.features[0].listed_value, listed.names[0]);
}

TEST(Corpus, KeepsTheAttachmentOfASubjectAndFindsItById) {
  SubjectFeatures first;
  first.id = "a";
  first.names = {"Ivan Petrov"};
  first.attachment = std::string("\0bytes\xFF", 7);
  SubjectFeatures second = first;
  second.id = "b";
  second.attachment.clear();
  const auto corpus = Corpus::build(std::vector{first, second});
  EXPECT_EQ(corpus->attachment(0), first.attachment);
  EXPECT_EQ(corpus->attachment(1), "");
  EXPECT_EQ(corpus->subject(0), first);
  const auto changed = corpus->with_delta(std::vector{second}, std::vector<std::string>{"b"});
  ASSERT_TRUE(changed);
  EXPECT_EQ((*changed)->find("b"), std::vector<std::uint32_t>{2});
  EXPECT_EQ((*changed)->find("a"), std::vector<std::uint32_t>{0});
  EXPECT_TRUE((*changed)->find("c").empty());
}

}  // namespace
}  // namespace cordon::match
