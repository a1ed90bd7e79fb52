// The lists that names are screened against, and what every answer says about them: the same for rows and payments.
#pragma once

#include <string>
#include <vector>

#include "cordon/match/policy.hpp"
#include "cordon/service/screening.hpp"
#include "index_cache.hpp"

namespace cordon::service {

struct LoadedLists {
  ListIndex index;            // of the lists whose names are searched
  std::string searched_json;  // {sources, versions, not_searched?, ownership?, policy, depth}
  std::string warning;        // for people: lists that are stale, quarantined, not searched; empty: none
};

// All that were asked for; without names, all but sources of ownership data.
// Errors: kInvalidArgument for a threshold outside [0, 1]; kNotFound when there is no list, or a named one has no
// version that answers; kQuarantined when it has one that waits for a decision.
[[nodiscard]] base::Result<LoadedLists> load_lists(const Workspace& workspace, const ScreenRequest& request,
                                                   const match::Policy& policy, unsigned threads);

// What owners are looked for in: the lists of the request, and every source of ownership data.
[[nodiscard]] base::Result<store::SnapshotRequest> reach_lists_of(const Workspace& workspace,
                                                                  const ScreenRequest& request);

}  // namespace cordon::service
