// Explanations: the same score as scorer.cpp, told with the values that met.
#include <algorithm>
#include <array>
#include <cstdio>

#include "attribute_features.hpp"
#include "cordon/match/scorer.hpp"

namespace cordon::match {

namespace {

constexpr double kNamesakeLogit = 6.0;  // both as in scorer.cpp
constexpr double kCounterfactualCap = 6.9;

std::string joined(std::span<const std::string> values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : "; ") + value;
  return out;
}

std::string joined(std::span<const Identifier> values) {
  std::string out;
  for (const Identifier& value : values) out += (out.empty() ? "" : "; ") + value.type + " " + value.value;
  return out;
}

std::string percent(double score) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.2f", score);
  return text.data();
}

struct NamePair {
  std::size_t query = 0;
  std::size_t listed = 0;
  double logit = kNoNameLogit;
  NameMode mode = NameMode::kPerson;
  bool weak = false;
};

NamePair best_pair(const SubjectView& a, const SubjectView& b, const Policy& policy) {
  NamePair best;
  for (std::size_t i = 0; i < a.names.size(); ++i) {
    for (std::size_t j = 0; j < b.names.size(); ++j) {
      const NameFacts& x = a.names[i].facts;
      const NameFacts& y = b.names[j].facts;
      const NameMode mode = pair_mode(a.attributes.kind, b.attributes.kind, x, y);
      if (!are_comparable(x, y, mode)) continue;
      const bool weak = ((x.flags | y.flags) & kNameWeak) != 0;
      const double logit = name_logit(a.names[i], b.names[j], mode, policy) + (weak ? policy.features().weak_name : 0);
      if (logit > best.logit) best = {i, j, logit, mode, weak};
    }
  }
  return best;
}

// "vladimir ~ volodymyr 0.93, putin = putin; only listed: vladimirovich"
std::string describe(const NameView& a, const NameView& b, const NameAlignment& alignment) {
  std::string out;
  std::uint32_t used_a = 0;
  std::uint32_t used_b = 0;
  const auto mask = [](const NameSlot& slot) { return ((std::uint32_t{1} << slot.span) - 1U) << slot.position; };
  for (std::size_t i = 0; i < alignment.count; ++i) {
    const SlotMatch& match = alignment.matches[i];
    const NameSlot& x = a.slots[match.query_slot];
    const NameSlot& y = b.slots[match.listed_slot];
    used_a |= mask(x);
    used_b |= mask(y);
    out += out.empty() ? "" : ", ";
    out += std::string(a.token(x).text()) + (match.similarity == kSimilarityOne ? " = " : " ~ ") +
           std::string(b.token(y).text());
    if (match.similarity != kSimilarityOne) out += " " + percent(match.similarity / 1000.0);
  }
  const auto open = [&out, &mask](const NameView& name, std::uint32_t used, const char* label) {
    bool first = true;
    for (std::size_t p = 0; p < name.facts.positions; ++p) {
      if ((mask(name.slots[p]) & used) != 0) continue;
      out += first ? (out.empty() ? "" : "; ") + std::string(label) : ", ";
      out += std::string(name.token(name.slots[p]).text());
      first = false;
    }
  };
  open(a, used_a, "only in the query: ");
  open(b, used_b, "only in the listed name: ");
  return out;
}

struct FeatureText {
  std::string name;
  std::string query;
  std::string listed;
};

std::array<FeatureText, kAttributeFeatures> feature_texts(const SubjectFeatures& a, const SubjectFeatures& b) {
  return {FeatureText{"birth_date", joined(a.birth_dates), joined(b.birth_dates)},
          FeatureText{"birth_place", joined(a.birth_places), joined(b.birth_places)},
          FeatureText{"country", joined(a.countries), joined(b.countries)},
          FeatureText{"gender", joined(a.genders), joined(b.genders)},
          FeatureText{"address", joined(a.addresses), joined(b.addresses)},
          FeatureText{"identifier", joined(a.identifiers), joined(b.identifiers)},
          FeatureText{"schema", a.schema, b.schema}};
}

void add_counterfactuals(PairScore& out, double name_logit_value, double others, const AttributeFindings& findings,
                         const Policy& policy) {
  const double threshold = policy.default_threshold();
  const bool match = out.score >= threshold;
  const FeatureWeights& w = policy.features();
  const auto say = [&](const char* what, double change) {
    const double sum = others + change;
    const double name = sum < 0 ? std::min(name_logit_value, kNamesakeLogit) : name_logit_value;
    const double changed = logistic(std::min(name + sum, kCounterfactualCap));
    if ((changed >= threshold) != match) {
      out.explanation.counterfactuals.push_back(std::string(what) + ": " + percent(changed));
    }
  };
  const AttributeFinding& dob = findings.features[static_cast<std::size_t>(AttributeFeature::kBirthDate)];
  say("with the same birth date", w.dob_equal - dob.logit);
  say("with a birth date years apart", w.dob_conflict - dob.logit);
  const AttributeFinding& country = findings.features[static_cast<std::size_t>(AttributeFeature::kCountry)];
  say("with the same country", w.country_equal - country.logit);
  say("with another country", w.country_conflict - country.logit);
  if (findings.identity <= 0) {
    const double equal = logistic(w.strong_identifier_equal + std::clamp(name_logit_value, -1.0, 1.0));
    if (!match && equal >= threshold) {
      out.explanation.counterfactuals.push_back("with the same unique identifier: at least " + percent(equal));
    }
  }
}

}  // namespace

PairScore compare(const SubjectFeatures& query, const SubjectFeatures& listed, const Policy& policy) {
  const PreparedSubject prepared_query(query);
  const PreparedSubject prepared_listed(listed);
  const SubjectView a = prepared_query.view();
  const SubjectView b = prepared_listed.view();
  const Likelihood likelihood = score(a, b, policy);
  PairScore out;
  out.score = likelihood.score;
  out.evidence = likelihood.evidence;

  const NamePair best = best_pair(a, b, policy);
  if (!a.names.empty() && !b.names.empty()) {
    NameAlignment alignment;
    const double logit = name_logit(a.names[best.query], b.names[best.listed], best.mode, policy, &alignment);
    out.explanation.features.push_back({"name", logit, prepared_query.texts()[best.query],
                                        prepared_listed.texts()[best.listed],
                                        describe(a.names[best.query], b.names[best.listed], alignment)});
    if (best.query >= query.names.size() + query.weak_names.size()) {
      out.explanation.features.back().detail += "; the query without its place or other additions";
    }
    if (best.weak) {
      out.explanation.features.push_back({"weak_alias", policy.features().weak_name, prepared_query.texts()[best.query],
                                          prepared_listed.texts()[best.listed], "one side is a weak alias"});
    }
    if (alignment.measures.legal_conflict) out.explanation.contradictions.push_back("name: the legal forms differ");
    if (alignment.measures.patronymic_conflict)
      out.explanation.contradictions.push_back("name: the patronymics differ");
    if (alignment.measures.number_conflict) out.explanation.contradictions.push_back("name: the numbers differ");
  }
  const AttributeFindings findings = attribute_findings(a.attributes, b.attributes, policy);
  const std::array<FeatureText, kAttributeFeatures> texts = feature_texts(query, listed);
  const bool names_differ = best.logit < logit_floor(policy.default_threshold());
  double others = 0;
  for (std::size_t i = 0; i < kAttributeFeatures; ++i) {
    const AttributeFinding& finding = findings.features[i];
    others += finding.logit;
    if (!finding.met) continue;
    const bool by_number = static_cast<AttributeFeature>(i) == AttributeFeature::kIdentifier && names_differ &&
                           (findings.identity > 0 || findings.document > 0);
    out.explanation.features.push_back(
        {texts[i].name, finding.logit, texts[i].query, texts[i].listed,
         by_number ? std::string(finding.detail) + ": identifier equal, name differs" : std::string(finding.detail)});
    if (finding.logit < 0) {
      out.explanation.contradictions.push_back(texts[i].name + ": " + texts[i].query + " / " + texts[i].listed + " (" +
                                               finding.detail + ")");
    }
  }
  add_counterfactuals(out, best.logit, others, findings, policy);
  return out;
}

}  // namespace cordon::match
