#include "sqlite/writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace cordon::store {
namespace {

std::string read_holder(int file) {
  std::array<char, 256> text{};
  const ssize_t size = ::pread(file, text.data(), text.size(), 0);
  if (size <= 0) return "an unnamed process";
  std::string holder(text.data(), static_cast<std::size_t>(size));
  while (!holder.empty() && (holder.back() == '\n' || holder.back() == '\0')) holder.pop_back();
  return holder;
}

constexpr int kTries = 100;  // at 50 ms: five seconds

// Returns: false with errno set.
bool lock_exclusively(int file, WriterLock::Patience patience) {
  for (int i = 0;; ++i) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK || patience == WriterLock::Patience::kNone || i == kTries) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

base::Result<WriterLock> WriterLock::acquire(const std::filesystem::path& directory, base::Timestamp now,
                                             Patience patience) {
  const std::filesystem::path path = directory / "store.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);  // NOLINT: the C interface
  if (file < 0) {
    return base::Error{base::ErrorCode::kIo,
                       "store: cannot open the lock file: " + std::generic_category().message(errno),
                       {path.string(), 0, {}}};
  }
  const auto refuse = [&](base::ErrorCode code, std::string text) {
    ::close(file);
    return base::Error{code, std::move(text), {path.string(), 0, {}}};
  };
  if (!lock_exclusively(file, patience)) {
    if (errno != EWOULDBLOCK) {
      return refuse(base::ErrorCode::kIo, "store: cannot lock: " + std::generic_category().message(errno));
    }
    return refuse(base::ErrorCode::kConflict,
                  "store: another writer is at work: " + read_holder(file) + "; wait until it is done, or stop it");
  }
  const std::string holder = "process " + std::to_string(::getpid()) + " since " + base::to_iso(now) + "\n";
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, holder.data(), holder.size(), 0) < 0) {
    return refuse(base::ErrorCode::kIo, "store: cannot write the lock file: " + std::generic_category().message(errno));
  }
  return WriterLock(file);
}

WriterLock::~WriterLock() {
  if (file_ < 0) return;
  // The name goes, the file stays: removing it would let two processes lock two files of one name.
  static_cast<void>(::ftruncate(file_, 0) == 0);
  ::close(file_);
}

WriterLock::WriterLock(WriterLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

}  // namespace cordon::store
