#include "cordon/ownership/interest.hpp"

#include <array>
#include <cctype>
#include <string>

namespace cordon::ownership {

namespace {

struct KindRow {
  InterestKind kind;
  std::string_view name;
  InterestClass group;
  std::string_view words;
};

constexpr std::array<KindRow, 27> kKinds{{
    {InterestKind::kShares, "shares", InterestClass::kOwnership, "holds shares in"},
    {InterestKind::kJointlyHeld, "jointly-held", InterestClass::kOwnership, "jointly holds shares in"},
    {InterestKind::kJointArrangement, "joint-arrangement", InterestClass::kOwnership,
     "holds shares under a joint arrangement in"},
    {InterestKind::kOwnedOrControlled, "owned-or-controlled", InterestClass::kOwnership, "owns or controls"},
    {InterestKind::kIndirect, "indirect", InterestClass::kOwnership, "indirectly holds shares in"},
    {InterestKind::kProject, "project", InterestClass::kOwnership, "has a stake in the project"},
    {InterestKind::kProperty, "property", InterestClass::kOwnership, "owns"},
    {InterestKind::kVoting, "voting", InterestClass::kControl, "holds voting rights in"},
    {InterestKind::kBoard, "board", InterestClass::kControl, "is on or appoints the board of"},
    {InterestKind::kControl, "control", InterestClass::kControl, "controls"},
    {InterestKind::kManagement, "management", InterestClass::kControl, "manages"},
    {InterestKind::kTrust, "trust", InterestClass::kControl, "is party to the trust"},
    {InterestKind::kNominee, "nominee", InterestClass::kControl, "is nominee or nominator in"},
    {InterestKind::kEconomic, "economic", InterestClass::kControl, "has economic rights in"},
    {InterestKind::kContract, "contract", InterestClass::kControl, "has rights by contract in"},
    {InterestKind::kOption, "option", InterestClass::kControl, "has an option on"},
    {InterestKind::kUnknownInterest, "unknown-interest", InterestClass::kControl, "has an undisclosed interest in"},
    {InterestKind::kDerived, "derived", InterestClass::kControl, "holds through named entities shares in"},
    {InterestKind::kMembership, "membership", InterestClass::kAssociation, "is a member of"},
    {InterestKind::kEmployment, "employment", InterestClass::kAssociation, "works for"},
    {InterestKind::kRepresentation, "representation", InterestClass::kAssociation, "represents"},
    {InterestKind::kFamily, "family", InterestClass::kAssociation, "is family of"},
    {InterestKind::kAssociate, "associate", InterestClass::kAssociation, "is an associate of"},
    {InterestKind::kLinkedTo, "linked-to", InterestClass::kAssociation, "is linked to"},
    {InterestKind::kSharedAddress, "shared-address", InterestClass::kAssociation, "shares an address with"},
    {InterestKind::kSharedContact, "shared-contact", InterestClass::kAssociation, "shares a contact with"},
    {InterestKind::kSharedWallet, "shared-wallet", InterestClass::kAssociation, "shares a wallet with"},
}};

struct Synonym {
  std::string_view text;
  InterestKind kind;
};

constexpr std::array<Synonym, 47> kSynonyms{{
    {"share", InterestKind::kShares},
    {"shareholding", InterestKind::kShares},
    {"shareholder", InterestKind::kShares},
    {"equity", InterestKind::kShares},
    {"ownership", InterestKind::kShares},
    {"owner", InterestKind::kShares},
    {"treasury", InterestKind::kShares},
    {"treasury-shares", InterestKind::kShares},
    {"cross-holding", InterestKind::kShares},
    {"direct", InterestKind::kShares},
    {"joint", InterestKind::kJointlyHeld},
    {"jointly", InterestKind::kJointlyHeld},
    {"joint-holding", InterestKind::kJointlyHeld},
    {"acting-in-concert", InterestKind::kJointArrangement},
    {"owned-or-controlled-by", InterestKind::kOwnedOrControlled},
    {"owned-and-controlled", InterestKind::kOwnedOrControlled},
    {"indirect-shares", InterestKind::kIndirect},
    {"vessel", InterestKind::kProperty},
    {"aircraft", InterestKind::kProperty},
    {"title", InterestKind::kProperty},
    {"votes", InterestKind::kVoting},
    {"vote", InterestKind::kVoting},
    {"voting-rights", InterestKind::kVoting},
    {"director", InterestKind::kBoard},
    {"directorship", InterestKind::kBoard},
    {"board-member", InterestKind::kBoard},
    {"board-appointment", InterestKind::kBoard},
    {"board-majority", InterestKind::kBoard},
    {"appointment-of-board", InterestKind::kBoard},
    {"controlled", InterestKind::kControl},
    {"influence", InterestKind::kControl},
    {"dominant-influence", InterestKind::kControl},
    {"manager", InterestKind::kManagement},
    {"operator", InterestKind::kManagement},
    {"officer", InterestKind::kManagement},
    {"trustee", InterestKind::kTrust},
    {"settlor", InterestKind::kTrust},
    {"beneficiary", InterestKind::kTrust},
    {"nominator", InterestKind::kNominee},
    {"profits", InterestKind::kEconomic},
    {"agreement", InterestKind::kContract},
    {"convertible", InterestKind::kOption},
    {"unknown", InterestKind::kUnknownInterest},
    {"member", InterestKind::kMembership},
    {"employee", InterestKind::kEmployment},
    {"agent", InterestKind::kRepresentation},
    {"linked", InterestKind::kLinkedTo},
}};

const KindRow& row_of(InterestKind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view interest_kind_name(InterestKind kind) noexcept { return row_of(kind).name; }
InterestClass interest_class(InterestKind kind) noexcept { return row_of(kind).group; }
std::string_view interest_words(InterestKind kind) noexcept { return row_of(kind).words; }

std::optional<InterestKind> parse_interest_kind(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (c == '_' || c == ' ' || c == '-') {
      if (!name.empty() && name.back() != '-') name.push_back('-');
    } else {
      name.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    }
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  for (const KindRow& row : kKinds) {
    if (row.name == name) return row.kind;
  }
  for (const Synonym& synonym : kSynonyms) {
    if (synonym.text == name) return synonym.kind;
  }
  return std::nullopt;
}

}  // namespace cordon::ownership
