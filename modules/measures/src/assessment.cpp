#include "cordon/measures/assessment.hpp"

#include <array>
#include <utility>

#include "cordon/base/json_text.hpp"

namespace cordon::measures {
namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 6> kNames{{{Outcome::kAllowed, "allowed"},
                                                                      {Outcome::kLicence, "licence"},
                                                                      {Outcome::kPending, "pending"},
                                                                      {Outcome::kUnknown, "unknown"},
                                                                      {Outcome::kRestricted, "restricted"},
                                                                      {Outcome::kProhibited, "prohibited"}}};

void append_date(std::string& out, const std::optional<base::Date>& date) {
  if (date) {
    base::append_json_string(out, date->to_string());
  } else {
    out += "null";
  }
}

}  // namespace

std::string_view outcome_name(Outcome outcome) noexcept {
  for (const auto& [value, name] : kNames) {
    if (value == outcome) return name;
  }
  return {};
}

std::optional<Outcome> outcome_from(std::string_view name) noexcept {
  for (const auto& [value, known] : kNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

void append_json(std::string& out, const Assessment& assessment) {
  out += "{\"rule\":";
  base::append_json_string(out, assessment.rule);
  out += ",\"family\":";
  base::append_json_string(out, assessment.family);
  out += ",\"outcome\":";
  base::append_json_string(out, outcome_name(assessment.outcome));
  out += ",\"citation\":";
  base::append_json_string(out, assessment.citation);
  out += ",\"because\":";
  base::append_json_string(out, assessment.because);
  out += ",\"missing_facts\":[";
  for (std::size_t i = 0; i < assessment.missing_facts.size(); ++i) {
    if (i > 0) out += ',';
    base::append_json_string(out, assessment.missing_facts[i]);
  }
  out += "],\"effective_from\":";
  append_date(out, assessment.effective_from);
  out += ",\"effective_to\":";
  append_date(out, assessment.effective_to);
  out += ",\"expected_from\":";
  append_date(out, assessment.expected_from);
  out += '}';
}

}  // namespace cordon::measures
