// Use cases across lists: which subjects of different lists are one, what people decided about it, and where lists
// disagree. Fields of the JSON: docs/api/commands.md; rules: docs/methodology/clusters.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct ClustersRequest {
  std::optional<std::string> entity;  // only the cluster, or the questions, of this subject
  std::optional<base::Date> as_of;
  bool review = false;  // the pairs that wait for a person, instead of the clusters
  unsigned threads = 0;
};
// Errors: kNotFound when `entity` is on no loaded list.
[[nodiscard]] base::Result<void> list_clusters(Workspace& workspace, const ClustersRequest& request,
                                               const JsonSink& sink);

struct JudgeRequest {
  std::string a, b;
  std::string decision;  // same, different, unsure, withdrawn
  std::string by, reason;
};
// Keeps the judgement (append only) and emits it. Errors: kNotFound when no version of a list has one of them.
[[nodiscard]] base::Result<void> judge_pair(Workspace& workspace, const JudgeRequest& request, const JsonSink& sink);
// Every judgement ever made, oldest first, with in_force.
[[nodiscard]] base::Result<void> list_judgements(Workspace& workspace, const JsonSink& sink);

struct DiscrepanciesRequest {
  std::vector<std::string> kinds;   // empty: all but "missing", unless on or not_on is given
  std::vector<std::string> on;      // only subjects on all of these lists
  std::vector<std::string> not_on;  // and on none of these
  std::optional<std::string> entity;
  std::optional<base::Date> as_of;
  std::optional<base::Date> since;  // "delisted": since then; default: since the first version of each list
  unsigned threads = 0;
};
[[nodiscard]] base::Result<void> list_discrepancies(Workspace& workspace, const DiscrepanciesRequest& request,
                                                    const JsonSink& sink);

}  // namespace cordon::service
