// portfolio, watch, lookback, erase.
#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/portfolio.hpp"
#include "cordon/service/watch.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kPortfolioTable{{{"portfolio", "/portfolio"},
                                 {"counterparties", "/counterparties"},
                                 {"revision", "/revision"},
                                 {"policy", "/policy"},
                                 {"threshold", "/threshold"},
                                 {"open alerts", "/open_alerts"},
                                 {"unreadable rows", "/unreadable_rows"},
                                 {"last run", "/last_run_at"}},
                                ""};
const TableSpec kPortfolioImportTable{{{"portfolio", "/portfolio"},
                                       {"counterparties", "/counterparties"},
                                       {"added", "/added"},
                                       {"changed", "/changed"},
                                       {"removed", "/removed"},
                                       {"policy", "/policy"},
                                       {"unreadable rows", "/unreadable_rows"}},
                                      ""};
const TableSpec kWatchTable{{{"portfolio", "/portfolio"},
                             {"run", "/run"},
                             {"kind", "/kind"},
                             {"counterparties", "/counterparties"},
                             {"screened", "/screened"},
                             {"opened", "/opened"},
                             {"reopened", "/reopened"},
                             {"updated", "/updated"},
                             {"lapsed", "/lapsed"}},
                            ""};
const TableSpec kLookbackTable{{{"counterparty", "/counterparty"},
                                {"score", "/score"},
                                {"entity", "/entity_id"},
                                {"caption", "/caption"},
                                {"source", "/source"},
                                {"first seen", "/first_seen"},
                                {"last seen", "/last_seen"},
                                {"programmes", "/programmes"},
                                {"covered from", "/covered_from"}},
                               ""};
const TableSpec kEraseTable{{{"portfolio", "/portfolio"},
                             {"counterparty", "/counterparty"},
                             {"alerts", "/alerts"},
                             {"within ten years", "/within_retention"}},
                            ""};

struct ChangeOptions {
  std::string policy, regime;
  double threshold = -1;
  int depth = -1;
  int due_days = -1;
  std::string four_eyes;
  std::vector<std::string> sources;

  void add_to(CLI::App& command) {
    command.add_option("--policy", policy, "onboarding, payments, vessels, logic-v2, ofac");
    command.add_option("--threshold", threshold, "lowest score of an alert, inclusive")->check(CLI::Range(0.0, 1.0));
    command.add_option("--depth", depth, "ownership levels looked through; 0: names only")->check(CLI::Range(0, 20));
    command.add_option("--regime", regime, "whose ownership rule counts at depth above 0: us-ofac, eu, uk, ch, us-bis");
    command.add_option("--source", sources, "only these lists; 'all' for every list");
    command.add_option("--four-eyes", four_eyes, "on: a second person confirms each disposition")
        ->check(CLI::IsMember({"on", "off"}));
    command.add_option("--due-days", due_days, "days until an alert is due; 0 = never")->check(CLI::Range(0, 3650));
  }
  [[nodiscard]] service::PortfolioChange change() const {
    service::PortfolioChange c;
    if (!policy.empty()) c.policy = policy;
    if (!regime.empty()) c.regime = regime;
    if (threshold >= 0) c.threshold = threshold;
    if (depth >= 0) c.depth = depth;
    if (due_days >= 0) c.due_days = due_days;
    if (!four_eyes.empty()) c.four_eyes = four_eyes == "on";
    c.sources = sources;
    return c;
  }
};

void add_portfolio_import(CLI::App& parent, Context& context) {
  struct Options {
    service::PortfolioImportRequest request;
    ChangeOptions change;
    std::string file, format;
    std::vector<std::string> renames;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = parent.add_subcommand("import", "keeps the counterparties of a file, by their id");
  command->footer(
      "The columns are those of 'screen --input'. A row whose id is known replaces it, other rows are added; with\n"
      "--replace the file is the whole book and what it lacks leaves the portfolio. Rows without an id are known by\n"
      "their content. With --depth owners and controllers are looked through: those that the lists state and those of\n"
      "ownership data imported before ('cordon import FILE').");
  command->add_option("file", options->file, "CSV, a workbook (.xlsx), JSON lines or FollowTheMoney JSON lines")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--name", options->request.name, "the portfolio's name")->capture_default_str();
  command->add_flag("--replace", options->request.replace, "the file is the whole book");
  command->add_option("--map", options->renames, "rename a column of the input: GIVEN=KNOWN");
  command->add_option("--by", options->request.by, "who imports, for the audit log")->capture_default_str();
  options->change.add_to(*command);
  add_format(*command, options->format);
  command->callback([&context, options] {
    for (const std::string& rename : options->renames) {
      const std::size_t at = rename.find('=');
      if (at == std::string::npos || at == 0 || at + 1 == rename.size()) {
        context.fail({base::ErrorCode::kInvalidArgument, "--map: expected GIVEN=KNOWN, found '" + rename + "'"});
        return;
      }
      options->request.columns_renamed.emplace_back(rename.substr(0, at), rename.substr(at + 1));
    }
    auto workspace = context.open(false);
    if (!workspace) return;
    options->request.file = options->file;
    options->request.change = options->change.change();
    Output output{format_option(options->format), kPortfolioImportTable, true};
    const auto result = service::import_portfolio(*workspace, options->request, into(output),
                                                  [&context](std::string_view text) { context.message(text); });
    conclude(context, output, result);
  });
}

void add_portfolio(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("portfolio", "the counterparties that are watched: import, list, set");
  command->require_subcommand(1);
  add_portfolio_import(*command, context);
  auto format = std::make_shared<std::string>();
  CLI::App* list = command->add_subcommand("list", "portfolios, their settings, open alerts and last run");
  add_format(*list, *format);
  list->callback([&context, format] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(*format), kPortfolioTable};
    conclude(context, output, service::list_portfolios(*workspace, into(output)));
  });
  struct SetOptions {
    std::string name = "default", by = "cordon", format;
    ChangeOptions change;
  };
  auto options = std::make_shared<SetOptions>();
  CLI::App* set = command->add_subcommand("set", "changes a portfolio's settings; the next run screens everything");
  set->add_option("--name", options->name, "the portfolio's name")->capture_default_str();
  set->add_option("--by", options->by, "who changes, for the audit log")->capture_default_str();
  options->change.add_to(*set);
  add_format(*set, options->format);
  set->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    Output output{format_option(options->format), kPortfolioTable, true};
    conclude(context, output,
             service::change_portfolio(*workspace, options->name, options->change.change(), options->by, into(output)));
  });
}

void add_erase(CLI::App& app, Context& context) {
  struct Options {
    service::EraseRequest request;
    std::string format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("erase", "removes the personal data of a counterparty, everywhere");
  command->footer(
      "The counterparty leaves the portfolio; its values, findings, notes and the keys of its digests are deleted. "
      "The\n"
      "audit log keeps its records and still verifies. Its alerts can no longer be replayed.");
  command->add_option("id", options->request.counterparty, "the counterparty's id")->required();
  command->add_option("--portfolio", options->request.portfolio, "the portfolio's name")->capture_default_str();
  command->add_option("--reason", options->request.reason, "why; goes into the log: no personal data")->required();
  command->add_option("--by", options->request.by, "who erases")->required();
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    Output output{format_option(options->format), kEraseTable, true};
    conclude(context, output,
             service::erase_counterparty(*workspace, options->request, into(output),
                                         [&context](std::string_view text) { context.message(text); }));
  });
}

// Set by SIGINT and SIGTERM: a watched directory is left in order, between two rounds.
volatile std::sig_atomic_t g_stop = 0;  // NOLINT: a signal handler can reach nothing else

void add_watch(CLI::App& app, Context& context) {
  struct Options {
    service::WatchDirectoryRequest request;
    std::string portfolio, directory, format;
    double for_seconds = 0;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("watch", "screens what is new on either side since the last run");
  command->footer(
      "A run is atomic: alerts, audit records and its coverage certificate appear together, or not at all. --full\n"
      "screens everything and leaves the same alerts. With --directory, list files that are dropped there are "
      "imported\n"
      "and watched at once, until the program is interrupted.");
  command->add_option("--portfolio", options->portfolio, "only this portfolio");
  command->add_flag("--full", options->request.watch.full, "screen everything");
  command->add_option("--threads", options->request.watch.threads, "0 = as many as the machine has")
      ->capture_default_str();
  command->add_option("--directory", options->directory, "watch this directory for list files")
      ->check(CLI::ExistingDirectory);
  command->add_option("--every", options->request.every_seconds, "seconds between rounds")
      ->check(CLI::Range(0.1, 86400.0))
      ->capture_default_str();
  command->add_option("--for", options->for_seconds, "end after so many seconds; 0 = never")
      ->check(CLI::Range(0.0, 1e9));
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    if (!options->portfolio.empty()) options->request.watch.portfolio = options->portfolio;
    Output output{format_option(options->format), kWatchTable};
    const service::MessageSink message = [&context](std::string_view text) { context.message(text); };
    if (options->directory.empty()) {
      conclude(context, output, service::watch(*workspace, options->request.watch, into(output), message));
      return;
    }
    std::signal(SIGINT, [](int) { g_stop = 1; });
    std::signal(SIGTERM, [](int) { g_stop = 1; });
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(options->for_seconds);
    const bool limited = options->for_seconds > 0;
    options->request.directory = options->directory;
    options->request.go_on = [end, limited] {
      return g_stop == 0 && (!limited || std::chrono::steady_clock::now() < end);
    };
    // It runs for days: whoever reads its lines gets each as it comes.
    const service::JsonSink at_once = [&output](std::string_view json) {
      base::Result<void> added = output.add(json);
      std::fflush(stdout);
      return added;
    };
    conclude(context, output, service::watch_directory(*workspace, options->request, at_once, message));
  });
}

void add_lookback(CLI::App& app, Context& context) {
  struct Options {
    service::LookbackRequest request;
    std::string from, to, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("lookback", "what the book of today would have found under the lists of past days");
  command->add_option("--portfolio", options->request.portfolio, "the portfolio's name")->capture_default_str();
  command->add_option("--from", options->from, "first day")->check(is_date())->required();
  command->add_option("--to", options->to, "last day")->check(is_date())->required();
  command->add_option("--threads", options->request.threads, "0 = as many as the machine has")->capture_default_str();
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    options->request.from = date_option(options->from).value_or(base::Date{});
    options->request.to = date_option(options->to).value_or(base::Date{});
    Output output{format_option(options->format), kLookbackTable};
    conclude(context, output,
             service::lookback(*workspace, options->request, into(output),
                               [&context](std::string_view text) { context.message(text); }));
  });
}

}  // namespace

void add_monitoring_commands(CLI::App& app, Context& context) {
  add_portfolio(app, context);
  add_watch(app, context);
  add_lookback(app, context);
  add_erase(app, context);
}

}  // namespace cordon::cli
