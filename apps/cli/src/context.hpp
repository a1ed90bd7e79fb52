// What every command gets: global options, the clock, where to print. Only this folder prints.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/progress.hpp"
#include "cordon/service/workspace.hpp"

namespace CLI {
class App;
}

namespace cordon::cli {

// Exit status, as documented: 0 done, 1 the work failed, 2 usage, 3 --fail-on-hit and there were hits.
enum class ExitStatus : int { kDone = 0, kFailed = 1, kUsage = 2, kHits = 3 };

struct Context {
  std::string data_directory;  // empty: the default place
  std::string database;        // empty: SQLite in the data directory
  bool quiet = false;
  base::SystemClock clock;
  std::unique_ptr<base::ProgressSink> progress;
  ExitStatus status = ExitStatus::kDone;

  // Prints the error to stderr and remembers the exit status.
  void fail(const base::Error& error);
  void message(std::string_view text) const;              // to stderr, unless --quiet
  [[nodiscard]] std::filesystem::path directory() const;  // --data or the default place
  // Opens the data directory; on failure the error is already reported.
  [[nodiscard]] std::optional<service::Workspace> open(bool read_only);
};

// Reads a --as-of or --known style date. Errors are reported as usage errors by CLI11.
[[nodiscard]] std::optional<base::Date> date_option(const std::string& text);

// The commands. Each adds itself to the program.
void add_list_commands(CLI::App& app, Context& context);
void add_update_commands(CLI::App& app, Context& context);
void add_bundle_commands(CLI::App& app, Context& context);
void add_screening_commands(CLI::App& app, Context& context);
void add_across_commands(CLI::App& app, Context& context);
void add_export_commands(CLI::App& app, Context& context);
void add_reach_commands(CLI::App& app, Context& context);
void add_horizon_commands(CLI::App& app, Context& context);
void add_outlook_commands(CLI::App& horizon, Context& context);
void add_relation_commands(CLI::App& horizon, Context& context);
void add_monitoring_commands(CLI::App& app, Context& context);  // portfolio, watch, lookback, erase
void add_watchlist_commands(CLI::App& app, Context& context);   // watchlist ...
void add_alert_commands(CLI::App& app, Context& context);       // alerts, decide, replay, report, audit, backup ...

}  // namespace cordon::cli
