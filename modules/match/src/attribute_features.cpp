#include "attribute_features.hpp"

#include <algorithm>
#include <cstdlib>

#include "cordon/base/date.hpp"
#include "cordon/match/identifiers.hpp"

namespace cordon::match {

namespace {

constexpr std::int32_t kDaysPerYear = 365;

// How many sorted values two ranges share.
template <typename T>
std::size_t common(std::span<const T> a, std::span<const T> b) noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++count, ++i, ++j;
    } else if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return count;
}

AttributeFinding date_pair(const DateRange& a, const DateRange& b, const FeatureWeights& w) noexcept {
  const auto day = static_cast<std::uint8_t>(base::DatePrecision::kDay);
  const bool exact = a.precision == day && b.precision == day && a.first == a.last && b.first == b.last;
  if (exact && a.first == b.first) return {w.dob_equal, "the same day", true};
  if (a.first <= b.last && b.first <= a.last) return {w.dob_compatible, "compatible", true};
  if (exact) {
    const base::Date x{a.first};
    const base::Date y{b.first};
    if (x.year() == y.year() && x.month() == y.day() && x.day() == y.month()) {
      return {w.dob_swapped, "day and month swapped", true};
    }
    if (x.year() == y.year()) return {w.dob_year_equal, "the same year, another day", true};
    // A year off by one with the same day and month is a slip of the pen more often than another person.
    if (std::abs(x.year() - y.year()) == 1 && x.month() == y.month() && x.day() == y.day()) {
      return {w.dob_year_near, "one year apart, the same day and month", true};
    }
  }
  const std::int32_t gap = std::max(a.first - b.last, b.first - a.last);
  if (gap <= kDaysPerYear && !exact) return {w.dob_year_near, "one year apart", true};
  // From one year to five the conflict grows to its full weight.
  const double share = std::clamp(static_cast<double>(gap) / (5.0 * kDaysPerYear), 0.5, 1.0);
  return {w.dob_conflict * share, "years apart", true};
}

AttributeFinding birth_date(const AttributeView& a, const AttributeView& b, const FeatureWeights& w) noexcept {
  AttributeFinding best;
  for (const DateRange& x : a.birth_dates) {
    for (const DateRange& y : b.birth_dates) {
      const AttributeFinding found = date_pair(x, y, w);
      if (!best.met || found.logit > best.logit) best = found;
    }
  }
  return best;
}

// Whether two equal numbers, neither of them strong, say by themselves that the parties may be one.
bool is_telling(const IdentifierKey& a, const IdentifierKey& b) noexcept {
  if (a.telling == 0 || b.telling == 0 || !may_be_one_kind(a.group, b.group)) return false;
  return a.country == 0 || b.country == 0 || a.country == b.country;
}

AttributeFinding identifier(const AttributeView& a, const AttributeView& b, const FeatureWeights& w,
                            AttributeFindings& out) noexcept {
  AttributeFinding finding;
  bool same_strong_kind = false;
  bool same_kind = false;
  for (const IdentifierKey& x : a.identifiers) {
    for (const IdentifierKey& y : b.identifiers) {
      if (x.value == y.value) {
        if (x.strong != 0 || y.strong != 0) {
          out.identity = w.strong_identifier_equal;
          return {w.strong_identifier_equal, "the same number, valid and unique by its scheme", true};
        }
        if (is_telling(x, y)) out.document = w.identifier_alone;
        finding = {w.identifier_equal, "the same number", true};
      }
      same_kind = same_kind || x.kind == y.kind;
      same_strong_kind = same_strong_kind || (x.kind == y.kind && x.strong != 0 && y.strong != 0);
    }
  }
  if (finding.met) return finding;
  if (same_strong_kind) return {w.strong_identifier_conflict, "different numbers of one scheme", true};
  if (same_kind) return {w.identifier_conflict, "different numbers of one kind", true};
  return {};
}

AttributeFinding overlap(std::size_t shared, bool given, double equal, double conflict) noexcept {
  if (!given) return {};
  return shared > 0 ? AttributeFinding{equal, "agree", true} : AttributeFinding{conflict, "differ", true};
}

}  // namespace

AttributeFindings attribute_findings(const AttributeView& a, const AttributeView& b, const Policy& policy) noexcept {
  const FeatureWeights& w = policy.features();
  AttributeFindings out;
  const auto at = [&out](AttributeFeature f) -> AttributeFinding& { return out.features[static_cast<std::size_t>(f)]; };
  at(AttributeFeature::kBirthDate) = birth_date(a, b, w);
  at(AttributeFeature::kBirthPlace) =
      overlap(common(a.birth_places, b.birth_places), !a.birth_places.empty() && !b.birth_places.empty(), w.place_equal,
              w.place_conflict);
  at(AttributeFeature::kCountry) =
      overlap(common(a.countries, b.countries), !a.countries.empty() && !b.countries.empty(), w.country_equal,
              w.country_conflict);
  at(AttributeFeature::kGender) = overlap((a.genders & b.genders) != 0 ? 1 : 0, a.genders != 0 && b.genders != 0,
                                          w.gender_equal, w.gender_conflict);
  const std::size_t shortest = std::min(a.addresses.size(), b.addresses.size());
  at(AttributeFeature::kAddress) =
      overlap(common(a.addresses, b.addresses) * 2 >= std::max<std::size_t>(shortest, 3) ? 1 : 0, shortest > 0,
              w.address_equal, w.address_conflict);
  at(AttributeFeature::kIdentifier) = identifier(a, b, w, out);
  const bool kinds = a.kind != SubjectKind::kUnknown && b.kind != SubjectKind::kUnknown;
  if (kinds && a.kind != b.kind) at(AttributeFeature::kSchema) = {w.schema_conflict, "another kind of subject", true};
  return out;
}

}  // namespace cordon::match
