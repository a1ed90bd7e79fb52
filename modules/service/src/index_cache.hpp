// The match indexes of a data directory: one file for each version of a source, below DIR/index, so that a program that
// screens one name does not read and index the lists first, and a new version of one source indexes that source only.
//
// A file is used only when its label names exactly the version, the retrieval and the sources of this program, and
// every checksum in it holds; anything else is built anew from the store and replaced in one step. A directory that
// cannot be written to works without files. Old files are removed by last use when there are too many or they are too
// large. Format: docs/formats/match-index.md. Thread: safe; two processes may do the same work, neither sees half of
// it.
#pragma once

#include <memory>
#include <vector>

#include "cordon/match/corpus.hpp"
#include "cordon/service/workspace.hpp"
#include "cordon/store/snapshot.hpp"

namespace cordon::service {

struct ListIndex {
  std::shared_ptr<const match::Corpus> corpus;  // for screening::Screener
  std::vector<store::VersionInfo> versions;     // sorted by source; those it covers
};

// The index over the versions that answer the request. threads: for building.
[[nodiscard]] base::Result<ListIndex> open_index(const Workspace& workspace, const store::SnapshotRequest& request,
                                                 unsigned threads);

}  // namespace cordon::service
