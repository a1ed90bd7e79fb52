#include "cordon/base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace cordon::base {

unsigned hardware_threads() noexcept { return std::max(1U, std::thread::hardware_concurrency()); }

void parallel_blocks(std::size_t count, std::size_t block, unsigned threads,
                     const std::function<void(std::size_t, std::size_t, unsigned)>& work) {
  if (threads == 0) threads = hardware_threads();
  block = std::max<std::size_t>(1, block);
  std::atomic<std::size_t> next{0};
  const auto run = [&](unsigned worker) {
    for (;;) {
      const std::size_t begin = next.fetch_add(block);
      if (begin >= count) return;
      work(begin, std::min(count, begin + block), worker);
    }
  };
  if (threads == 1 || count <= block) {
    run(0);
    return;
  }
  std::vector<std::jthread> pool;
  pool.reserve(threads - 1);
  for (unsigned worker = 1; worker < threads; ++worker) pool.emplace_back(run, worker);
  run(0);
}

}  // namespace cordon::base
