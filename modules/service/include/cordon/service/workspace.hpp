// Workspace: one data directory with its store, and what every use case needs from outside: clock and progress.
// Thread: one user at a time, except where a use case says otherwise.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cordon/base/clock.hpp"
#include "cordon/base/progress.hpp"
#include "cordon/base/result.hpp"
#include "cordon/store/store.hpp"

namespace cordon::service {

// Receives one JSON text (one line, no line end) at a time. An error stops the use case.
using JsonSink = std::function<base::Result<void>(std::string_view json)>;
// Receives messages for people: warnings and skipped files.
using MessageSink = std::function<void(std::string_view text)>;

struct WorkspaceOptions {
  std::filesystem::path directory;         // created when it does not exist
  const base::Clock* clock = nullptr;      // Requires: not null; outlives the workspace
  base::ProgressSink* progress = nullptr;  // Requires: not null; outlives the workspace
  bool read_only = false;
  // A PostgreSQL connection string: portfolios, alerts and the audit log are kept there instead of in the directory, so
  // that several programs share them. Empty: SQLite in the directory. Lists stay in the directory either way.
  std::string database;
};

class Workspace {
 public:
  [[nodiscard]] static base::Result<Workspace> open(const WorkspaceOptions& options);

  [[nodiscard]] store::Store& store() const noexcept { return *store_; }
  [[nodiscard]] const base::Clock& clock() const noexcept { return *options_.clock; }
  [[nodiscard]] base::ProgressSink& progress() const noexcept { return *options_.progress; }
  [[nodiscard]] const std::filesystem::path& directory() const noexcept { return options_.directory; }
  [[nodiscard]] const std::string& database() const noexcept { return options_.database; }

 private:
  Workspace(WorkspaceOptions options, std::unique_ptr<store::Store> store);
  WorkspaceOptions options_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace cordon::service
