#include "headroom.hpp"

#include <algorithm>

#include "attribute_features.hpp"
#include "cordon/match/scorer.hpp"

namespace cordon::match {

Headroom attribute_headroom(const AttributeView& query, const AttributeKinds& listed, const Policy& policy) noexcept {
  const FeatureWeights& w = policy.features();
  const auto most = [](std::initializer_list<double> values) { return std::max(0.0, std::max(values)); };
  double out = 0;
  double dates = 0;
  double far_dates = 0;
  if (listed.birth_dates && !query.birth_dates.empty()) {
    dates = most({w.dob_equal, w.dob_compatible, w.dob_swapped, w.dob_year_near, w.dob_year_equal, w.dob_conflict});
    far_dates = most({w.dob_conflict});
  }
  if (listed.birth_places && !query.birth_places.empty()) out += most({w.place_equal, w.place_conflict});
  if (listed.countries && !query.countries.empty()) out += most({w.country_equal, w.country_conflict});
  if (listed.genders && query.genders != 0) out += most({w.gender_equal, w.gender_conflict});
  if (listed.addresses && !query.addresses.empty()) out += most({w.address_equal, w.address_conflict});
  // Equal identifiers are found by their own index; differing ones only lower a score, or may here.
  if (!query.identifiers.empty()) out += most({w.identifier_conflict, w.strong_identifier_conflict});
  return {out + dates, out + far_dates};
}

double kind_logit(SubjectKind query, SubjectKind listed, const Policy& policy) noexcept {
  AttributeView a;
  AttributeView b;
  a.kind = query;
  b.kind = listed;
  return attribute_logit(a, b, policy).logit;
}

}  // namespace cordon::match
