// Kinds of interest one party has in another, and what each kind counts for.
// The vocabulary is closed: readers map their source's words to it and report what they cannot map.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cordon::ownership {

// Persisted by name only.
enum class InterestKind : std::uint8_t {
  // Ownership: may carry a share that is added up.
  kShares,             // equity, membership interest, direct
  kJointlyHeld,        // shares recorded for several holders together
  kJointArrangement,   // shares whose holders exercise all rights jointly
  kOwnedOrControlled,  // "owned or controlled by": ownership that may be of any size
  kIndirect,           // a stake held through entities that are not named
  kProject,            // a stake in an energy project
  kProperty,           // title to a vessel, aircraft or other thing
  // Indicators of control: evidence, never added up (voting is, where a regime's rule counts votes).
  kVoting,
  kBoard,       // may appoint or is on the board
  kControl,     // any other power of control
  kManagement,  // senior managing official, operator, manager
  kTrust,       // settlor, trustee, protector, beneficiary of an arrangement
  kNominee,     // nominee, nominator
  kEconomic,    // profit, income, surplus assets, use of assets
  kContract,    // rights by contract
  kOption,      // not yet exercised right to acquire
  kUnknownInterest,
  kDerived,  // a stake computed from a chain whose links are in the graph themselves
  // Association: proximity only.
  kMembership,
  kEmployment,
  kRepresentation,
  kFamily,
  kAssociate,
  kLinkedTo,
  kSharedAddress,
  kSharedContact,
  kSharedWallet,
};

enum class InterestClass : std::uint8_t { kOwnership, kControl, kAssociation };

[[nodiscard]] std::string_view interest_kind_name(InterestKind kind) noexcept;  // "jointly-held"
[[nodiscard]] InterestClass interest_class(InterestKind kind) noexcept;
// How the edge reads: OWNER <words> ASSET. "holds shares in", "is on the board of".
[[nodiscard]] std::string_view interest_words(InterestKind kind) noexcept;
// Reads names in any case, with '-', '_' or blanks between words, and common synonyms ("equity", "votes",
// "director"). Returns: nullopt for other text.
[[nodiscard]] std::optional<InterestKind> parse_interest_kind(std::string_view text);

}  // namespace cordon::ownership
