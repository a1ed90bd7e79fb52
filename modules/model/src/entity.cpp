#include "cordon/model/entity.hpp"

#include <simdjson.h>

#include <algorithm>

#include "cordon/base/json_text.hpp"
#include "cordon/model/schema.hpp"

namespace cordon::model {
namespace {

auto position(auto& properties, std::string_view name) noexcept {
  return std::lower_bound(properties.begin(), properties.end(), name,
                          [](const PropertyValues& a, std::string_view b) { return a.name < b; });
}

}  // namespace

bool Entity::is_a(std::string_view ancestor) const noexcept { return model::is_a(schema_, ancestor); }

bool Entity::add(std::string_view property, std::string_view value) {
  if (value.empty()) return false;
  auto at = position(properties_, property);
  if (at == properties_.end() || at->name != property) {
    at = properties_.insert(at, PropertyValues{std::string(property), {}});
  } else if (std::find(at->values.begin(), at->values.end(), value) != at->values.end()) {
    return false;
  }
  at->values.emplace_back(value);
  return true;
}

void Entity::erase(std::string_view property) {
  const auto at = position(properties_, property);
  if (at != properties_.end() && at->name == property) properties_.erase(at);
}

std::span<const std::string> Entity::values(std::string_view property) const noexcept {
  const auto at = position(properties_, property);
  if (at == properties_.end() || at->name != property) return {};
  return at->values;
}

std::string_view Entity::first(std::string_view property) const noexcept {
  const auto found = values(property);
  return found.empty() ? std::string_view{} : std::string_view{found.front()};
}

bool Entity::has(std::string_view property, std::string_view value) const noexcept {
  const auto found = values(property);
  return std::find(found.begin(), found.end(), value) != found.end();
}

std::string Entity::caption() const {
  if (const Schema* schema = SchemaRegistry::instance().find(schema_); schema != nullptr) {
    for (const std::string& property : schema->caption()) {
      if (const std::string_view value = first(property); !value.empty()) return std::string(value);
    }
  }
  if (const std::string_view name = first("name"); !name.empty()) return std::string(name);
  return id_.str();
}

void Entity::append_json(std::string& out) const {
  out += "{\"id\":";
  base::append_json_string(out, id_.str());
  out += ",\"schema\":";
  base::append_json_string(out, schema_);
  out += ",\"properties\":{";
  bool first_property = true;
  for (const PropertyValues& property : properties_) {
    if (!first_property) out += ',';
    first_property = false;
    base::append_json_string(out, property.name);
    out += ":[";
    bool first_value = true;
    for (const std::string& value : property.values) {
      if (!first_value) out += ',';
      first_value = false;
      base::append_json_string(out, value);
    }
    out += ']';
  }
  out += "}}";
}

std::string Entity::to_json() const {
  std::string out;
  append_json(out);
  return out;
}

base::Result<Entity> Entity::from_json(std::string_view json) {
  namespace od = simdjson::ondemand;
  thread_local od::parser parser;
  const simdjson::padded_string padded(json);
  const auto malformed = [](std::string_view what) {
    return base::Error{base::ErrorCode::kMalformed,
                       "expected a FollowTheMoney entity {id, schema, properties}, found " + std::string(what)};
  };
  od::document document;
  od::object object;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
      document.get_object().get(object) != simdjson::SUCCESS) {
    return malformed("no JSON object");
  }
  Entity entity;
  for (auto field : object) {
    std::string_view key;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return malformed("a broken key");
    if (key == "id" || key == "schema") {
      std::string_view text;
      const bool is_id = key == "id";
      if (field.value().get_string().get(text) != simdjson::SUCCESS)
        return malformed("an id or schema that is no string");
      if (is_id) {
        entity.id_ = EntityId{text};
      } else {
        entity.schema_ = text;
      }
    } else if (key == "properties") {
      od::object properties;
      if (field.value().get_object().get(properties) != simdjson::SUCCESS)
        return malformed("properties that are no object");
      for (auto property : properties) {
        std::string_view name_view;
        if (property.unescaped_key().get(name_view) != simdjson::SUCCESS) return malformed("a broken property name");
        const std::string name(name_view);
        od::array values;
        if (property.value().get_array().get(values) != simdjson::SUCCESS)
          return malformed("property '" + name + "' that is no array");
        for (auto value : values) {
          std::string_view text;
          if (value.get_string().get(text) != simdjson::SUCCESS)
            return malformed("a value of '" + name + "' that is no string");
          entity.add(name, text);
        }
      }
    }
  }
  // At the end of the text there is no current location.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return malformed("text behind the object");
  if (entity.id_.empty()) return malformed("no id");
  if (entity.schema_.empty()) return malformed("no schema in entity " + entity.id_.str());
  return entity;
}

}  // namespace cordon::model
