#include "index_cache.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>

#include "cordon/base/content_hash.hpp"
#include "cordon/screening/screener.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;

// Kept beside the newest ones: an index of 20,000 names has 10 MB, so that these hold months of daily versions.
// Our choice; a smaller limit costs time only.
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 30U;
constexpr std::size_t kMostFiles = 64;
// Temporary files that nobody renamed for that long were left behind by a process that died.
constexpr std::chrono::hours kAbandoned{1};
constexpr std::string_view kSuffix = ".idx";

// What the content of an index depends on, as text.
std::string label_of(const store::VersionInfo& version) {
  return "source " + version.source.str() + "\nversion " + std::to_string(version.version) + "\nsha256 " +
         version.sha256.hex() + "\nreader " + std::to_string(version.reader_revision) + "\nretrieved " +
         std::to_string(version.retrieved.time_since_epoch().count()) + "\nprogram " +
         std::string(screening::index_fingerprint()) + "\n";
}

fs::path path_of(const fs::path& directory, const std::string& label) {
  return directory / (base::ContentHash::of(label).hex().substr(0, 32) + std::string(kSuffix));
}

// Removes what was not used for longest until the limits hold. `kept` stays in any case. Failures are nobody's concern:
// the next run tries again.
void clean(const fs::path& directory, const fs::path& kept) {
  struct Entry {
    fs::file_time_type used;
    std::uintmax_t bytes;
    fs::path path;
  };
  std::error_code failure;
  const fs::file_time_type now = fs::last_write_time(kept, failure);
  if (failure) return;
  std::vector<Entry> entries;
  for (fs::directory_iterator at(directory, failure), end; !failure && at != end; at.increment(failure)) {
    std::error_code problem;
    const Entry entry{at->last_write_time(problem), at->file_size(problem), at->path()};
    if (problem || entry.path == kept) continue;
    if (entry.path.extension() == kSuffix) {
      entries.push_back(entry);
    } else if (entry.path.filename().string().find(std::string(kSuffix) + ".tmp.") != std::string::npos &&
               now - entry.used > kAbandoned) {
      fs::remove(entry.path, problem);
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.used != b.used ? a.used > b.used : a.path < b.path; });
  std::uintmax_t bytes = fs::file_size(kept, failure);
  std::size_t files = 1;
  for (const Entry& entry : entries) {
    bytes += entry.bytes;
    ++files;
    if (bytes > kMostBytes || files > kMostFiles) fs::remove(entry.path, failure);
  }
}

// Returns: null when there is no file, or it is not this index.
std::shared_ptr<const match::Corpus> read(const fs::path& path, const std::string& label, base::Timestamp now) {
  std::error_code failure;
  if (!fs::exists(path, failure)) return nullptr;
  auto opened = match::Corpus::open(path);
  if (!opened || (*opened)->label() != label) return nullptr;
  // The time of last use, for clean(); where it cannot be set it stays that of writing.
  fs::last_write_time(path, std::chrono::file_clock::from_sys(now), failure);
  return std::move(*opened);
}

base::Result<std::shared_ptr<const match::Corpus>> index_version(const Workspace& workspace, unsigned threads,
                                                                 const store::VersionInfo& version) {
  const fs::path directory = workspace.directory() / "index";
  const std::string label = label_of(version);
  const fs::path path = path_of(directory, label);
  if (auto corpus = read(path, label, workspace.clock().now())) return corpus;
  store::SnapshotRequest single;
  single.exact = {{version.source, version.version}};
  CORDON_ASSIGN(const std::shared_ptr<const store::Snapshot> snapshot, workspace.store().snapshot(single));
  auto corpus = screening::index_subjects(*snapshot, threads);
  std::error_code failure;
  fs::create_directories(directory, failure);
  if (!failure && corpus->save(path, label)) clean(directory, path);
  return corpus;
}

}  // namespace

base::Result<ListIndex> open_index(const Workspace& workspace, const store::SnapshotRequest& request,
                                   unsigned threads) {
  ListIndex out;
  CORDON_ASSIGN(out.versions, workspace.store().chosen_versions(request));
  std::vector<std::shared_ptr<const match::Corpus>> parts;
  for (const store::VersionInfo& version : out.versions) {
    CORDON_ASSIGN(auto part, index_version(workspace, threads, version));
    parts.push_back(std::move(part));
  }
  out.corpus = match::Corpus::join(parts);
  return out;
}

}  // namespace cordon::service
