// The engine's contract: the index finds what scoring everything finds, in the stated order.
#include "cordon/match/engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <utility>
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
const std::shared_ptr<const Corpus>& list_corpus() {
  static const std::shared_ptr<const Corpus> corpus =
      Corpus::build(test::subjects_of(bench::CorpusGenerator(5).subjects_with_names(6'000)));
  return corpus;
}

const Engine& list_engine() {
  static const Engine engine(list_corpus(), Policy::standard());
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

std::vector<Match> at_least(const std::vector<Match>& matches, double threshold) {
  std::vector<Match> out;
  for (const Match& match : matches) {
    if (match.score >= threshold) out.push_back(match);
  }
  return out;
}

// Everything is scored once; a search at a threshold must give what of it reaches the threshold.
void expect_lossless(const Engine& engine, const SubjectFeatures& query, std::span<const Kernel> kernels) {
  constexpr double kLowest = 0.3;
  const auto all = search(engine, query, kLowest, CandidateMode::kExhaustive);
  for (const double threshold : {kLowest, 0.6, 0.7, 0.85}) {
    for (const Kernel kernel : kernels) {
      for (const std::uint64_t few_postings : {std::uint64_t{0}, SearchOptions{}.few_postings}) {
        SearchOptions options;
        options.threshold = threshold;
        options.kernel = kernel;
        options.few_postings = few_postings;
        ASSERT_EQ(engine.search(query, options), at_least(all, threshold))
            << query.names.front() << " at " << threshold << " with " << kernel_name(kernel) << ", " << few_postings;
      }
    }
  }
}

constexpr std::array kEveryKernel{Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512};
constexpr std::array kBestKernel{Kernel::kBest};

const Engine& small_engine(const Policy& policy) {
  static const auto corpus = Corpus::build(test::subjects_of(bench::CorpusGenerator(5).subjects_with_names(1'200)));
  static std::map<std::string, Engine> engines;
  return engines.try_emplace(policy.name(), corpus, policy).first->second;
}

TEST(Lossless, TwoThousandRealisticQueries) {
  for (std::size_t i = 0; i < 2'000; ++i) {
    expect_lossless(small_engine(Policy::standard()), test::query_of(bench::CorpusGenerator(5).query(i, 450)),
                    kBestKernel);
  }
}

TEST(Lossless, OnAListOfUsualSizeWithEveryKernel) {
  for (std::size_t i = 0; i < 60; ++i) {
    expect_lossless(list_engine(), test::query_of(bench::CorpusGenerator(5).query(i, 2'000)), kEveryKernel);
  }
}

TEST(Lossless, WithEveryPolicy) {
  for (const std::string& name : Policy::names()) {
    for (std::size_t i = 0; i < 100; ++i) {
      expect_lossless(small_engine(Policy::find(name).value()), test::query_of(bench::CorpusGenerator(5).query(i, 450)),
                      kBestKernel);
    }
  }
}

// Names made to be awkward for an index: initials, particles and titles only, one word, the same word again, joined and
// split words, native scripts, numbers, very long, empty; alone and with attributes and several names.
TEST(Lossless, AdversarialQueries) {
  constexpr std::array kSchemata{"Person", "Company", "Vessel"};
  const bench::CorpusGenerator generator(5);
  std::vector<std::string> texts{"A",
                                 "A. B.",
                                 "al",
                                 "bin al",
                                 "Sheikh",
                                 "LLC",
                                 "44",
                                 "Trading Holding International",
                                 "a a a a",
                                 "...",
                                 "\u0645\u062D\u0645\u062F",
                                 "\u738B\u5C0F\u660E",
                                 "\u041F\u0443\u0442\u0438\u043D"};
  for (std::size_t i = 0; i < 20; ++i) {
    const std::string name = generator.subject(i * 7).names.front();
    const std::size_t blank = name.find(' ');
    texts.push_back(name.substr(0, blank));
    texts.push_back(name.substr(0, 1) + ". " + (blank == std::string::npos ? name : name.substr(blank + 1)));
    std::string joined = name;
    std::erase(joined, ' ');
    texts.push_back(joined);
    texts.push_back(name + " " + name);
    texts.push_back(name + " " + generator.subject(i * 11 + 1).names.front());
    std::string slipped = name;
    for (std::size_t at = 1; at + 1 < slipped.size(); at += 4) std::swap(slipped[at], slipped[at + 1]);
    texts.push_back(slipped);
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const char* schema : {"", kSchemata[i % kSchemata.size()]}) {
      SubjectFeatures query = named("q", texts[i], schema);
      expect_lossless(small_engine(Policy::standard()), query, kBestKernel);
      const SubjectFeatures other = test::subject_of(generator.subject(i * 3));
      query.birth_dates = other.birth_dates;
      query.countries = other.countries;
      query.identifiers = other.identifiers;
      query.weak_names = other.names;
      query.names.push_back(texts[(i + 5) % texts.size()]);
      query.names.push_back(texts[i]);
      expect_lossless(small_engine(Policy::standard()), query, kBestKernel);
    }
  }
}

TEST(Acronyms, OnlyOrganisationsAreKnownByThem) {
  const auto best = [](const SubjectFeatures& query) {
    const std::vector<SubjectFeatures> list{named("adf", "ADF", "Organization")};
    const Engine engine(Corpus::build(list), Policy::standard());
    const auto hits = search(engine, query, 0.01, CandidateMode::kIndex);
    return hits.empty() ? 0.0 : hits.front().score;
  };
  EXPECT_GT(best(named("q", "Allied Defence Forces", "Organization")), 0.7);
  EXPECT_GT(best(named("q", "Allied Defence Forces Corporation", "")), 0.7);  // says itself what it is
  EXPECT_LT(best(named("q", "Amanda David Foster", "")), 0.7);
  EXPECT_LT(best(named("q", "Amanda David Foster", "Person")), 0.7);
}

// Acronyms and initials count by how a pair is read, which the kinds of both sides decide: every kind against every
// kind.
TEST(Lossless, AcronymsAndInitialsWhateverTheKinds) {
  constexpr std::array kSchemata{"", "Person", "Company", "Vessel"};
  constexpr std::array kTexts{"Mahdi Abu Mundos",
                              "Muhindo Akili Mundos",
                              "MAM",
                              "M.A.M.",
                              "M. A. Mundos",
                              "Kim Jong Nam",
                              "General Nam Holding",
                              "Nam Group LLC",
                              "J. K. Nam",
                              "Kim J Nam",
                              "ABC",
                              "Alpha Beta Corporation",
                              "Alpha Bet Co",
                              "A B C Trading",
                              "Abc Nam",
                              "B.R.C.S.A.",
                              "Doxa S.A.",
                              "S A",
                              "Fazeel A Tul Abu A",
                              "Al",
                              "J."};
  // Of three lists one has no birth dates, one has them here and there, one has nothing else either.
  for (const int dated : {0, 2, 1}) {
    std::vector<SubjectFeatures> list;
    for (const char* schema : kSchemata) {
      for (const char* text : kTexts) {
        list.push_back(named(std::string(text) + schema, text, schema));
        if (dated == 2) list.back().countries = {"ru"};
        if (dated != 0 && list.size() % static_cast<std::size_t>(dated) == 0) list.back().birth_dates = {"1970-01-02"};
      }
    }
    const Engine engine(Corpus::build(list), Policy::standard());
    for (const char* schema : kSchemata) {
      for (const char* text : kTexts) {
        SubjectFeatures query = named("q", text, schema);
        expect_lossless(engine, query, kBestKernel);
        query.birth_dates = {"1970-01-02"};
        query.countries = {"ru"};
        expect_lossless(engine, query, kBestKernel);
      }
    }
  }
}

// Birth dates near and far, whole and partial, on either side: what they may add decides which names are looked at.
TEST(Lossless, QueriesWithBirthDates) {
  const bench::CorpusGenerator generator(5);
  std::size_t hits = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    SubjectFeatures query = test::query_of(generator.query(i, 450));
    const auto dates = generator.subject(i % 450).birth_dates;
    const std::string date = dates.empty() ? "1961-03-02" : dates.front();
    const int year = std::atoi(date.substr(0, 4).c_str());
    const std::array<std::string, 6> variants{date,
                                              date.substr(0, 4),
                                              std::to_string(year + 1) + date.substr(4),
                                              std::to_string(year - 1),
                                              "~1962",
                                              std::to_string(year + 2) + "-01-01"};
    query.birth_dates = {variants[i % variants.size()]};
    if (i % 7 == 0) query.birth_dates.push_back("1900-01-01");
    expect_lossless(small_engine(Policy::standard()), query, kBestKernel);
    hits += search(small_engine(Policy::standard()), query, 0.7, CandidateMode::kIndex).size();
  }
  EXPECT_GT(hits, 30U);
}

// Deltas in any number lead to the hits of the list they make.
TEST(Lossless, AListOfDeltasIsTheListTheyMake) {
  auto list = test::subjects_of(bench::CorpusGenerator(5).subjects_with_names(900));
  const std::span<const SubjectFeatures> all(list);
  auto corpus = Corpus::build(all.first(200));
  for (std::size_t first = 200; first < list.size(); first += 25) {
    std::vector<std::string> removed{list[first / 5].id};
    std::vector<SubjectFeatures> added(all.begin() + static_cast<std::ptrdiff_t>(first),
                                       all.begin() + static_cast<std::ptrdiff_t>(std::min(list.size(), first + 25)));
    list[first / 5].names.push_back("Changed " + list[first / 5].names.front());
    added.push_back(list[first / 5]);
    corpus = corpus->with_delta(added, removed).value();
  }
  const Engine by_deltas(corpus, Policy::standard());
  const Engine at_once(Corpus::build(list), Policy::standard());
  EXPECT_EQ(by_deltas.corpus().live_subjects(), list.size());
  std::size_t found = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    const auto query = test::query_of(bench::CorpusGenerator(5).query(i, list.size()));
    const auto ids = [&](const Engine& engine) {
      std::vector<std::pair<std::string, double>> out;
      for (const Match& match : search(engine, query, 0.6, CandidateMode::kIndex)) {
        out.emplace_back(engine.corpus().id(match.subject), match.score);
      }
      return out;
    };
    ASSERT_EQ(ids(by_deltas), ids(at_once)) << query.names.front();
    found += ids(at_once).size();
  }
  EXPECT_GT(found, 100U);
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

// All threads share what an engine has found of words: each must read whole answers of the others, and no more.
TEST(Engine, ManyThreadsThatShareItAnswerAsOneDoes) {
  const bench::CorpusGenerator generator(5);
  std::vector<SubjectFeatures> queries;
  for (std::size_t i = 0; i < 60; ++i) queries.push_back(test::query_of(generator.query(i, 2'000)));
  SearchOptions options;
  options.threshold = 0.6;
  std::vector<std::vector<Match>> expected;
  // Every query by an engine that has met no word before.
  for (const SubjectFeatures& query : queries) {
    expected.push_back(Engine(list_corpus(), Policy::standard()).search(query, options));
  }
  const Engine shared(list_corpus(), Policy::standard());
  constexpr std::size_t kThreads = 6;
  std::array<std::size_t, kThreads> different{};
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        // Half of the threads in the same order, so that they meet at the same words, the others turned round.
        for (std::size_t i = 0; i < queries.size(); ++i) {
          const std::size_t at = t % 2 == 0 ? i : queries.size() - 1 - i;
          if (shared.search(queries[at], options) != expected[at]) ++different[t];
        }
      });
    }
  }
  EXPECT_EQ(different, (std::array<std::size_t, kThreads>{}));
  EXPECT_TRUE(std::any_of(expected.begin(), expected.end(), [](const auto& found) { return !found.empty(); }));
}

}  // namespace
}  // namespace cordon::match
