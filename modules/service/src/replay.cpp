// Recomputing alerts from what they name: list versions, counterparty version, policy text, settings.
#include <algorithm>
#include <map>

#include "alert_json.hpp"
#include "book_screening.hpp"
#include "cordon/service/alerts.hpp"
#include "index_cache.hpp"
#include "json_writer.hpp"
#include "monitor.hpp"
#include "watch_reach.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;
using monitoring::Alert;

constexpr std::size_t kDifferencesShown = 20;

struct Replayed {
  bool identical = false;
  bool erased = false;
  std::vector<std::string> differences;
};

class Replay {
 public:
  Replay(Workspace& workspace, monitoring::Transaction& transaction)
      : workspace_(workspace), transaction_(transaction) {}

  base::Result<Replayed> alert(const Alert& alert, const monitoring::Searched& searched) {
    Replayed result;
    CORDON_ASSIGN(const auto row, transaction_.row(alert.portfolio, alert.counterparty, searched.row_revision));
    if (!row || row->body.empty()) {
      result.erased = alert.salt.empty();  // an erasure takes the key too; else the values are lost
      result.differences = {result.erased ? "the counterparty's values were erased: nothing is left to screen"
                                          : "the counterparty's values are gone, and no erasure took them"};
      return result;
    }
    CORDON_ASSIGN(const match::Policy policy, policy_of(searched, result));
    CORDON_ASSIGN(const auto corpus, lists_of(searched, result));
    const screening::Screener screener(corpus, policy);
    CORDON_TRY(take_clusters(searched));
    BookScreening screening(screener, clusters_, searched, searched.lists, 1);
    if (searched.graph) {
      CORDON_TRY(take_graph(searched, policy, result));
      screening.look_through(*reach_);
    }
    std::vector<monitoring::CurrentFinding> findings;
    CORDON_TRY(screening.screen({{row->key, row->revision, row->body}}, findings));
    CORDON_ASSIGN(const std::string recorded, monitoring::facts_of(alert.finding));
    // A cluster may have had another name at a past revision: the facts decide.
    auto found = std::ranges::find(findings, recorded, &monitoring::CurrentFinding::facts);
    if (found == findings.end()) {
      found = std::ranges::find(findings, alert.cluster, &monitoring::CurrentFinding::cluster);
    }
    if (found == findings.end()) {
      result.differences.emplace_back("the finding: recorded -> not found");
    } else if (found->facts != recorded) {
      const auto more = monitoring::differences(recorded, found->facts, kDifferencesShown);
      result.differences.insert(result.differences.end(), more.begin(), more.end());
    }
    result.identical = result.differences.empty();
    return result;
  }

 private:
  // The policy as it was then.
  base::Result<match::Policy> policy_of(const monitoring::Searched& searched, Replayed& result) {
    const auto sha256 = base::ContentHash::from_hex(searched.policy_sha256);
    if (!sha256) return Error{ErrorCode::kDamaged, "the finding names no policy"};
    CORDON_ASSIGN(const std::optional<std::string> text, transaction_.text(*sha256));
    if (!text || base::ContentHash::of(*text) != *sha256) {
      return Error{ErrorCode::kDamaged, "the text of policy " + searched.policy + " is missing or damaged"};
    }
    auto policy = match::Policy::parse(*text, "policy " + searched.policy);
    if (!policy) {
      result.differences.push_back("policy " + searched.policy +
                                   ": this program cannot read it: " + policy.error().message);
    }
    return policy;
  }

  // The clusters as they were then.
  base::Result<void> take_clusters(const monitoring::Searched& searched) {
    if (searched.clusters_sha256 == clusters_sha256_) return {};
    clusters_.clear();
    if (const auto sha256 = base::ContentHash::from_hex(searched.clusters_sha256)) {
      CORDON_ASSIGN(const std::optional<std::string> text, transaction_.text(*sha256));
      if (!text) return Error{ErrorCode::kDamaged, "the clusters that the finding names are missing"};
      CORDON_ASSIGN(clusters_, clusters_of_text(*text));
    }
    clusters_sha256_ = searched.clusters_sha256;
    return {};
  }

  // The graph as it was then, under the rules of then.
  base::Result<void> take_graph(const monitoring::Searched& searched, const match::Policy& policy, Replayed& result) {
    std::string key = searched.graph->as_of + " " + searched.graph->rules_sha256 + " " + searched.settings.regime +
                      " " + std::to_string(searched.settings.depth) + " " + searched.policy_sha256;
    PortfolioReachRequest request;
    for (const monitoring::SearchedVersion& list : searched.lists) {
      request.versions.emplace_back(model::SourceId{list.source}, list.version);
      key += " " + list.source + "/" + std::to_string(list.version);
    }
    if (key != reach_key_ || !reach_) {
      request.regime = searched.settings.regime;
      request.depth = searched.settings.depth;
      CORDON_ASSIGN(request.day, base::Date::parse(searched.graph->as_of));
      CORDON_ASSIGN(request.rules, ownership_rules_of(transaction_, searched.graph->rules_sha256));
      CORDON_ASSIGN(reach_, PortfolioReach::build(workspace_, request, policy));
      reach_key_ = key;
    }
    if (reach_->used().sha256 != searched.graph->sha256) {
      result.differences.push_back("the ownership graph: " + searched.graph->sha256 + " -> " + reach_->used().sha256);
    }
    return {};
  }

  base::Result<std::shared_ptr<const match::Corpus>> lists_of(const monitoring::Searched& searched, Replayed& result) {
    store::SnapshotRequest request;
    std::string key;
    for (const monitoring::SearchedVersion& list : searched.lists) {
      request.exact.emplace_back(model::SourceId{list.source}, list.version);
      key += list.source + "/" + std::to_string(list.version) + " ";
    }
    if (key != key_ || !index_.corpus) {
      CORDON_ASSIGN(index_, open_index(workspace_, request, 0));
      key_ = key;
    }
    for (const monitoring::SearchedVersion& list : searched.lists) {
      for (const store::VersionInfo& version : index_.versions) {
        if (version.source.str() == list.source && version.sha256.hex() != list.sha256) {
          result.differences.push_back(list.source + " version " + std::to_string(list.version) +
                                       ": another content than the alert names");
        }
      }
    }
    return index_.corpus;
  }

  Workspace& workspace_;
  monitoring::Transaction& transaction_;
  std::string key_;  // of the versions that index_ covers
  ListIndex index_;
  std::string reach_key_;
  std::shared_ptr<const PortfolioReach> reach_;
  std::string clusters_sha256_;
  ClusterIds clusters_;
};

std::string replay_json(const Alert& alert, const monitoring::Searched& searched, const Replayed& result) {
  JsonWriter json;
  json.begin_object();
  json.key("alert").value(alert.id).key("revision").value(alert.revision);
  json.key("identical").value(result.identical);
  json.key("outcome").value(result.identical ? "identical" : result.erased ? "erased" : "differs");
  if (result.erased) json.key("erased").value(true);
  json.key("differences").strings(result.differences);
  json.key("lists").begin_array();
  for (const monitoring::SearchedVersion& list : searched.lists) {
    json.begin_object().key("source").value(list.source).key("version").value(list.version);
    json.key("sha256").value(list.sha256).end_object();
  }
  json.end_array();
  if (searched.graph) {
    json.key("graph").begin_object().key("as_of").value(searched.graph->as_of);
    json.key("sha256").value(searched.graph->sha256).key("rules_sha256").value(searched.graph->rules_sha256);
    json.end_object();
  }
  json.key("policy").value(searched.policy).key("policy_sha256").value(searched.policy_sha256);
  json.key("software").value(searched.software).key("replayed_by").value(software_version());
  json.end_object();
  return json.text();
}

}  // namespace

base::Result<bool> replay(Workspace& workspace, const std::string& id, const JsonSink& sink) {
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, false));
  CORDON_ASSIGN(const auto transaction, storage->begin_read());
  struct Item {
    std::string versions;
    std::string id;
    std::uint32_t revision = 0;
  };
  std::vector<Item> items;
  if (!id.empty()) {
    CORDON_ASSIGN(const Alert alert, need_alert(*transaction, id));
    items.push_back({{}, alert.id, alert.revision});
  } else {
    monitoring::AlertFilter filter;
    filter.with_findings = false;
    CORDON_TRY(transaction->for_each_alert(filter, [&](Alert&& alert) -> base::Result<void> {
      for (std::uint32_t revision = 1; revision <= alert.revision; ++revision)
        items.push_back({{}, alert.id, revision});
      return {};
    }));
    for (Item& item : items) {
      CORDON_ASSIGN(const std::string finding, transaction->finding(item.id, item.revision));
      CORDON_ASSIGN(const monitoring::Searched searched, monitoring::searched_of(finding));
      for (const auto& list : searched.lists) item.versions += list.source + "/" + std::to_string(list.version) + " ";
    }
    // Alerts of the same versions one after the other: each version is opened once.
    std::ranges::stable_sort(items, {}, &Item::versions);
  }
  Replay replay(workspace, *transaction);
  bool all = true;
  for (const Item& item : items) {
    CORDON_ASSIGN(Alert alert, need_alert(*transaction, item.id));
    alert.revision = item.revision;
    CORDON_ASSIGN(alert.finding, transaction->finding(item.id, item.revision));
    CORDON_ASSIGN(const monitoring::Searched searched, monitoring::searched_of(alert.finding));
    CORDON_ASSIGN(const Replayed result, replay.alert(alert, searched));
    all = all && (result.identical || (id.empty() && result.erased));
    CORDON_TRY(sink(replay_json(alert, searched, result)));
  }
  return all;
}

}  // namespace cordon::service
