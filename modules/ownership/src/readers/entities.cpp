// FollowTheMoney links and vehicles as interests.
#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "cordon/model/schema.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "readers/kind_role.hpp"

namespace cordon::ownership {

namespace {

// Shared details tie parties only while few share them: a registration agent's address ties nobody.
constexpr std::size_t kMaxSharing = 20;

struct EdgeSchema {
  std::string_view schema;
  std::string_view owner;
  std::string_view asset;
  InterestKind kind;
};

// Ownership is read by its own function. Succession, Debt and Payment are no interests.
constexpr std::array<EdgeSchema, 8> kEdges{{
    {"Directorship", "director", "organization", InterestKind::kBoard},
    {"Membership", "member", "organization", InterestKind::kMembership},
    {"Employment", "employee", "employer", InterestKind::kEmployment},
    {"Representation", "agent", "client", InterestKind::kRepresentation},
    {"Family", "person", "relative", InterestKind::kFamily},
    {"Associate", "person", "associate", InterestKind::kAssociate},
    {"UnknownLink", "subject", "object", InterestKind::kLinkedTo},
    {"Occupancy", "holder", "post", InterestKind::kEmployment},
}};

struct PropertyEdge {
  std::string_view property;  // of the asset
  InterestKind kind;
};
constexpr std::array<PropertyEdge, 3> kHoldings{{
    {"owner", InterestKind::kProperty},
    {"operator", InterestKind::kManagement},
    {"holder", InterestKind::kProperty},
}};

struct SharedDetail {
  std::string_view property;
  InterestKind kind;
};
constexpr std::array<SharedDetail, 5> kShared{{
    {"addressEntity", InterestKind::kSharedAddress},
    {"address", InterestKind::kSharedAddress},
    {"phone", InterestKind::kSharedContact},
    {"email", InterestKind::kSharedContact},
    {"publicKey", InterestKind::kSharedWallet},
}};

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ') out.push_back(static_cast<char>(std::tolower(byte)));
  }
  return out;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

PartyFacts facts_of(const model::Entity& entity) {
  PartyFacts facts;
  facts.schema = entity.schema() == "LegalEntity" ? "" : entity.schema();  // a person or an organisation: not known
  for (const std::string_view property : {"birthDate", "incorporationDate"}) {
    const auto values = entity.values(property);
    facts.birth_dates.insert(facts.birth_dates.end(), values.begin(), values.end());
  }
  return facts;
}

class EntityReader {
 public:
  EntityReader(const model::EntitySource& source, OwnershipGraph::Builder& builder)
      : source_(source), builder_(builder) {}

  base::Result<InterestImport> read() {
    base::Result<void> state;
    source_.for_each([&](const model::SourcedEntity& entity) {
      state = read_entity(entity.listed.entity);
      return state.has_value();
    });
    if (!state) return state.error();
    CORDON_TRY(add_shared());
    return std::move(report_);
  }

 private:
  base::Result<void> read_entity(const model::Entity& entity) {
    ++report_.records;
    if (entity.is_a("Ownership")) return read_ownership(entity);
    for (const EdgeSchema& edge : kEdges) {
      if (entity.is_a(edge.schema)) return add_edges(entity, edge.owner, edge.asset, edge.kind, std::nullopt);
    }
    const model::Schema* schema = model::SchemaRegistry::instance().find(entity.schema());
    if (schema != nullptr && schema->is_edge()) {
      ++report_.ignored;  // Succession, Debt, Payment, Similar: no interest of one party in another
      return {};
    }
    if (model::is_subject_schema(entity.schema()) || entity.is_a("Thing")) return read_thing(entity);
    return {};
  }

  base::Result<void> read_thing(const model::Entity& entity) {
    ++report_.parties;
    if (entity.is_a("LegalEntity") || entity.is_a("Asset") || entity.is_a("CryptoWallet")) {
      // A source that calls a party by its id only leaves the caption to those that know the name.
      if (entity.caption() == entity.id().str()) {
        builder_.add_party(entity.id().str());
      } else {
        builder_.set_caption(entity.id().str(), entity.caption());
      }
      builder_.set_facts(entity.id().str(), facts_of(entity));
    }
    if (entity.is_a("Vehicle") || entity.is_a("CryptoWallet")) {
      for (const PropertyEdge& holding : kHoldings) {
        const auto owners = entity.values(holding.property);
        for (const std::string& owner : owners) {
          // One owner without a share has the whole; several have shares nobody gives.
          const bool whole = owners.size() == 1 && holding.kind == InterestKind::kProperty;
          CORDON_TRY(add(owner, entity.id().str(), holding.kind,
                         whole ? ShareRange::exactly(Share::whole()) : ShareRange::unknown(), {}, entity.id().str()));
        }
      }
    }
    if (!entity.is_a("LegalEntity") && !entity.is_a("CryptoWallet")) return {};
    for (const SharedDetail& detail : kShared) {
      for (const std::string& value : entity.values(detail.property)) {
        const std::string key = folded(value);
        if (key.size() > 4) shared_[{detail.kind, key}].insert(entity.id().str());
      }
    }
    return {};
  }

  InterestKind ownership_kind(const model::Entity& entity, std::string_view asset) const {
    for (const std::string& role : entity.values("role")) {
      if (!role.starts_with(kKindRole)) continue;
      if (const auto kind = parse_interest_kind(std::string_view(role).substr(kKindRole.size()))) return *kind;
    }
    std::string words;
    for (const std::string_view property : {"role", "ownershipType", "sharesType", "status"}) {
      for (const std::string& value : entity.values(property)) words += folded(value) + ' ';
    }
    if (contains(words, "owned-or-controlled") || contains(words, "ownedorcontrolled") ||
        contains(words, "owns,controls") || contains(words, "propertyintheinterest")) {
      return InterestKind::kOwnedOrControlled;
    }
    if (contains(words, "indirect")) return InterestKind::kIndirect;
    if (contains(words, "joint")) return InterestKind::kJointlyHeld;
    if (contains(words, "voting")) return InterestKind::kVoting;
    const model::SourcedEntity* found = source_.find(EntityId(asset));
    if (found != nullptr && !found->listed.entity.is_a("LegalEntity")) return InterestKind::kProperty;
    return InterestKind::kShares;
  }

  base::Result<void> read_ownership(const model::Entity& entity) {
    std::optional<ShareRange> share;
    for (const std::string& text : entity.values("percentage")) {
      const auto read = parse_share_text(text);
      if (!read) {
        report_.count_unmapped("Ownership:percentage", text);
        continue;
      }
      // Sources that disagree: anything between them.
      share = share ? ShareRange{std::min(share->min, read->min), std::max(share->max, read->max)} : *read;
    }
    return add_edges(entity, "owner", "asset", std::nullopt, share);
  }

  base::Result<void> add_edges(const model::Entity& entity, std::string_view owner_property,
                               std::string_view asset_property, std::optional<InterestKind> kind,
                               const std::optional<ShareRange>& share) {
    const auto owners = entity.values(owner_property);
    const auto assets = entity.values(asset_property);
    if (owners.empty() || assets.empty()) {
      report_.count_unmapped(
          entity.schema(), owners.empty() ? "no " + std::string(owner_property) : "no " + std::string(asset_property));
      return {};
    }
    auto period = Period::parse(entity.first("startDate"), entity.first("endDate"));
    if (!period) {
      report_.count_unmapped(entity.schema() + ":dates",
                             std::string(entity.first("startDate")) + ".." + std::string(entity.first("endDate")));
      period = Period{};
    }
    for (const std::string& owner : owners) {
      for (const std::string& asset : assets) {
        CORDON_TRY(add(owner, asset, kind ? *kind : ownership_kind(entity, asset),
                       share.value_or(ShareRange::unknown()), *period, entity.id().str()));
      }
    }
    return {};
  }

  base::Result<void> add_shared() {
    for (const auto& [detail, parties] : shared_) {
      if (parties.size() < 2 || parties.size() > kMaxSharing) continue;
      for (auto a = parties.begin(); a != parties.end(); ++a) {
        for (auto b = std::next(a); b != parties.end(); ++b) {
          CORDON_TRY(add(*a, *b, detail.first, ShareRange::unknown(), {}, {}));
        }
      }
    }
    return {};
  }

  base::Result<void> add(std::string_view owner, std::string_view asset, InterestKind kind, const ShareRange& share,
                         const Period& period, std::string_view record) {
    ++report_.interests;
    return builder_.add({owner, asset, share, kind, period, record, 0});
  }

  const model::EntitySource& source_;
  OwnershipGraph::Builder& builder_;
  InterestImport report_;
  std::map<std::pair<InterestKind, std::string>, std::set<std::string>> shared_;
};

}  // namespace

base::Result<InterestImport> read_entities(const model::EntitySource& source, OwnershipGraph::Builder& builder) {
  return EntityReader(source, builder).read();
}

}  // namespace cordon::ownership
