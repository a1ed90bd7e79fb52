// Which values of an entity are ids of other entities. Known from the schema; properties of unknown schemata count as
// text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cordon/model/entity.hpp"

namespace cordon::store {

// to_subject: the property's range is a schema of subjects (ownership.owner), not one of parts (addressEntity).
struct Reference {
  std::string_view property;
  std::string_view target;
  bool to_subject = false;
};

// Lifetime: the views are the entity's. Thread: safe.
void for_each_reference(const model::Entity& entity, const std::function<void(const Reference&)>& visit);
// Returns: whether the property of this schema holds ids of parts (addresses, sanctions, documents).
[[nodiscard]] bool is_part_property(std::string_view schema, std::string_view property) noexcept;

// Returns: whether it holds ids of other subjects (parent, operator).
[[nodiscard]] bool is_link_property(std::string_view schema, std::string_view property) noexcept;

}  // namespace cordon::store
