// horizon outlook, backtest, next-in-line, whatif, exposure, brief.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/brief.hpp"
#include "cordon/service/exposure.hpp"
#include "cordon/service/outlook.hpp"
#include "cordon/service/reach.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kOutlookTable{{{"programme", "/programme"},
                               {"size from", "/min_size"},
                               {"days", "/horizon_days"},
                               {"by", "/horizon_end"},
                               {"probability", "/probability"},
                               {"80 % from", "/interval/0"},
                               {"to", "/interval/1"},
                               {"base rate", "/base_rate"},
                               {"rounds", "/n"},
                               {"days since", "/days_since_last"},
                               {"brier", "/record/brier"},
                               {"of n", "/record/n"}},
                              ""};
const TableSpec kBacktestTable{{{"days", "/horizon_days"},
                                {"day", "/day"},
                                {"probability", "/probability"},
                                {"outcome", "/outcome"},
                                {"n", "/n"},
                                {"base rate", "/base_rate"},
                                {"brier", "/brier"},
                                {"climatology", "/climatology_brier"},
                                {"exponential", "/exponential_90_brier"},
                                {"skill", "/skill_vs_climatology/value"},
                                {"skill (exp.)", "/skill_vs_exponential_90/value"},
                                {"worst gap", "/worst_gap"}},
                               ""};

const TableSpec kNextTable{{{"id", "/id"},
                            {"name", "/name"},
                            {"12 months", "/probability_12m"},
                            {"80 % from", "/interval/0"},
                            {"to", "/interval/1"},
                            {"band", "/band"},
                            {"first reason", "/reasons/0/factor"},
                            {"which", "/reasons/0/value"},
                            {"second reason", "/reasons/1/factor"},
                            {"path", "/paths/0"},
                            {"lists", "/lists_note"}},
                           ""};

const TableSpec kEvaluationTable{{{"ranking", "/ranking"},
                                  {"rounds", "/rounds"},
                                  {"n", "/n"},
                                  {"designated", "/designated"},
                                  {"base rate", "/base_rate"},
                                  {"auroc", "/auroc"},
                                  {"95 % from", "/interval/0"},
                                  {"to", "/interval/1"},
                                  {"against wealth", "/difference_to_wealth"},
                                  {"first 10", "/precision_at_10"},
                                  {"first 20", "/precision_at_20"}},
                                 ""};

const TableSpec kWhatIfTable{{{"entity", "/entity_id"},
                              {"before", "/verdict_before"},
                              {"then", "/verdict"},
                              {"min %", "/share_min"},
                              {"max %", "/share_max"},
                              {"missing", "/missing"}},
                             ""};

const TableSpec kExposureTable{{{"counterparty", "/counterparty"},
                                {"name", "/name"},
                                {"expected share", "/expected_share"},
                                {"80 % from", "/interval/0"},
                                {"to", "/interval/1"},
                                {"expected amount", "/expected_amount"},
                                {"driven by", "/drivers/0/name"},
                                {"chain", "/evidence/0"}},
                               ""};

struct RoundsOptions {
  service::RoundsSource rounds;
  std::string file, until;

  [[nodiscard]] service::RoundsSource source() const {
    service::RoundsSource out = rounds;
    out.file = file;
    out.until = date_option(until);
    return out;
  }
};

void add_rounds_options(CLI::App& command, RoundsOptions& options) {
  command
      .add_option("--rounds", options.file,
                  "a CSV of rounds (first_seen,n[,previous_snapshot,individuals,entities,vessels,aircraft,"
                  "programmes]); default: the version history of a loaded list")
      ->check(CLI::ExistingFile);
  command
      .add_option("--rounds-until", options.until, "the file is complete up to this day (default: to its last round)")
      ->check(is_date());
  command.add_option("--source", options.rounds.source, "that list")->capture_default_str();
  command.add_option("--family", options.rounds.family, "the family of programmes counted in it")
      ->capture_default_str();
}

// Opens the data directory only when a use case asks for it.
class LazyWorkspace {
 public:
  explicit LazyWorkspace(Context& context) : context_(context) {}
  base::Result<service::Workspace*> operator()() {
    service::WorkspaceOptions options;
    options.directory = context_.directory();
    options.clock = &context_.clock;
    options.progress = context_.progress.get();
    options.read_only = true;
    auto opened = service::Workspace::open(options);
    if (!opened) return opened.error();
    workspace_.emplace(std::move(*opened));
    return &*workspace_;
  }

 private:
  Context& context_;
  std::optional<service::Workspace> workspace_;
};

void add_outlook(CLI::App& app, Context& context) {
  struct Options {
    RoundsOptions rounds;
    service::RoundOutlookRequest request;
    std::string as_of, format;
    bool no_ledger = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("outlook",
                                         "how probable a new designation round is, with the record of such "
                                         "forecasts");
  command->footer(
      "An answer as of a day uses only rounds published by then. A forecast is no sanctions list and has no "
      "legal effect.");
  add_rounds_options(*command, options->rounds);
  command->add_option("--as-of", options->as_of, "as seen on this day (default: today)")->check(is_date());
  command->add_option("--horizon", options->request.horizons, "days ahead, several separated by commas")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--programme", options->request.programme, "a tag or the beginning of one (RUSSIA-EO14024)");
  command->add_flag("--no-ledger", options->no_ledger, "do not enter the forecasts in the ledger");
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.rounds = options->rounds.source();
    options->request.as_of = date_option(options->as_of);
    if (!options->no_ledger) options->request.ledger = context.directory() / "ledger.csv";
    Output output{format_option(options->format), kOutlookTable};
    LazyWorkspace workspace{context};
    conclude(context, output,
             service::horizon_outlook(std::ref(workspace), options->request, context.clock, into(output)));
  });
}

void add_backtest(CLI::App& app, Context& context) {
  struct Options {
    RoundsOptions rounds;
    service::RoundBacktestRequest request;
    std::string from, to, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "backtest", "weekly walk-forward forecasts of rounds, scored against the two usual references");
  command->footer(
      "Each forecast uses only what was known on its day. Brier scores are better when smaller; skill is 1 "
      "minus their ratio,\nwith a 95 % block-bootstrap interval.");
  add_rounds_options(*command, options->rounds);
  command->add_option("--from", options->from, "day of the first forecast (default: after 90 days of history)")
      ->check(is_date());
  command->add_option("--to", options->to, "the history is complete up to this day (default: its last round)")
      ->check(is_date());
  command->add_option("--horizon", options->request.horizons, "days ahead, several separated by commas")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--programme", options->request.programme, "a tag or the beginning of one");
  command->add_option("--min-size", options->request.min_size, "count rounds from so many new entries on")
      ->capture_default_str();
  command->add_flag("--each", options->request.each, "also list every forecast with its outcome");
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.rounds = options->rounds.source();
    options->request.from = date_option(options->from);
    options->request.to = date_option(options->to);
    Output output{format_option(options->format), kBacktestTable};
    LazyWorkspace workspace{context};
    conclude(context, output, service::horizon_backtest(std::ref(workspace), options->request, into(output)));
  });
}

void add_next_in_line(CLI::App& app, Context& context) {
  struct Options {
    service::NextInLineRequest request;
    std::string candidates, as_of, format;
    std::string outcomes;
    bool no_ledger = false, evaluate = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "next-in-line", "how probable it is that candidates are designated within twelve months, and why");
  command->footer(
      "Columns: id,name,birth_date,country,net_worth_busd,sector,source_of_wealth,positions,relatives,allied_lists; "
      "several\nvalues of a cell are separated by ';', an allied list may carry its day (EU 2022-02-28).\n"
      "The answer is not a sanctions list and has no legal effect.");
  command->add_option("--candidates", options->candidates, "a CSV of people")->required()->check(CLI::ExistingFile);
  command->add_flag("--no-ledger", options->no_ledger, "do not enter the forecasts in the ledger");
  command->add_option("--as-of", options->as_of, "as seen on this day (default: today)")->check(is_date());
  command->add_flag("--evaluate", options->evaluate,
                    "instead: how they would have been ranked before each round, against wealth alone");
  command
      ->add_option("--outcomes", options->outcomes,
                   "with --evaluate: a CSV id,designated_on (default: the loaded versions of the SDN list)")
      ->check(CLI::ExistingFile);
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.candidates = options->candidates;
    options->request.as_of = date_option(options->as_of);
    if (!options->no_ledger) options->request.ledger = context.directory() / "ledger.csv";
    auto workspace = context.open(true);
    if (!workspace) return;
    const auto sink_of = [](Output& output) { return [&output](std::string_view json) { return output.add(json); }; };
    if (options->evaluate) {
      Output output{format_option(options->format), kEvaluationTable};
      const service::NextEvaluationRequest evaluation{options->candidates, options->outcomes, options->request.as_of};
      conclude(context, output, service::horizon_next_evaluation(*workspace, evaluation, sink_of(output)));
      return;
    }
    Output output{format_option(options->format), kNextTable};
    conclude(context, output, service::horizon_next_in_line(*workspace, options->request, into(output)));
  });
}

void add_brief(CLI::App& app, Context& context) {
  struct Options {
    service::BriefRequest request;
    std::string as_of, portfolio, candidates, out;
    RoundsOptions rounds;
    bool no_ledger = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("brief", "a two-page briefing for a day and a portfolio");
  command->footer("Without -o the briefing is printed as Markdown. A PDF is printed by Chromium, if it is installed.");
  command->add_option("--as-of", options->as_of, "as seen on this day (default: today)")->check(is_date());
  command->add_option("--portfolio", options->portfolio, "a file of counterparties, as for screen --input")
      ->check(CLI::ExistingFile);
  command->add_option("--candidates", options->candidates, "people for 'next in line', as for horizon next-in-line")
      ->check(CLI::ExistingFile);
  command->add_option("--rounds", options->rounds.file, "a CSV of rounds, as for horizon outlook")
      ->check(CLI::ExistingFile);
  command->add_option("--rounds-until", options->rounds.until, "the file is complete up to this day")->check(is_date());
  command->add_option("-o,--out", options->out, "write to this file: .md, .html or .pdf");
  command->add_flag("--no-ledger", options->no_ledger, "do not enter the forecasts in the ledger");
  command->callback([&context, options] {
    service::BriefRequest& request = options->request;
    request.as_of = date_option(options->as_of);
    if (!options->portfolio.empty()) request.portfolio = options->portfolio;
    if (!options->candidates.empty()) request.candidates = options->candidates;
    request.rounds = options->rounds.source();
    if (!options->no_ledger) request.ledger = context.directory() / "ledger.csv";
    auto workspace = context.open(true);
    if (!workspace) return;
    if (!options->out.empty()) {
      if (const auto written = service::write_brief(*workspace, request, options->out); !written) {
        context.fail(written.error());
      }
      return;
    }
    const auto text = service::horizon_brief(*workspace, request, service::BriefFormat::kMarkdown);
    if (!text) {
      context.fail(text.error());
      return;
    }
    std::fwrite(text->data(), 1, text->size(), stdout);
  });
}

void add_what_if(CLI::App& app, Context& context) {
  struct Options {
    service::OwnershipRequest request;
    std::vector<std::string> designate, graphs;
    std::string portfolio, listed, as_of, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("whatif", "if somebody is designated: who becomes blocked through ownership");
  command->footer(
      "Only those whose verdict changes are listed. The same questions and more: cordon ownership --what-if.");
  command->add_option("--designate", options->designate, "an id or a name")->required();
  command->add_option("--portfolio", options->portfolio, "only the companies of this file (ids or names)")
      ->check(CLI::ExistingFile);
  command->add_option("--graph", options->graphs, "interests beside those of the loaded lists")
      ->check(CLI::ExistingFile);
  command->add_option("--listed", options->listed, "listed ids instead of the loaded lists")->check(CLI::ExistingFile);
  command->add_option("--regime", options->request.regime, "us-ofac, eu, uk, ch, us-bis")->capture_default_str();
  command->add_option("--as-of", options->as_of, "as seen on this day (default: today)")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    service::OwnershipRequest& request = options->request;
    request.input.as_of = date_option(options->as_of);
    for (const std::string& graph : options->graphs) request.input.graphs.emplace_back(graph);
    if (!options->listed.empty()) request.input.listed = options->listed;
    if (!options->portfolio.empty()) request.companies = options->portfolio;
    for (const std::string& who : options->designate) request.what_if.push_back(who + " is designated");
    std::optional<service::Workspace> workspace;
    if (request.needs_lists()) {
      workspace = context.open(true);
      if (!workspace) return;
    }
    Output output{format_option(options->format), kWhatIfTable};
    const auto stats =
        service::ownership_verdicts(workspace ? &*workspace : nullptr, request, context.clock, into(output),
                                    [&context](std::string_view text) { context.message(text); });
    conclude(context, output, stats ? base::Result<void>{} : base::Result<void>{stats.error()});
  });
}

void add_exposure(CLI::App& app, Context& context) {
  struct Options {
    service::ExposureRequest request;
    std::string candidates, portfolio, as_of, format;
    std::vector<std::string> graphs;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "exposure", "what a portfolio has at stake in people not yet listed: probability times share, and who drives it");
  command->footer(
      "The share a candidate holds in a counterparty through all chains of owners, times the probability of "
      "designation\n"
      "within twelve months. Not a sanctions list, no legal effect; what happens if: horizon whatif.");
  command->add_option("--candidates", options->candidates, "a CSV of people, as for next-in-line")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--portfolio", options->portfolio, "a CSV with id and/or name, and where known amount")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--graph", options->graphs, "interests beside those of the loaded lists")
      ->check(CLI::ExistingFile);
  command->add_option("--as-of", options->as_of, "as seen on this day (default: today)")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    service::ExposureRequest& request = options->request;
    request.candidates = options->candidates;
    request.portfolio = options->portfolio;
    for (const std::string& graph : options->graphs) request.graphs.emplace_back(graph);
    request.as_of = date_option(options->as_of);
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kExposureTable};
    conclude(context, output,
             service::horizon_exposure(
                 *workspace, request, [&output](std::string_view json) { return output.add(json); },
                 [&context](std::string_view text) { context.message(text); }));
  });
}

}  // namespace

void add_outlook_commands(CLI::App& horizon, Context& context) {
  add_outlook(horizon, context);
  add_backtest(horizon, context);
  add_next_in_line(horizon, context);
  add_what_if(horizon, context);
  add_exposure(horizon, context);
  add_brief(horizon, context);
}

}  // namespace cordon::cli
