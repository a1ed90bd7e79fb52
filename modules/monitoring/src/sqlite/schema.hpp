// The tables of monitor.db and their history: a list of steps, each raising user_version by one. A released step never
// changes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cordon/base/result.hpp"
#include "cordon/store/sqlite_database.hpp"

namespace cordon::monitoring {

// "CRDM" in the file's application_id: tells our files from other SQLite files.
inline constexpr std::int64_t kApplicationId = 0x4352444D;

// Each is SQL that leads from schema version i to i + 1.
[[nodiscard]] std::span<const std::string_view> migrations() noexcept;
[[nodiscard]] std::int64_t current_schema() noexcept;

enum class SchemaState : std::uint8_t { kCurrent = 1, kOlder = 2, kEmpty = 3 };

// Errors: kUnsupported for a newer schema, kDamaged for a file that is not ours.
[[nodiscard]] base::Result<SchemaState> inspect_schema(store::Database& db);
// Runs the missing steps in one transaction; nothing to do is fine.
[[nodiscard]] base::Result<void> migrate(store::Database& db);

}  // namespace cordon::monitoring
