// Builds the changes between two sets of entities, grouped by subject.
// Given are the entities that are on one side only; those on both sides are asked for when they are needed: to name the
// programmes of a changed subject, or to find the subjects of a shared address.
// Rule: an entity that is no subject belongs to the subject of its record (subject_id); without one it belongs to every
// subject that it points to or that points to it, in one step, directly or through a part of the subject's record.
#pragma once

#include <functional>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/model/list_entity.hpp"
#include "cordon/store/delta.hpp"

namespace cordon::store {

using EntityVisitor = std::function<void(model::ListEntity&&)>;

struct DeltaInput {
  std::vector<model::ListEntity> only_before;
  std::vector<model::ListEntity> only_after;
  // Visits the entities of both sides, in any order, each time the same.
  std::function<base::Result<void>(const EntityVisitor&)> for_each_common;
  // Whether raw record hashes can be compared: same format, different bytes.
  bool raw_comparable = true;
  // Both sides were read by the same reader. Then, where a subject's raw record is the same on both sides, a link that
  // resolves to another subject is news of that other record (it came, went or was renamed), not a change of this one.
  bool same_reading = true;
  // false: only kind and entity_id of the changes are filled in, which mostly needs no common entity.
  bool details = true;
};

// Sorted by entity id. source and versions are left for the caller.
[[nodiscard]] base::Result<std::vector<SubjectChange>> build_delta(DeltaInput input);

}  // namespace cordon::store
