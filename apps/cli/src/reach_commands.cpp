// ownership, assess.
#include <CLI/CLI.hpp>
#include <memory>

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
                                 {"rule", "/rule"}},
                                ""};
const TableSpec kAssessTable{{{"family", "/family"},
                              {"outcome", "/outcome"},
                              {"because", "/because"},
                              {"missing facts", "/missing_facts"},
                              {"citation", "/citation"}},
                             ""};

void conclude(Context& context, Output& output, const base::Result<void>& result) {
  if (!result) {
    context.fail(result.error());
    return;
  }
  if (const auto finished = output.finish(); !finished) context.fail(finished.error());
}

void add_ownership(CLI::App& app, Context& context) {
  struct Options {
    service::OwnershipRequest request;
    std::string id, graph, listed, as_of, format;
    bool all = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("ownership", "is an entity blocked through its owners, and by which arithmetic");
  command->footer(
      "With --graph FILE (CSV: owner,asset,share_min,share_max[,start,end,kind]; percent, an empty share is unknown) "
      "and\n"
      "--listed FILE (ids, one a line: id[,since[,until]]) no data directory is needed. Otherwise the interests stated "
      "by\n"
      "the loaded lists are used.");
  command->add_option("id", options->id, "one entity");
  command->add_flag("--all", options->all, "every entity of the graph");
  command->add_option("--graph", options->graph, "CSV of interests")->check(CLI::ExistingFile);
  command->add_option("--listed", options->listed, "ids of listed parties")->check(CLI::ExistingFile);
  command->add_option("--regime", options->request.regime, "us-ofac, eu, uk, ch or us-bis")->capture_default_str();
  command->add_option("--measure", options->request.measure, "blocking, ssi-directive-1..4 or eo14024-directive-1..4")
      ->capture_default_str();
  command->add_option("--as-of", options->as_of, "interests and listings as of this day")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    if (options->id.empty() != options->all) {
      context.fail({base::ErrorCode::kInvalidArgument, "ownership: expected either an id or --all"});
      return;
    }
    if (options->graph.empty() != options->listed.empty()) {
      context.fail({base::ErrorCode::kInvalidArgument, "ownership: --graph and --listed go together"});
      return;
    }
    if (!options->all) options->request.entity = options->id;
    options->request.as_of = date_option(options->as_of);
    Output output{format_option(options->format), kOwnershipTable, !options->all};
    const service::JsonSink sink = [&output](std::string_view json) { return output.add(json); };
    if (!options->graph.empty()) {
      conclude(context, output,
               service::ownership_of_files(options->graph, options->listed, options->request, context.clock, sink));
      return;
    }
    auto workspace = context.open(true);
    if (!workspace) return;
    conclude(context, output, service::ownership_of_lists(*workspace, options->request, sink));
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
             service::assess_file(*workspace, options->file, date_option(options->as_of),
                                  [&output](std::string_view json) { return output.add(json); }));
  });
}

}  // namespace

void add_reach_commands(CLI::App& app, Context& context) {
  add_ownership(app, context);
  add_assess(app, context);
}

}  // namespace cordon::cli
