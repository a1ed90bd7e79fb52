// The parties of an activity, looked up in the loaded lists as of its date and looked through: their owners in the
// interests that the lists state, each with its own listings.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cordon/measures/party.hpp"
#include "cordon/ownership/graph.hpp"
#include "cordon/screening/screener.hpp"
#include "cordon/store/snapshot.hpp"

namespace cordon::service {

class ListResolver final : public measures::PartyResolver {
 public:
  // corpus: the index over the snapshot's subjects. Errors: those of ownership::read_entities.
  [[nodiscard]] static base::Result<std::unique_ptr<ListResolver>> build(
      std::shared_ptr<const store::Snapshot> snapshot, std::shared_ptr<const match::Corpus> corpus,
      const match::Policy& policy);

  [[nodiscard]] base::Result<measures::PartyFacts> resolve(const measures::PartyQuery& query,
                                                           base::Date as_of) const override;

 private:
  ListResolver(std::shared_ptr<const store::Snapshot> snapshot, std::shared_ptr<const match::Corpus> corpus,
               const match::Policy& policy, ownership::OwnershipGraph graph);
  // Which lists were searched, and which of them are too old for the day.
  [[nodiscard]] measures::PartyFacts searched_on(base::Date as_of) const;
  // Who is meant by a name: facts for the listed party that has it, questions for those that only may.
  void add_named(const measures::PartyQuery& query, base::Date as_of, measures::PartyFacts& facts) const;
  // question: empty when the id is the party's for certain.
  void add_memberships(const model::EntityId& id, const std::string& how, const std::string& question,
                       measures::PartyFacts& facts) const;
  // path: the parties above, so that circles end.
  void add_owners(const model::EntityId& id, base::Date as_of, std::set<std::string>& path,
                  measures::PartyFacts& facts) const;

  std::shared_ptr<const store::Snapshot> snapshot_;
  screening::Screener screener_;
  ownership::OwnershipGraph graph_;
  std::vector<std::string> searched_;
};

}  // namespace cordon::service
