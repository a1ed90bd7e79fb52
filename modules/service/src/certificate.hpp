// The coverage certificate of a run: which lists at which versions by how many counterparties, by hash, and what was
// not checked. Fields: docs/formats/audit-log.md.
#pragma once

#include <string>
#include <vector>

#include "cordon/monitoring/audit_log.hpp"
#include "cordon/monitoring/run.hpp"
#include "cordon/store/version.hpp"

namespace cordon::service {

struct CertificateFacts {
  const monitoring::Run& run;
  const monitoring::Portfolio& portfolio;
  const std::vector<store::SourceInfo>& sources;
  std::uint64_t rows_screened = 0;
  monitoring::AuditHead head_before;
};

[[nodiscard]] std::string certificate_json(const CertificateFacts& facts);
// What the audit log says about a run: the hash of its certificate among it.
[[nodiscard]] monitoring::AuditPayload run_payload(const monitoring::Run& run);

}  // namespace cordon::service
