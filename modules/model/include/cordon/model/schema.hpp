// FollowTheMoney schemata: names, inheritance, properties and their types.
// The registry is built once from data/model/schemata.txt and never changes. Thread: safe to share.
// It does not validate entities: unknown schemata and properties are kept by Entity and counted by the readers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::model {

enum class PropertyType : std::uint8_t {
  kName,
  kDate,
  kCountry,
  kIdentifier,
  kEntity,
  kText,
  kString,
  kUrl,
  kEmail,
  kPhone,
  kAddress,
  kGender,
  kLanguage,
  kTopic,
  kNumber,
  kIp,
  kIban,
  kMimeType,
  kChecksum,
  kJson,
  kHtml
};

[[nodiscard]] std::string_view property_type_name(PropertyType type) noexcept;  // FtM's name: "identifier"

struct Property {
  std::string name;
  PropertyType type = PropertyType::kString;
  std::string range;  // schema of the entity it points to; empty unless type is kEntity
};

class Schema {
 public:
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] bool is_edge() const noexcept { return edge_; }  // joins two entities (Ownership, Family ...)
  [[nodiscard]] bool is_matchable() const noexcept { return matchable_; }
  [[nodiscard]] bool is_abstract() const noexcept { return abstract_; }
  // Itself first, then every ancestor.
  [[nodiscard]] std::span<const std::string> lineage() const noexcept { return lineage_; }
  [[nodiscard]] std::span<const std::string> parents() const noexcept { return parents_; }
  [[nodiscard]] bool is_a(std::string_view ancestor) const noexcept;
  // Own and inherited, sorted by name.
  [[nodiscard]] std::span<const Property> properties() const noexcept { return properties_; }
  // Returns: nullptr when neither this schema nor an ancestor has it. Lifetime: the program's.
  [[nodiscard]] const Property* find(std::string_view property) const noexcept;
  [[nodiscard]] std::span<const std::string> caption() const noexcept { return caption_; }

 private:
  friend class SchemaRegistry;
  std::string name_;
  std::vector<std::string> parents_;
  std::vector<std::string> lineage_;
  std::vector<Property> properties_;
  std::vector<std::string> caption_;
  bool edge_ = false;
  bool matchable_ = false;
  bool abstract_ = false;
};

class SchemaRegistry {
 public:
  // The registry of the shipped table. Lifetime: the program's.
  [[nodiscard]] static const SchemaRegistry& instance();

  // Returns: nullptr for an unknown schema.
  [[nodiscard]] const Schema* find(std::string_view name) const noexcept;
  [[nodiscard]] std::span<const Schema> all() const noexcept { return schemata_; }  // sorted by name

 private:
  explicit SchemaRegistry(std::string_view table);
  std::vector<Schema> schemata_;
};

// Returns: false for unknown schemata.
[[nodiscard]] bool is_a(std::string_view schema, std::string_view ancestor) noexcept;

// A subject is what a list lists: a person, organisation, vessel, aircraft, security or wallet. Addresses,
// identifications, sanctions and links are not.
[[nodiscard]] bool is_subject_schema(std::string_view schema) noexcept;

// The more specific of two schemata on one line of inheritance ("LegalEntity", "Company" -> "Company"); nullopt when
// they exclude each other.
[[nodiscard]] std::optional<std::string> common_schema(std::string_view a, std::string_view b);

}  // namespace cordon::model
