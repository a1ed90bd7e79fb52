#include "cordon/service/clusters.hpp"

#include <algorithm>

#include "cluster_ids.hpp"
#include "json_writer.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

void write_member(JsonWriter& json, const cluster::Subject& subject) {
  json.begin_object();
  json.key("entity_id").value(subject.id.str());
  json.key("source").value(subject.source.str());
  json.key("caption").value(subject.features.caption);
  json.key("schema").value(subject.features.schema);
  json.key("birth_dates").strings(subject.features.birth_dates);
  json.key("countries").strings(subject.features.countries);
  json.key("programmes").strings(subject.programmes);
  json.key("references").strings(subject.references);
  json.key("listed_on").value(subject.listed_on);
  json.end_object();
}

void write_judgement(JsonWriter& json, const cluster::Judgement& judgement) {
  json.begin_object();
  json.key("a").value(judgement.a.str()).key("b").value(judgement.b.str());
  json.key("decision").value(cluster::decision_name(judgement.decision));
  json.key("by").value(judgement.by).key("reason").value(judgement.reason);
  json.key("at").value(base::to_iso(judgement.at));
  json.end_object();
}

std::string cluster_json(const Clustered& clustered, const cluster::Cluster& group,
                         const std::vector<cluster::Judgement>& in_force) {
  const auto& subjects = clustered.subjects;
  JsonWriter json;
  json.begin_object();
  json.key("cluster_id").value(group.id.str());
  json.key("caption").value(subjects[group.members.front()].features.caption);
  json.key("schema").value(subjects[group.members.front()].features.schema);
  json.key("sources").begin_array();
  std::vector<std::string> sources;
  for (const std::size_t place : group.members) sources.push_back(subjects[place].source.str());
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  for (const std::string& source : sources) json.value(source);
  json.end_array();
  json.key("members").begin_array();
  for (const std::size_t place : group.members) write_member(json, subjects[place]);
  json.end_array();
  json.key("links").begin_array();
  for (const std::size_t at : group.links) {
    const cluster::Link& link = clustered.clustering.links[at];
    json.begin_object();
    json.key("a").value(subjects[link.a].id.str()).key("b").value(subjects[link.b].id.str());
    json.key("basis").value(cluster::basis_name(link.basis));
    json.key("name_score").score(link.name_score);
    json.key("reasons").strings(link.reasons);
    json.end_object();
  }
  json.end_array();
  json.key("judgements").begin_array();
  for (const cluster::Judgement& judgement : in_force) {
    const bool concerns = std::any_of(group.members.begin(), group.members.end(), [&](std::size_t place) {
      return subjects[place].id == judgement.a || subjects[place].id == judgement.b;
    });
    if (concerns) write_judgement(json, judgement);
  }
  json.end_array();
  json.end_object();
  return json.text();
}

std::string review_json(const Clustered& clustered, const cluster::ReviewItem& item) {
  JsonWriter json;
  json.begin_object();
  json.key("a");
  write_member(json, clustered.subjects[item.a]);
  json.key("b");
  write_member(json, clustered.subjects[item.b]);
  json.key("name_score").score(item.name_score);
  json.key("reasons").strings(item.reasons);
  json.key("doubts").strings(item.doubts);
  json.end_object();
  return json.text();
}

Error not_listed(const std::string& id) {
  return {ErrorCode::kNotFound, "expected a listed subject, found '" + id + "', which no loaded list has"};
}

}  // namespace

base::Result<void> list_clusters(Workspace& workspace, const ClustersRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const Clustered clustered, cluster_lists(workspace, {request.as_of, {}}, request.threads));
  const auto& subjects = clustered.subjects;
  const auto wanted = [&](std::size_t place) { return !request.entity || subjects[place].id.str() == *request.entity; };
  if (request.entity && std::none_of(subjects.begin(), subjects.end(), [&](const cluster::Subject& subject) {
        return subject.id.str() == *request.entity;
      })) {
    return not_listed(*request.entity);
  }
  if (request.review) {
    for (const cluster::ReviewItem& item : clustered.clustering.review) {
      if (wanted(item.a) || wanted(item.b)) CORDON_TRY(sink(review_json(clustered, item)));
    }
    return {};
  }
  const std::vector<cluster::Judgement> in_force = cluster::in_force(clustered.judgements);
  for (const cluster::Cluster& group : clustered.clustering.clusters) {
    if (std::any_of(group.members.begin(), group.members.end(), wanted)) {
      CORDON_TRY(sink(cluster_json(clustered, group, in_force)));
    }
  }
  return {};
}

base::Result<void> judge_pair(Workspace& workspace, const JudgeRequest& request, const JsonSink& sink) {
  const auto decision = cluster::decision_of(request.decision);
  if (!decision) {
    return Error{ErrorCode::kInvalidArgument,
                 "expected same, different, unsure or withdrawn, found '" + request.decision + "'"};
  }
  CORDON_ASSIGN(const auto snapshot, workspace.store().snapshot({}));
  for (const std::string& id : {request.a, request.b}) {
    const model::SourcedEntity* found = snapshot->find(model::EntityId{id});
    if (found == nullptr || !found->listed.is_subject) return not_listed(id);
  }
  CORDON_ASSIGN(const auto earlier, cluster::read_judgements(judgements_file(workspace)));
  cluster::Judgement judgement;
  judgement.at = workspace.clock().now();
  judgement.a = model::EntityId{std::min(request.a, request.b)};
  judgement.b = model::EntityId{std::max(request.a, request.b)};
  judgement.decision = *decision;
  judgement.by = request.by;
  judgement.reason = request.reason;
  CORDON_TRY(cluster::append_judgement(judgements_file(workspace), judgement));
  JsonWriter json;
  write_judgement(json, judgement);
  return sink(json.text());
}

base::Result<void> list_judgements(Workspace& workspace, const JsonSink& sink) {
  CORDON_ASSIGN(const auto judgements, cluster::read_judgements(judgements_file(workspace)));
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    const bool replaced = std::any_of(
        judgements.begin() + static_cast<std::ptrdiff_t>(i) + 1, judgements.end(),
        [&](const cluster::Judgement& later) { return later.a == judgements[i].a && later.b == judgements[i].b; });
    const bool in_force = !replaced && judgements[i].decision != cluster::Decision::kWithdrawn;
    JsonWriter line;
    write_judgement(line, judgements[i]);
    std::string text = line.text();
    text.insert(text.size() - 1, std::string(",\"in_force\":") + (in_force ? "true" : "false"));
    CORDON_TRY(sink(text));
  }
  return {};
}

}  // namespace cordon::service
