// The end of an import: is the content new, is it complete, is it plausible, where is its place among the versions.
#include <algorithm>
#include <set>

#include "sqlite/body_table.hpp"
#include "sqlite/import_session.hpp"
#include "sqlite/version_delta.hpp"

namespace cordon::store {
namespace {

std::optional<Neighbour> neighbour(const StoredVersion* version) {
  if (version == nullptr) return std::nullopt;
  return Neighbour{version->info.version, version->info.published, version->info.subjects};
}

bool same_content(const VersionInfo& a, const VersionInfo& b) {
  return a.sha256 == b.sha256 && a.reader_revision == b.reader_revision && a.format == b.format;
}

// Whether the two were read the same way from the same parts, so that their fields can be compared.
bool same_layout(const VersionInfo& a, const VersionInfo& b) {
  return a.reader_revision == b.reader_revision && a.format == b.format && a.parts_present == b.parts_present;
}

base::Result<std::set<std::string>> subject_ids(Database& db, const std::vector<BodyKey>& keys) {
  std::set<std::string> ids;
  CORDON_TRY(for_each_body(db, keys, [&](BodyKey, std::string_view data) -> base::Result<void> {
    BodyHead head;
    if (read_body_head(data, head) && head.is_subject) ids.emplace(head.entity_id);
    return {};
  }));
  return ids;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

// A set may be incomplete, but it must not silently become less complete than it was: the lost part would look like
// thousands of aliases or addresses taken off the list.
base::Result<void> check_parts(const VersionInfo& info, const StoredVersion* before, const ImportOptions& options,
                               std::vector<std::string>& findings) {
  if (before == nullptr || info.parts_present.empty()) return {};
  std::vector<std::string> missing;
  for (const std::string& part : before->info.parts_present) {
    if (std::ranges::find(info.parts_present, part) == info.parts_present.end()) missing.push_back(part);
  }
  if (missing.empty()) return {};
  if (!options.partial) {
    return base::Error{base::ErrorCode::kConflict, "the set lacks " + joined(missing) + ", which version " +
                                                       std::to_string(before->info.version) + " of " +
                                                       info.source.str() + " (" + before->info.published.to_string() +
                                                       ") has; give the missing files too, or import with --partial"};
  }
  findings.push_back("partial: without " + joined(missing));
  return {};
}

}  // namespace

VersionInfo SqliteImportSession::describe(const model::ListDescription& list, const ImportOptions& options) const {
  VersionInfo info;
  info.source = source_.empty() ? list.source : source_;
  info.title = list.title;
  info.format = list.format;
  info.reader_revision = list.reader_revision;
  info.retrieved = clock_.now();
  if (list.published) {
    info.published = *list.published;
    if (options.as_of && *options.as_of != *list.published) {
      info.findings.push_back("the file gives its publication date as " + list.published->to_string() + "; " +
                              options.as_of->to_string() + " was not used");
    }
  } else if (options.as_of) {
    info.published = *options.as_of;
  } else {
    info.published = base::date_of(info.retrieved);
    info.published_assumed = true;
    info.findings.push_back("no publication date is known; the day of retrieval, " + info.published.to_string() +
                            ", stands in for it");
  }
  info.edition = list.edition.empty() ? options.edition : list.edition;
  info.sha256 = list.content;
  info.subjects = subjects_;
  info.entities = slots_.size();
  info.parts_present = list.parts_present;
  info.unmapped = list.unmapped;
  info.unmapped_total = list.unmapped_total;
  info.rejected_records = list.rejected.size();
  if (merged_ > 0) info.findings.push_back(std::to_string(merged_) + " repeated entities were merged by their id");
  return info;
}

// The same content as the version that is served on that date is nothing new, nor is that of a version of that date
// that is not served for its own sake. Where nobody knows the date, the same content as the current version is nothing
// new either. What was replaced on the same day and comes back is new: the last word counts.
std::optional<ImportOutcome> SqliteImportSession::find_same(const std::vector<StoredVersion>& versions,
                                                            const VersionInfo& info) const {
  const auto outcome = [](const VersionInfo& found) {
    ImportOutcome result{found, true, found.state == VersionState::kQuarantined, {}};
    if (found.state != VersionState::kActive) {
      result.findings.push_back("the same content is version " + std::to_string(found.version) + ", which is " +
                                std::string(version_state_name(found.state)));
      result.findings.insert(result.findings.end(), found.findings.begin(), found.findings.end());
    }
    return result;
  };
  const StoredVersion* waiting = nullptr;
  for (const StoredVersion& version : versions) {
    if (version.info.state == VersionState::kActive || !same_content(version.info, info)) continue;
    if (version.info.published == info.published || info.published_assumed) waiting = &version;
  }
  const StoredVersion* served = active_before(versions, info.published, UINT32_MAX);
  if (served != nullptr && same_content(served->info, info)) return outcome(served->info);
  if (info.published_assumed) {
    const StoredVersion* current = active_before(versions, base::Date{INT32_MAX}, UINT32_MAX);
    if (current != nullptr && same_content(current->info, info)) return outcome(current->info);
  }
  if (waiting != nullptr) return outcome(waiting->info);
  return std::nullopt;
}

base::Result<std::optional<Twin>> SqliteImportSession::find_twin(const VersionInfo& info,
                                                                 const std::vector<StoredVersion>& versions) {
  if (info.edition.empty() && info.published_assumed) return std::optional<Twin>{};
  const StoredVersion* stored = nullptr;
  for (const StoredVersion& version : versions) {
    const VersionInfo& other = version.info;
    const bool is_twin = other.edition == info.edition &&
                         (!info.edition.empty() || (other.published == info.published && !other.published_assumed));
    if (is_twin && other.state == VersionState::kActive && same_layout(other, info)) stored = &version;
  }
  if (stored == nullptr) return std::optional<Twin>{};
  CORDON_ASSIGN(const Manifest there, load_manifest(db_, *stored));
  const KeyDifference differing = difference(there.keys, make_manifest().keys);
  Twin twin{stored->info.version, info.edition, false, differing.only_after.size(), differing.only_before.size()};
  CORDON_ASSIGN(const auto known, subject_ids(db_, differing.only_before));
  CORDON_ASSIGN(const auto given, subject_ids(db_, differing.only_after));
  twin.has_new_subject = !std::ranges::includes(known, given);
  return std::optional{std::move(twin)};
}

base::Result<Plausibility> SqliteImportSession::judge(const model::ListDescription& list, const VersionInfo& info,
                                                      const std::vector<StoredVersion>& versions,
                                                      const HealthLimits& limits) {
  PlausibilityInput input;
  input.subjects = info.subjects;
  input.rejected = info.rejected_records;
  input.declared_records = list.declared_records;
  input.published = info.published;
  input.today = base::date_of(info.retrieved);
  const StoredVersion* before = active_before(versions, info.published, UINT32_MAX);
  input.before = neighbour(before);
  input.after = neighbour(active_after(versions, info.published, UINT32_MAX));
  CORDON_ASSIGN(input.twin, find_twin(info, versions));
  input.fill = fill_;
  input.unmapped = info.unmapped;
  Layout layout;
  // Over years issuers do fill other fields: only a near version is a measure.
  const bool is_near = before != nullptr && info.published.days() - before->info.published.days() <= limits.near_days;
  if (is_near && same_layout(before->info, info)) {
    CORDON_ASSIGN(std::optional<FillProfile> fill, load_fill(db_, *before));
    if (fill) {
      layout = Layout{before->info.version, before->info.subjects, std::move(*fill), before->info.unmapped};
      input.layout = &layout;
    }
  }
  return assess(input, limits);
}

Manifest SqliteImportSession::make_manifest() const {
  Manifest manifest;
  manifest.subjects = subjects_;
  manifest.keys.reserve(slots_.size());
  for (const Slot& slot : slots_) {
    manifest.keys.push_back(slot.key);
    manifest.body_sum += slot.checksum;
  }
  std::ranges::sort(manifest.keys);
  return manifest;
}

base::Result<void> SqliteImportSession::count_differences(std::vector<StoredVersion>& versions, StoredVersion& stored) {
  const VersionInfo& info = stored.info;
  CORDON_TRY(recount(db_, active_before(versions, info.published, info.version), stored));
  if (info.state != VersionState::kActive) return {};
  const StoredVersion* after = active_after(versions, info.published, info.version);
  if (after == nullptr) return {};
  return recount(db_, &stored, versions[static_cast<std::size_t>(after - versions.data())]);
}

base::Result<ImportOutcome> SqliteImportSession::commit_version(const model::ListDescription& list,
                                                                const ImportOptions& options) {
  StoredVersion stored{0, describe(list, options)};
  VersionInfo& info = stored.info;
  if (info.source.empty()) {
    return base::Error{base::ErrorCode::kInvalidArgument, "expected a source id for this list, found none"};
  }
  CORDON_ASSIGN(std::vector<StoredVersion> versions, load_versions(db_, {info.source, true}));
  if (auto same = find_same(versions, info)) return std::move(*same);
  const StoredVersion* before = active_before(versions, info.published, UINT32_MAX);
  CORDON_TRY(check_parts(info, before, options, info.findings));

  CORDON_ASSIGN(const Plausibility plausibility, judge(list, info, versions, options.limits));
  info.findings.insert(info.findings.end(), plausibility.notices.begin(), plausibility.notices.end());
  info.findings.insert(info.findings.end(), plausibility.quarantine.begin(), plausibility.quarantine.end());
  info.state = plausibility.quarantine.empty() ? VersionState::kActive : VersionState::kQuarantined;
  for (const StoredVersion& version : versions) info.version = std::max(info.version, version.info.version);
  ++info.version;

  CORDON_ASSIGN(stored.id, insert_version(db_, info, make_manifest(), fill_));
  CORDON_TRY(count_differences(versions, stored));
  if (batches_written_) CORDON_TRY(db_.execute("DELETE FROM pending"));
  sql_.reset();
  CORDON_TRY(transaction_->commit());
  finished_ = true;
  return ImportOutcome{info, false, info.state == VersionState::kQuarantined, info.findings};
}

}  // namespace cordon::store
