// The program `cordon`: argument parsing and printing only. What the commands do is in modules/service.
#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <new>

#include "context.hpp"
#include "output.hpp"

namespace {

// Progress on stderr, one line rewritten at most ten times a second.
class TerminalProgress final : public cordon::base::ProgressSink {
 public:
  ~TerminalProgress() override {
    if (shown_) std::fputs("\r\033[K", stderr);
  }
  void report(std::string_view task, std::uint64_t done, std::uint64_t total) override {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    shown_ = true;
    const auto name = std::string(task);
    if (total == 0) {
      std::fprintf(stderr, "\r\033[K%s: %llu", name.c_str(), static_cast<unsigned long long>(done));
    } else {
      std::fprintf(stderr, "\r\033[K%s: %llu of %llu (%llu %%)", name.c_str(), static_cast<unsigned long long>(done),
                   static_cast<unsigned long long>(total), static_cast<unsigned long long>(done * 100 / total));
    }
  }

 private:
  std::chrono::steady_clock::time_point last_;
  bool shown_ = false;
};

constexpr const char* kFooter = R"(First steps:
  cordon import sdn.csv add.csv alt.csv          read an official list; the files of one list go together
  cordon sources                                 what is loaded, how old it is
  cordon screen "Vladimir Putin"                 is a name on a list, and why
  cordon screen --input customers.csv            a whole file, one result a row
  cordon changes --since 2021-01-01              what changed since then
  cordon portfolio import customers.csv; cordon watch; cordon alerts       keep watching them
  cordon screen "Fortuna" --as-of 2021-01-18     what a past day would have said

Data is kept in --data DIR, else $CORDON_DATA, else $XDG_DATA_HOME/cordon, else ~/.local/share/cordon.
Exit status: 0 done, 1 the work failed (the message says file, line, record and what was expected), 2 usage,
3 hits were found and --fail-on-hit was given.)";

int run(int argc, char** argv) {
  namespace cli = cordon::cli;
  CLI::App app{"cordon: sanctions regimes, counterparties, monitoring and outlook", "cordon"};
  app.footer(kFooter);
  app.set_version_flag("--version", CORDON_VERSION);
  cli::Context context;
  app.add_option("--data", context.data_directory, "the data directory");
  app.add_option(
         "--database", context.database,
         "PostgreSQL connection string: portfolios, alerts and the audit log are shared there; 'schema=NAME' beside it "
         "tells books of one database apart")
      ->envname("CORDON_DATABASE");
  app.add_flag("--quiet", context.quiet, "no progress and no messages, errors excepted");
  app.fallthrough();
  cli::add_list_commands(app, context);
  cli::add_export_commands(app, context);
  cli::add_update_commands(app, context);
  cli::add_bundle_commands(app, context);
  cli::add_screening_commands(app, context);
  cli::add_across_commands(app, context);
  cli::add_reach_commands(app, context);
  cli::add_horizon_commands(app, context);
  cli::add_monitoring_commands(app, context);
  cli::add_alert_commands(app, context);
  cli::add_watchlist_commands(app, context);
  app.parse_complete_callback([&] {
    if (!context.quiet && cli::stderr_is_terminal()) {
      context.progress = std::make_unique<TerminalProgress>();
    } else {
      context.progress = std::make_unique<cordon::base::NoProgress>();
    }
  });
  try {
    app.parse(argc, argv);
    // Not CLI11's own check: that one is made before the unknown word is seen, and would not name it.
    if (app.get_subcommands().empty()) throw CLI::RequiredError("A command");
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(cli::ExitStatus::kUsage);
  }
  return static_cast<int>(context.status);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("cordon: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cordon: internal error: %s\n", error.what());
  }
  return 1;
}
