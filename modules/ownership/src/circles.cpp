#include "circles.hpp"

#include <algorithm>

namespace cordon::ownership {

namespace {

struct State {
  std::uint32_t index = kNone;  // order of discovery
  std::uint32_t low = 0;
  std::uint32_t size = 0;  // 0 while the node is on the stack or not seen
};

struct Frame {
  NodeIndex node;
  std::size_t next;  // edge to look at
};

// Who owns nothing or is owned by nobody is in no circle; that is most parties.
bool may_be_in_circle(const CompiledGraph& graph, NodeIndex node) {
  if (graph.out(node).empty()) return false;
  bool owned = false;
  graph.for_each_slot(node, [&](SlotIndex) { owned = true; });
  return owned;
}

}  // namespace

std::vector<std::uint32_t> circle_sizes(const CompiledGraph& graph) {
  const NodeIndex count = graph.node_count();
  std::vector<State> states(count);
  for (NodeIndex node = 0; node < count; ++node) {
    if (!may_be_in_circle(graph, node)) states[node] = {0, 0, 1};
  }
  std::vector<NodeIndex> stack;
  std::vector<Frame> path;
  std::uint32_t counter = 1;
  const auto enter = [&](NodeIndex node) {
    states[node].index = states[node].low = counter++;
    stack.push_back(node);
    path.push_back({node, 0});
  };
  for (NodeIndex root = 0; root < count; ++root) {
    if (states[root].index != kNone) continue;
    enter(root);
    while (!path.empty()) {
      Frame& frame = path.back();
      State& state = states[frame.node];
      const auto edges = graph.out(frame.node);
      if (frame.next < edges.size()) {
        const NodeIndex child = graph.slot(edges[frame.next++].slot).asset;
        if (states[child].index == kNone) {
          enter(child);
        } else if (states[child].size == 0) {
          state.low = std::min(state.low, states[child].index);
        }
        continue;
      }
      const NodeIndex node = frame.node;
      if (state.low == state.index) {
        const auto first = std::find(stack.rbegin(), stack.rend(), node).base() - 1;
        const auto size = static_cast<std::uint32_t>(stack.end() - first);
        for (auto at = first; at != stack.end(); ++at) states[*at].size = size;
        stack.erase(first, stack.end());
      }
      path.pop_back();
      if (!path.empty()) states[path.back().node].low = std::min(states[path.back().node].low, states[node].low);
    }
  }
  std::vector<std::uint32_t> sizes(count);
  for (NodeIndex node = 0; node < count; ++node) sizes[node] = states[node].size;
  return sizes;
}

}  // namespace cordon::ownership
