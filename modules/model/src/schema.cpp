#include "cordon/model/schema.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include "cordon/base/embedded_data.hpp"

namespace cordon::model {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

constexpr std::array<std::string_view, 21> kTypeNames{
    "name",   "date",  "country", "identifier", "entity",   "text",     "string",
    "url",    "email", "phone",   "address",    "gender",   "language", "topic",
    "number", "ip",    "iban",    "mimetype",   "checksum", "json",     "html"};

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t start = line.find_first_not_of(" \t\r");
    if (start == std::string_view::npos) return words;
    const std::size_t end = line.find_first_of(" \t\r", start);
    words.push_back(line.substr(start, end - start));
    if (end == std::string_view::npos) return words;
    line = line.substr(end);
  }
}

PropertyType type_of(std::string_view word) {
  const auto* const found = std::find(kTypeNames.begin(), kTypeNames.end(), word);
  if (found == kTypeNames.end()) std::abort();  // the shipped table is wrong: a programmer error, caught by the tests
  return static_cast<PropertyType>(found - kTypeNames.begin());
}

}  // namespace

std::string_view property_type_name(PropertyType type) noexcept { return kTypeNames[static_cast<std::size_t>(type)]; }

bool Schema::is_a(std::string_view ancestor) const noexcept {
  return std::find(lineage_.begin(), lineage_.end(), ancestor) != lineage_.end();
}

const Property* Schema::find(std::string_view property) const noexcept {
  const auto at = std::lower_bound(properties_.begin(), properties_.end(), property,
                                   [](const Property& a, std::string_view b) { return a.name < b; });
  return at != properties_.end() && at->name == property ? &*at : nullptr;
}

SchemaRegistry::SchemaRegistry(std::string_view table) {
  std::vector<Schema> parsed;
  while (!table.empty()) {
    const std::size_t end = table.find('\n');
    const std::string_view line = table.substr(0, end);
    table = end == std::string_view::npos ? std::string_view{} : table.substr(end + 1);
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty() || words[0].front() == '#') continue;
    if (words[0] == "schema") {
      Schema schema;
      schema.name_ = words.at(1);
      bool flags = false;
      for (std::size_t i = 2; i < words.size(); ++i) {
        if (words[i] == "extends") {
          std::string_view list = words.at(++i);
          while (!list.empty()) {
            const std::size_t comma = list.find(',');
            schema.parents_.emplace_back(list.substr(0, comma));
            list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
          }
        } else if (words[i] == "flags:") {
          flags = true;
        } else if (flags) {
          schema.edge_ |= words[i] == "edge";
          schema.matchable_ |= words[i] == "matchable";
          schema.abstract_ |= words[i] == "abstract";
        }
      }
      parsed.push_back(std::move(schema));
    } else if (words[0] == "caption") {
      for (std::size_t i = 1; i < words.size(); ++i) parsed.back().caption_.emplace_back(words[i]);
    } else {
      parsed.back().properties_.push_back(
          {std::string(words[0]), type_of(words.at(1)), words.size() > 2 ? std::string(words[2]) : std::string{}});
    }
  }
  std::map<std::string, const Schema*, std::less<>> by_name;
  for (const Schema& schema : parsed) by_name[schema.name_] = &schema;
  schemata_ = parsed;
  for (Schema& schema : schemata_) {
    std::vector<std::string> pending{schema.name_};
    std::map<std::string, Property> properties;
    std::vector<std::string> caption;
    for (std::size_t i = 0; i < pending.size(); ++i) {  // breadth first: the nearest definition wins
      if (std::find(schema.lineage_.begin(), schema.lineage_.end(), pending[i]) != schema.lineage_.end()) continue;
      schema.lineage_.push_back(pending[i]);
      const auto at = by_name.find(pending[i]);
      if (at == by_name.end()) std::abort();  // a parent that does not exist: a programmer error
      for (const Property& property : at->second->properties_) properties.emplace(property.name, property);
      if (caption.empty()) caption = at->second->caption_;
      for (const std::string& parent : at->second->parents_) pending.push_back(parent);
    }
    schema.properties_.clear();
    for (auto& [name, property] : properties) schema.properties_.push_back(property);
    schema.caption_ = caption;
  }
  std::sort(schemata_.begin(), schemata_.end(), [](const Schema& a, const Schema& b) { return a.name_ < b.name_; });
}

const SchemaRegistry& SchemaRegistry::instance() {
  static const SchemaRegistry registry{base::find_embedded(embedded_files(), "model/schemata.txt")};
  return registry;
}

const Schema* SchemaRegistry::find(std::string_view name) const noexcept {
  const auto at = std::lower_bound(schemata_.begin(), schemata_.end(), name,
                                   [](const Schema& a, std::string_view b) { return a.name_ < b; });
  return at != schemata_.end() && at->name_ == name ? &*at : nullptr;
}

bool is_a(std::string_view schema, std::string_view ancestor) noexcept {
  const Schema* found = SchemaRegistry::instance().find(schema);
  return found != nullptr && found->is_a(ancestor);
}

bool is_subject_schema(std::string_view schema) noexcept {
  const Schema* found = SchemaRegistry::instance().find(schema);
  return found != nullptr && found->is_matchable();
}

std::optional<std::string> common_schema(std::string_view a, std::string_view b) {
  if (is_a(a, b) || a == b) return std::string(a);
  if (is_a(b, a)) return std::string(b);
  return std::nullopt;
}

}  // namespace cordon::model
