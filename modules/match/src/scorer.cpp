#include "cordon/match/scorer.hpp"

#include <algorithm>
#include <cmath>

#include "attribute_features.hpp"

namespace cordon::match {

namespace {

constexpr double kNamesakeLogit = 6.0;
constexpr double kUnidenticalCap = 6.9;  // logistic 0.999: two different spellings are never certain

struct BestName {
  double logit = kNoNameLogit;
  bool identical = false;
};

BestName best_name(const SubjectView& a, const SubjectView& b, const Policy& policy) noexcept {
  BestName best;
  for (const NameView& x : a.names) {
    for (const NameView& y : b.names) {
      const NameMode mode = pair_mode(a.attributes.kind, b.attributes.kind, x.facts, y.facts);
      if (!are_comparable(x.facts, y.facts, mode)) continue;
      double logit = name_logit(x, y, mode, policy);
      if (((x.facts.flags | y.facts.flags) & kNameWeak) != 0) logit += policy.features().weak_name;
      const bool identical = x.facts.identity == y.facts.identity;
      // Of equals the identical one, so that the order of names and of the two subjects does not matter.
      if (logit > best.logit || (logit == best.logit && identical)) {
        best.logit = logit;
        best.identical = identical;
      }
    }
  }
  return best;
}

Likelihood combine(const BestName& name, const AttributeFindings& findings) noexcept {
  double others = 0;
  double contradictions = 0;
  for (const AttributeFinding& finding : findings.features) {
    others += finding.logit;
    contradictions += std::min(0.0, finding.logit);
  }
  // A namesake has the same name too: what contradicts counts as it does for a name that is all but the same.
  double logit = (others < 0 ? std::min(name.logit, kNamesakeLogit) : name.logit) + others;
  if (findings.identity > 0) logit = std::max(logit, findings.identity + std::clamp(name.logit, -1.0, 1.0));
  if (findings.document > 0) {
    logit = std::max(logit, findings.document + contradictions + std::clamp(name.logit, -1.0, 1.0));
  }
  if (!name.identical) logit = std::min(logit, kUnidenticalCap);
  return {logistic(logit), logistic(others)};
}

}  // namespace

double logistic(double logit) noexcept { return 1 / (1 + std::exp(-logit)); }

double logit_floor(double threshold) noexcept {
  if (threshold <= 0) return -1e9;
  if (threshold >= 1) return 30;
  return std::log(threshold / (1 - threshold)) - 1e-9;
}

NameMode pair_mode(SubjectKind query, SubjectKind listed, const NameFacts& query_name,
                   const NameFacts& listed_name) noexcept {
  const auto either = [&](SubjectKind kind) { return query == kind || listed == kind; };
  if (either(SubjectKind::kObject)) return NameMode::kObject;
  if (either(SubjectKind::kOrganisation)) return NameMode::kOrganisation;
  if (either(SubjectKind::kPerson)) return NameMode::kPerson;
  return ((query_name.flags | listed_name.flags) & kNameOrganisational) != 0 ? NameMode::kOrganisation
                                                                             : NameMode::kPerson;
}

AttributeLogit attribute_logit(const AttributeView& query, const AttributeView& listed, const Policy& policy) noexcept {
  const AttributeFindings findings = attribute_findings(query, listed, policy);
  AttributeLogit out;
  for (const AttributeFinding& finding : findings.features) {
    out.logit += finding.logit;
    out.contradicted = out.contradicted || finding.logit < 0;
  }
  out.identity = findings.identity;
  out.document = findings.document;
  return out;
}

Likelihood score(const SubjectView& query, const SubjectView& listed, const Policy& policy) noexcept {
  return combine(best_name(query, listed, policy), attribute_findings(query.attributes, listed.attributes, policy));
}

std::optional<Likelihood> score_if_reached(const SubjectView& query, const SubjectView& listed, const Policy& policy,
                                           double threshold) noexcept {
  const Likelihood found = score(query, listed, policy);
  if (found.score < threshold) return std::nullopt;
  return found;
}

}  // namespace cordon::match
