#include "cordon/match/engine.hpp"

#include <algorithm>
#include <utility>

#include "cordon/base/parallel.hpp"
#include "cordon/match/scorer.hpp"
#include "segment.hpp"

namespace cordon::match {
namespace {

constexpr std::size_t kQueriesPerBlock = 16;

// Scores every subject of a segment.
void score_all(const Segment& segment, const SubjectView& query, const Policy& policy, double threshold,
               std::uint32_t offset, const Corpus& corpus, std::vector<Match>& out) {
  std::vector<NameView> scratch;
  for (std::uint32_t subject = 0; subject < segment.size(); ++subject) {
    if (corpus.is_removed(offset + subject)) continue;
    const auto found = score_if_reached(query, segment.subject(subject, scratch), policy, threshold);
    if (!found) continue;
    out.push_back({offset + subject, found->score, found->evidence, found->score >= policy.default_threshold()});
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
    : corpus_(std::move(corpus)), policy_(std::move(policy)) {}

std::vector<Match> Engine::search(const SubjectFeatures& features, const SearchOptions& options,
                                  SearchWork* work) const {
  const PreparedSubject query(features);
  const SubjectView view = query.view();
  std::vector<Match> out;
  for (std::size_t i = 0; i < corpus_->segments().size(); ++i) {
    const Segment& segment = *corpus_->segments()[i];
    score_all(segment, view, policy_, options.threshold, corpus_->offsets()[i], *corpus_, out);
    if (work != nullptr) work->subjects_scored += segment.size();
  }
  put_in_order(*corpus_, options.limit, out);
  return out;
}

std::vector<std::vector<Match>> Engine::search_batch(std::span<const SubjectFeatures> queries,
                                                     const SearchOptions& options, unsigned threads) const {
  std::vector<std::vector<Match>> out(queries.size());
  base::parallel_blocks(queries.size(), kQueriesPerBlock, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) out[i] = search(queries[i], options);
  });
  return out;
}

Explanation Engine::explain(const SubjectFeatures& query, std::uint32_t subject) const {
  return compare(query, corpus_->subject(subject), policy_).explanation;
}

}  // namespace cordon::match
