#include "party_identity.hpp"

#include <algorithm>

#include "cordon/match/scorer.hpp"

namespace cordon::service {
namespace {

using match::SlotKind;
using match::SubjectKind;

// How alike two words are that count as the same one, spelt or transliterated differently. Units: thousandths.
constexpr match::Similarity kSameWord = 880;
constexpr std::size_t kNameWords = 2;  // a person's name has at least so many

SubjectKind kind_of(std::string_view kind) {
  if (kind == "person") return SubjectKind::kPerson;
  if (kind == "vessel") return SubjectKind::kObject;
  if (kind.empty() || kind == "project") return SubjectKind::kUnknown;
  return SubjectKind::kOrganisation;
}

std::uint32_t mask_of(const match::NameSlot& slot) { return ((std::uint32_t{1} << slot.span) - 1U) << slot.position; }

bool may_be_missing(const match::NameView& name, std::size_t position) {
  const SlotKind kind = name.slots[position].kind;
  return kind == SlotKind::kLegalForm || kind == SlotKind::kTitle || kind == SlotKind::kParticle ||
         kind == SlotKind::kPatronymic;
}

// Words of a name that nothing met and that tell it from another name.
std::size_t words_open(const match::NameView& name, std::uint32_t met) {
  std::size_t open = 0;
  for (std::size_t p = 0; p < name.facts.positions; ++p) {
    if ((mask_of(name.slots[p]) & met) == 0 && !may_be_missing(name, p)) ++open;
  }
  return open;
}

bool full_name_met(const match::NameView& party, const match::NameView& listed, match::NameMode mode,
                   const match::Policy& policy) {
  if (((party.facts.flags | listed.facts.flags) & (match::kNameWeak | match::kNameTruncated)) != 0) return false;
  match::NameAlignment alignment;
  if (match::name_logit(party, listed, mode, policy, &alignment) <= match::kNoNameLogit) return false;
  const match::NameMeasures& measures = alignment.measures;
  if (measures.number_conflict || measures.legal_conflict || measures.patronymic_conflict) return false;
  if (measures.identical) return true;
  std::uint32_t met_party = 0;
  std::uint32_t met_listed = 0;
  std::size_t words = 0;
  for (std::size_t i = 0; i < alignment.count; ++i) {
    const match::SlotMatch& met = alignment.matches[i];
    const match::NameSlot& x = party.slots[met.query_slot];
    const match::NameSlot& y = listed.slots[met.listed_slot];
    for (const match::NameSlot* slot : {&x, &y}) {
      if (slot->kind == SlotKind::kInitial || slot->kind == SlotKind::kAcronym) return false;
    }
    if (met.similarity < kSameWord) return false;
    met_party |= mask_of(x);
    met_listed |= mask_of(y);
    words += x.kind == SlotKind::kLegalForm ? 0U : std::max<std::size_t>(x.span, 1);
  }
  const bool person = mode == match::NameMode::kPerson;
  const std::size_t beyond = person ? 1 : 0;
  if (person && words < kNameWords) return false;
  return words > 0 && words_open(party, met_party) == 0 && words_open(listed, met_listed) <= beyond;
}

}  // namespace

Identity identity_of(const match::SubjectFeatures& party, std::string_view kind, const match::SubjectFeatures& listed,
                     const match::Policy& policy) {
  const SubjectKind wanted = kind_of(kind);
  const SubjectKind found = match::subject_kind(listed.schema);
  if (wanted != SubjectKind::kUnknown && found != SubjectKind::kUnknown && wanted != found) return Identity::kOther;
  const match::PreparedSubject prepared_party(party);
  const match::PreparedSubject prepared_listed(listed);
  const match::SubjectView a = prepared_party.view();
  const match::SubjectView b = prepared_listed.view();
  const match::AttributeLogit attributes = match::attribute_logit(a.attributes, b.attributes, policy);
  if (attributes.contradicted) return Identity::kDoubtful;
  if (attributes.identity > 0) return Identity::kSame;
  for (const match::NameView& x : a.names) {
    for (const match::NameView& y : b.names) {
      const match::NameMode mode = match::pair_mode(a.attributes.kind, b.attributes.kind, x.facts, y.facts);
      if (full_name_met(x, y, mode, policy)) return Identity::kSame;
    }
  }
  return Identity::kDoubtful;
}

}  // namespace cordon::service
