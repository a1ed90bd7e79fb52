// `assess FILE`: an activity against every rule, its parties looked up in the loaded lists.
#include <algorithm>
#include <map>
#include <memory>

#include "cordon/base/parallel.hpp"
#include "cordon/measures/assess.hpp"
#include "cordon/screening/screener.hpp"
#include "cordon/service/reach.hpp"
#include "counterparty_file.hpp"
#include "index_cache.hpp"
#include "json_writer.hpp"

namespace cordon::service {
namespace {

// A name alone makes a party a listed one only well above the default threshold: the answer is a legal conclusion, and
// a wrong party is worse here than in screening, where a person looks at the hit.
constexpr double kPartyThreshold = 0.90;

// The parties of an activity, looked up in the lists as of its date.
class ListResolver final : public measures::PartyResolver {
 public:
  ListResolver(std::shared_ptr<const store::Snapshot> snapshot, std::shared_ptr<const match::Corpus> corpus,
               const match::Policy& policy)
      : snapshot_(std::move(snapshot)), screener_(std::move(corpus), policy) {
    for (const store::VersionInfo& version : snapshot_->versions()) {
      const std::string regime(measures::regime_of_source(version.source.str()));
      if (!regime.empty() && std::find(searched_.begin(), searched_.end(), regime) == searched_.end()) {
        searched_.push_back(regime);
      }
    }
  }

  [[nodiscard]] base::Result<measures::PartyFacts> resolve(const measures::PartyQuery& query,
                                                           base::Date) const override {
    measures::PartyFacts facts;
    facts.searched = searched_;
    if (!query.entity_id.empty()) {
      add_memberships(model::EntityId{query.entity_id}, "given id", facts);
      return facts;
    }
    if (query.name.empty()) return facts;
    match::SubjectFeatures features;
    features.names = {std::string(query.name)};
    if (query.vessel) features.schema = "Vessel";
    screening::ScreenOptions options;
    options.threshold = kPartyThreshold;
    for (const screening::Hit& hit : screener_.screen(features, options)) {
      JsonWriter score;
      score.score(hit.score);
      add_memberships(hit.entity_id, "name score " + score.text(), facts);
    }
    return facts;
  }

 private:
  void add_memberships(const model::EntityId& id, const std::string& how, measures::PartyFacts& facts) const {
    for (const model::SourcedEntity* sourced : snapshot_->find_all(id)) {
      std::vector<std::string> programmes;
      std::string remarks;
      std::optional<base::Date> since;
      for (const std::string& note : sourced->listed.entity.values("notes")) remarks += note + " ";
      for (const model::SourcedEntity* other : snapshot_->adjacent(id)) {
        const model::Entity& sanction = other->listed.entity;
        if (sanction.schema() != "Sanction" || !sanction.has("entity", id.str())) continue;
        for (const std::string& programme : sanction.values("programId")) programmes.push_back(programme);
        for (const std::string& provision : sanction.values("provisions")) remarks += provision + " ";
        for (const char* property : {"listingDate", "startDate"}) {
          const auto date = base::PartialDate::parse(sanction.first(property));
          if (date && (!since || date->first() < *since)) since = date->first();
        }
      }
      for (std::string& tag : measures::listing_tags(sourced->source.str(), programmes, remarks)) {
        facts.memberships.push_back(
            {std::move(tag), since, std::nullopt, sourced->source.str() + " " + id.str() + ", " + how});
      }
    }
  }

  std::shared_ptr<const store::Snapshot> snapshot_;
  screening::Screener screener_;
  std::vector<std::string> searched_;
};

}  // namespace

base::Result<void> assess_file(Workspace& workspace, const std::filesystem::path& file, std::optional<base::Date> as_of,
                               const JsonSink& sink) {
  CORDON_ASSIGN(const std::string text, read_whole_file(file));
  CORDON_ASSIGN(const measures::ActivityFile given, measures::parse_activity(text, file.string()));
  const base::Date day = as_of ? *as_of : given.as_of ? *given.as_of : base::date_of(workspace.clock().now());
  CORDON_ASSIGN(const measures::RuleBook book, measures::RuleBook::shipped());
  store::SnapshotRequest request;
  request.as_of = day;
  CORDON_ASSIGN(auto snapshot, workspace.store().snapshot(request));
  std::unique_ptr<ListResolver> resolver;
  if (!snapshot->versions().empty()) {
    CORDON_ASSIGN(ListIndex index, open_index(workspace, request, base::hardware_threads()));
    resolver = std::make_unique<ListResolver>(std::move(snapshot), std::move(index.corpus), match::Policy::standard());
  }
  CORDON_ASSIGN(const auto assessments, measures::assess(given.activity, day, book, resolver.get()));
  for (const measures::Assessment& assessment : assessments) {
    std::string json;
    measures::append_json(json, assessment);
    CORDON_TRY(sink(json));
  }
  return {};
}

}  // namespace cordon::service
