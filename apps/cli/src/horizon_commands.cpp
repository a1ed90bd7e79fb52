// horizon calendar, timeline, scan, ledger.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/horizon.hpp"
#include "cordon/service/outlook.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kCalendarTable{{{"date", "/date"},
                                {"until", "/date_to"},
                                {"days left", "/days_left"},
                                {"state", "/state"},
                                {"kind", "/kind"},
                                {"what", "/title"},
                                {"stage", "/stage"},
                                {"if nothing happens", "/default_outcome"}},
                               ""};
const TableSpec kTimelineTable{{{"date", "/date"},
                                {"issue", "/issue"},
                                {"actor", "/actor"},
                                {"target", "/target"},
                                {"direction", "/direction"},
                                {"sourced", "/sourced"},
                                {"what", "/description"}},
                               ""};
const TableSpec kScanTable{{{"actor1", "/actor1"},
                            {"actor2", "/actor2"},
                            {"period", "/period"},
                            {"events", "/events"},
                            {"conflict", "/conflict_events"},
                            {"cooperation", "/cooperation_events"},
                            {"goldstein sum", "/goldstein_sum"},
                            {"goldstein mean", "/goldstein_mean"},
                            {"mentions", "/mentions"}},
                           ""};
const TableSpec kLedgerTable{{{"id", "/id"},
                              {"made on", "/made_on"},
                              {"probability", "/probability"},
                              {"by", "/horizon_end"},
                              {"status", "/status"},
                              {"outcome", "/outcome"},
                              {"question", "/question"}},
                             ""};
const TableSpec kResolutionTable{{{"id", "/id"},
                                  {"by", "/horizon_end"},
                                  {"result", "/result"},
                                  {"outcome", "/outcome"},
                                  {"resolved on", "/resolved_on"},
                                  {"evidence", "/evidence"}},
                                 ""};
const TableSpec kScoreTable{{{"model", "/model"},
                             {"n", "/n"},
                             {"open", "/open"},
                             {"brier", "/brier"},
                             {"brier of 0.5", "/brier_of_half"},
                             {"log score", "/log_score"},
                             {"base rate", "/base_rate"}},
                            ""};

void add_calendar(CLI::App& app, Context& context) {
  struct Options {
    service::CalendarRequest request;
    std::string as_of, ics, format;
    bool fail_on_hit = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("calendar", "dated triggers ahead: who must act, by when, and what happens if nobody does");
  command->footer("An answer as of a day uses only what was known on it. What is overdue is listed with it.");
  command->add_option("--as-of", options->as_of, "as seen on this day (default: today)")->check(is_date());
  command->add_option("--days", options->request.days, "how far ahead")
      ->check(CLI::Range(0, 36'600))
      ->capture_default_str();
  command->add_option("--programme", options->request.programme, "only triggers that concern it (RUSSIA-EO14024 ...)");
  command->add_option("--issue", options->request.issue, "only this issue area (pipelines, arms_control ...)");
  command->add_option("--kind", options->request.kind, "only this kind (renewal, licence_end, expiry, bill ...)");
  command->add_flag("--verified-only", options->request.verified_only, "leave out what no source was seen for");
  command->add_option("--ics", options->ics, "write iCalendar to this file as well");
  command->add_flag("--fail-on-hit", options->fail_on_hit, "exit status 3 when a trigger is listed");
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.as_of = date_option(options->as_of).value_or(base::date_of(context.clock.now()));
    Output output{format_option(options->format), kCalendarTable};
    const auto listed = service::horizon_calendar(options->request, into(output));
    if (!listed) {
      context.fail(listed.error());
      return;
    }
    conclude(
        context, output,
        options->ics.empty() ? base::Result<void>{} : service::horizon_calendar_file(options->request, options->ics));
    if (options->fail_on_hit && *listed > 0 && context.status == ExitStatus::kDone) context.status = ExitStatus::kHits;
  });
}

void add_timeline(CLI::App& app, Context& context) {
  struct Options {
    service::TimelineRequest request;
    std::string from, to, as_of, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("timeline", "dated developments by issue area, with the triggers they settle");
  command->add_option("--issue", options->request.issue, "only this issue area");
  command->add_option("--actor", options->request.actor, "only conduct of this actor (USA, RUS, EU, NATO ...)");
  command->add_option("--from", options->from, "first day")->check(is_date());
  command->add_option("--to", options->to, "last day")->check(is_date());
  command->add_option("--as-of", options->as_of, "nothing later than this day")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.from = date_option(options->from);
    options->request.to = date_option(options->to);
    options->request.as_of = date_option(options->as_of);
    Output output{format_option(options->format), kTimelineTable};
    conclude(context, output, service::horizon_timeline(options->request, into(output)));
  });
}

void add_scan(CLI::App& app, Context& context) {
  struct Options {
    service::EventScanRequest request;
    std::string file, format, period = "month";
    bool dyads = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("scan", "read an event table once and print aggregates per dyad");
  command->footer(
      "GDELT (57, 58 or 61 tab-separated columns), ICEWS or POLECAT, not compressed. Every row is parsed or rejected\n"
      "with a reason; the counts go to standard error.");
  command->add_option("file", options->file, "the event table")->required()->check(CLI::ExistingFile);
  command->add_flag("--dyads", options->dyads, "by directed dyad (the default)");
  command->add_option("--period", options->period, "month or day")->check(CLI::IsMember({"month", "day"}));
  command->add_flag("--one-a-day", options->request.one_a_day,
                    "count one of the events of a day with the same source, target and code");
  command->add_flag("--by-issue", options->request.by_issue, "sums of each issue area beside those of all events");
  command->add_option("--threads", options->request.threads, "0: as many as the machine has")->capture_default_str();
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.file = options->file;
    options->request.by_day = options->period == "day";
    TableSpec spec = kScanTable;
    if (options->request.by_issue) spec.columns.push_back({"issue", "/issue"});
    spec.columns[2] = {options->period, "/" + options->period};
    Output output{format_option(options->format), spec};
    const auto report = service::horizon_scan(options->request, into(output));
    if (!report) {
      context.fail(report.error());
      return;
    }
    conclude(context, output, {});
    context.message(*report);
  });
}

service::LedgerRequest ledger_of(const Context& context) {
  return {context.directory(), {}, base::date_of(context.clock.now())};
}

void add_ledger_entry(CLI::App& ledger, Context& context) {
  struct Options {
    service::LedgerEntry entry;
    std::string made_on, by;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = ledger.add_subcommand("add", "enter a forecast; it is never changed afterwards");
  command->add_option("id", options->entry.id, "its name in the ledger")->required();
  command->add_option("--question", options->entry.question, "what is forecast")->required();
  command->add_option("--probability", options->entry.probability, "0 to 1")->required()->check(CLI::Range(0.0, 1.0));
  command->add_option("--by", options->by, "the day on which it is decided")->required()->check(is_date());
  command->add_option("--rule", options->entry.resolution_rule, "how it will be decided")->required();
  command->add_option("--who", options->entry.model, "who or what says so")->required();
  command->add_option("--source", options->entry.source, "where it was said");
  command
      ->add_option("--made-on", options->made_on,
                   "the day it was made (default: today); an earlier one is marked as a hindcast")
      ->check(is_date());
  command->callback([&context, options] {
    options->entry.made_on = date_option(options->made_on).value_or(base::date_of(context.clock.now()));
    options->entry.horizon_end = *date_option(options->by);
    if (!context.open(false)) return;  // makes the data directory
    const auto added = service::horizon_ledger_add(ledger_of(context), options->entry);
    if (!added) context.fail(added.error());
  });
}

void resolve_by_data(Context& context, const service::ForecastResolutionRequest& request, const std::string& format) {
  auto workspace = context.open(true);
  if (!workspace) return;
  Output output{format_option(format), kResolutionTable};
  const auto resolved = service::horizon_resolve(*workspace, request, into(output));
  conclude(context, output, resolved ? base::Result<void>{} : base::Result<void>{resolved.error()});
  if (resolved) context.message(std::to_string(*resolved) + " resolved");
}

void add_ledger_outcome(CLI::App& ledger, Context& context) {
  struct Options {
    service::LedgerOutcome outcome;
    std::string on, came, rounds, as_of, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = ledger.add_subcommand(
      "resolve", "say how a forecast ended, with the evidence; without an id: all that the loaded lists decide");
  CLI::Option* id = command->add_option("id", options->outcome.id, "which; to be said with --outcome and --evidence");
  CLI::Option* came = command->add_option("--outcome", options->came, "yes or no")->needs(id);
  came->check(CLI::IsMember({"yes", "no"}));
  CLI::Option* evidence = command->add_option("--evidence", options->outcome.evidence, "what shows it")->needs(id);
  id->needs(came)->needs(evidence);
  command->add_option("--on", options->on, "the day it was known (default: today)")->check(is_date())->needs(id);
  command
      ->add_option("--rounds", options->rounds,
                   "without an id: the file of rounds that forecasts were made from, by now with later rounds")
      ->check(CLI::ExistingFile)
      ->excludes(id);
  command->add_option("--as-of", options->as_of, "without an id: use no list version published after this day")
      ->check(is_date())
      ->excludes(id);
  add_format(*command, options->format);
  command->callback([&context, options, id] {
    if (id->empty()) {
      resolve_by_data(context, {context.directory() / "ledger.csv", options->rounds, date_option(options->as_of)},
                      options->format);
      return;
    }
    options->outcome.outcome = options->came == "yes";
    options->outcome.on = date_option(options->on).value_or(base::date_of(context.clock.now()));
    if (!context.open(false)) return;
    const auto resolved = service::horizon_ledger_resolve(ledger_of(context), options->outcome);
    if (!resolved) context.fail(resolved.error());
  });
}

void add_ledger(CLI::App& app, Context& context) {
  struct Options {
    std::string as_of, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("ledger", "every forecast made, with its outcome; `ledger score` scores them");
  command->add_option("--as-of", options->as_of, "nothing later than this day")->check(is_date());
  add_format(*command, options->format);
  const auto request = [&context, options] {
    service::LedgerRequest out = ledger_of(context);
    out.as_of = date_option(options->as_of);
    return out;
  };
  CLI::App* score = command->add_subcommand("score", "Brier and log score by model, with calibration");
  add_ledger_entry(*command, context);
  add_ledger_outcome(*command, context);
  command->callback([&context, options, request, score, command] {
    if (command->get_subcommands().size() == 1 && !score->parsed()) return;  // add or resolve did the work
    const bool scores = score->parsed();
    Output output{format_option(options->format), scores ? kScoreTable : kLedgerTable};
    conclude(context, output,
             scores ? service::horizon_ledger_score(request(), into(output))
                    : service::horizon_ledger(request(), into(output)));
  });
}

}  // namespace

void add_horizon_commands(CLI::App& app, Context& context) {
  CLI::App* horizon = app.add_subcommand("horizon", "what is coming: triggers, timeline, relations, forecasts");
  horizon->require_subcommand(1);
  add_calendar(*horizon, context);
  add_timeline(*horizon, context);
  add_scan(*horizon, context);
  add_ledger(*horizon, context);
  add_relation_commands(*horizon, context);
  add_outlook_commands(*horizon, context);
}

}  // namespace cordon::cli
