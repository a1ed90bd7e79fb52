// Engine: finds the subjects of a corpus that a query may be, scored by a policy.
//
// Invariant: the hits are exactly the subjects whose score() is at or above the threshold, in both candidate modes,
// with any kernel and any number of threads. The index decides nothing: it leaves out only what an upper bound of the
// score proves to be below the threshold. Order of hits: score descending, evidence descending, id ascending, then
// position. Thread: immutable and safe to share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "cordon/match/corpus.hpp"
#include "cordon/match/explanation.hpp"
#include "cordon/match/features.hpp"
#include "cordon/match/kernel.hpp"
#include "cordon/match/policy.hpp"
#include "cordon/match/prepared_subject.hpp"

namespace cordon::match {

struct Match {
  std::uint32_t subject = 0;  // position in the corpus
  double score = 0;
  double evidence = 0;
  bool match = false;  // score >= the policy's default threshold
  friend bool operator==(const Match&, const Match&) = default;
};

enum class CandidateMode : std::uint8_t {
  kIndex,
  kExhaustive,  // scores every subject: the reference, and the answer to doubts
};

// Which side of the comparison the probe is. Scores are symmetric, so that hits of a pair are the same either way; an
// explanation names the sides.
enum class ProbeRole : std::uint8_t {
  kQuery,   // a counterparty against a corpus of listed subjects
  kListed,  // a listed subject against a corpus of counterparties: the reverse direction
};

struct SearchOptions {
  double threshold = 0.70;  // inclusive, in [0, 1]
  std::size_t limit = 0;    // the best so many; 0 = all
  CandidateMode candidates = CandidateMode::kIndex;
  Kernel kernel = Kernel::kBest;
  ProbeRole role = ProbeRole::kQuery;
  // Postings of a name's words up to which all of them are read; beyond, words are chosen of which a name must meet
  // one. A posting costs a few nanoseconds, choosing ten microseconds. Results do not depend on it.
  std::uint64_t few_postings = 16'384;
};

// What a search did; for benchmarks and diagnosis.
struct SearchWork {
  std::uint64_t tokens_compared = 0;  // distinct tokens whose similarity was computed
  std::uint64_t names_bounded = 0;    // names met in postings
  std::uint64_t subjects_scored = 0;
  std::uint64_t hits_total = 0;  // at or above the threshold, also those beyond the limit
};

class ScratchPool;        // src/scratch_pool.hpp
struct CandidateScratch;  // src/candidate_search.hpp

class Engine {
 public:
  // Requires: corpus is not null.
  Engine(std::shared_ptr<const Corpus> corpus, Policy policy);

  [[nodiscard]] std::vector<Match> search(const SubjectFeatures& query, const SearchOptions& options = {},
                                          SearchWork* work = nullptr) const;
  // One result a query, in input order. threads 0 = as many as the machine has.
  [[nodiscard]] std::vector<std::vector<Match>> search_batch(std::span<const SubjectFeatures> queries,
                                                             const SearchOptions& options, unsigned threads) const;
  [[nodiscard]] Explanation explain(const SubjectFeatures& query, std::uint32_t subject,
                                    ProbeRole role = ProbeRole::kQuery) const;

  // The reverse direction, for a change of a list against a portfolio: the corpus holds counterparties, `listed` is one
  // of the list. Returns: exactly the counterparties whose score, as queries against `listed`, reaches the threshold,
  // with that score. options.role is taken as kListed.
  [[nodiscard]] std::vector<Match> search_reverse(const SubjectFeatures& listed, const SearchOptions& options = {},
                                                  SearchWork* work = nullptr) const;
  [[nodiscard]] std::vector<std::vector<Match>> search_reverse_batch(std::span<const SubjectFeatures> listed,
                                                                     const SearchOptions& options,
                                                                     unsigned threads) const;

  [[nodiscard]] const Corpus& corpus() const noexcept { return *corpus_; }
  [[nodiscard]] const Policy& policy() const noexcept { return policy_; }

 private:
  [[nodiscard]] std::vector<Match> search(const SubjectFeatures& query, const SearchOptions& options,
                                          CandidateScratch& scratch, SearchWork& work) const;

  std::shared_ptr<const Corpus> corpus_;
  Policy policy_;
  std::shared_ptr<ScratchPool>
      scratch_;  // memory of searches, handed from one to the next; results do not depend on it
};

}  // namespace cordon::match
