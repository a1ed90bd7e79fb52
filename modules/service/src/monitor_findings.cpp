#include "monitor_findings.hpp"

#include <string>
#include <string_view>

#include "log_comparison.hpp"
#include "monitor.hpp"

namespace cordon::service {
namespace {

using base::ErrorCode;

constexpr std::size_t kMostShown = 10;
constexpr std::string_view kAdvice = "keep a copy of it as it is, then 'cordon restore' the last backup";

std::string summary_of(const StorageComparison& compared) {
  return std::to_string(compared.portfolios) + " portfolios, " + std::to_string(compared.alerts) + " alerts, " +
         std::to_string(compared.runs) + " runs; the chain of " + std::to_string(compared.records) +
         " audit records verifies";
}

base::Result<std::vector<ListFinding>> look(monitoring::Storage& storage) {
  CORDON_ASSIGN(const std::vector<std::string> broken, storage.check());
  std::vector<ListFinding> findings;
  for (const std::string& problem : broken)
    findings.push_back({"monitoring", "damaged", problem, std::string(kAdvice)});
  if (!findings.empty()) return findings;
  CORDON_ASSIGN(const auto transaction, storage.begin_read());
  CORDON_ASSIGN(const StorageComparison compared, compare_with_log(*transaction));
  for (const StorageDifference& difference : compared.differences) {
    if (findings.size() == kMostShown) break;
    findings.push_back({"monitoring", "damaged", difference.what, std::string(kAdvice)});
  }
  if (findings.empty()) findings.push_back({"monitoring", "ok", summary_of(compared), ""});
  return findings;
}

}  // namespace

std::vector<ListFinding> monitor_findings(const Workspace& workspace) {
  const auto storage = open_monitor(workspace, false);
  if (!storage && storage.error().code == ErrorCode::kNotFound) return {};
  const auto findings = storage ? look(**storage) : base::Result<std::vector<ListFinding>>(storage.error());
  if (findings) return *findings;
  const bool damaged = findings.error().code == ErrorCode::kDamaged;
  return {
      {"monitoring", damaged ? "damaged" : "failed", findings.error().to_string(),
       damaged ? std::string(kAdvice) : "see that the storage can be reached and read by this version, then again"}};
}

}  // namespace cordon::service
