// Alerts, their findings and history, and decisions that wait: the second half of the PostgreSQL transaction.
#include "json.hpp"
#include "postgres/transaction.hpp"

namespace cordon::monitoring {
namespace {

constexpr std::string_view kColumns =
    "alert.id, portfolio, counterparty, cluster, state, alert.revision, entities, score, opened, updated, run, "
    "assignee, due, disposition, salt";

base::Timestamp time_of(std::int64_t seconds) { return base::Timestamp(std::chrono::seconds(seconds)); }
std::int64_t seconds_of(base::Timestamp time) { return time.time_since_epoch().count(); }

base::Result<Alert> read_alert(const PgRows& rows, int i, bool with_finding) {
  Alert alert;
  alert.id = rows.text(i, 0);
  alert.portfolio = rows.text(i, 1);
  alert.counterparty = rows.text(i, 2);
  alert.cluster = rows.text(i, 3);
  alert.state = static_cast<AlertState>(rows.integer(i, 4));
  alert.revision = static_cast<std::uint32_t>(rows.integer(i, 5));
  CORDON_ASSIGN(const Json entities, parse_stored(rows.text(i, 6), "alert's entities"));
  for (const Json& id : entities) {
    if (id.is_string()) alert.entities.push_back(id.get<std::string>());
  }
  alert.score = rows.real(i, 7);
  alert.opened = time_of(rows.integer(i, 8));
  alert.updated = time_of(rows.integer(i, 9));
  alert.run = static_cast<std::uint64_t>(rows.integer(i, 10));
  alert.assignee = rows.text(i, 11);
  if (!rows.text(i, 12).empty()) {
    CORDON_ASSIGN(alert.due, base::Date::parse(rows.text(i, 12)));
  }
  if (!rows.text(i, 13).empty()) {
    CORDON_ASSIGN(alert.disposition, disposition_from_json(rows.text(i, 13)));
  }
  alert.salt = rows.text(i, 14);
  if (with_finding) {
    alert.basis = rows.text(i, 15);
    alert.finding = rows.text(i, 16);
  }
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

base::Result<std::optional<Alert>> PostgresTransaction::alert(std::string_view id) {
  CORDON_ASSIGN(const PgRows rows, db_.query((select(true) + " WHERE alert.id = $1").c_str(), {id}));
  if (rows.empty()) return std::optional<Alert>();
  CORDON_ASSIGN(Alert alert, read_alert(rows, 0, true));
  return std::optional<Alert>(std::move(alert));
}

base::Result<void> PostgresTransaction::for_each_alert(const AlertFilter& filter, const AlertVisitor& visit) {
  const std::string sql = select(filter.with_findings) +
                          " WHERE ($1 = '' OR portfolio = $1) AND ($2::bigint = 0 OR state = $2::bigint) "
                          "ORDER BY portfolio, counterparty, cluster";
  const std::string portfolio = filter.portfolio.value_or(std::string());
  const std::int64_t state = filter.state ? static_cast<std::int64_t>(*filter.state) : std::int64_t{0};
  return stream(sql.c_str(), {portfolio, state}, [&](const PgRows& rows) -> base::Result<void> {
    for (int i = 0; i < rows.size(); ++i) {
      CORDON_ASSIGN(Alert alert, read_alert(rows, i, filter.with_findings));
      CORDON_TRY(visit(std::move(alert)));
    }
    return {};
  });
}

base::Result<void> PostgresTransaction::put_alert(const Alert& alert) {
  const std::string entities = dump(Json(alert.entities));
  const std::string due = alert.due ? alert.due->to_string() : std::string();
  const std::string disposition = alert.disposition ? to_json(*alert.disposition) : std::string();
  CORDON_TRY(db_.run(
      "INSERT INTO alert (id, portfolio, counterparty, cluster, state, revision, entities, score, opened, "
      "updated, run, "
      "assignee, due, disposition, basis, salt) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
      "ON CONFLICT (id) DO UPDATE SET cluster = $4, state = $5, revision = $6, entities = $7, score = $8, opened = $9, "
      "updated = $10, "
      "run = $11, assignee = $12, due = $13, disposition = $14, basis = $15, salt = $16",
      {alert.id, alert.portfolio, alert.counterparty, alert.cluster, static_cast<std::int64_t>(alert.state),
       std::int64_t{alert.revision}, entities, alert.score, seconds_of(alert.opened), seconds_of(alert.updated),
       static_cast<std::int64_t>(alert.run), alert.assignee, due, disposition, alert.basis, alert.salt}));
  return db_.run("INSERT INTO finding (alert, revision, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                 {alert.id, std::int64_t{alert.revision}, alert.finding});
}

base::Result<std::string> PostgresTransaction::finding(std::string_view alert, std::uint32_t revision) {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT data FROM finding WHERE alert = $1 AND revision = $2",
                                             {alert, std::int64_t{revision}}));
  if (!rows.empty()) return std::string(rows.text(0, 0));
  return base::Error{base::ErrorCode::kNotFound,
                     "alert " + std::string(alert) + " has no revision " + std::to_string(revision)};
}

base::Result<void> PostgresTransaction::overwrite_findings(std::string_view alert, std::string_view finding) {
  return db_.run("UPDATE finding SET data = $2 WHERE alert = $1", {alert, finding});
}

base::Result<std::uint64_t> PostgresTransaction::add_event(const AlertEvent& event) {
  CORDON_ASSIGN(
      const PgRows rows,
      db_.query("INSERT INTO event (alert, number, at, actor, action, text, audit_record) SELECT $1, "
                "coalesce(max(number), 0) + 1, $2::bigint, $3, $4, $5, $6::bigint FROM event WHERE alert = $1 "
                "RETURNING number",
                {event.alert, seconds_of(event.at), event.actor, event.action, event.text,
                 static_cast<std::int64_t>(event.audit_record)}));
  return static_cast<std::uint64_t>(rows.integer(0, 0));
}

base::Result<std::vector<AlertEvent>> PostgresTransaction::events(std::string_view alert) {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT number, at, actor, action, text, audit_record FROM event "
                                             "WHERE alert = $1 ORDER BY number",
                                             {alert}));
  std::vector<AlertEvent> result;
  for (int i = 0; i < rows.size(); ++i) {
    result.push_back({std::string(alert), static_cast<std::uint64_t>(rows.integer(i, 0)), time_of(rows.integer(i, 1)),
                      std::string(rows.text(i, 2)), std::string(rows.text(i, 3)), std::string(rows.text(i, 4)),
                      static_cast<std::uint64_t>(rows.integer(i, 5))});
  }
  return result;
}

base::Result<void> PostgresTransaction::overwrite_events(std::string_view alert, std::string_view text) {
  return db_.run("UPDATE event SET text = $2 WHERE alert = $1", {alert, text});
}

base::Result<void> PostgresTransaction::put_prior(const PriorDecision& prior) {
  const std::string data = to_json(prior.disposition);
  return db_.run(
      "INSERT INTO prior (portfolio, counterparty, entity, data) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (portfolio, counterparty, entity) DO UPDATE SET data = $4",
      {prior.portfolio, prior.counterparty, prior.entity, data});
}

base::Result<std::vector<PriorDecision>> PostgresTransaction::priors(std::string_view portfolio) {
  CORDON_ASSIGN(const PgRows rows, db_.query("SELECT counterparty, entity, data FROM prior WHERE portfolio = $1 "
                                             "ORDER BY counterparty, entity",
                                             {portfolio}));
  std::vector<PriorDecision> result;
  for (int i = 0; i < rows.size(); ++i) {
    CORDON_ASSIGN(Disposition disposition, disposition_from_json(rows.text(i, 2)));
    result.push_back(
        {std::string(portfolio), std::string(rows.text(i, 0)), std::string(rows.text(i, 1)), std::move(disposition)});
  }
  return result;
}

base::Result<void> PostgresTransaction::erase_priors(std::string_view portfolio, std::string_view counterparty) {
  return db_.run("DELETE FROM prior WHERE portfolio = $1 AND counterparty = $2", {portfolio, counterparty});
}

}  // namespace cordon::monitoring
