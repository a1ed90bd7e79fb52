#include "cordon/service/watchlist.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <system_error>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/screening/counterparty.hpp"
#include "json_writer.hpp"
#include "monitor.hpp"
#include "source_catalogue.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

const std::vector<std::string> kColumns{"id",     "name",      "alias", "schema",  "birth_date", "country",
                                        "gender", "id_number", "imo",   "address", "note"};
using Row = std::vector<std::string>;  // as kColumns
constexpr std::string_view kFormat = "own-list";

base::Result<fs::path> file_of(const Workspace& workspace, const std::string& list) {
  const bool plain = !list.empty() && std::ranges::all_of(list, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (plain) return workspace.directory() / "watchlists" / (list + ".csv");
  return Error{ErrorCode::kInvalidArgument,
               "expected a list's name of small letters, digits and '_', found '" + list + "'"};
}

// A version of an own list in the place of an official one would hide everybody the official one names.
base::Result<void> must_be_own(const Workspace& workspace, const std::string& list) {
  bool taken = is_official_source(list);
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, workspace.store().versions(model::SourceId{list}));
  taken = taken || std::ranges::any_of(versions, [](const auto& version) { return version.format != kFormat; });
  if (!taken) return {};
  return Error{ErrorCode::kConflict, "'" + list + "' is the id of an imported or official list; expected another name"};
}

// Errors: kMalformed for a value that screening could not read: it would be left out without a word.
base::Result<void> must_be_readable(const Row& row, const base::SourceLocation& where) {
  screening::Counterparty subject;
  for (std::size_t i = 1; i + 1 < kColumns.size(); ++i) {
    if (!row[i].empty()) screening::set_column(subject, kColumns[i], row[i]);
  }
  const std::vector<std::string> problems = screening::query_of(subject).problems;
  if (problems.empty()) return {};
  return Error{ErrorCode::kMalformed, problems.front(), where};
}

// checked: every value must be one that screening can read.
base::Result<std::vector<Row>> read_rows(const fs::path& file, bool checked = false) {
  std::vector<Row> rows;
  std::error_code problem;
  if (!fs::exists(file, problem)) return rows;
  CORDON_ASSIGN(const std::string bytes, base::read_file(file));
  base::CsvReader reader{bytes, {}, file.string()};
  Row header;
  CORDON_ASSIGN(const bool any, reader.next(header));
  if (!any) return rows;
  CORDON_TRY(base::must_name_columns_once(header, {file.string(), 1, {}}));
  std::vector<std::size_t> places;
  for (const std::string& column : header) {
    const auto at = std::ranges::find(kColumns, column);
    if (at == kColumns.end()) {
      return Error{ErrorCode::kMalformed, "unknown column '" + column + "'", {file.string(), 1, {}}};
    }
    places.push_back(static_cast<std::size_t>(at - kColumns.begin()));
  }
  std::set<std::string> ids;
  Row fields;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) return rows;
    const base::SourceLocation where{file.string(), reader.line(), fields.empty() ? std::string() : fields.front()};
    if (fields.size() != header.size()) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(header.size()) + " fields, found " + std::to_string(fields.size()),
                   where};
    }
    Row row(kColumns.size());
    for (std::size_t i = 0; i < fields.size(); ++i) row[places[i]] = fields[i];
    if (row[0].empty() || row[1].empty()) return Error{ErrorCode::kMissingField, "expected id and name", where};
    if (!ids.insert(row[0]).second) return Error{ErrorCode::kMalformed, "the id '" + row[0] + "' came before", where};
    if (checked) CORDON_TRY(must_be_readable(row, where));
    rows.push_back(std::move(row));
  }
}

std::string csv_of(const std::vector<Row>& rows) {
  std::string out;
  base::append_csv_row(out, kColumns);
  for (const Row& row : rows) base::append_csv_row(out, row);
  return out;
}

// The file beside the list's own, which takes its place once the store has the version. Returns: its path.
base::Result<fs::path> write_draft(const fs::path& file, const std::string& bytes) {
  std::error_code problem;
  fs::create_directories(file.parent_path(), problem);
  fs::path draft = file.string() + ".part";
  std::ofstream out(draft, std::ios::binary);
  out << bytes;
  out.flush();
  if (problem || !out) return Error{ErrorCode::kIo, "cannot be written", {draft.string(), 0, {}}};
  return draft;
}

model::ListEntity entity_of(const std::string& list, const Row& row) {
  screening::Counterparty subject;
  for (std::size_t i = 1; i + 1 < kColumns.size(); ++i) {
    if (!row[i].empty()) screening::set_column(subject, kColumns[i], row[i]);
  }
  const match::SubjectFeatures features = screening::query_of(subject).features;
  model::ListEntity listed;
  listed.entity = model::Entity(model::EntityId{row[0]}, features.schema.empty() ? "LegalEntity" : features.schema);
  model::Entity& entity = listed.entity;
  for (const std::string& name : subject.names) entity.add("name", name);
  for (const std::string& alias : subject.aliases) entity.add("alias", alias);
  for (const std::string& date : features.birth_dates) entity.add("birthDate", date);
  for (const std::string& country : features.countries) entity.add("country", country);
  for (const std::string& gender : features.genders) entity.add("gender", gender);
  for (const std::string& address : features.addresses) entity.add("address", address);
  for (const match::Identifier& id : features.identifiers) entity.add(id.type, id.value);
  if (!row.back().empty()) entity.add("notes", row.back());
  entity.add("programId", list);
  entity.add("topics", "poi");
  listed.subject_id = entity.id();
  listed.is_subject = true;
  std::string raw;
  base::append_csv_row(raw, row);
  listed.raw_hash = base::ContentHash::of(raw);
  return listed;
}

base::Result<store::VersionInfo> store_version(Workspace& workspace, const std::string& list,
                                               const std::vector<Row>& rows) {
  const model::SourceId source{list};
  CORDON_ASSIGN(auto session, workspace.store().begin_import(source));
  for (const Row& row : rows) CORDON_TRY(session->add(entity_of(list, row)));
  model::ListDescription description;
  description.source = source;
  description.title = "Own watch-list " + list;
  description.format = kFormat;
  description.published = base::date_of(workspace.clock().now());
  description.content = base::ContentHash::of(csv_of(rows));
  description.subjects = description.entities = rows.size();
  CORDON_ASSIGN(const store::ImportOutcome outcome, session->commit(description, {}));
  if (!outcome.quarantined) return outcome.version;
  // A list that its owner edits shrinks when the owner says so. The session holds the store's lock until it ends.
  session.reset();
  return workspace.store().set_version_state(source, outcome.version.version, store::VersionState::kActive);
}

struct Act {
  std::string action;  // as in the audit log
  std::string by;
  std::string id;  // of the entry; empty: the whole file
};

// The version and the record of who made it. What the log cannot take is not stored either, but for the moment between
// two commits.
base::Result<store::VersionInfo> store_and_record(Workspace& workspace, const std::string& list,
                                                  const std::vector<Row>& rows, const Act& act) {
  if (act.by.empty()) return Error{ErrorCode::kInvalidArgument, "--by: expected who edits the list, found nothing"};
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
  CORDON_ASSIGN(const auto transaction, storage->begin_write());
  CORDON_ASSIGN(const store::VersionInfo version, store_version(workspace, list, rows));
  monitoring::AuditPayload payload{{"list", list},
                                   {"version", std::to_string(version.version)},
                                   {"entries", std::to_string(rows.size())},
                                   {"sha256", version.sha256.hex()}};
  if (!act.id.empty()) payload.emplace_back("entry", act.id);
  CORDON_ASSIGN(const auto record,
                transaction->append({workspace.clock().now(), act.by, act.action, std::move(payload)}));
  static_cast<void>(record);
  CORDON_TRY(transaction->commit());
  return version;
}

// The rows as the list's new version and file.
base::Result<store::VersionInfo> replace(Workspace& workspace, const std::string& list, const std::vector<Row>& rows,
                                         const Act& act) {
  CORDON_ASSIGN(const fs::path file, file_of(workspace, list));
  CORDON_ASSIGN(const fs::path draft, write_draft(file, csv_of(rows)));
  std::error_code problem;
  const auto version = store_and_record(workspace, list, rows, act);
  if (!version) {
    fs::remove(draft, problem);
    return version.error();
  }
  fs::rename(draft, file, problem);
  if (problem) return Error{ErrorCode::kIo, "cannot be replaced: " + problem.message(), {file.string(), 0, {}}};
  return version;
}

std::string row_json(const std::string& list, const Row& row, std::optional<std::uint32_t> version) {
  JsonWriter json;
  json.begin_object().key("list").value(list);
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (!row[i].empty()) json.key(kColumns[i]).value(row[i]);
  }
  if (version) json.key("version").value(*version);
  json.end_object();
  return json.text();
}

// The next free number: ids are never given twice, also not after a removal, as long as a higher one stays.
std::string next_id(const std::string& list, const std::vector<Row>& rows) {
  std::uint64_t highest = 0;
  for (const Row& row : rows) {
    const std::size_t dash = row[0].rfind('-');
    if (dash == std::string::npos || row[0].substr(0, dash) != list) continue;
    std::uint64_t number = 0;
    const char* begin = row[0].data() + dash + 1;
    if (std::from_chars(begin, row[0].data() + row[0].size(), number).ec == std::errc{}) {
      highest = std::max(highest, number);
    }
  }
  return list + "-" + std::to_string(highest + 1);
}

}  // namespace

base::Result<void> watchlist_add(Workspace& workspace, const WatchlistEdit& edit, const WatchlistEntry& entry,
                                 const JsonSink& sink) {
  const std::string& list = edit.list;
  CORDON_ASSIGN(const fs::path file, file_of(workspace, list));
  CORDON_TRY(must_be_own(workspace, list));
  CORDON_ASSIGN(std::vector<Row> rows, read_rows(file));
  Row row(kColumns.size());
  row[0] = next_id(list, rows);
  for (const auto& [column, value] : entry) {
    const auto at = std::ranges::find(kColumns, column);
    if (at == kColumns.end()) return Error{ErrorCode::kInvalidArgument, "a watch-list has no column '" + column + "'"};
    row[static_cast<std::size_t>(at - kColumns.begin())] = value;
  }
  if (row[1].empty()) return Error{ErrorCode::kInvalidArgument, "expected a name, found nothing"};
  CORDON_TRY(must_be_readable(row, {}));
  rows.push_back(row);
  CORDON_ASSIGN(const store::VersionInfo version, replace(workspace, list, rows, {"watchlist.added", edit.by, row[0]}));
  return sink(row_json(list, row, version.version));
}

base::Result<void> watchlist_remove(Workspace& workspace, const WatchlistEdit& edit, const std::string& id,
                                    const JsonSink& sink) {
  const std::string& list = edit.list;
  CORDON_ASSIGN(const fs::path file, file_of(workspace, list));
  CORDON_TRY(must_be_own(workspace, list));
  CORDON_ASSIGN(std::vector<Row> rows, read_rows(file));
  const auto at = std::ranges::find(rows, id, [](const Row& row) { return row[0]; });
  if (at == rows.end()) return Error{ErrorCode::kNotFound, "watch-list " + list + " has no entry '" + id + "'"};
  Row removed = std::move(*at);
  rows.erase(at);
  CORDON_ASSIGN(const store::VersionInfo version, replace(workspace, list, rows, {"watchlist.removed", edit.by, id}));
  return sink(row_json(list, removed, version.version));
}

base::Result<void> watchlist_show(Workspace& workspace, const std::string& list, const JsonSink& sink) {
  CORDON_ASSIGN(const fs::path file, file_of(workspace, list));
  CORDON_ASSIGN(const std::vector<Row> rows, read_rows(file));
  for (const Row& row : rows) CORDON_TRY(sink(row_json(list, row, std::nullopt)));
  return {};
}

base::Result<void> watchlist_reload(Workspace& workspace, const WatchlistEdit& edit, const JsonSink& sink) {
  const std::string& list = edit.list;
  CORDON_ASSIGN(const fs::path file, file_of(workspace, list));
  std::error_code problem;
  if (!fs::exists(file, problem)) {
    return Error{ErrorCode::kNotFound, "there is no watch-list '" + list + "'", {file.string(), 0, {}}};
  }
  CORDON_TRY(must_be_own(workspace, list));
  CORDON_ASSIGN(const std::vector<Row> rows, read_rows(file, true));
  CORDON_ASSIGN(const store::VersionInfo version,
                store_and_record(workspace, list, rows, {"watchlist.reloaded", edit.by, {}}));
  JsonWriter json;
  json.begin_object().key("source").value(list).key("version").value(version.version);
  json.key("subjects").value(version.subjects).end_object();
  return sink(json.text());
}

}  // namespace cordon::service
