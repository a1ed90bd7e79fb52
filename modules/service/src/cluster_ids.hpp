// The clusters of a set of list versions: computed, or read from the cache of the data directory.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/cluster/clustering.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

// Entity id -> cluster id, of the subjects that stand on more than one list.
using ClusterIds = std::unordered_map<std::string, std::string>;

// The lists on a day, as they were known on a day. nullopt: the newest.
struct ListsOn {
  std::optional<base::Date> as_of;
  std::optional<base::Date> known;
};

// Over all lists, whatever a caller screens against: the same subject has one cluster id.
[[nodiscard]] base::Result<ClusterIds> cluster_ids(Workspace& workspace, const ListsOn& lists, unsigned threads);

// A full clustering with everything it stands on. Names that an earlier one compared are not compared again: what they
// scored is kept in the cache of the data directory.
struct Clustered {
  std::vector<std::shared_ptr<const store::Snapshot>> lists;  // one version each, sorted by source
  std::vector<cluster::Subject> subjects;
  std::vector<cluster::Judgement> judgements;
  cluster::Clustering clustering;
};
[[nodiscard]] base::Result<Clustered> cluster_lists(Workspace& workspace, const ListsOn& lists, unsigned threads);

[[nodiscard]] std::filesystem::path judgements_file(const Workspace& workspace);

}  // namespace cordon::service
