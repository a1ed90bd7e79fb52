// An alert: one counterparty and one cluster of listed entities, its facts, its reason, and what people decided.
// Values. Invariant: a new id is a function of portfolio, counterparty and cluster, so that no run, however often it is
// killed and repeated, can make a second alert of the same finding. When clusters are joined or split, an alert keeps
// its id and follows its entities.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"

namespace cordon::monitoring {

// Persisted: do not renumber.
enum class AlertState : std::uint8_t {
  kOpen = 1,           // waits for a decision
  kPending = 2,        // decided by one person, waits for the second (four eyes)
  kEscalated = 3,      // decided: somebody else has to look
  kTruePositive = 4,   // decided: it is the listed party
  kFalsePositive = 5,  // decided: it is not; a suppression is in force
  kLapsed = 6,         // the finding is gone: delisted, counterparty changed or left
};
[[nodiscard]] std::string_view alert_state_name(AlertState state) noexcept;  // "open", "true-positive" ...
[[nodiscard]] std::optional<AlertState> alert_state_named(std::string_view name) noexcept;

// What a person decided. Only true-positive, false-positive and escalated are dispositions.
struct Disposition {
  AlertState as = AlertState::kEscalated;
  std::string reason;  // personal data may be in it: kept beside the audit log, never in it
  std::string by;
  base::Timestamp at{};
  std::optional<base::Date> until;  // the last day on which it holds
  std::string confirmed_by;         // empty: nobody (yet)
  std::string relied_on;            // JSON array of fact kinds named besides those of the explanation
  friend bool operator==(const Disposition&, const Disposition&) = default;
};

struct Alert {
  std::string id;
  std::string portfolio;
  std::string counterparty;  // key
  // The smallest entity id of the cluster where it is not named by the lists; of an ownership alert with
  // kOwnershipCluster before it, so that both kinds of alert may be about one cluster.
  std::string cluster;
  AlertState state = AlertState::kOpen;
  std::uint32_t revision = 0;         // rises with each recorded state of the finding; 1 = first
  std::vector<std::string> entities;  // of the hits, sorted
  double score = 0;                   // of the best hit
  base::Timestamp opened{};
  base::Timestamp updated{};
  std::uint64_t run = 0;  // in which the finding got this revision
  std::string assignee;
  std::optional<base::Date> due;
  std::optional<Disposition> disposition;
  std::string basis;    // JSON: what the disposition relied on (suppression.hpp); empty without one
  std::string finding;  // JSON: hits, facts, reason, versions (finding.hpp). Holds personal data
  std::string salt;     // hex; keys the digests of personal values in the audit log; gone after an erasure
  friend bool operator==(const Alert&, const Alert&) = default;
};

// An ownership alert is about a party that is reached through its owners or controllers and not by its own name.
inline constexpr std::string_view kOwnershipCluster = "ownership:";
[[nodiscard]] constexpr bool is_ownership(std::string_view cluster) noexcept {
  return cluster.starts_with(kOwnershipCluster);
}

// "A" and 16 hexadecimal digits.
[[nodiscard]] std::string alert_id(std::string_view portfolio, std::string_view counterparty, std::string_view cluster);

// Something that happened to an alert, for its history. The texts may hold personal data.
struct AlertEvent {
  std::string alert;
  std::uint64_t number = 0;  // 1, 2, 3 ... per alert, given by the storage
  base::Timestamp at{};
  std::string actor;
  std::string action;  // as in the audit log: "alert.opened", "alert.decided" ...
  std::string text;
  std::uint64_t audit_record = 0;  // the record of the log that says so
  friend bool operator==(const AlertEvent&, const AlertEvent&) = default;
};

// A decision of an older tool that waits for the alert it belongs to. entity empty: any (a good-guy list).
struct PriorDecision {
  std::string portfolio;
  std::string counterparty;
  std::string entity;
  Disposition disposition;
  friend bool operator==(const PriorDecision&, const PriorDecision&) = default;
};

[[nodiscard]] std::string to_json(const Disposition& disposition);
[[nodiscard]] base::Result<Disposition> disposition_from_json(std::string_view json);

}  // namespace cordon::monitoring
