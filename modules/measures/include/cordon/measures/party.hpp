// What lists and registers say about a party: the door through which screening reaches the rules. This module knows no
// list; the service implements PartyResolver over the loaded ones. Curated names (data/measures/parties.yaml) are known
// without any list.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/measures/activity.hpp"

namespace cordon::measures {

// One listing in the words of data/measures/vocabulary.yaml: "RUSSIA-EO14024", "SSI-DIRECTIVE-1", "EU-269-ANNEX-I".
struct Membership {
  std::string tag;
  std::optional<base::Date> from;  // absent: not known, taken as in force
  std::optional<base::Date> to;    // last day
  std::string evidence;            // for `because`: list, entity id, score
  std::string entry;               // the list entry it is from: what one entry says is read together
  // Empty: a fact. Otherwise the entry may be another party's, and this is what would settle it: "is Sberbank the
  // listed Saber (unsc-QDi.064)?"; a rule that turns on it is neither true nor false.
  std::string question = {};
};

// A list that was searched for a party, as of the day.
struct ConsultedList {
  std::string source;  // "eu_fsf"
  base::Date published;
  bool stale = false;  // older than its issuer leaves it: who is not on it may have been listed since
};

struct PartyFacts;

struct OwnerFacts;

struct PartyFacts {
  std::vector<Membership> memberships;
  std::vector<std::string>
      searched;                      // "us", "eu", "uk", "ch", "un", "bis": a party not found there is not listed there
  std::vector<ConsultedList> lists;  // those searched; empty: not told, and none is taken as stale
  std::vector<OwnerFacts> owners;    // direct owners, each with its own facts
  bool owners_known = false;         // the owners named are all that a register knows
};

struct OwnerFacts {
  std::string name;
  std::string entity_id;
  std::optional<ShareRange> share;
  PartyFacts facts;
};

struct PartyQuery {
  std::string_view name;
  std::string_view entity_id;
  std::string_view country;
  bool vessel = false;
  std::vector<std::string> aliases;  // other names of the same party, when it is one that the rules name
  std::string_view kind = {};        // "bank", "person" ...; empty: not known
};

// Thread: implementations are read only. Requires: deterministic for the same lists and date.
class PartyResolver {
 public:
  PartyResolver() = default;
  PartyResolver(const PartyResolver&) = delete;
  PartyResolver& operator=(const PartyResolver&) = delete;
  virtual ~PartyResolver() = default;
  [[nodiscard]] virtual base::Result<PartyFacts> resolve(const PartyQuery& query, base::Date as_of) const = 0;
};

// The tags of a list entry, for resolvers: the issuer's programmes as they stand, and what the list itself means
// ("SDN" for us_ofac_sdn, "NS-MBS" / "CAPTA" / "SSI-DIRECTIVE-n" on the consolidated list, "EU-269-ANNEX-I" for EU
// programme UKR, "UK-ASSET-FREEZE", "CH-UKRAINE-ORDINANCE", "UN-SC", "BIS-ENTITY-LIST"). `remarks` is the entry's free
// text, where OFAC names the directive. Returns: sorted, without repetition.
[[nodiscard]] std::vector<std::string> listing_tags(std::string_view source_id, std::span<const std::string> programmes,
                                                    std::string_view remarks);
// Whether a list says of everybody whether they hold the tag; tags of annexes and of other papers are on no such list.
[[nodiscard]] bool list_tells(std::string_view source_id, std::string_view tag) noexcept;
// Returns: "the EU list"; empty when none of the rules reads the source.
[[nodiscard]] std::string_view list_title(std::string_view source_id) noexcept;
// Returns: the regime whose lists the source is part of ("us", "eu", ...); empty when none of the rules reads it.
[[nodiscard]] std::string_view regime_of_source(std::string_view source_id) noexcept;

}  // namespace cordon::measures
