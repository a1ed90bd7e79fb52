// Conditions against facts, in three values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "condition.hpp"
#include "facts.hpp"

namespace cordon::measures {

enum class Truth : std::uint8_t { kFalse = 0, kUnknown = 1, kTrue = 2 };

// `text` states the fact ("the depth is 60 ft"), so that it reads the same under 'not'. `missing` names what would
// settle an unknown.
struct Finding {
  Truth truth = Truth::kTrue;
  std::vector<std::string> missing;
  std::string text;
  std::vector<std::string> citations = {};  // of the listings that make it true
};

[[nodiscard]] Finding evaluate(const Condition& condition, const Facts& facts);

// src/party_condition.cpp
// Whether some party passes the test by its own listing or through its owners.
[[nodiscard]] Finding any_party(const PartyTest& test, const Facts& facts);
[[nodiscard]] Finding any_owner_listed(const PartyTest& test, const Facts& facts);
[[nodiscard]] Finding vessel_listed(const PartyTest& test, const Facts& facts);
// Interests in the project held by those who pass the test reach `threshold` (thousandths of a percent).
[[nodiscard]] Finding project_share(const PartyTest& test, std::int64_t threshold, const Facts& facts);
[[nodiscard]] Finding voting_majority(const PartyTest& test, const Facts& facts);

// src/text.cpp
[[nodiscard]] std::string number_text(std::int64_t thousandths);  // "1250", "47.6"
[[nodiscard]] std::string percent_text(std::int32_t basis_points);
void append_sentence(std::string& out, std::string_view part, std::string_view separator = "; ");
void add_missing(std::vector<std::string>& out, const std::vector<std::string>& more);

}  // namespace cordon::measures
