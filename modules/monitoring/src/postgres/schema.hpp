// Tables of the PostgreSQL storage and their migrations.
#pragma once

#include <cstdint>
#include <string>

#include "cordon/base/result.hpp"
#include "postgres/connection.hpp"

namespace cordon::monitoring {

// Every writing transaction holds it: the audit chain has one end.
inline constexpr std::int64_t kWriterLock = 0x636F72646F6E;  // "cordon"

// Returns: the version of the tables, 0 when there are none. Errors: kUnsupported for a newer one.
[[nodiscard]] base::Result<std::int64_t> pg_schema_version(PgConnection& connection, const std::string& schema);
[[nodiscard]] std::int64_t pg_current_schema() noexcept;
// Makes the tables or brings them up to date; several processes may call it at once.
[[nodiscard]] base::Result<void> pg_migrate(PgConnection& connection, const std::string& schema);

}  // namespace cordon::monitoring
