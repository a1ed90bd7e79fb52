// The examiner pack of a run or an alert, as JSON, as one HTML page without outside references, or as a workbook.
#include <algorithm>
#include <map>

#include "alert_json.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/service/alerts.hpp"
#include "html_text.hpp"
#include "monitor.hpp"
#include "report_tables.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::string_view kHead =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width\">\n<title>";
constexpr std::string_view kStyle =
    "</title>\n<style>body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;"
    "color:#1a1a1a}table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}th,td{border:1px solid #bbb;"
    "padding:.3em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}h1{font-size:1.5em}"
    "h2{font-size:1.15em;margin-top:1.6em}</style></head><body>\n";

void table_of_object(const AlertJson& object, std::string& html) {
  html += "<table>";
  for (const auto& [key, value] : object.items()) {
    html += "<tr><th scope=\"row\">" + html_escaped(key) + "</th><td>" + html_escaped(shown(value)) + "</td></tr>\n";
  }
  html += "</table>\n";
}

void table_of_rows(const std::vector<std::string>& columns, const AlertJson& rows, std::string& html) {
  html += "<table><tr>";
  for (const std::string& column : columns) html += "<th scope=\"col\">" + html_escaped(column) + "</th>";
  html += "</tr>\n";
  for (const AlertJson& row : rows) {
    html += "<tr>";
    for (const std::string& column : columns) {
      html += "<td>" + (row.contains(column) ? html_escaped(shown(row[column])) : std::string()) + "</td>";
    }
    html += "</tr>\n";
  }
  html += "</table>\n";
}

std::string page(const std::string& title, const std::string& body) {
  std::string html(kHead);
  html += html_escaped(title);
  html += kStyle;
  html += "<h1>" + html_escaped(title) + "</h1>\n" + body + "</body></html>\n";
  return html;
}

std::string alert_page(const AlertJson& alert) {
  AlertJson head = alert;
  for (const char* part : {"facts", "searched", "checklist", "history", "disposition"}) head.erase(part);
  std::string body;
  table_of_object(head, body);
  body += "<h2>Disposition</h2>\n";
  if (alert["disposition"].is_object()) {
    table_of_object(alert["disposition"], body);
  } else {
    body += "<p>none yet</p>\n";
  }
  body += "<h2>Checklist</h2>\n";
  table_of_rows({"step", "question", "facts"}, alert["checklist"], body);
  body += "<h2>Counterparty</h2>\n";
  table_of_object(alert["facts"]["counterparty"]["values"], body);
  for (const AlertJson& hit : alert["facts"]["hits"]) {
    body += "<h2>Listed: " + html_escaped(shown(hit["caption"])) + " (" + html_escaped(shown(hit["entity_id"])) +
            ")</h2>\n";
    AlertJson facts = hit;
    facts.erase("explanation");
    facts.erase("listed");
    table_of_object(facts, body);
    table_of_object(hit["listed"], body);
    table_of_rows({"feature", "contribution", "query_value", "listed_value", "detail"}, hit["explanation"]["features"],
                  body);
  }
  body += "<h2>Searched</h2>\n";
  table_of_object(alert["searched"], body);
  body += "<h2>History</h2>\n";
  table_of_rows({"at", "actor", "action", "text", "audit_record"}, alert["history"], body);
  return page("Alert " + shown(alert["id"]), body);
}

std::string run_page(const AlertJson& report) {
  const AlertJson& certificate = report["certificate"];
  AlertJson head = certificate;
  for (const char* part : {"lists", "not_checked"}) head.erase(part);
  std::string body = "<h2>Coverage certificate</h2>\n";
  table_of_object(head, body);
  body += "<h2>Lists</h2>\n";
  table_of_rows({"source", "version", "published", "subjects", "sha256"}, certificate["lists"], body);
  body += "<h2>Not checked</h2>\n";
  table_of_rows({"what", "detail"}, certificate["not_checked"], body);
  body += "<h2>Alerts opened or changed, as the run left them</h2>\n";
  table_of_rows({"id", "counterparty", "name", "status", "score", "caption", "entity_id", "sources", "programmes",
                 "reason", "status_now", "assignee", "due"},
                report["alerts"], body);
  return page("Run " + shown(certificate["run"]) + " of portfolio " + shown(certificate["portfolio"]), body);
}

// What a run left of an alert.
struct LeftAlert {
  std::string state;
  std::uint32_t revision = 0;
};
struct RunRecords {
  AlertJson certificate;
  std::map<std::string, LeftAlert> alerts;  // that the run opened, changed or let lapse, by id
};

// The certificate, which must be the one that the log names, and what the log says the run did.
base::Result<RunRecords> records_of(monitoring::Transaction& transaction, const monitoring::Run& run) {
  const auto damaged = [&run](const std::string& what) {
    return Error{ErrorCode::kDamaged, "the certificate of run " + std::to_string(run.id) + " " + what};
  };
  RunRecords records;
  records.certificate = AlertJson::parse(run.certificate, nullptr, false);
  if (!records.certificate.is_object()) return damaged("cannot be read");
  const std::string id = std::to_string(run.id);
  std::optional<std::string> sha256;
  CORDON_TRY(transaction.for_each_record(1, [&](const monitoring::AuditRecord& record) -> base::Result<void> {
    const AlertJson json = AlertJson::parse(record.text, nullptr, false);
    if (sha256 || !json.is_object() || !json.contains("payload") || !json["payload"].is_object()) return {};
    const AlertJson& payload = json["payload"];
    const std::string alert = payload.value("alert", "");
    const std::string of_run = payload.value("run", "");
    if (json.value("action", "") == "run.finished") {
      if (of_run == id) sha256 = payload.value("certificate_sha256", "");
    } else if (!alert.empty() && of_run == id) {
      const std::string revision = payload.value("revision", "");
      records.alerts[alert] = {payload.value("state", ""),
                               static_cast<std::uint32_t>(std::strtoul(revision.c_str(), nullptr, 10))};
    } else if (const auto left = records.alerts.find(alert); left != records.alerts.end()) {
      left->second.state = payload.value("state", "");  // a decision of an older tool, in the same run
    }
    return {};
  }));
  if (!sha256) return damaged("is not in the audit log");
  if (*sha256 != base::ContentHash::of(run.certificate).hex()) {
    return damaged("is not the one whose hash the audit log names; 'cordon audit verify' tells more");
  }
  return records;
}

// The alerts as the run left them; what people made of them since stands apart.
base::Result<AlertJson> run_report(monitoring::Transaction& transaction, std::optional<std::uint64_t> wanted) {
  CORDON_ASSIGN(const std::vector<monitoring::Run> runs, transaction.runs(std::nullopt));
  const auto at = wanted ? std::ranges::find(runs, *wanted, &monitoring::Run::id)
                         : (runs.empty() ? runs.end() : std::prev(runs.end()));
  if (at == runs.end()) {
    return Error{ErrorCode::kNotFound,
                 wanted ? "there is no run " + std::to_string(*wanted) + "; there are " + std::to_string(runs.size())
                        : std::string("there is no run yet; 'cordon watch' makes one")};
  }
  CORDON_ASSIGN(RunRecords records, records_of(transaction, *at));
  std::vector<AlertJson> rows;
  for (const auto& [id, left] : records.alerts) {
    CORDON_ASSIGN(monitoring::Alert alert, need_alert(transaction, id));
    const AlertJson state_now(monitoring::alert_state_name(alert.state));
    alert.revision = left.revision;
    CORDON_ASSIGN(alert.finding, transaction.finding(id, left.revision));
    CORDON_ASSIGN(AlertJson row, alert_row(alert));
    row["status"] = left.state;
    row["updated"] = base::to_iso(at->finished);
    row["status_now"] = state_now;
    rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows, [](const AlertJson& a, const AlertJson& b) { return a["score"] > b["score"]; });
  return AlertJson{{"certificate", std::move(records.certificate)}, {"alerts", std::move(rows)}};
}

// With what the run that found the alert searched and did not check.
base::Result<std::string> alert_workbook(monitoring::Transaction& transaction, const monitoring::Alert& alert,
                                         const AlertJson& json) {
  CORDON_ASSIGN(const std::vector<monitoring::Run> runs, transaction.runs(std::nullopt));
  const auto run = std::ranges::find(runs, alert.run, &monitoring::Run::id);
  AlertJson certificate;
  if (run != runs.end()) {
    CORDON_ASSIGN(RunRecords records, records_of(transaction, *run));
    certificate = std::move(records.certificate);
  }
  CORDON_ASSIGN(const ReportDocument document, alert_tables(json, certificate));
  return workbook_of(document);
}

}  // namespace

base::Result<std::string> report(Workspace& workspace, const ReportRequest& request) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, false));
  CORDON_ASSIGN(const auto transaction, storage->begin_read());
  if (request.alert) {
    CORDON_ASSIGN(const monitoring::Alert alert, need_alert(*transaction, *request.alert));
    CORDON_ASSIGN(const std::vector<monitoring::AlertEvent> history, transaction->events(alert.id));
    CORDON_ASSIGN(const AlertJson json, alert_whole(alert, history));
    switch (request.form) {
      case ReportForm::kHtml:
        return alert_page(json);
      case ReportForm::kWorkbook:
        return alert_workbook(*transaction, alert, json);
      case ReportForm::kJson:
        break;
    }
    return dump(json) + "\n";
  }
  CORDON_ASSIGN(const AlertJson json, run_report(*transaction, request.run));
  if (request.form == ReportForm::kHtml) return run_page(json);
  if (request.form == ReportForm::kJson) return dump(json) + "\n";
  CORDON_ASSIGN(const ReportDocument document, run_tables(json));
  return workbook_of(document);
}

}  // namespace cordon::service
