// ownership, proximity, assess.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/reach.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kOwnershipTable{{{"entity", "/entity_id"},
                                 {"verdict", "/verdict"},
                                 {"min %", "/share_min"},
                                 {"max %", "/share_max"},
                                 {"threshold", "/threshold"},
                                 {"missing", "/missing"},
                                 {"rule", "/rule"},
                                 {"path", "/path"},
                                 {"means", "/means"}},
                                ""};
const TableSpec kAssessTable{{{"family", "/family"},
                              {"outcome", "/outcome"},
                              {"because", "/because"},
                              {"missing facts", "/missing_facts"},
                              {"citation", "/citation"}},
                             ""};

const TableSpec kProximityTable{{{"entity", "/entity_id"},
                                 {"caption", "/caption"},
                                 {"score", "/score"},
                                 {"strength", "/strength"},
                                 {"path", "/words"}},
                                ""};

// Options that say where interests and listed parties come from.
struct InputOptions {
  std::vector<std::string> graphs;
  std::string listed, as_of;

  void add_to(CLI::App& command) {
    command
        .add_option("--graph", graphs, "interests: CSV, FollowTheMoney, BODS, GLEIF or UK PSC; may be given repeatedly")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->check(CLI::ExistingFile);
    command.add_option("--as-of", as_of, "interests and listings as of this day")->check(is_date());
  }
  [[nodiscard]] service::OwnershipInput input() const {
    service::OwnershipInput given;
    for (const std::string& path : graphs) given.graphs.emplace_back(path);
    if (!listed.empty()) given.listed = listed;
    given.as_of = date_option(as_of);
    return given;
  }
};

void print_stats(const service::OwnershipStats& stats) {
  const double seconds = stats.seconds + stats.what_if_seconds;
  std::fprintf(stderr,
               "{\"queries\":%llu,\"seconds\":%.6f,\"queries_per_second\":%.1f,\"hits\":%llu,\"threads\":1,"
               "\"interests\":%llu,\"parties\":%llu,\"load_seconds\":%.6f,\"verdict_seconds\":%.6f,"
               "\"what_if_seconds\":%.6f,\"report_seconds\":%.6f}\n",
               static_cast<unsigned long long>(stats.parties), seconds,
               seconds > 0 ? static_cast<double>(stats.parties) / seconds : 0.0,
               static_cast<unsigned long long>(stats.blocked), static_cast<unsigned long long>(stats.interests),
               static_cast<unsigned long long>(stats.parties), stats.load_seconds, stats.seconds, stats.what_if_seconds,
               stats.report_seconds);
}

struct OwnershipOptions {
  service::OwnershipRequest request;
  InputOptions input;
  std::vector<std::string> ids, designate, delist;
  std::string companies, format;
  bool all = false;
  bool stats = false;
};

void run_ownership(Context& context, OwnershipOptions& options) {
  service::OwnershipRequest& request = options.request;
  for (const std::string& id : options.designate) request.what_if.push_back(id + " is designated");
  for (const std::string& id : options.delist) request.what_if.push_back(id + " is delisted");
  const int given = (options.ids.empty() ? 0 : 1) + (options.all ? 1 : 0) + (options.companies.empty() ? 0 : 1);
  if (given > 1 || (given == 0 && request.what_if.empty())) {
    context.fail({base::ErrorCode::kInvalidArgument, "ownership: expected one of: ids, --all, --companies FILE"});
    return;
  }
  request.input = options.input.input();
  request.entities = options.ids;
  if (!options.companies.empty()) request.companies = options.companies;
  std::optional<service::Workspace> workspace;
  if (request.needs_lists()) {
    workspace = context.open(true);
    if (!workspace) return;
  }
  Output output{format_option(options.format), kOwnershipTable, options.ids.size() == 1 && request.what_if.empty()};
  const auto stats =
      service::ownership_verdicts(workspace ? &*workspace : nullptr, request, context.clock, into(output),
                                  [&context](std::string_view text) { context.message(text); });
  conclude(context, output, stats ? base::Result<void>{} : base::Result<void>(stats.error()));
  if (!stats) return;
  if (options.stats) print_stats(*stats);
  if (stats->rejected) context.fail(*stats->rejected);
}

void add_ownership(CLI::App& app, Context& context) {
  auto options = std::make_shared<OwnershipOptions>();
  CLI::App* command =
      app.add_subcommand("ownership", "is an entity blocked through its owners, and by which arithmetic");
  command->footer(
      "With --graph FILE (CSV: owner,asset,share_min,share_max[,start,end,kind]; percent, an empty share is unknown; "
      "or\nBODS, GLEIF, UK PSC, FollowTheMoney) and --listed FILE (ids, one a line: id[,since[,until]]) no data "
      "directory is\nneeded. Without --listed the loaded lists say who is listed; without --graph their interests are "
      "used.\nWhat if:  cordon ownership --graph g.csv --listed l.csv --what-if 'Y buys 7 % of Z'\n"
      "          cordon ownership --designate ofac-6908 --companies customers.csv    which of these become blocked\n"
      "prints the parties whose verdict changes, with 'verdict_before'.");
  command->add_option("id", options->ids, "entities, by id or name");
  command->add_flag("--all", options->all, "every entity of the graph");
  command->add_option("--companies", options->companies, "only these: a file of ids or names, one a line")
      ->check(CLI::ExistingFile);
  options->input.add_to(*command);
  command->add_option("--listed", options->input.listed, "ids of listed parties")->check(CLI::ExistingFile);
  command->add_option("--regime", options->request.regime, "us-ofac, eu, uk, ch or us-bis")->capture_default_str();
  command->add_option("--measure", options->request.measure, "blocking, ssi-directive-1..4 or eo14024-directive-1..4")
      ->capture_default_str();
  command
      ->add_option(
          "--what-if", options->request.what_if,
          "'Y buys 7 % of Z [from X]', 'X sells 7 % of Z to Y', 'P is designated', 'P is delisted'; repeatable")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--designate", options->designate, "what if this party were designated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--delist", options->delist, "what if this party were delisted")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--stats", options->stats, "end with one JSON line of figures on stderr");
  add_format(*command, options->format);
  command->callback([&context, options] { run_ownership(context, *options); });
}

void add_proximity(CLI::App& app, Context& context) {
  struct Options {
    service::ProximityRequest request;
    InputOptions input;
    std::string to, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("proximity", "who stands near a person, and by which ties; never a verdict");
  command->footer(
      "Ties: shares, control, family, associates, nominees, shared addresses, phones and wallets, as of a day. The\n"
      "score ranks within one answer; 'words' is the strongest path. Officials of the loaded lists: --topic role.pep.");
  command->add_option("from", options->request.from, "parties to start from, by id or name");
  command->add_option("--to", options->to, "only the strongest path to this party");
  command->add_option("--topic", options->request.topics, "start from everybody with this FollowTheMoney topic")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--limit", options->request.limit, "parties shown")->capture_default_str();
  options->input.add_to(*command);
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.input = options->input.input();
    if (!options->to.empty()) options->request.to = options->to;
    std::optional<service::Workspace> workspace;
    if (options->input.graphs.empty()) {
      workspace = context.open(true);
      if (!workspace) return;
    }
    Output output{format_option(options->format), kProximityTable};
    conclude(context, output,
             service::proximity(workspace ? &*workspace : nullptr, options->request, context.clock, into(output),
                                [&context](std::string_view text) { context.message(text); }));
  });
}

void add_assess(CLI::App& app, Context& context) {
  struct Options {
    std::string file, as_of, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("assess", "what the rules say about an activity: one answer per instrument");
  command->footer(
      "The file is YAML or JSON: type (certification, insurance, loan, pipe_laying ...), parties, actor, dates, "
      "amounts.\n"
      "What a rule needs and does not find is named under 'missing_facts'. See docs/methodology/measures.md.");
  command->add_option("file", options->file, "the activity")->required()->check(CLI::ExistingFile);
  command->add_option("--as-of", options->as_of, "the rules and lists of this day")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    const Format format =
        options->format.empty() && !stdout_is_terminal() ? Format::kJson : format_option(options->format);
    Output output{format, kAssessTable};
    conclude(context, output,
             service::assess_file(*workspace, options->file, date_option(options->as_of), into(output),
                                  [&context](std::string_view text) { context.message(text); }));
  });
}

}  // namespace

void add_reach_commands(CLI::App& app, Context& context) {
  add_ownership(app, context);
  add_proximity(app, context);
  add_assess(app, context);
}

}  // namespace cordon::cli
