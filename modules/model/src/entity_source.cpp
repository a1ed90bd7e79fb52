#include "cordon/model/entity_source.hpp"

#include <algorithm>
#include <tuple>

namespace cordon::model {

MemoryEntitySource::MemoryEntitySource(std::vector<SourcedEntity> entities) : entities_(std::move(entities)) {
  std::stable_sort(entities_.begin(), entities_.end(), [](const SourcedEntity& a, const SourcedEntity& b) {
    return std::tie(a.source, a.listed.entity.id()) < std::tie(b.source, b.listed.entity.id());
  });
  for (std::size_t i = 0; i < entities_.size(); ++i) by_id_.emplace(entities_[i].listed.entity.id(), i);
}

void MemoryEntitySource::for_each(const std::function<bool(const SourcedEntity&)>& visit) const {
  for (const SourcedEntity& entity : entities_) {
    if (!visit(entity)) return;
  }
}

const SourcedEntity* MemoryEntitySource::find(const EntityId& id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : &entities_[at->second];
}

}  // namespace cordon::model
