// horizon import-events, index, changepoints.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/horizon.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kImportTable{
    {{"file", "/file"}, {"format", "/format"}, {"dyads", "/dyads"}, {"days", "/days"}, {"rejected", "/scan/rejected"}},
    ""};
const TableSpec kIndexTable{{{"dyad", "/dyad"},
                             {"issue", "/issue"},
                             {"month", "/month"},
                             {"day", "/day"},
                             {"level", "/level"},
                             {"80 % from", "/interval/0"},
                             {"to", "/interval/1"},
                             {"momentum", "/momentum"},
                             {"z", "/z"},
                             {"volume", "/volume"},
                             {"n", "/n"}},
                            ""};
const TableSpec kChangeTable{{{"dyad", "/dyad"},
                              {"raised on", "/raised_on"},
                              {"onset", "/onset"},
                              {"direction", "/direction"},
                              {"probability", "/probability"},
                              {"before", "/before"},
                              {"after", "/after"},
                              {"ended", "/ended"}},
                             ""};

void add_import(CLI::App& app, Context& context) {
  struct Options {
    std::vector<std::string> files;
    unsigned threads = 0;
    std::string format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("import-events", "read event data into the data directory: what the index is of");
  command->footer(
      "GDELT (57, 58 or 61 columns), ICEWS and POLECAT event tables, or daily sums as CSV: date,AAA_BBB,...\n"
      "(cooperation positive) or day,actor1,actor2,events,conflict_mass,cooperation_mass[,issue]. Of the events of a "
      "day\nwith the same source, target and code one counts. Daily sums of a day that was there replace it.");
  command->add_option("files", options->files, "the files")->required()->check(CLI::ExistingFile);
  command->add_option("--threads", options->threads, "0: as many as the machine has")->capture_default_str();
  add_format(*command, options->format);
  command->callback([&context, options] {
    if (!context.open(false)) return;  // makes the data directory
    service::EventImportRequest request;
    request.directory = context.directory();
    for (const std::string& file : options->files) request.files.emplace_back(file);
    request.threads = options->threads;
    Output output{format_option(options->format), kImportTable};
    conclude(context, output, service::horizon_import_events(request, into(output)));
  });
}

const TableSpec kCodeTable{{{"date", "/date"},
                            {"type", "/type"},
                            {"issuer", "/issuer"},
                            {"targets", "/targets"},
                            {"programmes", "/programmes"},
                            {"cameo", "/cameo"},
                            {"sentence", "/sentence"}},
                           ""};

void add_code(CLI::App& app, Context& context) {
  struct Options {
    std::vector<std::string> files;
    std::string date, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("code", "read official texts (press releases, notices) into dated, typed sanction events");
  command->footer(
      "A dictionary of patterns (data/events/coder.csv): every event names its rule and its sentence. A sentence "
      "without "
      "a\nday takes the document's: --date, or the first day it names. What no rule fits says nothing.");
  command->add_option("files", options->files, "plain text, UTF-8")->required()->check(CLI::ExistingFile);
  command->add_option("--date", options->date, "the day the texts were published")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    service::CodeTextsRequest request;
    for (const std::string& file : options->files) request.files.emplace_back(file);
    request.published = date_option(options->date);
    Output output{format_option(options->format), kCodeTable};
    const auto report = service::horizon_code(request, into(output));
    conclude(context, output, report ? base::Result<void>{} : base::Result<void>{report.error()});
    if (report) context.message(*report);
  });
}

struct RelationOptions {
  service::RelationRequest request;
  std::string input, from, to, as_of, period = "month", format;
};

void add_relation_options(CLI::App& command, RelationOptions& options) {
  command
      .add_option("--dyad", options.request.dyad, "two country codes: USA-RUS both ways, USA>RUS what the first does")
      ->required();
  command.add_option("--issue", options.request.issue, "one issue area: the timeline's acts in it");
  command.add_flag("--events", options.request.issue_of_events,
                   "with --issue: the events whose codes speak for the area, not the timeline");
  command.add_option("--input", options.input, "daily sums as CSV, instead of what was imported")
      ->check(CLI::ExistingFile);
  command.add_option("--from", options.from, "first day shown")->check(is_date());
  command.add_option("--to", options.to, "last day shown")->check(is_date());
  command.add_option("--as-of", options.as_of, "nothing later than this day is used")->check(is_date());
  add_format(command, options.format);
}

service::RelationRequest request_of(const Context& context, const RelationOptions& options) {
  service::RelationRequest request = options.request;
  request.directory = context.directory();
  if (!options.input.empty()) request.input = options.input;
  request.from = date_option(options.from);
  request.to = date_option(options.to);
  request.as_of = date_option(options.as_of);
  request.by_month = options.period == "month";
  return request;
}

}  // namespace

void add_relation_commands(CLI::App& horizon, Context& context) {
  add_import(horizon, context);
  add_code(horizon, context);
  auto index = std::make_shared<RelationOptions>();
  CLI::App* index_command =
      horizon.add_subcommand("index", "the level of tension between two countries, with its band");
  index_command->footer(
      "Level -1 to 1, tension positive, filtered: a day's value uses nothing later. Volume is shown beside it and\n"
      "never part of it.");
  add_relation_options(*index_command, *index);
  index_command->add_option("--period", index->period, "month or day")->check(CLI::IsMember({"month", "day"}));
  index_command->callback([&context, index] {
    Output output{format_option(index->format), kIndexTable};
    conclude(context, output, service::horizon_index(request_of(context, *index), into(output)));
  });
  auto changes = std::make_shared<RelationOptions>();
  CLI::App* change_command =
      horizon.add_subcommand("changepoints", "days on which relations moved to another level, and why");
  add_relation_options(*change_command, *changes);
  change_command->callback([&context, changes] {
    Output output{format_option(changes->format), kChangeTable};
    conclude(context, output, service::horizon_change_points(request_of(context, *changes), into(output)));
  });
}

}  // namespace cordon::cli
