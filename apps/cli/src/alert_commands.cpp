// alerts, alert, decide, assign, note, decisions, replay, report, audit, backup, restore.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/alerts.hpp"
#include "cordon/service/audit.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kAlertsTable{{{"id", "/id"},
                              {"status", "/status"},
                              {"score", "/score"},
                              {"counterparty", "/counterparty"},
                              {"name", "/name"},
                              {"caption", "/caption"},
                              {"entity", "/entity_id"},
                              {"programmes", "/programmes"},
                              {"due", "/due"},
                              {"reason", "/reason"},
                              {"kind", "/kind"}},
                             ""};
const TableSpec kAlertTable{
    {{"step", "/*/step"}, {"question", "/*/question"}, {"facts", "/*/facts"}, {"alert", "/id"}, {"status", "/status"}},
    "/checklist"};
// One table below the other: the alert, whom it is about, what was decided, the steps of a review, what happened.
const std::vector<TableSpec> kAlertParts{
    {{{"alert", "/id"},
      {"status", "/status"},
      {"score", "/score"},
      {"evidence", "/evidence"},
      {"entity", "/entity_id"},
      {"caption", "/caption"},
      {"programmes", "/programmes"},
      {"assignee", "/assignee"},
      {"due", "/due"},
      {"reason", "/reason"}},
     ""},
    {{{"portfolio", "/portfolio"}, {"counterparty", "/counterparty"}, {"values", "/facts/counterparty/values"}}, ""},
    {{{"disposition", "/disposition/as"},
      {"by", "/disposition/by"},
      {"at", "/disposition/at"},
      {"until", "/disposition/until"},
      {"confirmed by", "/disposition/confirmed_by"},
      {"why", "/disposition/reason"}},
     ""},
    {{{"step", "/*/step"}, {"question", "/*/question"}, {"facts", "/*/facts"}}, "/checklist"},
    {{{"at", "/*/at"}, {"actor", "/*/actor"}, {"action", "/*/action"}, {"text", "/*/text"}}, "/history"}};
const TableSpec kDecisionsTable{{{"portfolio", "/portfolio"},
                                 {"decisions", "/decisions"},
                                 {"applied", "/applied"},
                                 {"unknown counterparties", "/unknown_counterparties"}},
                                ""};
const TableSpec kReplayTable{{{"alert", "/alert"},
                              {"identical", "/identical"},
                              {"policy", "/policy"},
                              {"differences", "/differences"},
                              {"outcome", "/outcome"}},
                             ""};
const TableSpec kVerifyTable{
    {{"intact", "/intact"}, {"records", "/records"}, {"head", "/head"}, {"problem", "/problem"}}, ""};
const TableSpec kHeadTable{{{"sequence", "/sequence"}, {"hash", "/hash"}}, ""};
const TableSpec kAuditTable{
    {{"seq", "/seq"}, {"at", "/at"}, {"actor", "/actor"}, {"action", "/action"}, {"payload", "/payload"}}, ""};
const TableSpec kCopyTable{{{"copy", "/copy"}, {"monitoring", "/monitoring"}, {"note", "/note"}}, ""};

void add_alerts(CLI::App& app, Context& context) {
  struct Options {
    service::AlertsRequest request;
    std::string portfolio, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("alerts", "the review queue, best score first");
  command
      ->add_option("--status", options->request.status,
                   "open, pending, escalated, true-positive, false-positive, lapsed or all")
      ->capture_default_str();
  command->add_option("--portfolio", options->portfolio, "only this portfolio");
  command->add_flag("--overdue", options->request.overdue, "only those that wait and whose due date is over");
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    if (!options->portfolio.empty()) options->request.portfolio = options->portfolio;
    Output output{format_option(options->format), kAlertsTable};
    conclude(context, output, service::list_alerts(*workspace, options->request, into(output)));
  });
}

void add_alert(CLI::App& app, Context& context) {
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("alert", "one alert: facts of both sides, reason, checklist, history");
  command->add_option("id", *id, "the alert's id")->required();
  add_format(*command, *format);
  command->callback([&context, id, format] {
    auto workspace = context.open(true);
    if (!workspace) return;
    if (format_option(*format) != Format::kTable) {
      Output output{format_option(*format), kAlertTable, true};
      conclude(context, output, service::show_alert(*workspace, *id, into(output)));
      return;
    }
    std::string alert;
    const auto shown = service::show_alert(*workspace, *id, [&alert](std::string_view json) {
      alert = json;
      return base::Result<void>();
    });
    if (!shown) {
      context.fail(shown.error());
      return;
    }
    for (const TableSpec& part : kAlertParts) {
      if (&part != &kAlertParts.front()) std::fputc('\n', stdout);
      Output output{Format::kTable, part, true};
      const auto added = output.add(alert);
      conclude(context, output, added);
    }
  });
}

void add_decide(CLI::App& app, Context& context) {
  struct Options {
    service::DecideRequest request;
    std::string until, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("decide", "records a disposition of an alert");
  command->footer(
      "A false positive holds as long as the facts it relied on hold: the names and aliases of both sides, the facts\n"
      "the explanation shows, those named with --relied-on, and the evidence; at most until --until. Where a "
      "portfolio\n"
      "asks for four eyes, a second person confirms by deciding the same.");
  command->add_option("id", options->request.id, "the alert's id")->required();
  command->add_option("--as", options->request.as, "true-positive, false-positive or escalate")
      ->required()
      ->check(CLI::IsMember({"true-positive", "false-positive", "escalate"}));
  command->add_option("--reason", options->request.reason, "why")->required();
  command->add_option("--by", options->request.by, "who decides")->required();
  command->add_option("--until", options->until, "the last day on which a false positive holds")->check(is_date());
  command->add_option("--relied-on", options->request.relied_on,
                      "further facts: birth_date birth_place country gender address identifier schema");
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    options->request.until = date_option(options->until);
    Output output{format_option(options->format), kAlertsTable, true};
    conclude(context, output, service::decide_alert(*workspace, options->request, into(output)));
  });
}

void add_assign_and_note(CLI::App& app, Context& context) {
  struct Options {
    service::AssignAlertRequest request;
    std::string to, due, text, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* assign = app.add_subcommand("assign", "gives an alert to somebody, or another due date");
  assign->add_option("id", options->request.id, "the alert's id")->required();
  assign->add_option("--to", options->to, "who works on it");
  assign->add_option("--due", options->due, "until when")->check(is_date());
  assign->add_option("--by", options->request.by, "who assigns")->required();
  add_format(*assign, options->format);
  assign->callback([&context, options] {
    if (options->to.empty() && options->due.empty()) {
      context.fail({base::ErrorCode::kInvalidArgument, "assign: expected --to WHO or --due DATE"});
      return;
    }
    auto workspace = context.open(false);
    if (!workspace) return;
    if (!options->to.empty()) options->request.assignee = options->to;
    options->request.due = date_option(options->due);
    Output output{format_option(options->format), kAlertsTable, true};
    conclude(context, output, service::assign_alert(*workspace, options->request, into(output)));
  });
  CLI::App* note = app.add_subcommand("note", "adds a note to an alert's history");
  note->add_option("id", options->request.id, "the alert's id")->required();
  note->add_option("--text", options->text, "the note")->required();
  note->add_option("--by", options->request.by, "who writes")->required();
  add_format(*note, options->format);
  note->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    Output output{format_option(options->format), kAlertsTable, true};
    conclude(context, output,
             service::note_alert(*workspace, options->request.id, options->text, options->request.by, into(output)));
  });
}

void add_decisions(CLI::App& app, Context& context) {
  struct Options {
    std::string file, portfolio = "default", by, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("decisions", "decisions and good-guy lists of an older tool");
  command->require_subcommand(1);
  CLI::App* import = command->add_subcommand("import", "takes them over; those without an alert wait for theirs");
  import->footer(
      "CSV with the columns counterparty,entity_id,disposition,reason,by,date,until; only the first is needed. "
      "Without\n"
      "entity_id the row is a good guy: whatever he is confused with. From then on the facts bind, as for any "
      "decision.");
  import->add_option("file", options->file, "the CSV file")->required()->check(CLI::ExistingFile);
  import->add_option("--portfolio", options->portfolio, "the portfolio's name")->capture_default_str();
  import->add_option("--by", options->by, "who imports")->required();
  add_format(*import, options->format);
  import->callback([&context, options] {
    auto workspace = context.open(false);
    if (!workspace) return;
    Output output{format_option(options->format), kDecisionsTable, true};
    conclude(context, output,
             service::import_decisions(*workspace, options->file, options->portfolio, options->by, into(output)));
  });
}

void add_replay(CLI::App& app, Context& context) {
  struct Options {
    std::string id, format;
    bool all = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("replay", "recomputes an alert from the versions it names");
  command->footer(
      "Exit status 1 when something differs, and the answer says what. Under --all an alert whose counterparty was "
      "erased\n"
      "is no difference: its outcome is 'erased'.");
  auto* id = command->add_option("id", options->id, "the alert's id");
  command->add_flag("--all", options->all, "every alert, at every revision it had")->excludes(id);
  add_format(*command, options->format);
  command->callback([&context, options] {
    if (options->id.empty() && !options->all) {
      context.fail({base::ErrorCode::kInvalidArgument, "replay: expected an alert's id, or --all"});
      return;
    }
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kReplayTable, !options->all};
    const auto identical = service::replay(*workspace, options->id, into(output));
    if (!identical) {
      context.fail(identical.error());
      return;
    }
    conclude(context, output, {});
    if (!*identical && context.status == ExitStatus::kDone) context.status = ExitStatus::kFailed;
  });
}

void add_report(CLI::App& app, Context& context) {
  struct Options {
    std::uint64_t run = 0;
    std::string alert, kind = "html", output;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("report", "the examiner pack of a run (default: the newest) or of an alert");
  auto* run = command->add_option("--run", options->run, "the run's number");
  command->add_option("--alert", options->alert, "one alert instead")->excludes(run);
  command->add_option("--as", options->kind, "html, json or xlsx (a workbook)")
      ->check(CLI::IsMember({"html", "json", "xlsx"}))
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "write to this file instead of standard output");
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    service::ReportRequest request;
    if (options->run != 0) request.run = options->run;
    if (!options->alert.empty()) request.alert = options->alert;
    request.form = options->kind == "html"   ? service::ReportForm::kHtml
                   : options->kind == "xlsx" ? service::ReportForm::kWorkbook
                                             : service::ReportForm::kJson;
    const auto text = service::report(*workspace, request);
    if (!text) {
      context.fail(text.error());
      return;
    }
    std::error_code ignored;
    const bool is_new = !options->output.empty() && !std::filesystem::exists(options->output, ignored);
    std::FILE* file = options->output.empty() ? stdout : std::fopen(options->output.c_str(), "wb");
    bool written = file != nullptr && std::fwrite(text->data(), 1, text->size(), file) == text->size();
    if (file != nullptr) written = (file == stdout ? std::fflush(file) : std::fclose(file)) == 0 && written;
    if (written) return;
    if (is_new) std::filesystem::remove(options->output, ignored);  // half a report is none
    context.fail({base::ErrorCode::kIo, "cannot write the report", {options->output, 0, {}}});
  });
}

void add_audit(CLI::App& app, Context& context) {
  struct Options {
    std::string file, head, format;
    std::uint64_t from = 1;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "the audit log: verify, export, head");
  command->require_subcommand(1);
  CLI::App* verify = command->add_subcommand(
      "verify", "proves the log unbroken, and alerts, histories and runs as it says; else exit status 1");
  verify->add_option("file", options->file, "an exported log instead of the data directory's own")
      ->check(CLI::ExistingFile);
  verify->add_option("--head", options->head, "a head noted earlier: must be in the log");
  add_format(*verify, options->format);
  verify->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    service::VerifyRequest request;
    if (!options->file.empty()) request.file = options->file;
    if (!options->head.empty()) request.anchor = options->head;
    Output output{format_option(options->format), kVerifyTable, true};
    const auto intact = service::verify_audit(*workspace, request, into(output));
    if (!intact) {
      context.fail(intact.error());
      return;
    }
    conclude(context, output, {});
    if (!*intact && context.status == ExitStatus::kDone) context.status = ExitStatus::kFailed;
  });
  CLI::App* out = command->add_subcommand("export", "the records, one JSON object a line");
  out->add_option("--from", options->from, "first record")->capture_default_str();
  add_format(*out, options->format);
  out->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format.empty() ? "jsonl" : options->format), kAuditTable};
    conclude(context, output, service::export_audit(*workspace, options->from, into(output)));
  });
  CLI::App* head = command->add_subcommand("head", "the last record's number and hash, to be noted elsewhere");
  add_format(*head, options->format);
  head->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kHeadTable, true};
    conclude(context, output, service::audit_head(*workspace, into(output)));
  });
}

void add_copies(CLI::App& app, Context& context) {
  struct Options {
    std::string directory, by = "cordon", format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* backup = app.add_subcommand("backup", "a consistent copy of the data directory, also while others write");
  backup->add_option("directory", options->directory, "where to; must not hold a copy yet")->required();
  backup->add_option("--by", options->by, "who copies, for the audit log")->capture_default_str();
  add_format(*backup, options->format);
  backup->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kCopyTable, true};
    conclude(context, output,
             service::backup(*workspace, {options->directory, options->by}, into(output),
                             [&context](std::string_view text) { context.message(text); }));
  });
  CLI::App* restore = app.add_subcommand("restore", "checks a copy and puts it into an empty data directory");
  restore->add_option("directory", options->directory, "the copy")->required()->check(CLI::ExistingDirectory);
  add_format(*restore, options->format);
  restore->callback([&context, options] {
    Output output{format_option(options->format), kCopyTable, true};
    conclude(context, output, service::restore(options->directory, context.directory(), context.clock, into(output)));
  });
}

}  // namespace

void add_alert_commands(CLI::App& app, Context& context) {
  add_alerts(app, context);
  add_alert(app, context);
  add_decide(app, context);
  add_assign_and_note(app, context);
  add_decisions(app, context);
  add_replay(app, context);
  add_report(app, context);
  add_audit(app, context);
  add_copies(app, context);
}

}  // namespace cordon::cli
