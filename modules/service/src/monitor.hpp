// What the use cases of monitoring share: the storage of a data directory, policies with their text, entropy.
#pragma once

#include <memory>
#include <string>

#include "cordon/match/policy.hpp"
#include "cordon/monitoring/storage.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

// The one place that decides which storage a data directory has.
[[nodiscard]] base::Result<std::unique_ptr<monitoring::Storage>> open_monitor(const Workspace& workspace, bool writing);

struct PolicyText {
  match::Policy policy;
  std::string text;    // as shipped: kept with the runs, so that past ones can be repeated
  std::string sha256;  // of the text, hex
};
// Errors: kInvalidArgument naming the known ones.
[[nodiscard]] base::Result<PolicyText> policy_with_text(const std::string& name);

[[nodiscard]] std::string_view software_version() noexcept;

// 32 bytes from the operating system. Errors: kIo.
[[nodiscard]] base::Result<std::string> entropy();

// Errors: kNotFound, naming those there are.
[[nodiscard]] base::Result<monitoring::Portfolio> need_portfolio(monitoring::Transaction& transaction,
                                                                 const std::string& name);
[[nodiscard]] base::Result<monitoring::Alert> need_alert(monitoring::Transaction& transaction, const std::string& id);

}  // namespace cordon::service
