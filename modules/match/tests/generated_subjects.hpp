// The benchmark's generated list as features, for tests.
#pragma once

#include <string>
#include <vector>

#include "cordon/match/features.hpp"
#include "corpus_generator.hpp"

namespace cordon::match::test {

inline SubjectFeatures subject_of(const bench::GeneratedSubject& generated) {
  SubjectFeatures out;
  out.id = generated.id;
  out.schema = generated.schema;
  out.caption = generated.names.empty() ? "" : generated.names.front();
  out.names = generated.names;
  out.weak_names = generated.weak_names;
  out.birth_dates = generated.birth_dates;
  out.countries = generated.countries;
  for (const auto& [type, value] : generated.identifiers) out.identifiers.push_back({type, value, ""});
  return out;
}

inline std::vector<SubjectFeatures> subjects_of(const std::vector<bench::GeneratedSubject>& generated) {
  std::vector<SubjectFeatures> out;
  out.reserve(generated.size());
  for (const auto& subject : generated) out.push_back(subject_of(subject));
  return out;
}

inline SubjectFeatures query_of(const bench::GeneratedQuery& query) {
  SubjectFeatures out;
  out.id = "query";
  out.schema = query.schema;
  out.caption = query.name;
  out.names = {query.name};
  return out;
}

}  // namespace cordon::match::test
