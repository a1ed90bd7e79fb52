#include "cordon/fetch/fetch.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "transfer.hpp"

namespace cordon::fetch {
namespace {

using base::Error;

// What is worth another try is tried again; the last error is the answer, with the number of tries.
base::Result<Fetched> fetch_reporting(const FetchRequest& request, const FetchOptions& options,
                                      Environment& environment, const TransferProgress& progress) {
  const unsigned most = options.attempts == 0 ? 1 : options.attempts;
  for (unsigned attempt = 1;; ++attempt) {
    base::Result<TransferOutcome> outcome = transfer(request, options, environment, progress);
    if (!outcome) return outcome.error();
    if (!outcome->failure) {
      outcome->fetched.attempts = attempt;
      return std::move(outcome->fetched);
    }
    Error error = *outcome->failure;
    if (attempt > 1) error.message += " (after " + std::to_string(attempt) + " tries)";
    if (!outcome->worth_retrying || attempt >= most) return error;
    const auto delay = backoff_delay(attempt, environment.random(), outcome->retry_after, options.backoff);
    if (!environment.pause(delay)) return stopped(request.url);
  }
}

}  // namespace

base::Result<Fetched> fetch(const FetchRequest& request, const FetchOptions& options, Environment& environment) {
  return fetch_reporting(request, options, environment, [](std::uint64_t, std::uint64_t) {});
}

std::vector<base::Result<Fetched>> fetch_all(std::span<const FetchRequest> requests, const FetchOptions& options,
                                             Environment& environment, base::ProgressSink& progress) {
  struct Bytes {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
  };
  std::vector<std::optional<base::Result<Fetched>>> slots(requests.size());
  std::vector<Bytes> bytes(requests.size());
  std::mutex mutex;  // guards bytes and the sink
  std::atomic<std::size_t> next{0};
  const auto report = [&](std::size_t index, std::uint64_t done, std::uint64_t total) {
    const std::lock_guard lock(mutex);
    bytes[index] = {done, total};
    Bytes sum;
    bool known = true;  // the total is known once every transfer has one
    for (const Bytes& one : bytes) {
      sum.done += one.done;
      sum.total += one.total;
      known = known && one.total != 0;
    }
    progress.report("downloading " + std::to_string(requests.size()) + " files, bytes", sum.done,
                    known ? sum.total : 0);
  };
  const auto work = [&] {
    for (std::size_t i = next++; i < requests.size(); i = next++) {
      slots[i] = environment.stopping()
                     ? base::Result<Fetched>{stopped(requests[i].url)}
                     : fetch_reporting(requests[i], options, environment,
                                       [&, i](std::uint64_t done, std::uint64_t total) { report(i, done, total); });
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t wanted = std::min<std::size_t>(options.parallel == 0 ? 1 : options.parallel, requests.size());
    for (std::size_t i = 1; i < wanted; ++i) threads.emplace_back(work);
    work();
  }
  std::vector<base::Result<Fetched>> results;
  results.reserve(slots.size());
  for (std::optional<base::Result<Fetched>>& slot : slots) results.push_back(std::move(*slot));
  return results;
}

}  // namespace cordon::fetch
