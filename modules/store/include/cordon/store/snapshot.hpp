// Snapshot: the entities of one version of each chosen source, in memory, read only.
// Invariant: complete and checked when it exists (a damaged body makes the store refuse the snapshot); ordered by
// source, then entity id. It stays valid while the store goes on, and after the store is closed.
// Thread: const members are safe to share.
// It does not merge entities of different lists (clusters are made above).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/model/entity_source.hpp"
#include "cordon/store/version.hpp"

namespace cordon::store {

struct SnapshotRequest {
  std::vector<model::SourceId> sources;  // empty = all
  std::optional<base::Date> as_of;       // what was published by the end of this day
  std::optional<base::Date> known;       // what this store held by the end of this day
  bool include_related = true;           // false: subjects only
  // When not empty: these versions and nothing else, active or not; the fields above but the last do not count.
  std::vector<std::pair<model::SourceId, std::uint32_t>> exact = {};
};

class Snapshot final : public model::EntitySource {
 public:
  // Sorts the entities. versions: sorted by source.
  Snapshot(std::vector<VersionInfo> versions, std::vector<model::SourcedEntity> entities);
  ~Snapshot() override;

  // The versions it consists of, sorted by source. Sources that had no version by then are absent.
  [[nodiscard]] std::span<const VersionInfo> versions() const noexcept { return versions_; }
  [[nodiscard]] std::size_t size() const noexcept { return entities_.size(); }
  // Lifetime: the snapshot's. Ordered by source, then entity id.
  [[nodiscard]] std::span<const model::SourcedEntity> entities() const noexcept { return entities_; }

  void for_each(const std::function<bool(const model::SourcedEntity&)>& visit) const override;
  // Of several sources that have the id, the first by source id.
  [[nodiscard]] const model::SourcedEntity* find(const model::EntityId& id) const override;
  [[nodiscard]] std::vector<const model::SourcedEntity*> find_all(const model::EntityId& id) const;

  // The entities that point to it or that it points at, one step, through properties whose schema says they hold
  // entities; also those that belong to its record. In snapshot order, itself left out. The first call builds an index.
  [[nodiscard]] std::vector<const model::SourcedEntity*> adjacent(const model::EntityId& id) const;

 private:
  struct Index;
  std::vector<VersionInfo> versions_;
  std::vector<model::SourcedEntity> entities_;
  std::unique_ptr<Index> index_;
};

}  // namespace cordon::store
