#include "rules.hpp"

#include <algorithm>
#include <cstdio>

namespace cordon::cluster {
namespace {

using match::SubjectKind;

// Name scores, in the scale of the scorer (names only). Ground for each: docs/methodology/clusters.md.
constexpr double kExactName = 0.98;                // but for accents, order and the like
constexpr double kSameName = 0.95;                 // the same name in another spelling or order
constexpr double kNearName = 0.85;                 // small differences
constexpr double kPossibleName = kCandidateScore;  // what screening calls a hit
constexpr std::size_t kFewFacts = 1;
constexpr std::size_t kSomeFacts = 2;
constexpr std::size_t kManyFacts = 3;

std::string percent(double score) {
  char text[16];
  std::snprintf(text, sizeof text, "%.3f", score);
  return text;
}

std::string birth_reason(const Facts& facts) {
  switch (facts.birth) {
    case Birth::kDay:
      return "date " + facts.births;
    case Birth::kYear:
      return "dates agree: " + facts.births;
    case Birth::kNear:
      return "dates are close: " + facts.births;
    case Birth::kUnknown:
    case Birth::kConflict:
      break;
  }
  return {};
}

// Persons. The date of birth decides; where one is missing, the rest must carry more.
bool person_links(double name, const Facts& facts, Ruling& ruling) {
  const std::size_t shared = facts.shared.size();
  if (!facts.conflicts.empty() && facts.birth != Birth::kDay) return false;
  switch (facts.birth) {
    case Birth::kDay:
      ruling.basis = Basis::kNameAndBirth;
      return name >= kPossibleName;
    case Birth::kYear:
      ruling.basis = Basis::kNameAndBirth;
      return (name >= kExactName && shared >= kSomeFacts) ||
             (name >= kSameName && shared >= kFewFacts && facts.specific) ||
             (name >= kNearName && shared >= kSomeFacts && facts.specific);
    case Birth::kNear:
      ruling.basis = Basis::kNameAndBirth;
      ruling.needs_no_rival = true;
      return name >= kNearName && shared >= kSomeFacts;
    case Birth::kUnknown:
      ruling.basis = Basis::kName;
      ruling.needs_no_rival = true;
      return (name >= kSameName && shared >= kSomeFacts) || (name >= kNearName && shared >= kManyFacts);
    case Birth::kConflict:
      break;
  }
  return false;
}

bool organisation_links(double name, const Facts& facts, Ruling& ruling) {
  const std::size_t shared = facts.shared.size();
  if (!facts.conflicts.empty() && shared < kSomeFacts) return false;
  ruling.basis = Basis::kName;
  ruling.needs_no_rival = true;
  if (facts.equal_core_name && shared >= kFewFacts) return name >= kPossibleName;
  return (name >= kSameName && shared >= kFewFacts) || (name >= kNearName && shared >= kSomeFacts);
}

// How much speaks for the pair, to order links and to tell rivals. Units: our own; the name counts as its score.
double strength_of(double name, const Facts& facts) {
  constexpr std::size_t kCounted = 10;
  double strength = name + 0.05 * static_cast<double>(facts.shared.size()) +
                    0.03 * static_cast<double>(std::min(facts.equal_names, kCounted));
  if (facts.equal_main_name) strength += 0.15;
  if (facts.birth == Birth::kDay) strength += 0.30;
  if (facts.birth == Birth::kYear) strength += 0.15;
  if (facts.birth == Birth::kNear) strength += 0.05;
  return strength - 0.15 * static_cast<double>(facts.conflicts.size());
}

}  // namespace

Ruling rule_on(const Pair& pair, const Facts& facts, SubjectKind kind) {
  Ruling ruling;
  const double name = pair.name_score;
  ruling.doubts = facts.conflicts;
  ruling.strength = strength_of(name, facts);
  if (pair.same_id) ruling.reasons.emplace_back("the same number of one issuer");
  if (pair.shared_reference) ruling.reasons.push_back("reference " + pair.reference);
  if (!facts.strong_number.empty()) ruling.reasons.push_back(facts.strong_number);
  if (!facts.document.empty()) ruling.reasons.push_back(facts.document);
  if (name > 0) ruling.reasons.push_back("name " + percent(name));
  if (const std::string birth = birth_reason(facts); !birth.empty()) ruling.reasons.push_back(birth);
  ruling.reasons.insert(ruling.reasons.end(), facts.shared.begin(), facts.shared.end());

  const auto decide = [&ruling](Basis basis, bool links) {
    ruling.basis = basis;
    ruling.needs_no_rival = false;
    ruling.verdict = links ? Verdict::kLink : Verdict::kReview;
    return ruling;
  };
  if (pair.same_id) return decide(Basis::kSameId, true);
  if (pair.shared_reference) return decide(Basis::kReference, !facts.never_same);
  if (!facts.strong_number.empty()) {
    const bool hull = kind == SubjectKind::kObject;  // hulls are renamed at will, their number stays
    if (name < kNotForeignScore && !hull) ruling.doubts.emplace_back("the names differ");
    return decide(Basis::kIdentifier, !facts.never_same && (hull || name >= kNotForeignScore));
  }
  if (facts.never_same) {
    ruling.verdict = Verdict::kNothing;
    return ruling;
  }
  if (!facts.document.empty() && name >= kPossibleName) {
    const bool links = facts.birth != Birth::kConflict;
    return decide(Basis::kDocument, links);
  }
  if (name < kPossibleName) return ruling;
  bool links = false;
  if (kind == SubjectKind::kPerson) links = person_links(name, facts, ruling);
  if (kind == SubjectKind::kOrganisation || kind == SubjectKind::kUnknown) {
    links = organisation_links(name, facts, ruling);
  }
  if (links) {
    ruling.verdict = Verdict::kLink;
    return ruling;
  }
  // Worth a person's time: the names are near and something else speaks for it.
  const bool asks = name >= kSameName ? !facts.shared.empty() || facts.birth > Birth::kConflict
                                      : facts.birth > Birth::kConflict && facts.shared.size() >= kFewFacts;
  if (!asks) return ruling;
  ruling.verdict = Verdict::kReview;
  if (ruling.doubts.empty()) {
    ruling.doubts.emplace_back(kind == SubjectKind::kObject ? "no number in common: crafts share names"
                               : facts.birth == Birth::kUnknown && kind == SubjectKind::kPerson
                                   ? "no date of birth to compare"
                                   : "too little besides the name");
  }
  return ruling;
}

}  // namespace cordon::cluster
