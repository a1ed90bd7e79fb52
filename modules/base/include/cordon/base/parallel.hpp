// Splitting an index range over threads. The caller writes results by index, so the outcome does not depend on timing.
#pragma once

#include <cstddef>
#include <functional>

namespace cordon::base {

// Calls work(begin, end, worker) for consecutive blocks of [0, count). threads 0 = as many as the machine has.
// worker is in [0, threads). Blocks until all are done. Requires: work does not throw.
void parallel_blocks(std::size_t count, std::size_t block, unsigned threads,
                     const std::function<void(std::size_t, std::size_t, unsigned)>& work);
[[nodiscard]] unsigned hardware_threads() noexcept;

}  // namespace cordon::base
