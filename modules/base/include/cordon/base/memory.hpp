// What a program does about memory besides using it. Thread: safe.
#pragma once

namespace cordon::base {

// Returns memory that was freed to the system, where the allocator can be asked for that (glibc): after work that took
// many small blocks, hundreds of megabytes may be kept for the next such work, which need not come. Takes as long as
// freeing them, so ask after large work only. Changes nothing else.
void return_freed_memory() noexcept;

}  // namespace cordon::base
