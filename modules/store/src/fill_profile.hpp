// FillProfile: how many entities of each schema a list has, and how many of them give each property. Two versions are
// compared by it: a column that went empty shows, even when every record is still there.
// Thread: one user at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/model/entity.hpp"

namespace cordon::store {

class FillProfile {
 public:
  void add(const model::Entity& entity) { count(entity, 1); }
  // Requires: the entity was added as it is.
  void remove(const model::Entity& entity) { count(entity, -1); }

  // Units: entities. 0 for what it never saw.
  [[nodiscard]] std::uint64_t entities(std::string_view schema) const;
  [[nodiscard]] std::uint64_t filled(std::string_view schema, std::string_view property) const;
  [[nodiscard]] bool empty() const noexcept { return schemata_.empty(); }

  struct Row {
    std::string_view schema;
    std::string_view property;
    std::uint64_t filled = 0;
  };
  // Sorted by schema, property; what counts zero is left out. Lifetime: the profile's.
  [[nodiscard]] std::vector<Row> rows() const;

  // Text form: a line "schema TAB property TAB count" each, the property empty for the number of entities.
  [[nodiscard]] std::string encode() const;
  // Errors: kDamaged.
  [[nodiscard]] static base::Result<FillProfile> decode(std::string_view text);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  template <typename Value>
  using ByName = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;
  struct Schema {
    std::int64_t entities = 0;
    ByName<std::int64_t> properties;
  };

  void count(const model::Entity& entity, std::int64_t step);
  ByName<Schema> schemata_;
};

}  // namespace cordon::store
