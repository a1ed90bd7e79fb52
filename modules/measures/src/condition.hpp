// The condition language of rules: a tree whose leaves ask one fact of an activity. Three values: a fact that is absent
// makes a leaf unknown and is named. Grammar: docs/formats/measures.md, 'Conditions'.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "vocabulary.hpp"
#include "yaml_reader.hpp"

namespace cordon::measures {

enum class ConditionKind : std::uint8_t {
  kAlways,
  kAll,
  kAny,
  kNot,
  kKnown,         // true only when the child is known to be true
  kUnlessKnown,   // false only when the child is known to be true
  kType,          // words: types
  kClass,         // domain, words: classes of it
  kParty,         // party test over all parties
  kOwnerListed,   // an owner of a party, with any share
  kVessel,        // party test over the vessel
  kProject,       // interests in the project: party test, threshold
  kVoting,        // voting majority in the project held by persons of the party test
  kActor,         // words: actor classes
  kPartyCountry,  // words: countries
  kRole,          // words: a party with this role passes the party test
  kAmount,        // domain: tenor_days, depth_ft, value, aggregate_12m_value, unit_price
  kCurrency,      // words
  kDate,          // domain: deal_date, contract_date, issue_date, initiated, loaded, as_of
};

struct PartyTest {
  std::vector<std::string> tags;
  std::set<std::string> regimes;  // of the tags: all must be screened to say that a party is not listed
  const OwnershipTest* ownership = nullptr;
  std::string owned_kind;   // the ownership limb reaches only this kind ("bank")
  std::string role;         // only parties with this role
  bool vessel_too = false;  // the activity's vessel counts as a party
  std::string only;         // set while each holder is tested alone: the one who counts
  std::string what;         // for texts: "subject to directive 1"
};

struct Condition {
  ConditionKind kind = ConditionKind::kAlways;
  std::vector<Condition> children;
  std::string domain;
  std::vector<std::string> words;
  std::string title;  // for texts: what the words stand for together
  PartyTest party;
  std::optional<base::Date> from;         // kDate, inclusive
  std::optional<base::Date> to;           // kDate, inclusive
  std::optional<std::int64_t> low, high;  // kAmount, thousandths (days: whole days times 1000)
  bool low_inclusive = true, high_inclusive = true;
  std::string currency;  // kAmount of money
};

// Lifetime: the condition keeps pointers into vocabulary.
[[nodiscard]] base::Result<Condition> parse_condition(const YamlPlace& place, const Vocabulary& vocabulary);

}  // namespace cordon::measures
