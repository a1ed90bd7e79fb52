// GLEIF level 2 records, whichever file form they came in, as interests.
// Source: GLEIF Relationship Record CDF 2.1, Reporting Exceptions 2.1 (published formats, read 2026-11-23).
#pragma once

#include <string>

#include "cordon/ownership/interest_readers.hpp"

namespace cordon::ownership {

struct GleifRelationship {
  std::string child;   // StartNode
  std::string parent;  // EndNode
  std::string type;
  std::string status;        // ACTIVE, INACTIVE, NULL
  std::string registration;  // PUBLISHED, LAPSED, ANNULLED ...
  std::string start;         // of the relationship period
  std::string end;
  std::string percent;
  bool deleted = false;  // a delta file takes the record back
};

// Adds one relationship. An entity that consolidates another "owns or controls" it; the share is what the record
// quantifies, else unknown. The ultimate parent holds through entities others name.
[[nodiscard]] base::Result<void> add_gleif(const GleifRelationship& record, const std::string& document,
                                           std::uint64_t line, OwnershipGraph::Builder& builder,
                                           InterestImport& report);
// A level 1 record: an entity with its name.
void add_gleif_entity(const std::string& lei, const std::string& name, OwnershipGraph::Builder& builder,
                      InterestImport& report);
// A reporting exception: the entity says why it names no parent.
void add_gleif_exception(const std::string& lei, const std::string& reason, OwnershipGraph::Builder& builder,
                         InterestImport& report);

}  // namespace cordon::ownership
