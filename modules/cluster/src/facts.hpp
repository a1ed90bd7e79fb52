// Facts: what two subjects have in common besides their names, and where they contradict each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/cluster/subject.hpp"
#include "cordon/match/identifiers.hpp"

namespace cordon::cluster {

// A subject with its facts in comparable form.
struct Prepared {
  struct Number {
    match::IdentifierScheme scheme = match::IdentifierScheme::kGeneric;
    std::string type;
    std::string value;    // normalised
    std::string country;  // of the document, may be empty
    bool strong = false;  // unique by its scheme and valid by its own check
  };
  match::SubjectKind kind = match::SubjectKind::kUnknown;
  std::vector<std::pair<base::PartialDate, std::string>> births;  // date and its text
  std::vector<Number> numbers;
  std::vector<std::string> names;      // words of each name in alphabetical order: equal names whatever their order
  std::vector<std::string> cores;      // of organisations: the same without legal forms and short forms
  std::string main_name;               // the first of them
  std::vector<std::string> places;     // words of birth places or addresses, those every place has left out; sorted
  std::vector<std::string> countries;  // sorted
};
[[nodiscard]] Prepared prepare(const Subject& subject);

// How two sets of dates of birth (founding, building) stand to each other; the best pair counts.
enum class Birth : std::uint8_t { kUnknown, kConflict, kNear, kYear, kDay };

struct Facts {
  Birth birth = Birth::kUnknown;
  std::string births;               // the two dates that met, or the closest two that did not
  std::string strong_number;        // "IMO 8674156": valid number both have
  std::string document;             // passport, identity or registration number both have
  std::vector<std::string> shared;  // further facts in common: "country ru", "place: herat", "programmes about iran"
  std::vector<std::string> conflicts;
  std::size_t equal_names = 0;
  bool equal_main_name = false;  // the names the lists put first are equal
  bool equal_core_name = false;  // organisations: a name is equal but for "company", "limited", "(short form)"
  bool specific = false;         // a name or a place in common, not only a country or a kind of programme
  bool never_same = false;       // a person and a company, two hulls with two IMO numbers
};
[[nodiscard]] Facts compare_facts(const Subject& a, const Prepared& pa, const Subject& b, const Prepared& pb);

}  // namespace cordon::cluster
