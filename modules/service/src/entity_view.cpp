// `entity ID`: one listed entity with its facts, listings, versions and neighbours.
#include <algorithm>

#include "cluster_ids.hpp"
#include "cordon/model/schema.hpp"
#include "cordon/service/lists.hpp"
#include "json_writer.hpp"
#include "programme_table.hpp"

namespace cordon::service {
namespace {

void write_neighbour(JsonWriter& json, const model::Entity& entity) {
  json.begin_object();
  json.key("id").value(entity.id().str());
  json.key("schema").value(entity.schema());
  json.key("caption").value(entity.caption());
  json.key("properties").begin_object();
  for (const model::PropertyValues& property : entity.properties()) json.key(property.name).strings(property.values);
  json.end_object();
  json.end_object();
}

// Which versions hold the subject, and where it came, changed or went: from the differences of neighbouring versions.
base::Result<void> write_history(JsonWriter& json, store::Store& store, const model::SourceId& source,
                                 const model::EntityId& id) {
  CORDON_ASSIGN(std::vector<store::VersionInfo> versions, store.versions(source));
  std::erase_if(versions, [](const store::VersionInfo& v) { return v.state != store::VersionState::kActive; });
  json.begin_array();
  std::uint32_t previous = 0;
  for (const store::VersionInfo& version : versions) {
    CORDON_ASSIGN(const auto changes, store.changes(source, previous, version.version));
    previous = version.version;
    const auto at =
        std::lower_bound(changes.begin(), changes.end(), id,
                         [](const store::SubjectChange& a, const model::EntityId& b) { return a.entity_id < b; });
    if (at == changes.end() || at->entity_id != id) continue;
    json.begin_object();
    json.key("source").value(source.str());
    json.key("version").value(version.version);
    json.key("published").value(version.published.to_string());
    json.key("kind").value(store::change_kind_name(at->kind));
    json.key("summary").value(at->summary);
    json.end_object();
  }
  json.end_array();
  return {};
}

void add_programmes(std::vector<std::string>& to, const model::Entity& entity) {
  for (const std::string& programme : entity.values("programId")) {
    if (std::find(to.begin(), to.end(), programme) == to.end()) to.push_back(programme);
  }
}

// The other subjects of the cluster, sorted.
std::vector<std::string> members_of(const ClusterIds& clusters, const std::string& id) {
  std::vector<std::string> members;
  const auto own = clusters.find(id);
  if (own == clusters.end()) return members;
  for (const auto& [member, cluster] : clusters) {
    if (cluster == own->second && member != id) members.push_back(member);
  }
  std::sort(members.begin(), members.end());
  return members;
}

}  // namespace

base::Result<void> show_entity(Workspace& workspace, const std::string& id, std::optional<base::Date> as_of,
                               const JsonSink& sink) {
  store::SnapshotRequest request;
  request.as_of = as_of;
  CORDON_ASSIGN(const auto snapshot, workspace.store().snapshot(request));
  const model::EntityId entity_id{id};
  const auto found = snapshot->find_all(entity_id);
  if (found.empty()) {
    return base::Error{base::ErrorCode::kNotFound,
                       "no loaded list has '" + id + "'" + (as_of ? " on " + as_of->to_string() : std::string{})};
  }
  const model::SourcedEntity& sourced = *found.front();
  const model::Entity& entity = sourced.listed.entity;
  JsonWriter json;
  json.begin_object();
  CORDON_ASSIGN(const ClusterIds clusters, cluster_ids(workspace, {as_of, {}}, 0));
  const auto cluster = clusters.find(id);
  json.key("id").value(entity.id().str());
  json.key("cluster_id").value(cluster == clusters.end() ? id : cluster->second);
  json.key("caption").value(entity.caption());
  json.key("schema").value(entity.schema());
  json.key("sources").begin_array();
  for (const model::SourcedEntity* other : found) json.value(other->source.str());
  json.end_array();
  json.key("properties").begin_object();
  for (const model::PropertyValues& property : entity.properties()) json.key(property.name).strings(property.values);
  json.end_object();
  json.key("facts").begin_array();  // the same, one object a property: for tables
  for (const model::PropertyValues& property : entity.properties()) {
    json.begin_object().key("property").value(property.name).key("values").strings(property.values).end_object();
  }
  json.end_array();
  std::vector<const model::Entity*> listings;
  std::vector<const model::Entity*> neighbours;
  for (const model::SourcedEntity* other : snapshot->adjacent(entity_id)) {
    (other->listed.entity.schema() == "Sanction" ? listings : neighbours).push_back(&other->listed.entity);
  }
  std::vector<std::string> programmes;
  for (const model::Entity* listing : listings) add_programmes(programmes, *listing);
  add_programmes(programmes, entity);
  json.key("programmes").strings(programmes);
  json.key("programmes_explained");
  write_programmes(json, programmes, sourced.source.str());
  json.key("same_subject").begin_array();  // the other members of the cluster
  for (const std::string& member : members_of(clusters, id)) json.value(member);
  json.end_array();
  json.key("listings").begin_array();
  for (const model::Entity* listing : listings) write_neighbour(json, *listing);
  json.end_array();
  json.key("neighbours").begin_array();
  for (const model::Entity* neighbour : neighbours) write_neighbour(json, *neighbour);
  json.end_array();
  json.key("versions");
  CORDON_TRY(write_history(json, workspace.store(), sourced.source, entity_id));
  json.end_object();
  return sink(json.text());
}

}  // namespace cordon::service
