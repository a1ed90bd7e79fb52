#include "reader.hpp"

namespace cordon::ingest {

base::Result<void> ReadContext::emit_subject(model::Entity entity, const base::ContentHash& raw_hash,
                                             const base::SourceLocation& where) {
  if (!subject_ids_.insert(entity.id().str()).second) {
    return base::Error{base::ErrorCode::kMalformed,
                       "expected every record to have its own number, found " + entity.id().str() + " a second time",
                       where};
  }
  model::ListEntity listed;
  listed.subject_id = entity.id();
  listed.is_subject = true;
  listed.raw_hash = raw_hash;
  listed.entity = std::move(entity);
  return emit(std::move(listed));
}

base::Result<void> ReadContext::emit_dependent(model::Entity entity, const model::EntityId& subject_id,
                                               const base::SourceLocation& where) {
  const base::ContentHash content = base::ContentHash::of(entity.to_json());
  const auto [at, is_new] = dependent_ids_.emplace(entity.id().str(), content);
  if (!is_new) {
    if (at->second == content) return {};
    return base::Error{base::ErrorCode::kMalformed,
                       "expected one content for " + entity.id().str() + ", found two that differ", where};
  }
  model::ListEntity listed;
  listed.subject_id = subject_id;
  listed.entity = std::move(entity);
  return emit(std::move(listed));
}

base::Result<void> ReadContext::emit(model::ListEntity entity) {
  ++description.entities;
  if (entity.is_subject) ++description.subjects;
  return sink_->add(std::move(entity));
}

void ReadContext::reject(base::SourceLocation where, std::string reason) {
  description.rejected.push_back({std::move(where), std::move(reason)});
}

void ReadContext::add_part_hash(std::string_view part, const base::ContentHash& hash) {
  part_hashes_.emplace_back(part, hash);
}

void ReadContext::report_progress(std::uint64_t done, std::uint64_t total) const {
  if (options.progress != nullptr) options.progress->report(group.parts.front().input.document, done, total);
}

model::ListDescription ReadContext::finish() {
  if (part_hashes_.size() == 1) {
    description.content = part_hashes_.front().second;
  } else {
    base::Hasher hasher;
    for (const auto& [part, hash] : part_hashes_) hasher.update(part + "=" + hash.hex() + "\n");
    description.content = hasher.finish();
  }
  unmapped.move_to(description);
  return std::move(description);
}

base::Result<std::vector<InputGroup>> Reader::group(std::vector<GroupPart> parts) const {
  std::vector<InputGroup> groups;
  for (GroupPart& part : parts) {
    InputGroup& added = groups.emplace_back();
    added.format = format();
    added.parts.push_back(std::move(part));
  }
  return groups;
}

}  // namespace cordon::ingest
