#include "transfer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>

namespace cordon::fetch {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
struct CloseHandle {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

Error error_at(const std::string& url, ErrorCode code, std::string message) {
  return Error{code, std::move(message), base::SourceLocation{url, 0, {}}};
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

// What the callbacks of one transfer share.
struct Transfer {
  CURL* handle = nullptr;
  std::FILE* file = nullptr;
  base::Hasher hasher;
  std::uint64_t bytes = 0;
  std::uint64_t largest = 0;
  int write_error = 0;  // errno
  bool too_large = false;
  Validators validators;
  std::optional<std::chrono::seconds> retry_after;
  Environment* environment = nullptr;
  const TransferProgress* progress = nullptr;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  // The body of an error page is not kept.
  long status = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) return size;
  transfer.bytes += size;
  if (transfer.bytes > transfer.largest) {
    transfer.too_large = true;
    return 0;
  }
  errno = 0;
  if (std::fwrite(data, 1, size, transfer.file) != size) {
    transfer.write_error = errno == 0 ? EIO : errno;
    return 0;
  }
  transfer.hasher.update({data, size});
  return size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) {  // a new answer: what an earlier one (a redirect) said is void
    transfer.validators = {};
    transfer.retry_after.reset();
    return size;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  const std::string name = lower(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "etag") transfer.validators.etag = value;
  if (name == "last-modified") transfer.validators.last_modified = value;
  if (name == "retry-after") {  // the form with a date is left to our own delay
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (problem == std::errc{} && end == value.data() + value.size() && seconds >= 0) {
      transfer.retry_after = std::chrono::seconds{seconds};
    }
  }
  return size;
}

int on_progress(void* user, curl_off_t total, curl_off_t now, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<const Transfer*>(user);
  if (now > 0) {
    const auto done = static_cast<std::uint64_t>(now);
    (*transfer.progress)(done, std::max(done, static_cast<std::uint64_t>(std::max<curl_off_t>(total, 0))));
  }
  return transfer.environment->stopping() ? 1 : 0;
}

// Settings that cannot fail for a handle of this version are not checked one by one.
template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  curl_easy_setopt(handle, option, value);
}

void configure(Transfer& transfer, const FetchRequest& request, const FetchOptions& options, curl_slist* headers,
               char* message) {
  CURL* const handle = transfer.handle;
  const bool secure = lower(request.url).starts_with("https:");
  set(handle, CURLOPT_URL, request.url.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 1L);
  set(handle, CURLOPT_MAXREDIRS, 10L);
  set(handle, CURLOPT_ACCEPT_ENCODING, "");  // all that the library can undo
  set(handle, CURLOPT_USERAGENT, options.user_agent.c_str());
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_limit.count()));
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options.time_limit.count()));
  set(handle, CURLOPT_LOW_SPEED_LIMIT, options.stalled_bytes_per_second);
  set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stalled_limit.count()));
  if (!options.proxy.empty()) set(handle, CURLOPT_PROXY, options.proxy.c_str());
  if (!options.ca_file.empty()) set(handle, CURLOPT_CAINFO, options.ca_file.c_str());
  if (headers != nullptr) set(handle, CURLOPT_HTTPHEADER, headers);
  set(handle, CURLOPT_ERRORBUFFER, message);
  set(handle, CURLOPT_WRITEFUNCTION, &on_body);
  set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_HEADERFUNCTION, &on_header);
  set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
}

std::string seconds_text(std::chrono::milliseconds duration) {
  const auto tenths = duration.count() / 100;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + " s";
}

// A failure of the connection in words: what was expected, what happened.
void describe_failure(CURLcode code, const char* detail, const Transfer& transfer, const FetchRequest& request,
                      const FetchOptions& options, TransferOutcome& outcome) {
  const std::string why = *detail == '\0' ? curl_easy_strerror(code) : detail;
  outcome.worth_retrying = true;
  std::string text;
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      text = "expected the whole file within " + seconds_text(options.time_limit) + ", the server was too slow: " + why;
      break;
    case CURLE_PARTIAL_FILE:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2_STREAM:
      text = "expected the whole file, the transfer was cut short: " + why;
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
      text = "expected a server with a valid certificate: " + why;
      outcome.worth_retrying = false;
      break;
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      text = "expected an address that leads to a file by http or https: " + why;
      outcome.worth_retrying = false;
      break;
    default:
      text = "cannot download: " + why;
  }
  if (transfer.too_large) {
    outcome.worth_retrying = false;
    outcome.failure = error_at(request.url, ErrorCode::kOutOfRange,
                               "expected at most " + std::to_string(options.largest_bytes) + " bytes, found more");
    return;
  }
  outcome.failure = error_at(request.url, ErrorCode::kIo, std::move(text));
}

void judge_answer(long status, const Transfer& transfer, const FetchRequest& request, TransferOutcome& outcome) {
  const bool asked = !request.known.etag.empty() || !request.known.last_modified.empty();
  if (status == 304 && asked) {
    outcome.fetched.status = FetchStatus::kNotModified;
    outcome.fetched.validators = request.known;
    return;
  }
  const std::string via =
      outcome.fetched.final_url == request.url ? "" : " (redirected to " + outcome.fetched.final_url + ")";
  if (status != 200) {
    outcome.worth_retrying = is_worth_retrying(status);
    outcome.retry_after = transfer.retry_after;
    outcome.failure =
        error_at(request.url, ErrorCode::kIo, "expected status 200, found " + std::to_string(status) + via);
  } else if (transfer.bytes == 0) {
    outcome.failure = error_at(request.url, ErrorCode::kMalformed, "expected a file, found an empty body" + via);
  }
}

base::Result<void> keep(const fs::path& part, const fs::path& target, const std::string& url) {
  std::error_code problem;
  fs::rename(part, target, problem);
  if (problem) return error_at(url, ErrorCode::kIo, "cannot keep the download: " + problem.message());
  return {};
}

std::unique_ptr<curl_slist, FreeList> conditions(const Validators& known) {
  curl_slist* list = nullptr;
  if (!known.etag.empty()) list = curl_slist_append(list, ("If-None-Match: " + known.etag).c_str());
  if (!known.last_modified.empty()) {
    list = curl_slist_append(list, ("If-Modified-Since: " + known.last_modified).c_str());
  }
  return std::unique_ptr<curl_slist, FreeList>(list);
}

}  // namespace

Error stopped(const std::string& url) { return error_at(url, ErrorCode::kConflict, "the download was stopped"); }

base::Result<TransferOutcome> transfer(const FetchRequest& request, const FetchOptions& options,
                                       Environment& environment, const TransferProgress& progress) {
  static std::once_flag initialised;
  std::call_once(initialised, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const std::string scheme = lower(std::string_view(request.url).substr(0, 8));
  if (!scheme.starts_with("http://") && !scheme.starts_with("https://")) {
    return error_at(request.url, ErrorCode::kInvalidArgument, "expected an http or https address");
  }
  const fs::path part = request.target.string() + ".part";
  errno = 0;
  std::unique_ptr<std::FILE, CloseFile> file(std::fopen(part.c_str(), "wb"));
  if (!file)
    return error_at(request.url, ErrorCode::kIo, "cannot write " + part.string() + ": " + std::strerror(errno));
  const std::unique_ptr<CURL, CloseHandle> handle(curl_easy_init());
  if (!handle) return error_at(request.url, ErrorCode::kIo, "cannot start a transfer");

  Transfer state;
  state.handle = handle.get();
  state.file = file.get();
  state.largest = options.largest_bytes;
  state.environment = &environment;
  state.progress = &progress;
  std::array<char, CURL_ERROR_SIZE> message{};
  const auto headers = conditions(request.known);
  configure(state, request, options, headers.get(), message.data());
  const CURLcode code = curl_easy_perform(handle.get());

  TransferOutcome outcome;
  long status = 0;
  const char* final_url = nullptr;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle.get(), CURLINFO_EFFECTIVE_URL, &final_url);
  outcome.fetched.final_url = final_url == nullptr ? request.url : final_url;
  outcome.fetched.validators = state.validators;
  outcome.fetched.bytes = state.bytes;
  outcome.fetched.sha256 = state.hasher.finish();
  errno = 0;
  if (std::fflush(file.get()) != 0 && state.write_error == 0) state.write_error = errno;
  file.reset();
  std::error_code ignored;
  if (environment.stopping() && code == CURLE_ABORTED_BY_CALLBACK) {
    fs::remove(part, ignored);
    return stopped(request.url);
  }
  if (state.write_error != 0) {
    fs::remove(part, ignored);
    return error_at(request.url, ErrorCode::kIo,
                    "cannot write " + part.string() + ": " + std::strerror(state.write_error));
  }
  if (code != CURLE_OK) {
    describe_failure(code, message.data(), state, request, options, outcome);
  } else {
    judge_answer(status, state, request, outcome);
  }
  if (outcome.failure || outcome.fetched.status == FetchStatus::kNotModified) {
    fs::remove(part, ignored);
    return outcome;
  }
  CORDON_TRY(keep(part, request.target, request.url));
  return outcome;
}

}  // namespace cordon::fetch
