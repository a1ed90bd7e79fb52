#include "cordon/screening/screener.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "cordon/base/parallel.hpp"
#include "cordon/model/schema.hpp"
#include "subject_facts.hpp"

namespace cordon::screening {
namespace {

// Queries scored by one worker before it takes the next: large enough that handing out costs nothing.
constexpr std::size_t kBatchBlock = 64;

void add_values(std::vector<std::string>& to, const model::Entity& entity, std::string_view property) {
  for (const std::string& value : entity.values(property)) {
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
  }
}

// The subjects of a source, each with the entities of its record. Lifetime: the source's.
struct Grouped {
  std::vector<const model::SourcedEntity*> subjects;
  std::unordered_map<std::string_view, std::vector<const model::Entity*>> related;
};

Grouped group(const model::EntitySource& source) {
  Grouped grouped;
  std::unordered_map<std::string_view, const model::Entity*> shared;  // entities of no one subject: FtM addresses
  source.for_each([&](const model::SourcedEntity& entity) {
    const model::ListEntity& listed = entity.listed;
    if (listed.is_subject) {
      grouped.subjects.push_back(&entity);
    } else if (!listed.subject_id.empty()) {
      grouped.related[listed.subject_id.str()].push_back(&listed.entity);
    } else {
      shared.emplace(listed.entity.id().str(), &listed.entity);
    }
    return true;
  });
  if (shared.empty()) return grouped;
  for (const model::SourcedEntity* subject : grouped.subjects) {
    const model::Entity& entity = subject->listed.entity;
    for (const std::string& id : entity.values("addressEntity")) {
      if (const auto at = shared.find(id); at != shared.end()) grouped.related[entity.id().str()].push_back(at->second);
    }
  }
  return grouped;
}

// A hit is not lost for damaged facts: what scoring read of the subject still says who it is.
SubjectFacts facts_of(const match::Corpus& corpus, std::uint32_t position) {
  if (auto facts = decode_facts(corpus.attachment(position))) return *std::move(facts);
  const match::SubjectFeatures features = corpus.subject(position);
  return {model::EntityId{features.id}, features.caption, features.schema, {}, {}, {}};
}

}  // namespace

std::string_view source_fingerprint() noexcept;  // made by cordon_source_fingerprint

std::string_view index_fingerprint() noexcept { return source_fingerprint(); }

std::shared_ptr<const match::Corpus> index_subjects(const model::EntitySource& source, unsigned threads) {
  const Grouped grouped = group(source);
  std::vector<match::SubjectFeatures> features;
  features.reserve(grouped.subjects.size());
  static const std::vector<const model::Entity*> kNone;
  for (const model::SourcedEntity* subject : grouped.subjects) {
    const model::Entity& entity = subject->listed.entity;
    const auto at = grouped.related.find(entity.id().str());
    const std::vector<const model::Entity*>& adjacent = at == grouped.related.end() ? kNone : at->second;
    SubjectFacts fact{entity.id(), entity.caption(), entity.schema(), subject->source, {}, {}};
    for (const model::Entity* other : adjacent) {
      if (other->schema() == "Sanction") add_values(fact.programmes, *other, "programId");
    }
    if (fact.programmes.empty()) add_values(fact.programmes, entity, "programId");
    // Lists that name programmes and give no ids, as the store's differences read them.
    if (fact.programmes.empty()) {
      for (const model::Entity* other : adjacent) {
        if (other->schema() == "Sanction") add_values(fact.programmes, *other, "program");
      }
      add_values(fact.programmes, entity, "program");
    }
    add_values(fact.topics, entity, "topics");
    features.push_back(match::features_of(entity, adjacent));
    features.back().attachment = encode_facts(fact);
  }
  match::BuildOptions build_options;
  build_options.threads = threads;
  return match::Corpus::build(features, build_options);
}

Screener::Screener(std::shared_ptr<const match::Corpus> corpus, match::Policy policy)
    : engine_(std::make_shared<match::Engine>(std::move(corpus), std::move(policy))) {}

Screener Screener::build(const model::EntitySource& source, const match::Policy& policy, unsigned threads) {
  return Screener{index_subjects(source, threads), policy};
}

Hit Screener::hit_of(const match::SubjectFeatures& query, const match::Match& match) const {
  const SubjectFacts fact = facts_of(engine_->corpus(), match.subject);
  Hit hit;
  hit.entity_id = fact.entity_id;
  hit.cluster_id = fact.entity_id;
  hit.caption = fact.caption;
  hit.schema = fact.schema;
  hit.source = fact.source;
  hit.score = match.score;
  hit.evidence = match.evidence;
  hit.match = match.match;
  hit.programmes = fact.programmes;
  hit.topics = fact.topics;
  hit.explanation = engine_->explain(query, match.subject);
  return hit;
}

SubjectFacts Screener::facts(const model::SourceId& source, const model::EntityId& id) const {
  const match::Corpus& corpus = engine_->corpus();
  for (const std::uint32_t position : corpus.find(id.str())) {
    SubjectFacts found = facts_of(corpus, position);
    if (found.source == source) return found;
  }
  return {};
}

match::SubjectFeatures Screener::listed(const model::SourceId& source, const model::EntityId& id) const {
  const match::Corpus& corpus = engine_->corpus();
  for (const std::uint32_t position : corpus.find(id.str())) {
    if (facts_of(corpus, position).source == source) return corpus.subject(position);
  }
  return {};
}

std::vector<Hit> Screener::screen(const match::SubjectFeatures& query, const ScreenOptions& options,
                                  std::size_t* total) const {
  match::SearchOptions search;
  search.threshold = options.threshold;
  search.limit = options.limit;
  search.candidates = options.candidates;
  std::vector<Hit> hits;
  match::SearchWork work;
  for (const match::Match& match : engine_->search(query, search, &work)) hits.push_back(hit_of(query, match));
  if (total != nullptr) *total = static_cast<std::size_t>(work.hits_total);
  return hits;
}

std::vector<std::vector<Hit>> Screener::screen_batch(std::span<const match::SubjectFeatures> queries,
                                                     const ScreenOptions& options) const {
  std::vector<std::vector<Hit>> results(queries.size());
  base::parallel_blocks(queries.size(), kBatchBlock, options.threads,
                        [&](std::size_t begin, std::size_t end, unsigned) {
                          for (std::size_t i = begin; i < end; ++i) results[i] = screen(queries[i], options);
                        });
  return results;
}

}  // namespace cordon::screening
