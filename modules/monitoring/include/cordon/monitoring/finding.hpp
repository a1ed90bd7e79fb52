// A finding: what a screening says about one counterparty and one cluster, with the facts of both sides, as the JSON
// text that alerts keep: {"facts", "reason", "searched"}.
// Invariant: facts_json() depends on the screened values only, never on version numbers or the time, so that a full and
// a delta run compare equal and a replay can be compared byte for byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/result.hpp"
#include "cordon/match/features.hpp"
#include "cordon/monitoring/portfolio.hpp"
#include "cordon/screening/screener.hpp"

namespace cordon::monitoring {

struct ScreenedHit {
  screening::Hit hit;
  match::SubjectFeatures listed;  // the entity's identifying facts
  // JSON array, how owners reach the entity: {limb, regime, verdict, depth, path, rule, citation, listed, ownership};
  // empty for a hit by the entity's own listing.
  std::string reach = {};
};

struct Screened {
  std::string key;
  std::uint32_t row_revision = 0;
  CounterpartyValues values;
  std::vector<std::string> problems;  // values that could not be read
  match::SubjectFeatures query;
  std::vector<ScreenedHit> hits;  // of one cluster, best first
};

// Why an alert was opened, changed or lapsed: in terms of the fact that changed. No personal values.
struct Reason {
  // first-screening, counterparty-added, counterparty-changed, counterparty-removed, listed, entity-changed, delisted,
  // reclustered, ownership-changed, policy-changed, suppression-fell, suppression-ended, rescreened
  std::string kind;
  std::string text;
  std::vector<std::string> programmes;  // the legal basis touched by the change
};

// What is needed to compute the finding again.
struct SearchedVersion {
  std::string source;
  std::uint32_t version = 0;
  std::string sha256;
  std::string published;
};
// The graph behind an ownership finding: its interests are those of the versions searched.
struct SearchedGraph {
  std::string as_of;         // the day of the verdicts
  std::string sha256;        // of the interests, see OwnershipUsed
  std::string rules_sha256;  // of the text of the ownership rules, which the storage keeps
};
struct Searched {
  std::vector<SearchedVersion> lists;  // of the hits, of an ownership finding all behind the graph; sorted by source
  std::optional<SearchedGraph> graph = {};  // of an ownership finding
  std::string portfolio;
  std::uint32_t row_revision = 0;
  PortfolioSettings settings;
  std::string policy;  // "onboarding/3"
  std::string policy_sha256;
  std::string clusters_sha256;  // of the text of the clusters then, see Storage's texts; empty: none
  std::string software;
};

[[nodiscard]] std::string facts_json(const Screened& screened);
// Requires: facts is what facts_json() wrote.
[[nodiscard]] std::string finding_json(std::string_view facts, const Reason& reason, const Searched& searched);

// The parts of a stored finding, as JSON texts. Errors: kDamaged.
[[nodiscard]] base::Result<std::string> facts_of(std::string_view finding);
[[nodiscard]] base::Result<Searched> searched_of(std::string_view finding);
// {entity id, source} of the hits.
[[nodiscard]] base::Result<std::vector<std::pair<std::string, std::string>>> entities_of(std::string_view finding);

// Where two facts differ: "hits/0/score: 0.91 -> 0.88", at most `limit` lines.
[[nodiscard]] std::vector<std::string> differences(std::string_view facts, std::string_view other, std::size_t limit);

// What is left of a finding after an erasure: ids, scores, programmes and versions, no personal values.
[[nodiscard]] base::Result<std::string> pseudonymised_finding(std::string_view finding);

}  // namespace cordon::monitoring
