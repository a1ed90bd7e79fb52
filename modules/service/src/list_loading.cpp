#include "list_loading.hpp"

#include <algorithm>

#include "freshness.hpp"
#include "json_writer.hpp"
#include "list_findings.hpp"
#include "ownership_import.hpp"
#include "reach_limbs.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using store::SourceInfo;
using store::VersionInfo;

bool holds_ownership(const SourceInfo& info) {
  if (info.current) return info.current->format.starts_with(kOwnershipFormat);
  return !info.quarantined.empty() && info.quarantined.back().format.starts_with(kOwnershipFormat);
}

// Those that were published and known by the days of the request.
std::vector<VersionInfo> quarantined_by(const SourceInfo& info, const ScreenRequest& request) {
  std::vector<VersionInfo> out = info.quarantined;
  std::erase_if(out, [&](const VersionInfo& version) {
    return (request.as_of && version.published > *request.as_of) ||
           (request.known && base::date_of(version.retrieved) > *request.known);
  });
  return out;
}

// Why no version of a source answers.
Error absence(const SourceInfo& info, const ScreenRequest& request) {
  const std::string& source = info.source.str();
  if (const auto waiting = quarantined_by(info, request); !waiting.empty()) {
    return {ErrorCode::kQuarantined, "version " + std::to_string(waiting.back().version) + " of " + source +
                                         " is quarantined; 'cordon sources release " + source + "' or 'reject'"};
  }
  if (info.current && request.as_of && info.current->published > *request.as_of) {
    return {ErrorCode::kNotFound, "no version of " + source + " was published by " + request.as_of->to_string()};
  }
  if (info.current) return {ErrorCode::kNotFound, "no version of " + source + " answers for the days asked for"};
  return {ErrorCode::kNotFound, info.quarantined.empty()
                                    ? "every version of " + source + " was rejected"
                                    : "no version of " + source + " had been imported or published by then"};
}

const VersionInfo* chosen(const std::vector<VersionInfo>& versions, const model::SourceId& source) {
  const auto at = std::ranges::find(versions, source, &VersionInfo::source);
  return at == versions.end() ? nullptr : &*at;
}

// How a searched version stands: its age on the day of the request, and what waits that is newer.
struct Standing {
  std::string state;  // as in `sources`
  std::int32_t age = 0;
  std::string warning;
};
Standing standing_of(const VersionInfo& version, const SourceInfo* info, const ScreenRequest& request,
                     base::Date today) {
  SourceInfo seen;
  seen.source = version.source;
  seen.current = version;
  if (info != nullptr) seen.quarantined = quarantined_by(*info, request);
  std::erase_if(seen.quarantined, [&](const VersionInfo& other) { return other.published < version.published; });
  const base::Date day = request.as_of.value_or(today);
  Standing standing{"ok", age_days(version.published, day), {}};
  for (const ListFinding& finding : list_findings(seen, nullptr, day)) {
    if (!finding.needs_attention()) continue;
    standing.state = finding.state;  // quarantine comes behind freshness and counts more
    standing.warning += (standing.warning.empty() ? "" : ", ") + finding.state + ": " + finding.detail;
  }
  if (!standing.warning.empty()) standing.warning = version.source.str() + " is " + standing.warning;
  return standing;
}

void write_version(JsonWriter& json, const VersionInfo& version, const Standing& standing) {
  json.key(version.source.str()).begin_object();
  json.key("version").value(version.version);
  json.key("published").value(version.published.to_string());
  json.key("sha256").value(version.sha256.hex());
  json.key("subjects").value(std::uint64_t{version.subjects});
  json.key("state").value(standing.state).key("age_days").value(standing.age);
  json.end_object();
}

// Writes `searched` and its warning.
class Searched {
 public:
  Searched(const std::vector<SourceInfo>& known, const ScreenRequest& request, base::Date today)
      : known_(known), request_(request), today_(today) {}

  void write_versions(const std::vector<VersionInfo>& versions) {
    json_.begin_object();
    for (const VersionInfo& version : versions) {
      const auto at = std::ranges::find(known_, version.source, &SourceInfo::source);
      const Standing standing = standing_of(version, at == known_.end() ? nullptr : &*at, request_, today_);
      warn(standing.warning);
      write_version(json_, version, standing);
    }
    json_.end_object();
  }
  void write_absent(const std::vector<const SourceInfo*>& absent) {
    json_.key("not_searched").begin_array();
    for (const SourceInfo* info : absent) {
      const std::string why = absence(*info, request_).message;
      warn("not searched: " + why);
      json_.begin_object().key("source").value(info->source.str()).key("why").value(why).end_object();
    }
    json_.end_array();
  }
  [[nodiscard]] JsonWriter& json() { return json_; }
  [[nodiscard]] const std::string& warning() const { return warning_; }

 private:
  void warn(const std::string& text) {
    if (!text.empty()) warning_ += (warning_.empty() ? "" : "; ") + text;
  }

  const std::vector<SourceInfo>& known_;
  const ScreenRequest& request_;
  base::Date today_;
  JsonWriter json_;
  std::string warning_;
};

Error no_list(const ScreenRequest& request) {
  return {ErrorCode::kNotFound, request.as_of ? "no list was published by " + request.as_of->to_string() +
                                                    " in this data directory: nothing to screen against"
                                              : "no list is loaded: nothing to screen against; run 'cordon import'"};
}

Error nothing_answers(const std::vector<const SourceInfo*>& absent, const ScreenRequest& request) {
  for (const SourceInfo* info : absent) {
    if (Error error = absence(*info, request); error.code == ErrorCode::kQuarantined) return error;
  }
  return no_list(request);
}

// The sources of ownership data that answer the request.
base::Result<std::vector<VersionInfo>> ownership_versions(const Workspace& workspace,
                                                          const std::vector<SourceInfo>& known,
                                                          const ScreenRequest& request) {
  store::SnapshotRequest wanted = lists_of(request);
  wanted.sources.clear();
  for (const SourceInfo& info : known) {
    if (holds_ownership(info)) wanted.sources.push_back(info.source);
  }
  if (wanted.sources.empty()) return std::vector<VersionInfo>{};
  return workspace.store().chosen_versions(wanted);
}

}  // namespace

base::Result<store::SnapshotRequest> reach_lists_of(const Workspace& workspace, const ScreenRequest& request) {
  store::SnapshotRequest wanted = lists_of(request);
  if (wanted.sources.empty()) return wanted;
  CORDON_ASSIGN(const std::vector<SourceInfo> known, workspace.store().sources());
  for (const SourceInfo& info : known) {
    if (holds_ownership(info) && std::ranges::find(wanted.sources, info.source) == wanted.sources.end()) {
      wanted.sources.push_back(info.source);
    }
  }
  return wanted;
}

base::Result<LoadedLists> load_lists(const Workspace& workspace, const ScreenRequest& request,
                                     const match::Policy& policy, unsigned threads) {
  if (!(request.threshold >= 0.0 && request.threshold <= 1.0)) {
    return Error{ErrorCode::kInvalidArgument,
                 "threshold: expected a number from 0 to 1, found " + std::to_string(request.threshold)};
  }
  CORDON_ASSIGN(const std::vector<SourceInfo> known, workspace.store().sources());
  store::SnapshotRequest wanted = lists_of(request);
  std::vector<const SourceInfo*> lists;
  for (const SourceInfo& info : known) {
    const bool is_named = std::ranges::find(wanted.sources, info.source) != wanted.sources.end();
    if (request.sources.empty() ? !holds_ownership(info) : is_named) lists.push_back(&info);
  }
  if (request.sources.empty()) {
    for (const SourceInfo* info : lists) wanted.sources.push_back(info->source);
  }
  if (wanted.sources.empty()) return no_list(request);
  LoadedLists loaded;
  CORDON_ASSIGN(loaded.index, open_index(workspace, wanted, threads));
  std::vector<const SourceInfo*> absent;
  for (const SourceInfo* info : lists) {
    if (chosen(loaded.index.versions, info->source) == nullptr) absent.push_back(info);
  }
  if (!request.sources.empty() && !absent.empty()) return absence(*absent.front(), request);
  if (loaded.index.versions.empty()) return nothing_answers(absent, request);
  Searched searched{known, request, base::date_of(workspace.clock().now())};
  JsonWriter& json = searched.json();
  json.begin_object().key("sources").begin_array();
  for (const VersionInfo& version : loaded.index.versions) json.value(version.source.str());
  json.end_array().key("versions");
  searched.write_versions(loaded.index.versions);
  if (!absent.empty()) searched.write_absent(absent);
  if (request.depth > 0) {
    CORDON_ASSIGN(const std::vector<VersionInfo> ownership, ownership_versions(workspace, known, request));
    json.key("ownership");
    searched.write_versions(ownership);
  }
  json.key("policy").value(policy.name() + "/" + std::to_string(policy.revision()));
  json.key("depth").value(request.depth).end_object();
  loaded.searched_json = json.text();
  loaded.warning = searched.warning();
  return loaded;
}

}  // namespace cordon::service
