// Decisions and good-guy lists of an older tool.
#include <algorithm>
#include <map>
#include <set>

#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/monitoring/decision.hpp"
#include "cordon/service/alerts.hpp"
#include "json_writer.hpp"
#include "monitor.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::Alert;
using monitoring::AlertState;
using monitoring::PriorDecision;

const std::vector<std::string> kColumns{"counterparty", "entity_id", "disposition", "reason", "by", "date", "until"};

base::Result<AlertState> state_of(const std::string& text, const base::SourceLocation& where) {
  if (text.empty() || text == "false-positive" || text == "good-guy") return AlertState::kFalsePositive;
  if (text == "true-positive") return AlertState::kTruePositive;
  if (text == "escalate" || text == "escalated") return AlertState::kEscalated;
  return Error{ErrorCode::kMalformed,
               "disposition: expected false-positive, true-positive, escalate or nothing (a good-guy list), found '" +
                   text + "'",
               where};
}

struct Fields {
  std::string counterparty, entity, disposition, reason, by, date, until;
};

base::Result<PriorDecision> decision_of(const Fields& fields, const std::string& portfolio, const std::string& importer,
                                        base::Timestamp now, const base::SourceLocation& where) {
  PriorDecision prior{portfolio, fields.counterparty, fields.entity, {}};
  if (fields.counterparty.empty()) {
    return Error{ErrorCode::kMissingField, "expected the counterparty's id, found an empty cell", where};
  }
  CORDON_ASSIGN(prior.disposition.as, state_of(fields.disposition, where));
  prior.disposition.reason = fields.reason.empty() ? "imported from an older tool" : fields.reason;
  prior.disposition.by = fields.by.empty() ? importer : fields.by;
  prior.disposition.at = now;
  prior.disposition.relied_on = "[]";
  if (!fields.date.empty()) {
    const auto date = base::Date::parse(fields.date);
    if (!date) return Error{ErrorCode::kMalformed, "date: " + date.error().message, where};
    prior.disposition.at = base::Timestamp(std::chrono::days(date->days()));
  }
  if (!fields.until.empty()) {
    const auto until = base::Date::parse(fields.until);
    if (!until) return Error{ErrorCode::kMalformed, "until: " + until.error().message, where};
    prior.disposition.until = *until;
  }
  return prior;
}

base::Result<std::vector<PriorDecision>> read_decisions(const std::filesystem::path& file, const std::string& portfolio,
                                                        const std::string& by, base::Timestamp now) {
  CORDON_ASSIGN(const std::string bytes, base::read_file(file));
  base::CsvReader reader{bytes, {}, file.string()};
  std::vector<std::string> header;
  CORDON_ASSIGN(const bool any, reader.next(header));
  if (!any || std::ranges::find(header, kColumns.front()) == header.end()) {
    return Error{ErrorCode::kMissingField,
                 "expected the columns counterparty,entity_id,disposition,reason,by,date,until (the first is needed)",
                 {file.string(), 1, {}}};
  }
  for (const std::string& column : header) {
    if (std::ranges::find(kColumns, column) == kColumns.end()) {
      return Error{ErrorCode::kMalformed, "unknown column '" + column + "'", {file.string(), 1, {}}};
    }
  }
  CORDON_TRY(base::must_name_columns_once(header, {file.string(), 1, {}}));
  std::vector<PriorDecision> decisions;
  std::vector<std::string> row;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) return decisions;
    const base::SourceLocation where{file.string(), reader.line(), row.empty() ? std::string() : row.front()};
    if (row.size() != header.size()) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(header.size()) + " fields, found " + std::to_string(row.size()), where};
    }
    Fields fields;
    const std::vector<std::string*> targets{&fields.counterparty, &fields.entity, &fields.disposition, &fields.reason,
                                            &fields.by,           &fields.date,   &fields.until};
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto at = std::ranges::find(kColumns, header[i]) - kColumns.begin();
      *targets[static_cast<std::size_t>(at)] = row[i];
    }
    CORDON_ASSIGN(PriorDecision decision, decision_of(fields, portfolio, by, now, where));
    decisions.push_back(std::move(decision));
  }
}

// Applies a decision to the open alerts it names. Returns: how many.
base::Result<std::uint64_t> apply_to_open(monitoring::Transaction& transaction, const PriorDecision& prior,
                                          const monitoring::PortfolioSettings& settings,
                                          const std::multimap<std::string, std::string>& open, base::Timestamp now) {
  std::uint64_t applied = 0;
  const auto [begin, end] = open.equal_range(prior.counterparty);
  for (auto at = begin; at != end; ++at) {
    CORDON_ASSIGN(Alert alert, need_alert(transaction, at->second));
    const bool named = prior.entity.empty() || std::ranges::binary_search(alert.entities, prior.entity);
    if (!named || alert.state != AlertState::kOpen) continue;
    if (prior.disposition.until && *prior.disposition.until < base::date_of(now)) continue;
    CORDON_ASSIGN(alert, monitoring::apply_prior(transaction, std::move(alert), prior.disposition, settings, now));
    ++applied;
  }
  return applied;
}

}  // namespace

base::Result<void> import_decisions(Workspace& workspace, const std::filesystem::path& file,
                                    const std::string& portfolio_name, const std::string& by, const JsonSink& sink) {
  if (by.empty()) return Error{ErrorCode::kInvalidArgument, "--by: expected who imports, found nothing"};
  const base::Timestamp now = workspace.clock().now();
  CORDON_ASSIGN(const std::vector<PriorDecision> decisions, read_decisions(file, portfolio_name, by, now));
  CORDON_ASSIGN(const std::string bytes, base::read_file(file));
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
  CORDON_ASSIGN(const auto transaction, storage->begin_write());
  CORDON_ASSIGN(const monitoring::Portfolio portfolio, need_portfolio(*transaction, portfolio_name));
  std::multimap<std::string, std::string> open;
  monitoring::AlertFilter filter;
  filter.portfolio = portfolio.name;
  filter.state = AlertState::kOpen;
  filter.with_findings = false;
  CORDON_TRY(transaction->for_each_alert(filter, [&](Alert&& alert) -> base::Result<void> {
    open.emplace(std::move(alert.counterparty), std::move(alert.id));
    return {};
  }));
  std::uint64_t applied = 0;
  std::set<std::string> unknown;
  CORDON_ASSIGN(const auto record, transaction->append({now,
                                                        by,
                                                        "decisions.imported",
                                                        {{"portfolio", portfolio.name},
                                                         {"decisions", std::to_string(decisions.size())},
                                                         {"file_sha256", base::ContentHash::of(bytes).hex()}}}));
  static_cast<void>(record);
  for (const PriorDecision& decision : decisions) {
    CORDON_TRY(transaction->put_prior(decision));
    CORDON_ASSIGN(const std::uint64_t count, apply_to_open(*transaction, decision, portfolio.settings, open, now));
    applied += count;
    CORDON_ASSIGN(const auto row, transaction->row(portfolio.name, decision.counterparty, std::nullopt));
    if (!row) unknown.insert(decision.counterparty);
  }
  CORDON_TRY(transaction->commit());
  JsonWriter json;
  json.begin_object();
  json.key("portfolio").value(portfolio.name).key("decisions").value(std::uint64_t{decisions.size()});
  json.key("applied").value(applied);
  json.key("unknown_counterparties").strings(unknown);
  json.end_object();
  return sink(json.text());
}

}  // namespace cordon::service
