// Everything that is to be said about one list: freshness, quarantine, its last update, what the import noticed. The
// doctor, `sources` and `update` say the same because they ask here.
#pragma once

#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/store/version.hpp"
#include "update_state.hpp"

namespace cordon::service {

struct ListFinding {
  std::string check;  // "freshness us_ofac_sdn"
  std::string state;  // ok, notice, stale, quarantined, failed
  std::string detail;
  std::string advice;
  [[nodiscard]] bool needs_attention() const { return state != "ok" && state != "notice"; }
};

// update: null when the list was never updated by the program.
[[nodiscard]] std::vector<ListFinding> list_findings(const store::SourceInfo& info, const SourceUpdateState* update,
                                                     base::Date today);
// Of a source that has no version: only what its update says.
[[nodiscard]] std::vector<ListFinding> update_findings(const std::string& source, const SourceUpdateState* update);

}  // namespace cordon::service
