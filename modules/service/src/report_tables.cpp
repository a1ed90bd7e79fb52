#include "report_tables.hpp"

namespace cordon::service {
namespace {

using Columns = std::vector<std::string>;

std::string cell(const AlertJson& row, const std::string& column) {
  return row.is_object() && row.contains(column) ? shown(row[column]) : std::string();
}

ReportTable table_of(std::string name, Columns columns, const AlertJson& rows) {
  ReportTable table{std::move(name), std::move(columns), {}};
  for (const AlertJson& row : rows) {
    std::vector<std::string>& cells = table.rows.emplace_back();
    for (const std::string& column : table.columns) cells.push_back(cell(row, column));
  }
  return table;
}

// One line a field; the fields of an object inside as "alerts.opened".
void add_fields(const AlertJson& object, const std::string& before, const std::vector<std::string>& leading,
                ReportTable& table) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_object()) {
      add_fields(value, before + key + ".", leading, table);
      continue;
    }
    std::vector<std::string>& cells = table.rows.emplace_back(leading);
    cells.push_back(before + key);
    cells.push_back(shown(value));
  }
}

ReportTable fields_of(std::string name, AlertJson object, std::initializer_list<const char*> left_out) {
  for (const char* part : left_out) object.erase(part);
  ReportTable table{std::move(name), {"field", "value"}, {}};
  add_fields(object, {}, {}, table);
  return table;
}

AlertJson part(const AlertJson& object, const char* name) {
  return object.is_object() && object.contains(name) ? object[name] : AlertJson::array();
}

ReportTable not_checked(const AlertJson& certificate) {
  return table_of("Not checked", {"what", "detail"}, part(certificate, "not_checked"));
}

}  // namespace

std::string shown(const AlertJson& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return dump(value);
  std::string text;
  for (const AlertJson& item : value) text += (text.empty() ? "" : "; ") + shown(item);
  return text;
}

base::Result<ReportDocument> run_tables(const AlertJson& report) {
  const AlertJson& certificate = report["certificate"];
  ReportDocument document;
  document.title = "Run " + cell(certificate, "run") + " of portfolio " + cell(certificate, "portfolio");
  CORDON_ASSIGN(document.created, base::parse_timestamp(cell(certificate, "finished")));
  document.tables.push_back(fields_of("Certificate", certificate, {"lists", "not_checked"}));
  document.tables.push_back(table_of(
      "Alerts",
      {"id", "counterparty", "name", "status", "score", "evidence", "caption", "entity_id", "cluster_id", "schema",
       "sources", "programmes", "reason_kind", "reason", "opened", "updated", "assignee", "due", "status_now"},
      report["alerts"]));
  document.tables.push_back(
      table_of("Lists searched", {"source", "version", "published", "subjects", "sha256"}, part(certificate, "lists")));
  document.tables.push_back(not_checked(certificate));
  return document;
}

base::Result<ReportDocument> alert_tables(const AlertJson& alert, const AlertJson& certificate) {
  ReportDocument document;
  document.title = "Alert " + cell(alert, "id");
  CORDON_ASSIGN(document.created, base::parse_timestamp(cell(alert, "updated")));
  const AlertJson& facts = alert["facts"];
  document.tables.push_back(fields_of("Alert", alert, {"facts", "searched", "checklist", "history"}));
  document.tables.push_back(table_of("Checklist", {"step", "question", "facts"}, alert["checklist"]));
  document.tables.push_back(fields_of("Counterparty", part(part(facts, "counterparty"), "values"), {}));
  document.tables.push_back(
      table_of("Hits", {"entity_id", "caption", "schema", "source", "score", "evidence", "programmes"}, facts["hits"]));
  ReportTable listed{"Listed facts", {"entity_id", "field", "value"}, {}};
  ReportTable reasons{"Reasons", {"entity_id", "feature", "contribution", "query_value", "listed_value", "detail"}, {}};
  for (const AlertJson& hit : facts["hits"]) {
    add_fields(part(hit, "listed"), {}, {cell(hit, "entity_id")}, listed);
    for (const AlertJson& feature : part(part(hit, "explanation"), "features")) {
      std::vector<std::string>& cells = reasons.rows.emplace_back();
      cells.push_back(cell(hit, "entity_id"));
      for (std::size_t i = 1; i < reasons.columns.size(); ++i) cells.push_back(cell(feature, reasons.columns[i]));
    }
  }
  document.tables.push_back(std::move(listed));
  document.tables.push_back(std::move(reasons));
  document.tables.push_back(
      table_of("Lists searched", {"source", "version", "published", "subjects", "sha256"}, part(certificate, "lists")));
  document.tables.push_back(fields_of("Searched with", alert["searched"], {"lists"}));
  document.tables.push_back(not_checked(certificate));
  document.tables.push_back(table_of("History", {"at", "actor", "action", "text", "audit_record"}, alert["history"]));
  return document;
}

}  // namespace cordon::service
