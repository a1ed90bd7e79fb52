// Whether a party given by its name alone is the listed one. An assessment states a listing as a fact, so a high score
// is not enough: see docs/methodology/measures.md, 'Who is meant'. Pure functions; thread safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "cordon/match/features.hpp"
#include "cordon/match/policy.hpp"

namespace cordon::service {

enum class Identity : std::uint8_t {
  kSame,      // a fact
  kDoubtful,  // may be: a question for people
  kOther,     // of another class: a person does not answer for a bank
};

// kind: of the party, in the words of activity files ("bank", "person"); empty: not known. Requires: a score of at
// least 0.90 between the two. Same: every word of one of the party's names is met by the whole of one listed name that
// is no weak alias, word by word and nearly as written, initials and acronyms not counting; what the listed name has
// beyond that is a legal form, a title, a patronymic, or one further given name of a person. Nothing contradicts.
[[nodiscard]] Identity identity_of(const match::SubjectFeatures& party, std::string_view kind,
                                   const match::SubjectFeatures& listed, const match::Policy& policy);

}  // namespace cordon::service
