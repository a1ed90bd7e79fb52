// `proximity`: who stands near given persons, with the strongest path in words. Never a verdict.
#include <algorithm>

#include "cordon/ownership/proximity.hpp"
#include "cordon/service/reach.hpp"
#include "json_writer.hpp"
#include "ownership_data.hpp"

namespace cordon::service {
namespace {

base::Result<std::vector<model::EntityId>> sources_of(const ProximityRequest& request, const OwnershipData& data,
                                                      const PartyNames& names) {
  std::vector<model::EntityId> sources;
  for (const std::string& text : request.from) {
    CORDON_ASSIGN(model::EntityId id, names.find(text));
    sources.push_back(std::move(id));
  }
  if (!request.topics.empty() && data.snapshot) {
    data.snapshot->for_each([&](const model::SourcedEntity& sourced) {
      const model::Entity& entity = sourced.listed.entity;
      const bool wanted = std::any_of(request.topics.begin(), request.topics.end(),
                                      [&](const std::string& topic) { return entity.has("topics", topic); });
      if (wanted) sources.push_back(entity.id());
      return true;
    });
  }
  if (sources.empty()) {
    return base::Error{base::ErrorCode::kNotFound, request.topics.empty()
                                                       ? "expected a party to start from: an id, a name or --topic"
                                                       : "nobody in the loaded lists has one of the topics asked for"};
  }
  return sources;
}

base::Result<void> write_hit(const ownership::ProximityHit& hit, const ownership::OwnershipGraph& graph,
                             const JsonSink& sink) {
  std::string json;
  ownership::append_json(json, hit);
  const auto node = graph.find(hit.entity.str());
  json.pop_back();
  json += ",\"caption\":";
  base::append_json_string(json, node ? graph.caption(*node) : std::string_view(hit.entity.str()));
  json += '}';
  return sink(json);
}

}  // namespace

base::Result<void> proximity(Workspace* workspace, const ProximityRequest& request, const base::Clock& clock,
                             const JsonSink& sink, const MessageSink& message) {
  CORDON_ASSIGN(const OwnershipData data,
                load_ownership(request.input.graphs.empty() ? workspace : nullptr, request.input, {}, clock, message));
  const base::Date day = request.input.as_of ? *request.input.as_of : base::date_of(clock.now());
  const PartyNames names(data);
  CORDON_ASSIGN(const std::vector<model::EntityId> sources, sources_of(request, data, names));
  const ownership::ProximityGraph graph(data.graph, day);
  ownership::ProximityOptions options;
  options.limit = request.limit;
  if (!request.to) {
    for (const ownership::ProximityHit& hit : graph.nearest(sources, options)) {
      CORDON_TRY(write_hit(hit, data.graph, sink));
    }
  } else {
    CORDON_ASSIGN(const model::EntityId target, names.find(*request.to));
    ownership::ProximityHit best{target, 0, {}};
    for (const model::EntityId& source : sources) {
      auto path = graph.strongest_path(source, target, options);
      if (path && (!best.path || path->strength > best.path->strength)) best.path = std::move(path);
    }
    if (!best.path) {
      message("no tie that is strong enough leads to '" + *request.to + "'");
      return {};
    }
    CORDON_TRY(write_hit(best, data.graph, sink));
  }
  return data.rejected ? base::Result<void>(*data.rejected) : base::Result<void>{};
}

}  // namespace cordon::service
