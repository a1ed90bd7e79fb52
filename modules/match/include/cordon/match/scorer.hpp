// The scorer: names and all other features of two subjects to likelihood and evidence.
// Likelihood = logistic(best name logit + feature logits), in [0, 1], exactly 1 only for a name as written without
// contradictions; evidence in [0, 1]: 0.5 nothing confirms and nothing contradicts.
// Symmetric in its two subjects. Thread safe, no allocation except in explain.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "cordon/match/explanation.hpp"
#include "cordon/match/features.hpp"
#include "cordon/match/name_scorer.hpp"
#include "cordon/match/policy.hpp"
#include "cordon/match/prepared_subject.hpp"

namespace cordon::match {

struct PairScore {
  double score = 0;
  double evidence = 0.5;
  Explanation explanation;
};

struct Likelihood {
  double score = 0;
  double evidence = 0.5;
};

// The exact score, without explanation.
[[nodiscard]] Likelihood score(const SubjectView& query, const SubjectView& listed, const Policy& policy) noexcept;
// The same when it reaches `threshold`, else nullopt; may stop early.
[[nodiscard]] std::optional<Likelihood> score_if_reached(const SubjectView& query, const SubjectView& listed,
                                                         const Policy& policy, double threshold) noexcept;

// What the features other than the name add to the logit, exactly. Together with the bound of the name this bounds the
// score: score <= logistic(max over names of name bound + attribute_logit).
struct AttributeLogit {
  double logit = 0;
  double identity = 0;  // logit a strong identifier gives by itself, whatever the name says; 0 = none met
  double document = 0;  // the same for an equal number that is not strong; what contradicts counts against it
  bool contradicted = false;
};
[[nodiscard]] AttributeLogit attribute_logit(const AttributeView& query, const AttributeView& listed,
                                             const Policy& policy) noexcept;

// The mode a pair of names is read in: by the kinds, and by the names when neither says.
[[nodiscard]] NameMode pair_mode(SubjectKind query, SubjectKind listed, const NameFacts& query_name,
                                 const NameFacts& listed_name) noexcept;

// Whether the names may be compared at all: a derived name of one word is none of a person.
[[nodiscard]] inline bool are_comparable(const NameFacts& query_name, const NameFacts& listed_name,
                                         NameMode mode) noexcept {
  return mode != NameMode::kPerson || ((query_name.flags | listed_name.flags) & kNameNoPerson) == 0;
}

// Equal for programs that score every pair alike: a hash of the sources, the name tables and the shipped policies. For
// whoever keeps scores.
[[nodiscard]] std::uint64_t scoring_fingerprint() noexcept;

[[nodiscard]] double logistic(double logit) noexcept;
// The smallest logit whose logistic reaches the threshold (with a margin for rounding on the safe side).
[[nodiscard]] double logit_floor(double threshold) noexcept;

// Explains the score of a pair; score and evidence equal those of score().
[[nodiscard]] PairScore compare(const SubjectFeatures& query, const SubjectFeatures& listed, const Policy& policy);

}  // namespace cordon::match
