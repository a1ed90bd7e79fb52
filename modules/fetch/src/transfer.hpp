// One try of one download: the only place that knows libcurl.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "cordon/fetch/fetch.hpp"

namespace cordon::fetch {

using TransferProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct TransferOutcome {
  Fetched fetched;
  std::optional<base::Error> failure;
  bool worth_retrying = false;
  std::optional<std::chrono::seconds> retry_after;
};

[[nodiscard]] base::Error stopped(const std::string& url);

// Errors: those no other try can help (bad address, disk); a failure of the transfer itself is in the outcome.
[[nodiscard]] base::Result<TransferOutcome> transfer(const FetchRequest& request, const FetchOptions& options,
                                                     Environment& environment, const TransferProgress& progress);

}  // namespace cordon::fetch
