// An activity as the rules see it: parties resolved to list tags and owners, texts recognised as classes, dates and
// money ready to compare. Built once per assessment; read only afterwards.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "classify.hpp"
#include "cordon/measures/activity.hpp"
#include "cordon/measures/party.hpp"
#include "rule_book.hpp"

namespace cordon::measures {

struct HeldTag {
  std::string tag;
  std::optional<base::Date> from;
  std::optional<base::Date> to;
  std::optional<base::Date> known_from;
  std::string evidence;  // "curated, unverified", a list entry; empty: given in the file
  std::string entry;     // of which list entry; empty: given with the activity
  std::string question;  // what would make it a fact; empty: it is one
};

// A party, an owner, a vessel or a holder of an interest.
struct Subject {
  std::string path;  // "parties[0].owners[1]", for missing facts
  std::string name;
  std::string country;
  std::string role;
  std::string kind;
  std::vector<HeldTag> tags;
  bool all_regimes_known = false;           // not holding a tag means not being listed, everywhere
  std::set<std::string> known_regimes;      // or in these regimes
  std::set<std::string> settled_regimes;    // of those, the ones that need no list
  std::vector<ConsultedList> lists;         // searched for the others
  bool taken_as_unlisted = false;           // described by its owners alone
  std::vector<std::string> not_understood;  // tags the vocabulary does not have
  std::optional<ShareRange> share;
  std::vector<Subject> owners;
  bool owners_known = false;
};

struct DealDate {
  std::optional<base::PartialDate> date;
  std::string name;  // which fact it is: "issue_date", "contract_date", "as_of"
};

struct Facts {
  const Activity* activity = nullptr;
  const RuleBookData* book = nullptr;
  base::Date as_of;
  base::Date listing_date;  // the day list memberships are read for: as_of, or a scheduled day
  bool near = false;        // asked is whether a family comes near, not whether it bites: owners count with any share,
                            // and what only may be so counts too
  std::vector<Subject> parties;
  std::vector<Subject> interests;  // of `ownership`
  std::optional<Subject> voting_holder;
  std::optional<Subject> vessel;
  std::map<std::string, ClassText> classes;  // by domain
  DealDate deal_date;

  // Days after as_of on which memberships known on as_of begin; ascending.
  [[nodiscard]] std::vector<base::Date> scheduled_days() const;
};

// Lifetime: the facts point into activity and book.
[[nodiscard]] base::Result<Facts> build_facts(const Activity& activity, base::Date as_of, const RuleBookData& book,
                                              const PartyResolver* resolver);

}  // namespace cordon::measures
