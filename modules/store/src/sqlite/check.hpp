// Reads every byte of the store and compares it with its hashes, checksums and counts.
#pragma once

#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/store/sqlite_database.hpp"
#include "cordon/store/store.hpp"

namespace cordon::store {

[[nodiscard]] base::Result<std::vector<StoreProblem>> check_database(Database& db);

}  // namespace cordon::store
