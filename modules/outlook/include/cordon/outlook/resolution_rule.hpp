// Rules that data decide: the last part of a forecast's resolution_rule, in words a program reads, so that the forecast
// can be resolved from the versions of a list without anybody's judgement.
// Invariant: rule_text and read_rule are inverse; a rule without such a part is left to people.
// Thread: pure functions. Does not resolve anything (service). Format: docs/formats/ledger.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "cordon/base/date.hpp"

namespace cordon::outlook {

// At least one day in (after, until] on which min_size or more new entries were published.
struct RoundRule {
  std::string list;    // a list's source id; empty: the rounds come from a file
  std::string family;  // of programmes counted in the list (data/outlook/families.csv)
  std::string file;    // the file's name, when list is empty
  std::string programme;
  std::int64_t min_size = 1;
  base::Date after, until;
  friend bool operator==(const RoundRule&, const RoundRule&) = default;
};

// An entry for the person in a version of the list published in (after, until].
struct DesignationRule {
  std::string list;
  std::string name, birth_date;
  base::Date after, until;
  friend bool operator==(const DesignationRule&, const DesignationRule&) = default;
};

using ResolutionRule = std::variant<RoundRule, DesignationRule>;

// The rule in words, then " | " and the part a program reads.
[[nodiscard]] std::string rule_text(const ResolutionRule& rule);
// Returns: none for a rule in words only, or one that is not whole.
[[nodiscard]] std::optional<ResolutionRule> read_rule(std::string_view text);

}  // namespace cordon::outlook
