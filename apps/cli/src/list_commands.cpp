// import, sources, versions, changes, entity, doctor.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/lists.hpp"
#include "cordon/service/rounds.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kImportTable{{{"source", "/source"},
                              {"version", "/version"},
                              {"published", "/published"},
                              {"subjects", "/subjects"},
                              {"entities", "/entities"},
                              {"added", "/added"},
                              {"changed", "/changed"},
                              {"removed", "/removed"},
                              {"unmapped", "/unmapped_total"},
                              {"state", "/state"}},
                             ""};
const TableSpec kSourcesTable{{{"source", "/source"},
                               {"title", "/title"},
                               {"version", "/version"},
                               {"published", "/published"},
                               {"age (days)", "/age_days"},
                               {"subjects", "/subjects"},
                               {"entities", "/entities"},
                               {"state", "/state"}},
                              ""};
const TableSpec kVersionsTable{{{"source", "/source"},
                                {"version", "/version"},
                                {"published", "/published"},
                                {"retrieved", "/retrieved"},
                                {"subjects", "/subjects"},
                                {"added", "/added"},
                                {"removed", "/removed"},
                                {"changed", "/changed"},
                                {"state", "/state"}},
                               ""};
const TableSpec kChangesTable{{{"kind", "/kind"},
                               {"entity", "/entity_id"},
                               {"caption", "/caption"},
                               {"schema", "/schema"},
                               {"programmes", "/programmes"},
                               {"what", "/summary"}},
                              ""};
const TableSpec kRoundsTable{{{"date", "/date"},
                              {"source", "/source"},
                              {"family", "/family"},
                              {"designations", "/designations"},
                              {"persons", "/individuals"},
                              {"entities", "/entities"},
                              {"vessels", "/vessels"},
                              {"aircraft", "/aircraft"},
                              {"delistings", "/delistings"},
                              {"programmes", "/programmes"}},
                             ""};
const TableSpec kCountsTable{{{"key", "/key"},
                              {"rounds", "/rounds"},
                              {"designations", "/designations"},
                              {"persons", "/individuals"},
                              {"entities", "/entities"},
                              {"vessels", "/vessels"},
                              {"aircraft", "/aircraft"},
                              {"delistings", "/delistings"}},
                             ""};
const TableSpec kDoctorTable{
    {{"state", "/*/state"}, {"check", "/*/check"}, {"detail", "/*/detail"}, {"advice", "/*/advice"}}, "/checks"};
const TableSpec kEntityTable{{{"property", "/*/property"}, {"values", "/*/values"}}, "/facts"};

void add_import(CLI::App& app, Context& context) {
  struct Options {
    service::ImportRequest request;
    std::vector<std::string> paths;
    std::string source;
    std::string as_of;
    std::string format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("import", "read list files, or a directory of them, and store a new version");
  command->footer(
      "The format is recognised from the content, also inside .gz and .zip. Files of one list (OFAC prim, add, alt,\n"
      "comments) given in one call form one version. The same content again changes nothing. A list that is damaged "
      "or\n"
      "implausibly small is quarantined: the last good version stays in use and the exit status is 1.");
  command->add_option("paths", options->paths, "files or directories")->required()->check(CLI::ExistingPath);
  command->add_option("--source", options->source, "the list's id, instead of the recognised one (us_ofac_sdn ...)");
  command->add_option("--as-of", options->as_of, "publication date, where the file has none")->check(is_date());
  command->add_flag("--partial", options->request.partial, "accept that parts are missing which the last version had");
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    for (const std::string& path : options->paths) options->request.paths.emplace_back(path);
    if (!options->source.empty()) options->request.source = options->source;
    options->request.as_of = date_option(options->as_of);
    Output output{format_option(options->format), kImportTable, true};
    const auto failed = service::import_lists(*workspace, options->request, into(output),
                                              [&context](std::string_view text) { context.message(text); });
    if (!failed) {
      context.fail(failed.error());
      return;
    }
    conclude(context, output, {});
    for (const base::Error& error : *failed) context.fail(error);
  });
}

void add_sources(CLI::App& app, Context& context) {
  auto format = std::make_shared<std::string>();
  auto source = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("sources", "what is loaded, how old it is; release or reject a quarantined version");
  add_format(*command, *format);
  const auto decide = [&context, format, source](bool release) {
    auto workspace = context.open(false);
    if (!workspace) return;
    Output output{format_option(*format), kVersionsTable, true};
    conclude(context, output, service::decide_quarantine(*workspace, *source, release, into(output)));
  };
  CLI::App* release = command->add_subcommand("release", "trust the quarantined version of a source and serve it");
  release->add_option("source", *source, "the list's id")->required();
  release->callback([decide] { decide(true); });
  CLI::App* reject = command->add_subcommand("reject", "discard the quarantined version of a source");
  reject->add_option("source", *source, "the list's id")->required();
  reject->callback([decide] { decide(false); });
  command->callback([&context, command, format] {
    if (!command->get_subcommands().empty()) return;
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(*format), kSourcesTable};
    conclude(context, output, service::list_sources(*workspace, into(output)));
  });
}

void add_versions(CLI::App& app, Context& context) {
  auto format = std::make_shared<std::string>();
  auto source = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("versions", "every stored version of the lists, oldest first");
  command->add_option("--source", *source, "only this list");
  add_format(*command, *format);
  command->callback([&context, format, source] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(*format), kVersionsTable};
    conclude(context, output,
             service::list_versions(*workspace, source->empty() ? std::nullopt : std::optional(*source), into(output)));
  });
}

void add_changes(CLI::App& app, Context& context) {
  struct Options {
    service::ChangesRequest request;
    std::string from, to, since, programme, format, by;
    bool rounds = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("changes", "what changed between two versions, in plain words");
  command->footer(
      "V is a version number or a date (the last version of that date). Without --from and --since: the last step.");
  command->add_option("--source", options->request.sources, "only these lists");
  auto* from = command->add_option("--from", options->from, "the older version: number or date");
  command->add_option("--to", options->to, "the newer version: number or date (default: the newest)");
  command->add_option("--since", options->since, "everything after this day")->check(is_date())->excludes(from);
  command->add_option("--programme", options->programme, "only subjects under this programme, e.g. RUSSIA-EO14024");
  command->add_flag("--rounds", options->rounds, "count designations and delistings: one line a round");
  command->add_option("--by", options->by, "with --rounds: round, programme, issuer, month or presidency")
      ->check(CLI::IsMember({"round", "programme", "issuer", "month", "presidency"}));
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    if (options->rounds || !options->by.empty()) {
      service::RoundsRequest request;
      request.sources = options->request.sources;
      request.since = date_option(options->since.empty() ? options->from : options->since);
      request.to = date_option(options->to);
      if (!options->programme.empty()) request.programme = options->programme;
      request.by = options->by;
      const bool grouped = !options->by.empty() && options->by != "round";
      Output output{format_option(options->format), grouped ? kCountsTable : kRoundsTable};
      conclude(context, output, service::list_rounds(*workspace, request, into(output)));
      return;
    }
    if (!options->from.empty()) options->request.from = options->from;
    if (!options->to.empty()) options->request.to = options->to;
    if (!options->programme.empty()) options->request.programme = options->programme;
    options->request.since = date_option(options->since);
    Output output{format_option(options->format), kChangesTable};
    conclude(context, output, service::list_changes(*workspace, options->request, into(output)));
  });
}

void add_entity(CLI::App& app, Context& context) {
  struct Options {
    std::string id, as_of, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("entity", "one listed entity: its facts, listings, versions and neighbours");
  command->add_option("id", options->id, "e.g. ofac-6908, unsc-QDi.006")->required();
  command->add_option("--as-of", options->as_of, "as published by the end of this day")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kEntityTable, true};
    conclude(context, output, service::show_entity(*workspace, options->id, date_option(options->as_of), into(output)));
  });
}

void add_doctor(CLI::App& app, Context& context) {
  auto format = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("doctor", "checks the data directory, versions and freshness; says what to do");
  add_format(*command, *format);
  command->callback([&context, format] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(*format), kDoctorTable, true};
    const auto healthy = service::run_doctor(*workspace, into(output));
    if (!healthy) {
      context.fail(healthy.error());
      return;
    }
    conclude(context, output, {});
    if (!*healthy && context.status == ExitStatus::kDone) context.status = ExitStatus::kFailed;
  });
}

}  // namespace

void add_list_commands(CLI::App& app, Context& context) {
  add_import(app, context);
  add_sources(app, context);
  add_versions(app, context);
  add_changes(app, context);
  add_entity(app, context);
  add_doctor(app, context);
}

}  // namespace cordon::cli
