// The downloads of one update: which files, where they land, what came of them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/progress.hpp"
#include "cordon/base/result.hpp"
#include "cordon/fetch/fetch.hpp"
#include "source_catalogue.hpp"
#include "update_state.hpp"

namespace cordon::service {

struct DownloadedFile {
  SourceFile file;
  std::filesystem::path path;
  fetch::Fetched fetched;
};

struct SourceDownload {
  CatalogueSource source;
  std::filesystem::path directory;    // holds the list files and nothing else
  std::vector<DownloadedFile> files;  // the list files, in the order of the catalogue
  std::optional<base::Error> failure;
  bool not_modified = false;  // every file is as it was
};

// Fetches the files of all sources at once. Where one file of a source is new, all of them are fetched, with checksums
// and copies, which must fit. by_source: what is known; sources that are not in it are fetched in any case.
[[nodiscard]] base::Result<std::vector<SourceDownload>> download_sources(
    const std::vector<CatalogueSource>& sources, const UpdateState& by_source, const std::filesystem::path& directory,
    const fetch::FetchOptions& options, fetch::Environment& environment, base::ProgressSink& progress);

}  // namespace cordon::service
