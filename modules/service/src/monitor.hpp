// What the use cases of monitoring share: the storage of a data directory, policies with their text, entropy.
#pragma once

#include <memory>
#include <string>

#include "cluster_ids.hpp"
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

// Clusters as a text that is kept with the runs, and back. Equal clusters give equal texts.
[[nodiscard]] std::string clusters_text(const ClusterIds& clusters);
[[nodiscard]] base::Result<ClusterIds> clusters_of_text(std::string_view text);

[[nodiscard]] std::string_view software_version() noexcept;

// 32 bytes from the operating system. Errors: kIo.
[[nodiscard]] base::Result<std::string> entropy();

// A portfolio's settings as the audit log keeps them.
[[nodiscard]] monitoring::AuditPayload settings_payload(const monitoring::Portfolio& portfolio);

// Errors: kNotFound, naming those there are.
[[nodiscard]] base::Result<monitoring::Portfolio> need_portfolio(monitoring::Transaction& transaction,
                                                                 const std::string& name);
[[nodiscard]] base::Result<monitoring::Alert> need_alert(monitoring::Transaction& transaction, const std::string& id);

}  // namespace cordon::service
