// The features other than the name, one function each, and what each found. Internal to the module.
#pragma once

#include <array>
#include <cstdint>

#include "cordon/match/policy.hpp"
#include "cordon/match/prepared_subject.hpp"

namespace cordon::match {

enum class AttributeFeature : std::uint8_t {
  kBirthDate = 0,
  kBirthPlace = 1,
  kCountry = 2,
  kGender = 3,
  kAddress = 4,
  kIdentifier = 5,
  kSchema = 6,
};
inline constexpr std::size_t kAttributeFeatures = 7;

struct AttributeFinding {
  double logit = 0;
  const char* detail = "";  // in words; empty: one side gives nothing
  bool met = false;         // both sides give values
};

struct AttributeFindings {
  std::array<AttributeFinding, kAttributeFeatures> features{};
  double identity = 0;  // see AttributeLogit
  double document = 0;  // see AttributeLogit
};

[[nodiscard]] AttributeFindings attribute_findings(const AttributeView& a, const AttributeView& b,
                                                   const Policy& policy) noexcept;

}  // namespace cordon::match
