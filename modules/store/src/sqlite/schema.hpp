// The tables and their history: a list of steps, each raising user_version by one. A released step never changes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cordon/base/result.hpp"
#include "cordon/store/sqlite_database.hpp"

namespace cordon::store {

// "CRDN" in the file's application_id: tells our files from other SQLite files.
inline constexpr std::int64_t kApplicationId = 0x4352444E;

// Each is SQL that leads from schema version i to i + 1.
[[nodiscard]] std::span<const std::string_view> migrations() noexcept;
[[nodiscard]] std::int64_t current_schema() noexcept;

enum class SchemaState : std::uint8_t { kCurrent = 1, kOlder = 2, kEmpty = 3 };

// Errors: kUnsupported for a newer schema, kDamaged for a file that is not ours.
[[nodiscard]] base::Result<SchemaState> inspect_schema(Database& db);
// Runs the missing steps in one transaction. Requires: the caller is the writer.
[[nodiscard]] base::Result<void> migrate(Database& db);
// For migrate() and its tests: steps up to a version.
[[nodiscard]] base::Result<void> migrate_to(Database& db, std::int64_t version);

}  // namespace cordon::store
