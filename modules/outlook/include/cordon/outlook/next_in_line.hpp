// Next in line: how probable it is that a person not yet listed is designated within twelve months, with the reasons.
// Not a sanctions list: an answer has no legal effect and never reaches screening.
// Invariants: nothing dated later than the as-of day is used; every probability comes with its reasons, each with its
// weight and what that rests on. Thread: a NextInLine is immutable and may be shared.
// Method and measured results: docs/methodology/outlook.md. Weights: data/outlook/factors.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/outlook/scores.hpp"

namespace cordon::outlook {

// Persisted with each forecast; bump it when any probability can change.
inline constexpr std::string_view kNextInLineModel = "next-in-line@2";

struct NextCandidate {
  std::string id, name, birth_date, country;
  std::optional<double> net_worth_busd;  // billions of US dollars
  std::string sector, source_of_wealth;
  std::vector<std::string> positions, relatives;
  std::optional<base::Date> known_since;  // before this day nobody could name the candidate; none: always
  std::vector<std::string> allied_lists;  // "EU", "gb_fcdo_sanctions 2022-03-10": issuer and, where known, the day
};

// Reads a CSV with the columns id,name,birth_date,country,net_worth_busd,sector,source_of_wealth,positions,relatives,
// allied_lists,known_since; only id and name must be there; several values of a cell are separated by ';'.
// Errors: kMalformed or kMissingField with document and line; a value that is no number is one.
[[nodiscard]] base::Result<std::vector<NextCandidate>> parse_candidates(const std::string& document,
                                                                        std::string_view csv);

// The allied issuers that are known to list the candidate on the day.
[[nodiscard]] std::vector<std::string> allied_issuers(const NextCandidate& candidate, base::Date as_of);

// What the loaded lists say about a candidate on the day; found by the caller.
struct ListedLink {
  enum class Kind : std::uint8_t { kSelf = 1, kRelative = 2, kBusiness = 3 };
  Kind kind = Kind::kSelf;
  std::string text;       // the name in the candidate's row
  std::string entity_id;  // whom it met on a list
  std::string caption;
  double score = 0.0;
  bool confirmed = false;  // by more than the name
};

struct NextReason {
  std::string factor;
  std::string value;    // what in the row speaks for it
  double weight = 0.0;  // log odds added
  std::string evidence;
  std::string mark;
};

struct NextAnswer {
  std::optional<double> probability_12m;  // none: already listed
  std::optional<Interval> interval;       // 80 %; how far the weights themselves are in doubt
  std::string band;                       // listed, high, elevated, moderate, low
  std::vector<NextReason> reasons;        // the strongest first
  std::vector<std::string> paths;         // in words
};

class NextInLine {
 public:
  [[nodiscard]] static base::Result<NextInLine> shipped();
  [[nodiscard]] NextAnswer assess(const NextCandidate& candidate, const std::vector<ListedLink>& links,
                                  base::Date as_of) const;
  [[nodiscard]] double base_rate() const noexcept;          // of a usual candidate, before any reason; a prior
  [[nodiscard]] std::int64_t base_rate_n() const noexcept;  // how many people that rests on
  [[nodiscard]] const std::string& base_rate_evidence() const noexcept;

 private:
  struct Factor {
    double weight = 0.0;
    std::optional<double> limit;  // of the sum of one factor
    std::string mark, evidence;
  };
  struct Word {
    std::string word_class, text;
    bool any_ending = false;
  };
  [[nodiscard]] std::optional<std::string> word_of(std::string_view word_class, const std::string& text) const;
  void add(NextAnswer& answer, const std::string& factor, double units, std::string value) const;

  std::unordered_map<std::string, Factor> factors_;
  std::vector<Word> words_;
};

}  // namespace cordon::outlook
