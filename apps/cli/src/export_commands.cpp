// export.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/export.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {

void add_export_commands(CLI::App& app, Context& context) {
  struct Options {
    service::ExportRequest request;
    std::string as = "ftm";
    std::string as_of;
    std::string since;
    std::string format = "jsonl";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("export", "the loaded lists as FollowTheMoney, delta or Senzing JSON lines");
  command->footer(
      "ftm: every entity, as 'cordon import' reads it again. delta: what was added, modified and deleted since the\n"
      "version before (or since --since), as OpenSanctions' entities.delta.json. senzing: one record a subject.");
  command->add_option("--source", options->request.sources, "only these lists");
  command->add_option("--as", options->as, "ftm (default), delta or senzing")
      ->check(CLI::IsMember({"ftm", "delta", "senzing"}));
  command->add_option("--as-of", options->as_of, "as published by the end of this day")->check(is_date());
  command->add_option("--since", options->since, "delta: from what was published by the end of this day")
      ->check(is_date());
  command->add_option("--format", options->format, "jsonl (default), json (one array) or none")
      ->check(CLI::IsMember({"jsonl", "json", "none"}));
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    if (options->as == "delta") options->request.form = service::ExportForm::kDelta;
    if (options->as == "senzing") options->request.form = service::ExportForm::kSenzing;
    options->request.as_of = date_option(options->as_of);
    options->request.since = date_option(options->since);
    Output output{format_option(options->format), {}};
    const auto done = service::export_lists(*workspace, options->request, into(output));
    if (!done) {
      context.fail(done.error());
      return;
    }
    if (const auto finished = output.finish(); !finished) context.fail(finished.error());
  });
}

}  // namespace cordon::cli
