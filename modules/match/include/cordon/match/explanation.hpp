// Explanation of a score: the values that met, what each contributed, what contradicts, what would change the outcome.
#pragma once

#include <string>
#include <vector>

namespace cordon::match {

struct FeatureScore {
  std::string feature;      // "name", "birth_date", "identifier" ...
  double contribution = 0;  // Units: natural log odds added to the score
  std::string query_value;  // the values that met
  std::string listed_value;
  std::string detail;  // in words
  friend bool operator==(const FeatureScore&, const FeatureScore&) = default;
};

struct Explanation {
  std::vector<FeatureScore> features;
  std::vector<std::string> contradictions;
  std::vector<std::string> counterfactuals;  // "with a birth date that agrees: 0.93"
};

}  // namespace cordon::match
