#include "freshness.hpp"

#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "cordon/base/csv.hpp"
#include "cordon/base/embedded_data.hpp"

namespace cordon::service {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

// Used when the shipped table has no row "default" (its test fails then).
constexpr std::int32_t kFallbackDays = 30;

std::map<std::string, std::int32_t> read_table() {
  std::map<std::string, std::int32_t> table;
  base::CsvReader reader{base::find_embedded(embedded_files(), "sources/freshness.csv"), {}, "freshness.csv"};
  std::vector<std::string> fields;
  while (reader.next(fields).value_or(false)) {
    if (fields.size() != 2 || fields[0].starts_with('#')) continue;
    std::int32_t days = 0;
    const auto [end, problem] = std::from_chars(fields[1].data(), fields[1].data() + fields[1].size(), days);
    if (problem == std::errc{} && end == fields[1].data() + fields[1].size()) table[fields[0]] = days;
  }
  return table;
}

}  // namespace

std::int32_t max_age_days(const model::SourceId& source) {
  static const std::map<std::string, std::int32_t> table = read_table();
  if (const auto at = table.find(source.str()); at != table.end()) return at->second;
  const auto fallback = table.find("default");
  return fallback == table.end() ? kFallbackDays : fallback->second;
}

}  // namespace cordon::service
