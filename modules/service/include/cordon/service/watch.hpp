// Use cases that screen portfolios again: a run, a watched directory, a look-back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct WatchRequest {
  std::optional<std::string> portfolio;  // empty: all
  bool full = false;                     // screen everything; leaves the same alerts
  unsigned threads = 0;                  // 0: as many as the machine has
  // Portfolios of so many counterparties are met through their reverse index; in smaller ones everybody is looked at.
  std::uint64_t index_from = 20'000;
};

// One run for each portfolio, atomic. Emits {portfolio, run, kind, base, counterparties, screened, lists, alerts, ...}.
[[nodiscard]] base::Result<void> watch(Workspace& workspace, const WatchRequest& request, const JsonSink& sink,
                                       const MessageSink& message);

struct WatchDirectoryRequest {
  WatchRequest watch;
  std::filesystem::path directory;  // list files that appear or change here are imported
  double every_seconds = 2;
  // Asked before each round and during the wait: false ends.
  std::function<bool()> go_on;
};
// Imports list files that are dropped into a directory, then watches; until go_on says no. A file that cannot be read
// is reported once and left alone. Emits what import and watch emit.
[[nodiscard]] base::Result<void> watch_directory(Workspace& workspace, const WatchDirectoryRequest& request,
                                                 const JsonSink& sink, const MessageSink& message);

struct LookbackRequest {
  std::string portfolio = "default";
  base::Date from;
  base::Date to;
  unsigned threads = 0;
};
// What the book of today would have found under the lists of each day from..to. Emits one object a counterparty and
// listed entity {counterparty, entity_id, source, caption, score, first_seen, last_seen, covered_from, programmes}, and
// says of each list from which day on there is a version: what it held before is not known here.
[[nodiscard]] base::Result<void> lookback(Workspace& workspace, const LookbackRequest& request, const JsonSink& sink,
                                          const MessageSink& message);

}  // namespace cordon::service
