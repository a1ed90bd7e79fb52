// clusters, cluster judge, discrepancies, vessel, programmes.
#include <CLI/CLI.hpp>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/clusters.hpp"
#include "cordon/service/programmes.hpp"
#include "cordon/service/vessel.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kClustersTable{{{"cluster", "/cluster_id"},
                                {"entity", "/*/entity_id"},
                                {"source", "/*/source"},
                                {"caption", "/*/caption"},
                                {"programmes", "/*/programmes"}},
                               "/members"};
const TableSpec kReviewTable{{{"a", "/a/entity_id"},
                              {"name", "/a/caption"},
                              {"b", "/b/entity_id"},
                              {"name", "/b/caption"},
                              {"score", "/name_score"},
                              {"for", "/reasons"},
                              {"against", "/doubts"}},
                             ""};
const TableSpec kJudgementTable{{{"at", "/at"},
                                 {"a", "/a"},
                                 {"b", "/b"},
                                 {"decision", "/decision"},
                                 {"by", "/by"},
                                 {"in force", "/in_force"},
                                 {"reason", "/reason"}},
                                ""};

const TableSpec kDiscrepanciesTable{
    {{"kind", "/kind"}, {"cluster", "/cluster_id"}, {"caption", "/caption"}, {"days", "/days"}, {"what", "/summary"}},
    ""};
const TableSpec kVesselTable{{{"date", "/*/date"},
                              {"source", "/*/source"},
                              {"entity", "/*/entity_id"},
                              {"kind", "/*/kind"},
                              {"what", "/*/summary"}},
                             "/timeline"};
const TableSpec kProgrammesTable{{{"programme", "/key"},
                                  {"issuer", "/issuer"},
                                  {"since", "/since"},
                                  {"status", "/status"},
                                  {"measures", "/measures"},
                                  {"authority", "/authority"},
                                  {"meaning", "/meaning"}},
                                 ""};

void add_clusters(CLI::App& app, Context& context) {
  struct Options {
    service::ClustersRequest request;
    std::string entity, as_of, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("clusters", "the same subject on several lists, and why");
  command->add_option("--entity", options->entity, "only the cluster of this subject");
  command->add_flag("--review", options->request.review, "the pairs that wait for a person's decision");
  command->add_option("--as-of", options->as_of, "the lists as published by the end of this day")->check(is_date());
  command->add_option("--threads", options->request.threads, "0 = as many as the machine has");
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    if (!options->entity.empty()) options->request.entity = options->entity;
    options->request.as_of = date_option(options->as_of);
    Output output{format_option(options->format), options->request.review ? kReviewTable : kClustersTable};
    conclude(context, output, service::list_clusters(*workspace, options->request, into(output)));
  });
}

void add_judge(CLI::App& parent, Context& context) {
  struct Options {
    service::JudgeRequest request;
    bool same = false, different = false, unsure = false, withdraw = false;
    std::string format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = parent.add_subcommand("judge", "decide whether two listed subjects are the same");
  command->footer(
      "Judgements are kept for good, override every rule and can be replaced by later ones; --withdraw gives the pair\n"
      "back to the rules. 'cordon cluster judgements' shows them all.");
  command->add_option("a", options->request.a, "entity id")->required();
  command->add_option("b", options->request.b, "entity id")->required();
  auto* decision = command->add_option_group("decision");
  decision->add_flag("--same", options->same, "one subject");
  decision->add_flag("--different", options->different, "two subjects; they are never joined");
  decision->add_flag("--unsure", options->unsure, "stays in the review queue, is not linked");
  decision->add_flag("--withdraw", options->withdraw, "take the judgement back");
  decision->require_option(1);
  command->add_option("--by", options->request.by, "who decides")->required();
  command->add_option("--reason", options->request.reason, "why")->required();
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    options->request.decision = options->same        ? "same"
                                : options->different ? "different"
                                : options->unsure    ? "unsure"
                                                     : "withdrawn";
    Output output{format_option(options->format), kJudgementTable, true};
    conclude(context, output, service::judge_pair(*workspace, options->request, into(output)));
  });
}

void add_cluster(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("cluster", "judge pairs of listed subjects; see what was judged");
  command->require_subcommand(1);
  add_judge(*command, context);
  auto format = std::make_shared<std::string>();
  CLI::App* judgements = command->add_subcommand("judgements", "every judgement ever made, oldest first");
  add_format(*judgements, *format);
  judgements->callback([&context, format] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(*format), kJudgementTable};
    conclude(context, output, service::list_judgements(*workspace, into(output)));
  });
}

void add_discrepancies(CLI::App& app, Context& context) {
  struct Options {
    service::DiscrepanciesRequest request;
    std::string entity, as_of, since, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("discrepancies", "where lists disagree about one subject");
  command->footer(
      "Kinds: missing (on one list, not on another), delisted (left one list, stays on another), lag (listed later),\n"
      "birth-date, nationality, imo. Without --kind: all but missing; with --on or --not-on: missing.");
  command->add_option("--kind", options->request.kinds, "only these kinds");
  command->add_option("--on", options->request.on, "only subjects on these lists");
  command->add_option("--not-on", options->request.not_on, "and on none of these");
  command->add_option("--entity", options->entity, "only this subject");
  command->add_option("--as-of", options->as_of, "the lists as published by the end of this day")->check(is_date());
  command->add_option("--since", options->since, "delisted: since this day")->check(is_date());
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    if (!options->entity.empty()) options->request.entity = options->entity;
    options->request.as_of = date_option(options->as_of);
    options->request.since = date_option(options->since);
    Output output{format_option(options->format), kDiscrepanciesTable};
    conclude(context, output, service::list_discrepancies(*workspace, options->request, into(output)));
  });
}

void add_vessel(CLI::App& app, Context& context) {
  struct Options {
    std::string imo, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("vessel", "one hull through its names, flags, MMSI and owners, over all lists and versions");
  command->add_option("imo", options->imo, "its IMO number")->required();
  add_format(*command, options->format);
  command->callback([&context, options] {
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kVesselTable, true};
    conclude(context, output, service::show_vessel(*workspace, options->imo, into(output)));
  });
}

void add_programmes(CLI::App& app, Context& context) {
  struct Options {
    std::string name, source, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("programmes", "what sanctions programmes mean: authority, dates, measures");
  command->add_option("name", options->name, "as a list writes it, e.g. RUSSIA-EO14024; default: all");
  command->add_option("--source", options->source, "as this list uses it: the same name may mean less elsewhere");
  add_format(*command, options->format);
  command->callback([&context, options] {
    Output output{format_option(options->format), kProgrammesTable};
    const auto given = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
    conclude(context, output, service::list_programmes(given(options->name), given(options->source), into(output)));
  });
}

}  // namespace

void add_across_commands(CLI::App& app, Context& context) {
  add_discrepancies(app, context);
  add_vessel(app, context);
  add_programmes(app, context);
  add_clusters(app, context);
  add_cluster(app, context);
}

}  // namespace cordon::cli
