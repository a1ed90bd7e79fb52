// Policy: the weights of scoring as versioned data (data/policies). A score is reproducible from (policy, revision).
// Immutable value; thread safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::match {

// Weights of name scoring for one NameMode:
//   logit = intercept - (edit * E + far_edit * F + conflict * C + excess * X) / L + information * min(I,
//   information_cap)
//           + the flags below
// with L the larger loss total of the two names, E the loss of matched words times their dissimilarity, F the part of
// it beyond a quarter of a word, C what both sides have unmatched, X what only one side has, I the information of what
// met. Units: natural log odds. edit .. information are >= 0 and the flags <= 0: the bounds of the index rest on that.
struct NameWeights {
  double intercept = 0;
  double edit = 0, far_edit = 0, conflict = 0, excess = 0, edit_excess = 0;
  double information = 0, information_cap = 0;
  double number_conflict = 0;      // both sides have a number that the other lacks
  double legal_conflict = 0;       // legal forms of different kinds
  double patronymic_conflict = 0;  // different patronymics
  double single_token = 0;         // only one word was met, and others were not
  double word_conflict = 0;        // both sides have a word that meets nothing
  double lossy_script = 0;         // read from a script that leaves sounds or tones out: many names look alike
  double initial_conflict = 0;     // an initial of one side meets none of the other's open words
};

// Changes of the logit by other features; 0 switches a feature off. Units: natural log odds.
struct FeatureWeights {
  double weak_name = 0;
  double dob_equal = 0, dob_compatible = 0, dob_swapped = 0, dob_year_near = 0, dob_year_equal = 0, dob_conflict = 0;
  double place_equal = 0, place_conflict = 0;
  double country_equal = 0, country_conflict = 0;
  double gender_equal = 0, gender_conflict = 0;
  double address_equal = 0, address_conflict = 0;
  double identifier_equal = 0, identifier_conflict = 0;
  // An equal number of a document whatever the name says, when it is telling and may be of one kind; 0 = off. What
  // contradicts counts against it, unlike against a strong one.
  double identifier_alone = 0;
  double strong_identifier_equal = 0, strong_identifier_conflict = 0;
  double schema_conflict = 0;
};

class Policy {
 public:
  // Shipped policies: "onboarding" (the default), "payments", "vessels", "logic-v2", "ofac".
  [[nodiscard]] static base::Result<Policy> find(std::string_view name);
  [[nodiscard]] static const Policy& standard();  // "onboarding"
  [[nodiscard]] static std::vector<std::string> names();
  // Reads a policy file. Errors: unknown or missing keys, values outside their range, with the line.
  [[nodiscard]] static base::Result<Policy> parse(std::string_view text, std::string_view document);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] int revision() const noexcept { return revision_; }
  [[nodiscard]] double default_threshold() const noexcept { return threshold_; }
  [[nodiscard]] const NameWeights& name_weights(std::size_t mode) const noexcept { return names_[mode]; }
  [[nodiscard]] const FeatureWeights& features() const noexcept { return features_; }
  // The most that features other than the name can add to the logit (identifiers left out).
  [[nodiscard]] double feature_headroom() const noexcept { return headroom_; }

 private:
  std::string name_;
  int revision_ = 0;
  double threshold_ = 0.70;
  std::array<NameWeights, 3> names_{};
  FeatureWeights features_;
  double headroom_ = 0;
};

}  // namespace cordon::match
