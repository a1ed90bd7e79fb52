// OwnershipFinding: what one ownership rule says about one party on one day, with the arithmetic that proves it.
// The verdict is about ownership (the limbs of the rule) alone. Control is evidence of its own kind and never changes
// the verdict. A value type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cordon/ownership/graph.hpp"

namespace cordon::ownership {

// Under a directive kBlocked means: subject to it. Persisted: do not renumber.
enum class Verdict : std::uint8_t { kBlocked = 1, kNotBlocked = 2, kUndetermined = 3 };
[[nodiscard]] std::string_view verdict_name(Verdict verdict) noexcept;  // "not_blocked"

enum class EvidenceKind : std::uint8_t { kOwnership = 1, kControl = 2 };

// Why the owner of a step counts. kPossiblyListed: it may be a party of the list (see ListedParties::Doubt).
enum class OwnerStatus : std::uint8_t {
  kListed = 1,
  kOwned = 2,
  kPossiblyOwned = 3,
  kJointHolder = 4,
  kPossiblyListed = 5,
};
[[nodiscard]] std::string_view owner_status_name(OwnerStatus status) noexcept;

// One interest of the graph: owner has share in asset.
struct EvidenceStep {
  EntityId owner;
  EntityId asset;
  ShareRange share;
  InterestKind via = InterestKind::kShares;
  EvidenceKind kind = EvidenceKind::kOwnership;
  OwnerStatus owner_status = OwnerStatus::kListed;
  std::string record;  // where the source says so
};

struct OwnershipFinding {
  EntityId entity;
  Verdict verdict = Verdict::kNotBlocked;
  bool listed = false;  // on the list itself: blocked whoever owns it
  // Ownership by blocked parties over all readings of the data; where the rule does not add parties up, that of the
  // party with the most.
  ShareRange blocked_share = ShareRange::exactly(Share{});
  // What nobody is named for; held by unlisted parties as the data goes.
  ShareRange unnamed_share = ShareRange::unknown();
  std::optional<Share> threshold;  // none when the rule reaches listed parties only
  bool threshold_inclusive = true;
  std::string limb;  // "shares", "votes" ...: the way the figures are about
  // Percentage points between the blocked share and the threshold: to spare when blocked, lacking when not, still to
  // be shown when undetermined.
  Share distance;
  // Blocked: an inclusion-minimal proof, the entity's own interests first, then those that make its owners blocked.
  // Undetermined: the same for the most adverse reading. Not blocked: the interests of blocked owners, if any.
  std::vector<EvidenceStep> evidence;
  std::vector<std::string> missing;     // the facts that would decide
  std::vector<std::string> conditions;  // what the verdict also depends on
  std::vector<std::string> flags;       // treasury shares, circles, contradictory shares ...
  std::string rule;                     // id@revision
  bool rule_verified = false;
};

// Appends {"entity_id","verdict","share_min","share_max","threshold","evidence":[...],"missing":[...],"rule", ...}:
// percentages as decimal numbers, keys in fixed order.
void append_json(std::string& out, const OwnershipFinding& finding);

}  // namespace cordon::ownership
