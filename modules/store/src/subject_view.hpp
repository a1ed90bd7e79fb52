// A subject with everything that belongs to it, as readable properties: the form in which two versions are compared.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cordon/model/list_entity.hpp"
#include "cordon/store/delta.hpp"

namespace cordon::store {

struct SubjectSide {
  const model::ListEntity* subject = nullptr;  // nullptr: not on this side
  std::vector<const model::ListEntity*> related;
};

// Values with repetition, in order; of related entities, sorted.
using FieldMap = std::map<std::string, std::vector<std::string>>;

struct SubjectView {
  FieldMap fields;
  // One text per related entity (without its id), by kind of entity: shows differences that the fields do not, such as
  // two documents that swapped their types.
  FieldMap parts;
};
enum class Links : std::uint8_t {
  kAll = 1,
  kNoneOfRecord = 2,  // leaves out links to other subjects that come from the subject's own record
};
[[nodiscard]] SubjectView view_of(const SubjectSide& side, Links links);

// Properties whose values differ; the order of values does not count. Sorted by property.
[[nodiscard]] std::vector<FieldChange> compare_views(const SubjectView& before, const SubjectView& after);

// Programme ids of the subject and its sanctions; their programme names when there are no ids. Sorted.
[[nodiscard]] std::vector<std::string> programmes_of(const SubjectSide& before, const SubjectSide& after);

}  // namespace cordon::store
