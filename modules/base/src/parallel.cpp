#include "cordon/base/parallel.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace cordon::base {
namespace {

// Which blocks are begun, worked on and finished. Thread: safe.
class OrderedBlocks {
 public:
  explicit OrderedBlocks(std::size_t count) : count_(count) {}

  enum class Step : std::uint8_t { kWork, kFinish, kEnd };
  struct Task {
    Step step = Step::kEnd;
    std::size_t block = 0;
  };

  // Returns: what the thread is to do next. Waits while there is nothing.
  [[nodiscard]] Task next(bool may_finish) {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (stopped_) return {};
      // Before new work, so that what is worked out does not pile up.
      if (may_finish && finished_ < begun_ && is_worked_[finished_ % kBlocksAhead]) return {Step::kFinish, finished_};
      if (begun_ < count_ && begun_ < finished_ + kBlocksAhead) return {Step::kWork, begun_++};
      if (may_finish ? finished_ == count_ : begun_ == count_) return {};
      changed_.wait(lock);
    }
  }
  void worked(std::size_t block) {
    const std::lock_guard lock(mutex_);
    is_worked_[block % kBlocksAhead] = true;
    // Only the thread that finishes waits for this, and only for the block that is next.
    if (block == finished_) changed_.notify_all();
  }
  void finished(bool go_on) {
    const std::lock_guard lock(mutex_);
    is_worked_[finished_ % kBlocksAhead] = false;
    ++finished_;
    stopped_ = stopped_ || !go_on;
    changed_.notify_all();
  }
  // Lets every thread end after what it is at.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t count_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t begun_ = 0;
  std::size_t finished_ = 0;
  std::array<bool, kBlocksAhead> is_worked_{};  // of the blocks from there on
  bool stopped_ = false;
};

}  // namespace

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

void parallel_in_order(std::size_t count, std::size_t block, unsigned threads,
                       const std::function<void(std::size_t, std::size_t, unsigned)>& work,
                       const std::function<bool(std::size_t, std::size_t)>& finish) {
  if (threads == 0) threads = hardware_threads();
  const std::size_t blocks = (count + block - 1) / block;
  OrderedBlocks order(blocks);
  const auto run = [&](unsigned worker) {
    for (;;) {
      const OrderedBlocks::Task task = order.next(worker == 0);
      const std::size_t begin = task.block * block;
      const std::size_t end = std::min(count, begin + block);
      switch (task.step) {
        case OrderedBlocks::Step::kWork:
          work(begin, end, worker);
          order.worked(task.block);
          break;
        case OrderedBlocks::Step::kFinish:
          order.finished(finish(begin, end));
          break;
        case OrderedBlocks::Step::kEnd:
          return;
      }
    }
  };
  std::vector<std::jthread> pool;
  // Before the threads are joined: they would wait for a caller that an exception has taken away.
  struct StopAtEnd {
    OrderedBlocks& order;
    ~StopAtEnd() { order.stop(); }
  } const stop_at_end{order};
  // Returns: false when the machine has no more threads to give: those there are do the work.
  const auto start = [&](unsigned worker) {
    try {
      pool.emplace_back(run, worker);
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  };
  for (unsigned worker = 1; worker < std::min<std::size_t>(threads, blocks) && start(worker); ++worker) {
  }
  run(0);
}

}  // namespace cordon::base
