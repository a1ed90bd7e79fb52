// Splitting an index range over threads. The caller writes results by index, so the outcome does not depend on timing.
#pragma once

#include <cstddef>
#include <functional>

namespace cordon::base {

// Calls work(begin, end, worker) for consecutive blocks of [0, count). threads 0 = as many as the machine has.
// worker is in [0, threads). Blocks until all are done. Requires: work does not throw.
void parallel_blocks(std::size_t count, std::size_t block, unsigned threads,
                     const std::function<void(std::size_t, std::size_t, unsigned)>& work);

// As parallel_blocks, but the calling thread also calls finish(begin, end) for each block after its work: in order, one
// at a time, while other threads go on. No work begins more than kBlocksAhead blocks beyond the last finished one,
// which bounds what results take. finish returns whether to go on; after false no block is begun or finished.
// threads: as for parallel_blocks; fewer where the machine gives no more. What work or finish throws on the calling
// thread is thrown on once the others have ended. Requires: work throws on no other thread; block > 0.
inline constexpr std::size_t kBlocksAhead = 256;
void parallel_in_order(std::size_t count, std::size_t block, unsigned threads,
                       const std::function<void(std::size_t, std::size_t, unsigned)>& work,
                       const std::function<bool(std::size_t, std::size_t)>& finish);

[[nodiscard]] unsigned hardware_threads() noexcept;

}  // namespace cordon::base
