// An activity somebody wants to carry out: what, with whom, by whom, on which dates and amounts. Every fact but the
// type may be absent; absent is never the same as zero or 'no'. Values, thread safe. Does not judge: see assess.hpp.
// Format: docs/formats/measures.md, 'Activity files'.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/basis_points.hpp"
#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"

namespace cordon::measures {

// An amount, a depth or a price. Units: thousandths of the unit the field names, exact.
using Thousandths = std::int64_t;

struct ShareRange {
  base::BasisPoints min;
  base::BasisPoints max;
  friend bool operator==(const ShareRange&, const ShareRange&) = default;
};

// A party, an owner of a party, or somebody with an interest in a project (then `share` says how much is held).
struct Party {
  std::string name;
  std::string entity_id;
  std::string country;                                 // ISO 3166-1 alpha-2, lower case; empty: not given
  std::string role;                                    // "issuer", "beneficiary", "seller" ...; empty: not given
  std::string kind;                                    // "bank", "company", "government" ...; empty: not given
  std::optional<std::vector<std::string>> programmes;  // facts when given, also when empty
  std::optional<ShareRange> share;                     // of an owner; absent: not known
  std::vector<Party> owners;
  bool owners_given = false;
};

struct Actor {
  std::vector<std::string> nationalities;  // ISO 3166-1 alpha-2, lower case
  std::string place;                       // the same; empty: not given
  std::string place_text;                  // a place that is given but not understood as a country
  std::string kind;                        // "bank", "company", "government" ...; empty: not given
};

struct Activity {
  std::string type;  // a word of the vocabulary, see activity_types()
  std::vector<Party> parties;
  bool parties_given = false;
  Actor actor;
  std::optional<std::string> instrument, currency, goods, origin, service, vessel, project, location, note;
  std::optional<std::int64_t> tenor_days;
  std::optional<Thousandths> value, aggregate_12m_value, unit_price, depth_ft;
  std::optional<base::PartialDate> contract_date, issue_date, initiated, loaded;
  std::vector<Party> ownership;  // interests in the project
  bool ownership_given = false;
  std::optional<bool> voting_majority;  // whether the parties the rule means hold it together
  std::optional<Party> voting_holder;   // or who holds it
};

struct ActivityFile {
  std::optional<base::Date> as_of;
  Activity activity;
};

// Reads YAML or JSON. Errors: the line, the field, what was expected and found; an unknown field, activity type,
// country or currency is an error, never skipped.
[[nodiscard]] base::Result<ActivityFile> parse_activity(std::string_view text, std::string_view document);

// The vocabulary of `type`, sorted.
[[nodiscard]] std::vector<std::string> activity_types();

}  // namespace cordon::measures
