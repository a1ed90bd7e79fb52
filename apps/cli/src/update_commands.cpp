// update: the only command that goes out to the network.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <thread>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/outlook.hpp"
#include "cordon/service/update.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

volatile sig_atomic_t stop_wanted = 0;

void on_stop_signal(int) { stop_wanted = 1; }

// SIGTERM and SIGINT end downloads and pauses at once; an import that is under way is finished.
class ProcessEnvironment final : public fetch::Environment {
 public:
  ProcessEnvironment() {
    struct sigaction action{};
    action.sa_handler = &on_stop_signal;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
  }
  bool pause(std::chrono::milliseconds duration) override {
    const auto end = std::chrono::steady_clock::now() + duration;
    while (!stopping()) {
      const auto left = end - std::chrono::steady_clock::now();
      if (left <= std::chrono::nanoseconds{0}) return true;
      std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, std::chrono::milliseconds{100}));
    }
    return false;
  }
  bool stopping() const override { return stop_wanted != 0; }
  double random() override {
    thread_local std::mt19937_64 engine{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(engine);
  }
};

const TableSpec kUpdateTable{{{"source", "/source"},
                              {"result", "/result"},
                              {"version", "/import/version"},
                              {"published", "/import/published"},
                              {"subjects", "/import/subjects"},
                              {"added", "/import/added"},
                              {"removed", "/import/removed"},
                              {"changed", "/import/changed"},
                              {"findings", "/findings"}},
                             ""};

struct Options {
  service::UpdateRequest request;
  std::string catalogue, every, format;
  double time_limit_seconds = 900;
  double backoff_seconds = 1;
};

// The new versions may decide open forecasts.
void resolve_forecasts(Context& context, service::Workspace& workspace) {
  const std::filesystem::path ledger = context.directory() / "ledger.csv";
  std::error_code missing;
  if (!std::filesystem::exists(ledger, missing)) return;
  const auto ignore = [](std::string_view) { return base::Result<void>{}; };
  const auto resolved = service::horizon_resolve(workspace, {ledger, {}, {}}, ignore);
  if (!resolved) {
    context.fail(resolved.error());
  } else if (*resolved > 0) {
    context.message(std::to_string(*resolved) + " forecasts resolved: cordon horizon ledger");
  }
}

void update_once(Context& context, const Options& options, fetch::Environment& environment) {
  auto workspace = context.open(false);
  if (!workspace) return;
  Output output{format_option(options.format), kUpdateTable};
  const auto failed = service::update_lists(*workspace, options.request, environment, into(output),
                                            [&context](std::string_view text) { context.message(text); });
  if (!failed) {
    context.fail(failed.error());
    return;
  }
  if (const auto finished = output.finish(); !finished) context.fail(finished.error());
  for (const base::Error& error : *failed) context.fail(error);
  if (!options.request.dry_run) resolve_forecasts(context, *workspace);
}

void add_fetch_options(CLI::App& command, Options& options) {
  fetch::FetchOptions& fetch = options.request.fetch;
  command.add_option("--proxy", fetch.proxy, "proxy address (default: http_proxy, https_proxy, no_proxy)");
  command.add_option("--ca-file", fetch.ca_file, "certificates to trust instead of the system's")
      ->check(CLI::ExistingFile);
  command.add_option("--parallel", fetch.parallel, "downloads at one time")
      ->capture_default_str()
      ->check(CLI::Range(1, 64));
  command.add_option("--attempts", fetch.attempts, "tries of one file")
      ->capture_default_str()
      ->check(CLI::Range(1, 20));
  command.add_option("--backoff", options.backoff_seconds, "seconds before the second try; doubled each time")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 3'600.0));
  command.add_option("--time-limit", options.time_limit_seconds, "seconds for one try of one file")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 86'400.0));
  command.add_option("--max-bytes", fetch.largest_bytes, "largest file that is taken")->capture_default_str();
}

void run_update(Context& context, Options& options) {
  const auto milliseconds = [](double seconds) {
    return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1'000)};
  };
  options.request.fetch.time_limit = milliseconds(options.time_limit_seconds);
  options.request.fetch.backoff.first = milliseconds(options.backoff_seconds);
  options.request.fetch.user_agent = "cordon/" CORDON_VERSION;
  if (!options.catalogue.empty()) options.request.catalogue = options.catalogue;
  ProcessEnvironment environment;
  if (options.every.empty()) {
    update_once(context, options, environment);
    return;
  }
  const base::SystemClock clock;
  const auto repeated = service::repeat_every(options.every, clock, environment, [&] {
    context.status = ExitStatus::kDone;  // the exit status is that of the last turn
    update_once(context, options, environment);
  });
  if (!repeated) context.fail(repeated.error());
}

}  // namespace

void add_update_commands(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("update", "download the official lists and import them");
  command->footer(
      "Only what is new is fetched (ETag, Last-Modified). A list that fails, is quarantined or stale is reported and\n"
      "the exit status is 1; the others go on, and the last good version of each stays in use. --sources FILE: a CSV\n"
      "with the columns source,url[,file,kind,format,title], instead of the shipped addresses.");
  command->add_option("--source", options->request.sources, "only these lists");
  command->add_option("--sources", options->catalogue, "your own table of addresses")->check(CLI::ExistingFile);
  command->add_option("--every", options->every, "again and again, e.g. 6h or 30m, until SIGTERM or SIGINT");
  command->add_flag("--dry-run", options->request.dry_run, "say what would be fetched, and fetch nothing");
  command->add_flag("--partial", options->request.partial, "accept that parts are missing which the last version had");
  add_fetch_options(*command, *options);
  add_format(*command, options->format);
  command->callback([&context, options] { run_update(context, *options); });
}

}  // namespace cordon::cli
