// Test help: reads quoted raw records as if they were a file.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/ingest/read_list.hpp"

namespace cordon::ingest::testing {

struct Reading {
  base::Result<model::ListDescription> description;
  std::vector<model::ListEntity> entities;

  [[nodiscard]] std::string error() const { return description ? "" : description.error().to_string(); }
  [[nodiscard]] const model::Entity* find(std::string_view id) const {
    for (const model::ListEntity& listed : entities) {
      if (listed.entity.id().str() == id) return &listed.entity;
    }
    return nullptr;
  }
  [[nodiscard]] std::vector<const model::ListEntity*> of_schema(std::string_view schema) const {
    std::vector<const model::ListEntity*> found;
    for (const model::ListEntity& listed : entities) {
      if (listed.entity.schema() == schema) found.push_back(&listed);
    }
    return found;
  }
  [[nodiscard]] std::vector<std::string> values(std::string_view id, std::string_view property) const {
    const model::Entity* entity = find(id);
    if (entity == nullptr) return {"no entity " + std::string(id)};
    const auto found = entity->values(property);
    return {found.begin(), found.end()};
  }
  [[nodiscard]] std::uint64_t unmapped(std::string_view field) const {
    std::uint64_t count = 0;
    for (const model::UnmappedValue& value : description->unmapped) count += value.field == field ? value.count : 0;
    return count;
  }
};

inline Reading read_text(std::string format, std::string_view file_name, std::string_view bytes,
                         std::string_view source = "test") {
  InputGroup group;
  group.format = std::move(format);
  group.source = model::SourceId{source};
  group.parts.push_back({"", memory_input(file_name, bytes)});
  model::ListEntityCollector collector;
  auto description = read_group(group, {}, collector);
  return {std::move(description), std::move(collector.entities)};
}

using Values = std::vector<std::string>;

}  // namespace cordon::ingest::testing
