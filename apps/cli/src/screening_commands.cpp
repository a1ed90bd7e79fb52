// screen, payments, compare.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "conclude.hpp"
#include "context.hpp"
#include "cordon/service/payments.hpp"
#include "cordon/service/screening.hpp"
#include "options.hpp"
#include "output.hpp"

namespace cordon::cli {
namespace {

const TableSpec kHitsTable{{{"id", "/id"},
                            {"query", "/query/name"},
                            {"score", "/*/score"},
                            {"evidence", "/*/evidence"},
                            {"match", "/*/match"},
                            {"entity", "/*/entity_id"},
                            {"caption", "/*/caption"},
                            {"source", "/*/source"},
                            {"programmes", "/*/programmes"},
                            {"problems", "/problems"}},
                           "/hits"};
// With --depth or --regime: which limb a hit is of, and the proof in words.
const TableSpec kReachTable{{{"id", "/id"},
                             {"query", "/query/name"},
                             {"score", "/*/score"},
                             {"evidence", "/*/evidence"},
                             {"match", "/*/match"},
                             {"entity", "/*/entity_id"},
                             {"caption", "/*/caption"},
                             {"source", "/*/source"},
                             {"programmes", "/*/programmes"},
                             {"limb", "/*/limb"},
                             {"regime", "/*/reach/0/regime"},
                             {"verdict", "/*/reach/0/verdict"},
                             {"path", "/*/reach/0/path"},
                             {"problems", "/problems"}},
                            "/hits"};
const TableSpec kCompareTable{{{"score", "/score"},
                               {"evidence", "/evidence"},
                               {"match", "/match"},
                               {"feature", "/*/feature"},
                               {"contribution", "/*/contribution"},
                               {"left", "/*/query_value"},
                               {"right", "/*/listed_value"},
                               {"detail", "/*/detail"}},
                              "/explanation/features"};

const TableSpec kPaymentsTable{{{"id", "/id"},
                                {"kind", "/kind"},
                                {"status", "/status"},
                                {"role", "/*/role|/*/field"},
                                {"name", "/*/name|/*/hits/0/found|/*/text"},
                                {"bic", "/*/bic"},
                                {"score", "/*/hits/0/score|/*/hits/0/hit/score"},
                                {"entity", "/*/hits/0/entity_id|/*/hits/0/hit/entity_id"},
                                {"caption", "/*/hits/0/caption|/*/hits/0/hit/caption"},
                                {"problems", "/problems"}},
                               "/parties|/texts"};

struct ScreenOptions {
  service::ScreenRequest request;
  std::vector<std::string> names;
  std::string input, schema, birth_date, country, id_number, as_of, known, candidates = "index", format;
  std::vector<std::string> renames, graphs;
  bool stats = false;
  bool fail_on_hit = false;
  bool policy_given = false;
};

void print_stats(const service::ScreenStats& stats) {
  std::fprintf(stderr, "{\"queries\":%llu,\"seconds\":%.6f,\"queries_per_second\":%.1f,\"hits\":%llu,\"threads\":%u}\n",
               static_cast<unsigned long long>(stats.queries), stats.seconds,
               stats.seconds > 0 ? static_cast<double>(stats.queries) / stats.seconds : 0.0,
               static_cast<unsigned long long>(stats.hits), stats.threads);
}

void conclude_screening(Context& context, const ScreenOptions& options, Output& output,
                        const base::Result<service::ScreenStats>& stats);

// Returns: the first option given that says nothing about payment messages; null: none.
const char* useless_for_payments(const service::ScreenRequest& request) {
  if (!request.graphs.empty()) return "--graph";
  if (!request.regimes.empty()) return "--regime";
  if (request.depth > 0) return "--depth";
  return request.columns_renamed.empty() ? nullptr : "--map";
}

void run_screen(Context& context, ScreenOptions& options) {
  service::ScreenRequest& request = options.request;
  request.as_of = date_option(options.as_of);
  request.known = date_option(options.known);
  constexpr int kEveryLevel = 20;
  if ((!request.regimes.empty() || !options.graphs.empty()) && request.depth == 0) request.depth = kEveryLevel;
  for (const std::string& graph : options.graphs) request.graphs.emplace_back(graph);
  request.exhaustive = options.candidates == "exhaustive";
  for (const std::string& rename : options.renames) {
    const std::size_t at = rename.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == rename.size()) {
      context.fail({base::ErrorCode::kInvalidArgument, "--map: expected GIVEN=KNOWN, found '" + rename + "'"});
      return;
    }
    request.columns_renamed.emplace_back(rename.substr(0, at), rename.substr(at + 1));
  }
  if (options.names.empty() == options.input.empty()) {
    context.fail({base::ErrorCode::kInvalidArgument, "screen: expected either names or --input FILE"});
    return;
  }
  auto workspace = context.open(true);
  if (!workspace) return;
  Output output{format_option(options.format), request.depth > 0 ? kReachTable : kHitsTable};
  const service::JsonSink sink = into(output);
  base::Result<service::ScreenStats> stats = service::ScreenStats{};
  if (options.input.empty()) {
    std::vector<service::CounterpartyColumns> rows;
    for (const std::string& name : options.names) {
      service::CounterpartyColumns row{{"name", name}};
      const auto add = [&row](const char* column, const std::string& value) {
        if (!value.empty()) row.emplace_back(column, value);
      };
      add("schema", options.schema);
      add("birth_date", options.birth_date);
      add("country", options.country);
      add("id_number", options.id_number);
      rows.push_back(std::move(row));
    }
    stats = service::screen_rows(*workspace, request, rows, sink);
  } else if (service::is_payment_file(options.input)) {
    if (const char* option = useless_for_payments(request)) {
      context.fail({base::ErrorCode::kInvalidArgument, std::string("screen: ") + option +
                                                           " is not supported for payment messages, which " +
                                                           options.input + " holds"});
      return;
    }
    if (!options.policy_given) request.policy = "payments";
    output = Output{format_option(options.format), kPaymentsTable};
    stats = service::screen_payments(*workspace, request, options.input, sink);
  } else {
    stats = service::screen_file(*workspace, request, options.input, sink);
  }
  conclude_screening(context, options, output, stats);
}

void conclude_screening(Context& context, const ScreenOptions& options, Output& output,
                        const base::Result<service::ScreenStats>& stats) {
  context.progress.reset();
  if (!stats) {
    context.fail(stats.error());
    return;
  }
  if (const auto finished = output.finish(); !finished) {
    context.fail(finished.error());
    return;
  }
  for (const std::string& message : stats->messages) context.message(message);
  if (options.stats) print_stats(*stats);
  if (stats->rows_unread > 0) {
    context.fail(
        {base::ErrorCode::kMalformed,
         std::to_string(stats->rows_unread) +
             " messages could not be read and were not screened, see those with status 'error' in the output"});
  }
  if (const std::uint64_t rows = stats->rows_with_problems - stats->rows_unread; rows > 0) {
    context.fail({base::ErrorCode::kMalformed,
                  std::to_string(rows) + " rows hold values that could not be read or cannot be right; the rest was "
                                         "screened, see 'problems' and 'unmapped' in the output"});
  }
  // A hit is what the caller asked to be stopped by: it counts more than a value that could not be read.
  if (options.fail_on_hit && stats->hits > 0) context.status = ExitStatus::kHits;
}

void add_screen(CLI::App& app, Context& context) {
  auto options = std::make_shared<ScreenOptions>();
  service::ScreenRequest& request = options->request;
  CLI::App* command = app.add_subcommand("screen", "is a person, company or vessel on a list, and why");
  command->footer(
      "A file is CSV with a header row (id,name,alias,schema,birth_date,country,gender,id_number,imo,address,...; ';'\n"
      "separates several values; unknown columns are echoed back) or JSON lines with the same keys. Every answer says\n"
      "which lists in which versions were searched.");
  command->add_option("names", options->names, "names in any script and order");
  command->add_option("--input", options->input, "a CSV, .xlsx or JSON lines file of counterparties")
      ->check(CLI::ExistingFile);
  command->add_option("--schema", options->schema, "FollowTheMoney schema of the names: Person, Company, Vessel ...");
  command->add_option("--birth-date", options->birth_date, "1962, 1962-07 or 1962-07-05");
  command->add_option("--country", options->country, "a name or ISO code");
  command->add_option("--id-number", options->id_number, "any identifier: passport, tax number, IMO ...");
  command->add_option("--threshold", request.threshold, "lowest score of a hit, inclusive")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--limit", request.limit, "hits for each name; 0 = all")
      ->capture_default_str()
      ->check(is_count());
  command->add_option("--policy", request.policy, "onboarding (recall), payments (precision), vessels, logic-v2, ofac")
      ->capture_default_str();
  command->add_option("--as-of", options->as_of, "the lists as published by the end of this day")->check(is_date());
  command->add_option("--known", options->known, "the lists as this data directory held them then")->check(is_date());
  command->add_option("--source", request.sources, "only these lists");
  command->add_option("--candidates", options->candidates, "index, or exhaustive: score everything, the same hits")
      ->check(CLI::IsMember({"index", "exhaustive"}))
      ->capture_default_str();
  command->add_option("--threads", request.threads, "0 = as many as the machine has")->capture_default_str();
  command->add_option("--depth", request.depth, "ownership levels looked through; 0: names only")
      ->check(CLI::Range(0, 20));
  command
      ->add_option("--regime", request.regimes,
                   "whose ownership rules: us-ofac, eu, uk, ch, us-bis; alone it looks through 20 levels")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(CLI::IsMember({"us-ofac", "eu", "uk", "ch", "us-bis"}));
  command->add_option("--graph", options->graphs, "interests beside those of the lists, with --depth or --regime")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(CLI::ExistingFile);
  command->add_option("--map", options->renames, "rename a column of the input: GIVEN=KNOWN");
  command->add_flag("--stats", options->stats, "end with one JSON line of figures on stderr");
  command->add_flag("--fail-on-hit", options->fail_on_hit, "exit status 3 when there is a hit");
  add_format(*command, options->format);
  command->callback([&context, options, command] {
    options->policy_given = command->count("--policy") > 0;
    run_screen(context, *options);
  });
}

void add_payments(CLI::App& app, Context& context) {
  auto options = std::make_shared<ScreenOptions>();
  service::ScreenRequest& request = options->request;
  request.policy = "payments";
  CLI::App* command = app.add_subcommand("payments", "screen payment messages: parties, agents, addresses, free text");
  command->footer(
      "ISO 20022 (pacs.008, pacs.009, pain.001), MT103 text, or JSON lines {\"id\", \"message\"} of them; a line may\n"
      "hold {\"id\", \"parties\": [{\"role\", \"name\", \"bic\", ...}], \"texts\": [...]} instead. One object a "
      "payment, in\n"
      "the order of the file; a line that cannot be read is answered with status error.");
  command->add_option("file", options->input, "the messages; - reads standard input")
      ->required()
      ->check([](const std::string& path) { return path == "-" ? std::string() : CLI::ExistingFile(path); });
  command->add_option("--threshold", request.threshold, "lowest score of a hit, inclusive; free text needs 0.88")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--limit", request.limit, "hits for each party or text; 0 = all")
      ->capture_default_str()
      ->check(is_count());
  command->add_option("--policy", request.policy, "payments (precision), onboarding (recall), ...")
      ->capture_default_str();
  command->add_option("--as-of", options->as_of, "the lists as published by the end of this day")->check(is_date());
  command->add_option("--source", request.sources, "only these lists");
  command->add_option("--threads", request.threads, "0 = as many as the machine has")->capture_default_str();
  command->add_flag("--stats", options->stats, "end with one JSON line of figures on stderr");
  command->add_flag("--fail-on-hit", options->fail_on_hit, "exit status 3 when there is a hit");
  add_format(*command, options->format);
  command->callback([&context, options] {
    options->request.as_of = date_option(options->as_of);
    auto workspace = context.open(true);
    if (!workspace) return;
    Output output{format_option(options->format), kPaymentsTable};
    const auto stats = service::screen_payments(
        *workspace, options->request, options->input, [&output](std::string_view json) -> base::Result<void> {
          CORDON_TRY(output.add(json));
          std::fflush(stdout);  // whoever feeds a pipe waits for the answer; finish() tells of errors
          return {};
        });
    conclude_screening(context, *options, output, stats);
  });
}

void add_compare(CLI::App& app, Context& context) {
  struct Options {
    std::vector<std::string> names;
    std::string pairs, schema, policy = "onboarding", shadow, format;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("compare", "score and explanation of two names, or of a file of pairs");
  command->add_option("names", options->names, "two names")->expected(0, 2);
  command
      ->add_option("--pairs", options->pairs, "CSV with the columns schema,name1,name2; written back with score,match")
      ->check(CLI::ExistingFile);
  command->add_option("--schema", options->schema, "Person, Company, Vessel ...");
  command->add_option("--policy", options->policy, "onboarding, payments, vessels, logic-v2, ofac")
      ->capture_default_str();
  command->add_option("--shadow", options->shadow, "with --pairs: what another policy would say, as further columns");
  add_format(*command, options->format);
  command->callback([&context, options] {
    if (!options->pairs.empty()) {
      const auto pairs = service::compare_pairs(options->pairs, options->policy, options->shadow);
      if (!pairs) {
        context.fail(pairs.error());
        return;
      }
      if (options->format != "none") std::fwrite(pairs->csv.data(), 1, pairs->csv.size(), stdout);
      for (const std::string& problem : pairs->problems) context.message(problem);
      if (pairs->rows_with_problems > 0) {
        context.fail({base::ErrorCode::kMalformed,
                      std::to_string(pairs->rows_with_problems) +
                          " rows hold values that could not be read or cannot be right; see the lines above"});
      }
      return;
    }
    if (!options->shadow.empty()) {
      context.fail({base::ErrorCode::kInvalidArgument, "compare: --shadow needs --pairs FILE"});
      return;
    }
    if (options->names.size() != 2) {
      context.fail({base::ErrorCode::kInvalidArgument, "compare: expected two names, or --pairs FILE"});
      return;
    }
    Output output{format_option(options->format), kCompareTable, true};
    const auto result =
        service::compare_names(options->names[0], options->names[1], options->schema, options->policy, into(output));
    if (!result) {
      context.fail(result.error());
      return;
    }
    if (const auto finished = output.finish(); !finished) {
      context.fail(finished.error());
      return;
    }
    for (const std::string& problem : *result) context.fail({base::ErrorCode::kMalformed, problem});
  });
}

}  // namespace

void add_screening_commands(CLI::App& app, Context& context) {
  add_screen(app, context);
  add_payments(app, context);
  add_compare(app, context);
}

}  // namespace cordon::cli
