#include "cordon/match/policy.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "cordon/base/embedded_data.hpp"

namespace cordon::match {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::array<std::string_view, 5> kShipped{"onboarding", "payments", "vessels", "logic-v2", "ofac"};
constexpr std::array<std::string_view, 3> kModes{"person", "organisation", "object"};

struct NameKey {
  std::string_view key;
  double NameWeights::* member;
  double low;
  double high;
};
constexpr std::array kNameKeys{
    NameKey{"intercept", &NameWeights::intercept, -100, 100},
    NameKey{"edit", &NameWeights::edit, 0, 100},
    NameKey{"far_edit", &NameWeights::far_edit, 0, 100},
    NameKey{"conflict", &NameWeights::conflict, 0, 100},
    NameKey{"excess", &NameWeights::excess, 0, 100},
    NameKey{"edit_excess", &NameWeights::edit_excess, 0, 500},
    NameKey{"information", &NameWeights::information, 0, 10},
    NameKey{"information_cap", &NameWeights::information_cap, 0, 100},
    NameKey{"number_conflict", &NameWeights::number_conflict, -20, 0},
    NameKey{"legal_conflict", &NameWeights::legal_conflict, -20, 0},
    NameKey{"patronymic_conflict", &NameWeights::patronymic_conflict, -20, 0},
    NameKey{"single_token", &NameWeights::single_token, -20, 0},
    NameKey{"word_conflict", &NameWeights::word_conflict, -20, 0},
    NameKey{"lossy_script", &NameWeights::lossy_script, -20, 0},
    NameKey{"initial_conflict", &NameWeights::initial_conflict, -20, 0},
};

struct FeatureKey {
  std::string_view key;
  double FeatureWeights::* member;
  bool optional = false;  // 0 when the file does not give it: files written for an earlier version stay valid
};
constexpr std::array kFeatureKeys{
    FeatureKey{"weak_name", &FeatureWeights::weak_name},
    FeatureKey{"dob_equal", &FeatureWeights::dob_equal},
    FeatureKey{"dob_compatible", &FeatureWeights::dob_compatible},
    FeatureKey{"dob_swapped", &FeatureWeights::dob_swapped},
    FeatureKey{"dob_year_near", &FeatureWeights::dob_year_near},
    FeatureKey{"dob_year_equal", &FeatureWeights::dob_year_equal},
    FeatureKey{"dob_conflict", &FeatureWeights::dob_conflict},
    FeatureKey{"place_equal", &FeatureWeights::place_equal},
    FeatureKey{"place_conflict", &FeatureWeights::place_conflict},
    FeatureKey{"country_equal", &FeatureWeights::country_equal},
    FeatureKey{"country_conflict", &FeatureWeights::country_conflict},
    FeatureKey{"gender_equal", &FeatureWeights::gender_equal},
    FeatureKey{"gender_conflict", &FeatureWeights::gender_conflict},
    FeatureKey{"address_equal", &FeatureWeights::address_equal},
    FeatureKey{"address_conflict", &FeatureWeights::address_conflict},
    FeatureKey{"identifier_equal", &FeatureWeights::identifier_equal},
    FeatureKey{"identifier_conflict", &FeatureWeights::identifier_conflict},
    FeatureKey{"identifier_alone", &FeatureWeights::identifier_alone, true},
    FeatureKey{"strong_identifier_equal", &FeatureWeights::strong_identifier_equal},
    FeatureKey{"strong_identifier_conflict", &FeatureWeights::strong_identifier_conflict},
    FeatureKey{"schema_conflict", &FeatureWeights::schema_conflict},
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// The values of a policy file by key: "key,value[,comment]" lines.
base::Result<std::map<std::string, std::string, std::less<>>> read_rows(std::string_view text,
                                                                        std::string_view document) {
  std::map<std::string, std::string, std::less<>> rows;
  for (std::uint64_t line_number = 1; !text.empty(); ++line_number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t comma = line.find(',');
    const base::SourceLocation where{std::string(document), line_number, {}};
    if (comma == std::string_view::npos) {
      return Error{ErrorCode::kMalformed, "expected 'key,value', found '" + std::string(line) + "'", where};
    }
    const std::string_view rest = line.substr(comma + 1);
    const auto added = rows.emplace(trimmed(line.substr(0, comma)), trimmed(rest.substr(0, rest.find(','))));
    if (!added.second) {
      return Error{ErrorCode::kMalformed, "key '" + added.first->first + "' is given twice", where};
    }
  }
  return rows;
}

base::Result<double> take_number(std::map<std::string, std::string, std::less<>>& rows, const std::string& key,
                                 double low, double high, std::string_view document) {
  const base::SourceLocation where{std::string(document), 0, {}};
  const auto found = rows.find(key);
  if (found == rows.end()) return Error{ErrorCode::kMissingField, "policy key '" + key + "' is missing", where};
  char* end = nullptr;
  const double value = std::strtod(found->second.c_str(), &end);
  if (end != found->second.c_str() + found->second.size() || found->second.empty() ||
      !(value >= low && value <= high)) {
    return Error{ErrorCode::kOutOfRange,
                 "policy key '" + key + "': expected a number from " + std::to_string(low) + " to " +
                     std::to_string(high) + ", found '" + found->second + "'",
                 where};
  }
  rows.erase(found);
  return value;
}

}  // namespace

base::Result<Policy> Policy::parse(std::string_view text, std::string_view document) {
  CORDON_ASSIGN(auto rows, read_rows(text, document));
  const base::SourceLocation where{std::string(document), 0, {}};
  Policy policy;
  const auto name = rows.find("name");
  if (name == rows.end()) return Error{ErrorCode::kMissingField, "policy key 'name' is missing", where};
  policy.name_ = name->second;
  rows.erase(name);
  CORDON_ASSIGN(const double revision, take_number(rows, "revision", 1, 1e6, document));
  policy.revision_ = static_cast<int>(revision);
  CORDON_ASSIGN(policy.threshold_, take_number(rows, "threshold", 0.01, 1, document));
  for (std::size_t m = 0; m < kModes.size(); ++m) {
    for (const NameKey& key : kNameKeys) {
      const std::string full = std::string(kModes[m]) + "." + std::string(key.key);
      CORDON_ASSIGN(policy.names_[m].*key.member, take_number(rows, full, key.low, key.high, document));
    }
  }
  for (const FeatureKey& key : kFeatureKeys) {
    if (key.optional && !rows.contains(key.key)) continue;
    CORDON_ASSIGN(policy.features_.*key.member, take_number(rows, std::string(key.key), -20, 20, document));
  }
  if (!rows.empty()) {
    return Error{ErrorCode::kMalformed, "unknown policy key '" + rows.begin()->first + "'", where};
  }
  const FeatureWeights& f = policy.features_;
  const auto positive = [](double value) { return std::max(0.0, value); };
  policy.headroom_ =
      positive(std::max({f.dob_equal, f.dob_compatible, f.dob_swapped, f.dob_year_near, f.dob_year_equal})) +
      positive(f.place_equal) + positive(f.country_equal) + positive(f.gender_equal) + positive(f.address_equal) +
      positive(f.weak_name);
  return policy;
}

base::Result<Policy> Policy::find(std::string_view name) {
  if (name.empty() || name == "default") name = kShipped.front();
  for (const std::string_view shipped : kShipped) {
    if (shipped != name) continue;
    const std::string path = "policies/" + std::string(name) + ".csv";
    return parse(base::find_embedded(embedded_files(), path), path);
  }
  std::string known;
  for (const std::string_view shipped : kShipped) known += (known.empty() ? "" : ", ") + std::string(shipped);
  return Error{ErrorCode::kInvalidArgument, "unknown policy '" + std::string(name) + "'; known: " + known};
}

const Policy& Policy::standard() {
  static const Policy policy = [] {
    base::Result<Policy> found = find(kShipped.front());
    if (!found) std::abort();  // the shipped file is wrong: a programmer error, caught by the tests
    return *std::move(found);
  }();
  return policy;
}

std::vector<std::string> Policy::names() { return {kShipped.begin(), kShipped.end()}; }

}  // namespace cordon::match
