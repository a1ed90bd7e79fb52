// Alerts, their findings and history, and decisions that wait: the second half of the SQLite transaction.
#include "json.hpp"
#include "sqlite/transaction.hpp"

namespace cordon::monitoring {
namespace {

using store::Statement;

constexpr std::string_view kColumns =
    "alert.id, portfolio, counterparty, cluster, state, alert.revision, entities, score, opened, updated, run, "
    "assignee, due, disposition, salt";

base::Timestamp time_of(std::int64_t seconds) { return base::Timestamp(std::chrono::seconds(seconds)); }
std::int64_t seconds_of(base::Timestamp time) { return time.time_since_epoch().count(); }

base::Result<Alert> read_alert(const Statement& row) {
  Alert alert;
  alert.id = row.text(0);
  alert.portfolio = row.text(1);
  alert.counterparty = row.text(2);
  alert.cluster = row.text(3);
  alert.state = static_cast<AlertState>(row.integer(4));
  alert.revision = static_cast<std::uint32_t>(row.integer(5));
  CORDON_ASSIGN(const Json entities, parse_stored(row.text(6), "alert's entities"));
  for (const Json& id : entities) {
    if (id.is_string()) alert.entities.push_back(id.get<std::string>());
  }
  alert.score = row.real(7);
  alert.opened = time_of(row.integer(8));
  alert.updated = time_of(row.integer(9));
  alert.run = static_cast<std::uint64_t>(row.integer(10));
  alert.assignee = row.text(11);
  if (!row.text(12).empty()) {
    CORDON_ASSIGN(alert.due, base::Date::parse(row.text(12)));
  }
  if (!row.text(13).empty()) {
    CORDON_ASSIGN(alert.disposition, disposition_from_json(row.text(13)));
  }
  alert.salt = row.text(14);
  return alert;
}

base::Result<Alert> read_whole_alert(const Statement& row) {
  CORDON_ASSIGN(Alert alert, read_alert(row));
  alert.basis = row.text(15);
  alert.finding = row.text(16);
  return alert;
}

std::string select(bool with_findings) {
  std::string sql = "SELECT " + std::string(kColumns);
  sql += with_findings ? ", basis, finding.data FROM alert JOIN finding ON finding.alert = alert.id AND "
                         "finding.revision = alert.revision"
                       : " FROM alert";
  return sql;
}

}  // namespace

base::Result<std::optional<Alert>> SqliteTransaction::alert(std::string_view id) {
  CORDON_ASSIGN(Statement * find, prepared((select(true) + " WHERE alert.id = ?1").c_str()));
  CORDON_ASSIGN(const bool found, find->bind_text(1, id).step());
  if (!found) return std::optional<Alert>();
  CORDON_ASSIGN(Alert alert, read_whole_alert(*find));
  return std::optional<Alert>(std::move(alert));
}

base::Result<void> SqliteTransaction::for_each_alert(const AlertFilter& filter, const AlertVisitor& visit) {
  const std::string sql = select(filter.with_findings) +
                          " WHERE (?1 = '' OR portfolio = ?1) AND (?2 = 0 OR state = ?2) "
                          "ORDER BY portfolio, counterparty, cluster";
  CORDON_ASSIGN(Statement * rows, prepared(sql.c_str()));
  const std::string portfolio = filter.portfolio.value_or(std::string());
  rows->bind_text(1, portfolio).bind(2, filter.state ? static_cast<std::int64_t>(*filter.state) : std::int64_t{0});
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return {};
    CORDON_ASSIGN(Alert alert, filter.with_findings ? read_whole_alert(*rows) : read_alert(*rows));
    CORDON_TRY(visit(std::move(alert)));
  }
}

base::Result<void> SqliteTransaction::put_alert(const Alert& alert) {
  const std::string entities = dump(Json(alert.entities));
  const std::string due = alert.due ? alert.due->to_string() : std::string();
  const std::string disposition = alert.disposition ? to_json(*alert.disposition) : std::string();
  CORDON_ASSIGN(
      Statement * put,
      prepared("INSERT INTO alert (id, portfolio, counterparty, cluster, state, revision, entities, score, "
               "opened, updated, run, assignee, due, disposition, basis, salt) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) "
               "ON CONFLICT (id) DO UPDATE SET cluster = ?4, state = ?5, revision = ?6, entities = ?7, score = ?8, "
               "opened = ?9, updated = ?10, run = ?11, assignee = ?12, due = ?13, disposition = ?14, "
               "basis = ?15, salt = ?16"));
  put->bind_text(1, alert.id).bind_text(2, alert.portfolio).bind_text(3, alert.counterparty);
  put->bind_text(4, alert.cluster).bind(5, static_cast<std::int64_t>(alert.state)).bind(6, alert.revision);
  put->bind_text(7, entities).bind_real(8, alert.score).bind(9, seconds_of(alert.opened));
  put->bind(10, seconds_of(alert.updated)).bind(11, static_cast<std::int64_t>(alert.run));
  put->bind_text(12, alert.assignee).bind_text(13, due).bind_text(14, disposition).bind_text(15, alert.basis);
  CORDON_TRY(put->bind_text(16, alert.salt).run());
  CORDON_ASSIGN(Statement * keep,
                prepared("INSERT OR IGNORE INTO finding (alert, revision, data) VALUES (?1, ?2, ?3)"));
  return keep->bind_text(1, alert.id).bind(2, alert.revision).bind_text(3, alert.finding).run();
}

base::Result<std::string> SqliteTransaction::finding(std::string_view alert, std::uint32_t revision) {
  CORDON_ASSIGN(Statement * find, prepared("SELECT data FROM finding WHERE alert = ?1 AND revision = ?2"));
  CORDON_ASSIGN(const bool found, find->bind_text(1, alert).bind(2, revision).step());
  if (found) return std::string(find->text(0));
  return base::Error{base::ErrorCode::kNotFound,
                     "alert " + std::string(alert) + " has no revision " + std::to_string(revision)};
}

base::Result<void> SqliteTransaction::overwrite_findings(std::string_view alert, std::string_view finding) {
  CORDON_ASSIGN(Statement * change, prepared("UPDATE finding SET data = ?2 WHERE alert = ?1"));
  return change->bind_text(1, alert).bind_text(2, finding).run();
}

base::Result<std::uint64_t> SqliteTransaction::add_event(const AlertEvent& event) {
  CORDON_ASSIGN(Statement * last, prepared("SELECT coalesce(max(number), 0) FROM event WHERE alert = ?1"));
  CORDON_TRY(last->bind_text(1, event.alert).step());
  const std::int64_t number = last->integer(0) + 1;
  CORDON_ASSIGN(Statement * add, prepared("INSERT INTO event (alert, number, at, actor, action, text, audit_record) "
                                          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  add->bind_text(1, event.alert).bind(2, number).bind(3, seconds_of(event.at)).bind_text(4, event.actor);
  add->bind_text(5, event.action).bind_text(6, event.text);
  CORDON_TRY(add->bind(7, static_cast<std::int64_t>(event.audit_record)).run());
  return static_cast<std::uint64_t>(number);
}

base::Result<std::vector<AlertEvent>> SqliteTransaction::events(std::string_view alert) {
  CORDON_ASSIGN(Statement * rows, prepared("SELECT number, at, actor, action, text, audit_record FROM event "
                                           "WHERE alert = ?1 ORDER BY number"));
  rows->bind_text(1, alert);
  std::vector<AlertEvent> result;
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return result;
    result.push_back({std::string(alert), static_cast<std::uint64_t>(rows->integer(0)), time_of(rows->integer(1)),
                      std::string(rows->text(2)), std::string(rows->text(3)), std::string(rows->text(4)),
                      static_cast<std::uint64_t>(rows->integer(5))});
  }
}

base::Result<void> SqliteTransaction::overwrite_events(std::string_view alert, std::string_view text) {
  CORDON_ASSIGN(Statement * change, prepared("UPDATE event SET text = ?2 WHERE alert = ?1"));
  return change->bind_text(1, alert).bind_text(2, text).run();
}

base::Result<void> SqliteTransaction::put_prior(const PriorDecision& prior) {
  const std::string data = to_json(prior.disposition);
  CORDON_ASSIGN(Statement * put, prepared("INSERT OR REPLACE INTO prior (portfolio, counterparty, entity, data) "
                                          "VALUES (?1, ?2, ?3, ?4)"));
  put->bind_text(1, prior.portfolio).bind_text(2, prior.counterparty).bind_text(3, prior.entity);
  return put->bind_text(4, data).run();
}

base::Result<std::vector<PriorDecision>> SqliteTransaction::priors(std::string_view portfolio) {
  CORDON_ASSIGN(Statement * rows, prepared("SELECT counterparty, entity, data FROM prior WHERE portfolio = ?1 "
                                           "ORDER BY counterparty, entity"));
  rows->bind_text(1, portfolio);
  std::vector<PriorDecision> result;
  for (;;) {
    CORDON_ASSIGN(const bool more, rows->step());
    if (!more) return result;
    CORDON_ASSIGN(Disposition disposition, disposition_from_json(rows->text(2)));
    result.push_back(
        {std::string(portfolio), std::string(rows->text(0)), std::string(rows->text(1)), std::move(disposition)});
  }
}

base::Result<void> SqliteTransaction::erase_priors(std::string_view portfolio, std::string_view counterparty) {
  CORDON_ASSIGN(Statement * remove, prepared("DELETE FROM prior WHERE portfolio = ?1 AND counterparty = ?2"));
  return remove->bind_text(1, portfolio).bind_text(2, counterparty).run();
}

}  // namespace cordon::monitoring
