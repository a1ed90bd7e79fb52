// Entity: a FollowTheMoney node or link. Values are text, as FtM has them; the schema gives their types.
// A value type: copyable, comparable. Properties are kept sorted by name, values in the order they were added, without
// duplicates. Unknown schemata and properties are kept as they are.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/model/ids.hpp"

namespace cordon::model {

struct PropertyValues {
  std::string name;
  std::vector<std::string> values;
  friend bool operator==(const PropertyValues&, const PropertyValues&) = default;
};

class Entity {
 public:
  Entity() = default;
  Entity(EntityId id, std::string schema) : id_(std::move(id)), schema_(std::move(schema)) {}

  // For stores that read back what they wrote: takes the properties as they are.
  // Requires: sorted by name without repetition, values not empty and without duplicates.
  [[nodiscard]] static Entity from_sorted(EntityId id, std::string schema, std::vector<PropertyValues> properties) {
    Entity entity(std::move(id), std::move(schema));
    entity.properties_ = std::move(properties);
    return entity;
  }

  [[nodiscard]] const EntityId& id() const noexcept { return id_; }
  [[nodiscard]] const std::string& schema() const noexcept { return schema_; }
  void set_id(EntityId id) { id_ = std::move(id); }
  void set_schema(std::string schema) { schema_ = std::move(schema); }
  [[nodiscard]] bool is_a(std::string_view ancestor) const noexcept;

  // Adds one value. Empty values and duplicates are left out. Returns: whether it was added.
  bool add(std::string_view property, std::string_view value);
  // Removes a property with all its values.
  void erase(std::string_view property);

  // Lifetime: views live until the entity changes.
  [[nodiscard]] std::span<const std::string> values(std::string_view property) const noexcept;
  [[nodiscard]] std::string_view first(std::string_view property) const noexcept;  // empty when there is none
  [[nodiscard]] bool has(std::string_view property, std::string_view value) const noexcept;
  [[nodiscard]] std::span<const PropertyValues> properties() const noexcept { return properties_; }

  // The first value of the schema's caption properties; the id when there is none.
  [[nodiscard]] std::string caption() const;

  // {"id":..,"schema":..,"properties":{..}} in canonical form: sorted property names, values in order, no blanks.
  void append_json(std::string& out) const;
  [[nodiscard]] std::string to_json() const;
  // Reads the form above; further keys (caption, datasets, referents, target, first_seen ...) are left alone.
  // Errors: kMalformed with the byte position.
  [[nodiscard]] static base::Result<Entity> from_json(std::string_view json);

  friend bool operator==(const Entity&, const Entity&) = default;

 private:
  EntityId id_;
  std::string schema_;
  std::vector<PropertyValues> properties_;
};

}  // namespace cordon::model
