// The default backend: one SQLite file "store.db" in the data directory, and "store.lock" that names the writer.
// Format: docs/formats/store.md. Decision: docs/adr/0002-store-manifests.md.
#pragma once

#include <filesystem>
#include <memory>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"
#include "cordon/store/store.hpp"

namespace cordon::store {

struct OpenOptions {
  const base::Clock& clock;  // gives the retrieval dates. Lifetime: must outlive the store
  bool read_only = false;    // no writing operation; works next to a running writer and on a read-only disk
  bool create = true;        // make the directory and the store, or bring an older one up to date, when needed
};

// Errors: kNotFound (no store, and create is off), kUnsupported (written by a newer version), kDamaged (no store of
// ours), kConflict (must be brought up to date while somebody is writing), kIo.
[[nodiscard]] base::Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& directory,
                                                                     const OpenOptions& options);

}  // namespace cordon::store
