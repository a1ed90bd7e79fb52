// The default storage: one SQLite file "monitor.db" beside the lists' store. Format: docs/formats/monitoring.md.
#pragma once

#include <filesystem>
#include <memory>

#include "cordon/base/result.hpp"
#include "cordon/monitoring/storage.hpp"

namespace cordon::monitoring {

struct SqliteStorageOptions {
  bool read_only = false;  // works beside a writer and on a disk that cannot be written
  bool create = true;      // make the file, or bring an older one up to date, when needed
};

// Errors: kNotFound (no file, and create is off or read_only on), kUnsupported (written by a newer version), kDamaged
// (not ours), kIo.
[[nodiscard]] base::Result<std::unique_ptr<Storage>> open_sqlite_storage(const std::filesystem::path& directory,
                                                                         const SqliteStorageOptions& options);

}  // namespace cordon::monitoring
