#include "health_limits.hpp"

#include <charconv>
#include <optional>
#include <span>
#include <vector>

#include "cordon/base/csv.hpp"
#include "cordon/base/embedded_data.hpp"

namespace cordon::service {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

using base::Error;
using base::ErrorCode;

// Returns: false for a name that is no limit.
bool set_limit(store::HealthLimits& limits, std::string_view name, std::uint32_t value) {
  if (name == "smallest_kept") {
    limits.smallest_kept_percent = value;
  } else if (name == "smallest_kept_far") {
    limits.smallest_kept_far_percent = value;
  } else if (name == "largest_growth") {
    limits.largest_growth_percent = value;
  } else if (name == "compared_subjects") {
    limits.compared_subjects = value;
  } else if (name == "near") {
    limits.near_days = static_cast<std::int32_t>(value);
  } else if (name == "rejected") {
    limits.rejected_basis_points = value;
  } else if (name == "drift") {
    limits.drift_basis_points = value;
  } else if (name == "smallest_fill") {
    limits.smallest_fill_percent = value;
  } else if (name == "compared_values") {
    limits.compared_values = value;
  } else if (name == "same_edition") {
    limits.same_edition_is_kept_apart = value != 0;
  } else if (name == "same_date") {
    limits.same_date_is_kept_apart = value != 0;
  } else if (name == "future") {
    limits.future_days = static_cast<std::int32_t>(value);
  } else {
    return false;
  }
  return true;
}

std::optional<std::uint32_t> number_in(const std::string& text) {
  constexpr std::uint32_t kMost = 1'000'000;
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value > kMost) return std::nullopt;
  return value;
}

}  // namespace

base::Result<std::map<std::string, store::HealthLimits>> parse_health_limits(std::string_view csv) {
  const std::string document = "data/sources/health.csv";
  struct Entry {
    std::string source;
    std::string limit;
    std::uint32_t value = 0;
    std::uint64_t line = 0;
  };
  std::vector<Entry> entries;
  base::CsvReader reader{csv, {}, document};
  std::vector<std::string> fields;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) break;
    if (fields[0].starts_with('#') || fields[0] == "source") continue;
    const base::SourceLocation where{document, reader.line(), {}};
    if (fields.size() != 5 || fields[4].empty()) {
      return Error{ErrorCode::kMalformed, "expected source, limit, value, unit and a reason", where};
    }
    const auto value = number_in(fields[2]);
    if (!value) return Error{ErrorCode::kMalformed, "expected a whole number, found '" + fields[2] + "'", where};
    entries.push_back({fields[0], fields[1], *value, reader.line()});
  }
  std::map<std::string, store::HealthLimits> limits;
  limits["default"] = {};
  for (const bool defaults : {true, false}) {  // what a source overrides, it overrides whatever the order of the rows
    for (const Entry& entry : entries) {
      if ((entry.source == "default") != defaults) continue;
      const auto [at, added] = limits.try_emplace(entry.source, limits["default"]);
      if (!set_limit(at->second, entry.limit, entry.value)) {
        return Error{ErrorCode::kMalformed,
                     "expected the name of a limit, found '" + entry.limit + "'",
                     {document, entry.line, {}}};
      }
    }
  }
  return limits;
}

base::Result<store::HealthLimits> health_limits(const model::SourceId& source) {
  static const auto table = parse_health_limits(base::find_embedded(embedded_files(), "sources/health.csv"));
  if (!table) return Error{ErrorCode::kDamaged, table.error().message, table.error().where};
  const auto at = table->find(source.str());
  return at == table->end() ? table->at("default") : at->second;
}

}  // namespace cordon::service
