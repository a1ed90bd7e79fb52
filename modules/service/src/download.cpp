#include "download.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

// Requests of one round, each with the place its result goes to.
struct Round {
  std::vector<fetch::FetchRequest> requests;
  std::vector<SourceDownload*> owners;
  std::vector<fetch::Fetched*> targets;

  void add(SourceDownload& owner, fetch::Fetched& target, const std::string& url, fs::path path,
           fetch::Validators known = {}) {
    requests.push_back({url, std::move(path), std::move(known)});
    owners.push_back(&owner);
    targets.push_back(&target);
  }
  void run(const fetch::FetchOptions& options, fetch::Environment& environment, base::ProgressSink& progress) {
    if (requests.empty()) return;
    auto results = fetch::fetch_all(requests, options, environment, progress);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (results[i]) {
        *targets[i] = *results[i];
      } else if (!owners[i]->failure) {
        owners[i]->failure = results[i].error();
      }
    }
  }
};

struct Companion {
  SourceFile file;
  fs::path path;
  fetch::Fetched fetched;
  const DownloadedFile* of = nullptr;
  SourceDownload* owner = nullptr;
};

// The first word of 64 hexadecimal digits, as in the output of sha256sum and in plain files.
std::optional<base::ContentHash> checksum_in(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::size_t at = 0;
  while ((at = text.find_first_of("0123456789abcdef", at)) != std::string::npos) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789abcdef", at), text.size());
    if (end - at == 2 * base::ContentHash::kSizeBytes) return base::ContentHash::from_hex(text.substr(at, end - at));
    at = end;
  }
  return std::nullopt;
}

std::optional<Error> compare(const Companion& companion) {
  const base::ContentHash& found = companion.of->fetched.sha256;
  if (companion.file.kind == FileKind::kChecksum) {
    const auto expected = checksum_in(companion.path);
    if (!expected)
      return Error{ErrorCode::kMalformed, "expected a SHA-256 checksum, found none", {companion.file.url, 0, {}}};
    if (*expected == found) return std::nullopt;
    return Error{ErrorCode::kMalformed,
                 "expected the checksum the issuer gives, " + expected->hex() + ", found " + found.hex(),
                 {companion.of->file.url, 0, {}}};
  }
  if (companion.fetched.sha256 == found) return std::nullopt;
  return Error{ErrorCode::kMalformed,
               "two copies of one publication differ: expected the bytes of " + companion.file.url + " (SHA-256 " +
                   companion.fetched.sha256.hex() + "), found " + found.hex(),
               {companion.of->file.url, 0, {}}};
}

base::Result<void> make_directory(const fs::path& path) {
  std::error_code problem;
  fs::create_directories(path, problem);
  if (problem) return Error{ErrorCode::kIo, "cannot make it: " + problem.message(), {path.string(), 0, {}}};
  return {};
}

base::Result<SourceDownload> prepare(const CatalogueSource& source, const fs::path& directory) {
  SourceDownload download;
  download.source = source;
  download.directory = directory / source.source;
  CORDON_TRY(make_directory(download.directory));
  for (const SourceFile& file : source.files) {
    if (file.kind == FileKind::kList) download.files.push_back({file, download.directory / file.file, {}});
  }
  return download;
}

bool is_new(const DownloadedFile& file) { return file.fetched.status == fetch::FetchStatus::kFetched; }

// The second round: of a source with something new, the files that were not sent again, checksums and copies.
void complete(std::vector<SourceDownload>& downloads, const fs::path& directory, const fetch::FetchOptions& options,
              fetch::Environment& environment, base::ProgressSink& progress) {
  Round round;
  std::vector<Companion> companions;
  for (SourceDownload& download : downloads) {
    if (download.failure) continue;
    download.not_modified = std::ranges::none_of(download.files, is_new);
    if (download.not_modified) continue;
    for (DownloadedFile& file : download.files) {
      if (!is_new(file)) round.add(download, file.fetched, file.file.url, file.path);
    }
    for (const SourceFile& file : download.source.files) {
      if (file.kind == FileKind::kList) continue;
      const auto of = std::ranges::find(download.files, file.file, [](const DownloadedFile& d) { return d.file.file; });
      const fs::path path = directory / ("companion." + std::to_string(companions.size()));
      companions.push_back({file, path, {}, &*of, &download});
    }
  }
  for (Companion& companion : companions) {  // after the vector has stopped growing
    round.add(*companion.owner, companion.fetched, companion.file.url, companion.path);
  }
  round.run(options, environment, progress);
  for (const Companion& companion : companions) {
    if (!companion.owner->failure) companion.owner->failure = compare(companion);
  }
}

}  // namespace

base::Result<std::vector<SourceDownload>> download_sources(const std::vector<CatalogueSource>& sources,
                                                           const UpdateState& by_source, const fs::path& directory,
                                                           const fetch::FetchOptions& options,
                                                           fetch::Environment& environment,
                                                           base::ProgressSink& progress) {
  CORDON_TRY(make_directory(directory));
  std::vector<SourceDownload> downloads;
  for (const CatalogueSource& source : sources) {
    CORDON_ASSIGN(SourceDownload download, prepare(source, directory));
    downloads.push_back(std::move(download));
  }
  Round round;
  for (SourceDownload& download : downloads) {
    const auto state = by_source.find(download.source.source);
    for (DownloadedFile& file : download.files) {
      fetch::Validators known;
      if (state != by_source.end()) {
        const auto at = state->second.by_url.find(file.file.url);
        if (at != state->second.by_url.end()) known = at->second;
      }
      round.add(download, file.fetched, file.file.url, file.path, std::move(known));
    }
  }
  round.run(options, environment, progress);
  complete(downloads, directory, options, environment, progress);
  return downloads;
}

}  // namespace cordon::service
