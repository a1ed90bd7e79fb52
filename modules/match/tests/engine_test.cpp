// The engine's contract: the index finds what scoring everything finds, in the stated order.
#include "cordon/match/engine.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "corpus_generator.hpp"
#include "generated_subjects.hpp"

namespace cordon::match {
namespace {

SubjectFeatures named(std::string id, std::string name, std::string schema = "Person") {
  SubjectFeatures out;
  out.id = std::move(id);
  out.schema = std::move(schema);
  out.caption = name;
  out.names = {std::move(name)};
  return out;
}

std::vector<Match> search(const Engine& engine, const SubjectFeatures& query, double threshold, CandidateMode mode,
                          Kernel kernel = Kernel::kBest) {
  SearchOptions options;
  options.threshold = threshold;
  options.candidates = mode;
  options.kernel = kernel;
  return engine.search(query, options);
}

// A generated list of the size of OFAC's, made once.
const Engine& list_engine() {
  static const Engine engine(Corpus::build(test::subjects_of(bench::CorpusGenerator(5).subjects_with_names(6'000))),
                             Policy::standard());
  return engine;
}

TEST(Engine, FindsANameInAnyOrderAndIgnoresTheRest) {
  const std::vector<SubjectFeatures> list{named("a", "PUTIN, Vladimir Vladimirovich"), named("b", "KIM, Jong Un"),
                                          named("c", "Acme Trading LLC", "Company")};
  const Engine engine(Corpus::build(list), Policy::standard());
  for (const CandidateMode mode : {CandidateMode::kIndex, CandidateMode::kExhaustive}) {
    const auto hits = search(engine, named("q", "Vladimir Putin"), 0.7, mode);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(engine.corpus().id(hits[0].subject), "a");
    EXPECT_TRUE(hits[0].match);
    EXPECT_TRUE(search(engine, named("q", "Jane Doe"), 0.7, mode).empty());
  }
}

TEST(Engine, OrdersByScoreEvidenceIdAndCutsAtTheLimit) {
  std::vector<SubjectFeatures> list{named("z", "Ivan Petrov"), named("m", "Ivan Petrov"), named("a", "Ivan Petrow"),
                                    named("b", "Ivan Petrov")};
  list[3].birth_dates = {"1970-01-02"};
  SubjectFeatures query = named("q", "Ivan Petrov");
  query.birth_dates = {"1970-01-02"};
  const Engine engine(Corpus::build(list), Policy::standard());
  SearchOptions options;
  options.threshold = 0.5;
  const auto all = engine.search(query, options);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(engine.corpus().id(all[0].subject), "b");
  EXPECT_EQ(engine.corpus().id(all[1].subject), "m");
  EXPECT_EQ(engine.corpus().id(all[2].subject), "z");
  EXPECT_EQ(engine.corpus().id(all[3].subject), "a");
  options.limit = 2;
  const auto two = engine.search(query, options);
  EXPECT_EQ(two, (std::vector<Match>{all[0], all[1]}));
}

void expect_lossless(const Engine& engine, const SubjectFeatures& query) {
  for (const double threshold : {0.3, 0.6, 0.7, 0.85}) {
    const auto expected = search(engine, query, threshold, CandidateMode::kExhaustive);
    for (const Kernel kernel : {Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512}) {
      ASSERT_EQ(search(engine, query, threshold, CandidateMode::kIndex, kernel), expected)
          << query.names.front() << " at " << threshold << " with " << kernel_name(kernel);
    }
  }
}

TEST(Lossless, RealisticQueries) {
  for (std::size_t i = 0; i < 300; ++i) {
    expect_lossless(list_engine(), test::query_of(bench::CorpusGenerator(5).query(i, 2'000)));
  }
}

TEST(Engine, BatchIsTheSameOnAnyNumberOfThreads) {
  const Engine& engine = list_engine();
  std::vector<SubjectFeatures> queries;
  for (std::size_t i = 0; i < 90; ++i) queries.push_back(test::query_of(bench::CorpusGenerator(5).query(i, 2'000)));
  SearchOptions options;
  const auto one = engine.search_batch(queries, options, 1);
  EXPECT_EQ(one, engine.search_batch(queries, options, 2));
  EXPECT_EQ(one, engine.search_batch(queries, options, 5));
  for (std::size_t i = 0; i < queries.size(); ++i) ASSERT_EQ(one[i], engine.search(queries[i], options));
}

}  // namespace
}  // namespace cordon::match
