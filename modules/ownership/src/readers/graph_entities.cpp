// A graph of interests as FollowTheMoney entities.
#include <map>

#include "cordon/base/date.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "readers/kind_role.hpp"

namespace cordon::ownership {

namespace {

// In the words parse_share_text() reads; the last digit of a bound says whether it is exclusive (share.hpp).
std::string share_words(const ShareRange& share) {
  if (share.is_unknown()) return {};
  if (share.is_exact()) return percent_text(share.min);
  const bool above = share.min.units() % 10 == 1;
  const bool below = share.max.units() % 10 == 9;
  return (above ? "more than " : "") + percent_text(share.min) + " % to " + (below ? "less than " : "") +
         percent_text(share.max) + " %";
}

// A date as coarse as it is: a day, a month or a year; empty when open.
std::string date_words(std::int32_t first, std::int32_t last) {
  if (first == INT32_MIN || last == INT32_MAX) return {};
  const std::string from = base::Date(first).to_string();
  const std::string to = base::Date(last).to_string();
  if (from == to) return from;
  return from.substr(0, from.substr(0, 7) == to.substr(0, 7) ? 7 : 4);
}

model::Entity interest_entity(const OwnershipGraph& graph, const Interest& interest, std::string id) {
  const bool tie = interest_class(interest.kind) == InterestClass::kAssociation;
  model::Entity entity(EntityId(std::move(id)), tie ? "UnknownLink" : "Ownership");
  entity.add(tie ? "subject" : "owner", graph.id(interest.owner));
  entity.add(tie ? "object" : "asset", graph.id(interest.asset));
  entity.add("role", std::string(kKindRole) + std::string(interest_kind_name(interest.kind)));
  if (!tie) entity.add("percentage", share_words(interest.share));
  entity.add("startDate", date_words(interest.period.start_first, interest.period.start_last));
  entity.add("endDate", date_words(interest.period.end_first, interest.period.end_last));
  return entity;
}

}  // namespace

void graph_entities(const OwnershipGraph& graph, std::string_view prefix,
                    const std::function<bool(model::Entity&&)>& visit) {
  for (NodeIndex node = 0; node < graph.node_count(); ++node) {
    const PartyFacts facts = graph.facts(node);
    model::Entity party(EntityId(std::string(graph.id(node))), facts.schema.empty() ? "LegalEntity" : facts.schema);
    party.add("name", graph.caption(node));
    const bool person = party.schema() == "Person";
    for (const std::string& date : facts.birth_dates) party.add(person ? "birthDate" : "incorporationDate", date);
    if (!visit(std::move(party))) return;
  }
  std::map<std::string, std::uint32_t> seen;
  for (const Interest& interest : graph.interests()) {
    std::string id(prefix);
    id += ':' + graph.record_text(interest);
    const std::uint32_t before = seen[id]++;
    if (before > 0) id += '#' + std::to_string(before + 1);
    if (!visit(interest_entity(graph, interest, std::move(id)))) return;
  }
}

}  // namespace cordon::ownership
