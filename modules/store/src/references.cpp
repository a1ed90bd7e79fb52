#include "references.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "cordon/model/schema.hpp"

namespace cordon::store {
namespace {

struct EntityProperty {
  std::string_view name;
  bool to_subject = false;
};

// A range that no subject can have: an address, a sanction, an identification, a document. Thing, LegalEntity and the
// like may be subjects.
bool is_subject_range(std::string_view range) {
  if (model::is_a(range, "Address") || model::is_a(range, "Document")) return false;
  return model::is_a(range, "Thing") || !model::is_a(range, "Interval");
}

// Built once from the registry, which never changes: most schemata have few such properties, and asking the registry
// for each property of each entity costs more than the rest of the visit.
const std::unordered_map<std::string_view, std::vector<EntityProperty>>& table() {
  static const auto kBuilt = [] {
    std::unordered_map<std::string_view, std::vector<EntityProperty>> result;
    for (const model::Schema& schema : model::SchemaRegistry::instance().all()) {
      std::vector<EntityProperty>& properties = result[schema.name()];
      for (const model::Property& property : schema.properties()) {
        if (property.type != model::PropertyType::kEntity) continue;
        properties.push_back({property.name, is_subject_range(property.range)});
      }
    }
    return result;
  }();
  return kBuilt;
}

const std::vector<EntityProperty>* entity_properties(std::string_view schema) noexcept {
  const auto at = table().find(schema);
  return at == table().end() || at->second.empty() ? nullptr : &at->second;
}

const EntityProperty* find_property(std::string_view schema, std::string_view property) noexcept {
  const auto* properties = entity_properties(schema);
  if (properties == nullptr) return nullptr;
  const auto at = std::ranges::find(*properties, property, &EntityProperty::name);
  return at == properties->end() ? nullptr : &*at;
}

}  // namespace

void for_each_reference(const model::Entity& entity, const std::function<void(const Reference&)>& visit) {
  const auto* properties = entity_properties(entity.schema());
  if (properties == nullptr) return;
  // Both are sorted by name.
  auto wanted = properties->begin();
  for (const model::PropertyValues& property : entity.properties()) {
    while (wanted != properties->end() && wanted->name < property.name) ++wanted;
    if (wanted == properties->end()) return;
    if (wanted->name != property.name) continue;
    for (const std::string& value : property.values) visit({property.name, value, wanted->to_subject});
  }
}

bool is_part_property(std::string_view schema, std::string_view property) noexcept {
  const EntityProperty* found = find_property(schema, property);
  return found != nullptr && !found->to_subject;
}

bool is_link_property(std::string_view schema, std::string_view property) noexcept {
  const EntityProperty* found = find_property(schema, property);
  return found != nullptr && found->to_subject;
}

}  // namespace cordon::store
