#include "sqlite/version_table.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace cordon::store {
namespace {

// Persisted in note.kind: do not renumber.
enum class NoteKind : std::uint8_t { kPart = 1, kUnmapped = 2, kFinding = 3, kFill = 4, kEdition = 5 };

constexpr std::string_view kColumns =
    "id, source, number, title, format, reader_revision, published, published_assumed, retrieved, sha256, subjects, "
    "entities, added, removed, changed, state, unmapped_total, rejected_records";

std::uint64_t unsigned_column(const Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

// nullopt: none of the states.
std::optional<VersionState> state_of(std::int64_t number) noexcept {
  if (number < 1 || number > 3) return std::nullopt;
  return static_cast<VersionState>(number);
}

base::Result<StoredVersion> read_row(const Statement& row) {
  StoredVersion version;
  VersionInfo& info = version.info;
  version.id = row.integer(0);
  info.source = model::SourceId{row.text(1)};
  info.version = static_cast<std::uint32_t>(row.integer(2));
  info.title = row.text(3);
  info.format = row.text(4);
  info.reader_revision = static_cast<std::uint32_t>(row.integer(5));
  info.published = base::Date{static_cast<std::int32_t>(row.integer(6))};
  info.published_assumed = row.integer(7) != 0;
  info.retrieved = base::Timestamp{std::chrono::seconds{row.integer(8)}};
  const std::string_view sha = row.blob(9);
  const std::optional<VersionState> state = state_of(row.integer(15));
  if (sha.size() != base::ContentHash::kSizeBytes || !state) {
    return base::Error{base::ErrorCode::kDamaged, "store: the row of version " + std::to_string(info.version) + " of " +
                                                      info.source.str() + " is damaged"};
  }
  std::array<std::uint8_t, base::ContentHash::kSizeBytes> hash{};
  std::memcpy(hash.data(), sha.data(), hash.size());
  info.sha256 = base::ContentHash{hash};
  info.subjects = unsigned_column(row, 10);
  info.entities = unsigned_column(row, 11);
  info.added = unsigned_column(row, 12);
  info.removed = unsigned_column(row, 13);
  info.changed = unsigned_column(row, 14);
  info.state = *state;
  info.unmapped_total = unsigned_column(row, 16);
  info.rejected_records = unsigned_column(row, 17);
  return version;
}

base::Result<void> load_notes(Database& db, std::vector<StoredVersion>& versions) {
  std::unordered_map<std::int64_t, VersionInfo*> by_id;
  for (StoredVersion& version : versions) by_id.emplace(version.id, &version.info);
  CORDON_ASSIGN(
      Statement row,
      db.prepare("SELECT version_id, kind, field, value, count FROM note WHERE kind <> 4 "  // fill profiles are long
                 "ORDER BY version_id, kind, position"));
  for (;;) {
    CORDON_ASSIGN(const bool more, row.step());
    if (!more) return {};
    const auto at = by_id.find(row.integer(0));
    if (at == by_id.end()) continue;
    switch (static_cast<NoteKind>(row.integer(1))) {
      case NoteKind::kPart:
        at->second->parts_present.emplace_back(row.text(3));
        break;
      case NoteKind::kUnmapped:
        at->second->unmapped.push_back({std::string(row.text(2)), std::string(row.text(3)), unsigned_column(row, 4)});
        break;
      case NoteKind::kFinding:
        at->second->findings.emplace_back(row.text(3));
        break;
      case NoteKind::kFill:
        break;
      case NoteKind::kEdition:
        at->second->edition = row.text(3);
        break;
    }
  }
}

base::Result<void> insert_notes(Database& db, std::int64_t id, const VersionInfo& info, const FillProfile& fill) {
  CORDON_ASSIGN(
      Statement insert,
      db.prepare("INSERT INTO note (version_id, kind, position, field, value, count) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  std::int64_t position = 0;
  const auto add = [&](NoteKind kind, std::string_view field, std::string_view value, std::uint64_t count) {
    return insert.bind(1, id)
        .bind(2, static_cast<std::int64_t>(kind))
        .bind(3, position++)
        .bind_text(4, field)
        .bind_text(5, value)
        .bind(6, static_cast<std::int64_t>(count))
        .run();
  };
  for (const std::string& part : info.parts_present) CORDON_TRY(add(NoteKind::kPart, {}, part, 1));
  for (const model::UnmappedValue& value : info.unmapped) {
    CORDON_TRY(add(NoteKind::kUnmapped, value.field, value.value, value.count));
  }
  for (const std::string& finding : info.findings) CORDON_TRY(add(NoteKind::kFinding, {}, finding, 1));
  const std::string profile = fill.encode();  // SQLite reads the text when the row is written
  CORDON_TRY(add(NoteKind::kFill, {}, profile, 1));
  if (!info.edition.empty()) CORDON_TRY(add(NoteKind::kEdition, {}, info.edition, 1));
  return {};
}

base::Result<void> record_state(Database& db, std::int64_t id, VersionState state, base::Timestamp at) {
  CORDON_ASSIGN(Statement insert, db.prepare("INSERT INTO state_change (version_id, at, state) VALUES (?1, ?2, ?3)"));
  return insert.bind(1, id).bind(2, at.time_since_epoch().count()).bind(3, static_cast<std::int64_t>(state)).run();
}

auto place_of(const StoredVersion& version) { return std::tuple(version.info.published, version.info.version); }

}  // namespace

base::Result<std::vector<StoredVersion>> load_versions(Database& db, const VersionQuery& query) {
  std::string sql = "SELECT " + std::string(kColumns) + " FROM version";
  if (query.source) sql += " WHERE source = ?1";
  sql += " ORDER BY source, published, number";
  CORDON_ASSIGN(Statement row, db.prepare(sql));
  if (query.source) row.bind_text(1, query.source->str());
  std::vector<StoredVersion> versions;
  for (;;) {
    CORDON_ASSIGN(const bool more, row.step());
    if (!more) break;
    CORDON_ASSIGN(StoredVersion version, read_row(row));
    versions.push_back(std::move(version));
  }
  if (query.with_notes) CORDON_TRY(load_notes(db, versions));
  return versions;
}

base::Result<std::int64_t> insert_version(Database& db, const VersionInfo& info, const Manifest& manifest,
                                          const FillProfile& fill) {
  CORDON_ASSIGN(Statement insert,
                db.prepare("INSERT INTO version (source, number, title, format, reader_revision, published, "
                           "published_assumed, retrieved, sha256, subjects, entities, added, removed, changed, state, "
                           "unmapped_total, rejected_records) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"));
  std::string sha;
  for (const std::uint8_t byte : info.sha256.bytes()) sha += static_cast<char>(byte);
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  insert.bind_text(1, info.source.str()).bind(2, info.version).bind_text(3, info.title).bind_text(4, info.format);
  insert.bind(5, info.reader_revision).bind(6, info.published.days()).bind(7, info.published_assumed ? 1 : 0);
  insert.bind(8, info.retrieved.time_since_epoch().count()).bind_blob(9, sha);
  insert.bind(10, number(info.subjects)).bind(11, number(info.entities)).bind(12, number(info.added));
  insert.bind(13, number(info.removed)).bind(14, number(info.changed));
  insert.bind(15, static_cast<std::int64_t>(info.state)).bind(16, number(info.unmapped_total));
  insert.bind(17, number(info.rejected_records));
  CORDON_TRY(insert.run());
  const std::int64_t id = db.last_insert_key();
  CORDON_TRY(insert_notes(db, id, info, fill));
  CORDON_TRY(record_state(db, id, info.state, info.retrieved));
  const std::string bytes = encode_manifest(manifest);
  CORDON_ASSIGN(Statement manifest_row, db.prepare("INSERT INTO manifest (version_id, data) VALUES (?1, ?2)"));
  CORDON_TRY(manifest_row.bind(1, id).bind_blob(2, bytes).run());
  return id;
}

base::Result<void> update_counts(Database& db, const StoredVersion& version) {
  CORDON_ASSIGN(Statement update,
                db.prepare("UPDATE version SET added = ?2, removed = ?3, changed = ?4 WHERE id = ?1"));
  return update.bind(1, version.id)
      .bind(2, static_cast<std::int64_t>(version.info.added))
      .bind(3, static_cast<std::int64_t>(version.info.removed))
      .bind(4, static_cast<std::int64_t>(version.info.changed))
      .run();
}

base::Result<void> update_state(Database& db, const StoredVersion& version, base::Timestamp at) {
  CORDON_ASSIGN(Statement update, db.prepare("UPDATE version SET state = ?2 WHERE id = ?1"));
  CORDON_TRY(update.bind(1, version.id).bind(2, static_cast<std::int64_t>(version.info.state)).run());
  return record_state(db, version.id, version.info.state, at);
}

base::Result<Manifest> load_manifest(Database& db, const StoredVersion& version) {
  const std::string name = "version " + std::to_string(version.info.version) + " of " + version.info.source.str();
  CORDON_ASSIGN(Statement row, db.prepare("SELECT data FROM manifest WHERE version_id = ?1"));
  CORDON_ASSIGN(const bool found, row.bind(1, version.id).step());
  if (!found) return base::Error{base::ErrorCode::kDamaged, "store: the manifest of " + name + " is missing"};
  base::Result<Manifest> manifest = decode_manifest(row.blob(0));
  if (!manifest) return base::Error{manifest.error().code, "store: " + name + ": " + manifest.error().message};
  if (manifest->keys.size() != version.info.entities || manifest->subjects != version.info.subjects) {
    return base::Error{base::ErrorCode::kDamaged, "store: the manifest of " + name + " counts " +
                                                      std::to_string(manifest->keys.size()) + " entities, its row " +
                                                      std::to_string(version.info.entities)};
  }
  return manifest;
}

base::Result<std::optional<FillProfile>> load_fill(Database& db, const StoredVersion& version) {
  CORDON_ASSIGN(Statement row, db.prepare("SELECT value FROM note WHERE version_id = ?1 AND kind = 4"));
  CORDON_ASSIGN(const bool found, row.bind(1, version.id).step());
  if (!found) return std::optional<FillProfile>{};
  CORDON_ASSIGN(FillProfile fill, FillProfile::decode(row.text(0)));
  return std::optional{std::move(fill)};
}

base::Result<std::optional<VersionState>> state_known_on(Database& db, const StoredVersion& version, base::Date day) {
  // Seconds before the next day begins.
  const std::int64_t end = (static_cast<std::int64_t>(day.days()) + 1) * 86'400;
  CORDON_ASSIGN(
      Statement row,
      db.prepare("SELECT state FROM state_change WHERE version_id = ?1 AND at < ?2 ORDER BY at DESC, id DESC LIMIT 1"));
  CORDON_ASSIGN(const bool found, row.bind(1, version.id).bind(2, end).step());
  if (!found) return std::optional<VersionState>{};
  const std::optional<VersionState> state = state_of(row.integer(0));
  if (!state) {
    return base::Error{base::ErrorCode::kDamaged,
                       "store: expected a state from 1 to 3 for version " + std::to_string(version.info.version) +
                           " of " + version.info.source.str() + ", found " + std::to_string(row.integer(0))};
  }
  return state;
}

const StoredVersion* active_before(const std::vector<StoredVersion>& versions, base::Date published,
                                   std::uint32_t number) noexcept {
  const StoredVersion* result = nullptr;
  for (const StoredVersion& version : versions) {
    if (place_of(version) >= std::tuple(published, number)) break;
    if (version.info.state == VersionState::kActive) result = &version;
  }
  return result;
}

const StoredVersion* active_after(const std::vector<StoredVersion>& versions, base::Date published,
                                  std::uint32_t number) noexcept {
  const auto at = std::ranges::find_if(versions, [&](const StoredVersion& version) {
    return place_of(version) > std::tuple(published, number) && version.info.state == VersionState::kActive;
  });
  return at == versions.end() ? nullptr : &*at;
}

}  // namespace cordon::store
