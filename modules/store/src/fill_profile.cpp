#include "fill_profile.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace cordon::store {
namespace {

base::Error damaged(std::string_view line) {
  return base::Error{base::ErrorCode::kDamaged,
                     "store: expected schema, property and count of a fill profile, found '" + std::string(line) + "'"};
}

std::uint64_t at_least_zero(std::int64_t number) { return number > 0 ? static_cast<std::uint64_t>(number) : 0; }

template <typename Map>
auto& at(Map& map, std::string_view name) {
  const auto found = map.find(name);
  return found != map.end() ? found->second : map[std::string(name)];
}

}  // namespace

void FillProfile::count(const model::Entity& entity, std::int64_t step) {
  Schema& schema = at(schemata_, entity.schema());
  schema.entities += step;
  for (const model::PropertyValues& property : entity.properties()) at(schema.properties, property.name) += step;
}

std::uint64_t FillProfile::entities(std::string_view schema) const {
  const auto found = schemata_.find(schema);
  return found == schemata_.end() ? 0 : at_least_zero(found->second.entities);
}

std::uint64_t FillProfile::filled(std::string_view schema, std::string_view property) const {
  const auto found = schemata_.find(schema);
  if (found == schemata_.end()) return 0;
  const auto value = found->second.properties.find(property);
  return value == found->second.properties.end() ? 0 : at_least_zero(value->second);
}

std::vector<FillProfile::Row> FillProfile::rows() const {
  std::vector<Row> rows;
  for (const auto& [name, schema] : schemata_) {
    if (schema.entities > 0) rows.push_back({name, {}, at_least_zero(schema.entities)});
    for (const auto& [property, filled] : schema.properties) {
      if (filled > 0) rows.push_back({name, property, at_least_zero(filled)});
    }
  }
  std::ranges::sort(rows, {}, [](const Row& row) { return std::tuple(row.schema, row.property); });
  return rows;
}

std::string FillProfile::encode() const {
  std::string text;
  for (const Row& row : rows()) {
    text.append(row.schema).append("\t").append(row.property).append("\t");
    text.append(std::to_string(row.filled)).append("\n");
  }
  return text;
}

base::Result<FillProfile> FillProfile::decode(std::string_view text) {
  FillProfile profile;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t first = line.find('\t');
    const std::size_t last = line.rfind('\t');
    if (first == std::string_view::npos || first == last) return damaged(line);
    const std::string_view property = line.substr(first + 1, last - first - 1);
    const std::string_view digits = line.substr(last + 1);
    std::int64_t filled = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), filled);
    if (problem != std::errc{} || end != digits.data() + digits.size() || filled < 0) return damaged(line);
    Schema& schema = at(profile.schemata_, line.substr(0, first));
    (property.empty() ? schema.entities : at(schema.properties, property)) = filled;
  }
  return profile;
}

}  // namespace cordon::store
