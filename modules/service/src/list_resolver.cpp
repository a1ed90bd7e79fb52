#include "list_resolver.hpp"

#include <algorithm>
#include <map>

#include "cordon/model/schema.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "freshness.hpp"
#include "json_writer.hpp"
#include "party_identity.hpp"

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

// "9074729": a vessel may be given by its number instead of its name.
bool is_imo_number(std::string_view text) {
  constexpr std::size_t kDigits = 7;
  return text.size() == kDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
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
  measures::PartyFacts facts = searched_on(as_of);
  if (!query.entity_id.empty()) {
    std::set<std::string> path;
    const model::EntityId id{query.entity_id};
    add_memberships(id, "given id", {}, facts);
    add_owners(id, as_of, path, facts);
    return facts;
  }
  if (query.name.empty()) return facts;
  add_named(query, as_of, facts);
  return facts;
}

void ListResolver::add_named(const measures::PartyQuery& query, base::Date as_of, measures::PartyFacts& facts) const {
  match::SubjectFeatures features;
  if (query.vessel && is_imo_number(query.name)) {
    features.identifiers.push_back({"imoNumber", std::string(query.name), {}});
  } else {
    features.names.emplace_back(query.name);
  }
  features.names.insert(features.names.end(), query.aliases.begin(), query.aliases.end());
  if (query.vessel) features.schema = "Vessel";
  screening::ScreenOptions options;
  options.threshold = kPartyThreshold;
  const std::string_view kind = query.vessel ? "vessel" : query.kind;
  struct Named {
    screening::Hit hit;
    Identity identity = Identity::kDoubtful;
  };
  std::vector<Named> named;
  std::map<std::string, double> best;  // of those that are certain, by list
  for (screening::Hit& hit : screener_.screen(features, options)) {
    const Identity identity =
        identity_of(features, kind, screener_.listed(hit.source, hit.entity_id), match::Policy::standard());
    if (identity == Identity::kOther) continue;
    if (identity == Identity::kSame) {
      double& score = best[hit.source.str()];
      score = std::max(score, hit.score);
    }
    named.push_back({std::move(hit), identity});
  }
  std::set<std::string> path;
  for (const auto& [hit, identity] : named) {
    const auto certain = best.find(hit.source.str());
    if (identity == Identity::kSame && hit.score < certain->second - kSameParty) continue;  // "BPS-Sberbank"
    if (identity == Identity::kDoubtful && certain != best.end()) continue;
    JsonWriter score;
    score.score(hit.score);
    std::string question;
    if (identity == Identity::kDoubtful) {
      question = "is " + std::string(query.name) + " the listed " + hit.caption + " (" + hit.entity_id.str() + ")?";
    }
    add_memberships(hit.entity_id, hit.caption + ", name score " + score.text(), question, facts);
    if (identity == Identity::kDoubtful) continue;
    add_owners(hit.entity_id, as_of, path, facts);
    if (hit.schema == "Person") facts.owners_known = true;  // nobody owns a person
  }
}

measures::PartyFacts ListResolver::searched_on(base::Date as_of) const {
  measures::PartyFacts facts;
  facts.searched = searched_;
  for (const store::VersionInfo& version : snapshot_->versions()) {
    if (measures::regime_of_source(version.source.str()).empty()) continue;
    facts.lists.push_back(
        {version.source.str(), version.published, age_days(version.published, as_of) > max_age_days(version.source)});
  }
  return facts;
}

void ListResolver::add_memberships(const model::EntityId& id, const std::string& how, const std::string& question,
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
                                   sourced->source.str() + " " + id.str(), question});
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
    owner.facts = searched_on(as_of);
    const model::EntityId owner_id{owner.entity_id};
    add_memberships(owner_id, "owner", {}, owner.facts);
    add_owners(owner_id, as_of, path, owner.facts);
    owner.facts.owners_known = true;  // as far as the loaded data goes; unnamed shares are unlisted parties'
    facts.owners.push_back(std::move(owner));
    facts.owners_known = true;
  }
  path.erase(id.str());
}

}  // namespace cordon::service
