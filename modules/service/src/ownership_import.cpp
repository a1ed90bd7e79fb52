#include "ownership_import.hpp"

#include <algorithm>

#include "cordon/ingest/input.hpp"
#include "cordon/model/schema.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "import_outcome.hpp"
#include "ownership_data.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;

std::string_view format_of(const fs::path& path) {
  const auto inputs = ingest::inputs_of_file(path);
  if (!inputs || inputs->empty()) return {};
  return ownership::interest_format(inputs->front().head);
}

// "Companies House PSC.json" -> "companies_house_psc".
std::string source_of(const fs::path& path) {
  std::string name = path.filename().string();
  name = name.substr(0, name.find('.'));
  for (char& c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    c = plain ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : '_';
  }
  return name.empty() ? "ownership" : name;
}

}  // namespace

base::Result<ScreenedSources> screened_sources(const Workspace& workspace) {
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  ScreenedSources screened;
  for (const store::SourceInfo& source : sources) {
    if (source.current && is_ownership_data(*source.current)) {
      screened.all = false;
    } else {
      screened.lists.push_back(source.source);
    }
  }
  return screened;
}

SplitPaths split_paths(const std::vector<fs::path>& paths) {
  SplitPaths split;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      (format_of(path).empty() ? split.lists : split.ownership).push_back(path);
      continue;
    }
    std::vector<fs::path> found;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
      if (at->is_regular_file(error) && !format_of(at->path()).empty()) found.push_back(at->path());
    }
    std::sort(found.begin(), found.end());
    if (found.empty()) split.lists.push_back(path);
    split.ownership.insert(split.ownership.end(), found.begin(), found.end());
  }
  return split;
}

base::Result<void> import_ownership(Workspace& workspace, const ImportRequest& request, const fs::path& path,
                                    const JsonSink& sink, const MessageSink& message,
                                    std::vector<base::Error>& failed) {
  ownership::OwnershipGraph::Builder builder;
  ownership::InterestImport read;
  model::ListDescription list;
  list.source = model::SourceId{request.source ? *request.source : source_of(path)};
  list.title = "Ownership data: " + path.filename().string();
  list.format = std::string(kOwnershipFormat) + std::string(format_of(path));
  CORDON_ASSIGN(const std::vector<Document> documents, read_documents(path));
  base::Hasher content;
  for (const Document& document : documents) {
    content.update(document.bytes);
    CORDON_ASSIGN(ownership::InterestImport one, ownership::read_interests(document.bytes, document.name, builder,
                                                                           base::date_of(workspace.clock().now())));
    for (const std::string& warning : one.warnings) message(document.name + ": " + warning);
    for (model::RejectedRecord& record : one.rejected) {
      if (record.where.document.empty()) record.where.document = document.name;
      list.rejected.push_back(std::move(record));
    }
    for (const model::UnmappedValue& value : one.unmapped) {
      list.unmapped_total += value.count;
      list.unmapped.push_back(value);
    }
  }
  list.content = content.finish();
  const ownership::OwnershipGraph graph = builder.build();
  CORDON_ASSIGN(auto session, workspace.store().begin_import(list.source));
  base::Result<void> added;
  ownership::graph_entities(graph, list.source.str(), [&](model::Entity&& entity) {
    model::ListEntity listed;
    listed.is_subject = model::is_subject_schema(entity.schema());
    if (listed.is_subject) {
      listed.subject_id = entity.id();
      listed.raw_hash = base::ContentHash::of(entity.to_json());
    }
    ++list.entities;
    list.subjects += listed.is_subject ? 1 : 0;
    listed.entity = std::move(entity);
    added = session->add(std::move(listed));
    return added.has_value();
  });
  CORDON_TRY(added);
  if (list.subjects == 0 && !list.rejected.empty()) {
    return base::Error{base::ErrorCode::kMalformed,
                       "none of its records could be read, the first: " + list.rejected.front().reason,
                       list.rejected.front().where};
  }
  if (list.subjects == 0) {
    message(path.string() + ": no party is named, nothing to keep");
    return {};
  }
  store::ImportOptions options;
  options.as_of = request.as_of;
  options.partial = request.partial;
  CORDON_ASSIGN(const store::ImportOutcome outcome, session->commit(list, options));
  report_import(outcome, list, message, failed);
  return sink(import_json(outcome, list));
}

}  // namespace cordon::service
