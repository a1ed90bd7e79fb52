#include "watch_run.hpp"

#include <algorithm>
#include <set>

#include "book_screening.hpp"
#include "certificate.hpp"
#include "cordon/base/parallel.hpp"
#include "watch_plan.hpp"
#include "watch_reach.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::Portfolio;
using monitoring::Run;

// Rows read before they are screened: bounds memory, large enough to keep all threads busy.
constexpr std::size_t kRowsPerBatch = 16'384;
constexpr int kTries = 5;

monitoring::Searched searched_of(const Plan& plan) {
  monitoring::Searched searched;
  searched.portfolio = plan.portfolio.name;
  searched.settings = plan.portfolio.settings;
  searched.policy = plan.policy.policy.name() + "/" + std::to_string(plan.policy.policy.revision());
  searched.policy_sha256 = plan.policy.sha256;
  searched.clusters_sha256 = plan.run.clusters_sha256;
  searched.software = plan.run.software;
  return searched;
}

std::vector<monitoring::SearchedVersion> versions_of(const Run& run) {
  std::vector<monitoring::SearchedVersion> versions;
  for (const monitoring::ListUsed& list : run.lists) {
    versions.push_back({list.source, list.version, list.sha256, list.published});
  }
  return versions;
}

// What of a changed entity can reach a counterparty that it did not reach before. A pair's score is that of its best
// names under the facts of both sides, so where the facts stayed only new names can raise it; where nothing that is
// scored changed (a programme, a remark), nothing can. Those it reached before are known from their alerts.
std::optional<match::SubjectFeatures> news_of(match::SubjectFeatures now, const match::SubjectFeatures& before) {
  match::SubjectFeatures facts_now = now;
  match::SubjectFeatures facts_before = before;
  for (match::SubjectFeatures* facts : {&facts_now, &facts_before}) {
    facts->names.clear();
    facts->weak_names.clear();
    facts->caption.clear();
    facts->attachment.clear();
  }
  if (!(facts_now == facts_before)) return now;
  const auto keep_new = [](std::vector<std::string>& names, const std::vector<std::string>& old) {
    std::erase_if(names, [&old](const std::string& name) { return std::ranges::find(old, name) != old.end(); });
  };
  keep_new(now.names, before.names);
  keep_new(now.weak_names, before.weak_names);
  if (now.names.empty() && now.weak_names.empty()) return std::nullopt;
  return now;
}

// The changed entities of a delta as far as they have to be searched for in the book.
base::Result<std::vector<match::SubjectFeatures>> news_of_lists(const Workspace& workspace, const Plan& plan,
                                                                unsigned threads) {
  store::SnapshotRequest request;
  request.exact = plan.base;
  CORDON_ASSIGN(const ListIndex before, open_index(workspace, request, threads));
  std::vector<match::SubjectFeatures> news;
  for (const auto& [id, change] : plan.changes.entities) {
    const std::vector<std::uint32_t> positions = plan.lists.corpus->find(id);
    const std::vector<std::uint32_t> old_positions = before.corpus->find(id);
    const bool one_each = positions.size() == 1 && old_positions.size() == 1;
    for (const std::uint32_t position : positions) {
      match::SubjectFeatures features = plan.lists.corpus->subject(position);
      if (!one_each) {
        news.push_back(std::move(features));
      } else if (auto found = news_of(std::move(features), before.corpus->subject(old_positions.front()))) {
        news.push_back(std::move(*found));
      }
    }
  }
  return news;
}

// The counterparties a delta touches: changed themselves, near a changed entity now, or with an alert about one.
base::Result<std::set<std::string>> touched_keys(const Workspace& workspace, monitoring::Transaction& transaction,
                                                 const Plan& plan, unsigned threads) {
  std::set<std::string> keys;
  for (const auto& [key, change] : plan.changes.rows) keys.insert(key);
  if (plan.changes.entities.empty() && plan.changes.reclustered.empty()) return keys;
  monitoring::AlertFilter filter;
  filter.portfolio = plan.portfolio.name;
  filter.with_findings = false;
  CORDON_TRY(transaction.for_each_alert(filter, [&](monitoring::Alert&& alert) -> base::Result<void> {
    const bool affected = std::ranges::any_of(alert.entities, [&](const std::string& id) {
      return plan.changes.entities.contains(id) || plan.changes.reclustered.contains(id);
    });
    if (affected) keys.insert(std::move(alert.counterparty));
    return {};
  }));
  if (plan.changes.entities.empty()) return keys;
  CORDON_ASSIGN(const std::vector<match::SubjectFeatures> listed, news_of_lists(workspace, plan, threads));
  if (listed.empty()) return keys;
  const match::Engine engine(plan.book, plan.policy.policy);
  match::SearchOptions options;
  options.threshold = plan.portfolio.settings.threshold;
  for (const auto& matches : engine.search_reverse_batch(listed, options, threads)) {
    for (const match::Match& match : matches) keys.emplace(engine.corpus().id(match.subject));
  }
  return keys;
}

struct Screened {
  std::vector<monitoring::CurrentFinding> findings;
  std::set<std::string> keys;  // in scope; not used when everything is
  bool everything = false;
  std::uint64_t rows = 0;
};

base::Result<void> screen_book(Workspace& workspace, monitoring::Transaction& transaction, const Plan& plan,
                               const BookScreening& screening, Screened& out) {
  out.everything = true;
  std::vector<BookRow> batch;
  const auto flush = [&]() -> base::Result<void> {
    CORDON_TRY(screening.screen(batch, out.findings));
    out.rows += batch.size();
    batch.clear();
    workspace.progress().report("screening", out.rows, plan.portfolio.counterparties);
    return {};
  };
  CORDON_TRY(transaction.for_each_row(
      plan.portfolio.name, {},
      [&](std::string_view key, std::uint32_t revision, std::string_view body) -> base::Result<void> {
        batch.push_back({std::string(key), revision, std::string(body)});
        return batch.size() < kRowsPerBatch ? base::Result<void>() : flush();
      }));
  return flush();
}

base::Result<Screened> screen_plan(Workspace& workspace, monitoring::Transaction& transaction, const Plan& plan,
                                   const WatchRequest& request, unsigned threads) {
  Screened out;
  const screening::Screener screener(plan.lists.corpus, plan.policy.policy);
  BookScreening screening(screener, plan.clusters, searched_of(plan), versions_of(plan.run), threads);
  if (plan.reach) screening.look_through(*plan.reach);
  const bool small = plan.portfolio.counterparties < request.index_from;
  const bool nothing = plan.changes.rows.empty() && plan.changes.entities.empty() && plan.changes.reclustered.empty() &&
                       plan.changes.owned.empty();
  if (plan.full || (small && !nothing)) {
    CORDON_TRY(screen_book(workspace, transaction, plan, screening, out));
    return out;
  }
  if (nothing) return out;
  CORDON_ASSIGN(out.keys, touched_keys(workspace, transaction, plan, threads));
  if (plan.reach) {
    CORDON_TRY(add_reached_keys(workspace, transaction, plan.portfolio, plan.changes, *plan.reach, plan.policy.policy,
                                threads, out.keys));
  }
  std::vector<BookRow> rows;
  for (const std::string& key : out.keys) {
    CORDON_ASSIGN(auto row, transaction.row(plan.portfolio.name, key, std::nullopt));
    if (row) rows.push_back({std::move(row->key), row->revision, std::move(row->body)});
  }
  CORDON_TRY(screening.screen(rows, out.findings));
  out.rows = rows.size();
  return out;
}

// Returns: nullopt when somebody else finished a run or changed the portfolio since the plan was made.
base::Result<std::optional<RunOutcome>> write_run(Workspace& workspace, monitoring::Storage& storage, Plan& plan,
                                                  Screened screened) {
  CORDON_ASSIGN(const std::string unpredictable, entropy());
  CORDON_ASSIGN(const auto transaction, storage.begin_write());
  CORDON_ASSIGN(const Portfolio portfolio, need_portfolio(*transaction, plan.portfolio.name));
  CORDON_ASSIGN(const std::optional<Run> last, transaction->last_run(plan.portfolio.name));
  const bool same_last = last.has_value() == plan.last.has_value() && (!last || last->id == plan.last->id);
  if (!same_last || !(portfolio == plan.portfolio)) return std::optional<RunOutcome>();
  RunOutcome outcome;
  outcome.counterparties = portfolio.counterparties;
  outcome.screened = screened.rows;
  Run& run = plan.run;
  CORDON_ASSIGN(const std::vector<Run> all, transaction->runs(std::nullopt));
  run.id = all.empty() ? 1 : all.back().id + 1;
  run.finished = workspace.clock().now();
  monitoring::ReconcileOptions options;
  options.portfolio = portfolio.name;
  options.settings = portfolio.settings;
  options.run = run.id;
  options.now = run.finished;
  options.entropy = unpredictable;
  options.in_scope = [&screened](std::string_view key) {
    return screened.everything || screened.keys.contains(std::string(key));
  };
  CORDON_ASSIGN(const monitoring::AuditHead before, transaction->audit_head());
  CORDON_ASSIGN(const monitoring::ReconcileCounts counts,
                monitoring::reconcile(*transaction, std::move(screened.findings), plan.changes, options));
  run.opened = counts.opened;
  run.updated = counts.updated;
  run.reopened = counts.reopened;
  run.lapsed = counts.lapsed;
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  run.certificate = certificate_json({run, portfolio, sources, screened.rows, before});
  CORDON_TRY(transaction->put_text(plan.policy.text));
  if (!plan.clusters.empty()) CORDON_TRY(transaction->put_text(plan.clusters_text));
  if (plan.reach) CORDON_TRY(transaction->put_text(shipped_ownership_rules()));
  CORDON_ASSIGN(const std::uint64_t id, transaction->add_run(run));
  if (id != run.id) return Error{ErrorCode::kDamaged, "the storage numbered a run " + std::to_string(id)};
  CORDON_ASSIGN(const monitoring::AuditRecord record,
                transaction->append({run.finished, "cordon", "run.finished", run_payload(run)}));
  outcome.head = {record.sequence, record.hash};
  CORDON_TRY(transaction->commit());
  outcome.run = run;
  return std::optional<RunOutcome>(std::move(outcome));
}

}  // namespace

base::Result<RunOutcome> run_portfolio(Workspace& workspace, monitoring::Storage& storage, const std::string& portfolio,
                                       const WatchRequest& request) {
  const unsigned threads = request.threads == 0 ? base::hardware_threads() : request.threads;
  for (int i = 0; i < kTries; ++i) {
    CORDON_ASSIGN(auto reading, storage.begin_read());
    CORDON_ASSIGN(Plan plan, make_plan(workspace, *reading, portfolio, request));
    CORDON_ASSIGN(Screened screened, screen_plan(workspace, *reading, plan, request, threads));
    reading.reset();
    CORDON_ASSIGN(std::optional<RunOutcome> outcome, write_run(workspace, storage, plan, std::move(screened)));
    if (outcome) return std::move(*outcome);
  }
  return Error{ErrorCode::kConflict, "portfolio '" + portfolio + "' kept changing while it was screened; try again"};
}

}  // namespace cordon::service
