#include "delta_builder.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "references.hpp"
#include "subject_view.hpp"
#include "summary.hpp"

namespace cordon::store {
namespace {

using model::EntityId;
using model::ListEntity;
using IdSet = std::unordered_set<EntityId>;

bool is_shared(const ListEntity& e) { return !e.is_subject && e.subject_id.empty(); }

struct Group {
  SubjectSide before;
  SubjectSide after;
};

class DeltaBuilder {
 public:
  explicit DeltaBuilder(DeltaInput input) : input_(std::move(input)) {}

  base::Result<std::vector<SubjectChange>> build() {
    group(input_.only_before, &Group::before, shared_before_);
    group(input_.only_after, &Group::after, shared_after_);
    if (input_.details || needs_common()) CORDON_TRY(take_in_common());
    return compare();
  }

 private:
  void group(const std::vector<ListEntity>& entities, SubjectSide Group::* side,
             std::vector<const ListEntity*>& shared) {
    for (const ListEntity& entity : entities) place(entity, side, shared);
  }

  void place(const ListEntity& entity, SubjectSide Group::* side, std::vector<const ListEntity*>& shared) {
    if (entity.is_subject) {
      (groups_[entity.entity.id()].*side).subject = &entity;
    } else if (!entity.subject_id.empty()) {
      (groups_[entity.subject_id].*side).related.push_back(&entity);
    } else {
      shared.push_back(&entity);
    }
  }

  // Ids of parts that one side of the subject points to, those that lie in its own record left out.
  static std::vector<std::string_view> outside_parts(const SubjectSide& side) {
    std::vector<std::string_view> ids;
    for_each_reference(side.subject->entity, [&](const Reference& reference) {
      if (reference.to_subject) return;
      const bool own = std::ranges::any_of(
          side.related, [&](const ListEntity* part) { return part->entity.id().str() == reference.target; });
      if (!own) ids.push_back(reference.target);
    });
    std::ranges::sort(ids);
    return ids;
  }

  // The difference alone decides unless a shared entity is involved, or a subject itself is unchanged.
  bool needs_common() const {
    if (!shared_before_.empty() || !shared_after_.empty()) return true;
    return std::ranges::any_of(groups_, [](const auto& entry) {
      const Group& group = entry.second;
      if (group.before.subject == nullptr && group.after.subject == nullptr) return true;
      if (group.before.subject == nullptr || group.after.subject == nullptr) return false;
      return outside_parts(group.before) != outside_parts(group.after);
    });
  }

  base::Result<void> take_in_common() {
    CORDON_TRY(find_subjects_of_changed_shared());
    CORDON_TRY(keep_common_of_subjects());
    CORDON_TRY(keep_referenced_shared());
    attach_shared(shared_before_, &Group::before);
    attach_shared(shared_after_, &Group::after);
    return {};
  }

  // A shared entity that changed makes subjects change that are not in the difference themselves.
  base::Result<void> find_subjects_of_changed_shared() {
    IdSet changed;
    IdSet pointed_at;
    for (const auto* shared : {&shared_before_, &shared_after_}) {
      for (const ListEntity* entity : *shared) {
        changed.insert(entity->entity.id());
        for_each_reference(entity->entity,
                           [&](const Reference& reference) { pointed_at.insert(EntityId{reference.target}); });
      }
    }
    if (changed.empty()) return {};
    return input_.for_each_common([&](const ListEntity& entity) {
      const EntityId& owner = entity.is_subject ? entity.entity.id() : entity.subject_id;
      if (owner.empty() || groups_.contains(owner)) return;
      bool touched = entity.is_subject && pointed_at.contains(owner);
      for_each_reference(entity.entity, [&](const Reference& reference) {
        touched = touched || changed.contains(EntityId{reference.target});
      });
      if (touched) groups_.try_emplace(owner);
    });
  }

  void keep(ListEntity&& entity) {
    kept_.push_back(std::move(entity));
    const ListEntity& common = kept_.back();
    place(common, &Group::before, shared_before_);
    place(common, &Group::after, shared_after_);
  }

  base::Result<void> keep_common_of_subjects() {
    return input_.for_each_common([&](ListEntity&& entity) {
      bool wanted = false;
      if (is_shared(entity)) {
        for_each_reference(entity.entity, [&](const Reference& reference) {
          wanted = wanted || groups_.contains(EntityId{reference.target});
        });
      } else {
        wanted = groups_.contains(entity.is_subject ? entity.entity.id() : entity.subject_id);
      }
      if (wanted) keep(std::move(entity));
    });
  }

  base::Result<void> keep_referenced_shared() {
    IdSet wanted;
    const auto want = [&](const ListEntity* entity) {
      if (entity == nullptr) return;
      for_each_reference(entity->entity, [&](const Reference& reference) {
        if (!reference.to_subject) wanted.insert(EntityId{reference.target});
      });
    };
    for (const auto& [id, group] : groups_) {
      for (const SubjectSide* side : {&group.before, &group.after}) {
        want(side->subject);
        for (const ListEntity* part : side->related) want(part);
      }
    }
    for (const auto* shared : {&shared_before_, &shared_after_}) {
      for (const ListEntity* entity : *shared) wanted.erase(entity->entity.id());
    }
    for (const auto& [id, group] : groups_) {
      for (const SubjectSide* side : {&group.before, &group.after}) {
        for (const ListEntity* part : side->related) wanted.erase(part->entity.id());
      }
    }
    if (wanted.empty()) return {};
    return input_.for_each_common([&](ListEntity&& entity) {
      if (is_shared(entity) && wanted.contains(entity.entity.id())) keep(std::move(entity));
    });
  }

  void attach_shared(const std::vector<const ListEntity*>& shared, SubjectSide Group::* which) {
    std::unordered_map<std::string_view, const ListEntity*> by_id;
    for (const ListEntity* entity : shared) by_id.emplace(entity->entity.id().str(), entity);
    std::map<EntityId, std::map<EntityId, const ListEntity*>> parts;  // subject -> shared parts by id
    for (const ListEntity* entity : shared) {
      for_each_reference(entity->entity, [&](const Reference& reference) {
        const EntityId target{reference.target};
        if (groups_.contains(target)) parts[target].emplace(entity->entity.id(), entity);
      });
    }
    for (const auto& [id, group] : groups_) {
      const SubjectSide& side = group.*which;
      const auto follow = [&, subject = id](const ListEntity* from) {
        if (from == nullptr) return;
        for_each_reference(from->entity, [&](const Reference& reference) {
          const auto at = by_id.find(reference.target);
          if (at != by_id.end()) parts[subject].emplace(at->second->entity.id(), at->second);
        });
      };
      follow(side.subject);
      for (const ListEntity* part : side.related) follow(part);
    }
    for (const auto& [id, found] : parts) {
      SubjectSide& side = groups_.at(id).*which;
      for (const auto& [part_id, entity] : found) side.related.push_back(entity);
    }
  }

  std::vector<SubjectChange> compare() const {
    std::vector<SubjectChange> changes;
    for (const auto& [id, group] : groups_) {
      const ListEntity* before = group.before.subject;
      const ListEntity* after = group.after.subject;
      if (before == nullptr && after == nullptr) continue;  // parts of something that is no subject
      SubjectChange change;
      change.entity_id = id;
      change.kind = before == nullptr  ? ChangeKind::kAdded
                    : after == nullptr ? ChangeKind::kRemoved
                                       : ChangeKind::kChanged;
      if (change.kind == ChangeKind::kChanged || input_.details) {
        const Links links =
            change.kind == ChangeKind::kChanged && same_record(*before, *after) ? Links::kNoneOfRecord : Links::kAll;
        change.fields = compare_views(view_of(group.before, links), view_of(group.after, links));
      }
      if (change.kind == ChangeKind::kChanged && change.fields.empty() && !add_raw_change(*before, *after, change)) {
        continue;
      }
      if (input_.details) describe(group, change);
      changes.push_back(std::move(change));
    }
    return changes;
  }

  bool same_record(const ListEntity& before, const ListEntity& after) const {
    return input_.same_reading && before.raw_hash && before.raw_hash == after.raw_hash;
  }

  bool add_raw_change(const ListEntity& before, const ListEntity& after, SubjectChange& change) const {
    if (!input_.raw_comparable || !before.raw_hash || !after.raw_hash || before.raw_hash == after.raw_hash) {
      return false;
    }
    change.fields.push_back({std::string(kRawRecord), {before.raw_hash->hex()}, {after.raw_hash->hex()}});
    return true;
  }

  static void describe(const Group& group, SubjectChange& change) {
    const model::Entity& shown = (group.after.subject != nullptr ? group.after : group.before).subject->entity;
    change.caption = shown.caption();
    change.schema = shown.schema();
    change.programmes = programmes_of(group.before, group.after);
    change.summary = summarise(change);
  }

  DeltaInput input_;
  std::map<EntityId, Group> groups_;
  std::vector<const ListEntity*> shared_before_;
  std::vector<const ListEntity*> shared_after_;
  std::deque<ListEntity> kept_;  // stable addresses
};

}  // namespace

base::Result<std::vector<SubjectChange>> build_delta(DeltaInput input) {
  DeltaBuilder builder(std::move(input));
  return builder.build();
}

}  // namespace cordon::store
