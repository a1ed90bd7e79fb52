#include "sqlite/version_delta.hpp"

#include "delta_builder.hpp"
#include "sqlite/body_table.hpp"

namespace cordon::store {

base::Result<std::vector<SubjectChange>> version_delta(Database& db, const StoredVersion* before,
                                                       const StoredVersion& after, bool details) {
  Manifest old_manifest;
  if (before != nullptr) {
    CORDON_ASSIGN(old_manifest, load_manifest(db, *before));
  }
  CORDON_ASSIGN(const Manifest new_manifest, load_manifest(db, after));
  const KeyDifference keys = difference(old_manifest.keys, new_manifest.keys);
  DeltaInput input;
  CORDON_ASSIGN(input.only_before, load_bodies(db, keys.only_before));
  CORDON_ASSIGN(input.only_after, load_bodies(db, keys.only_after));
  input.details = details;
  // Raw records of two formats always differ, those of the same bytes never do.
  input.raw_comparable =
      before != nullptr && before->info.format == after.info.format && before->info.sha256 != after.info.sha256;
  input.same_reading = before != nullptr && before->info.format == after.info.format &&
                       before->info.reader_revision == after.info.reader_revision;
  input.for_each_common = [&](const EntityVisitor& visit) {
    return for_each_body(db, keys.common, [&](BodyKey, std::string_view data) -> base::Result<void> {
      CORDON_ASSIGN(model::ListEntity entity, decode_body(data));
      visit(std::move(entity));
      return {};
    });
  };
  CORDON_ASSIGN(std::vector<SubjectChange> changes, build_delta(std::move(input)));
  for (SubjectChange& change : changes) {
    change.source = after.info.source;
    change.from_version = before == nullptr ? 0 : before->info.version;
    change.to_version = after.info.version;
  }
  return changes;
}

base::Result<void> recount(Database& db, const StoredVersion* before, StoredVersion& version) {
  VersionInfo& info = version.info;
  info.added = 0;
  info.removed = 0;
  info.changed = 0;
  if (before == nullptr) {
    info.added = info.subjects;
    return update_counts(db, version);
  }
  CORDON_ASSIGN(const std::vector<SubjectChange> changes, version_delta(db, before, version, false));
  for (const SubjectChange& change : changes) {
    switch (change.kind) {
      case ChangeKind::kAdded:
        ++info.added;
        break;
      case ChangeKind::kRemoved:
        ++info.removed;
        break;
      case ChangeKind::kChanged:
        ++info.changed;
        break;
    }
  }
  return update_counts(db, version);
}

}  // namespace cordon::store
