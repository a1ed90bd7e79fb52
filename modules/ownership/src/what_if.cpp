#include "cordon/ownership/what_if.hpp"

#include <algorithm>
#include <unordered_set>

#include "findings.hpp"

namespace cordon::ownership {

struct WhatIf::State {
  State(const OwnershipGraph& graph, const ListedParties& listed, const OwnershipRule& rule,
        const EvaluateOptions& given, base::Date day)
      : session(graph, listed, rule, day), options(given) {
    session.compute();
    base_nodes = session.graph.node_count();
    before.assign(base_nodes, Verdict::kNotBlocked);
    reached_before = session.reached();
    for (const NodeIndex node : reached_before) before[node] = session.verdict(node);
    for (const EntityId& id : options.entities) {
      if (const auto node = graph.find(id.str())) wanted.insert(*node);
      wanted_new.insert(id.str());
    }
  }

  NodeIndex node_of(const EntityId& id) {
    if (const auto node = session.interests.find(id.str())) return *node;
    const auto at = std::find(new_ids.begin(), new_ids.end(), id.str());
    if (at != new_ids.end()) return first_new() + static_cast<NodeIndex>(at - new_ids.begin());
    new_ids.push_back(id.str());
    session.listed_nodes.push_back(session.listed.is_listed_on(id.str(), session.day));
    return session.graph.add_node();
  }
  [[nodiscard]] NodeIndex first_new() const { return base_nodes; }

  base::Result<void> apply(const WhatIfChange& change) {
    for (std::size_t i = 0; i < change.purchases.size(); ++i) {
      const Purchase& purchase = change.purchases[i];
      kinds.push_back(purchase.kind);
      if (!session.rule.reaches_owned) continue;  // shares change nothing under this rule
      if (session.graph.limb_of(purchase.kind) < 0) {
        return base::Error{base::ErrorCode::kInvalidArgument, "the rule " + session.rule.id +
                                                                  " does not count interests of kind " +
                                                                  std::string(interest_kind_name(purchase.kind))};
      }
      if (purchase.buyer.empty() || purchase.asset.empty()) {
        return base::Error{base::ErrorCode::kMissingField, "a purchase needs a buyer and an asset"};
      }
      const NodeIndex asset = node_of(purchase.asset);
      if (purchase.seller && !session.graph.reduce(node_of(*purchase.seller), asset, purchase.kind, purchase.share)) {
        return base::Error{
            base::ErrorCode::kInvalidArgument,
            purchase.seller->str() + " does not hold " + range_text(purchase.share) + " of " + purchase.asset.str()};
      }
      session.graph.add_edge(node_of(purchase.buyer), asset, purchase.kind, purchase.share,
                             static_cast<std::uint32_t>(i));
    }
    for (const EntityId& id : change.designated) session.listed_nodes[node_of(id)] = true;
    for (const EntityId& id : change.delisted) {
      session.listed_nodes[node_of(id)] = false;
      session.doubts.erase(node_of(id));
    }
    return {};
  }

  [[nodiscard]] Verdict verdict_before(NodeIndex node) const {
    if (node < first_new()) return before[node];
    const bool listed = session.listed.is_listed_on(new_ids[node - first_new()], session.day);
    return listed ? Verdict::kBlocked : Verdict::kNotBlocked;
  }

  // Whoever is reached now or was before: nobody else can have changed.
  [[nodiscard]] std::vector<NodeIndex> changed_nodes() const {
    std::vector<NodeIndex> changed;
    const auto compare = [&](NodeIndex node) {
      if (!session.graph.is_joint_node(node) && verdict_before(node) != session.verdict(node)) {
        changed.push_back(node);
      }
    };
    for (const NodeIndex node : session.reached()) compare(node);
    for (const NodeIndex node : reached_before) compare(node);
    for (NodeIndex node = first_new(); node < session.graph.node_count(); ++node) compare(node);
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    return changed;
  }

  [[nodiscard]] bool is_wanted(NodeIndex node) const {
    if (options.entities.empty()) return true;
    return node < first_new() ? wanted.count(node) != 0 : wanted_new.count(new_ids[node - first_new()]) != 0;
  }

  std::vector<WhatIfEffect> effects() {
    session.compute();
    Findings reports(session, {options.evidence_steps_max, new_ids, kinds, false});
    std::vector<WhatIfEffect> found;
    for (const NodeIndex node : changed_nodes()) {
      if (is_wanted(node)) found.push_back({verdict_before(node), reports.of(node)});
    }
    return found;
  }

  void restore(std::vector<bool> listed_before, std::map<NodeIndex, const std::string*> doubts_before) {
    session.graph.undo();
    session.listed_nodes = std::move(listed_before);
    session.doubts = std::move(doubts_before);
    new_ids.clear();
    kinds.clear();
  }

  Session session;
  EvaluateOptions options;
  NodeIndex base_nodes = 0;
  std::vector<Verdict> before;  // by node
  std::vector<NodeIndex> reached_before;
  std::unordered_set<NodeIndex> wanted;
  std::unordered_set<std::string> wanted_new;
  std::vector<std::string> new_ids;
  std::vector<InterestKind> kinds;
};

WhatIf::WhatIf(std::unique_ptr<State> state) : state_(std::move(state)) {}
WhatIf::WhatIf(WhatIf&&) noexcept = default;
WhatIf& WhatIf::operator=(WhatIf&&) noexcept = default;
WhatIf::~WhatIf() = default;

base::Result<WhatIf> WhatIf::prepare(const OwnershipGraph& graph, const ListedParties& listed, const RegimeQuery& query,
                                     const EvaluateOptions& options) {
  const RegimeBook& book = options.book != nullptr ? *options.book : RegimeBook::instance();
  CORDON_ASSIGN(const OwnershipRule* rule, book.find(query));
  return WhatIf(std::make_unique<State>(graph, listed, *rule, options, query.as_of));
}

base::Result<std::vector<WhatIfEffect>> WhatIf::ask(const WhatIfChange& change) {
  const std::vector<bool> listed_before = state_->session.listed_nodes;
  const auto doubts_before = state_->session.doubts;
  auto applied = state_->apply(change);
  base::Result<std::vector<WhatIfEffect>> answer =
      applied ? base::Result<std::vector<WhatIfEffect>>(state_->effects()) : applied.error();
  state_->restore(listed_before, doubts_before);
  return answer;
}

}  // namespace cordon::ownership
