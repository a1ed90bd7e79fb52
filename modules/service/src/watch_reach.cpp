#include "watch_reach.hpp"

#include <algorithm>

#include "cordon/match/engine.hpp"
#include "ownership_import.hpp"
#include "portfolio_index.hpp"
#include "watch_plan.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

// The lists of the run, and every source of ownership data as it is now.
base::Result<PortfolioReachRequest> request_of(const Workspace& workspace, const monitoring::Run& run) {
  PortfolioReachRequest request;
  for (const monitoring::ListUsed& list : run.lists) {
    request.versions.emplace_back(model::SourceId{list.source}, list.version);
  }
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  for (const store::SourceInfo& source : sources) {
    if (!source.current || !is_ownership_data(*source.current)) continue;
    const std::pair version(source.source, source.current->version);
    const auto same = [&](const auto& other) { return other.first == source.source; };
    if (std::ranges::none_of(request.versions, same)) request.versions.push_back(version);
  }
  request.regime = run.settings.regime;
  request.depth = run.settings.depth;
  request.day = base::date_of(run.started);
  request.rules = shipped_ownership_rules();
  return request;
}

void say(std::string& text, const std::string& part) { text += (text.empty() ? "" : "; ") + part; }

// The state of the run before, seen with today's settings, so that only facts differ. Returns: null when nothing can
// differ, or when the state cannot be repeated here, which changes then say.
base::Result<std::shared_ptr<const PortfolioReach>> state_before(
    const Workspace& workspace, monitoring::Transaction& transaction, const monitoring::OwnershipUsed& used,
    const monitoring::OwnershipUsed& now, PortfolioReachRequest request, const match::Policy& policy,
    monitoring::ChangesSince& changes) {
  if (used.links != now.links) {
    say(changes.settings, "how owners in files are compared with the names of the lists");
    return std::shared_ptr<const PortfolioReach>();
  }
  if (used.as_of == now.as_of && used.rules_sha256 == now.rules_sha256 && used.graph == now.graph) {
    return std::shared_ptr<const PortfolioReach>();
  }
  request.versions.clear();
  for (const monitoring::ListUsed& list : used.graph) {
    CORDON_ASSIGN(const std::optional<std::uint32_t> here, version_here(workspace, list));
    if (!here) {
      say(changes.lists, "version " + std::to_string(list.version) + " of " + list.source +
                             ", looked through by the last run, is not in this data directory");
      return std::shared_ptr<const PortfolioReach>();
    }
    request.versions.emplace_back(model::SourceId{list.source}, *here);
  }
  CORDON_ASSIGN(request.day, base::Date::parse(used.as_of));
  if (used.rules_sha256 != now.rules_sha256) {
    say(changes.settings, "ownership rules");
    CORDON_ASSIGN(request.rules, ownership_rules_of(transaction, used.rules_sha256));
  }
  return PortfolioReach::build(workspace, request, policy);
}

}  // namespace

base::Result<std::string> ownership_rules_of(monitoring::Transaction& transaction, const std::string& sha256) {
  const auto hash = base::ContentHash::from_hex(sha256);
  if (!hash) return Error{ErrorCode::kDamaged, "no ownership rules are named"};
  CORDON_ASSIGN(std::optional<std::string> text, transaction.text(*hash));
  if (!text || base::ContentHash::of(*text) != *hash) {
    return Error{ErrorCode::kDamaged, "the text of the ownership rules " + sha256 + " is missing or damaged"};
  }
  return std::move(*text);
}

base::Result<std::shared_ptr<const PortfolioReach>> plan_reach(const Workspace& workspace,
                                                               monitoring::Transaction& transaction,
                                                               const monitoring::Run* last, const match::Policy& policy,
                                                               monitoring::Run& run,
                                                               monitoring::ChangesSince& changes) {
  if (run.settings.depth == 0) return std::shared_ptr<const PortfolioReach>();
  CORDON_ASSIGN(const PortfolioReachRequest request, request_of(workspace, run));
  CORDON_ASSIGN(auto now, PortfolioReach::build(workspace, request, policy));
  run.ownership = now->used();
  if (last == nullptr || !last->ownership) return now;
  CORDON_ASSIGN(const auto before,
                state_before(workspace, transaction, *last->ownership, *run.ownership, request, policy, changes));
  if (before) changes.owned = reach_changes(*before, *now);
  return now;
}

base::Result<void> add_reached_keys(const Workspace& workspace, monitoring::Transaction& transaction,
                                    const monitoring::Portfolio& portfolio, const monitoring::ChangesSince& changes,
                                    const PortfolioReach& reach, const match::Policy& policy, unsigned threads,
                                    std::set<std::string>& keys) {
  if (changes.owned.empty()) return {};
  monitoring::AlertFilter filter;
  filter.portfolio = portfolio.name;
  filter.with_findings = false;
  CORDON_TRY(transaction.for_each_alert(filter, [&](monitoring::Alert&& alert) -> base::Result<void> {
    const bool concerned =
        monitoring::is_ownership(alert.cluster) &&
        std::ranges::any_of(alert.entities, [&](const std::string& id) { return changes.owned.contains(id); });
    if (concerned) keys.insert(std::move(alert.counterparty));
    return {};
  }));
  std::vector<match::SubjectFeatures> parties;
  for (const auto& [id, reason] : changes.owned) {
    const auto at = reach.parties().find(id);
    if (at != reach.parties().end()) parties.push_back(at->second.features);
  }
  if (parties.empty()) return {};
  CORDON_ASSIGN(auto book, open_portfolio_index(workspace, transaction, portfolio, threads));
  const match::Engine engine(std::move(book), policy);
  match::SearchOptions options;
  options.threshold = portfolio.settings.threshold;
  for (const auto& matches : engine.search_reverse_batch(parties, options, threads)) {
    for (const match::Match& match : matches) keys.emplace(engine.corpus().id(match.subject));
  }
  return {};
}

}  // namespace cordon::service
