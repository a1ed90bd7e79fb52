#include "log_comparison.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "certificate.hpp"
#include "cordon/base/content_hash.hpp"
#include "monitor.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::Alert;
using monitoring::keyed_digest;

// A record of the log that is about an alert.
struct Act {
  std::uint64_t sequence = 0;
  std::string at;
  std::string actor;
  std::string action;
  std::map<std::string, std::string, std::less<>> payload;

  [[nodiscard]] const std::string* find(std::string_view key) const {
    const auto at_key = payload.find(key);
    return at_key == payload.end() ? nullptr : &at_key->second;
  }
};
using Payload = std::map<std::string, std::string, std::less<>>;

struct Logged {
  std::map<std::string, std::vector<Act>> alerts;
  std::map<std::uint64_t, Payload> runs;
  std::map<std::string, Payload> settings;  // by portfolio, the last word
  std::map<std::string, Payload> contents;  // of portfolios: the last record that says what they hold
  std::uint64_t records = 0;
};

void take(Logged& logged, Act act) {
  if (const std::string* alert = act.find("alert"); alert != nullptr) {
    logged.alerts[*alert].push_back(std::move(act));
    return;
  }
  const std::string* portfolio = act.find("portfolio");
  if (act.action == "run.finished") {
    const std::string* run = act.find("run");
    const std::uint64_t id = run == nullptr ? 0 : std::strtoull(run->c_str(), nullptr, 10);
    logged.runs[id] = std::move(act.payload);
  } else if (portfolio != nullptr) {
    const std::string name = *portfolio;
    if (act.find("content_sha256") != nullptr) logged.contents[name] = act.payload;
    // An erasure of older logs changed the book and did not say what is left.
    if (act.action == "counterparty.erased" && act.find("content_sha256") == nullptr) logged.contents.erase(name);
    if (act.find("policy") != nullptr) logged.settings[name] = std::move(act.payload);
  }
}

base::Result<Logged> read_log(monitoring::Transaction& transaction) {
  Logged logged;
  monitoring::ChainVerifier verifier;
  CORDON_TRY(transaction.for_each_record(1, [&](const monitoring::AuditRecord& record) -> base::Result<void> {
    if (const auto added = verifier.add(record); !added) return added.error();
    const auto json = nlohmann::json::parse(record.text, nullptr, false);
    const auto payload = json.is_object() ? json.find("payload") : json.end();
    const auto text_of = [&json](const char* key) {
      const auto at = json.find(key);
      return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    if (!json.is_object() || payload == json.end() || !payload->is_object() || text_of("action").empty()) {
      return Error{ErrorCode::kDamaged, "audit record " + std::to_string(record.sequence) + " cannot be read"};
    }
    Act act{record.sequence, text_of("at"), text_of("actor"), text_of("action"), {}};
    for (const auto& [key, value] : payload->items()) {
      if (value.is_string()) act.payload[key] = value.get<std::string>();
    }
    take(logged, std::move(act));
    return {};
  }));
  CORDON_ASSIGN(const monitoring::AuditHead head, transaction.audit_head());
  logged.records = verifier.head().sequence;
  if (head == verifier.head()) return logged;
  return Error{ErrorCode::kDamaged, "the audit log ends with record " + std::to_string(logged.records) +
                                        ", the head noted is record " + std::to_string(head.sequence)};
}

std::string day(const std::optional<base::Date>& date) { return date ? date->to_string() : std::string(); }

// What the log says of an alert's disposition and of what it relied on.
struct LoggedDisposition {
  const Act* made = nullptr;       // decided, or imported
  const Act* confirmed = nullptr;  // by a second person
  const Act* basis = nullptr;      // the last record with its digest, unless an older import came after it
};

LoggedDisposition disposition_of(const std::vector<Act>& acts) {
  LoggedDisposition logged;
  for (const Act& act : acts) {
    if (act.action == "alert.confirmed") {
      logged.confirmed = &act;
    } else if (act.action == "alert.decided" || act.action == "alert.imported-decision") {
      logged.made = &act;
      logged.confirmed = nullptr;
    } else {
      continue;
    }
    logged.basis = act.find("basis_digest") != nullptr ? &act : nullptr;
  }
  return logged;
}

class Comparison {
 public:
  Comparison(monitoring::Transaction& transaction, Logged logged)
      : transaction_(transaction), logged_(std::move(logged)) {}

  base::Result<StorageComparison> run() {
    CORDON_TRY(portfolios());
    CORDON_TRY(runs());
    CORDON_TRY(alerts());
    for (const auto& [id, acts] : logged_.alerts) {
      if (!seen_.contains(id)) say({id, "alert", "alert " + id + " is in the audit log and nowhere else"});
    }
    result_.portfolios = revisions_.size();
    result_.runs = run_revisions_.size();
    result_.alerts = seen_.size();
    result_.records = logged_.records;
    return std::move(result_);
  }

 private:
  void say(StorageDifference difference) {
    if (result_.differences.size() < kMostDifferences) result_.differences.push_back(std::move(difference));
  }
  void say_plain(std::string what) { say({{}, {}, std::move(what)}); }

  // For values that are not personal.
  void differ(const Alert& alert, const std::string& field, std::string_view expected, std::string_view found) {
    if (expected == found) return;
    const auto word = [](std::string_view text) { return text.empty() ? std::string("nothing") : std::string(text); };
    say({alert.id, field,
         "alert " + alert.id + ": " + field + ": the audit log says " + word(expected) + ", found " + word(found)});
  }
  // For personal values: the log has only their digest.
  void differ_digest(const Alert& alert, const std::string& field, std::string_view digest, std::string_view value) {
    if (keyed_digest(alert.salt, value) == digest) return;
    say({alert.id, field, "alert " + alert.id + ": " + field + ": not the one whose digest the audit log keeps"});
  }

  base::Result<void> portfolios() {
    CORDON_ASSIGN(const std::vector<monitoring::Portfolio> all, transaction_.portfolios());
    for (const monitoring::Portfolio& portfolio : all) {
      revisions_[portfolio.name] = portfolio.revision;
      std::uint64_t rows = 0;
      monitoring::ContentHasher content;
      CORDON_TRY(transaction_.for_each_row(
          portfolio.name, {}, [&](std::string_view key, std::uint32_t, std::string_view body) -> base::Result<void> {
            ++rows;
            content.add(key, body);
            return {};
          }));
      if (rows != portfolio.counterparties) {
        say_plain("portfolio " + portfolio.name + ": expected " + std::to_string(portfolio.counterparties) +
                  " counterparties, found " + std::to_string(rows));
      } else if (portfolio.revision > 0 && content.finish() != portfolio.content) {
        say_plain("portfolio " + portfolio.name + ": counterparties: not those whose hash it has noted");
      }
      compare_payload("portfolio " + portfolio.name, logged_.settings, portfolio.name, settings_payload(portfolio));
      const monitoring::AuditPayload content_noted{{"revision", std::to_string(portfolio.revision)},
                                                   {"counterparties", std::to_string(portfolio.counterparties)},
                                                   {"content_sha256", portfolio.content.hex()}};
      if (logged_.contents.contains(portfolio.name)) {
        compare_payload("portfolio " + portfolio.name, logged_.contents, portfolio.name, content_noted);
      }
    }
    return {};
  }

  // Records of older programs may lack a key: what they say is compared.
  template <typename Key>
  void compare_payload(const std::string& what, const std::map<Key, Payload>& logged, const Key& key,
                       const monitoring::AuditPayload& found) {
    const auto at = logged.find(key);
    if (at == logged.end()) {
      say_plain(what + " is not in the audit log");
      return;
    }
    for (const auto& [field, value] : found) {
      const auto said = at->second.find(field);
      if (said == at->second.end() || said->second == value) continue;
      say_plain(what + ": " + field + ": the audit log says " + said->second + ", found " + value);
    }
  }

  base::Result<void> runs() {
    CORDON_ASSIGN(const std::vector<monitoring::Run> all, transaction_.runs(std::nullopt));
    std::set<std::string> texts;
    for (const monitoring::Run& run : all) {
      run_revisions_[run.id] = run.portfolio_revision;
      compare_payload("run " + std::to_string(run.id), logged_.runs, run.id, run_payload(run));
      for (const std::string& sha256 : {run.policy_sha256, run.clusters_sha256}) {
        if (!sha256.empty()) texts.insert(sha256);
      }
      if (run.ownership) texts.insert(run.ownership->rules_sha256);
    }
    for (const auto& [run, payload] : logged_.runs) {
      if (!run_revisions_.contains(run)) {
        say_plain("run " + std::to_string(run) + " is in the audit log and nowhere else");
      }
    }
    for (const std::string& hex : texts) {
      const auto sha256 = base::ContentHash::from_hex(hex);
      std::optional<std::string> text;
      if (sha256) {
        CORDON_ASSIGN(text, transaction_.text(*sha256));
      }
      if (!text || base::ContentHash::of(*text) != *sha256) {
        say_plain("the text (policy, clusters or ownership rules) with the hash " + hex + " is missing or another");
      }
    }
    return {};
  }

  base::Result<void> alerts() {
    monitoring::AlertFilter filter;
    filter.with_findings = false;
    std::vector<std::string> ids;
    CORDON_TRY(transaction_.for_each_alert(filter, [&](Alert&& alert) -> base::Result<void> {
      ids.push_back(std::move(alert.id));
      return {};
    }));
    for (const std::string& id : ids) {
      seen_.insert(id);
      CORDON_ASSIGN(const std::optional<Alert> alert, transaction_.alert(id));
      if (!alert) {
        say({id, "finding", "alert " + id + " has no finding at its revision"});
        continue;
      }
      const auto acts = logged_.alerts.find(id);
      if (acts == logged_.alerts.end()) {
        say({id, "alert", "alert " + id + " is not in the audit log"});
      } else {
        CORDON_TRY(compare(*alert, acts->second));
      }
      CORDON_TRY(belongs(*alert));
    }
    return {};
  }

  // The newest word of the log about a key, if there is one.
  static const std::string* last(const std::vector<Act>& acts, std::string_view key) {
    for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
      if (const std::string* value = act->find(key); value != nullptr) return value;
    }
    return nullptr;
  }

  base::Result<void> compare(const Alert& alert, const std::vector<Act>& acts) {
    const auto said = [&](const char* field, const std::string& found) {
      if (const std::string* value = last(acts, field); value != nullptr) differ(alert, field, *value, found);
    };
    said("state", std::string(monitoring::alert_state_name(alert.state)));
    said("cluster", alert.cluster);
    said("entities", monitoring::audit_text(alert.entities));
    said("score", monitoring::audit_text(alert.score));
    said("revision", std::to_string(alert.revision));
    said("run", std::to_string(alert.run));
    said("due", day(alert.due));
    const std::string* assignee = last(acts, "assignee");
    differ(alert, "assignee", assignee == nullptr ? std::string() : *assignee, alert.assignee);
    differ(alert, "opened", acts.front().at, base::to_iso(alert.opened));
    for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
      if (act->action == "alert.assigned" || act->action == "alert.note" || act->action == "alert.erased") continue;
      differ(alert, "updated", act->at, base::to_iso(alert.updated));
      break;
    }
    const bool erased = std::ranges::any_of(acts, [](const Act& act) { return act.action == "alert.erased"; });
    compare_disposition(alert, acts, erased);
    CORDON_TRY(compare_history(alert, acts, erased));
    if (erased) return {};
    if (alert.salt.empty()) {
      say({alert.id, "salt", "alert " + alert.id + ": salt: the key of its digests is gone, and no erasure is logged"});
      return {};
    }
    if (const std::string* digest = last(acts, "counterparty_digest"); digest != nullptr) {
      differ_digest(alert, "counterparty", *digest, alert.counterparty);
    }
    return compare_findings(alert, acts);
  }

  base::Result<void> compare_findings(const Alert& alert, const std::vector<Act>& acts) {
    for (const Act& act : acts) {
      const std::string* digest = act.find("finding_digest");
      const std::string* revision = act.find("revision");
      if (digest == nullptr || revision == nullptr) continue;
      const auto number = static_cast<std::uint32_t>(std::strtoul(revision->c_str(), nullptr, 10));
      const auto finding = transaction_.finding(alert.id, number);
      if (finding) {
        differ_digest(alert, "finding of revision " + *revision, *digest, *finding);
      } else if (finding.error().code == ErrorCode::kNotFound) {
        say({alert.id, "finding of revision " + *revision,
             "alert " + alert.id + ": the finding of revision " + *revision + " is gone"});
      } else {
        return finding.error();
      }
    }
    return {};
  }

  void compare_disposition(const Alert& alert, const std::vector<Act>& acts, bool erased) {
    const LoggedDisposition logged = disposition_of(acts);
    if (logged.made == nullptr || !alert.disposition) {
      differ(alert, "disposition", logged.made == nullptr ? "" : "one", alert.disposition ? "one" : "");
      if (logged.made == nullptr) differ(alert, "basis", "", alert.basis.empty() ? "" : "one");
      return;
    }
    const Act& made = *logged.made;
    const monitoring::Disposition& found = *alert.disposition;
    const auto said = [&](const char* key, const char* field, const std::string& value) {
      if (const std::string* text = made.find(key); text != nullptr) differ(alert, field, *text, value);
    };
    said("as", "disposition.as", std::string(monitoring::alert_state_name(found.as)));
    said("until", "disposition.until", day(found.until));
    differ(alert, "disposition.by", made.actor, found.by);
    const std::string* decided = made.find("decided");
    differ(alert, "disposition.at", decided == nullptr ? made.at : *decided, base::to_iso(found.at));
    differ(alert, "disposition.confirmed_by", logged.confirmed == nullptr ? std::string() : logged.confirmed->actor,
           found.confirmed_by);
    said("relied_on", "disposition.relied_on", found.relied_on);
    if (erased || alert.salt.empty()) return;
    if (const std::string* digest = made.find("text_digest"); digest != nullptr) {
      differ_digest(alert, "disposition.reason", *digest, found.reason);
    }
    if (logged.basis != nullptr) differ_digest(alert, "basis", *logged.basis->find("basis_digest"), alert.basis);
  }

  // Every record has its event and every event its record, with the same words.
  base::Result<void> compare_history(const Alert& alert, const std::vector<Act>& acts, bool erased) {
    CORDON_ASSIGN(const std::vector<monitoring::AlertEvent> events, transaction_.events(alert.id));
    std::map<std::uint64_t, const Act*> waiting;
    for (const Act& act : acts) waiting[act.sequence] = &act;
    for (const monitoring::AlertEvent& event : events) {
      const std::string field = "history " + std::to_string(event.number);
      const auto at = waiting.find(event.audit_record);
      if (at == waiting.end()) {
        say({alert.id, field,
             "alert " + alert.id + ": " + field + " (" + event.action + ") names record " +
                 std::to_string(event.audit_record) + " of the audit log, " +
                 (event.audit_record > logged_.records ? "which ends before it" : "which is of something else")});
        continue;
      }
      const Act& act = *at->second;
      differ(alert, field + ": at", act.at, base::to_iso(event.at));
      differ(alert, field + ": actor", act.actor, event.actor);
      differ(alert, field + ": action", act.action, event.action);
      if (!erased && !alert.salt.empty()) {
        const std::string* digest = act.find("text_digest");
        if (digest == nullptr) {
          differ(alert, field + ": text", "", event.text.empty() ? "" : "a text");
        } else {
          differ_digest(alert, field + ": text", *digest, event.text);
        }
      }
      waiting.erase(at);
    }
    for (const auto& [sequence, act] : waiting) {
      say({alert.id, "history",
           "alert " + alert.id + ": record " + std::to_string(sequence) + " of the audit log (" + act->action +
               ") is not in its history"});
    }
    return {};
  }

  base::Result<void> belongs(const Alert& alert) {
    if (!revisions_.contains(alert.portfolio)) {
      say({alert.id, "portfolio",
           "alert " + alert.id + " is of the portfolio '" + alert.portfolio + "', which there is not"});
      return {};
    }
    const auto run = run_revisions_.find(alert.run);
    if (run == run_revisions_.end()) {
      say({alert.id, "run", "alert " + alert.id + " is of run " + std::to_string(alert.run) + ", which there is not"});
      return {};
    }
    if (alert.state == monitoring::AlertState::kLapsed) return {};  // its counterparty may have left
    CORDON_ASSIGN(const auto row, transaction_.row(alert.portfolio, alert.counterparty, run->second));
    if (!row) {
      say({alert.id, "counterparty",
           "alert " + alert.id + " is of the counterparty '" + alert.counterparty + "', which there is not"});
    }
    return {};
  }

  monitoring::Transaction& transaction_;
  Logged logged_;
  std::map<std::string, std::uint32_t> revisions_;        // by portfolio
  std::map<std::uint64_t, std::uint32_t> run_revisions_;  // of the portfolio, by run
  std::set<std::string> seen_;
  StorageComparison result_;
};

}  // namespace

base::Result<StorageComparison> compare_with_log(monitoring::Transaction& transaction) {
  CORDON_ASSIGN(Logged logged, read_log(transaction));
  return Comparison(transaction, std::move(logged)).run();
}

}  // namespace cordon::service
