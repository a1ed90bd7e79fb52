// What the updates of one data directory remember: per source when it was tried last, what went wrong, and what the
// servers said about the copies that are stored. File: DIR/update/state.json, replaced as a whole; form:
// docs/operations.md. A file that cannot be read counts as empty: everything is then fetched anew.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "cordon/base/result.hpp"
#include "cordon/fetch/fetch.hpp"

namespace cordon::service {

struct SourceUpdateState {
  std::string last_attempt;  // ISO time; empty: never
  std::string last_success;
  std::string failure;                              // of the last attempt; empty: it went well
  std::map<std::string, fetch::Validators> by_url;  // of what was imported last
};

using UpdateState = std::map<std::string, SourceUpdateState>;  // by source id

[[nodiscard]] std::filesystem::path update_directory(const std::filesystem::path& data_directory);
[[nodiscard]] UpdateState load_update_state(const std::filesystem::path& data_directory);
[[nodiscard]] base::Result<void> save_update_state(const std::filesystem::path& data_directory,
                                                   const UpdateState& state);

}  // namespace cordon::service
