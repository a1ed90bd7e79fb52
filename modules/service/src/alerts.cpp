#include "cordon/service/alerts.hpp"

#include <algorithm>

#include "alert_json.hpp"
#include "cordon/monitoring/decision.hpp"
#include "json_writer.hpp"
#include "monitor.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::Alert;

base::Result<void> emit_whole(monitoring::Transaction& transaction, const Alert& alert, const JsonSink& sink) {
  CORDON_ASSIGN(const std::vector<monitoring::AlertEvent> history, transaction.events(alert.id));
  CORDON_ASSIGN(const AlertJson json, alert_whole(alert, history));
  return sink(dump(json));
}

// Opens an alert for an act of a person, does it, commits, emits the alert.
template <typename Act>
base::Result<void> act_on(Workspace& workspace, const std::string& id, const JsonSink& sink, const Act& act) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, true));
  Alert changed;
  {
    CORDON_ASSIGN(const auto transaction, storage->begin_write());
    CORDON_ASSIGN(Alert alert, need_alert(*transaction, id));
    CORDON_ASSIGN(changed, act(*transaction, std::move(alert)));
    CORDON_TRY(transaction->commit());
  }
  CORDON_ASSIGN(const auto reading, storage->begin_read());
  return emit_whole(*reading, changed, sink);
}

base::Result<monitoring::AlertState> disposition_named(const std::string& name) {
  if (name == "escalate" || name == "escalated") return monitoring::AlertState::kEscalated;
  if (name == "true-positive") return monitoring::AlertState::kTruePositive;
  if (name == "false-positive") return monitoring::AlertState::kFalsePositive;
  return Error{ErrorCode::kInvalidArgument,
               "--as: expected true-positive, false-positive or escalate, found '" + name + "'"};
}

}  // namespace

base::Result<void> list_alerts(Workspace& workspace, const AlertsRequest& request, const JsonSink& sink) {
  monitoring::AlertFilter filter;
  filter.portfolio = request.portfolio;
  if (request.status != "all") {
    filter.state = monitoring::alert_state_named(request.status);
    if (!filter.state) {
      return Error{
          ErrorCode::kInvalidArgument,
          "--status: expected open, pending, escalated, true-positive, false-positive, lapsed or all, found '" +
              request.status + "'"};
    }
  }
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, false));
  CORDON_ASSIGN(const auto transaction, storage->begin_read());
  struct Row {
    double score;
    std::string id;
    std::string json;
  };
  std::vector<Row> rows;
  const base::Date today = base::date_of(workspace.clock().now());
  CORDON_TRY(transaction->for_each_alert(filter, [&](Alert&& alert) -> base::Result<void> {
    const bool waits = alert.state == monitoring::AlertState::kOpen ||
                       alert.state == monitoring::AlertState::kPending ||
                       alert.state == monitoring::AlertState::kEscalated;
    const bool overdue = waits && alert.due && *alert.due < today;
    if (request.overdue && !overdue) return {};
    CORDON_ASSIGN(AlertJson row, alert_row(alert));
    row["overdue"] = overdue;
    rows.push_back({alert.score, alert.id, dump(row)});
    return {};
  }));
  std::ranges::stable_sort(rows, [](const Row& a, const Row& b) { return a.score > b.score; });
  for (const Row& row : rows) CORDON_TRY(sink(row.json));
  return {};
}

base::Result<void> show_alert(Workspace& workspace, const std::string& id, const JsonSink& sink) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, false));
  CORDON_ASSIGN(const auto transaction, storage->begin_read());
  CORDON_ASSIGN(const Alert alert, need_alert(*transaction, id));
  return emit_whole(*transaction, alert, sink);
}

base::Result<void> decide_alert(Workspace& workspace, const DecideRequest& request, const JsonSink& sink) {
  CORDON_ASSIGN(const monitoring::AlertState as, disposition_named(request.as));
  const base::Timestamp now = workspace.clock().now();
  return act_on(workspace, request.id, sink,
                [&](monitoring::Transaction& transaction, Alert alert) -> base::Result<Alert> {
                  CORDON_ASSIGN(const monitoring::Portfolio portfolio, need_portfolio(transaction, alert.portfolio));
                  return monitoring::decide(transaction, std::move(alert),
                                            {as, request.reason, request.by, request.until, request.relied_on},
                                            portfolio.settings, now);
                });
}

base::Result<void> assign_alert(Workspace& workspace, const AssignAlertRequest& request, const JsonSink& sink) {
  const base::Timestamp now = workspace.clock().now();
  return act_on(workspace, request.id, sink, [&](monitoring::Transaction& transaction, Alert alert) {
    return monitoring::assign(transaction, std::move(alert), {request.assignee, request.due, request.by}, now);
  });
}

base::Result<void> note_alert(Workspace& workspace, const std::string& id, const std::string& text,
                              const std::string& by, const JsonSink& sink) {
  const base::Timestamp now = workspace.clock().now();
  return act_on(workspace, id, sink, [&](monitoring::Transaction& transaction, Alert alert) -> base::Result<Alert> {
    CORDON_TRY(monitoring::add_note(transaction, alert, text, by, now));
    return alert;
  });
}

}  // namespace cordon::service
