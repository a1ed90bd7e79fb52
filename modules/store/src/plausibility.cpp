#include "plausibility.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

namespace cordon::store {
namespace {

constexpr std::size_t kMostExamples = 3;
// A field with this many different unmapped values is free text: a new one there is nothing to mention.
constexpr std::size_t kMostVocabulary = 20;

std::string percent(std::uint64_t part, std::uint64_t whole) {
  const std::uint64_t tenths = whole == 0 ? 0 : (part * 1'000 + whole / 2) / whole;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

std::string other_version(const Neighbour& other, std::string_view side) {
  return "version " + std::to_string(other.version) + " of " + other.published.to_string() + " " + std::string(side) +
         " it has " + std::to_string(other.subjects);
}

void compare_drop(const PlausibilityInput& input, const Neighbour& other, std::string_view side,
                  const HealthLimits& limits, std::vector<std::string>& reasons) {
  if (other.subjects < limits.compared_subjects) return;
  const bool near = std::abs(input.published.days() - other.published.days()) <= limits.near_days;
  const std::uint64_t kept = near ? limits.smallest_kept_percent : limits.smallest_kept_far_percent;
  if (input.subjects * 100 >= other.subjects * kept) return;
  reasons.push_back("the list has " + std::to_string(input.subjects) + " subjects, " + other_version(other, side) +
                    "; at least " + std::to_string(kept) + " % were expected");
}

void compare_jump(const PlausibilityInput& input, const Neighbour& other, const HealthLimits& limits,
                  std::vector<std::string>& reasons) {
  if (limits.largest_growth_percent == 0 || other.subjects < limits.compared_subjects) return;
  if (input.published.days() - other.published.days() > limits.near_days) return;
  if (input.subjects * 100 <= other.subjects * limits.largest_growth_percent) return;
  reasons.push_back("the list has " + std::to_string(input.subjects) + " subjects, " + other_version(other, "before") +
                    "; at most " + std::to_string(limits.largest_growth_percent) + " % were expected");
}

void judge_records(const PlausibilityInput& input, const HealthLimits& limits, Plausibility& result) {
  const std::uint64_t records = input.subjects + input.rejected;
  if (input.subjects == 0) result.quarantine.emplace_back("the list has no subjects");
  if (input.declared_records && *input.declared_records != records) {
    result.quarantine.push_back("the file says it holds " + std::to_string(*input.declared_records) + " records, " +
                                std::to_string(records) + " were found");
  }
  if (input.rejected * 10'000 > records * limits.rejected_basis_points) {
    result.quarantine.push_back(std::to_string(input.rejected) + " of " + std::to_string(records) +
                                " records could not be read");
  } else if (input.rejected > 0) {
    result.notices.push_back(std::to_string(input.rejected) + " of " + std::to_string(records) +
                             " records could not be read and are not in this version");
  }
  if (input.before) {
    compare_drop(input, *input.before, "before", limits, result.quarantine);
    compare_jump(input, *input.before, limits, result.quarantine);
  }
  if (input.after && input.after->published.days() - input.published.days() <= limits.near_days) {
    compare_drop(input, *input.after, "after", limits, result.quarantine);
  }
}

void judge_twin(const Twin& twin, const HealthLimits& limits, Plausibility& result) {
  const bool is_dated = twin.edition.empty();
  const std::string stored = "version " + std::to_string(twin.version) +
                             (is_dated ? " of the same date" : " of the same edition (" + twin.edition + ")");
  if (twin.entities_only_here == 0 && twin.entities_only_there == 0) {
    result.notices.push_back(stored + " holds the same entities in other bytes");
    return;
  }
  std::string text = "two copies of one publication differ: " + std::to_string(twin.entities_only_here) +
                     " entities are not as in " + stored + ", " + std::to_string(twin.entities_only_there) +
                     " of its entities are missing or changed";
  const bool apart =
      is_dated ? limits.same_date_is_kept_apart && !twin.has_new_subject : limits.same_edition_is_kept_apart;
  if (apart && is_dated) text += ", and no subject was added, as in a second publication of a day";
  if (!apart && is_dated) text = "another list of the same date: " + text.substr(text.find(": ") + 2);
  (apart ? result.quarantine : result.notices).push_back(std::move(text));
}

struct Drift {
  std::uint64_t count = 0;  // occurrences
  std::vector<std::string> examples;
};

void add_drift(Drift& drift, std::uint64_t count, const std::string& example) {
  drift.count += count;
  drift.examples.push_back(example);
}

std::string drift_text(const Drift& drift, std::string_view what, std::uint32_t version) {
  std::string text = "schema drift: " + std::to_string(drift.examples.size()) + " " + std::string(what) +
                     " that version " + std::to_string(version) + " did not have (";
  for (std::size_t i = 0; i < std::min(drift.examples.size(), kMostExamples); ++i) {
    text += (i == 0 ? "" : ", ") + drift.examples[i];
  }
  if (drift.examples.size() > kMostExamples) text += ", ...";
  return text + "), " + std::to_string(drift.count) + " times in all";
}

void judge_drift(const PlausibilityInput& input, const HealthLimits& limits, Plausibility& result) {
  std::map<std::string, std::set<std::string>> known;
  for (const model::UnmappedValue& value : input.layout->unmapped) known[value.field].insert(value.value);
  std::map<std::string, std::uint64_t> field_counts;
  std::map<std::string, std::uint64_t> vocabulary;
  for (const model::UnmappedValue& value : input.unmapped) {
    field_counts[value.field] += value.count;
    ++vocabulary[value.field];
  }
  Drift fields;
  Drift values;
  Drift few_values;
  for (const auto& [field, count] : field_counts) {
    if (!known.contains(field)) add_drift(fields, count, "'" + field + "'");
  }
  for (const model::UnmappedValue& value : input.unmapped) {
    const auto at = known.find(value.field);
    if (at == known.end() || at->second.contains(value.value)) continue;
    const std::string example = value.field + "='" + value.value.substr(0, 40) + "'";
    add_drift(values, value.count, example);
    if (vocabulary[value.field] <= kMostVocabulary) add_drift(few_values, value.count, example);
  }
  const auto report = [&](const Drift& drift, const Drift& mentioned, std::string_view what) {
    const bool many = drift.count * 10'000 > input.subjects * limits.drift_basis_points;
    if (many) {
      result.quarantine.push_back(drift_text(drift, what, input.layout->version));
    } else if (!mentioned.examples.empty()) {
      result.notices.push_back(drift_text(mentioned, what, input.layout->version));
    }
  };
  report(fields, fields, "unmapped fields");
  report(values, few_values, "unmapped values");
}

void judge_fill(const PlausibilityInput& input, const HealthLimits& limits, Plausibility& result) {
  const Layout& before = *input.layout;
  std::vector<std::string> fallen;
  std::set<std::string_view> gone;  // schemata whose properties need not be named as well
  for (const FillProfile::Row& row : before.fill.rows()) {
    if (row.filled < limits.compared_values || gone.contains(row.schema)) continue;
    const bool whole = row.property.empty();
    const std::uint64_t base_before = whole ? before.subjects : before.fill.entities(row.schema);
    const std::uint64_t base_now = whole ? input.subjects : input.fill.entities(row.schema);
    const std::uint64_t now = whole ? input.fill.entities(row.schema) : input.fill.filled(row.schema, row.property);
    if (base_now == 0 || base_before == 0) continue;
    // now / base_now >= filled / base_before * percent / 100
    if (now * base_before * 100 >= row.filled * base_now * limits.smallest_fill_percent) continue;
    if (whole) gone.insert(row.schema);
    fallen.push_back(whole ? std::string(row.schema) + " entities from " + std::to_string(row.filled) + " to " +
                                 std::to_string(now)
                           : std::string(row.schema) + "." + std::string(row.property) + " from " +
                                 percent(row.filled, base_before) + " to " + percent(now, base_now));
  }
  if (fallen.empty()) return;
  std::string text = "fill rates fell below " + std::to_string(limits.smallest_fill_percent) +
                     " % of those of version " + std::to_string(before.version) + ": ";
  for (std::size_t i = 0; i < std::min(fallen.size(), kMostExamples); ++i) text += (i == 0 ? "" : ", ") + fallen[i];
  if (fallen.size() > kMostExamples) text += " and " + std::to_string(fallen.size() - kMostExamples) + " more";
  result.quarantine.push_back(std::move(text));
}

}  // namespace

Plausibility assess(const PlausibilityInput& input, const HealthLimits& limits) {
  Plausibility result;
  judge_records(input, limits, result);
  if (input.twin) judge_twin(*input.twin, limits, result);
  if (input.layout != nullptr && result.quarantine.empty()) {
    judge_drift(input, limits, result);
    if (result.quarantine.empty()) judge_fill(input, limits, result);
  }
  if (input.published.days() > input.today.days() + limits.future_days) {
    result.notices.push_back("the publication date " + input.published.to_string() + " lies in the future");
  }
  return result;
}

}  // namespace cordon::store
