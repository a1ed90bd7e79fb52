// EntitySource: read-only entities as of a date, over one or more lists. store::Snapshot implements it; tests use
// MemoryEntitySource.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "cordon/model/list_entity.hpp"

namespace cordon::model {

// One entity with the list it stands on.
struct SourcedEntity {
  SourceId source;
  ListEntity listed;
};

// Thread: const members are safe to share.
class EntitySource {
 public:
  EntitySource() = default;
  EntitySource(const EntitySource&) = delete;
  EntitySource& operator=(const EntitySource&) = delete;
  virtual ~EntitySource() = default;

  // Visits every entity, ordered by source id, then entity id; stops early when visit returns false.
  // Lifetime of the entities: the source's.
  virtual void for_each(const std::function<bool(const SourcedEntity&)>& visit) const = 0;
  // Returns: nullptr when there is none. Lifetime: the source's.
  [[nodiscard]] virtual const SourcedEntity* find(const EntityId& id) const = 0;
};

class MemoryEntitySource final : public EntitySource {
 public:
  // Keeps the entities sorted by source, id. The first of two with one id wins in find().
  explicit MemoryEntitySource(std::vector<SourcedEntity> entities);
  void for_each(const std::function<bool(const SourcedEntity&)>& visit) const override;
  [[nodiscard]] const SourcedEntity* find(const EntityId& id) const override;

 private:
  std::vector<SourcedEntity> entities_;
  std::unordered_map<EntityId, std::size_t> by_id_;
};

}  // namespace cordon::model
