#include "list_resolver.hpp"

#include <algorithm>
#include <map>

#include "cordon/model/schema.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "json_writer.hpp"

namespace cordon::service {
namespace {

// A name alone makes a party a listed one only well above the default threshold: the answer is a legal conclusion, and
// a wrong party is worse here than in screening, where a person looks at the hit.
constexpr double kPartyThreshold = 0.90;
// How far below the best hit of a list another one may be to count as the same name.
constexpr double kSameParty = 0.005;
// Owners of owners that are looked at; the rules themselves stop at 16.
constexpr std::size_t kOwnerDepthMax = 8;

bool counts_as_ownership(ownership::InterestKind kind) {
  return ownership::interest_class(kind) == ownership::InterestClass::kOwnership &&
         kind != ownership::InterestKind::kIndirect;
}

// To hundredths of a percent, outwards: a share is never taken as more certain than it is.
std::optional<measures::ShareRange> share_of(const ownership::ShareRange& share) {
  if (share.is_unknown()) return std::nullopt;
  constexpr std::int64_t kUnitsPerPoint = ownership::Share::kUnitsPerPercent / 100;
  const auto min = base::BasisPoints::from_int(share.min.units() / kUnitsPerPoint);
  const auto max = base::BasisPoints::from_int((share.max.units() + kUnitsPerPoint - 1) / kUnitsPerPoint);
  if (!min || !max) return std::nullopt;
  return measures::ShareRange{*min, *max};
}

}  // namespace

ListResolver::ListResolver(std::shared_ptr<const store::Snapshot> snapshot, std::shared_ptr<const match::Corpus> corpus,
                           const match::Policy& policy, ownership::OwnershipGraph graph)
    : snapshot_(std::move(snapshot)), screener_(std::move(corpus), policy), graph_(std::move(graph)) {
  for (const store::VersionInfo& version : snapshot_->versions()) {
    const std::string regime(measures::regime_of_source(version.source.str()));
    if (!regime.empty() && std::find(searched_.begin(), searched_.end(), regime) == searched_.end()) {
      searched_.push_back(regime);
    }
  }
}

base::Result<std::unique_ptr<ListResolver>> ListResolver::build(std::shared_ptr<const store::Snapshot> snapshot,
                                                                std::shared_ptr<const match::Corpus> corpus,
                                                                const match::Policy& policy) {
  ownership::OwnershipGraph::Builder builder;
  CORDON_TRY(ownership::read_entities(*snapshot, builder));
  return std::unique_ptr<ListResolver>(
      new ListResolver(std::move(snapshot), std::move(corpus), policy, builder.build()));
}

base::Result<measures::PartyFacts> ListResolver::resolve(const measures::PartyQuery& query, base::Date as_of) const {
  measures::PartyFacts facts;
  facts.searched = searched_;
  std::set<std::string> path;
  if (!query.entity_id.empty()) {
    const model::EntityId id{query.entity_id};
    add_memberships(id, "given id", facts);
    add_owners(id, as_of, path, facts);
    return facts;
  }
  if (query.name.empty()) return facts;
  match::SubjectFeatures features;
  features.names = {std::string(query.name)};
  features.names.insert(features.names.end(), query.aliases.begin(), query.aliases.end());
  if (query.vessel) features.schema = "Vessel";
  screening::ScreenOptions options;
  options.threshold = kPartyThreshold;
  const std::vector<screening::Hit> hits = screener_.screen(features, options);
  std::map<std::string, double> best;  // by list
  for (const screening::Hit& hit : hits) {
    double& score = best[hit.source.str()];
    score = std::max(score, hit.score);
  }
  for (const screening::Hit& hit : hits) {
    if (hit.score < best[hit.source.str()] - kSameParty) continue;  // a namesake in part: "BPS-Sberbank"
    JsonWriter score;
    score.score(hit.score);
    add_memberships(hit.entity_id, "name score " + score.text(), facts);
    add_owners(hit.entity_id, as_of, path, facts);
    if (hit.schema == "Person") facts.owners_known = true;  // nobody owns a person
  }
  return facts;
}

void ListResolver::add_memberships(const model::EntityId& id, const std::string& how,
                                   measures::PartyFacts& facts) const {
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
      facts.memberships.push_back({std::move(tag), since, std::nullopt,
                                   sourced->source.str() + " " + id.str() + ", " + how,
                                   sourced->source.str() + " " + id.str()});
    }
  }
}

void ListResolver::add_owners(const model::EntityId& id, base::Date as_of, std::set<std::string>& path,
                              measures::PartyFacts& facts) const {
  const auto node = graph_.find(id.str());
  if (!node || path.size() >= kOwnerDepthMax || !path.insert(id.str()).second) return;
  for (const ownership::Interest& interest : graph_.interests_in(*node)) {
    if (!counts_as_ownership(interest.kind) || !interest.period.possible_on(as_of)) continue;
    measures::OwnerFacts owner;
    owner.entity_id = std::string(graph_.id(interest.owner));
    owner.name = std::string(graph_.caption(interest.owner));
    // Within imprecise dates the interest is possible, not certain.
    auto share = share_of(interest.share);
    if (share && !interest.period.certain_on(as_of)) share->min = base::BasisPoints{};
    owner.share = share;
    owner.facts.searched = searched_;
    const model::EntityId owner_id{owner.entity_id};
    add_memberships(owner_id, "owner", owner.facts);
    add_owners(owner_id, as_of, path, owner.facts);
    owner.facts.owners_known = true;  // as far as the loaded data goes; unnamed shares are unlisted parties'
    facts.owners.push_back(std::move(owner));
    facts.owners_known = true;
  }
  path.erase(id.str());
}

}  // namespace cordon::service
