#include "cordon/service/screening.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "cluster_ids.hpp"
#include "cordon/base/ascii.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/match/name_variants.hpp"
#include "cordon/match/scorer.hpp"
#include "cordon/screening/screener.hpp"
#include "counterparty_file.hpp"
#include "json_writer.hpp"
#include "list_loading.hpp"
#include "match_json.hpp"
#include "reach_limbs.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

// Rows one thread takes at a time. The lines of a block are written while others are scored.
constexpr std::size_t kRowsPerBlock = 16;
constexpr std::size_t kRowsPerReport = 4'096;  // of progress; a multiple of the above

base::Result<match::Policy> policy_named(const std::string& name) {
  auto policy = match::Policy::find(name);
  if (policy) return policy;
  std::string known;
  for (const std::string& other : match::Policy::names()) known += (known.empty() ? "" : ", ") + other;
  return Error{ErrorCode::kInvalidArgument, "--policy: expected one of " + known + ", found '" + name + "'"};
}

struct Row {
  screening::Counterparty counterparty;
  screening::Query query;
};

Row row_of(const CounterpartyColumns& columns) {
  Row row;
  for (const auto& [name, value] : columns) screening::set_column(row.counterparty, name, value);
  row.query = screening::query_of(row.counterparty);
  return row;
}

// How names are screened, and the limbs beyond them, which may be absent.
struct Limbs {
  std::unique_ptr<ReachLimbs> reach;
  std::unique_ptr<ActivityLimb> activity;
  screening::ScreenOptions options;
  ClusterIds clusters;
};

struct RowAnswer {
  std::vector<std::string> hits;  // JSON texts
  std::size_t hits_total = 0;     // also those beyond the limit
  std::string activity;           // a JSON array; empty: none asked for
  std::vector<std::string> problems;
};

// The hits of a row, each with the cluster of its subject.
std::vector<screening::Hit> clustered_hits(const screening::Screener& screener, const Row& row, const Limbs& limbs,
                                           std::size_t& total) {
  std::vector<screening::Hit> hits = screener.screen(row.query.features, limbs.options, &total);
  for (screening::Hit& hit : hits) {
    const auto at = limbs.clusters.find(hit.entity_id.str());
    if (at != limbs.clusters.end()) hit.cluster_id = model::EntityId{at->second};
  }
  return hits;
}

RowAnswer limbs_of(const CounterpartyColumns& columns, const Row& row, const screening::Screener& screener,
                   const Limbs& limbs) {
  RowAnswer answer;
  answer.problems = row.query.problems;
  const std::vector<screening::Hit> hits = clustered_hits(screener, row, limbs, answer.hits_total);
  if (limbs.reach) {
    ReachLimbs::RowHits found = limbs.reach->hits(row.query.features, hits, screener, limbs.options);
    answer.hits = std::move(found.texts);
    answer.hits_total += found.beyond_names;
    for (const std::string& problem : limbs.reach->problems()) answer.problems.push_back(problem);
  } else {
    for (const screening::Hit& hit : hits) {
      JsonWriter json;
      write_hit(json, hit);
      answer.hits.push_back(json.text());
    }
  }
  if (!limbs.activity) return answer;
  auto activity = limbs.activity->answers(columns);
  if (activity) {
    answer.activity = std::move(activity).value();
  } else {
    answer.problems.push_back("activity: " + activity.error().message);
  }
  return answer;
}

std::string line_of(const CounterpartyColumns& columns, const Row& row, const RowAnswer& answer,
                    const std::string& searched) {
  JsonWriter json;
  json.begin_object();
  json.key("id").value(row.counterparty.id);
  json.key("query").begin_object();
  for (const auto& [name, value] : columns) json.key(name).value(value);
  json.end_object();
  if (!answer.problems.empty()) json.key("problems").strings(answer.problems);
  json.key("hits").begin_array();
  for (const std::string& hit : answer.hits) json.raw(hit);
  json.end_array().key("hits_total").value(std::uint64_t{answer.hits_total});
  if (answer.hits_total > answer.hits.size()) json.key("truncated").value(true);
  if (!answer.activity.empty()) json.key("activity").raw(answer.activity);
  json.key("searched").raw(searched);
  json.end_object();
  return json.text();
}

// A screened row, ready to be written.
struct Answer {
  std::string line;
  std::size_t hits = 0;
  bool has_problems = false;
};

Answer answer_of(const CounterpartyColumns& columns, const screening::Screener& screener, const Limbs& limbs,
                 const std::string& searched) {
  const Row row = row_of(columns);
  const RowAnswer answer = limbs_of(columns, row, screener, limbs);
  return {line_of(columns, row, answer, searched), answer.hits.size(), !answer.problems.empty()};
}

struct Pair {
  match::SubjectFeatures first, second;
  std::vector<std::string> problems;
};

// Two names as they are ("A; B" is one name), with what a row of a counterparty file would say of each.
Pair pair_of(const std::string& name1, const std::string& name2, const std::string& schema) {
  Pair pair;
  const auto read = [&pair](const std::string& column, const std::string& name, const std::string& schema_given) {
    screening::Counterparty counterparty;
    counterparty.schema = base::trimmed(schema_given);
    if (!base::trimmed(name).empty()) counterparty.names = {name};
    const screening::Query query = screening::query_of(counterparty);
    for (const std::string& problem : query.problems) {
      // The second name's column is told apart; the schema is the pair's.
      pair.problems.push_back(problem.starts_with("name:") ? column + problem.substr(4) : problem);
    }
    return query.features.schema;
  };
  pair.first.names = {name1};
  pair.second.names = {name2};
  pair.first.schema = pair.second.schema = read("name1", name1, schema);
  (void)read("name2", name2, {});
  match::add_name_variants(pair.first);
  return pair;
}

void count(const Answer& answer, ScreenStats& stats) {
  ++stats.queries;
  stats.hits += answer.hits;
  if (answer.hits > 0) ++stats.rows_with_hits;
  if (answer.has_problems) ++stats.rows_with_problems;
}

}  // namespace

store::SnapshotRequest lists_of(const ScreenRequest& request) {
  store::SnapshotRequest wanted;
  for (const std::string& source : request.sources) wanted.sources.emplace_back(source);
  wanted.as_of = request.as_of;
  wanted.known = request.known;
  return wanted;
}

base::Result<ScreenStats> screen_rows(Workspace& workspace, const ScreenRequest& request,
                                      const std::vector<CounterpartyColumns>& rows, const JsonSink& sink) {
  CORDON_ASSIGN(const match::Policy policy, policy_named(request.policy));
  const unsigned threads = request.threads == 0 ? base::hardware_threads() : request.threads;
  CORDON_ASSIGN(const LoadedLists lists, load_lists(workspace, request, policy, threads));
  ScreenStats stats;
  if (!lists.warning.empty()) stats.messages.push_back(lists.warning);
  const screening::Screener screener(lists.index.corpus, policy);
  screening::ScreenOptions options;
  options.threshold = request.threshold;
  options.limit = request.limit;
  options.candidates = request.exhaustive ? match::CandidateMode::kExhaustive : match::CandidateMode::kIndex;
  Limbs limbs;
  limbs.options = options;
  CORDON_ASSIGN(limbs.clusters, cluster_ids(workspace, {request.as_of, request.known}, threads));
  const base::Date day = request.as_of ? *request.as_of : base::date_of(workspace.clock().now());
  CORDON_ASSIGN(limbs.reach, ReachLimbs::build(workspace, lists.index.corpus, request, policy, threads));
  if (limbs.reach) {
    const std::vector<std::string>& said = limbs.reach->messages();
    stats.messages.insert(stats.messages.end(), said.begin(), said.end());
  }
  CORDON_ASSIGN(limbs.activity, ActivityLimb::build(workspace, lists.index.corpus, request, rows, policy, day));

  stats.threads = threads;
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::vector<Answer>> answers((rows.size() + kRowsPerBlock - 1) / kRowsPerBlock);
  base::Result<void> written;
  base::parallel_in_order(
      rows.size(), kRowsPerBlock, threads,
      [&](std::size_t begin, std::size_t end, unsigned) {
        std::vector<Answer>& block = answers[begin / kRowsPerBlock];
        block.reserve(end - begin);
        for (std::size_t i = begin; i < end; ++i) {
          block.push_back(answer_of(rows[i], screener, limbs, lists.searched_json));
        }
      },
      [&](std::size_t begin, std::size_t end) {
        const std::vector<Answer> block = std::exchange(answers[begin / kRowsPerBlock], {});
        for (const Answer& answer : block) {
          count(answer, stats);
          written = sink(answer.line);
          if (!written) return false;
        }
        if (end == rows.size() || end % kRowsPerReport == 0) workspace.progress().report("screening", end, rows.size());
        return true;
      });
  CORDON_TRY(written);
  stats.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return stats;
}

base::Result<ScreenStats> screen_file(Workspace& workspace, const ScreenRequest& request,
                                      const std::filesystem::path& file, const JsonSink& sink) {
  CORDON_ASSIGN(const auto rows, read_counterparty_file(file, request.columns_renamed));
  return screen_rows(workspace, request, rows, sink);
}

base::Result<std::vector<std::string>> compare_names(const std::string& name1, const std::string& name2,
                                                     const std::string& schema, const std::string& policy_name,
                                                     const JsonSink& sink) {
  CORDON_ASSIGN(const match::Policy policy, policy_named(policy_name));
  const Pair given = pair_of(name1, name2, schema);
  const match::PairScore pair = match::compare(given.first, given.second, policy);
  JsonWriter json;
  json.begin_object();
  json.key("name1").value(name1).key("name2").value(name2).key("schema").value(schema);
  if (!given.problems.empty()) json.key("problems").strings(given.problems);
  json.key("score").score(pair.score).key("evidence").score(pair.evidence);
  json.key("match").value(pair.score >= policy.default_threshold());
  json.key("policy").value(policy.name() + "/" + std::to_string(policy.revision()));
  json.key("explanation");
  write_explanation(json, pair.explanation);
  json.end_object();
  CORDON_TRY(sink(json.text()));
  return given.problems;
}

base::Result<ComparedPairs> compare_pairs(const std::filesystem::path& file, const std::string& policy_name,
                                          const std::string& shadow_name) {
  constexpr std::size_t kMostProblems = 100;  // told one by one
  std::vector<match::Policy> policies;
  for (const std::string& name : {policy_name, shadow_name}) {
    if (!policies.empty() && name.empty()) continue;
    CORDON_ASSIGN(match::Policy policy, policy_named(name));
    policies.push_back(std::move(policy));
  }
  CORDON_ASSIGN(const std::string bytes, base::read_file(file));
  CORDON_TRY(base::must_be_utf8(bytes, file.string()));
  base::CsvReader reader{bytes, {}, file.string()};
  std::vector<std::string> header;
  CORDON_ASSIGN(const bool has_header, reader.next(header));
  CORDON_TRY(base::must_name_columns_once(header, {file.string(), 1, {}}));
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  const std::size_t schema = column("schema");
  const std::size_t name1 = column("name1");
  const std::size_t name2 = column("name2");
  if (!has_header || name1 == header.size() || name2 == header.size()) {
    return Error{ErrorCode::kMissingField, "expected the columns schema,name1,name2", {file.string(), 1, {}}};
  }
  ComparedPairs out;
  const std::size_t columns = header.size();
  header.insert(header.end(), {"score", "match"});
  if (policies.size() > 1) header.insert(header.end(), {"shadow_score", "shadow_match"});
  base::append_csv_row(out.csv, header);
  std::vector<std::string> fields;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) return out;
    if (fields.size() != columns) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(columns) + " fields, found " + std::to_string(fields.size()),
                   {file.string(), reader.line(), {}}};
    }
    const Pair given = pair_of(fields[name1], fields[name2], schema < columns ? fields[schema] : std::string());
    if (!given.problems.empty()) ++out.rows_with_problems;
    for (const std::string& problem : given.problems) {
      if (out.problems.size() == kMostProblems) break;
      out.problems.push_back(file.string() + ":" + std::to_string(reader.line()) + ": " + problem);
    }
    for (const match::Policy& policy : policies) {
      const match::PairScore pair = match::compare(given.first, given.second, policy);
      JsonWriter score;
      score.score(pair.score);
      fields.push_back(score.text());
      fields.emplace_back(pair.score >= policy.default_threshold() ? "true" : "false");
    }
    base::append_csv_row(out.csv, fields);
  }
}

}  // namespace cordon::service
