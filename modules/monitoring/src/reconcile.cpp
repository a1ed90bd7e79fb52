#include "cordon/monitoring/reconcile.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "cordon/monitoring/decision.hpp"
#include "cordon/monitoring/suppression.hpp"

namespace cordon::monitoring {
namespace {

constexpr std::string_view kActor = "cordon";

const store::SubjectChange* first_change(const std::vector<std::string>& entities, const ChangesSince& changes) {
  for (const std::string& id : entities) {
    if (const auto at = changes.entities.find(id); at != changes.entities.end()) return &at->second;
  }
  return nullptr;
}

// No one change can be named.
constexpr std::string_view kUncomparable =
    "everybody was screened again, because the lists cannot be compared with those before: ";
constexpr const char* kReclustered = "listings were found to be of the same subject, or of different ones";

bool is_reclustered(const std::vector<std::string>& entities, const ChangesSince& changes) {
  return std::ranges::any_of(entities, [&](const std::string& id) { return changes.reclustered.contains(id); });
}

const Reason* owned_reason(std::string_view cluster, const std::vector<std::string>& entities,
                           const ChangesSince& changes) {
  if (!is_ownership(cluster)) return nullptr;
  for (const std::string& id : entities) {
    if (const auto at = changes.owned.find(id); at != changes.owned.end()) return &at->second;
  }
  return nullptr;
}

Reason reason_of_entity(const store::SubjectChange& change) {
  const std::string kind = change.kind == store::ChangeKind::kAdded     ? "listed"
                           : change.kind == store::ChangeKind::kRemoved ? "delisted"
                                                                        : "entity-changed";
  return {kind,
          change.entity_id.str() + " on " + change.source.str() + " (version " + std::to_string(change.from_version) +
              " to " + std::to_string(change.to_version) + "): " + change.summary,
          change.programmes};
}

Reason reason_of_row(const RowChange& change) {
  switch (change.kind) {
    case store::ChangeKind::kAdded:
      return {"counterparty-added", "the counterparty is new in the portfolio", {}};
    case store::ChangeKind::kRemoved:
      return {"counterparty-removed", "the counterparty left the portfolio", {}};
    case store::ChangeKind::kChanged:
      break;
  }
  return {"counterparty-changed", "the counterparty changed: " + audit_text(change.columns), {}};
}

// The finding as it is stored starts with its facts; see finding_json().
bool has_facts(const std::string& finding, const std::string& facts) {
  constexpr std::string_view kHead = "{\"facts\":";
  return finding.size() > kHead.size() + facts.size() && finding.compare(kHead.size(), facts.size(), facts) == 0 &&
         finding.compare(kHead.size() + facts.size(), 10, ",\"reason\":") == 0;
}

class Reconciler {
 public:
  Reconciler(Transaction& transaction, const ChangesSince& changes, const ReconcileOptions& options)
      : transaction_(transaction), changes_(changes), options_(options), today_(base::date_of(options.now)) {}

  base::Result<ReconcileCounts> run(std::vector<CurrentFinding> findings) {
    CORDON_ASSIGN(const std::vector<PriorDecision> priors, transaction_.priors(options_.portfolio));
    for (const PriorDecision& prior : priors) priors_[prior.counterparty].push_back(prior);
    CORDON_TRY(read_existing());
    std::ranges::sort(findings, {}, [](const CurrentFinding& f) { return std::tie(f.counterparty, f.cluster); });
    const std::vector<std::string> ids = assign(findings);
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (existing_.contains(ids[i])) {
        CORDON_TRY(refresh(ids[i], findings[i]));
      } else {
        CORDON_TRY(open(ids[i], findings[i]));
      }
    }
    for (const std::string& id : in_order_) {
      const bool found = taken_.contains(id);
      if (found && !(unchanged_.contains(id) && existing_.at(id).due)) continue;
      if (!found && existing_.at(id).again) {
        CORDON_TRY(lapse(id));
      } else {
        CORDON_TRY(end_if_due(id));
      }
    }
    return counts_;
  }

 private:
  struct Existing {
    std::string cluster;
    std::vector<std::string> entities;
    bool lapsed = false;
    bool again = false;  // its counterparty was screened again
    bool due = false;    // its disposition had a last day, which is over
  };

  base::Result<void> read_existing() {
    AlertFilter filter;
    filter.portfolio = options_.portfolio;
    filter.with_findings = false;
    return transaction_.for_each_alert(filter, [&](Alert&& alert) -> base::Result<void> {
      const bool lapsed = alert.state == AlertState::kLapsed;
      const bool again = options_.in_scope(alert.counterparty);
      const bool waits = alert.state == AlertState::kFalsePositive || alert.state == AlertState::kPending;
      const bool due = waits && alert.disposition && alert.disposition->until && *alert.disposition->until < today_;
      if ((again && !lapsed) || due) in_order_.push_back(alert.id);
      if (again) of_counterparty_[alert.counterparty].push_back(alert.id);
      existing_.emplace(alert.id, Existing{std::move(alert.cluster), std::move(alert.entities), lapsed, again, due});
      return {};
    });
  }

  // The alert of each finding: the one of its cluster; else, when clusters were joined or split, one that is about one
  // of its entities and has no finding of its own; else a new one.
  std::vector<std::string> assign(const std::vector<CurrentFinding>& findings) {
    std::vector<std::string> ids(findings.size());
    for (std::size_t i = 0; i < findings.size(); ++i) {
      ids[i] = matching(findings[i], [&](const Existing& e) { return e.cluster == findings[i].cluster; });
    }
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const auto shares_entity = [&](const Existing& e) {
        if (is_ownership(e.cluster) != is_ownership(findings[i].cluster)) return false;
        return std::ranges::any_of(
            e.entities, [&](const std::string& id) { return std::ranges::binary_search(findings[i].entities, id); });
      };
      for (const bool lapsed : {false, true}) {
        if (!ids[i].empty()) break;
        ids[i] = matching(findings[i], [&](const Existing& e) { return e.lapsed == lapsed && shares_entity(e); });
      }
      if (ids[i].empty()) ids[i] = new_id(findings[i]);
    }
    return ids;
  }

  template <typename Fits>
  std::string matching(const CurrentFinding& finding, const Fits& fits) {
    const auto at = of_counterparty_.find(finding.counterparty);
    if (at == of_counterparty_.end()) return {};
    for (const std::string& id : at->second) {
      if (!taken_.contains(id) && fits(existing_.at(id))) {
        taken_.insert(id);
        return id;
      }
    }
    return {};
  }

  // An older alert may have moved on to another cluster and kept the id that this one would get.
  std::string new_id(const CurrentFinding& finding) {
    std::string cluster = finding.cluster;
    std::string id = alert_id(options_.portfolio, finding.counterparty, cluster);
    while (existing_.contains(id) || !taken_.insert(id).second) {
      cluster += '+';
      id = alert_id(options_.portfolio, finding.counterparty, cluster);
    }
    return id;
  }

  base::Result<Alert> load(const std::string& id) {
    CORDON_ASSIGN(std::optional<Alert> alert, transaction_.alert(id));
    if (alert) return std::move(*alert);
    return base::Error{base::ErrorCode::kDamaged, "alert " + id + " has no finding"};
  }

  void take(Alert& alert, const CurrentFinding& finding, const Reason& reason) {
    ++alert.revision;
    alert.cluster = finding.cluster;
    alert.entities = finding.entities;
    alert.score = finding.score;
    alert.updated = options_.now;
    alert.run = options_.run;
    alert.finding = finding_json(finding.facts, reason, finding.searched);
  }

  base::Result<void> write(const Alert& alert, const std::string& action, const Reason& reason) {
    CORDON_TRY(transaction_.put_alert(alert));
    AuditPayload payload{{"counterparty_digest", keyed_digest(alert.salt, alert.counterparty)},
                         {"cluster", alert.cluster},
                         {"entities", audit_text(alert.entities)},
                         {"score", audit_text(alert.score)},
                         {"revision", std::to_string(alert.revision)},
                         {"run", std::to_string(options_.run)},
                         {"due", alert.due ? alert.due->to_string() : std::string()},
                         {"reason", reason.kind},
                         {"legal_basis", audit_text(reason.programmes)},
                         {"finding_digest", keyed_digest(alert.salt, alert.finding)}};
    return record_act(transaction_, alert, {alert.id, 0, options_.now, std::string(kActor), action, reason.text, 0},
                      std::move(payload));
  }

  const PriorDecision* prior_of(const CurrentFinding& finding) const {
    const auto at = priors_.find(finding.counterparty);
    if (at == priors_.end()) return nullptr;
    const PriorDecision* any = nullptr;
    for (const PriorDecision& prior : at->second) {
      if (prior.disposition.until && *prior.disposition.until < today_) continue;
      // Whoever decided about the name did not look at owners.
      if (prior.entity.empty() && !is_ownership(finding.cluster)) any = &prior;
      if (std::ranges::binary_search(finding.entities, prior.entity)) return &prior;
    }
    return any;
  }

  base::Result<void> open(const std::string& id, const CurrentFinding& finding) {
    const Reason reason = reason_of(finding, changes_);
    Alert alert;
    alert.id = id;
    alert.portfolio = options_.portfolio;
    alert.counterparty = finding.counterparty;
    alert.cluster = finding.cluster;
    alert.opened = options_.now;
    alert.salt = keyed_digest(options_.entropy, id).substr(0, 32);
    if (options_.settings.due_days > 0) alert.due = today_.plus_days(options_.settings.due_days);
    take(alert, finding, reason);
    ++counts_.opened;
    CORDON_TRY(write(alert, "alert.opened", reason));
    const PriorDecision* prior = prior_of(finding);
    if (prior == nullptr) return {};
    const auto decided =
        apply_prior(transaction_, std::move(alert), prior->disposition, options_.settings, options_.now);
    if (!decided) return decided.error();
    return {};
  }

  // An alert whose finding is there again.
  base::Result<void> refresh(const std::string& id, const CurrentFinding& finding) {
    CORDON_ASSIGN(Alert alert, load(id));
    const bool same = has_facts(alert.finding, finding.facts);
    if (same && alert.state != AlertState::kLapsed) {
      unchanged_.insert(id);  // what ends today is ended last, in one order for full and delta runs
      return {};
    }
    Reason reason = reason_of(finding, changes_);
    std::string action = "alert.updated";
    const bool returns = alert.state == AlertState::kLapsed;
    if (alert.state == AlertState::kFalsePositive || alert.state == AlertState::kPending || returns) {
      const bool suppressed = alert.disposition && alert.disposition->as == AlertState::kFalsePositive &&
                              (alert.state != AlertState::kPending || !alert.basis.empty());
      std::optional<std::string> falls = "the finding is back";
      if (suppressed) {
        CORDON_ASSIGN(falls, why_it_falls(alert.basis, finding.facts, alert.disposition->until, today_));
      }
      if (!falls) {
        if (returns) alert.state = AlertState::kFalsePositive;
      } else {
        if (suppressed)
          reason = {"suppression-fell", "the decision no longer holds: " + *falls + "; " + reason.text,
                    reason.programmes};
        reopen(alert);
        action = "alert.reopened";
      }
    }
    take(alert, finding, reason);
    ++(action == "alert.reopened" ? counts_.reopened : counts_.updated);
    return write(alert, action, reason);
  }

  // The same facts with another reason: what the queue shows is why the alert is as it is now.
  base::Result<void> say_why(Alert& alert, const Reason& reason) {
    CORDON_ASSIGN(const std::string facts, facts_of(alert.finding));
    CORDON_ASSIGN(const Searched searched, searched_of(alert.finding));
    ++alert.revision;
    alert.finding = finding_json(facts, reason, searched);
    alert.updated = options_.now;
    alert.run = options_.run;
    return {};
  }

  void reopen(Alert& alert) {
    alert.state = AlertState::kOpen;
    if (options_.settings.due_days > 0) alert.due = today_.plus_days(options_.settings.due_days);
  }

  // A decision that had a last day: the alert opens again on the day after it.
  base::Result<void> end_if_due(const std::string& id) {
    CORDON_ASSIGN(Alert alert, load(id));
    const bool decided = alert.state == AlertState::kFalsePositive || alert.state == AlertState::kPending;
    if (!decided || !alert.disposition || !alert.disposition->until || *alert.disposition->until >= today_) return {};
    const Reason reason{"suppression-ended", "the decision held until " + alert.disposition->until->to_string(), {}};
    reopen(alert);
    CORDON_TRY(say_why(alert, reason));
    ++counts_.reopened;
    return write(alert, "alert.reopened", reason);
  }

  base::Result<void> lapse(const std::string& id) {
    CORDON_ASSIGN(Alert alert, load(id));
    const Reason reason = reason_of_lapse(alert, changes_);
    alert.state = AlertState::kLapsed;
    CORDON_TRY(say_why(alert, reason));
    ++counts_.lapsed;
    return write(alert, "alert.lapsed", reason);
  }

  Transaction& transaction_;
  const ChangesSince& changes_;
  const ReconcileOptions& options_;
  base::Date today_;
  std::unordered_map<std::string, std::vector<PriorDecision>> priors_;
  std::unordered_map<std::string, Existing> existing_;                         // by id
  std::unordered_map<std::string, std::vector<std::string>> of_counterparty_;  // ids of those in scope
  std::vector<std::string> in_order_;          // ids of those to look at, in the storage's order
  std::unordered_set<std::string> unchanged_;  // ids whose finding is what it was
  std::unordered_set<std::string> taken_;      // ids that have a finding now
  ReconcileCounts counts_;
};

}  // namespace

namespace {

Reason changed_fact(const CurrentFinding& finding, const ChangesSince& changes) {
  if (changes.first_run) {
    return {"first-screening", "found when the portfolio was first screened", finding.programmes};
  }
  if (const auto at = changes.rows.find(finding.counterparty); at != changes.rows.end()) {
    Reason reason = reason_of_row(at->second);
    reason.programmes = finding.programmes;
    return reason;
  }
  if (const Reason* owned = owned_reason(finding.cluster, finding.entities, changes); owned != nullptr) return *owned;
  if (const store::SubjectChange* change = first_change(finding.entities, changes); change != nullptr) {
    return reason_of_entity(*change);
  }
  if (is_reclustered(finding.entities, changes)) return {"reclustered", kReclustered, finding.programmes};
  if (!changes.settings.empty()) {
    return {"policy-changed", "screened by other settings: " + changes.settings, finding.programmes};
  }
  if (!changes.lists.empty()) return {"rescreened", std::string(kUncomparable) + changes.lists, finding.programmes};
  return {"rescreened", "screened again without a change of list, counterparty or settings: other software or clusters",
          finding.programmes};
}

}  // namespace

Reason reason_of(const CurrentFinding& finding, const ChangesSince& changes) {
  Reason reason = changed_fact(finding, changes);
  if (!finding.words.empty()) reason.text += ". " + finding.words;
  return reason;
}

Reason reason_of_lapse(const Alert& alert, const ChangesSince& changes) {
  if (const auto at = changes.rows.find(alert.counterparty); at != changes.rows.end()) return reason_of_row(at->second);
  if (const Reason* owned = owned_reason(alert.cluster, alert.entities, changes); owned != nullptr) return *owned;
  if (const store::SubjectChange* change = first_change(alert.entities, changes); change != nullptr) {
    return reason_of_entity(*change);
  }
  if (is_reclustered(alert.entities, changes)) return {"reclustered", kReclustered, {}};
  if (!changes.settings.empty()) return {"policy-changed", "screened by other settings: " + changes.settings, {}};
  if (!changes.lists.empty()) return {"rescreened", std::string(kUncomparable) + changes.lists, {}};
  return {"rescreened", "no longer found: other software or clusters", {}};
}

base::Result<ReconcileCounts> reconcile(Transaction& transaction, std::vector<CurrentFinding> findings,
                                        const ChangesSince& changes, const ReconcileOptions& options) {
  return Reconciler(transaction, changes, options).run(std::move(findings));
}

}  // namespace cordon::monitoring
