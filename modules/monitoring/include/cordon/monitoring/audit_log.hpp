// The audit log's record and chain. Format: docs/formats/audit-log.md, made so that twenty lines without cordon verify
// it. Invariant: a record's hash covers its sequence number and the hash before it; payloads hold no personal values,
// only keyed digests of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/result.hpp"

namespace cordon::monitoring {

// A payload under construction: names to texts, in any order. Numbers are written as texts too, so that no reader can
// disagree about them.
using AuditPayload = std::vector<std::pair<std::string, std::string>>;

struct AuditEntry {
  base::Timestamp at{};
  std::string actor;
  std::string action;
  AuditPayload payload;
};

// A stored record: the canonical text that is hashed, and the hash.
struct AuditRecord {
  std::uint64_t sequence = 0;  // 1, 2, 3 ...
  std::string text;
  base::ContentHash hash;
  friend bool operator==(const AuditRecord&, const AuditRecord&) = default;
};

struct AuditHead {
  std::uint64_t sequence = 0;  // 0: the log is empty, hash all zeros
  base::ContentHash hash;
  friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

[[nodiscard]] AuditRecord chain(const AuditHead& head, const AuditEntry& entry);

// The exported line of a record: its text with "hash" put among the keys.
[[nodiscard]] std::string export_line(const AuditRecord& record);
// Errors: kDamaged when the line is not exactly what export_line() writes.
[[nodiscard]] base::Result<AuditRecord> record_of_line(std::string_view line);

// Follows a chain record by record.
class ChainVerifier {
 public:
  // Errors: kDamaged naming the record, what was expected and what was found.
  [[nodiscard]] base::Result<void> add(const AuditRecord& record);
  [[nodiscard]] const AuditHead& head() const noexcept { return head_; }
  // Returns: whether a record with this hash was met.
  [[nodiscard]] bool met_anchor() const noexcept { return met_anchor_; }
  void look_for(const base::ContentHash& anchor) { anchor_ = anchor; }

 private:
  AuditHead head_;
  base::ContentHash anchor_;
  bool met_anchor_ = false;
};

// HMAC-SHA-256 of a personal value, hex: what the log holds in its place. Source: RFC 2104.
[[nodiscard]] std::string keyed_digest(std::string_view key, std::string_view value);

// How several values and how a score (0 to 1) stand in one text of a record: who holds the storage against its log must
// write them in the same way.
[[nodiscard]] std::string audit_text(const std::vector<std::string>& values);
[[nodiscard]] std::string audit_text(double score);

}  // namespace cordon::monitoring
