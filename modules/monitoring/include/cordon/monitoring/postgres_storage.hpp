// The storage on PostgreSQL 15 or newer, for teams whose processes share one book. One schema of the database holds
// everything; several programs may use it at once. Format: docs/formats/monitoring.md.
// Writers exclude each other with an advisory lock that ends with their transaction, also when they die; readers see
// one snapshot (repeatable read). A copy is made with the database's own tools (pg_dump).
#pragma once

#include <memory>
#include <string>

#include "cordon/base/result.hpp"
#include "cordon/monitoring/storage.hpp"

namespace cordon::monitoring {

struct PostgresStorageOptions {
  std::string url;                // a libpq connection string or URI; passwords belong into ~/.pgpass or PGPASSWORD
  std::string schema = "cordon";  // letters, digits and '_'
  bool read_only = false;
  bool create = true;  // make the tables, or bring older ones up to date, when needed
};

// Errors: kIo when the server cannot be reached (its message), kNotFound (no tables, and create is off or read_only
// on), kUnsupported (written by a newer version), kInvalidArgument (schema name).
[[nodiscard]] base::Result<std::unique_ptr<Storage>> open_postgres_storage(const PostgresStorageOptions& options);

}  // namespace cordon::monitoring
