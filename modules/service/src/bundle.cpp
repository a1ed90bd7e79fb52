#include "cordon/service/bundle.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "bundle_list.hpp"
#include "cordon/base/file.hpp"
#include "cordon/bundle/bundle.hpp"
#include "cordon/bundle/keys.hpp"
#include "health_limits.hpp"
#include "import_outcome.hpp"
#include "json_writer.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.json";

// Files of one export or import, beside the data they come from or go to; removed at the end.
class WorkDirectory {
 public:
  static base::Result<WorkDirectory> make(const fs::path& parent) {
    fs::path path = parent / ("bundle." + std::to_string(::getpid()));
    std::error_code problem;
    fs::remove_all(path, problem);
    if (!fs::create_directories(path, problem)) {
      return Error{ErrorCode::kIo, "cannot make it: " + problem.message(), {path.string(), 0, {}}};
    }
    return WorkDirectory{std::move(path)};
  }
  WorkDirectory(WorkDirectory&& other) noexcept : path_(std::exchange(other.path_, fs::path{})) {}
  WorkDirectory& operator=(WorkDirectory&&) = delete;
  ~WorkDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  explicit WorkDirectory(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

base::Result<std::optional<std::string>> read_key(const std::optional<fs::path>& path) {
  if (!path) return std::optional<std::string>{};
  CORDON_ASSIGN(std::string text, base::read_file(*path));
  return std::optional{std::move(text)};
}

base::Result<void> write_entities(const store::Snapshot& snapshot, const fs::path& path) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  std::string line;
  for (const model::SourcedEntity& entity : snapshot.entities()) {
    line.clear();
    append_bundle_line(entity.listed, line);
    line += '\n';
    file << line;
  }
  file.close();
  if (!file) return Error{ErrorCode::kIo, "cannot write", {path.string(), 0, {}}};
  return {};
}

base::Result<void> import_list(Workspace& workspace, const BundledList& list, const fs::path& path,
                               const JsonSink& sink, const MessageSink& message, std::vector<Error>& failed) {
  const store::VersionInfo& version = list.version;
  CORDON_ASSIGN(auto session, workspace.store().begin_import(version.source));
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::uint64_t number = 0;
  model::ListDescription description;
  while (std::getline(file, line)) {
    auto entity = parse_bundle_line(line);
    if (!entity) return Error{entity.error().code, entity.error().message, {list.file, number + 1, {}}};
    ++number;
    if (entity->is_subject) ++description.subjects;
    CORDON_TRY(session->add(std::move(*entity)));
  }
  if (number != version.entities || description.subjects != version.subjects) {
    return Error{ErrorCode::kDamaged,
                 "expected " + std::to_string(version.subjects) + " subjects of " + std::to_string(version.entities) +
                     " entities, found " + std::to_string(description.subjects) + " of " + std::to_string(number),
                 {list.file, 0, {}}};
  }
  description.source = version.source;
  description.title = version.title;
  description.format = version.format;
  description.reader_revision = version.reader_revision;
  description.published = version.published;
  description.edition = version.edition;
  description.content = version.sha256;
  description.parts_present = version.parts_present;
  description.entities = number;
  description.unmapped = version.unmapped;
  description.unmapped_total = version.unmapped_total;
  store::ImportOptions options;
  CORDON_ASSIGN(options.limits, health_limits(version.source));
  CORDON_ASSIGN(const store::ImportOutcome outcome, session->commit(description, options));
  report_import(outcome, description, message, failed);
  return sink(import_json(outcome, description));
}

// O_EXCL: an existing key is never overwritten, and nobody else can read the new one for a moment.
base::Result<void> write_new(const fs::path& path, const std::string& text, mode_t mode) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return Error{ErrorCode::kConflict, "cannot make a new file of this name", {path.string(), 0, {}}};
  const ssize_t written = ::write(descriptor, text.data(), text.size());
  const bool closed = ::close(descriptor) == 0;
  if (!closed || written != static_cast<ssize_t>(text.size())) {
    return Error{ErrorCode::kIo, "cannot write", {path.string(), 0, {}}};
  }
  return {};
}

std::string export_json(const BundleExportRequest& request, const std::vector<BundledList>& lists) {
  JsonWriter json;
  json.begin_object();
  json.key("file").value(request.file.string()).key("signed").value(request.private_key.has_value());
  json.key("lists").begin_array();
  for (const BundledList& list : lists) {
    json.begin_object();
    json.key("source").value(list.version.source.str()).key("version").value(list.version.version);
    json.key("published").value(list.version.published.to_string());
    json.key("subjects").value(list.version.subjects).key("entities").value(list.version.entities);
    json.key("sha256").value(list.version.sha256.hex());
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.text();
}

}  // namespace

base::Result<void> export_bundle(Workspace& workspace, const BundleExportRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const std::optional<std::string> key, read_key(request.private_key));
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  for (const std::string& wanted : request.sources) {
    if (std::ranges::none_of(sources, [&](const auto& info) { return info.current && info.source.str() == wanted; })) {
      return Error{ErrorCode::kNotFound, "expected a loaded list, found '" + wanted + "'"};
    }
  }
  CORDON_ASSIGN(const WorkDirectory work, WorkDirectory::make(fs::absolute(request.file).parent_path()));
  std::vector<BundledList> lists;
  std::vector<bundle::Member> members{{kManifest, work.path() / kManifest}};
  for (const store::SourceInfo& info : sources) {
    const bool wanted =
        request.sources.empty() || std::ranges::find(request.sources, info.source.str()) != request.sources.end();
    if (!info.current || !wanted) continue;
    CORDON_ASSIGN(const auto snapshot, workspace.store().snapshot({{info.source}, {}, {}, true}));
    BundledList list{snapshot->versions().front(), "list." + std::to_string(lists.size() + 1) + ".jsonl"};
    members.push_back({list.file, work.path() / list.file});
    CORDON_TRY(write_entities(*snapshot, members.back().path));
    lists.push_back(std::move(list));
  }
  if (lists.empty()) return Error{ErrorCode::kNotFound, "expected at least one loaded list, found none"};
  std::ofstream manifest(members.front().path, std::ios::binary | std::ios::trunc);
  manifest << encode_bundle_manifest(lists);
  manifest.close();
  if (!manifest) return Error{ErrorCode::kIo, "cannot write", {members.front().path.string(), 0, {}}};
  CORDON_TRY(bundle::write_bundle(request.file, members, key));
  return sink(export_json(request, lists));
}

base::Result<std::vector<Error>> import_bundle(Workspace& workspace, const BundleImportRequest& request,
                                               const JsonSink& sink, const MessageSink& message) {
  bundle::OpenOptions options;
  CORDON_ASSIGN(options.public_pem, read_key(request.public_key));
  CORDON_ASSIGN(const WorkDirectory work, WorkDirectory::make(workspace.directory()));
  CORDON_ASSIGN(const bundle::Opened opened, bundle::open_bundle(request.file, work.path(), options));
  CORDON_ASSIGN(const std::string manifest, base::read_file(work.path() / kManifest));
  CORDON_ASSIGN(const std::vector<BundledList> lists, decode_bundle_manifest(manifest));
  for (const BundledList& list : lists) {
    if (std::ranges::find(opened.members, list.file, &bundle::Member::name) == opened.members.end()) {
      return Error{
          ErrorCode::kDamaged, "expected the member '" + list.file + "', found none", {request.file.string(), 0, {}}};
    }
  }
  if (!opened.signature_checked) {
    message(opened.has_signature ? "the bundle's signature was not checked; --verify PUBKEY does"
                                 : "the bundle has no signature: its checksums fit, but anybody can have made it");
  }
  std::vector<Error> failed;
  for (const BundledList& list : lists) {
    const auto done = import_list(workspace, list, work.path() / list.file, sink, message, failed);
    if (!done) failed.push_back(done.error());
  }
  return failed;
}

base::Result<void> generate_bundle_keys(const fs::path& file, const JsonSink& sink) {
  CORDON_ASSIGN(const bundle::KeyPair keys, bundle::generate_keys());
  const fs::path public_file = file.string() + ".pub";
  std::error_code ignored;
  if (fs::exists(public_file, ignored)) {
    return Error{ErrorCode::kConflict, "expected no file of this name, found one", {public_file.string(), 0, {}}};
  }
  CORDON_TRY(write_new(file, keys.private_pem, 0600));
  CORDON_TRY(write_new(public_file, keys.public_pem, 0644));
  JsonWriter json;
  json.begin_object();
  json.key("private_key").value(file.string()).key("public_key").value(public_file.string());
  json.end_object();
  return sink(json.text());
}

}  // namespace cordon::service
