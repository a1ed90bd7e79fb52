// What people do with alerts: decide (alone or with four eyes), assign, note. Each act changes the alert, adds an event
// to its history and one record to the audit log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/result.hpp"
#include "cordon/monitoring/storage.hpp"

namespace cordon::monitoring {

struct DecisionRequest {
  AlertState as = AlertState::kEscalated;  // kTruePositive, kFalsePositive or kEscalated
  std::string reason;
  std::string by;
  std::optional<base::Date> until;     // of a false positive: the last day on which it holds
  std::vector<std::string> relied_on;  // kinds of facts besides those of the explanation
};

// Whether two names given with --by are of one person: the same but for case, marks, blanks, punctuation, invisible
// characters and the order of the words. In doubt they are, so that a second pair of eyes is another's.
[[nodiscard]] bool is_same_person(std::string_view name, std::string_view other);

// With four eyes the first decision makes the alert pending; the same decision by another person confirms it, another
// decision takes its place. The same person deciding the same again changes nothing, so that a repeated command is
// safe. Errors: kConflict (a lapsed alert; the confirming person is the deciding one), kInvalidArgument.
// Returns: the alert as it is now.
[[nodiscard]] base::Result<Alert> decide(Transaction& transaction, Alert alert, const DecisionRequest& request,
                                         const PortfolioSettings& settings, base::Timestamp now);

struct AssignRequest {
  std::optional<std::string> assignee;
  std::optional<base::Date> due;
  std::string by;
};
[[nodiscard]] base::Result<Alert> assign(Transaction& transaction, Alert alert, const AssignRequest& request,
                                         base::Timestamp now);

[[nodiscard]] base::Result<void> add_note(Transaction& transaction, const Alert& alert, std::string_view text,
                                          std::string_view by, base::Timestamp now);

// Takes a decision of an older tool into an alert, with its own date and author, and writes alert and record. With four
// eyes it is the first of the two and waits. Returns: the alert.
[[nodiscard]] base::Result<Alert> apply_prior(Transaction& transaction, Alert alert, const Disposition& disposition,
                                              const PortfolioSettings& settings, base::Timestamp now);

// Writes the record of an act on an alert and its event. Texts that may hold personal data go into the event only; the
// record has their keyed digest.
[[nodiscard]] base::Result<void> record_act(Transaction& transaction, const Alert& alert, const AlertEvent& event,
                                            AuditPayload payload);

}  // namespace cordon::monitoring
