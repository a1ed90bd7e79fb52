#include "cordon/outlook/next_in_line.hpp"

#include <algorithm>
#include <iterator>

#include "candidate_lists.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/horizon/json_out.hpp"
#include "cordon/outlook/ledger.hpp"
#include "cordon/outlook/resolution_rule.hpp"
#include "cordon/service/outlook.hpp"
#include "forecast_record.hpp"

namespace cordon::service {
namespace {

using base::Result;
using outlook::NextCandidate;

constexpr std::string_view kNotice = "not a sanctions list; no legal effect; a probability with its reasons";

// Of what is used on the day: a list that a candidate comes on later changes nothing. The versions searched count too:
// others may say something else of the same candidates.
std::string hash_of(const std::vector<NextCandidate>& candidates, const CandidateLists& lists, base::Date as_of) {
  std::string text;
  for (const NextCandidate& one : candidates) {
    if (one.known_since && *one.known_since > as_of) continue;
    std::vector<std::string> row{one.id, one.name, one.birth_date, one.country, one.sector, one.source_of_wealth};
    row.push_back(one.net_worth_busd ? std::to_string(*one.net_worth_busd) : std::string());
    for (const auto* values : {&one.positions, &one.relatives}) row.insert(row.end(), values->begin(), values->end());
    for (const std::string& issuer : outlook::allied_issuers(one, as_of)) row.push_back("allied:" + issuer);
    base::append_csv_row(text, row);
  }
  for (const std::string& version : lists.versions()) text += version + '\n';
  return base::ContentHash::of(text).hex();
}

constexpr std::int32_t kTwelveMonths = 365;  // days

// What all answers of one run share.
struct Run {
  base::Date as_of;
  double base_rate = 0.0;
  std::int64_t base_rate_n = 0;
  std::string base_rate_evidence, lists_note;
  std::size_t candidates = 0;
  std::string data_hash;
  std::vector<std::string> searched;
  std::vector<outlook::LedgerRecord> ledger;
};

std::string json_of(const NextCandidate& candidate, const outlook::NextAnswer& answer, const Run& run) {
  horizon::JsonOut out;
  out.begin_object().field("id", candidate.id).field("name", candidate.name).key("probability_12m");
  answer.probability_12m ? out.fixed(*answer.probability_12m, 6) : out.null();
  out.key("interval");
  if (answer.interval) {
    out.begin_array().fixed(answer.interval->low, 4).fixed(answer.interval->high, 4).end_array();
  } else {
    out.null();
  }
  out.field("band", answer.band).key("reasons").begin_array();
  for (const outlook::NextReason& reason : answer.reasons) {
    out.begin_object()
        .field("factor", reason.factor)
        .field("value", reason.value)
        .key("weight")
        .fixed(reason.weight, 3);
    out.field("evidence", reason.evidence).field("mark", reason.mark).end_object();
  }
  out.end_array().texts("paths", answer.paths).key("evidence").begin_array();
  for (const outlook::NextReason& reason : answer.reasons) out.text(reason.factor + ": " + reason.evidence);
  out.end_array().key("base_rate").fixed(run.base_rate, 4);
  out.field("base_rate_evidence", run.base_rate_evidence).field("n", run.base_rate_n);
  out.field("candidates", static_cast<std::int64_t>(run.candidates)).key("ledger_record");
  outlook::write_ledger_record(out, run.ledger);
  const base::Date until = run.as_of.plus_days(kTwelveMonths);
  const outlook::DesignationRule rule{std::string(CandidateLists::kForecastList), candidate.name, candidate.birth_date,
                                      run.as_of, until};
  out.field("horizon_end", until.to_string()).field("resolution_rule", outlook::rule_text(rule));
  out.field("as_of", run.as_of.to_string()).field("model", outlook::kNextInLineModel);
  out.field("data_hash", run.data_hash).texts("lists_searched", run.searched);
  out.field_or_null("lists_note", run.lists_note);
  out.field("notice", kNotice).end_object();
  return out.str();
}

}  // namespace

Result<void> horizon_next_in_line(Workspace& workspace, const NextInLineRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const std::string text, base::read_file(request.candidates));
  CORDON_ASSIGN(const std::vector<NextCandidate> candidates,
                outlook::parse_candidates(request.candidates.filename().string(), text));
  CORDON_ASSIGN(const outlook::NextInLine model, outlook::NextInLine::shipped());
  const base::Date as_of = request.as_of.value_or(base::date_of(workspace.clock().now()));
  CORDON_ASSIGN(const CandidateLists lists, CandidateLists::open(workspace, as_of));
  Run run;
  run.as_of = as_of;
  run.base_rate = model.base_rate();
  run.base_rate_n = model.base_rate_n();
  run.base_rate_evidence = model.base_rate_evidence();
  run.lists_note = lists.note();
  run.candidates = static_cast<std::size_t>(std::count_if(candidates.begin(), candidates.end(), [&](const auto& one) {
    return !one.known_since || *one.known_since <= as_of;
  }));
  run.searched = lists.searched();
  run.data_hash = hash_of(candidates, lists, as_of);
  CORDON_ASSIGN(run.ledger, outlook::ledger_record(request.ledger.string(), outlook::kNextInLineModel, as_of));

  struct Answered {
    double order;  // listed ones last
    std::size_t row;
    std::string json;
  };
  std::vector<Answered> answers;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].known_since && *candidates[i].known_since > as_of) continue;
    const outlook::NextAnswer answer = model.assess(candidates[i], lists.links_of(candidates[i]), as_of);
    answers.push_back({answer.probability_12m.value_or(-1.0), i, json_of(candidates[i], answer, run)});
    workspace.progress().report("looking up candidates", i + 1, candidates.size());
  }
  std::stable_sort(answers.begin(), answers.end(),
                   [](const Answered& a, const Answered& b) { return a.order > b.order; });
  ForecastRecord record{request.ledger, base::date_of(workspace.clock().now())};
  for (const Answered& answer : answers) {
    record.add_candidate(answer.json);
    CORDON_TRY(sink(answer.json));
  }
  CORDON_TRY(record.write());
  return {};
}

}  // namespace cordon::service
