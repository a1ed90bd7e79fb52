#include "monitor_findings.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "cordon/base/content_hash.hpp"
#include "monitor.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kMostShown = 10;
constexpr std::string_view kAdvice = "keep a copy of it as it is, then 'cordon restore' the last backup";

// The last word of the log about every alert and run.
struct Logged {
  std::map<std::string, std::string> states;          // by alert
  std::map<std::uint64_t, std::string> certificates;  // SHA-256 by run
  std::uint64_t records = 0;
};

base::Result<Logged> read_log(monitoring::Transaction& transaction) {
  Logged logged;
  monitoring::ChainVerifier verifier;
  CORDON_TRY(transaction.for_each_record(1, [&](const monitoring::AuditRecord& record) -> base::Result<void> {
    if (const auto added = verifier.add(record); !added) return added.error();
    const auto json = nlohmann::json::parse(record.text, nullptr, false);
    const auto payload = json.is_object() ? json.find("payload") : json.end();
    if (!json.is_object() || payload == json.end() || !payload->is_object()) {
      return Error{ErrorCode::kDamaged, "audit record " + std::to_string(record.sequence) + " cannot be read"};
    }
    const std::string alert = payload->value("alert", "");
    if (!alert.empty()) logged.states[alert] = payload->value("state", "");
    if (json.value("action", "") == "run.finished") {
      const std::string run = payload->value("run", "0");
      logged.certificates[std::stoull("0" + run)] = payload->value("certificate_sha256", "");
    }
    return {};
  }));
  CORDON_ASSIGN(const monitoring::AuditHead head, transaction.audit_head());
  logged.records = verifier.head().sequence;
  if (head == verifier.head()) return logged;
  return Error{ErrorCode::kDamaged, "the audit log ends with record " + std::to_string(logged.records) +
                                        ", the head noted is record " + std::to_string(head.sequence)};
}

class Comparison {
 public:
  Comparison(monitoring::Transaction& transaction, Logged logged)
      : transaction_(transaction), logged_(std::move(logged)) {}

  base::Result<void> run() {
    CORDON_TRY(portfolios());
    CORDON_TRY(runs());
    CORDON_TRY(alerts());
    for (const auto& [id, state] : logged_.states) {
      if (!seen_.contains(id)) say("alert " + id + " is in the audit log and nowhere else");
    }
    return {};
  }
  [[nodiscard]] const std::vector<std::string>& problems() const noexcept { return problems_; }
  [[nodiscard]] std::string summary() const {
    return std::to_string(revisions_.size()) + " portfolios, " + std::to_string(seen_.size()) + " alerts, " +
           std::to_string(run_revisions_.size()) + " runs; the chain of " + std::to_string(logged_.records) +
           " audit records verifies";
  }

 private:
  void say(std::string problem) {
    if (problems_.size() < kMostShown) problems_.push_back(std::move(problem));
  }

  base::Result<void> portfolios() {
    CORDON_ASSIGN(const std::vector<monitoring::Portfolio> all, transaction_.portfolios());
    for (const monitoring::Portfolio& portfolio : all) {
      revisions_[portfolio.name] = portfolio.revision;
      std::uint64_t rows = 0;
      CORDON_TRY(transaction_.for_each_row(
          portfolio.name, {}, [&](std::string_view, std::uint32_t, std::string_view) -> base::Result<void> {
            ++rows;
            return {};
          }));
      if (rows != portfolio.counterparties) {
        say("portfolio " + portfolio.name + ": expected " + std::to_string(portfolio.counterparties) +
            " counterparties, found " + std::to_string(rows));
      }
    }
    return {};
  }

  base::Result<void> runs() {
    CORDON_ASSIGN(const std::vector<monitoring::Run> all, transaction_.runs(std::nullopt));
    for (const monitoring::Run& run : all) {
      run_revisions_[run.id] = run.portfolio_revision;
      const auto logged = logged_.certificates.find(run.id);
      if (logged == logged_.certificates.end()) {
        say("run " + std::to_string(run.id) + " is not in the audit log");
      } else if (logged->second != base::ContentHash::of(run.certificate).hex()) {
        say("the certificate of run " + std::to_string(run.id) + " is not the one that the audit log names");
      }
    }
    for (const auto& [run, certificate] : logged_.certificates) {
      if (!run_revisions_.contains(run)) say("run " + std::to_string(run) + " is in the audit log and nowhere else");
    }
    return {};
  }

  base::Result<void> alerts() {
    monitoring::AlertFilter filter;
    filter.with_findings = false;
    std::vector<monitoring::Alert> all;
    CORDON_TRY(transaction_.for_each_alert(filter, [&](monitoring::Alert&& alert) -> base::Result<void> {
      all.push_back(std::move(alert));
      return {};
    }));
    for (const monitoring::Alert& alert : all) CORDON_TRY(compare(alert));
    return {};
  }

  base::Result<void> compare(const monitoring::Alert& alert) {
    seen_.insert(alert.id);
    const auto logged = logged_.states.find(alert.id);
    const std::string state(monitoring::alert_state_name(alert.state));
    if (logged == logged_.states.end()) {
      say("alert " + alert.id + " is not in the audit log");
    } else if (logged->second != state) {
      say("alert " + alert.id + ": the audit log says " + logged->second + ", found " + state);
    }
    if (!revisions_.contains(alert.portfolio)) {
      say("alert " + alert.id + " is of the portfolio '" + alert.portfolio + "', which there is not");
      return {};
    }
    const auto run = run_revisions_.find(alert.run);
    if (run == run_revisions_.end()) {
      say("alert " + alert.id + " is of run " + std::to_string(alert.run) + ", which there is not");
      return {};
    }
    if (alert.state == monitoring::AlertState::kLapsed) return {};  // its counterparty may have left
    CORDON_ASSIGN(const auto row, transaction_.row(alert.portfolio, alert.counterparty, run->second));
    if (!row) say("alert " + alert.id + " is of the counterparty '" + alert.counterparty + "', which there is not");
    return {};
  }

  monitoring::Transaction& transaction_;
  Logged logged_;
  std::map<std::string, std::uint32_t> revisions_;        // by portfolio
  std::map<std::uint64_t, std::uint32_t> run_revisions_;  // of the portfolio, by run
  std::set<std::string> seen_;
  std::vector<std::string> problems_;
};

base::Result<std::vector<ListFinding>> look(monitoring::Storage& storage) {
  CORDON_ASSIGN(const std::vector<std::string> broken, storage.check());
  std::vector<ListFinding> findings;
  for (const std::string& problem : broken)
    findings.push_back({"monitoring", "damaged", problem, std::string(kAdvice)});
  if (!findings.empty()) return findings;
  CORDON_ASSIGN(const auto transaction, storage.begin_read());
  CORDON_ASSIGN(Logged logged, read_log(*transaction));
  Comparison comparison(*transaction, std::move(logged));
  CORDON_TRY(comparison.run());
  for (const std::string& problem : comparison.problems()) {
    findings.push_back({"monitoring", "damaged", problem, std::string(kAdvice)});
  }
  if (findings.empty()) findings.push_back({"monitoring", "ok", comparison.summary(), ""});
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
