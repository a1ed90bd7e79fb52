// Storage: where portfolios, alerts, runs and the audit log live. The interface every backend implements; one contract
// test suite (tests/storage_contract.hpp) runs over all of them.
// Invariants: a transaction becomes visible whole or not at all, whatever happens to the process; write transactions
// exclude each other, so that the audit chain has one end; readers see one consistent state and are never blocked.
// Thread: a Storage may be shared between threads; a transaction belongs to one.
// It decides nothing: no screening, no states of alerts, no texts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/monitoring/alert.hpp"
#include "cordon/monitoring/audit_log.hpp"
#include "cordon/monitoring/portfolio.hpp"
#include "cordon/monitoring/run.hpp"

namespace cordon::monitoring {

struct RowFilter {
  std::uint32_t changed_after = 0;  // only rows whose current version came after this revision of the portfolio
};

struct AlertFilter {
  std::optional<std::string> portfolio;
  std::optional<AlertState> state;
  bool with_findings = true;  // false: Alert::finding and Alert::basis stay empty, which is much faster
};

// One unit of work. Rolled back when it is destroyed without commit().
// Errors of all functions: kIo (disk full, read-only, connection lost), kDamaged, kConflict (another writer stayed too
// long). Visitors must not call back into the transaction; an error of theirs ends the visit and is returned.
class Transaction {
 public:
  Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  virtual ~Transaction() = default;

  // Portfolios, by name.
  [[nodiscard]] virtual base::Result<std::vector<Portfolio>> portfolios() = 0;
  [[nodiscard]] virtual base::Result<std::optional<Portfolio>> portfolio(std::string_view name) = 0;
  [[nodiscard]] virtual base::Result<void> put_portfolio(const Portfolio& portfolio) = 0;  // inserts or replaces

  // Counterparties. Current rows in ascending order of the keys' bytes.
  using RowVisitor =
      std::function<base::Result<void>(std::string_view key, std::uint32_t revision, std::string_view body)>;
  [[nodiscard]] virtual base::Result<void> for_each_row(std::string_view portfolio, const RowFilter& filter,
                                                        const RowVisitor& visit) = 0;
  // The version that was current at a revision of the portfolio; nullopt at_revision: now.
  [[nodiscard]] virtual base::Result<std::optional<CounterpartyRow>> row(std::string_view portfolio,
                                                                         std::string_view key,
                                                                         std::optional<std::uint32_t> at_revision) = 0;
  // Each row becomes the current version of its key. Requires: the portfolio exists; revision is above all so far.
  [[nodiscard]] virtual base::Result<void> put_rows(std::string_view portfolio, std::uint32_t revision,
                                                    std::span<const CounterpartyRow> rows) = 0;
  // The keys have no current version from this revision on.
  [[nodiscard]] virtual base::Result<void> end_rows(std::string_view portfolio, std::uint32_t revision,
                                                    std::span<const std::string> keys) = 0;
  // The keys that ended after a revision, ascending.
  [[nodiscard]] virtual base::Result<std::vector<std::string>> ended_keys(std::string_view portfolio,
                                                                          std::uint32_t after_revision) = 0;
  // Replaces the bodies of all versions of a key, past ones too: erasure.
  [[nodiscard]] virtual base::Result<void> overwrite_rows(std::string_view portfolio, std::string_view key,
                                                          std::string_view body) = 0;

  // Alerts, ordered by portfolio, counterparty, cluster.
  [[nodiscard]] virtual base::Result<std::optional<Alert>> alert(std::string_view id) = 0;
  using AlertVisitor = std::function<base::Result<void>(Alert&& alert)>;
  [[nodiscard]] virtual base::Result<void> for_each_alert(const AlertFilter& filter, const AlertVisitor& visit) = 0;
  // Inserts or replaces all but the id (the cluster too); the finding is also kept under its revision, for replay.
  [[nodiscard]] virtual base::Result<void> put_alert(const Alert& alert) = 0;
  // The finding as it was at a revision of the alert. Errors: kNotFound.
  [[nodiscard]] virtual base::Result<std::string> finding(std::string_view alert, std::uint32_t revision) = 0;
  // Replaces the findings of all revisions: erasure.
  [[nodiscard]] virtual base::Result<void> overwrite_findings(std::string_view alert, std::string_view finding) = 0;

  // History of alerts. Returns: the event's number.
  [[nodiscard]] virtual base::Result<std::uint64_t> add_event(const AlertEvent& event) = 0;
  [[nodiscard]] virtual base::Result<std::vector<AlertEvent>> events(std::string_view alert) = 0;
  [[nodiscard]] virtual base::Result<void> overwrite_events(std::string_view alert, std::string_view text) = 0;

  // Decisions that wait for their alert; one for each portfolio, counterparty and entity.
  [[nodiscard]] virtual base::Result<void> put_prior(const PriorDecision& prior) = 0;
  [[nodiscard]] virtual base::Result<std::vector<PriorDecision>> priors(std::string_view portfolio) = 0;
  [[nodiscard]] virtual base::Result<void> erase_priors(std::string_view portfolio, std::string_view counterparty) = 0;

  // Runs. add_run returns the id and stores it in the record. Rows are never changed.
  [[nodiscard]] virtual base::Result<std::uint64_t> add_run(const Run& run) = 0;
  [[nodiscard]] virtual base::Result<std::optional<Run>> run(std::uint64_t id) = 0;
  [[nodiscard]] virtual base::Result<std::optional<Run>> last_run(std::string_view portfolio) = 0;
  [[nodiscard]] virtual base::Result<std::vector<Run>> runs(std::optional<std::string_view> portfolio) = 0;

  // Texts by the SHA-256 of their bytes: policies as they were when they were used.
  [[nodiscard]] virtual base::Result<void> put_text(std::string_view text) = 0;
  [[nodiscard]] virtual base::Result<std::optional<std::string>> text(const base::ContentHash& sha256) = 0;

  // The audit log. Append only: there is no way to change or remove a record.
  [[nodiscard]] virtual base::Result<AuditRecord> append(const AuditEntry& entry) = 0;
  [[nodiscard]] virtual base::Result<AuditHead> audit_head() = 0;
  using AuditVisitor = std::function<base::Result<void>(const AuditRecord& record)>;
  [[nodiscard]] virtual base::Result<void> for_each_record(std::uint64_t from_sequence, const AuditVisitor& visit) = 0;

  [[nodiscard]] virtual base::Result<void> commit() = 0;
};

class Storage {
 public:
  Storage() = default;
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  virtual ~Storage() = default;

  // A consistent view that writes nothing.
  [[nodiscard]] virtual base::Result<std::unique_ptr<Transaction>> begin_read() = 0;
  // Waits for another writer, but not for ever. Errors: kConflict, kIo when the storage cannot be written.
  [[nodiscard]] virtual base::Result<std::unique_ptr<Transaction>> begin_write() = 0;

  // Reads everything and checks its form (not the audit chain). An empty list means: sound.
  [[nodiscard]] virtual base::Result<std::vector<std::string>> check() = 0;
  // Writes a consistent copy into a directory that holds none yet, also while others write.
  // Errors: kUnsupported where the database's own tools do that (PostgreSQL).
  [[nodiscard]] virtual base::Result<void> copy_to(const std::filesystem::path& directory) = 0;
};

}  // namespace cordon::monitoring
