// `assess FILE`: an activity against every rule, its parties looked up in the loaded lists.
#include <memory>

#include "cordon/base/file.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/measures/assess.hpp"
#include "cordon/service/reach.hpp"
#include "index_cache.hpp"
#include "list_resolver.hpp"

namespace cordon::service {

base::Result<void> assess_file(Workspace& workspace, const std::filesystem::path& file, std::optional<base::Date> as_of,
                               const JsonSink& sink, const MessageSink& message) {
  CORDON_ASSIGN(const std::string text, base::read_file(file));
  CORDON_ASSIGN(const measures::ActivityFile given, measures::parse_activity(text, file.string()));
  const base::Date day = as_of ? *as_of : given.as_of ? *given.as_of : base::date_of(workspace.clock().now());
  CORDON_ASSIGN(const measures::RuleBook book, measures::RuleBook::shipped());
  store::SnapshotRequest request;
  request.as_of = day;
  CORDON_ASSIGN(auto snapshot, workspace.store().snapshot(request));
  std::unique_ptr<ListResolver> resolver;
  if (!snapshot->versions().empty()) {
    CORDON_ASSIGN(ListIndex index, open_index(workspace, request, base::hardware_threads()));
    CORDON_ASSIGN(resolver,
                  ListResolver::build(std::move(snapshot), std::move(index.corpus), match::Policy::standard()));
  }
  CORDON_ASSIGN(const auto assessments, measures::assess(given.activity, day, book, resolver.get()));
  if (assessments.empty()) message("no rule of the book was in force or pending on " + day.to_string());
  for (const measures::Assessment& assessment : assessments) {
    std::string json;
    measures::append_json(json, assessment);
    CORDON_TRY(sink(json));
  }
  return {};
}

}  // namespace cordon::service
