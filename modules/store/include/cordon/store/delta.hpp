// The difference between two versions of a list: one record per subject.
// A change in an entity that belongs to a subject (address, identification, sanction, link) is a change of the subject,
// shown under a readable property name: "address", "sanction.programId", "identification.number", "ownership.asset".
// Invariant: the added and removed sets are the differences of the two versions' subject ids. A different order of
// values alone is no change; a raw record that differs where no property does is one ("rawRecord").
// Values. The wording of summary is made in one place (src/summary.cpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/model/ids.hpp"

namespace cordon::store {

struct FieldChange {
  std::string property;
  std::vector<std::string> before;  // all values, not only those that went
  std::vector<std::string> after;
  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

// Persisted in alerts: do not renumber.
enum class ChangeKind : std::uint8_t { kAdded = 1, kRemoved = 2, kChanged = 3 };

[[nodiscard]] std::string_view change_kind_name(ChangeKind kind) noexcept;  // "added", "removed", "changed"

struct SubjectChange {
  ChangeKind kind = ChangeKind::kChanged;
  model::EntityId entity_id;
  std::string caption;
  std::string schema;
  model::SourceId source;
  std::uint32_t from_version = 0;  // 0 = the empty list before the first version
  std::uint32_t to_version = 0;
  std::vector<std::string> programmes;  // of both sides, sorted
  std::vector<FieldChange> fields;      // sorted by property
  std::string summary;                  // "added to programme X; alias added: Y"
};

}  // namespace cordon::store
