#include "cordon/service/watch.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "cordon/base/content_hash.hpp"
#include "cordon/service/lists.hpp"
#include "freshness.hpp"
#include "json_writer.hpp"
#include "watch_run.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

std::string outcome_json(const RunOutcome& outcome) {
  const monitoring::Run& run = outcome.run;
  JsonWriter json;
  json.begin_object();
  json.key("portfolio").value(run.portfolio).key("run").value(run.id).key("kind").value(run.kind);
  json.key("base_run").value(run.base);
  json.key("counterparties").value(outcome.counterparties).key("screened").value(outcome.screened);
  json.key("opened").value(run.opened).key("updated").value(run.updated);
  json.key("reopened").value(run.reopened).key("lapsed").value(run.lapsed);
  json.key("certificate").raw(run.certificate);
  json.key("certificate_sha256").value(base::ContentHash::of(run.certificate).hex());
  json.key("audit_head").begin_object();
  json.key("sequence").value(outcome.head.sequence).key("hash").value(outcome.head.hash.hex());
  json.end_object();
  json.end_object();
  return json.text();
}

base::Result<std::vector<std::string>> portfolio_names(monitoring::Storage& storage, const WatchRequest& request) {
  if (request.portfolio) return std::vector<std::string>{*request.portfolio};
  CORDON_ASSIGN(const auto transaction, storage.begin_read());
  CORDON_ASSIGN(const std::vector<monitoring::Portfolio> portfolios, transaction->portfolios());
  std::vector<std::string> names;
  for (const monitoring::Portfolio& portfolio : portfolios) names.push_back(portfolio.name);
  if (names.empty()) {
    return Error{ErrorCode::kNotFound, "there is no portfolio yet; 'cordon portfolio import FILE' starts one"};
  }
  return names;
}

// The files of a directory as far as they are settled: a file whose size or time still changes is left for the next
// round, because somebody is writing it.
class DropFolder {
 public:
  explicit DropFolder(fs::path directory) : directory_(std::move(directory)) {}

  base::Result<std::vector<fs::path>> settled() {
    std::error_code problem;
    std::map<fs::path, Mark> now;
    for (fs::directory_iterator at(directory_, problem), end; !problem && at != end; at.increment(problem)) {
      std::error_code ignored;
      const std::string name = at->path().filename().string();
      if (!at->is_regular_file(ignored) || name.starts_with('.') || name.ends_with(".part")) continue;
      now[at->path()] = {at->file_size(ignored), at->last_write_time(ignored)};
    }
    if (problem) {
      return Error{ErrorCode::kIo, "cannot read the directory: " + problem.message(), {directory_.string(), 0, {}}};
    }
    std::vector<fs::path> files;
    bool unsettled = false;
    for (const auto& [path, mark] : now) {
      if (const auto done = done_.find(path); done != done_.end() && done->second == mark) continue;
      const auto before = seen_.find(path);
      const bool same = before != seen_.end() && before->second == mark;
      unsettled = unsettled || !same;
      files.push_back(path);
    }
    seen_ = std::move(now);
    // Files of one list belong together: none is taken while another still grows.
    if (unsettled) files.clear();
    for (const fs::path& file : files) done_[file] = seen_[file];
    return files;
  }

 private:
  struct Mark {
    std::uintmax_t size = 0;
    fs::file_time_type written;
    friend bool operator==(const Mark&, const Mark&) = default;
  };
  fs::path directory_;
  std::map<fs::path, Mark> seen_;
  std::map<fs::path, Mark> done_;
};

void warn_if_old(const Workspace& workspace, const monitoring::ListUsed& list, const MessageSink& message) {
  const auto published = base::Date::parse(list.published);
  if (!published) return;
  const std::int32_t age = age_days(*published, base::date_of(workspace.clock().now()));
  const std::int32_t most = max_age_days(model::SourceId{list.source});
  if (age > most) {
    message(list.source + " is stale: published " + list.published + ", " + std::to_string(age) +
            " days ago, at most " + std::to_string(most) + " are expected");
  }
}

void sleep_while(double seconds, const std::function<bool()>& go_on) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (std::chrono::steady_clock::now() < end && go_on()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

base::Result<void> watch(Workspace& workspace, const WatchRequest& request, const JsonSink& sink,
                         const MessageSink& message) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
  CORDON_ASSIGN(const std::vector<std::string> names, portfolio_names(*storage, request));
  for (const std::string& name : names) {
    CORDON_ASSIGN(const RunOutcome outcome, run_portfolio(workspace, *storage, name, request));
    CORDON_TRY(sink(outcome_json(outcome)));
    message("portfolio " + name + ": run " + std::to_string(outcome.run.id) + " (" + outcome.run.kind + "), " +
            std::to_string(outcome.run.opened) + " alerts opened, " + std::to_string(outcome.run.reopened) +
            " reopened, " + std::to_string(outcome.run.updated) + " updated, " + std::to_string(outcome.run.lapsed) +
            " lapsed");
    for (const monitoring::ListUsed& list : outcome.run.lists) warn_if_old(workspace, list, message);
  }
  return {};
}

base::Result<void> watch_directory(Workspace& workspace, const WatchDirectoryRequest& request, const JsonSink& sink,
                                   const MessageSink& message) {
  if (request.every_seconds < 0.1) {
    return Error{ErrorCode::kInvalidArgument, "--every: expected at least 0.1 seconds"};
  }
  DropFolder folder(request.directory);
  CORDON_TRY(watch(workspace, request.watch, sink, message));
  WatchRequest later = request.watch;
  later.full = false;
  while (request.go_on()) {
    CORDON_ASSIGN(const std::vector<fs::path> files, folder.settled());
    if (!files.empty()) {
      ImportRequest import;
      import.paths = files;
      const auto failed = import_lists(workspace, import, sink, message);
      if (!failed) {
        message(failed.error().to_string());
      } else {
        for (const Error& error : *failed) message(error.to_string());
      }
      CORDON_TRY(watch(workspace, later, sink, message));
    }
    sleep_while(files.empty() ? std::min(request.every_seconds, 1.0) : request.every_seconds, request.go_on);
  }
  return {};
}

}  // namespace cordon::service
