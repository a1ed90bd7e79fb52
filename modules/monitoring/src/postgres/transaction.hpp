// The storage's transaction over one PostgreSQL connection of its own. See storage.hpp.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cordon/monitoring/storage.hpp"
#include "postgres/connection.hpp"

namespace cordon::monitoring {

class PostgresTransaction final : public Transaction {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Transaction>> begin(PgConnection connection, bool writing);
  // The server rolls back when the connection ends.
  ~PostgresTransaction() override = default;

  base::Result<std::vector<Portfolio>> portfolios() override;
  base::Result<std::optional<Portfolio>> portfolio(std::string_view name) override;
  base::Result<void> put_portfolio(const Portfolio& portfolio) override;

  base::Result<void> for_each_row(std::string_view portfolio, const RowFilter& filter,
                                  const RowVisitor& visit) override;
  base::Result<std::optional<CounterpartyRow>> row(std::string_view portfolio, std::string_view key,
                                                   std::optional<std::uint32_t> at_revision) override;
  base::Result<void> put_rows(std::string_view portfolio, std::uint32_t revision,
                              std::span<const CounterpartyRow> rows) override;
  base::Result<void> end_rows(std::string_view portfolio, std::uint32_t revision,
                              std::span<const std::string> keys) override;
  base::Result<std::vector<std::string>> ended_keys(std::string_view portfolio, std::uint32_t after_revision) override;
  base::Result<void> overwrite_rows(std::string_view portfolio, std::string_view key, std::string_view body) override;

  base::Result<std::optional<Alert>> alert(std::string_view id) override;
  base::Result<void> for_each_alert(const AlertFilter& filter, const AlertVisitor& visit) override;
  base::Result<void> put_alert(const Alert& alert) override;
  base::Result<std::string> finding(std::string_view alert, std::uint32_t revision) override;
  base::Result<void> overwrite_findings(std::string_view alert, std::string_view finding) override;

  base::Result<std::uint64_t> add_event(const AlertEvent& event) override;
  base::Result<std::vector<AlertEvent>> events(std::string_view alert) override;
  base::Result<void> overwrite_events(std::string_view alert, std::string_view text) override;

  base::Result<void> put_prior(const PriorDecision& prior) override;
  base::Result<std::vector<PriorDecision>> priors(std::string_view portfolio) override;
  base::Result<void> erase_priors(std::string_view portfolio, std::string_view counterparty) override;

  base::Result<std::uint64_t> add_run(const Run& run) override;
  base::Result<std::optional<Run>> run(std::uint64_t id) override;
  base::Result<std::optional<Run>> last_run(std::string_view portfolio) override;
  base::Result<std::vector<Run>> runs(std::optional<std::string_view> portfolio) override;

  base::Result<void> put_text(std::string_view text) override;
  base::Result<std::optional<std::string>> text(const base::ContentHash& sha256) override;

  base::Result<AuditRecord> append(const AuditEntry& entry) override;
  base::Result<AuditHead> audit_head() override;
  base::Result<void> for_each_record(std::uint64_t from_sequence, const AuditVisitor& visit) override;

  base::Result<void> commit() override;

 private:
  PostgresTransaction(PgConnection connection, bool writing) : db_(std::move(connection)), writing_(writing) {}
  base::Result<std::int64_t> portfolio_key(std::string_view name);
  // Reads a result of any size in pieces; visit sees one piece at a time.
  base::Result<void> stream(const char* select, const std::vector<PgParam>& parameters,
                            const std::function<base::Result<void>(const PgRows&)>& visit);
  // Keys (and bodies) of a call, in a table of the transaction.
  base::Result<void> fill_incoming(const std::string& lines);

  PgConnection db_;
  bool writing_;
  bool has_incoming_ = false;
  std::optional<AuditHead> head_;  // of the log with what was appended here
};

}  // namespace cordon::monitoring
