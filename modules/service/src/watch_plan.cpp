#include "watch_plan.hpp"

#include <algorithm>
#include <future>
#include <map>
#include <set>

#include "ownership_import.hpp"
#include "portfolio_index.hpp"
#include "watch_reach.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::Portfolio;
using monitoring::Run;

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

std::string name_of(const monitoring::ListUsed& list) {
  return "version " + std::to_string(list.version) + " of " + list.source + ", published " + list.published;
}

void say(std::string& text, const std::string& part) { text += (text.empty() ? "" : "; ") + part; }

// A list that is older here than the one of the last run would take back what that run found.
Error behind(const Plan& plan, const monitoring::ListUsed& before, const monitoring::ListUsed& now) {
  return {ErrorCode::kConflict,
          "portfolio '" + plan.portfolio.name + "': its last run, " + std::to_string(plan.last->id) + ", screened " +
              name_of(before) + ", which this data directory does not have: it has " + name_of(now) +
              ". Another directory that shares these portfolios may be ahead. Import the newer list here, or run " +
              "'cordon watch --full' to screen everybody against what is here"};
}

// What the lists changed; where that is not known as a whole, changes.lists says so, and only a full run is right.
base::Result<void> add_entity_changes(const Workspace& workspace, Plan& plan) {
  for (const monitoring::ListUsed& list : plan.last->lists) {
    if (list_of(plan.run.lists, list.source) == nullptr) say(plan.changes.lists, list.source + " is not screened now");
  }
  for (const monitoring::ListUsed& list : plan.run.lists) {
    const monitoring::ListUsed* before = list_of(plan.last->lists, list.source);
    std::uint32_t from = 0;
    if (before != nullptr) {
      CORDON_ASSIGN(const std::optional<std::uint32_t> here, version_here(workspace, *before));
      if (!here) {
        if (!plan.full && list.published < before->published) return behind(plan, *before, list);
        say(plan.changes.lists, name_of(*before) + ", is not in this data directory");
        continue;
      }
      from = *here;
      plan.base.emplace_back(list.source, from);
    }
    if (from == list.version) continue;
    CORDON_ASSIGN(std::vector<store::SubjectChange> changes,
                  workspace.store().changes(model::SourceId{list.source}, from, list.version));
    for (store::SubjectChange& change : changes) {
      std::string id = change.entity_id.str();
      plan.changes.entities.try_emplace(std::move(id), std::move(change));
    }
  }
  return {};
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

// The versions that the portfolio is screened against.
base::Result<std::vector<store::VersionInfo>> chosen_versions(const Workspace& workspace, const Portfolio& portfolio) {
  store::SnapshotRequest wanted;
  for (const std::string& source : portfolio.settings.sources) wanted.sources.emplace_back(source);
  CORDON_ASSIGN(ScreenedSources screened, screened_sources(workspace));
  const bool none = wanted.sources.empty() && screened.lists.empty();
  if (wanted.sources.empty() && !screened.all) wanted.sources = screened.lists;
  std::vector<store::VersionInfo> versions;
  if (!none) {
    CORDON_ASSIGN(versions, workspace.store().chosen_versions(wanted));
  }
  if (!versions.empty()) return versions;
  return Error{ErrorCode::kNotFound, "no list is loaded: nothing to screen against; run 'cordon import'"};
}

// What is made beside the reading of changes. Started with the first thread that is free, or, with one thread, when it
// is asked for.
template <typename Make>
auto beside(unsigned threads, Make make) {
  return std::async(threads == 1 ? std::launch::deferred : std::launch::async, std::move(make));
}

Run run_of(const Workspace& workspace, const Plan& plan, const std::vector<store::VersionInfo>& versions) {
  Run run;
  run.portfolio = plan.portfolio.name;
  run.started = workspace.clock().now();
  run.lists = lists_used(versions);
  run.portfolio_revision = plan.portfolio.revision;
  run.settings = plan.portfolio.settings;
  run.policy_revision = plan.policy.policy.revision();
  run.policy_sha256 = plan.policy.sha256;
  run.software = software_version();
  return run;
}

// All that changed but clusters.
base::Result<void> add_changes(const Workspace& workspace, monitoring::Transaction& transaction, Plan& plan) {
  plan.changes.settings = settings_difference(*plan.last, plan.run);
  CORDON_TRY(add_entity_changes(workspace, plan));
  CORDON_TRY(add_row_changes(transaction, plan));
  if (!plan.changes.lists.empty() || !plan.changes.settings.empty()) plan.full = true;
  return {};
}

}  // namespace

base::Result<Plan> make_plan(Workspace& workspace, monitoring::Transaction& transaction, const std::string& name,
                             const WatchRequest& request) {
  CORDON_ASSIGN(Portfolio portfolio, need_portfolio(transaction, name));
  CORDON_ASSIGN(PolicyText policy, policy_with_text(portfolio.settings.policy));
  CORDON_ASSIGN(std::optional<Run> last, transaction.last_run(name));
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, chosen_versions(workspace, portfolio));
  Plan plan{std::move(portfolio), std::move(last), std::move(policy), request.full, {}, {}, {}, {}, {}, {}, {}, {}};
  plan.run = run_of(workspace, plan, versions);
  store::SnapshotRequest exactly;
  for (const store::VersionInfo& version : versions) exactly.exact.emplace_back(version.source, version.version);
  auto indexing = beside(request.threads, [&] { return open_index(workspace, exactly, request.threads); });
  auto clustering = beside(request.threads, [&] { return cluster_ids(workspace, {}, request.threads); });
  if (plan.last) {
    CORDON_TRY(add_changes(workspace, transaction, plan));
    const bool reverse = !plan.full && plan.portfolio.counterparties >= request.index_from;
    if (reverse && !plan.changes.entities.empty()) {
      CORDON_ASSIGN(plan.book, open_portfolio_index(workspace, transaction, plan.portfolio, request.threads));
    }
  } else {
    plan.full = true;
    plan.changes.first_run = true;
  }
  CORDON_ASSIGN(plan.lists, indexing.get());
  CORDON_ASSIGN(plan.clusters, clustering.get());
  plan.clusters_text = clusters_text(plan.clusters);
  if (!plan.clusters.empty()) plan.run.clusters_sha256 = base::ContentHash::of(plan.clusters_text).hex();
  if (plan.last) CORDON_TRY(add_cluster_changes(transaction, plan));
  CORDON_ASSIGN(plan.reach, plan_reach(workspace, transaction, plan.last ? &*plan.last : nullptr, plan.policy.policy,
                                       plan.run, plan.changes));
  if (!plan.changes.lists.empty() || !plan.changes.settings.empty()) plan.full = true;
  plan.run.kind = plan.full ? "full" : "delta";
  plan.run.base = plan.full || !plan.last ? 0 : plan.last->id;
  return plan;
}

// Numbers alone do not say: the store may have been made
// anew since, or the run may be of another data directory that shares the storage of alerts.
base::Result<std::optional<std::uint32_t>> version_here(const Workspace& workspace, const monitoring::ListUsed& list) {
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  const model::SourceId source{list.source};
  if (std::ranges::find(sources, source, &store::SourceInfo::source) == sources.end()) {
    return std::optional<std::uint32_t>();
  }
  CORDON_ASSIGN(const std::vector<store::VersionInfo> versions, workspace.store().versions(source));
  std::optional<std::uint32_t> found;
  for (const store::VersionInfo& version : versions) {
    if (version.sha256.hex() != list.sha256) continue;
    if (!found || version.version == list.version) found = version.version;
  }
  return found;
}

std::string settings_difference(const Run& before, const Run& now) {
  std::string text;
  const monitoring::PortfolioSettings& a = before.settings;
  const monitoring::PortfolioSettings& b = now.settings;
  if (a.policy != b.policy || before.policy_sha256 != now.policy_sha256) {
    say(text, "policy " + a.policy + "/" + std::to_string(before.policy_revision) + " -> " + b.policy + "/" +
                  std::to_string(now.policy_revision));
  }
  if (a.threshold != b.threshold) say(text, "threshold");
  if (a.depth != b.depth || a.regime != b.regime) say(text, "ownership depth or regime");
  if (a.sources != b.sources) say(text, "lists");
  if (before.software != now.software) say(text, "software " + before.software + " -> " + now.software);
  return text;
}

}  // namespace cordon::service
