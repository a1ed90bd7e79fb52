#include "cordon/service/update.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "cordon/fetch/schedule.hpp"
#include "cordon/service/lists.hpp"
#include "download.hpp"
#include "http_date.hpp"
#include "json_writer.hpp"
#include "list_findings.hpp"
#include "source_catalogue.hpp"
#include "update_state.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

// One update of a data directory at a time; the kernel drops the lock when the process ends.
class UpdateLock {
 public:
  static base::Result<UpdateLock> acquire(const fs::path& directory) {
    std::error_code problem;
    fs::create_directories(directory, problem);
    const fs::path file = directory / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) return Error{ErrorCode::kIo, "cannot open it for writing", {file.string(), 0, {}}};
    UpdateLock lock{descriptor};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      return Error{ErrorCode::kConflict, "another update of this data directory is running", {file.string(), 0, {}}};
    }
    return lock;
  }
  UpdateLock(UpdateLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  UpdateLock& operator=(UpdateLock&&) = delete;
  ~UpdateLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  explicit UpdateLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// The downloads of one update; what an interrupted one left is removed with the next.
class DownloadDirectory {
 public:
  explicit DownloadDirectory(fs::path path) : path_(std::move(path)) { clear(); }
  DownloadDirectory(const DownloadDirectory&) = delete;
  DownloadDirectory& operator=(const DownloadDirectory&) = delete;
  ~DownloadDirectory() { clear(); }
  const fs::path& path() const { return path_; }

 private:
  void clear() const {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path path_;
};

struct SourceResult {
  std::string result;
  std::string import_json;  // empty: nothing was imported
  std::vector<std::string> findings;
};

std::string result_json(const CatalogueSource& source, const std::vector<DownloadedFile>& files, bool fetched,
                        const SourceResult& result) {
  JsonWriter json;
  json.begin_object();
  json.key("source").value(source.source).key("title").value(source.title).key("result").value(result.result);
  json.key("files").begin_array();
  for (const DownloadedFile& file : files) {
    json.begin_object();
    json.key("file").value(file.file.file).key("url").value(file.file.url);
    const bool is_new = fetched && file.fetched.status == fetch::FetchStatus::kFetched && file.fetched.bytes > 0;
    json.key("bytes").value(is_new ? file.fetched.bytes : 0);
    json.key("sha256").value(is_new ? file.fetched.sha256.hex() : "");
    json.end_object();
  }
  json.end_array();
  json.key("findings").strings(result.findings);
  json.key("import");
  if (result.import_json.empty()) {
    json.null();
  } else {
    json.raw(result.import_json);
  }
  json.end_object();
  return json.text();
}

base::Result<std::vector<CatalogueSource>> chosen_sources(const UpdateRequest& request) {
  CORDON_ASSIGN(std::vector<CatalogueSource> all, load_catalogue(request.catalogue));
  for (const std::string& wanted : request.sources) {
    if (std::ranges::find(all, wanted, &CatalogueSource::source) == all.end()) {
      std::string known;
      for (const CatalogueSource& source : all) known += (known.empty() ? "" : ", ") + source.source;
      return Error{ErrorCode::kInvalidArgument, "expected one of the sources " + known + ", found '" + wanted + "'"};
    }
  }
  if (!request.sources.empty()) {
    std::erase_if(all, [&](const CatalogueSource& source) {
      return std::ranges::find(request.sources, source.source) == request.sources.end();
    });
  }
  return all;
}

// Errors speak of the address, not of the file the download landed in.
Error with_address(Error error, const SourceDownload& download) {
  for (const DownloadedFile& file : download.files) {
    const std::string path = file.path.string();
    if (!error.where.document.starts_with(path)) continue;
    error.where.document = file.file.url + error.where.document.substr(path.size());
    break;
  }
  if (error.where.document.starts_with(download.directory.string()) || error.where.document.empty()) {
    if (!download.files.empty()) error.where.document = download.files.front().file.url;
  }
  return error;
}

// Lists whose files have no date of their own are dated by what the server says, if it says it of every file.
void date_by_server(const SourceDownload& download, ImportRequest& request) {
  for (const DownloadedFile& file : download.files) {
    const auto time = parse_http_date(file.fetched.validators.last_modified);
    if (!time) {
      request.as_of.reset();
      request.edition.clear();
      return;
    }
    request.as_of = std::max(request.as_of.value_or(base::date_of(*time)), base::date_of(*time));
    request.edition += (request.edition.empty() ? "" : "; ") + base::to_iso(*time);
  }
}

// One update of one data directory.
class Update {
 public:
  Update(Workspace& workspace, const UpdateRequest& request, const JsonSink& sink, const MessageSink& message)
      : workspace_(workspace), request_(request), sink_(sink), message_(message) {}

  base::Result<std::vector<Error>> run(fetch::Environment& environment) {
    CORDON_ASSIGN(const std::vector<CatalogueSource> sources, chosen_sources(request_));
    state_ = load_update_state(workspace_.directory());
    if (request_.dry_run) {
      CORDON_TRY(plan(sources));
      return std::vector<Error>{};
    }
    const fs::path directory = update_directory(workspace_.directory());
    CORDON_ASSIGN(const UpdateLock lock, UpdateLock::acquire(directory));
    const DownloadDirectory downloads{directory / "downloads"};
    CORDON_ASSIGN(const UpdateState known, state_of_loaded());
    CORDON_ASSIGN(
        std::vector<SourceDownload> fetched,
        download_sources(sources, known, downloads.path(), request_.fetch, environment, workspace_.progress()));
    for (const SourceDownload& download : fetched) {
      if (environment.stopping()) {  // what was stored stays, the rest is as before
        failed_.emplace_back(ErrorCode::kConflict, "the update was stopped before " + download.source.source);
        break;
      }
      CORDON_TRY(finish(download));
    }
    return std::move(failed_);
  }

 private:
  base::Result<void> plan(const std::vector<CatalogueSource>& sources) {
    for (const CatalogueSource& source : sources) {
      std::vector<DownloadedFile> files;
      for (const SourceFile& file : source.files) {
        if (file.kind == FileKind::kList) files.push_back({file, {}, {}});
      }
      CORDON_TRY(sink_(result_json(source, files, false, {"planned", {}, {}})));
    }
    return {};
  }

  // Answers "not modified" only help for lists that are stored.
  base::Result<UpdateState> state_of_loaded() {
    CORDON_ASSIGN(const std::vector<store::SourceInfo> infos, workspace_.store().sources());
    UpdateState known;
    for (const store::SourceInfo& info : infos) {
      const auto at = state_.find(info.source.str());
      if (at != state_.end()) known.insert(*at);
    }
    return known;
  }

  base::Result<void> finish(const SourceDownload& download) {
    const std::string now = base::to_iso(workspace_.clock().now());
    SourceUpdateState& state = state_[download.source.source];
    state.last_attempt = now;
    SourceResult result;
    std::optional<Error> failure = download.failure;
    if (!failure && download.not_modified) {
      result.result = "not_modified";
    } else if (!failure) {
      failure = import(download, result);
    }
    if (failure) {
      result.result = "failed";
      failure = with_address(*failure, download);
      state.failure = failure->to_string();
      const bool usage = failure->code == ErrorCode::kInvalidArgument;  // what a file lacks is not the caller's fault
      failed_.emplace_back(
          usage ? ErrorCode::kMalformed : failure->code,
          download.source.source + ": " + failure->to_string() + ". The last good version stays in use");
      result.findings.push_back(state.failure);
    } else {
      state.failure.clear();
      state.last_success = now;
      for (const DownloadedFile& file : download.files) state.by_url[file.file.url] = file.fetched.validators;
      CORDON_TRY(report_findings(download.source.source, result));
    }
    CORDON_TRY(save_update_state(workspace_.directory(), state_));
    return sink_(result_json(download.source, download.files, !download.failure, result));
  }

  // Returns: what made it fail. A quarantined list is no failure of the update: it is stored and waits.
  std::optional<Error> import(const SourceDownload& download, SourceResult& result) {
    ImportRequest request;
    request.source = download.source.source;
    request.expected_format = download.source.format;
    request.partial = request_.partial;
    for (const DownloadedFile& file : download.files) request.paths.push_back(file.path);
    date_by_server(download, request);
    const auto keep = [&result](std::string_view json) -> base::Result<void> {
      result.import_json = json;
      return {};
    };
    const auto failed = import_lists(workspace_, request, keep, message_);
    if (!failed) return failed.error();
    if (failed->empty() && result.import_json.empty())
      return Error{ErrorCode::kMalformed, "expected a list, found none"};
    if (result.import_json.empty()) return failed->front();
    bool quarantined = false;
    for (const Error& error : *failed) {
      quarantined = quarantined || error.code == ErrorCode::kQuarantined;
      if (error.code == ErrorCode::kQuarantined) continue;  // report_findings() says it
      const Error placed = with_address(error, download);   // some records are missing in a version that is served
      result.findings.push_back(placed.to_string());
      failed_.emplace_back(placed.code, download.source.source + ": " + placed.to_string());
    }
    const nlohmann::json json = nlohmann::json::parse(result.import_json, nullptr, false);
    const bool unchanged = json.is_object() && json.value("unchanged", false);
    result.result = quarantined ? "quarantined" : unchanged ? "unchanged" : "imported";
    return std::nullopt;
  }

  // Quarantined versions and staleness count also when there was nothing new: somebody has to look.
  base::Result<void> report_findings(const std::string& source, SourceResult& result) {
    CORDON_ASSIGN(const std::vector<store::SourceInfo> infos, workspace_.store().sources());
    const base::Date today = base::date_of(workspace_.clock().now());
    for (const store::SourceInfo& info : infos) {
      if (info.source.str() != source) continue;
      for (const ListFinding& finding : list_findings(info, nullptr, today)) {
        if (finding.state == "ok") continue;
        result.findings.push_back(finding.state + ": " + finding.detail);
        if (!finding.needs_attention()) continue;
        failed_.emplace_back(ErrorCode::kQuarantined, source + " is " + finding.state + ": " + finding.detail +
                                                          (finding.advice.empty() ? "" : "; " + finding.advice));
      }
    }
    return {};
  }

  Workspace& workspace_;
  const UpdateRequest& request_;
  const JsonSink& sink_;
  const MessageSink& message_;
  UpdateState state_;
  std::vector<Error> failed_;
};

}  // namespace

base::Result<std::vector<Error>> update_lists(Workspace& workspace, const UpdateRequest& request,
                                              fetch::Environment& environment, const JsonSink& sink,
                                              const MessageSink& message) {
  return Update{workspace, request, sink, message}.run(environment);
}

base::Result<void> repeat_every(const std::string& every, const base::Clock& clock, fetch::Environment& environment,
                                const std::function<void()>& turn) {
  CORDON_ASSIGN(const std::chrono::seconds interval, fetch::parse_interval(every));
  fetch::run_every(interval, clock, environment, turn);
  return {};
}

}  // namespace cordon::service
