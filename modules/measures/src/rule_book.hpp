// A rule book in memory. Immutable once read; rules point into the vocabulary, which lives in the same object.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "condition.hpp"
#include "cordon/base/date.hpp"
#include "cordon/measures/rule.hpp"
#include "vocabulary.hpp"

namespace cordon::measures {

// Before a rule is in force: from which day it was known, and what was expected then.
struct PendingStep {
  base::Date known_from;
  std::optional<base::Date> expected_from;
  std::string because;
  std::string mark;
};

// An exception, a general licence, a wind-down.
struct Relief {
  std::string id;
  Outcome outcome = Outcome::kAllowed;  // or kLicence
  Condition when;
  std::optional<base::Date> from;   // issued; earlier it is not known
  std::optional<base::Date> to;     // last day
  std::optional<base::Date> until;  // ends in the first minute of this day: the day before is the last
  std::string citation;
  std::string because;
  std::string mark;
  bool verified = true;
  std::vector<std::string> families;  // of a licence that stands by itself
};

// What the rule means to whom. The first that fits decides.
struct Reach {
  Condition to;
  Outcome outcome = Outcome::kProhibited;
  std::string sanctionable;  // "mandatory" or "discretionary"; empty: forbidden or conditional
  std::string because;
};

// Days on which the rule's own status is open ("legal effect not seen"): it answers unknown.
struct OpenStatus {
  base::Date from;
  std::optional<base::Date> to;
  std::string because;
};

struct Rule {
  RuleSummary about;
  bool dated_by_issue = false;       // the interval is one of issue dates, not of the answer
  std::vector<PendingStep> pending;  // ascending
  std::string ended_because;
  std::string replaces;  // id of the rule in force that this one is the next version of
  Condition when;
  std::vector<Reach> reach;
  std::vector<Relief> relief;
  std::vector<OpenStatus> open_status;
};

struct Family {
  std::string id;
  std::string title;
  Condition near;
  std::vector<Rule> rules;
  std::string gaps;  // why days between two rules are not covered
};

struct CuratedMembership {
  std::string tag;
  std::optional<base::Date> from;
  std::optional<base::Date> to;
  std::optional<base::Date> known_from;
  std::string mark;
  bool verified = false;
  std::string note;
};

struct CuratedOwner {
  std::string name;
  std::int32_t share_bp = 0;
};

struct CuratedParty {
  std::string name;
  std::vector<std::string> keys;  // normalised names, IMO numbers, entity ids
  std::string country;
  std::string kind;
  std::vector<std::string> complete;  // regimes for which the memberships are all there are
  std::vector<CuratedMembership> memberships;
  std::vector<CuratedOwner> owners;
  std::map<std::string, std::string> classes;  // domain -> class that the name implies ("project": "nord-stream-2")
};

struct RuleBookData {
  Vocabulary vocabulary;
  std::vector<Family> families;
  std::vector<Relief> licences;
  std::vector<CuratedParty> parties;
  std::map<std::string, std::size_t> party_by_key;
  std::string hash;

  [[nodiscard]] const CuratedParty* find_party(std::string_view name, std::string_view entity_id) const;
};

[[nodiscard]] base::Result<void> parse_rules(const RuleFile& file, RuleBookData& out);
[[nodiscard]] base::Result<void> parse_parties(const RuleFile& file, RuleBookData& out);

}  // namespace cordon::measures
