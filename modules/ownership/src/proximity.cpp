#include "cordon/ownership/proximity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include "cordon/base/json_text.hpp"

namespace cordon::ownership {

namespace {

// Strength of ties without a share. Evidence: our reading of the designation statements' words; nobody has measured it.
// Raising one lifts the parties tied that way; verdicts never change.
double base_strength(InterestKind kind) noexcept {
  switch (kind) {
    case InterestKind::kShares:
    case InterestKind::kJointlyHeld:
    case InterestKind::kJointArrangement:
    case InterestKind::kIndirect:
    case InterestKind::kProject:
    case InterestKind::kVoting:
    case InterestKind::kDerived:
      return 0.5;
    case InterestKind::kOwnedOrControlled:
    case InterestKind::kProperty:
      return 0.9;
    case InterestKind::kControl:
    case InterestKind::kNominee:
    case InterestKind::kFamily:
    case InterestKind::kSharedWallet:
      return 0.8;
    case InterestKind::kBoard:
    case InterestKind::kManagement:
    case InterestKind::kTrust:
    case InterestKind::kAssociate:
      return 0.6;
    case InterestKind::kRepresentation:
    case InterestKind::kLinkedTo:
    case InterestKind::kUnknownInterest:
      return 0.5;
    case InterestKind::kEconomic:
    case InterestKind::kSharedContact:
    case InterestKind::kOption:
      return 0.4;
    case InterestKind::kContract:
    case InterestKind::kMembership:
    case InterestKind::kEmployment:
    case InterestKind::kSharedAddress:
      return 0.3;
  }
  return 0.3;
}

bool carries_share(InterestKind kind) noexcept {
  return interest_class(kind) == InterestClass::kOwnership || kind == InterestKind::kVoting ||
         kind == InterestKind::kDerived;
}

void append_number(std::string& out, double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), end.ptr);
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  out += key;
  base::append_json_string(out, text);
}

std::optional<base::Date> day_of(std::int32_t days) {
  if (days == INT32_MIN || days == INT32_MAX) return std::nullopt;
  return base::Date(days);
}

}  // namespace

double ProximityGraph::strength_of(InterestKind kind, const ShareRange& share) noexcept {
  if (!carries_share(kind) || share.is_unknown()) return base_strength(kind);
  const double middle = (static_cast<double>(share.min.units()) + static_cast<double>(share.max.units())) / 2;
  return std::max(0.05, middle / static_cast<double>(Share::kWholeUnits));
}

ProximityGraph::ProximityGraph(const OwnershipGraph& graph, base::Date day) : graph_(graph) {
  const std::size_t nodes = graph.node_count();
  begin_.assign(nodes + 1, 0);
  weight_.assign(nodes, 0);
  const auto counts = [&](const Interest& interest) {
    return interest.period.possible_on(day) && interest.owner != interest.asset;
  };
  for (const Interest& interest : graph.interests()) {
    if (!counts(interest)) continue;
    ++begin_[interest.owner + 1U];
    ++begin_[interest.asset + 1U];
  }
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  ties_.resize(begin_.back());
  std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
  for (InterestIndex i = 0; i < graph.interests().size(); ++i) {
    const Interest& interest = graph.interests()[i];
    if (!counts(interest)) continue;
    const double strength = strength_of(interest.kind, interest.share);
    ties_[next[interest.owner]++] = {interest.asset, i, strength};
    ties_[next[interest.asset]++] = {interest.owner, i, strength};
    weight_[interest.owner] += strength;
    weight_[interest.asset] += strength;
  }
}

std::vector<NodeIndex> ProximityGraph::nodes_of(std::span<const EntityId> ids) const {
  std::vector<NodeIndex> nodes;
  for (const EntityId& id : ids) {
    if (const auto node = graph_.find(id.str())) nodes.push_back(*node);
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

std::vector<std::pair<NodeIndex, double>> ProximityGraph::rank(const std::vector<NodeIndex>& sources,
                                                               const ProximityOptions& options) const {
  // Work stays local: only parties the walk reaches take memory.
  struct Mass {
    double settled = 0;
    double waiting = 0;
    bool queued = false;
  };
  std::unordered_map<NodeIndex, Mass> mass;
  std::deque<NodeIndex> queue;
  const auto give = [&](NodeIndex node, double amount) {
    Mass& at = mass[node];
    at.waiting += amount;
    if (at.queued || at.waiting <= options.residual * std::max(weight_[node], 1.0)) return;
    at.queued = true;
    queue.push_back(node);
  };
  for (const NodeIndex source : sources) give(source, 1.0 / static_cast<double>(sources.size()));
  while (!queue.empty()) {
    const NodeIndex node = queue.front();
    queue.pop_front();
    Mass& at = mass[node];
    at.queued = false;
    const double amount = at.waiting;
    at.waiting = 0;
    at.settled += weight_[node] > 0 ? options.restart * amount : amount;
    if (weight_[node] <= 0) continue;
    const double spread = (1 - options.restart) * amount / weight_[node];
    for (const Tie& tie : ties_of(node)) give(tie.other, spread * tie.strength);
  }
  std::vector<std::pair<NodeIndex, double>> ranked;
  for (const auto& [node, at] : mass) {
    if (at.settled > 0 && !std::binary_search(sources.begin(), sources.end(), node)) {
      ranked.emplace_back(node, at.settled);
    }
  }
  const std::size_t keep = std::min(options.limit, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(keep), ranked.end(),
                    [&](const auto& a, const auto& b) {
                      if (a.second != b.second) return a.second > b.second;
                      return graph_.id(a.first) < graph_.id(b.first);
                    });
  ranked.resize(keep);
  return ranked;
}

// Dijkstra on products of strengths, from all sources at once, until every target is settled or paths grow too weak.
class ProximityGraph::PathSearch {
 public:
  PathSearch(const ProximityGraph& owner, const std::vector<NodeIndex>& sources, std::unordered_set<NodeIndex> targets,
             double strength_min)
      : owner_(owner), targets_(std::move(targets)), strength_min_(strength_min) {
    for (const NodeIndex source : sources) offer(source, {source, 0, 1.0});
    while (!queue_.empty() && !targets_.empty()) {
      const auto [strength, reversed] = queue_.top();
      const NodeIndex node = ~reversed;
      queue_.pop();
      if (strength < reached_[node].strength || !settled_.insert(node).second) continue;
      targets_.erase(node);
      for (const Tie& tie : owner_.ties_of(node)) offer(tie.other, {node, tie.interest, strength * tie.strength});
    }
  }

  [[nodiscard]] std::optional<ProximityPath> path_to(NodeIndex target) const {
    if (settled_.count(target) == 0) return std::nullopt;
    ProximityPath path;
    path.strength = reached_.at(target).strength;
    std::vector<InterestIndex> ties;
    for (NodeIndex node = target; reached_.at(node).from != node; node = reached_.at(node).from) {
      ties.push_back(reached_.at(node).interest);
    }
    for (auto tie = ties.rbegin(); tie != ties.rend(); ++tie) {
      path.steps.push_back(owner_.step_of(*tie));
      const Interest& interest = owner_.graph_.interests()[*tie];
      if (!path.words.empty()) path.words += "; ";
      path.words += std::string(owner_.graph_.caption(interest.owner)) + ' ' +
                    std::string(interest_words(interest.kind)) + ' ' +
                    std::string(owner_.graph_.caption(interest.asset));
      if (carries_share(interest.kind)) path.words += " (" + range_text(interest.share) + ')';
    }
    return path;
  }

 private:
  void offer(NodeIndex node, const Reached& way) {
    if (way.strength < strength_min_) return;
    const auto [at, fresh] = reached_.emplace(node, way);
    if (!fresh) {
      if (way.strength <= at->second.strength) return;
      at->second = way;
    }
    queue_.emplace(way.strength, ~node);  // equal strengths: the lower node first
  }

  const ProximityGraph& owner_;
  std::unordered_set<NodeIndex> targets_;
  double strength_min_;
  std::unordered_map<NodeIndex, Reached> reached_;
  std::unordered_set<NodeIndex> settled_;
  std::priority_queue<std::pair<double, NodeIndex>> queue_;
};

ProximityStep ProximityGraph::step_of(InterestIndex index) const {
  const Interest& interest = graph_.interests()[index];
  return {EntityId(graph_.id(interest.owner)),
          EntityId(graph_.id(interest.asset)),
          interest.kind,
          interest.share,
          day_of(interest.period.start_first),
          day_of(interest.period.end_last),
          graph_.record_text(interest)};
}

std::vector<ProximityHit> ProximityGraph::nearest(std::span<const EntityId> sources,
                                                  const ProximityOptions& options) const {
  const std::vector<NodeIndex> from = nodes_of(sources);
  if (from.empty()) return {};
  const auto ranked = rank(from, options);
  std::unordered_set<NodeIndex> targets;
  for (const auto& [node, score] : ranked) targets.insert(node);
  const PathSearch search(*this, from, std::move(targets), options.strength_min);
  std::vector<ProximityHit> hits;
  for (const auto& [node, score] : ranked) {
    hits.push_back({EntityId(graph_.id(node)), score, search.path_to(node)});
  }
  return hits;
}

std::optional<ProximityPath> ProximityGraph::strongest_path(const EntityId& from, const EntityId& to,
                                                            const ProximityOptions& options) const {
  const auto start = graph_.find(from.str());
  const auto end = graph_.find(to.str());
  if (!start || !end) return std::nullopt;
  const PathSearch search(*this, {*start}, {*end}, options.strength_min);
  return search.path_to(*end);
}

void append_json(std::string& out, const ProximityHit& hit) {
  append_text(out, "{\"entity_id\":", hit.entity.str());
  out += ",\"score\":";
  append_number(out, hit.score);
  out += ",\"strength\":";
  if (hit.path) {
    append_number(out, hit.path->strength);
  } else {
    out += "null";
  }
  append_text(out, ",\"words\":", hit.path ? std::string_view(hit.path->words) : std::string_view{});
  out += ",\"path\":[";
  bool first = true;
  for (const ProximityStep& step : hit.path ? hit.path->steps : std::vector<ProximityStep>{}) {
    append_text(out, first ? "{\"owner\":" : ",{\"owner\":", step.owner.str());
    first = false;
    append_text(out, ",\"asset\":", step.asset.str());
    append_text(out, ",\"via\":", interest_kind_name(step.kind));
    if (carries_share(step.kind)) {
      out += ",\"share_min\":";
      append_percent(out, step.share.min);
      out += ",\"share_max\":";
      append_percent(out, step.share.max);
    }
    if (step.since) append_text(out, ",\"since\":", step.since->to_string());
    if (step.until) append_text(out, ",\"until\":", step.until->to_string());
    if (!step.record.empty()) append_text(out, ",\"record\":", step.record);
    out += '}';
  }
  out += "]}";
}

}  // namespace cordon::ownership
