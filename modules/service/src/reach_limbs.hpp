// What screening says beyond names: parties reached through their owners (ownership), owners and operators of listed
// ships and aircraft (vessel), and what the rules say about a row's activity. Each answer carries its own explanation.
// Immutable once built; thread safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cordon/measures/rule.hpp"
#include "cordon/screening/screener.hpp"
#include "cordon/service/screening.hpp"
#include "list_resolver.hpp"
#include "ownership_data.hpp"

namespace cordon::service {

// The lists a request is screened against.
[[nodiscard]] store::SnapshotRequest lists_of(const ScreenRequest& request);

class ReachLimbs {
 public:
  // Returns: null when the request asks for names only. Evaluates every regime asked for (none named: all of them).
  [[nodiscard]] static base::Result<std::unique_ptr<ReachLimbs>> build(Workspace& workspace,
                                                                       std::shared_ptr<const match::Corpus> corpus,
                                                                       const ScreenRequest& request,
                                                                       const match::Policy& policy, unsigned threads);

  // The hits of one row as JSON texts: those by name, told apart by limb, then those by ownership and vessel.
  struct RowHits {
    std::vector<std::string> texts;
    std::size_t beyond_names = 0;  // hits that no list names, also those beyond the limit
  };
  // names: what `by_name` comes from.
  [[nodiscard]] RowHits hits(const match::SubjectFeatures& query, const std::vector<screening::Hit>& by_name,
                             const screening::Screener& names, const screening::ScreenOptions& options) const;
  // What the files of interests held, for people; and what of it could not be read: it holds for every row.
  [[nodiscard]] const std::vector<std::string>& messages() const noexcept { return messages_; }
  [[nodiscard]] const std::vector<std::string>& problems() const noexcept { return problems_; }

 private:
  struct Reached {
    std::string limb;  // "ownership", "vessel"
    std::string json;  // {"limb","regime","verdict","depth","path","ownership"}
  };
  struct Unknown {  // a regime of which no list is loaded: undetermined for everybody
    std::string regime;
    ownership::OwnershipFinding finding;
  };
  ReachLimbs() = default;
  void add_unknown(const OwnershipData& data, const ownership::RegimeQuery& query, const std::string& lacking,
                   bool asked_for);
  [[nodiscard]] static std::string unknown_json(const Unknown& unknown, const std::string& entity);
  base::Result<void> add_regime(const OwnershipData& data, const ownership::RegimeQuery& query, int depth_max);
  void add_vessel_holders(const OwnershipData& data, const ownership::RegimeQuery& query,
                          const ownership::ListedParties& listed);
  void build_screener(const OwnershipData& data, const match::Policy& policy, unsigned threads);
  [[nodiscard]] std::string hit_json(const screening::Hit& hit) const;

  std::vector<std::string> messages_, problems_;
  std::map<std::string, std::vector<Reached>> reached_;  // by entity id
  std::vector<Unknown> unknown_;
  std::unique_ptr<screening::Screener> screener_;  // over the reached parties; null when there are none
};

// What the rules say about a row that names an activity: the columns `activity` (its type) and those of an activity
// file (`project`, `goods`, `tenor_days`, `actor_nationality`, `actor_place` ...).
class ActivityLimb {
 public:
  // Returns: null when no row has an activity.
  [[nodiscard]] static base::Result<std::unique_ptr<ActivityLimb>> build(Workspace& workspace,
                                                                         std::shared_ptr<const match::Corpus> corpus,
                                                                         const ScreenRequest& request,
                                                                         const std::vector<CounterpartyColumns>& rows,
                                                                         const match::Policy& policy, base::Date day);

  // Returns: a JSON array of the answers that are not 'allowed'; empty when the row names no activity.
  // Errors: a value that cannot be read, in the words of the activity reader.
  [[nodiscard]] base::Result<std::string> answers(const CounterpartyColumns& row) const;

 private:
  ActivityLimb(measures::RuleBook book, std::unique_ptr<ListResolver> resolver, base::Date day)
      : book_(std::move(book)), resolver_(std::move(resolver)), day_(day) {}

  measures::RuleBook book_;
  std::unique_ptr<ListResolver> resolver_;
  base::Date day_;
};

}  // namespace cordon::service
