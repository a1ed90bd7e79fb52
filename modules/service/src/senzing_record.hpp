// One subject as a Senzing record.
// Source: Senzing's generic entity specification, in the arrays OpenSanctions' Senzing export uses (NAMES, DATES,
// ADDRESSES, COUNTRIES, IDENTIFIERS, CONTACTS, RISKS, RELATIONSHIPS).
#pragma once

#include <string>
#include <vector>

#include "cordon/model/entity_source.hpp"

namespace cordon::service {

struct SenzingPointer {
  std::string role;
  std::string target;
};

// What a record takes from other entities than its own.
struct SenzingContext {
  std::vector<SenzingPointer> pointers;         // links this subject has to others
  std::vector<const model::Entity*> addresses;  // in place of the bare address texts
  std::vector<const model::Entity*> identifications;
};

[[nodiscard]] std::string senzing_record(const model::SourcedEntity& subject, const SenzingContext& context);

}  // namespace cordon::service
