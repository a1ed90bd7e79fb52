#include "cordon/store/snapshot.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "references.hpp"

namespace cordon::store {
namespace {

using Position = std::uint32_t;
constexpr Position kNone = UINT32_MAX;

// Sorting 200-byte entities by swapping them costs three times as much as sorting their positions first.
std::vector<model::SourcedEntity> sorted(std::vector<model::SourcedEntity> entities) {
  const auto before = [&](Position a, Position b) {
    return std::tie(entities[a].source, entities[a].listed.entity.id()) <
           std::tie(entities[b].source, entities[b].listed.entity.id());
  };
  std::vector<Position> order(entities.size());
  std::iota(order.begin(), order.end(), Position{0});
  if (std::is_sorted(order.begin(), order.end(), before)) return entities;
  std::stable_sort(order.begin(), order.end(), before);
  std::vector<model::SourcedEntity> result;
  result.reserve(entities.size());
  for (const Position at : order) result.push_back(std::move(entities[at]));
  return result;
}

}  // namespace

struct Snapshot::Index {
  struct Link {
    Position from = 0;
    Position to = 0;
    friend auto operator<=>(const Link&, const Link&) = default;
  };

  std::unordered_map<std::string_view, Position> first_with_id;
  std::vector<Position> next_with_id;  // the same id on another source; kNone at the end
  std::once_flag links_built;
  std::vector<Link> links;  // both directions, sorted, without repetition

  template <typename Visit>
  void for_each_with_id(std::string_view id, Visit visit) const {
    const auto at = first_with_id.find(id);
    if (at == first_with_id.end()) return;
    for (Position p = at->second; p != kNone; p = next_with_id[p]) visit(p);
  }

  void build_links(const std::vector<model::SourcedEntity>& entities) {
    for (Position from = 0; from < entities.size(); ++from) {
      const auto join = [&](std::string_view target) {
        for_each_with_id(target, [&](Position to) {
          if (to == from) return;
          links.push_back({from, to});
          links.push_back({to, from});
        });
      };
      const model::ListEntity& listed = entities[from].listed;
      for_each_reference(listed.entity, [&](const Reference& reference) { join(reference.target); });
      if (!listed.is_subject && !listed.subject_id.empty()) join(listed.subject_id.str());
    }
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
  }
};

Snapshot::Snapshot(std::vector<VersionInfo> versions, std::vector<model::SourcedEntity> entities)
    : versions_(std::move(versions)), entities_(sorted(std::move(entities))), index_(std::make_unique<Index>()) {
  index_->first_with_id.reserve(entities_.size());
  index_->next_with_id.assign(entities_.size(), kNone);
  // Backwards, so that the chain of an id starts with the first source.
  for (auto at = static_cast<Position>(entities_.size()); at-- > 0;) {
    const auto [place, added] = index_->first_with_id.try_emplace(entities_[at].listed.entity.id().str(), at);
    if (added) continue;
    index_->next_with_id[at] = place->second;
    place->second = at;
  }
}

Snapshot::~Snapshot() = default;

void Snapshot::for_each(const std::function<bool(const model::SourcedEntity&)>& visit) const {
  for (const model::SourcedEntity& entity : entities_) {
    if (!visit(entity)) return;
  }
}

const model::SourcedEntity* Snapshot::find(const model::EntityId& id) const {
  const auto at = index_->first_with_id.find(id.str());
  return at == index_->first_with_id.end() ? nullptr : &entities_[at->second];
}

std::vector<const model::SourcedEntity*> Snapshot::find_all(const model::EntityId& id) const {
  std::vector<const model::SourcedEntity*> result;
  index_->for_each_with_id(id.str(), [&](Position at) { result.push_back(&entities_[at]); });
  return result;
}

std::vector<const model::SourcedEntity*> Snapshot::adjacent(const model::EntityId& id) const {
  std::call_once(index_->links_built, [this] { index_->build_links(entities_); });
  std::vector<Position> found;
  index_->for_each_with_id(id.str(), [&](Position self) {
    auto at = std::lower_bound(index_->links.begin(), index_->links.end(), Index::Link{self, 0});
    for (; at != index_->links.end() && at->from == self; ++at) found.push_back(at->to);
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<const model::SourcedEntity*> result;
  for (const Position at : found) {
    if (entities_[at].listed.entity.id() != id) result.push_back(&entities_[at]);
  }
  return result;
}

}  // namespace cordon::store
