// The entities of one record while they are being built. Internal to ofac_mapping.cpp and ofac_facts.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ofac_fact_types.hpp"
#include "ofac_mapping.hpp"
#include "ofac_remarks.hpp"

namespace cordon::ingest::ofac {

struct SubjectBuilder {
  const Record& record;
  const MapContext& context;
  model::Entity subject;
  model::Entity sanction;
  std::vector<model::Entity> others;

  // Adds to the first of the properties that the subject's schema has. Returns: false when it has none.
  bool add_to_first(const std::vector<std::string>& properties, std::string_view value);
  [[nodiscard]] std::string child_id(std::string_view kind, std::string_view content) const;
  void unmapped(std::string_view field, std::string_view value) const { context.unmapped->count(field, value); }
};

// Reads one fact into the builder. structured: the layout gives the fact by itself, it is not a piece of free remarks.
enum class FactOrigin : std::uint8_t { kRemarks, kStructured };
void map_fact(const Fact& fact, FactOrigin origin, SubjectBuilder& builder);

// A tie to somebody who is known by name only (remarks) or by uid (typed relationships).
void map_named_tie(std::string_view role, std::string_view name, SubjectBuilder& builder);
void map_typed_tie(const Tie& tie, SubjectBuilder& builder);

}  // namespace cordon::ingest::ofac
