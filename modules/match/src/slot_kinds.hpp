// What kinds of words mean for scoring: shared by the scorer and by the bounds of the index, which must agree.
// Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cordon/match/policy.hpp"
#include "cordon/match/prepared_name.hpp"

namespace cordon::match {

// Figures of the formula that bounds must repeat.
inline constexpr double kNearSimilarity = 0.75;  // a quarter of a word changed: from there on F counts
inline constexpr double kNothingMet = -2;        // initials, particles and numbers alone make no match
inline constexpr double kTitledExcess = 0.3;     // "President Putin" leaves the given names out as a matter of course
inline constexpr double kShortestName = 8;       // one letter, so that nothing is divided by zero
// Conflicts count against at most this length. Units: 1/8 letter; 18 letters.
inline constexpr double kConflictLength = 144;
inline constexpr unsigned kTellingLoss = 16;  // two letters

[[nodiscard]] inline std::uint32_t positions_of(const NameSlot& slot) noexcept {
  return ((std::uint32_t{1} << slot.span) - 1U) << slot.position;
}

[[nodiscard]] inline bool is_content(SlotKind kind) noexcept {
  return kind == SlotKind::kPlain || kind == SlotKind::kGeneric || kind == SlotKind::kPlace ||
         kind == SlotKind::kJoined || kind == SlotKind::kAcronym;
}

// Words that tell parties apart; "Abdul" is one, "al" and a number are not.
[[nodiscard]] inline bool tells_apart(const NameSlot& slot, std::size_t mode) noexcept {
  if (slot.kind == SlotKind::kParticle) return slot.loss[mode] >= kTellingLoss;
  if (slot.kind == SlotKind::kLegalForm) return mode == 0;  // "Sa" and "Ag" are surnames there
  return slot.loss[mode] > 0 && (is_content(slot.kind) || slot.kind == SlotKind::kPatronymic);
}

// What of a kind is unmatched in a name.
struct OpenKinds {
  bool number = false;
  bool patronymic = false;
  bool word = false;
  bool initial = false;

  void add(const NameSlot& slot, std::size_t mode) noexcept {
    number = number || slot.kind == SlotKind::kNumber;
    patronymic = patronymic || slot.kind == SlotKind::kPatronymic;
    word = word || tells_apart(slot, mode);
    initial = initial || slot.kind == SlotKind::kInitial;
  }
};

struct KindConflicts {
  bool number = false;
  bool patronymic = false;
  bool word = false;
  bool initial = false;
};

// What contradicts when both sides leave these kinds open. Never less for more of them.
[[nodiscard]] inline KindConflicts conflicts_of(const OpenKinds& a, const OpenKinds& b, NameMode mode) noexcept {
  KindConflicts out;
  out.number = a.number && b.number;
  out.patronymic = a.patronymic && b.patronymic;
  out.word = a.word && b.word;
  out.initial = mode == NameMode::kPerson && (a.initial || b.initial) && (a.initial || a.word) && (b.initial || b.word);
  return out;
}

}  // namespace cordon::match
