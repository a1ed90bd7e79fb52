// `ownership`: verdicts over files, or over the interests that the loaded lists state.
#include "cordon/ownership/engine.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "cordon/service/reach.hpp"
#include "counterparty_file.hpp"

namespace cordon::service {
namespace {

base::Result<ownership::RegimeQuery> query_of(const OwnershipRequest& request, const base::Clock& clock) {
  ownership::RegimeQuery query;
  CORDON_ASSIGN(query.regime, ownership::parse_regime(request.regime));
  CORDON_ASSIGN(query.measure, ownership::parse_measure(request.measure));
  query.as_of = request.as_of ? *request.as_of : base::date_of(clock.now());
  return query;
}

base::Result<void> emit(const ownership::OwnershipGraph& graph, const ownership::ListedParties& listed,
                        const ownership::RegimeQuery& query, const OwnershipRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(auto evaluation, ownership::Evaluation::run(graph, listed, query));
  base::Result<void> written;
  std::string json;
  const auto visit = [&](ownership::OwnershipFinding&& finding) {
    json.clear();
    ownership::append_json(json, finding);
    written = sink(json);
    return written.has_value();
  };
  if (!request.entity) {
    evaluation.all_findings(visit);
    return written;
  }
  if (!graph.find(*request.entity) && !listed.is_listed_on(*request.entity, query.as_of)) {
    return base::Error{base::ErrorCode::kNotFound,
                       "expected an entity of the graph or the lists, found '" + *request.entity + "'"};
  }
  const model::EntityId id{*request.entity};
  evaluation.findings(std::span(&id, 1), visit);
  return written;
}

}  // namespace

base::Result<void> ownership_of_files(const std::filesystem::path& graph_file, const std::filesystem::path& listed_file,
                                      const OwnershipRequest& request, const base::Clock& clock, const JsonSink& sink) {
  CORDON_ASSIGN(const ownership::RegimeQuery query, query_of(request, clock));
  CORDON_ASSIGN(const std::string graph_bytes, read_whole_file(graph_file));
  CORDON_ASSIGN(const std::string listed_bytes, read_whole_file(listed_file));
  ownership::OwnershipGraph::Builder builder;
  CORDON_TRY(ownership::read_interests(graph_bytes, graph_file.string(), builder));
  CORDON_ASSIGN(const ownership::ListedParties listed, ownership::read_listed_csv(listed_bytes, listed_file.string()));
  const ownership::OwnershipGraph graph = builder.build();
  return emit(graph, listed, query, request, sink);
}

base::Result<void> ownership_of_lists(Workspace& workspace, const OwnershipRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const ownership::RegimeQuery query, query_of(request, workspace.clock()));
  store::SnapshotRequest wanted;
  wanted.as_of = request.as_of;
  CORDON_ASSIGN(const auto snapshot, workspace.store().snapshot(wanted));
  ownership::OwnershipGraph::Builder builder;
  CORDON_TRY(ownership::read_entities(*snapshot, builder));
  const ownership::ListedParties listed = ownership::listed_parties(*snapshot, query.regime, query.measure);
  const ownership::OwnershipGraph graph = builder.build();
  return emit(graph, listed, query, request, sink);
}

}  // namespace cordon::service
