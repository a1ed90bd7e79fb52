// One writer per data directory: an advisory lock on "store.lock", which also names its holder. The kernel drops the
// lock when the process ends, however it ends, so a lock is never stale.
#pragma once

#include <cstdint>
#include <filesystem>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"

namespace cordon::store {

class WriterLock {
 public:
  enum class Patience : std::uint8_t {
    kNone = 1,
    kSeconds = 2,  // for short work of the other side, such as making a new store: waits up to five seconds
  };
  // Errors: kConflict naming process and time of the holder; kIo.
  [[nodiscard]] static base::Result<WriterLock> acquire(const std::filesystem::path& directory, base::Timestamp now,
                                                        Patience patience = Patience::kNone);
  ~WriterLock();
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&&) = delete;

 private:
  explicit WriterLock(int file) : file_(file) {}
  int file_;
};

}  // namespace cordon::store
