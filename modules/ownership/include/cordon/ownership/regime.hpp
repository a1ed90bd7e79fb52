// Ownership rules as dated data: which regime adds up whose shares, to which threshold, since when.
// Source: data/ownership/regimes.yaml, every rule with its citation and how it was read. Nothing about a regime is
// code. Invariant: at most one rule of a regime and measure is in force on a day.
// Thread: safe to share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/ownership/interest.hpp"
#include "cordon/ownership/share.hpp"

namespace cordon::ownership {

enum class Regime : std::uint8_t { kUsOfac, kEu, kUk, kCh, kUsBis };

// The measure sets: all blocking programmes together; each directive alone.
enum class Measure : std::uint8_t {
  kBlocking,
  kSsiDirective1,
  kSsiDirective2,
  kSsiDirective3,
  kSsiDirective4,
  kEo14024Directive1,
  kEo14024Directive2,
  kEo14024Directive3,
  kEo14024Directive4,
};

[[nodiscard]] std::string_view regime_name(Regime regime) noexcept;     // "us-ofac"
[[nodiscard]] std::string_view measure_name(Measure measure) noexcept;  // "ssi-directive-1"
[[nodiscard]] base::Result<Regime> parse_regime(std::string_view text);
// Accepts "eo14024-directive-1a" for directive 1.
[[nodiscard]] base::Result<Measure> parse_measure(std::string_view text);
[[nodiscard]] std::span<const Regime> all_regimes() noexcept;

struct RegimeQuery {
  Regime regime = Regime::kUsOfac;
  Measure measure = Measure::kBlocking;
  base::Date as_of;
};

// One way to reach a threshold; an entity is reached when one of its limbs is.
struct Limb {
  std::string name;  // "shares", "votes", "project"
  std::vector<InterestKind> kinds;
  Share threshold;
  bool inclusive = true;       // at the threshold, or only above it
  bool possible_only = false;  // shares count as possible, never as certain (stakes through unnamed entities)
  bool projects_only = false;  // only for assets somebody has a project stake in
};

struct OwnershipRule {
  std::string id;
  std::uint32_t revision = 1;  // raised when any verdict can change
  Regime regime = Regime::kUsOfac;
  std::vector<Measure> measures;
  std::optional<base::Date> from;  // both inclusive; none = open
  std::optional<base::Date> to;
  bool reaches_owned = true;            // false: only listed parties themselves
  bool aggregate = true;                // false: each listed party with what it owns is tested alone
  bool joint_arrangement = false;       // shares held jointly count together for each of their holders
  std::vector<Limb> limbs;              // the first is the main one
  std::vector<std::string> conditions;  // what the verdict also depends on
  std::string citation;
  std::string mark;  // V, V2, D, S, P or M: how the source was read
  bool verified = false;
  std::string note;

  [[nodiscard]] bool in_force_on(base::Date day) const noexcept {
    return (!from || day >= *from) && (!to || day <= *to);
  }
  [[nodiscard]] std::string reference() const { return id + "@" + std::to_string(revision); }
};

// Where the parties of a regime's blocking measure are published.
struct ListSources {
  Regime regime = Regime::kUsOfac;
  std::vector<std::string> sources;
  std::vector<std::string> programme_prefixes;
  std::vector<std::string> not_programme_prefixes;
  std::vector<std::string> sdn_programmes;  // parties of us_ofac_sdn that count under these programmes only
};

class RegimeBook {
 public:
  // The shipped rules. Lifetime: the program's.
  [[nodiscard]] static const RegimeBook& instance();
  // Errors: kMalformed, kMissingField (citation, mark), kConflict when two rules of a measure overlap; with line.
  [[nodiscard]] static base::Result<RegimeBook> parse(std::string_view yaml, const std::string& document);

  // Errors: kInvalidArgument when the regime has no such measure; kNotFound when no rule is known for the day.
  [[nodiscard]] base::Result<const OwnershipRule*> find(const RegimeQuery& query) const;
  [[nodiscard]] std::span<const OwnershipRule> rules() const noexcept { return rules_; }
  // Returns: nullptr when the data names no lists for the regime.
  [[nodiscard]] const ListSources* lists_of(Regime regime) const noexcept;

 private:
  std::vector<ListSources> lists_;
  std::vector<OwnershipRule> rules_;
};

}  // namespace cordon::ownership
