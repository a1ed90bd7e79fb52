#include "cordon/service/lists.hpp"

#include <algorithm>
#include <set>

#include "cordon/ingest/read_list.hpp"
#include "freshness.hpp"
#include "health_limits.hpp"
#include "import_outcome.hpp"
#include "json_writer.hpp"
#include "list_findings.hpp"
#include "monitor_findings.hpp"
#include "ownership_import.hpp"
#include "programme_table.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

// What a delta applies to: see ingest::BaseVersion.
base::Result<void> visit_version(const store::Store& store, const model::SourceId& source,
                                 std::optional<base::Date> published,
                                 const std::function<void(const model::Entity&)>& visit) {
  store::SnapshotRequest wanted;
  wanted.sources = {source};
  wanted.as_of = published;
  const auto snapshot = store.snapshot(wanted);
  if (!snapshot && snapshot.error().code == ErrorCode::kNotFound) return {};
  if (!snapshot) return snapshot.error();
  for (const model::SourcedEntity& sourced : (*snapshot)->entities()) visit(sourced.listed.entity);
  return {};
}

// Reads and stores one list. Errors: what made it fail; a quarantined list is reported through `failed`.
base::Result<void> import_group(Workspace& workspace, const ImportRequest& request, const ingest::InputGroup& group,
                                const JsonSink& sink, const MessageSink& message, std::vector<Error>& failed) {
  ingest::ReadOptions read_options;
  if (request.source) read_options.source = model::SourceId{*request.source};
  read_options.partial = request.partial;
  read_options.progress = &workspace.progress();
  read_options.base = [&workspace](const model::SourceId& source, std::optional<base::Date> published,
                                   const std::function<void(const model::Entity&)>& visit) {
    return visit_version(workspace.store(), source, published, visit);
  };
  CORDON_ASSIGN(auto session, workspace.store().begin_import(group.source));
  CORDON_ASSIGN(const model::ListDescription list, ingest::read_group(group, read_options, *session));
  store::ImportOptions options;
  options.as_of = request.as_of;
  options.partial = request.partial;
  options.edition = request.edition;
  CORDON_ASSIGN(options.limits, health_limits(group.source));
  CORDON_ASSIGN(const store::ImportOutcome outcome, session->commit(list, options));
  report_import(outcome, list, message, failed);
  return sink(import_json(outcome, list));
}

// A page, or another list, at the address of a list.
base::Result<void> check_expected(const ImportRequest& request, const std::vector<ingest::InputGroup>& groups) {
  if (request.expected_format.empty()) return {};
  if (groups.size() == 1 && groups.front().format == request.expected_format) return {};
  std::string found;
  for (const ingest::InputGroup& group : groups) found += (found.empty() ? "" : " and ") + group.format;
  return Error{ErrorCode::kMalformed,
               "expected one list in the format " + request.expected_format + ", found " + found};
}

void write_version(JsonWriter& json, const store::VersionInfo& version) {
  json.begin_object();
  json.key("source").value(version.source.str());
  json.key("version").value(version.version);
  json.key("published").value(version.published.to_string());
  json.key("retrieved").value(base::to_iso(version.retrieved));
  json.key("sha256").value(version.sha256.hex());
  json.key("subjects").value(version.subjects);
  json.key("entities").value(version.entities);
  json.key("added").value(version.added);
  json.key("removed").value(version.removed);
  json.key("changed").value(version.changed);
  json.key("state").value(store::version_state_name(version.state));
  json.key("title").value(version.title);
  json.key("format").value(version.format);
  json.key("published_assumed").value(version.published_assumed);
  json.key("findings").strings(version.findings);
  json.end_object();
}

std::string change_json(const store::SubjectChange& change) {
  JsonWriter json;
  json.begin_object();
  json.key("kind").value(store::change_kind_name(change.kind));
  json.key("entity_id").value(change.entity_id.str());
  json.key("caption").value(change.caption);
  json.key("schema").value(change.schema);
  json.key("source").value(change.source.str());
  json.key("from_version").value(change.from_version);
  json.key("to_version").value(change.to_version);
  json.key("programmes").strings(change.programmes);
  json.key("fields").begin_array();
  for (const store::FieldChange& field : change.fields) {
    json.begin_object();
    json.key("property").value(field.property);
    json.key("before").strings(field.before).key("after").strings(field.after);
    json.end_object();
  }
  json.end_array();
  json.key("summary").value(change.summary);
  json.key("meaning").strings(programme_sentences(change.programmes, change.source.str()));
  json.end_object();
  return json.text();
}

// The number a text names; 0 (the empty list) for a date before the first version when `or_empty`.
base::Result<std::uint32_t> version_number(const store::Store& store, const model::SourceId& source,
                                           const std::string& text, bool or_empty) {
  CORDON_ASSIGN(const store::VersionRef ref, store::parse_version_ref(text));
  const auto version = store.resolve_version(source, ref);
  if (version) return version->version;
  if (or_empty && std::holds_alternative<base::Date>(ref) && version.error().code == ErrorCode::kNotFound) return 0U;
  return version.error();
}

struct VersionSpan {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

// Backwards, every delisting would read as a listing. Versions are in the order of publication, not of their numbers.
base::Result<void> must_be_in_order(const std::vector<store::VersionInfo>& versions, const VersionSpan& span) {
  const auto from = std::ranges::find(versions, span.from, &store::VersionInfo::version);
  const auto to = std::ranges::find(versions, span.to, &store::VersionInfo::version);
  if (from == versions.end() || to == versions.end() || from <= to) return {};
  const auto named = [](const store::VersionInfo& version) {
    return "version " + std::to_string(version.version) + " (" + version.published.to_string() + ")";
  };
  return Error{ErrorCode::kInvalidArgument,
               "expected --from to be the older version, found " + named(*from) + " to " + named(*to)};
}

base::Result<VersionSpan> span_of(const store::Store& store, const model::SourceId& source,
                                  const ChangesRequest& request) {
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, store.versions(source));
  std::erase_if(versions, [](const store::VersionInfo& v) { return v.state != store::VersionState::kActive; });
  VersionSpan span;
  if (versions.empty()) return span;
  if (request.to) {
    CORDON_ASSIGN(span.to, version_number(store, source, *request.to, false));
  } else {
    span.to = versions.back().version;
  }
  if (request.since) {
    CORDON_ASSIGN(span.from, version_number(store, source, request.since->to_string(), true));
  } else if (request.from) {
    CORDON_ASSIGN(span.from, version_number(store, source, *request.from, true));
  } else {
    const auto at = std::find_if(versions.begin(), versions.end(),
                                 [&](const store::VersionInfo& v) { return v.version == span.to; });
    span.from = at == versions.end() || at == versions.begin() ? 0U : std::prev(at)->version;
  }
  CORDON_TRY(must_be_in_order(versions, span));
  return span;
}

// "Nothing changed under RUSSIA-EO14204" would be taken for an answer.
base::Result<void> must_be_programme(const store::Store& store, const std::vector<model::SourceId>& sources,
                                     const std::string& programme) {
  if (!find_programmes(programme, "").empty()) return {};
  store::SnapshotRequest request;
  request.sources = sources;
  CORDON_ASSIGN(const auto snapshot, store.snapshot(request));
  for (const model::SourcedEntity& entity : snapshot->entities()) {
    const auto listed = entity.listed.entity.values("program");
    if (std::ranges::find(listed, programme) != listed.end()) return {};
  }
  return Error{ErrorCode::kNotFound, "expected a programme of these lists, found '" + programme +
                                         "'; 'cordon programmes' shows the known ones"};
}

base::Result<std::vector<model::SourceId>> loaded_sources(const store::Store& store,
                                                          const std::vector<std::string>& wanted) {
  CORDON_ASSIGN(const std::vector<store::SourceInfo> known, store.sources());
  std::vector<model::SourceId> sources;
  for (const store::SourceInfo& info : known) {
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), info.source.str()) != wanted.end()) {
      sources.push_back(info.source);
    }
  }
  for (const std::string& source : wanted) {
    if (std::none_of(sources.begin(), sources.end(), [&](const auto& id) { return id.str() == source; })) {
      return Error{ErrorCode::kNotFound, "expected a loaded list, found '" + source + "'; 'cordon sources' shows them"};
    }
  }
  return sources;
}

}  // namespace

base::Result<std::vector<Error>> import_lists(Workspace& workspace, const ImportRequest& request, const JsonSink& sink,
                                              const MessageSink& message) {
  ingest::ReadOptions options;
  if (request.source) options.source = model::SourceId{*request.source};
  options.partial = request.partial;
  options.progress = &workspace.progress();
  const SplitPaths split = request.expected_format.empty() ? split_paths(request.paths) : SplitPaths{request.paths, {}};
  std::vector<Error> failed;
  for (const std::filesystem::path& path : split.ownership) {
    auto done = import_ownership(workspace, request, path, sink, message, failed);
    if (done) continue;
    Error error = done.error();
    if (error.where.document.empty()) error.where.document = path.string();
    failed.push_back(std::move(error));
  }
  if (split.lists.empty()) return failed;
  auto grouped = ingest::group_inputs(split.lists, options);
  // What a reader cannot tell is the file's fault, not the command line's: exit status 1, not 2.
  if (!grouped) return Error{ErrorCode::kMalformed, grouped.error().message, grouped.error().where};
  const std::vector<ingest::InputGroup> groups = std::move(grouped).value();
  CORDON_TRY(check_expected(request, groups));
  std::set<std::string> broken_chains;  // sources of which a delta failed: the next would apply to the wrong version
  for (const ingest::InputGroup& group : groups) {
    for (const ingest::SkippedFile& skipped : group.skipped) {
      message("skipped " + skipped.path.string() + ": " + skipped.reason);
    }
    const bool is_delta = group.format == "ftm-delta";
    if (is_delta && broken_chains.contains(group.source.str())) {
      message("not applied: " + group.parts.front().input.document + ", as the delta before it failed");
      continue;
    }
    const std::size_t failed_before = failed.size();
    const auto done = import_group(workspace, request, group, sink, message, failed);
    if (!done) failed.push_back(done.error());
    if (is_delta && failed.size() > failed_before) broken_chains.insert(group.source.str());
  }
  return failed;
}

base::Result<void> list_sources(Workspace& workspace, const JsonSink& sink) {
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  const base::Date today = base::date_of(workspace.clock().now());
  const UpdateState updates = load_update_state(workspace.directory());
  for (const store::SourceInfo& info : sources) {
    const store::VersionInfo* shown = info.current ? &*info.current : nullptr;
    if (shown == nullptr && !info.quarantined.empty()) shown = &info.quarantined.back();
    std::vector<store::VersionInfo> rejected;
    if (shown == nullptr) {  // nothing of it is searched: the last one that was rejected says what it is
      CORDON_ASSIGN(rejected, workspace.store().versions(info.source));
      if (rejected.empty()) continue;
      shown = &rejected.back();
    }
    const std::int32_t age = age_days(shown->published, today);
    JsonWriter json;
    json.begin_object();
    json.key("source").value(info.source.str());
    json.key("title").value(shown->title);
    json.key("format").value(shown->format);
    json.key("version").value(shown->version);
    json.key("published").value(shown->published.to_string());
    json.key("retrieved").value(base::to_iso(shown->retrieved));
    json.key("subjects").value(shown->subjects);
    json.key("entities").value(shown->entities);
    json.key("age_days").value(age);
    json.key("state").value(!rejected.empty()                 ? "none"
                            : !info.quarantined.empty()       ? "quarantined"
                            : age > max_age_days(info.source) ? "stale"
                                                              : "ok");
    json.key("unmapped").value(shown->unmapped_total);
    const auto update = updates.find(info.source.str());
    json.key("findings").begin_array();
    for (const ListFinding& finding : list_findings(info, update == updates.end() ? nullptr : &update->second, today)) {
      if (finding.state != "ok") json.value(finding.state + ": " + finding.detail);
    }
    if (!rejected.empty()) json.value("none: every version was rejected, so that the list is not searched");
    json.end_array();
    json.key("quarantined_versions").begin_array();
    for (const store::VersionInfo& version : info.quarantined) write_version(json, version);
    json.end_array();
    json.end_object();
    CORDON_TRY(sink(json.text()));
  }
  return {};
}

base::Result<void> list_versions(Workspace& workspace, const std::optional<std::string>& source, const JsonSink& sink) {
  std::optional<model::SourceId> id;
  if (source) {
    CORDON_TRY(loaded_sources(workspace.store(), {*source}));
    id = model::SourceId{*source};
  }
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, workspace.store().versions(id));
  for (const store::VersionInfo& version : versions) {
    JsonWriter json;
    write_version(json, version);
    CORDON_TRY(sink(json.text()));
  }
  return {};
}

base::Result<void> list_changes(Workspace& workspace, const ChangesRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const std::vector<model::SourceId> sources, loaded_sources(workspace.store(), request.sources));
  bool found = false;
  for (const model::SourceId& source : sources) {
    CORDON_ASSIGN(const VersionSpan span, span_of(workspace.store(), source, request));
    if (span.from == span.to) continue;
    CORDON_ASSIGN(const auto changes, workspace.store().changes(source, span.from, span.to));
    for (const store::SubjectChange& change : changes) {
      if (request.programme && std::find(change.programmes.begin(), change.programmes.end(), *request.programme) ==
                                   change.programmes.end()) {
        continue;
      }
      found = true;
      CORDON_TRY(sink(change_json(change)));
    }
  }
  if (request.programme && !found) return must_be_programme(workspace.store(), sources, *request.programme);
  return {};
}

base::Result<void> decide_quarantine(Workspace& workspace, const std::string& source, bool release,
                                     const JsonSink& sink) {
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  for (const store::SourceInfo& info : sources) {
    if (info.source.str() != source || info.quarantined.empty()) continue;
    CORDON_ASSIGN(
        const store::VersionInfo version,
        workspace.store().set_version_state(info.source, info.quarantined.back().version,
                                            release ? store::VersionState::kActive : store::VersionState::kRejected));
    JsonWriter json;
    write_version(json, version);
    return sink(json.text());
  }
  return Error{ErrorCode::kNotFound, "expected a source with a quarantined version, found '" + source + "'"};
}

base::Result<bool> run_doctor(Workspace& workspace, const JsonSink& sink) {
  CORDON_ASSIGN(const std::vector<store::StoreProblem> problems, workspace.store().check());
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  const base::Date today = base::date_of(workspace.clock().now());
  bool healthy = problems.empty();
  JsonWriter checks;
  checks.begin_array();
  const auto add = [&checks](std::string_view check, std::string_view state, std::string_view detail,
                             std::string_view advice) {
    checks.begin_object();
    checks.key("check").value(check).key("state").value(state).key("detail").value(detail).key("advice").value(advice);
    checks.end_object();
  };
  if (problems.empty()) add("store", "ok", "every version reads back with its checksums", "");
  for (const store::StoreProblem& problem : problems) add("store", "damaged", problem.what, problem.advice);
  if (sources.empty()) add("lists", "empty", "no list is loaded", "run 'cordon import' with an official list");
  UpdateState updates = load_update_state(workspace.directory());
  const auto add_findings = [&](const std::vector<ListFinding>& findings) {
    for (const ListFinding& finding : findings) {
      healthy = healthy && !finding.needs_attention();
      add(finding.check, finding.state, finding.detail, finding.advice);
    }
  };
  for (const store::SourceInfo& info : sources) {
    const auto update = updates.find(info.source.str());
    add_findings(list_findings(info, update == updates.end() ? nullptr : &update->second, today));
    if (update != updates.end()) updates.erase(update);
  }
  for (const auto& [source, update] : updates) add_findings(update_findings(source, &update));
  add_findings(monitor_findings(workspace));
  checks.end_array();
  JsonWriter json;
  json.begin_object();
  json.key("state").value(healthy ? "ok" : "attention");
  json.key("checks").raw(checks.text());
  json.end_object();
  CORDON_TRY(sink(json.text()));
  return healthy;
}

}  // namespace cordon::service
