#include "circles.hpp"

#include <algorithm>

namespace cordon::ownership {

std::vector<std::uint32_t> circle_sizes(const CompiledGraph& graph) {
  const NodeIndex count = graph.node_count();
  std::vector<std::uint32_t> index(count, kNone);
  std::vector<std::uint32_t> low(count, 0);
  std::vector<std::uint32_t> sizes(count, 0);  // 0 while the node is on the stack or not seen
  std::vector<NodeIndex> stack;
  struct Frame {
    NodeIndex node;
    std::size_t next;
  };
  std::vector<Frame> path;
  std::uint32_t counter = 0;
  for (NodeIndex root = 0; root < count; ++root) {
    if (index[root] != kNone) continue;
    path.push_back({root, 0});
    while (!path.empty()) {
      Frame& frame = path.back();
      const NodeIndex node = frame.node;
      if (frame.next == 0 && index[node] == kNone) {
        index[node] = low[node] = counter++;
        stack.push_back(node);
      }
      const auto edges = graph.out(node);
      if (frame.next < edges.size()) {
        const NodeIndex child = graph.slot(edges[frame.next++].slot).asset;
        if (index[child] == kNone) {
          path.push_back({child, 0});
        } else if (sizes[child] == 0) {
          low[node] = std::min(low[node], index[child]);
        }
        continue;
      }
      if (low[node] == index[node]) {
        const auto first = std::find(stack.rbegin(), stack.rend(), node).base() - 1;
        const auto size = static_cast<std::uint32_t>(stack.end() - first);
        for (auto at = first; at != stack.end(); ++at) sizes[*at] = size;
        stack.erase(first, stack.end());
      }
      path.pop_back();
      if (!path.empty()) low[path.back().node] = std::min(low[path.back().node], low[node]);
    }
  }
  return sizes;
}

}  // namespace cordon::ownership
