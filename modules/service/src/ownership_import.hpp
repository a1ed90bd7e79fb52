// Importing files that hold nothing but ownership data (BODS, GLEIF, UK PSC, interest CSV): each becomes a version of a
// source of its own, named by --source or the file. Its parties are not listed parties: they are looked through, and
// screening by name leaves such sources out.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "cordon/service/lists.hpp"

namespace cordon::service {

// What the store calls the format of such a version.
inline constexpr std::string_view kOwnershipFormat = "ownership-";
[[nodiscard]] inline bool is_ownership_data(const store::VersionInfo& version) {
  return version.format.starts_with(kOwnershipFormat);
}

// The sources whose subjects are searched when nobody names any: all but ownership data, whose parties are not listed.
struct ScreenedSources {
  std::vector<model::SourceId> lists;
  bool all = true;  // there is no ownership data
};
[[nodiscard]] base::Result<ScreenedSources> screened_sources(const Workspace& workspace);

struct SplitPaths {
  std::vector<std::filesystem::path> lists;      // for the list readers, as given
  std::vector<std::filesystem::path> ownership;  // files, those of directories in the order of their names
};
// Told by their first bytes, also inside .gz. A directory that holds ownership data is taken for nothing else.
[[nodiscard]] SplitPaths split_paths(const std::vector<std::filesystem::path>& paths);

// failed: gets the file's rejected records, told as one error.
[[nodiscard]] base::Result<void> import_ownership(Workspace& workspace, const ImportRequest& request,
                                                  const std::filesystem::path& path, const JsonSink& sink,
                                                  const MessageSink& message, std::vector<base::Error>& failed);

}  // namespace cordon::service
