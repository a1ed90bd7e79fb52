#include "cordon/monitoring/decision.hpp"

#include <algorithm>

#include "cordon/monitoring/finding.hpp"
#include "cordon/monitoring/suppression.hpp"
#include "cordon/text/words.hpp"
#include "json.hpp"

namespace cordon::monitoring {
namespace {

using base::Error;
using base::ErrorCode;

bool is_disposition(AlertState state) {
  return state == AlertState::kTruePositive || state == AlertState::kFalsePositive || state == AlertState::kEscalated;
}

// What is left of a name when case, marks, blanks, punctuation and characters that are not seen are taken off.
std::u32string letters_of(std::string_view name) {
  std::u32string letters = text::fold(name);
  std::erase_if(letters,
                [](char32_t c) { return text::script_of(c) == text::Script::kNone && !(c >= U'0' && c <= U'9'); });
  return letters;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (text::Word& word : text::split_words(name)) words.push_back(std::move(word.folded));
  std::ranges::sort(words);
  return words;
}

base::Result<void> check(const Alert& alert, const DecisionRequest& request, base::Timestamp now) {
  if (!is_disposition(request.as)) {
    return Error{ErrorCode::kInvalidArgument, "--as: expected true-positive, false-positive or escalate"};
  }
  if (request.reason.empty()) return Error{ErrorCode::kInvalidArgument, "--reason: expected why, found nothing"};
  if (letters_of(request.by).empty()) {
    return Error{ErrorCode::kInvalidArgument, "--by: expected who decides, found no name: '" + request.by + "'"};
  }
  if (request.until && request.as != AlertState::kFalsePositive) {
    return Error{ErrorCode::kInvalidArgument, "--until: only a false positive can end on a day"};
  }
  if (request.until && *request.until < base::date_of(now)) {
    return Error{ErrorCode::kInvalidArgument, "--until: expected today or later, found " + request.until->to_string()};
  }
  if (alert.state == AlertState::kLapsed) {
    return Error{ErrorCode::kConflict, "alert " + alert.id + " has lapsed: there is nothing to decide"};
  }
  return {};
}

bool same_decision(const Disposition& d, const DecisionRequest& request) {
  return d.as == request.as && d.until == request.until;
}

}  // namespace

bool is_same_person(std::string_view name, std::string_view other) {
  return letters_of(name) == letters_of(other) || words_of(name) == words_of(other);
}

base::Result<void> record_act(Transaction& transaction, const Alert& alert, const AlertEvent& event,
                              AuditPayload payload) {
  payload.emplace_back("alert", alert.id);
  payload.emplace_back("state", alert_state_name(alert.state));
  if (!event.text.empty()) payload.emplace_back("text_digest", keyed_digest(alert.salt, event.text));
  CORDON_ASSIGN(const AuditRecord record,
                transaction.append({event.at, event.actor, event.action, std::move(payload)}));
  AlertEvent stored = event;
  stored.alert = alert.id;
  stored.audit_record = record.sequence;
  const auto number = transaction.add_event(stored);
  if (!number) return number.error();
  return {};
}

base::Result<Alert> decide(Transaction& transaction, Alert alert, const DecisionRequest& request,
                           const PortfolioSettings& settings, base::Timestamp now) {
  CORDON_TRY(check(alert, request, now));
  std::string action = "alert.decided";
  const bool same = alert.disposition && same_decision(*alert.disposition, request);
  if (same && alert.state == request.as && alert.disposition->reason == request.reason &&
      (is_same_person(alert.disposition->by, request.by) ||
       is_same_person(alert.disposition->confirmed_by, request.by))) {
    return alert;
  }
  if (same && alert.state == AlertState::kPending) {
    if (is_same_person(alert.disposition->by, request.by)) {
      return Error{ErrorCode::kConflict,
                   "alert " + alert.id + ": a second person must confirm; " + alert.disposition->by + " decided it"};
    }
    alert.disposition->confirmed_by = request.by;
    alert.state = request.as;
    action = "alert.confirmed";
  } else {
    CORDON_ASSIGN(const std::string facts, facts_of(alert.finding));
    CORDON_ASSIGN(alert.basis, basis_of(facts, request.relied_on));
    alert.disposition =
        Disposition{request.as, request.reason, request.by, now, request.until, {}, dump(Json(request.relied_on))};
    alert.state = settings.four_eyes ? AlertState::kPending : request.as;
  }
  alert.updated = now;
  CORDON_TRY(transaction.put_alert(alert));
  AlertEvent event{alert.id, 0, now, request.by, action, request.reason, 0};
  AuditPayload payload{{"as", std::string(alert_state_name(request.as))},
                       {"until", request.until ? request.until->to_string() : std::string()},
                       {"revision", std::to_string(alert.revision)},
                       {"relied_on", alert.disposition->relied_on},
                       {"basis_digest", keyed_digest(alert.salt, alert.basis)}};
  CORDON_TRY(record_act(transaction, alert, event, std::move(payload)));
  return alert;
}

base::Result<Alert> assign(Transaction& transaction, Alert alert, const AssignRequest& request, base::Timestamp now) {
  if (request.by.empty()) return Error{ErrorCode::kInvalidArgument, "--by: expected who assigns, found nothing"};
  if (request.due && *request.due < base::date_of(now)) {
    return Error{ErrorCode::kInvalidArgument, "--due: expected today or later, found " + request.due->to_string()};
  }
  if (request.assignee) alert.assignee = *request.assignee;
  if (request.due) alert.due = request.due;
  CORDON_TRY(transaction.put_alert(alert));
  const std::string due = alert.due ? alert.due->to_string() : std::string();
  AlertEvent event{alert.id, 0, now, request.by, "alert.assigned", {}, 0};
  event.text = "to " + (alert.assignee.empty() ? std::string("nobody") : alert.assignee) +
               (due.empty() ? std::string() : ", due " + due);
  CORDON_TRY(record_act(transaction, alert, event, {{"assignee", alert.assignee}, {"due", due}}));
  return alert;
}

base::Result<void> add_note(Transaction& transaction, const Alert& alert, std::string_view text, std::string_view by,
                            base::Timestamp now) {
  if (by.empty()) return Error{ErrorCode::kInvalidArgument, "--by: expected who writes, found nothing"};
  if (text.empty()) return Error{ErrorCode::kInvalidArgument, "--text: expected a note, found nothing"};
  return record_act(transaction, alert, {alert.id, 0, now, std::string(by), "alert.note", std::string(text), 0}, {});
}

base::Result<Alert> apply_prior(Transaction& transaction, Alert alert, const Disposition& disposition,
                                const PortfolioSettings& settings, base::Timestamp now) {
  CORDON_ASSIGN(const std::string facts, facts_of(alert.finding));
  CORDON_ASSIGN(alert.basis, basis_of(facts, {}));
  alert.disposition = disposition;
  alert.state = settings.four_eyes ? AlertState::kPending : disposition.as;
  alert.updated = now;
  CORDON_TRY(transaction.put_alert(alert));
  AuditPayload payload{{"as", std::string(alert_state_name(disposition.as))},
                       {"decided", base::to_iso(disposition.at)},
                       {"until", disposition.until ? disposition.until->to_string() : std::string()},
                       {"relied_on", disposition.relied_on},
                       {"basis_digest", keyed_digest(alert.salt, alert.basis)}};
  CORDON_TRY(record_act(transaction, alert,
                        {alert.id, 0, now, disposition.by, "alert.imported-decision", disposition.reason, 0},
                        std::move(payload)));
  return alert;
}

}  // namespace cordon::monitoring
