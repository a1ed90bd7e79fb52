#include "watch_run.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "book_screening.hpp"
#include "certificate.hpp"
#include "cordon/base/parallel.hpp"
#include "index_cache.hpp"
#include "ownership_import.hpp"
#include "portfolio_index.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::Portfolio;
using monitoring::Run;

// Rows read before they are screened: bounds memory, large enough to keep all threads busy.
constexpr std::size_t kRowsPerBatch = 16'384;
constexpr int kTries = 5;

struct Plan {
  Portfolio portfolio;
  std::optional<Run> last;
  PolicyText policy;
  ListIndex lists;
  ClusterIds clusters;
  std::string clusters_text;
  Run run;  // what is known of it beforehand
  monitoring::ChangesSince changes;
  bool full = false;
};

std::vector<monitoring::ListUsed> lists_used(const std::vector<store::VersionInfo>& versions) {
  std::vector<monitoring::ListUsed> lists;
  for (const store::VersionInfo& v : versions) {
    lists.push_back({v.source.str(), v.version, v.sha256.hex(), v.published.to_string(), v.subjects});
  }
  return lists;
}

const monitoring::ListUsed* list_of(const std::vector<monitoring::ListUsed>& lists, const std::string& source) {
  const auto at = std::ranges::find(lists, source, &monitoring::ListUsed::source);
  return at == lists.end() ? nullptr : &*at;
}

// What the lists changed. Returns: false when a list is gone as a whole, so that only a full run is right.
base::Result<bool> add_entity_changes(const Workspace& workspace, Plan& plan) {
  for (const monitoring::ListUsed& list : plan.last->lists) {
    if (list_of(plan.run.lists, list.source) == nullptr) return false;
  }
  for (const monitoring::ListUsed& list : plan.run.lists) {
    const monitoring::ListUsed* before = list_of(plan.last->lists, list.source);
    if (before != nullptr && before->version == list.version) continue;
    CORDON_ASSIGN(
        std::vector<store::SubjectChange> changes,
        workspace.store().changes(model::SourceId{list.source}, before == nullptr ? 0 : before->version, list.version));
    for (store::SubjectChange& change : changes) {
      std::string id = change.entity_id.str();
      plan.changes.entities.try_emplace(std::move(id), std::move(change));
    }
  }
  return true;
}

std::vector<std::string> changed_columns(const monitoring::CounterpartyValues& a,
                                         const monitoring::CounterpartyValues& b) {
  const std::map<std::string, std::string> before(a.begin(), a.end());
  const std::map<std::string, std::string> now(b.begin(), b.end());
  std::set<std::string> columns;
  for (const auto& [column, value] : before) {
    const auto at = now.find(column);
    if (at == now.end() || at->second != value) columns.insert(column);
  }
  for (const auto& [column, value] : now) {
    if (!before.contains(column)) columns.insert(column);
  }
  return {columns.begin(), columns.end()};
}

base::Result<void> add_row_changes(monitoring::Transaction& transaction, Plan& plan) {
  const std::uint32_t since = plan.last->portfolio_revision;
  if (since == plan.portfolio.revision) return {};
  std::vector<std::pair<std::string, std::string>> rows;
  CORDON_TRY(transaction.for_each_row(plan.portfolio.name, {since},
                                      [&](std::string_view key, std::uint32_t, std::string_view body) {
                                        rows.emplace_back(key, body);
                                        return base::Result<void>();
                                      }));
  for (const auto& [key, body] : rows) {
    CORDON_ASSIGN(const auto before, transaction.row(plan.portfolio.name, key, since));
    monitoring::RowChange change;
    change.kind = before ? store::ChangeKind::kChanged : store::ChangeKind::kAdded;
    if (before) {
      CORDON_ASSIGN(const auto old_values, monitoring::decode_values(before->body));
      CORDON_ASSIGN(const auto new_values, monitoring::decode_values(body));
      change.columns = changed_columns(old_values, new_values);
    }
    plan.changes.rows.emplace(key, std::move(change));
  }
  CORDON_ASSIGN(const std::vector<std::string> ended, transaction.ended_keys(plan.portfolio.name, since));
  for (const std::string& key : ended) plan.changes.rows[key].kind = store::ChangeKind::kRemoved;
  return {};
}

// Entities that joined or left a cluster since the last run.
base::Result<void> add_cluster_changes(monitoring::Transaction& transaction, Plan& plan) {
  if (plan.last->clusters_sha256 == plan.run.clusters_sha256) return {};
  ClusterIds before;
  if (const auto sha256 = base::ContentHash::from_hex(plan.last->clusters_sha256)) {
    CORDON_ASSIGN(const std::optional<std::string> text, transaction.text(*sha256));
    if (!text)
      return Error{ErrorCode::kDamaged, "the clusters of run " + std::to_string(plan.last->id) + " are missing"};
    CORDON_ASSIGN(before, clusters_of_text(*text));
  }
  const auto compare = [&plan](const ClusterIds& a, const ClusterIds& b) {
    for (const auto& [entity, cluster] : a) {
      const auto at = b.find(entity);
      if (at == b.end() || at->second != cluster) plan.changes.reclustered.insert(entity);
    }
  };
  compare(before, plan.clusters);
  compare(plan.clusters, before);
  return {};
}

base::Result<Plan> make_plan(Workspace& workspace, monitoring::Transaction& transaction, const std::string& name,
                             const WatchRequest& request) {
  CORDON_ASSIGN(Portfolio portfolio, need_portfolio(transaction, name));
  CORDON_ASSIGN(PolicyText policy, policy_with_text(portfolio.settings.policy));
  CORDON_ASSIGN(std::optional<Run> last, transaction.last_run(name));
  store::SnapshotRequest wanted;
  for (const std::string& source : portfolio.settings.sources) wanted.sources.emplace_back(source);
  CORDON_ASSIGN(ScreenedSources screened, screened_sources(workspace));
  if (wanted.sources.empty() && !screened.all) wanted.sources = screened.lists;
  CORDON_ASSIGN(ListIndex lists, open_index(workspace, wanted, request.threads));
  if (lists.versions.empty() || (wanted.sources.empty() && screened.lists.empty())) {
    return Error{ErrorCode::kNotFound, "no list is loaded: nothing to screen against; run 'cordon import'"};
  }
  CORDON_ASSIGN(ClusterIds clusters, cluster_ids(workspace, {}, request.threads));
  std::string text = clusters_text(clusters);
  Plan plan{std::move(portfolio),
            std::move(last),
            std::move(policy),
            std::move(lists),
            std::move(clusters),
            std::move(text),
            {},
            {},
            request.full};
  Run& run = plan.run;
  run.portfolio = name;
  run.started = workspace.clock().now();
  run.lists = lists_used(plan.lists.versions);
  run.portfolio_revision = plan.portfolio.revision;
  run.settings = plan.portfolio.settings;
  run.policy_revision = plan.policy.policy.revision();
  run.policy_sha256 = plan.policy.sha256;
  if (!plan.clusters.empty()) run.clusters_sha256 = base::ContentHash::of(plan.clusters_text).hex();
  run.software = software_version();
  if (!plan.last) {
    plan.full = true;
    plan.changes.first_run = true;
  } else {
    plan.changes.settings = settings_difference(*plan.last, run);
    CORDON_ASSIGN(const bool complete, add_entity_changes(workspace, plan));
    CORDON_TRY(add_row_changes(transaction, plan));
    CORDON_TRY(add_cluster_changes(transaction, plan));
    if (!complete || !plan.changes.settings.empty()) plan.full = true;
  }
  run.kind = plan.full ? "full" : "delta";
  run.base = plan.full || !plan.last ? 0 : plan.last->id;
  return plan;
}

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
  for (const monitoring::ListUsed& list : plan.last->lists) {
    request.exact.emplace_back(model::SourceId{list.source}, list.version);
  }
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
  CORDON_ASSIGN(auto book, open_portfolio_index(workspace, transaction, plan.portfolio, threads));
  const match::Engine engine(std::move(book), plan.policy.policy);
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
  const BookScreening screening(screener, plan.clusters, searched_of(plan), versions_of(plan.run), threads);
  const bool small = plan.portfolio.counterparties < request.index_from;
  const bool nothing = plan.changes.rows.empty() && plan.changes.entities.empty() && plan.changes.reclustered.empty();
  if (plan.full || (small && !nothing)) {
    CORDON_TRY(screen_book(workspace, transaction, plan, screening, out));
    return out;
  }
  if (nothing) return out;
  CORDON_ASSIGN(out.keys, touched_keys(workspace, transaction, plan, threads));
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

std::string settings_difference(const Run& before, const Run& now) {
  std::string text;
  const auto say = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  const monitoring::PortfolioSettings& a = before.settings;
  const monitoring::PortfolioSettings& b = now.settings;
  if (a.policy != b.policy || before.policy_sha256 != now.policy_sha256) {
    say("policy " + a.policy + "/" + std::to_string(before.policy_revision) + " -> " + b.policy + "/" +
        std::to_string(now.policy_revision));
  }
  if (a.threshold != b.threshold) say("threshold");
  if (a.depth != b.depth || a.regime != b.regime) say("ownership depth or regime");
  if (a.sources != b.sources) say("lists");
  if (before.software != now.software) say("software " + before.software + " -> " + now.software);
  return text;
}

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
