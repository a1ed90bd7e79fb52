// Downloading files over HTTP and HTTPS.
// Invariant: the target exists afterwards only when its download is complete; a part stands beside it as "NAME.part"
// while it runs. TLS is always verified; https is never left for http.
// Thread: functions may be called from several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/progress.hpp"
#include "cordon/base/result.hpp"
#include "cordon/fetch/backoff.hpp"
#include "cordon/fetch/environment.hpp"

namespace cordon::fetch {

// What the server said about the body it sent; given back to it, it may answer that nothing has changed.
struct Validators {
  std::string etag;
  std::string last_modified;  // as the server wrote it: "Tue, 24 Nov 2026 14:03:11 GMT"
  friend bool operator==(const Validators&, const Validators&) = default;
};

struct FetchRequest {
  std::string url;
  std::filesystem::path target;  // replaced when there is something new
  Validators known;              // of the copy the caller has; empty: fetch in any case
};

struct FetchOptions {
  std::string proxy;    // empty: as the environment says (http_proxy, https_proxy, no_proxy)
  std::string ca_file;  // certificates to trust instead of the system's
  std::string user_agent = "cordon";
  std::chrono::milliseconds connect_limit{30'000};
  std::chrono::milliseconds time_limit{900'000};  // of one try
  // A transfer that stays below this rate for that long has stalled.
  long stalled_bytes_per_second = 100;
  std::chrono::seconds stalled_limit{30};
  std::uint64_t largest_bytes = 4ULL << 30U;  // of one body, after decompression
  unsigned attempts = 4;                      // in all, at least 1
  unsigned parallel = 4;                      // transfers at one time
  BackoffOptions backoff;
};

enum class FetchStatus : std::uint8_t { kFetched = 1, kNotModified = 2 };

struct Fetched {
  FetchStatus status = FetchStatus::kFetched;
  Validators validators;
  std::string final_url;  // behind redirects
  std::uint64_t bytes = 0;
  base::ContentHash sha256;  // of the body; not set when kNotModified
  unsigned attempts = 1;
};

// Errors: kIo (connection, TLS, time limit, status, incomplete body: the message names the kind and the number of
// tries), kMalformed (an empty body), kOutOfRange (larger than allowed), kInvalidArgument (no http or https address),
// kConflict (stopped). The place of an error is the address.
[[nodiscard]] base::Result<Fetched> fetch(const FetchRequest& request, const FetchOptions& options,
                                          Environment& environment);

// Several at a time. Returns: one result a request, in their order.
[[nodiscard]] std::vector<base::Result<Fetched>> fetch_all(std::span<const FetchRequest> requests,
                                                           const FetchOptions& options, Environment& environment,
                                                           base::ProgressSink& progress);

}  // namespace cordon::fetch
