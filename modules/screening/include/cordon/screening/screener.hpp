// Screener: holds the match index over a set of lists and turns matches into hits. Immutable; thread safe.
// It does not load lists (service does) and does not remember anything (monitoring does).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/engine.hpp"
#include "cordon/match/policy.hpp"
#include "cordon/model/entity_source.hpp"
#include "cordon/screening/counterparty.hpp"

namespace cordon::screening {

struct ScreenOptions {
  double threshold = 0.70;  // inclusive, in [0, 1]
  std::size_t limit = 10;   // hits a query; 0 = all
  match::CandidateMode candidates = match::CandidateMode::kIndex;
  unsigned threads = 1;  // 0 = as many as the machine has
};

// A scored pair at or above the threshold.
struct Hit {
  model::EntityId entity_id;
  model::EntityId cluster_id;  // the same subject across lists; its own id while it stands on one list
  std::string caption;
  std::string schema;
  model::SourceId source;
  double score = 0;
  double evidence = 0;
  bool match = false;  // score >= the policy's own default threshold
  std::vector<std::string> programmes;
  std::vector<std::string> topics;
  match::Explanation explanation;
};

// What a hit shows of a listed subject besides its features.
struct SubjectFacts {
  model::EntityId entity_id;
  std::string caption;
  std::string schema;
  model::SourceId source;
  std::vector<std::string> programmes;
  std::vector<std::string> topics;
};

// The subjects of a source with their features and facts: the part of a Screener that can be kept in a file. It does
// not depend on the policy. threads 0 = as many as the machine has.
[[nodiscard]] std::shared_ptr<const match::Corpus> index_subjects(const model::EntitySource& source, unsigned threads);
// Differs between programs that make different indexes of one source. Lifetime: the program's.
[[nodiscard]] std::string_view index_fingerprint() noexcept;

class Screener {
 public:
  // corpus: what index_subjects() gave, saved and opened or not, or several of them joined. Requires: not null.
  Screener(std::shared_ptr<const match::Corpus> corpus, match::Policy policy);
  // Indexes every subject of the source.
  [[nodiscard]] static Screener build(const model::EntitySource& source, const match::Policy& policy, unsigned threads);

  // total: when not null, gets the number of hits, also those beyond the limit.
  [[nodiscard]] std::vector<Hit> screen(const match::SubjectFeatures& query, const ScreenOptions& options,
                                        std::size_t* total = nullptr) const;
  // One result a query, in input order, the same on any number of threads.
  [[nodiscard]] std::vector<std::vector<Hit>> screen_batch(std::span<const match::SubjectFeatures> queries,
                                                           const ScreenOptions& options) const;
  // What is shown of a listed subject, and its identifying facts; empty when the source does not have it.
  [[nodiscard]] SubjectFacts facts(const model::SourceId& source, const model::EntityId& id) const;
  [[nodiscard]] match::SubjectFeatures listed(const model::SourceId& source, const model::EntityId& id) const;
  [[nodiscard]] std::size_t subjects() const noexcept { return engine_->corpus().live_subjects(); }

 private:
  [[nodiscard]] Hit hit_of(const match::SubjectFeatures& query, const match::Match& match) const;

  std::shared_ptr<const match::Engine> engine_;
};

}  // namespace cordon::screening
