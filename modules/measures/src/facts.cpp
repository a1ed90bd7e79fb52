#include "facts.hpp"

#include <algorithm>
#include <iterator>

#include "classify.hpp"

namespace cordon::measures {
namespace {

using base::Result;

constexpr std::size_t kMaxOwnerDepth = 16;
constexpr const char* kCurated = "curated";  // its tags say what they mean already

class Builder {
 public:
  Builder(const RuleBookData& book, base::Date as_of, const PartyResolver* resolver)
      : book_(book), as_of_(as_of), resolver_(resolver) {}

  Result<Subject> subject(const Party& party, std::string path, bool vessel);
  [[nodiscard]] const std::map<std::string, std::string>& implied() const { return implied_; }

 private:
  void add_given(const std::vector<std::string>& programmes, Subject& out) const;
  void add_curated(const CuratedParty& curated, Subject& out);
  void add_resolved(const PartyFacts& facts, Subject& out, std::size_t depth) const;
  void add_tag(std::string_view text, HeldTag tag, Subject& out) const;
  void settle(Subject& out) const;

  const RuleBookData& book_;
  base::Date as_of_;
  const PartyResolver* resolver_;
  std::map<std::string, std::string> implied_;  // domain -> class, by curated names
};

void Builder::add_tag(std::string_view text, HeldTag tag, Subject& out) const {
  const std::optional<std::string> known = book_.vocabulary.tag(text);
  if (!known) {
    out.not_understood.emplace_back(text);
    return;
  }
  tag.tag = *known;
  out.tags.push_back(std::move(tag));
}

void Builder::add_given(const std::vector<std::string>& programmes, Subject& out) const {
  for (const std::string& programme : programmes) add_tag(programme, {}, out);
  out.all_regimes_known = true;
}

void Builder::add_curated(const CuratedParty& curated, Subject& out) {
  if (out.country.empty()) out.country = curated.country;
  if (out.kind.empty()) out.kind = curated.kind;
  for (const CuratedMembership& membership : curated.memberships) {
    if (membership.known_from.value_or(*membership.from) > as_of_) continue;  // not known on that day
    HeldTag tag;
    tag.from = membership.from;
    // The end of a membership is known only when it has come.
    if (membership.to && *membership.to < as_of_) tag.to = membership.to;
    tag.known_from = membership.known_from;
    tag.entry = kCurated;
    tag.evidence = membership.verified ? "curated name" : "curated name, unverified, mark " + membership.mark;
    if (!membership.note.empty()) tag.evidence += ": " + membership.note;
    add_tag(membership.tag, std::move(tag), out);
  }
  out.known_regimes.insert(curated.complete.begin(), curated.complete.end());
  out.settled_regimes.insert(curated.complete.begin(), curated.complete.end());
  for (const CuratedOwner& owner : curated.owners) {
    Subject held;
    held.name = owner.name;
    held.path = out.path + ".owners[" + std::to_string(out.owners.size()) + "]";
    const auto share = base::BasisPoints::from_int(owner.share_bp).value_or(base::BasisPoints{});
    held.share = ShareRange{share, share};
    held.owners_known = true;
    if (const CuratedParty* known = book_.find_party(owner.name, {}); known != nullptr && known->owners.empty()) {
      add_curated(*known, held);
    }
    settle(held);
    out.owners.push_back(std::move(held));
  }
  if (!curated.complete.empty()) out.owners_known = true;
  for (const auto& [domain, name] : curated.classes) implied_.emplace(domain, name);
}

void Builder::add_resolved(const PartyFacts& facts, Subject& out, std::size_t depth) const {
  for (const Membership& membership : facts.memberships) {
    HeldTag tag;
    tag.from = membership.from;
    tag.to = membership.to;
    tag.evidence = membership.evidence;
    tag.entry = membership.entry;
    tag.question = membership.question;
    add_tag(membership.tag, std::move(tag), out);
  }
  out.known_regimes.insert(facts.searched.begin(), facts.searched.end());
  out.lists.insert(out.lists.end(), facts.lists.begin(), facts.lists.end());
  out.owners_known = out.owners_known || facts.owners_known;
  if (depth >= kMaxOwnerDepth) return;
  for (const OwnerFacts& owner : facts.owners) {
    Subject held;
    held.name = owner.name;
    held.path = out.path + ".owners[" + std::to_string(out.owners.size()) + "]";
    held.share = owner.share;
    add_resolved(owner.facts, held, depth + 1);
    settle(held);
    out.owners.push_back(std::move(held));
  }
}

// A programme tag alone does not say on which list an entry stands: together with a non-blocking list it is that
// list's. That holds within one entry: a bank may stand on a list that blocks and, elsewhere, on one that does not.
void Builder::settle(Subject& out) const {
  std::map<std::string, std::set<std::string>> held;  // by entry
  for (const HeldTag& tag : out.tags) held[tag.entry].insert(tag.tag);
  std::vector<HeldTag> becomes;
  std::erase_if(out.tags, [&](const HeldTag& tag) {
    const std::set<std::string>& together = held[tag.entry];
    if (tag.entry == kCurated || together.contains("SDN")) return false;
    const TagInfo& info = book_.vocabulary.tags.at(tag.tag);
    const bool turned = std::any_of(info.not_blocking_with.begin(), info.not_blocking_with.end(),
                                    [&](const std::string& other) { return together.contains(other); });
    if (turned && !info.then.empty() && !together.contains(info.then)) {
      HeldTag other = tag;
      other.tag = info.then;
      becomes.push_back(std::move(other));
    }
    return turned;
  });
  for (HeldTag& tag : becomes) out.tags.push_back(std::move(tag));
}

Result<Subject> Builder::subject(const Party& party, std::string path, bool vessel) {
  Subject out;
  out.path = std::move(path);
  out.name = party.name.empty() ? (party.entity_id.empty() ? out.path : party.entity_id) : party.name;
  out.country = party.country;
  out.role = party.role;
  out.kind = party.kind;
  out.share = party.share;
  if (out.kind.empty()) out.kind = book_.vocabulary.kind(party.role).value_or("");
  for (std::size_t i = 0; i < party.owners.size(); ++i) {
    CORDON_ASSIGN(Subject owner, subject(party.owners[i], out.path + ".owners[" + std::to_string(i) + "]", false));
    out.owners.push_back(std::move(owner));
  }
  out.owners_known = party.owners_given || party.programmes.has_value() || vessel;
  const CuratedParty* curated = book_.find_party(party.name, party.entity_id);
  if (curated != nullptr) {
    if (party.programmes) {  // the file's facts stand; the name still tells country, kind and project
      if (out.country.empty()) out.country = curated->country;
      if (out.kind.empty()) out.kind = curated->kind;
      for (const auto& [domain, name] : curated->classes) implied_.emplace(domain, name);
    } else {
      add_curated(*curated, out);
    }
  }
  if (party.programmes) {
    add_given(*party.programmes, out);
  } else if (resolver_ != nullptr && (!party.name.empty() || !party.entity_id.empty())) {
    PartyQuery query{party.name, party.entity_id, party.country, vessel, {}, out.kind};
    if (curated != nullptr) {
      std::copy_if(curated->keys.begin(), curated->keys.end(), std::back_inserter(query.aliases),
                   [](const std::string& key) { return !key.starts_with("id:"); });
    }
    CORDON_ASSIGN(const PartyFacts facts, resolver_->resolve(query, as_of_));
    add_resolved(facts, out, 0);
  }
  if (party.owners_given && !party.programmes) {
    out.taken_as_unlisted = out.tags.empty();
    out.all_regimes_known = true;
  }
  if (out.kind == "person") out.owners_known = true;  // nobody owns a person
  settle(out);
  return out;
}

DealDate deal_date_of(const Activity& activity, base::Date as_of, const Vocabulary& vocabulary) {
  if (activity.issue_date) return {activity.issue_date, "issue_date"};
  if (activity.contract_date) return {activity.contract_date, "contract_date"};
  // Lending and placing are done on the day that is asked about; trading what exists already is not.
  const auto group = vocabulary.type_groups.find("creates_debt");
  if (group != vocabulary.type_groups.end() && group->second.contains(activity.type)) {
    return {base::PartialDate::from_parts(as_of.year(), as_of.month(), as_of.day()), "as_of"};
  }
  return {std::nullopt, "issue_date"};
}

void collect_days(const Subject& subject, base::Date as_of, std::set<base::Date>& out) {
  for (const HeldTag& tag : subject.tags) {
    if (tag.from && *tag.from > as_of) out.insert(*tag.from);
  }
  for (const Subject& owner : subject.owners) collect_days(owner, as_of, out);
}

}  // namespace

std::vector<base::Date> Facts::scheduled_days() const {
  std::set<base::Date> days;
  for (const Subject& party : parties) collect_days(party, as_of, days);
  for (const Subject& holder : interests) collect_days(holder, as_of, days);
  if (vessel) collect_days(*vessel, as_of, days);
  return {days.begin(), days.end()};
}

Result<Facts> build_facts(const Activity& activity, base::Date as_of, const RuleBookData& book,
                          const PartyResolver* resolver) {
  Facts out;
  out.activity = &activity;
  out.book = &book;
  out.as_of = as_of;
  out.listing_date = as_of;
  Builder builder(book, as_of, resolver);
  for (std::size_t i = 0; i < activity.parties.size(); ++i) {
    CORDON_ASSIGN(Subject one, builder.subject(activity.parties[i], "parties[" + std::to_string(i) + "]", false));
    out.parties.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < activity.ownership.size(); ++i) {
    CORDON_ASSIGN(Subject one, builder.subject(activity.ownership[i], "ownership[" + std::to_string(i) + "]", false));
    out.interests.push_back(std::move(one));
  }
  if (activity.voting_holder) {
    CORDON_ASSIGN(out.voting_holder, builder.subject(*activity.voting_holder, "voting_majority", false));
  }
  if (activity.vessel) {
    Party vessel;
    vessel.name = *activity.vessel;
    vessel.kind = "vessel";
    CORDON_ASSIGN(out.vessel, builder.subject(vessel, "vessel", true));
  }
  std::map<std::string, std::string> implied = builder.implied();
  // Goods bought from somebody in Russia are taken as Russian when no text says otherwise.
  for (const Subject& party : out.parties) {
    const bool supplies = party.role.empty() || party.role == "seller" || party.role == "supplier" ||
                          party.role == "producer" || party.role == "exporter" || party.role == "shipper";
    if (supplies && party.country == "ru") implied.emplace("origin", "russian");
    if (supplies && party.country == "ir") implied.emplace("origin", "iranian");
  }
  const auto by_type = book.vocabulary.implied.find(activity.type);
  // A trade in goods is no instrument unless the type or a text says so; only debt has a tenor.
  const bool by_type_known = by_type != book.vocabulary.implied.end() && by_type->second.contains("instrument");
  if (!by_type_known && activity.goods) implied.emplace("instrument", "goods-trade");
  if (!by_type_known && activity.tenor_days) implied.emplace("instrument", "debt");
  for (const auto& [id, domain] : book.vocabulary.domains) {
    out.classes.emplace(
        id, classify(domain, activity, implied, by_type == book.vocabulary.implied.end() ? nullptr : &by_type->second));
  }
  out.deal_date = deal_date_of(activity, as_of, book.vocabulary);
  return out;
}

}  // namespace cordon::measures
