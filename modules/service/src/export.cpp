#include "cordon/service/export.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "cluster_ids.hpp"
#include "cordon/model/schema.hpp"
#include "json_writer.hpp"
#include "senzing_record.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using model::SourcedEntity;

using SnapshotPtr = std::shared_ptr<const store::Snapshot>;

Result<std::vector<model::SourceId>> chosen_sources(const store::Store& store, const ExportRequest& request) {
  CORDON_ASSIGN(const std::vector<store::SourceInfo> known, store.sources());
  std::vector<model::SourceId> sources;
  for (const store::SourceInfo& info : known) {
    const auto is_wanted = [&](const std::string& id) { return id == info.source.str(); };
    if (request.sources.empty() || std::any_of(request.sources.begin(), request.sources.end(), is_wanted))
      sources.push_back(info.source);
  }
  for (const std::string& wanted : request.sources) {
    if (std::none_of(sources.begin(), sources.end(), [&](const model::SourceId& id) { return id.str() == wanted; }))
      return Error{ErrorCode::kNotFound, "expected a loaded list, found '" + wanted + "'; 'cordon sources' shows them"};
  }
  return sources;
}

Result<SnapshotPtr> snapshot_of(const store::Store& store, const model::SourceId& source,
                                std::optional<base::Date> as_of) {
  store::SnapshotRequest request;
  request.sources = {source};
  request.as_of = as_of;
  return store.snapshot(request);
}

// A subject that stands on several lists says so; see docs/methodology/clusters.md.
std::string ftm_json(const SourcedEntity& sourced, const ClusterIds& clusters) {
  const model::Entity& entity = sourced.listed.entity;
  JsonWriter json;
  json.begin_object();
  json.key("id").value(entity.id().str());
  json.key("caption").value(entity.caption());
  json.key("schema").value(entity.schema());
  json.key("properties").begin_object();
  for (const model::PropertyValues& property : entity.properties()) json.key(property.name).strings(property.values);
  json.end_object();
  json.key("datasets").begin_array().value(sourced.source.str()).end_array();
  if (const auto cluster = clusters.find(entity.id().str()); sourced.listed.is_subject && cluster != clusters.end()) {
    json.key("cluster_id").value(cluster->second);
  }
  json.end_object();
  return json.text();
}

Result<void> export_ftm(const store::Snapshot& snapshot, const ClusterIds& clusters, const JsonSink& sink) {
  for (const SourcedEntity& sourced : snapshot.entities()) CORDON_TRY(sink(ftm_json(sourced, clusters)));
  return {};
}

// Sorts what belongs to the subjects of one list: addresses, identifications and links.
std::map<model::EntityId, SenzingContext> senzing_contexts(const store::Snapshot& snapshot) {
  std::map<model::EntityId, SenzingContext> contexts;
  const auto& registry = model::SchemaRegistry::instance();
  for (const SourcedEntity& sourced : snapshot.entities()) {
    const model::Entity& entity = sourced.listed.entity;
    const model::EntityId& subject = sourced.listed.subject_id;
    if (sourced.listed.is_subject) {
      for (const std::string& id : entity.values("addressEntity")) {
        const SourcedEntity* address = snapshot.find(model::EntityId{id});
        if (address != nullptr) contexts[entity.id()].addresses.push_back(&address->listed.entity);
      }
      continue;
    }
    if (subject.empty()) continue;
    if (entity.is_a("Identification")) {
      contexts[subject].identifications.push_back(&entity);
      continue;
    }
    const model::Schema* schema = registry.find(entity.schema());
    if (schema == nullptr || !schema->is_edge()) continue;
    const std::string role(entity.first("role").empty() ? std::string_view{entity.schema()} : entity.first("role"));
    for (const model::PropertyValues& property : entity.properties()) {
      const model::Property* known = schema->find(property.name);
      if (known == nullptr || known->type != model::PropertyType::kEntity) continue;
      for (const std::string& target : property.values) {
        if (target != subject.str()) contexts[subject].pointers.push_back({role, target});
      }
    }
  }
  return contexts;
}

Result<void> export_senzing(const store::Snapshot& snapshot, const JsonSink& sink) {
  const auto contexts = senzing_contexts(snapshot);
  const SenzingContext none;
  for (const SourcedEntity& sourced : snapshot.entities()) {
    if (!sourced.listed.is_subject) continue;
    const auto at = contexts.find(sourced.listed.entity.id());
    CORDON_TRY(sink(senzing_record(sourced, at == contexts.end() ? none : at->second)));
  }
  return {};
}

// The day before which the older side of a delta lies: `since`, or the version before the newest up to as_of.
// Returns: nullopt when there is no older side, so that everything is new.
Result<std::optional<base::Date>> older_day(const store::Store& store, const model::SourceId& source,
                                            const ExportRequest& request) {
  if (request.since) return request.since;
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, store.versions(source));
  std::erase_if(versions, [&](const store::VersionInfo& version) {
    return version.state != store::VersionState::kActive || (request.as_of && version.published > *request.as_of);
  });
  if (versions.size() < 2) return std::optional<base::Date>{};
  const store::VersionInfo& before = versions[versions.size() - 2];
  if (before.published == versions.back().published) {
    return Error{ErrorCode::kInvalidArgument, "the last two versions of " + source.str() + " are of one day, " +
                                                  before.published.to_string() + "; say --since DATE"};
  }
  return std::optional{before.published};
}

std::string delta_json(std::string_view op, std::string_view entity) {
  JsonWriter json;
  json.begin_object();
  json.key("op").value(op);
  json.key("entity").raw(entity);
  json.end_object();
  return json.text();
}

std::string id_json(const model::EntityId& id) {
  JsonWriter json;
  json.begin_object();
  json.key("id").value(id.str());
  json.end_object();
  return json.text();
}

Result<void> export_delta(std::span<const SourcedEntity> before, std::span<const SourcedEntity> after,
                          const JsonSink& sink) {
  auto old = before.begin();
  for (const SourcedEntity& now : after) {
    const model::EntityId& id = now.listed.entity.id();
    for (; old != before.end() && old->listed.entity.id() < id; ++old)
      CORDON_TRY(sink(delta_json("DEL", id_json(old->listed.entity.id()))));
    const bool is_known = old != before.end() && old->listed.entity.id() == id;
    if (!is_known) {
      CORDON_TRY(sink(delta_json("ADD", ftm_json(now, {}))));
      continue;
    }
    if (old->listed.entity != now.listed.entity) CORDON_TRY(sink(delta_json("MOD", ftm_json(now, {}))));
    ++old;
  }
  for (; old != before.end(); ++old) CORDON_TRY(sink(delta_json("DEL", id_json(old->listed.entity.id()))));
  return {};
}

}  // namespace

Result<void> export_lists(Workspace& workspace, const ExportRequest& request, const JsonSink& sink) {
  const store::Store& store = workspace.store();
  CORDON_ASSIGN(const std::vector<model::SourceId> sources, chosen_sources(store, request));
  ClusterIds clusters;
  if (request.form == ExportForm::kFtm) {
    CORDON_ASSIGN(clusters, cluster_ids(workspace, {request.as_of, {}}, 0));
  }
  for (const model::SourceId& source : sources) {  // one at a time: lists are large
    CORDON_ASSIGN(const SnapshotPtr snapshot, snapshot_of(store, source, request.as_of));
    switch (request.form) {
      case ExportForm::kFtm:
        CORDON_TRY(export_ftm(*snapshot, clusters, sink));
        break;
      case ExportForm::kSenzing:
        CORDON_TRY(export_senzing(*snapshot, sink));
        break;
      case ExportForm::kDelta: {
        CORDON_ASSIGN(const std::optional<base::Date> day, older_day(store, source, request));
        SnapshotPtr before;
        if (day) {
          CORDON_ASSIGN(before, snapshot_of(store, source, day));
        }
        CORDON_TRY(export_delta(before == nullptr ? std::span<const SourcedEntity>{} : before->entities(),
                                snapshot->entities(), sink));
        break;
      }
    }
  }
  return {};
}

}  // namespace cordon::service
