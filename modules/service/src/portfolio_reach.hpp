// Whom ownership and control reach, for a watched portfolio: the parties of a graph that are not listed themselves
// under a regime and are owned or controlled by parties that are, each with its proof, and an index of their names. The
// graph is that of exact versions of lists and imported ownership data, the rules are those of a given text, the day is
// given: the same values give the same parties, so that a delta can compare two states and a replay can repeat one.
// Immutable once built; thread safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cordon/match/policy.hpp"
#include "cordon/monitoring/finding.hpp"
#include "cordon/monitoring/run.hpp"
#include "cordon/screening/screener.hpp"
#include "ownership_data.hpp"

namespace cordon::service {

struct PortfolioReachRequest {
  std::vector<std::pair<model::SourceId, std::uint32_t>> versions;  // lists and ownership data
  std::string regime = "us-ofac";
  int depth = 1;  // longer chains are left out, and counted
  base::Date day;
  std::string rules;     // text of the rules, as data/ownership/regimes.yaml
  unsigned threads = 1;  // for indexing
};

// The rules of this program as a text.
[[nodiscard]] std::string_view shipped_ownership_rules() noexcept;

class PortfolioReach {
 public:
  // A listed party at the end of a proof.
  struct Holder {
    std::string id;      // of the graph
    std::string entity;  // of the list; differs where a party of a file is taken for a listed one by name
    std::string caption;
    std::string source;
    std::vector<std::string> programmes;
    double name_score = 0;  // of a party taken by name, else 0
    friend bool operator==(const Holder&, const Holder&) = default;
  };
  // One way a party is reached.
  struct Limb {
    std::string limb;     // "ownership", "vessel", "control"
    std::string verdict;  // "blocked", "undetermined"; empty for a holder of a listed vessel
    std::string rule;     // id@revision
    std::string citation;
    std::string path;  // in words
    std::string missing;
    std::vector<std::string> doubts;  // questions whether owners are listed parties
    ownership::ShareRange share;
    std::string threshold;  // "50 %", "more than 50 %"; empty: none
    std::vector<ownership::EvidenceStep> steps;
    std::vector<Holder> listed;
    std::vector<Holder> perhaps_listed;  // those of the doubts, with the likeliest party of the list
    std::string json;
  };
  struct Party {
    std::string id;
    std::string caption;
    model::SourceId source;
    std::string json;  // array of the limbs' texts
    std::vector<Limb> limbs;
    match::SubjectFeatures features;
    // What the legal basis of a finding is: programmes of the holders, then rules with their citations.
    [[nodiscard]] std::vector<std::string> legal_basis() const;
    // "X is blocked through its owners: A (listed) holds shares in X (60 %). Rule ...".
    [[nodiscard]] std::string words() const;
  };

  // Errors: kInvalidArgument for an unknown regime; kMalformed for rules that cannot be read; those of the store.
  [[nodiscard]] static base::Result<std::shared_ptr<const PortfolioReach>> build(const Workspace& workspace,
                                                                                 const PortfolioReachRequest& request,
                                                                                 const match::Policy& policy);

  // By entity id.
  [[nodiscard]] const std::map<std::string, Party>& parties() const noexcept { return parties_; }
  // Over the parties' names; null when there are none. Hits have the parties' ids.
  [[nodiscard]] const screening::Screener* screener() const noexcept { return screener_.get(); }
  // Over the names of the lists among the versions.
  [[nodiscard]] const screening::Screener& names() const noexcept { return *names_; }
  [[nodiscard]] const monitoring::OwnershipUsed& used() const noexcept { return used_; }
  [[nodiscard]] const OwnershipData& data() const noexcept { return data_; }
  [[nodiscard]] base::Date day() const noexcept { return query_.as_of; }
  [[nodiscard]] const std::string& regime() const noexcept { return regime_; }

 private:
  PortfolioReach() = default;
  [[nodiscard]] base::Result<void> load(const Workspace& workspace, const PortfolioReachRequest& request,
                                        const match::Policy& policy);
  [[nodiscard]] base::Result<void> evaluate(int depth);
  void add_finding(ownership::OwnershipFinding&& finding, int depth_max, bool by_control);
  void add_vessel_holders();
  void add_unknown(const std::string& lacking);
  void add_limb(const std::string& id, Limb limb);
  void finish(const match::Policy& policy, unsigned threads);
  [[nodiscard]] Holder holder_of(const std::string& id) const;
  // Those of the missing facts that are about who an owner is.
  [[nodiscard]] std::vector<std::string> doubts_in(const std::vector<std::string>& missing) const;
  [[nodiscard]] bool is_listed(std::string_view id) const { return data_.listed.is_listed_on(id, query_.as_of); }

  OwnershipData data_;
  ownership::RegimeBook book_;
  ownership::RegimeQuery query_;
  const ownership::OwnershipRule* rule_ = nullptr;
  std::string regime_;
  std::map<std::string, NameLink, std::less<>> links_;   // by party: that which is listed, the best of several
  std::map<std::string, NameLink, std::less<>> doubts_;  // the same of those that may be listed
  std::map<std::string, Party> parties_;
  std::unique_ptr<const screening::Screener> names_;
  std::unique_ptr<const screening::Screener> screener_;
  monitoring::OwnershipUsed used_;
};

// What differs between two states: by party the fact that changed, in words, with its legal basis.
[[nodiscard]] std::map<std::string, monitoring::Reason> reach_changes(const PortfolioReach& before,
                                                                      const PortfolioReach& now);

}  // namespace cordon::service
