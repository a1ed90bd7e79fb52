// Scores one pair of prepared names, and bounds that score from above for an index.
// Deterministic, symmetric by construction (the pair is put in a canonical order first), free of the order of words
// except that adjacent words may meet a joined one. No allocation; thread safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "cordon/match/policy.hpp"
#include "cordon/match/prepared_name.hpp"
#include "cordon/match/token_similarity.hpp"

namespace cordon::match {

// What met what; for explanations. Indices into NameView::slots.
struct SlotMatch {
  std::uint16_t query_slot = 0;
  std::uint16_t listed_slot = 0;
  Similarity similarity = 0;
};

// What the logit was computed from; see NameWeights.
struct NameMeasures {
  double edit = 0;  // E, F, C, X and L of NameWeights. Units: 1/8 letter
  double far_edit = 0;
  double conflict = 0;
  double excess = 0;
  double length = 0;
  double information = 0;  // Units: bits
  bool number_conflict = false;
  bool legal_conflict = false;
  bool patronymic_conflict = false;
  bool single = false;  // one word was met and others were not
  bool word_conflict = false;
  double lossy_script = 0;  // 1: Han or Hangul met letters; less: Arabic, Hebrew, kana and the like did
  bool initial_conflict = false;
  bool identical = false;  // the same name as written
};

struct NameAlignment {
  std::array<SlotMatch, kMaxNamePositions> matches{};
  std::uint8_t count = 0;
  NameMeasures measures;
};

// Returns: the logit (natural log odds) of "same name", before other features. Policy sets the weights.
// A name without positions scores kNoNameLogit against everything.
inline constexpr double kNoNameLogit = -20.0;
[[nodiscard]] double name_logit(const NameView& query, const NameView& listed, NameMode mode, const Policy& policy,
                                NameAlignment* alignment = nullptr) noexcept;

// The bound that makes an index lossless. best[p] is, for position p of the query, an upper bound of
// token_similarity(x, y) over every query slot x covering p and every listed slot y of the name under test (slots as in
// NameView::slots: words, alternatives, joined pairs, runs of initials, acronym; initials see `initial_similarity`).
// Returns: a value never below name_logit(query, listed, mode, policy) for any listed name with those facts.
// Requires: best.size() >= query.facts.positions.
[[nodiscard]] double name_logit_bound(const NameView& query, std::span<const Similarity> best, const NameFacts& listed,
                                      NameMode mode, const Policy& policy) noexcept;

// token_similarity as the scorer uses it between slots: knows initials ("V" meets "vladimir") and acronyms.
[[nodiscard]] Similarity slot_similarity(const NameView& a, const NameSlot& x, const NameView& b,
                                         const NameSlot& y) noexcept;

}  // namespace cordon::match
