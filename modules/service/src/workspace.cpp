#include "cordon/service/workspace.hpp"

#include <system_error>

#include "cordon/store/sqlite_store.hpp"

namespace cordon::service {

Workspace::Workspace(WorkspaceOptions options, std::unique_ptr<store::Store> store)
    : options_(std::move(options)), store_(std::move(store)) {}

base::Result<Workspace> Workspace::open(const WorkspaceOptions& options) {
  std::error_code failure;
  std::filesystem::create_directories(options.directory, failure);
  if (failure) {
    return base::Error{base::ErrorCode::kIo,
                       "cannot create the data directory '" + options.directory.string() + "': " + failure.message()};
  }
  store::OpenOptions open_options{*options.clock};
  open_options.read_only = options.read_only;
  CORDON_ASSIGN(auto store, store::open_sqlite_store(options.directory, open_options));
  return Workspace{options, std::move(store)};
}

}  // namespace cordon::service
