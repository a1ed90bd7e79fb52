// What everything but the name can add to a score: the room that bounds of names must leave. Pure functions.
#pragma once

#include "cordon/match/policy.hpp"
#include "cordon/match/prepared_subject.hpp"

namespace cordon::match {

// Whether any subject of a segment has attributes of a kind.
struct AttributeKinds {
  bool birth_dates = true;
  bool birth_places = true;
  bool countries = true;
  bool genders = true;
  bool addresses = true;
};

// The most that attributes other than identifiers and the kind of subject can add to the logit.
struct Headroom {
  double near_dates = 0;   // of a subject with birth dates within a year of the query's
  double other_dates = 0;  // of any other subject
};
// listed: of the subjects that are searched; what none of them has adds nothing.
[[nodiscard]] Headroom attribute_headroom(const AttributeView& query, const AttributeKinds& listed,
                                          const Policy& policy) noexcept;
// What the kinds of the two subjects add.
[[nodiscard]] double kind_logit(SubjectKind query, SubjectKind listed, const Policy& policy) noexcept;

}  // namespace cordon::match
