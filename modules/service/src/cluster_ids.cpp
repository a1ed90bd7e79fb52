#include "cluster_ids.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>

#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/base/parallel.hpp"

namespace cordon::service {
namespace {

// Cache files kept; older ones go.
constexpr std::size_t kKeptCaches = 32;

unsigned threads_or_all(unsigned threads) { return threads == 0 ? base::hardware_threads() : threads; }

// The active version of each list on that day.
base::Result<std::map<std::string, store::VersionInfo>> versions_on(Workspace& workspace, const ListsOn& lists) {
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, workspace.store().versions(std::nullopt));
  std::map<std::string, store::VersionInfo> current;
  for (const store::VersionInfo& version : versions) {
    if (version.state != store::VersionState::kActive) continue;
    if (lists.as_of && version.published > *lists.as_of) continue;
    if (lists.known && base::date_of(version.retrieved) > *lists.known) continue;
    current[version.source.str()] = version;
  }
  return current;
}

std::string cache_key(const std::map<std::string, store::VersionInfo>& versions,
                      const std::vector<cluster::Judgement>& judgements) {
  std::string text = "rules " + std::to_string(cluster::kRulesRevision) + " policy " +
                     match::Policy::standard().name() + std::to_string(match::Policy::standard().revision());
  for (const auto& [source, version] : versions) {
    text += '\n' + source + ' ' + version.sha256.hex() + ' ' + std::to_string(version.reader_revision);
  }
  for (const cluster::Judgement& judgement : cluster::in_force(judgements)) {
    text += '\n' + judgement.a.str() + ' ' + judgement.b.str() + ' ' +
            std::string(cluster::decision_name(judgement.decision));
  }
  return base::ContentHash::of(text).hex().substr(0, 32);
}

std::optional<ClusterIds> read_cache(const std::filesystem::path& file) {
  const base::Result<std::string> bytes = base::read_file(file);
  if (!bytes) return std::nullopt;
  base::CsvReader reader{*bytes, {}, file.string()};
  std::vector<std::string> fields;
  ClusterIds ids;
  bool complete = false;
  for (;;) {
    const auto more = reader.next(fields);
    if (!more) return std::nullopt;
    if (!*more) break;
    if (fields.size() != 2) return std::nullopt;  // not ours or cut off: computed again
    if (fields[0].empty()) {                      // the last row: "",number of rows
      complete = fields[1] == std::to_string(ids.size());
    } else {
      ids.emplace(fields[0], fields[1]);
    }
  }
  if (!complete) return std::nullopt;
  return ids;
}

// Replaces the file in one step. Returns: false when it cannot be written (a read-only disk), which is no failure: what
// it would hold is computed again next time.
bool replace_file(const std::filesystem::path& file, std::string_view bytes) {
  std::error_code failure;
  std::filesystem::create_directories(file.parent_path(), failure);
  if (failure) return false;
  const std::filesystem::path next = file.string() + ".new." + std::to_string(::getpid());
  std::ofstream out(next, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (out) std::filesystem::rename(next, file, failure);
  if (out && !failure) return true;
  std::filesystem::remove(next, failure);
  return false;
}

void write_cache(const std::filesystem::path& file, const ClusterIds& ids) {
  std::vector<std::pair<std::string, std::string>> rows(ids.begin(), ids.end());
  std::sort(rows.begin(), rows.end());
  std::string text;
  for (const auto& [entity, cluster_id] : rows) base::append_csv_row(text, {entity, cluster_id});
  base::append_csv_row(text, {"", std::to_string(rows.size())});
  if (!replace_file(file, text)) return;
  std::error_code failure;
  std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> caches;
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), failure)) {
    if (entry.path().filename().string().starts_with("clusters-")) {
      caches.emplace_back(entry.last_write_time(failure), entry.path());
    }
  }
  std::sort(caches.begin(), caches.end());
  for (std::size_t i = 0; i + kKeptCaches < caches.size(); ++i) std::filesystem::remove(caches[i].second, failure);
}

std::filesystem::path memory_file(const Workspace& workspace) {
  return workspace.directory() / "cache" / "name-memory.bin";
}

cluster::NameMemory read_memory(const Workspace& workspace) {
  const base::Result<std::string> bytes = base::read_file(memory_file(workspace));
  return bytes ? cluster::decode_memory(*bytes, match::Policy::standard()) : cluster::NameMemory{};
}

ClusterIds ids_of(const Clustered& clustered) {
  ClusterIds ids;
  for (std::size_t i = 0; i < clustered.subjects.size(); ++i) {
    const std::size_t at = clustered.clustering.cluster_of[i];
    if (at == cluster::Clustering::kNone) continue;
    ids.emplace(clustered.subjects[i].id.str(), clustered.clustering.clusters[at].id.str());
  }
  return ids;
}

}  // namespace

std::filesystem::path judgements_file(const Workspace& workspace) {
  return workspace.directory() / "cluster_judgements.csv";
}

base::Result<Clustered> cluster_lists(Workspace& workspace, const ListsOn& lists, unsigned threads) {
  store::SnapshotRequest request;
  request.as_of = lists.as_of;
  request.known = lists.known;
  Clustered clustered;
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, workspace.store().chosen_versions(request));
  for (const store::VersionInfo& version : versions) {
    // Each by itself: whoever indexes the same version at the same time shares what the store read.
    store::SnapshotRequest single;
    single.exact = {{version.source, version.version}};
    CORDON_ASSIGN(std::shared_ptr<const store::Snapshot> list, workspace.store().snapshot(single));
    std::vector<cluster::Subject> subjects = cluster::subjects_of(*list);
    std::move(subjects.begin(), subjects.end(), std::back_inserter(clustered.subjects));
    clustered.lists.push_back(std::move(list));
  }
  CORDON_ASSIGN(clustered.judgements, cluster::read_judgements(judgements_file(workspace)));
  cluster::Options options;
  options.threads = threads_or_all(threads);
  const cluster::NameMemory before = read_memory(workspace);
  cluster::NameMemory memory = before;
  options.memory = &memory;
  clustered.clustering = cluster::cluster(clustered.subjects, clustered.judgements, options);
  if (!(memory == before)) {
    static_cast<void>(replace_file(memory_file(workspace), cluster::encode_memory(memory, match::Policy::standard())));
  }
  return clustered;
}

base::Result<ClusterIds> cluster_ids(Workspace& workspace, const ListsOn& lists, unsigned threads) {
  CORDON_ASSIGN(const auto versions, versions_on(workspace, lists));
  CORDON_ASSIGN(const auto judgements, cluster::read_judgements(judgements_file(workspace)));
  if (versions.size() < 2 && judgements.empty()) return ClusterIds{};
  const std::filesystem::path file =
      workspace.directory() / "cache" / ("clusters-" + cache_key(versions, judgements) + ".csv");
  if (auto cached = read_cache(file)) return std::move(*cached);
  CORDON_ASSIGN(const Clustered clustered, cluster_lists(workspace, lists, threads));
  ClusterIds ids = ids_of(clustered);
  write_cache(file, ids);
  return ids;
}

}  // namespace cordon::service
