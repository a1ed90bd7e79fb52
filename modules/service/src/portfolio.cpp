#include "cordon/service/portfolio.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "cordon/base/file.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/monitoring/decision.hpp"
#include "cordon/monitoring/finding.hpp"
#include "cordon/ownership/regime.hpp"
#include "counterparty_file.hpp"
#include "json_writer.hpp"
#include "monitor.hpp"
#include "portfolio_index.hpp"
#include "source_catalogue.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::CounterpartyRow;
using monitoring::Portfolio;
using monitoring::PortfolioSettings;

constexpr std::size_t kRowsPerBlock = 4'096;
constexpr int kDepthMax = 20;

// Sorted by key, one row a key.
base::Result<std::vector<CounterpartyRow>> rows_of_file(const std::vector<CounterpartyColumns>& columns,
                                                        const std::string& file) {
  std::vector<CounterpartyRow> rows(columns.size());
  base::parallel_blocks(columns.size(), kRowsPerBlock, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      CounterpartyRow& row = rows[i];
      monitoring::CounterpartyValues values;
      for (const auto& [name, value] : columns[i]) {
        if (name == "id") {
          row.key = value;
        } else {
          values.emplace_back(name, value);
        }
      }
      row.body = monitoring::encode_values(values);
      if (row.key.empty()) row.key = "row-" + base::ContentHash::of(row.body).hex().substr(0, 16);
    }
  });
  std::ranges::stable_sort(rows, {}, &CounterpartyRow::key);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].key == rows[i - 1].key && rows[i].body != rows[i - 1].body) {
      return Error{ErrorCode::kMalformed,
                   "expected one row for each id, found different rows with the id '" + rows[i].key + "'",
                   {file, 0, rows[i].key}};
    }
  }
  const auto twice = std::ranges::unique(rows, {}, &CounterpartyRow::key);
  rows.erase(twice.begin(), twice.end());
  return rows;
}

// A list that is neither here nor known could only be misspelt, and every run would fail.
base::Result<void> must_be_lists(const Workspace& workspace, const std::vector<std::string>& sources) {
  if (sources == std::vector<std::string>{"all"}) return {};
  CORDON_ASSIGN(const std::vector<store::SourceInfo> known, workspace.store().sources());
  for (const std::string& source : sources) {
    const bool here = std::ranges::any_of(known, [&](const auto& info) { return info.source.str() == source; });
    if (here || is_official_source(source)) continue;
    std::string names;
    for (const store::SourceInfo& info : known) names += (names.empty() ? "" : ", ") + info.source.str();
    return Error{ErrorCode::kNotFound, "--source: there is no list '" + source + "'; there is " +
                                           (names.empty() ? std::string("none yet") : names)};
  }
  return {};
}

base::Result<void> apply(const PortfolioChange& change, PortfolioSettings& settings) {
  if (change.policy) {
    CORDON_ASSIGN(const PolicyText policy, policy_with_text(*change.policy));
    settings.policy = policy.policy.name();
  }
  if (change.threshold) settings.threshold = *change.threshold;
  if (change.depth && (*change.depth < 0 || *change.depth > kDepthMax)) {
    return Error{ErrorCode::kInvalidArgument, "--depth: expected levels of owners from 0 to " +
                                                  std::to_string(kDepthMax) + ", found " +
                                                  std::to_string(*change.depth)};
  }
  if (change.depth) settings.depth = *change.depth;
  if (change.regime) {
    CORDON_ASSIGN(const ownership::Regime regime, ownership::parse_regime(*change.regime));
    settings.regime = ownership::regime_name(regime);
  }
  if (!change.sources.empty()) {
    settings.sources = change.sources == std::vector<std::string>{"all"} ? std::vector<std::string>{} : change.sources;
    std::ranges::sort(settings.sources);
  }
  if (change.four_eyes) settings.four_eyes = *change.four_eyes;
  if (change.due_days) settings.due_days = *change.due_days;
  return {};
}

// The book as it was and the file, merged in the order of keys.
struct Merge {
  std::vector<CounterpartyRow> book;  // all rows afterwards
  std::vector<CounterpartyRow> put;
  std::vector<std::string> ended;
  std::uint64_t added = 0;
  std::uint64_t changed = 0;
};

base::Result<Merge> merge(monitoring::Transaction& transaction, const Portfolio& portfolio,
                          std::vector<CounterpartyRow> rows, bool replace) {
  Merge merged;
  merged.book.reserve(std::max<std::size_t>(rows.size(), portfolio.counterparties));
  auto next = rows.begin();
  const auto take_new = [&](std::string_view before) {
    for (; next != rows.end() && (before.empty() || next->key < before); ++next) {
      ++merged.added;
      merged.put.push_back(*next);
      merged.book.push_back(std::move(*next));
    }
  };
  if (portfolio.revision > 0) {
    CORDON_TRY(transaction.for_each_row(
        portfolio.name, {},
        [&](std::string_view key, std::uint32_t revision, std::string_view body) -> base::Result<void> {
          take_new(key);
          if (next != rows.end() && next->key == key) {
            if (next->body != body) {
              ++merged.changed;
              merged.put.push_back(*next);
            }
            merged.book.push_back(std::move(*next));
            ++next;
          } else if (replace) {
            merged.ended.emplace_back(key);
          } else {
            merged.book.push_back({std::string(key), revision, std::string(body)});
          }
          return {};
        }));
  }
  take_new({});
  return merged;
}

// Content hash, unreadable values, and the features for an index.
std::vector<match::SubjectFeatures> describe(const std::vector<CounterpartyRow>& book, Portfolio& portfolio) {
  std::vector<RowFeatures> rows(book.size());
  base::parallel_blocks(book.size(), kRowsPerBlock, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto values = monitoring::decode_values(book[i].body);
      if (values) rows[i] = features_of_row(book[i].key, *values);
    }
  });
  monitoring::ContentHasher content;
  portfolio.counterparties = book.size();
  portfolio.unreadable_rows = 0;
  portfolio.unreadable.clear();
  std::vector<match::SubjectFeatures> features;
  features.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    content.add(book[i].key, book[i].body);
    if (!rows[i].problems.empty()) {
      ++portfolio.unreadable_rows;
      if (portfolio.unreadable.size() < monitoring::kMaxUnreadableShown) {
        portfolio.unreadable.push_back({book[i].key, std::move(rows[i].problems)});
      }
    }
    features.push_back(std::move(rows[i].features));
  }
  portfolio.content = content.finish();
  return features;
}

void write_portfolio(JsonWriter& json, const Portfolio& portfolio) {
  json.key("portfolio").value(portfolio.name);
  json.key("revision").value(portfolio.revision);
  json.key("counterparties").value(portfolio.counterparties);
  json.key("content_sha256").value(portfolio.content.hex());
  json.key("unreadable_rows").value(portfolio.unreadable_rows);
  const PortfolioSettings& s = portfolio.settings;
  json.key("policy").value(s.policy);
  json.key("threshold").score(s.threshold);
  json.key("depth").value(s.depth);
  json.key("regime").value(s.regime);
  json.key("sources").strings(s.sources);
  json.key("four_eyes").value(s.four_eyes);
  json.key("due_days").value(s.due_days);
}

std::string import_json(const Portfolio& portfolio, const Merge& merged, bool unchanged) {
  JsonWriter json;
  json.begin_object();
  write_portfolio(json, portfolio);
  json.key("added").value(merged.added);
  json.key("changed").value(merged.changed);
  json.key("removed").value(std::uint64_t{merged.ended.size()});
  json.key("unchanged").value(unchanged);
  json.end_object();
  return json.text();
}

base::Result<void> check_book(const PortfolioImportRequest& request) {
  if (request.name.empty()) return Error{ErrorCode::kInvalidArgument, "--name: expected a name, found nothing"};
  return {};
}

}  // namespace

base::Result<void> import_portfolio(Workspace& workspace, const PortfolioImportRequest& request, const JsonSink& sink,
                                    const MessageSink& message) {
  CORDON_TRY(check_book(request));
  CORDON_ASSIGN(const std::string bytes, base::read_file(request.file));
  CORDON_ASSIGN(std::vector<CounterpartyRow> rows, [&]() -> base::Result<std::vector<CounterpartyRow>> {
    CORDON_ASSIGN(const auto columns, read_counterparty_file(request.file, request.columns_renamed));
    return rows_of_file(columns, request.file.string());
  }());
  if (rows.empty()) {
    return Error{
        ErrorCode::kMalformed, "expected counterparties, found a file without rows", {request.file.string(), 0, {}}};
  }
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
  CORDON_ASSIGN(const auto transaction, storage->begin_write());
  CORDON_ASSIGN(std::optional<Portfolio> found, transaction->portfolio(request.name));
  Portfolio portfolio = found.value_or(Portfolio{});
  const base::Timestamp now = workspace.clock().now();
  if (!found) {
    portfolio.name = request.name;
    portfolio.created = now;
  }
  const PortfolioSettings before = portfolio.settings;
  CORDON_TRY(must_be_lists(workspace, request.change.sources));
  CORDON_TRY(apply(request.change, portfolio.settings));
  CORDON_ASSIGN(const Merge merged, merge(*transaction, portfolio, std::move(rows), request.replace));
  const bool unchanged = found && merged.put.empty() && merged.ended.empty();
  if (unchanged && before == portfolio.settings) return sink(import_json(portfolio, merged, true));
  std::vector<match::SubjectFeatures> features;
  if (!unchanged) {
    ++portfolio.revision;
    features = describe(merged.book, portfolio);
  }
  CORDON_TRY(transaction->put_portfolio(portfolio));
  CORDON_TRY(transaction->end_rows(portfolio.name, portfolio.revision, merged.ended));
  CORDON_TRY(transaction->put_rows(portfolio.name, portfolio.revision, merged.put));
  monitoring::AuditPayload payload = settings_payload(portfolio);
  payload.insert(payload.end(), {{"file_sha256", base::ContentHash::of(bytes).hex()},
                                 {"revision", std::to_string(portfolio.revision)},
                                 {"counterparties", std::to_string(portfolio.counterparties)},
                                 {"content_sha256", portfolio.content.hex()},
                                 {"added", std::to_string(merged.added)},
                                 {"changed", std::to_string(merged.changed)},
                                 {"removed", std::to_string(merged.ended.size())}});
  CORDON_ASSIGN(const auto record, transaction->append({now, request.by, "portfolio.imported", std::move(payload)}));
  CORDON_TRY(transaction->commit());
  static_cast<void>(record);
  if (portfolio.unreadable_rows > 0) {
    message(std::to_string(portfolio.unreadable_rows) +
            " counterparties hold values that could not be read or cannot be right; the rest is screened, see "
            "'portfolio list' "
            "and the certificates");
  }
  if (!unchanged && portfolio.counterparties >= kIndexedCounterparties) {
    keep_portfolio_index(workspace, portfolio, features, 0);
  }
  return sink(import_json(portfolio, merged, unchanged));
}

base::Result<void> list_portfolios(Workspace& workspace, const JsonSink& sink) {
  const auto storage = open_monitor(workspace, false);
  if (!storage && storage.error().code == ErrorCode::kNotFound) return {};
  if (!storage) return storage.error();
  CORDON_ASSIGN(const auto transaction, (*storage)->begin_read());
  CORDON_ASSIGN(const std::vector<Portfolio> portfolios, transaction->portfolios());
  for (const Portfolio& portfolio : portfolios) {
    CORDON_ASSIGN(const std::optional<monitoring::Run> run, transaction->last_run(portfolio.name));
    std::uint64_t open = 0;
    monitoring::AlertFilter filter;
    filter.portfolio = portfolio.name;
    filter.with_findings = false;
    CORDON_TRY(transaction->for_each_alert(filter, [&](monitoring::Alert&& alert) -> base::Result<void> {
      if (alert.state == monitoring::AlertState::kOpen) ++open;
      return {};
    }));
    JsonWriter json;
    json.begin_object();
    write_portfolio(json, portfolio);
    json.key("open_alerts").value(open);
    json.key("last_run").value(run ? run->id : std::uint64_t{0});
    json.key("last_run_at").value(run ? base::to_iso(run->finished) : std::string());
    json.key("unreadable").begin_array();
    for (const monitoring::UnreadableRow& row : portfolio.unreadable) {
      json.begin_object().key("counterparty").value(row.key).key("problems").strings(row.problems).end_object();
    }
    json.end_array();
    json.end_object();
    CORDON_TRY(sink(json.text()));
  }
  return {};
}

base::Result<void> change_portfolio(Workspace& workspace, const std::string& name, const PortfolioChange& change,
                                    const std::string& by, const JsonSink& sink) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
  CORDON_ASSIGN(const auto transaction, storage->begin_write());
  CORDON_ASSIGN(Portfolio portfolio, need_portfolio(*transaction, name));
  const PortfolioSettings before = portfolio.settings;
  CORDON_TRY(must_be_lists(workspace, change.sources));
  CORDON_TRY(apply(change, portfolio.settings));
  if (!(before == portfolio.settings)) {
    CORDON_TRY(transaction->put_portfolio(portfolio));
    CORDON_ASSIGN(const auto record,
                  transaction->append({workspace.clock().now(), by, "portfolio.changed", settings_payload(portfolio)}));
    static_cast<void>(record);
    CORDON_TRY(transaction->commit());
  }
  JsonWriter json;
  json.begin_object();
  write_portfolio(json, portfolio);
  json.end_object();
  return sink(json.text());
}

namespace {

// Source: 31 CFR 501.601 as amended in 2025 (mark P): records are kept ten years.
constexpr std::int32_t kRetentionDays = 3'653;

struct Erased {
  std::uint64_t alerts = 0;  // that lost their personal values
  std::uint64_t young = 0;   // of them, those that something happened to within the ten years
};

// Whether the log's last word about this counterparty is its erasure, and no alert of it still holds values.
base::Result<bool> was_erased(monitoring::Transaction& transaction, const EraseRequest& request) {
  bool erased = false;
  CORDON_TRY(transaction.for_each_record(1, [&](const monitoring::AuditRecord& record) -> base::Result<void> {
    if (record.text.find("\"counterparty.erased\"") == std::string::npos) return {};
    const auto json = nlohmann::json::parse(record.text, nullptr, false);
    if (!json.is_object() || !json.contains("payload")) return {};
    erased = erased || (json["payload"].value("portfolio", "") == request.portfolio &&
                        json["payload"].value("counterparty", "") == request.counterparty);
    return {};
  }));
  monitoring::AlertFilter filter;
  filter.portfolio = request.portfolio;
  filter.with_findings = false;
  CORDON_TRY(transaction.for_each_alert(filter, [&](monitoring::Alert&& alert) -> base::Result<void> {
    if (alert.counterparty == request.counterparty && !alert.salt.empty()) erased = false;
    return {};
  }));
  return erased;
}

base::Result<Erased> erase_alerts(monitoring::Transaction& transaction, const EraseRequest& request,
                                  base::Timestamp now) {
  Erased erased;
  std::vector<std::string> ids;
  monitoring::AlertFilter filter;
  filter.portfolio = request.portfolio;
  filter.with_findings = false;
  CORDON_TRY(transaction.for_each_alert(filter, [&](monitoring::Alert&& alert) -> base::Result<void> {
    if (alert.counterparty != request.counterparty) return {};
    ids.push_back(alert.id);
    if (base::date_of(alert.updated).plus_days(kRetentionDays) > base::date_of(now)) ++erased.young;
    return {};
  }));
  for (const std::string& id : ids) {
    CORDON_ASSIGN(monitoring::Alert alert, need_alert(transaction, id));
    alert.state = monitoring::AlertState::kLapsed;
    CORDON_TRY(monitoring::record_act(transaction, alert, {id, 0, now, request.by, "alert.erased", {}, 0}, {}));
    CORDON_ASSIGN(alert.finding, monitoring::pseudonymised_finding(alert.finding));
    alert.salt.clear();
    alert.basis.clear();
    if (alert.disposition) alert.disposition->reason.clear();
    CORDON_TRY(transaction.overwrite_findings(id, alert.finding));
    CORDON_TRY(transaction.overwrite_events(id, ""));
    CORDON_TRY(transaction.put_alert(alert));
  }
  erased.alerts = ids.size();
  return erased;
}

}  // namespace

base::Result<void> erase_counterparty(Workspace& workspace, const EraseRequest& request, const JsonSink& sink,
                                      const MessageSink& message) {
  if (request.by.empty() || request.reason.empty()) {
    return Error{ErrorCode::kInvalidArgument, "erase: expected --by WHO and --reason TEXT"};
  }
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
  CORDON_ASSIGN(const auto transaction, storage->begin_write());
  CORDON_ASSIGN(Portfolio portfolio, need_portfolio(*transaction, request.portfolio));
  const base::Timestamp now = workspace.clock().now();
  CORDON_ASSIGN(const auto row, transaction->row(portfolio.name, request.counterparty, std::nullopt));
  CORDON_ASSIGN(const std::vector<std::string> left, transaction->ended_keys(portfolio.name, 0));
  CORDON_ASSIGN(const std::vector<monitoring::PriorDecision> priors, transaction->priors(portfolio.name));
  const bool waits = std::ranges::any_of(
      priors, [&](const monitoring::PriorDecision& prior) { return prior.counterparty == request.counterparty; });
  if (!row && !waits && !std::ranges::binary_search(left, request.counterparty)) {
    return Error{ErrorCode::kNotFound,
                 "portfolio '" + portfolio.name + "' has no counterparty '" + request.counterparty + "'"};
  }
  CORDON_ASSIGN(const bool erased_before, was_erased(*transaction, request));
  if (!row && !waits && erased_before) {
    return Error{ErrorCode::kConflict,
                 "the counterparty '" + request.counterparty + "' was erased already: there is nothing left to erase"};
  }
  CORDON_ASSIGN(const Erased erased, erase_alerts(*transaction, request, now));
  CORDON_TRY(transaction->overwrite_rows(portfolio.name, request.counterparty, ""));
  CORDON_TRY(transaction->erase_priors(portfolio.name, request.counterparty));
  if (row) {
    ++portfolio.revision;
    const std::vector<std::string> keys{request.counterparty};
    CORDON_TRY(transaction->end_rows(portfolio.name, portfolio.revision, keys));
    CORDON_ASSIGN(const Merge merged, merge(*transaction, portfolio, {}, false));
    static_cast<void>(describe(merged.book, portfolio));
    CORDON_TRY(transaction->put_portfolio(portfolio));
  }
  CORDON_ASSIGN(const auto record, transaction->append({now,
                                                        request.by,
                                                        "counterparty.erased",
                                                        {{"portfolio", portfolio.name},
                                                         {"counterparty", request.counterparty},
                                                         {"alerts", std::to_string(erased.alerts)},
                                                         {"reason", request.reason},
                                                         {"revision", std::to_string(portfolio.revision)},
                                                         {"counterparties", std::to_string(portfolio.counterparties)},
                                                         {"content_sha256", portfolio.content.hex()}}}));
  static_cast<void>(record);
  CORDON_TRY(transaction->commit());
  if (erased.young > 0) {
    message(std::to_string(erased.young) +
            " of the alerts are younger than ten years, for which US law asks to keep records (31 CFR 501.601)");
  }
  JsonWriter json;
  json.begin_object();
  json.key("portfolio").value(portfolio.name).key("counterparty").value(request.counterparty);
  json.key("alerts").value(erased.alerts).key("revision").value(portfolio.revision);
  json.key("within_retention").value(erased.young);
  json.end_object();
  return sink(json.text());
}

}  // namespace cordon::service
