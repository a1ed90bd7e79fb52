// Use cases around alerts: the review queue, decisions, replay, reports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

struct AlertsRequest {
  std::optional<std::string> portfolio;
  std::string status = "open";  // a state's name, or "all"
  bool overdue = false;         // only those that wait for somebody and whose due date is over
};
// Ordered by score, best first. Emits {id, portfolio, counterparty, name, status, score, ...}.
[[nodiscard]] base::Result<void> list_alerts(Workspace& workspace, const AlertsRequest& request, const JsonSink& sink);

// One alert with its facts, reason, checklist and history.
[[nodiscard]] base::Result<void> show_alert(Workspace& workspace, const std::string& id, const JsonSink& sink);

struct DecideRequest {
  std::string id;
  std::string as;  // "true-positive", "false-positive", "escalate"
  std::string reason;
  std::string by;
  std::optional<base::Date> until;
  std::vector<std::string> relied_on;
};
[[nodiscard]] base::Result<void> decide_alert(Workspace& workspace, const DecideRequest& request, const JsonSink& sink);

struct AssignAlertRequest {
  std::string id;
  std::optional<std::string> assignee;
  std::optional<base::Date> due;
  std::string by;
};
[[nodiscard]] base::Result<void> assign_alert(Workspace& workspace, const AssignAlertRequest& request,
                                              const JsonSink& sink);
[[nodiscard]] base::Result<void> note_alert(Workspace& workspace, const std::string& id, const std::string& text,
                                            const std::string& by, const JsonSink& sink);

// Decisions and good-guy lists of an older tool: CSV with the columns
// counterparty,entity_id,disposition,reason,by,date,until. Emits {portfolio, read, applied, waiting}.
[[nodiscard]] base::Result<void> import_decisions(Workspace& workspace, const std::filesystem::path& file,
                                                  const std::string& portfolio, const std::string& by,
                                                  const JsonSink& sink);

// Recomputes alerts from the versions they name; id empty: all of them. Emits {alert, identical, differences, ...}.
// Returns: whether all were identical.
[[nodiscard]] base::Result<bool> replay(Workspace& workspace, const std::string& id, const JsonSink& sink);

enum class ReportForm : std::uint8_t { kJson, kHtml, kWorkbook };  // a workbook is an .xlsx file

struct ReportRequest {
  std::optional<std::uint64_t> run;  // a run; neither: the newest run
  std::optional<std::string> alert;  // or one alert
  ReportForm form = ReportForm::kJson;
};
// The examiner pack of a run or an alert. Returns: the document.
[[nodiscard]] base::Result<std::string> report(Workspace& workspace, const ReportRequest& request);

}  // namespace cordon::service
