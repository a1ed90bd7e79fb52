#include "cordon/match/engine.hpp"

#include <algorithm>
#include <utility>

#include "candidate_search.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/match/scorer.hpp"
#include "scratch_pool.hpp"
#include "segment.hpp"

namespace cordon::match {
namespace {

constexpr std::size_t kQueriesPerBlock = 16;
// Against a large portfolio a probe takes milliseconds: the last block should not keep the other threads waiting.
constexpr std::size_t kProbesPerBlock = 1;

// Scores subjects of one segment and keeps those that reach the threshold.
class SegmentScoring {
 public:
  SegmentScoring(const Corpus& corpus, std::size_t segment, const Policy& policy, const SearchOptions& options,
                 std::vector<Match>& out)
      : corpus_(corpus),
        segment_(*corpus.segments()[segment]),
        offset_(corpus.offsets()[segment]),
        policy_(policy),
        threshold_(options.threshold),
        role_(options.role),
        out_(out) {}

  void all(const SubjectView& query, SearchWork& work) {
    for (std::uint32_t subject = 0; subject < segment_.size(); ++subject) whole(query, subject, work);
  }

  // With all names on both sides.
  void whole(const SubjectView& query, std::uint32_t subject, SearchWork& work) {
    if (corpus_.is_removed(offset_ + subject)) return;
    keep(query, segment_.subject(subject, listed_names_), subject, work);
  }

  // With the names that are candidates: no other pair can be the best one of a subject that reaches the threshold.
  // Requires: the candidates are of one subject.
  void candidates(const SubjectView& query, std::span<const Candidate> candidates, double floor, SearchWork& work) {
    const std::uint32_t subject = candidates.front().subject;
    if (corpus_.is_removed(offset_ + subject)) return;
    const AttributeView attributes = segment_.attributes(subject);
    const double others = attribute_logit(query.attributes, attributes, policy_).logit;
    query_names_.clear();
    listed_names_.clear();
    std::uint32_t last_query = ~0U;
    chosen_.clear();
    for (const Candidate& candidate : candidates) {
      if (candidate.logit_bound + others < floor) continue;
      if (candidate.query_name != last_query) query_names_.push_back(query.names[candidate.query_name]);
      last_query = candidate.query_name;
      chosen_.push_back(candidate.name);
    }
    if (chosen_.empty()) return;
    std::sort(chosen_.begin(), chosen_.end());
    chosen_.erase(std::unique(chosen_.begin(), chosen_.end()), chosen_.end());
    for (const std::uint32_t name : segment_.names_of(subject)) {
      if (std::binary_search(chosen_.begin(), chosen_.end(), name)) listed_names_.push_back(segment_.name(name));
    }
    keep({query_names_, query.attributes}, {listed_names_, attributes}, subject, work);
  }

 private:
  void keep(const SubjectView& query, const SubjectView& listed, std::uint32_t subject, SearchWork& work) {
    ++work.subjects_scored;
    const auto found = role_ == ProbeRole::kQuery ? score_if_reached(query, listed, policy_, threshold_)
                                                  : score_if_reached(listed, query, policy_, threshold_);
    if (!found) return;
    out_.push_back({offset_ + subject, found->score, found->evidence, found->score >= policy_.default_threshold()});
  }

  const Corpus& corpus_;
  const Segment& segment_;
  const std::uint32_t offset_;
  const Policy& policy_;
  const double threshold_;
  const ProbeRole role_;
  std::vector<Match>& out_;
  std::vector<NameView> query_names_;
  std::vector<NameView> listed_names_;
  std::vector<std::uint32_t> chosen_;
};

// Subjects that share an identifier with the query, ascending.
std::vector<std::uint32_t> subjects_by_identifier(const Segment& segment, const AttributeView& query) {
  std::vector<std::uint32_t> out;
  const auto keys = segment.arrays().identifier_keys;
  for (const IdentifierKey& identifier : query.identifiers) {
    auto at = std::lower_bound(keys.begin(), keys.end(), identifier.value,
                               [](const KeyEntry& entry, std::uint64_t value) { return entry.key < value; });
    for (; at != keys.end() && at->key == identifier.value; ++at) out.push_back(at->value);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void search_segment(const Corpus& corpus, std::size_t number, const SubjectView& query, const Policy& policy,
                    const SearchOptions& options, CandidateScratch& scratch, SearchWork& work,
                    std::vector<Match>& out) {
  const Segment& segment = *corpus.segments()[number];
  SegmentScoring scoring(corpus, number, policy, options, out);
  scratch.candidates.clear();
  if (options.candidates == CandidateMode::kExhaustive ||
      !find_candidates(segment, query, policy, options, scratch, work)) {
    scoring.all(query, work);
    return;
  }
  // An equal identifier can carry a hit by itself: such subjects are scored in full, whatever their names.
  const std::vector<std::uint32_t> identified = subjects_by_identifier(segment, query.attributes);
  for (const std::uint32_t subject : identified) scoring.whole(query, subject, work);
  auto& found = scratch.candidates;
  std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return a.subject != b.subject ? a.subject < b.subject : a.query_name < b.query_name;
  });
  const double floor = logit_floor(options.threshold);
  for (std::size_t first = 0; first < found.size();) {
    std::size_t last = first;
    while (last < found.size() && found[last].subject == found[first].subject) ++last;
    if (!std::binary_search(identified.begin(), identified.end(), found[first].subject)) {
      scoring.candidates(query, std::span(found).subspan(first, last - first), floor, work);
    }
    first = last;
  }
}

void put_in_order(const Corpus& corpus, std::size_t limit, std::vector<Match>& matches) {
  const auto before = [&corpus](const Match& a, const Match& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.evidence != b.evidence) return a.evidence > b.evidence;
    const int ids = corpus.id(a.subject).compare(corpus.id(b.subject));
    return ids != 0 ? ids < 0 : a.subject < b.subject;
  };
  if (limit > 0 && limit < matches.size()) {
    std::partial_sort(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(limit), matches.end(), before);
    matches.resize(limit);
  } else {
    std::sort(matches.begin(), matches.end(), before);
  }
}

}  // namespace

Engine::Engine(std::shared_ptr<const Corpus> corpus, Policy policy)
    : corpus_(std::move(corpus)), policy_(std::move(policy)), scratch_(std::make_shared<ScratchPool>()) {}

std::vector<Match> Engine::search(const SubjectFeatures& features, const SearchOptions& options,
                                  SearchWork* work) const {
  const ScratchPool::Lease scratch = scratch_->take();
  SearchWork done;
  std::vector<Match> out = search(features, options, *scratch, done);
  if (work != nullptr) *work = done;
  return out;
}

std::vector<Match> Engine::search(const SubjectFeatures& features, const SearchOptions& options,
                                  CandidateScratch& scratch, SearchWork& work) const {
  const PreparedSubject query(features);
  std::vector<Match> out;
  for (std::size_t i = 0; i < corpus_->segments().size(); ++i) {
    search_segment(*corpus_, i, query.view(), policy_, options, scratch, work, out);
  }
  work.hits_total += out.size();
  put_in_order(*corpus_, options.limit, out);
  return out;
}

std::vector<std::vector<Match>> Engine::search_batch(std::span<const SubjectFeatures> queries,
                                                     const SearchOptions& options, unsigned threads) const {
  if (threads == 0) threads = base::hardware_threads();
  std::vector<std::vector<Match>> out(queries.size());
  const std::size_t block = options.role == ProbeRole::kListed ? kProbesPerBlock : kQueriesPerBlock;
  base::parallel_blocks(queries.size(), block, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    const ScratchPool::Lease scratch = scratch_->take();
    SearchWork work;
    for (std::size_t i = begin; i < end; ++i) {
      out[i] = search(queries[i], options, *scratch, work);
    }
  });
  return out;
}

std::vector<Match> Engine::search_reverse(const SubjectFeatures& listed, const SearchOptions& options,
                                          SearchWork* work) const {
  SearchOptions reverse = options;
  reverse.role = ProbeRole::kListed;
  return search(listed, reverse, work);
}

std::vector<std::vector<Match>> Engine::search_reverse_batch(std::span<const SubjectFeatures> listed,
                                                             const SearchOptions& options, unsigned threads) const {
  SearchOptions reverse = options;
  reverse.role = ProbeRole::kListed;
  return search_batch(listed, reverse, threads);
}

Explanation Engine::explain(const SubjectFeatures& query, std::uint32_t subject, ProbeRole role) const {
  const SubjectFeatures other = corpus_->subject(subject);
  return (role == ProbeRole::kQuery ? compare(query, other, policy_) : compare(other, query, policy_)).explanation;
}

}  // namespace cordon::match
