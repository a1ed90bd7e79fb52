// Listing and ownership of the parties to an activity. The owners form a tree (what the file or the resolver gives), so
// the least fixpoint of the 50 percent rules is one pass from the leaves: a stake of somebody who passes counts in
// full, a stake held through somebody who does not pass counts nothing.
#include <algorithm>
#include <set>

#include "evaluate.hpp"

namespace cordon::measures {
namespace {

bool active(const HeldTag& tag, base::Date day) {
  return (!tag.from || *tag.from <= day) && (!tag.to || day <= *tag.to);
}

std::string listing_text(const Subject& subject, const HeldTag& tag) {
  std::string out = subject.name + " is listed as " + tag.tag;
  if (tag.from) out += " since " + tag.from->to_string();
  if (!tag.evidence.empty()) out += " (" + tag.evidence + ")";
  return out;
}

// People have no owners, and who is named by a name alone may be one.
std::string owners_not_known(const Subject& subject) {
  if (!subject.kind.empty()) return "the owners of " + subject.name + " are not known";
  return "whether " + subject.name + " is a company, and who owns it, is not known";
}

constexpr const char* kJointArrangement = "a joint arrangement";

bool is_joint(const Subject& subject) { return subject.role.starts_with("joint"); }

// Whose holdings count as one: a person's own, or those of a joint arrangement (S.I. 2019/855, Schedule 1).
std::string holder_of(const Subject& subject) { return is_joint(subject) ? kJointArrangement : subject.name; }

// Whether he is the listed party of a wanted tag is not certain.
Finding doubtful_listing(const Subject& subject, const std::vector<const HeldTag*>& tags, const Facts& facts) {
  Finding out{facts.near ? Truth::kTrue : Truth::kUnknown, {}, ""};
  for (const HeldTag* tag : tags) {
    add_missing(out.missing, {tag->question});
    append_sentence(out.text, subject.name + " may be, by name alone, " + tag->evidence);
  }
  return out;
}

// 'Not listed' rests on the lists that tell the wanted tags: their versions are named, and one that is too old for the
// day does not say so.
Finding not_listed(const Subject& subject, const PartyTest& test, const Facts& facts) {
  const Vocabulary& vocabulary = facts.book->vocabulary;
  Finding out{Truth::kFalse, {}, subject.name + " is not " + test.what};
  std::string lists;
  std::string old;
  for (const std::string& tag : test.tags) {
    if (subject.settled_regimes.contains(vocabulary.tags.at(tag).regime)) continue;
    const ConsultedList* newest = nullptr;
    bool stale = true;
    for (const ConsultedList& list : subject.lists) {
      if (!list_tells(list.source, tag)) continue;
      stale = stale && list.stale;
      if (newest == nullptr || list.published > newest->published) newest = &list;
    }
    if (newest == nullptr) continue;
    const std::string title(list_title(newest->source));
    append_sentence(lists, title + " of " + newest->published.to_string(), ", ");
    if (!stale) continue;
    append_sentence(old, title + " of " + newest->published.to_string(), ", ");
    add_missing(out.missing, {title + " as of " + facts.as_of.to_string() + " (the newest here is of " +
                              newest->published.to_string() + ")"});
  }
  if (!old.empty()) {
    return {Truth::kUnknown, out.missing,
            subject.name + " is not on " + old + ", which is too old to say more for " + facts.as_of.to_string()};
  }
  if (!lists.empty()) out.text += " (" + lists + ")";
  return out;
}

Finding own_listing(const Subject& subject, const PartyTest& test, const Facts& facts) {
  const Vocabulary& vocabulary = facts.book->vocabulary;
  if (!test.only.empty() && holder_of(subject) != test.only) return {Truth::kFalse, {}, ""};
  const auto wanted = [&](const std::string& tag) {
    return std::find(test.tags.begin(), test.tags.end(), tag) != test.tags.end();
  };
  bool vague = false;
  std::vector<const HeldTag*> doubtful;
  for (const HeldTag& tag : subject.tags) {
    if (!active(tag, facts.listing_date)) continue;
    if (!tag.question.empty()) {
      const bool settled = subject.settled_regimes.contains(vocabulary.tags.at(tag.tag).regime);
      if (wanted(tag.tag) && !settled) doubtful.push_back(&tag);
      continue;
    }
    if (wanted(tag.tag)) {
      return {Truth::kTrue, {}, listing_text(subject, tag), {vocabulary.tags.at(tag.tag).citation}};
    }
    const std::vector<std::string>& exact = vocabulary.tags.at(tag.tag).vague_for;
    const bool named = std::any_of(subject.tags.begin(), subject.tags.end(), [&](const HeldTag& other) {
      return std::find(exact.begin(), exact.end(), other.tag) != exact.end();
    });
    vague = vague || (!named && std::any_of(exact.begin(), exact.end(), wanted));
  }
  if (!doubtful.empty()) return doubtful_listing(subject, doubtful, facts);
  if (vague) {
    return {Truth::kUnknown,
            {subject.path + ".programmes"},
            subject.name + " is on a list whose entries stand under several directives, and which one is not given"};
  }
  if (!subject.not_understood.empty()) {
    return {Truth::kUnknown,
            {subject.path + ".programmes"},
            "the programme '" + subject.not_understood.front() + "' of " + subject.name + " is not understood"};
  }
  if (subject.all_regimes_known) {
    return {Truth::kFalse,
            {},
            subject.name + " is not " + test.what +
                (subject.taken_as_unlisted ? " (described by its owners alone, taken as not listed itself)" : "")};
  }
  if (std::includes(subject.known_regimes.begin(), subject.known_regimes.end(), test.regimes.begin(),
                    test.regimes.end())) {
    return not_listed(subject, test, facts);
  }
  return {Truth::kUnknown,
          {subject.path + ".programmes"},
          "whether " + subject.name + " is " + test.what + " is not known: it was not screened"};
}

const OwnershipStep* step_on(const OwnershipTest& test, base::Date day) {
  for (const OwnershipStep& step : test.steps) {
    if ((!step.from || *step.from <= day) && (!step.to || day <= *step.to)) return &step;
  }
  return nullptr;
}

// What is held by those who pass: for sure, and at most.
struct Holding {
  std::int32_t low = 0;
  std::int32_t high = 0;
  std::vector<std::string> missing;
  std::string text;  // "A 40 % + B 10 %"
  std::vector<std::string> citations;
};

Finding passes(const Subject& subject, const PartyTest& test, const Facts& facts);

Holding holding_of(const std::vector<Subject>& owners, const PartyTest& test, const Facts& facts) {
  Holding out;
  std::int32_t others_at_least = 0;  // surely held by somebody who does not pass
  std::int32_t open_high = 0;
  // Under a joint arrangement each is treated as holding the sum: one listed holder is enough.
  const bool joint =
      test.only == kJointArrangement && std::any_of(owners.begin(), owners.end(), [&](const Subject& one) {
        return is_joint(one) && passes(one, test, facts).truth == Truth::kTrue;
      });
  for (const Subject& owner : owners) {
    Finding finding = passes(owner, test, facts);
    if (joint && is_joint(owner)) finding.truth = Truth::kTrue;
    const std::int32_t low = owner.share ? owner.share->min.value() : 0;
    const std::int32_t high = owner.share ? owner.share->max.value() : base::BasisPoints::kWhole;
    if (finding.truth == Truth::kFalse) {
      others_at_least += low;
      continue;
    }
    if (finding.truth == Truth::kTrue) {
      add_missing(out.citations, finding.citations);
      out.low += low;
      append_sentence(out.text,
                      owner.name + " " +
                          (!owner.share  ? std::string("with an unknown share")
                           : low == high ? percent_text(low)
                                         : percent_text(low) + " to " + percent_text(high)),
                      " + ");
    } else {
      add_missing(out.missing, finding.missing);
    }
    if (!owner.share || low != high) add_missing(out.missing, {owner.path + ".share"});
    open_high += high;
  }
  const std::int32_t room = std::max(0, base::BasisPoints::kWhole - others_at_least);
  out.high = std::max(out.low, std::min(room, open_high));
  return out;
}

void collect_holders(const Subject& subject, const PartyTest& test, const Facts& facts, std::set<std::string>& out) {
  for (const Subject& owner : subject.owners) {
    if (own_listing(owner, test, facts).truth != Truth::kFalse) out.insert(holder_of(owner));
    collect_holders(owner, test, facts, out);
  }
}

Finding best_of(const std::vector<Finding>& findings, std::string_view none);
Finding owned(const Subject& subject, const PartyTest& test, const Facts& facts);

// Where shares of several persons are not added, each is tested alone, with what he holds through his own companies.
Finding owned_by_one(const Subject& subject, const PartyTest& test, const Facts& facts) {
  std::set<std::string> holders;
  collect_holders(subject, test, facts, holders);
  PartyTest alone = test;
  std::vector<Finding> findings;
  for (const std::string& holder : holders) {
    alone.only = holder;
    findings.push_back(owned(subject, alone, facts));
  }
  if (holders.empty() && !subject.owners_known) {
    return {Truth::kUnknown, {subject.path + ".owners"}, owners_not_known(subject)};
  }
  return best_of(findings, "");
}

Finding owned(const Subject& subject, const PartyTest& test, const Facts& facts) {
  if (facts.near) {
    const bool some = std::any_of(subject.owners.begin(), subject.owners.end(), [&](const Subject& owner) {
      return passes(owner, test, facts).truth == Truth::kTrue;
    });
    return {some ? Truth::kTrue : Truth::kFalse, {}, ""};
  }
  const OwnershipStep* step = step_on(*test.ownership, facts.as_of);
  if (step == nullptr) return {Truth::kFalse, {}, "no ownership rule applied on that day"};
  if (!step->aggregate && test.only.empty()) return owned_by_one(subject, test, facts);
  const Holding holding = holding_of(subject.owners, test, facts);
  const auto reaches = [&](std::int32_t share) {
    return step->inclusive ? share >= step->threshold.value() : share > step->threshold.value();
  };
  const std::string bound = std::string(step->inclusive ? "at least " : "more than ") +
                            percent_text(step->threshold.value()) + (step->aggregate ? " together" : " by one owner");
  const std::string sum = holding.text + " = " + percent_text(holding.low) + " of " + subject.name;
  if (reaches(holding.low)) {
    if (test.owned_kind.empty() || subject.kind == test.owned_kind) {
      Finding out{Truth::kTrue, {}, sum + ", which is " + bound, holding.citations};
      out.citations.push_back(test.ownership->citation);
      return out;
    }
    if (subject.kind.empty()) {
      return {Truth::kUnknown,
              {subject.path + ".kind"},
              sum + "; the rule reaches owned companies only if they are a " + test.owned_kind};
    }
    return {Truth::kFalse, {}, sum + ", but " + subject.name + " is not a " + test.owned_kind};
  }
  if (!subject.owners_known) {
    return {Truth::kUnknown, {subject.path + ".owners"}, owners_not_known(subject)};
  }
  if (reaches(holding.high)) {
    return {Truth::kUnknown, holding.missing,
            (holding.text.empty() ? "owners of " + subject.name + " that were not screened" : sum) +
                " for sure and up to " + percent_text(holding.high) + "; the test is " + bound};
  }
  if (holding.text.empty()) return {Truth::kFalse, {}, ""};
  return {Truth::kFalse, {}, sum + ", below the test of " + bound};
}

Finding passes(const Subject& subject, const PartyTest& test, const Facts& facts) {
  Finding own = own_listing(subject, test, facts);
  if (own.truth == Truth::kTrue || test.ownership == nullptr) return own;
  Finding through = owned(subject, test, facts);
  if (through.truth == Truth::kTrue) return through;
  if (own.truth == Truth::kFalse && through.truth == Truth::kFalse) {
    if (!through.text.empty()) own.text = through.text;
    return own;
  }
  Finding out{Truth::kUnknown, {}, ""};
  for (Finding* part : {&own, &through}) {
    if (part->truth != Truth::kUnknown) continue;
    add_missing(out.missing, part->missing);
    append_sentence(out.text, part->text);
  }
  return out;
}

Finding best_of(const std::vector<Finding>& findings, std::string_view none) {
  Finding out{Truth::kFalse, {}, ""};
  for (const Finding& finding : findings) {
    if (finding.truth == Truth::kTrue) {
      if (out.truth != Truth::kTrue) out = {Truth::kTrue, {}, ""};
      append_sentence(out.text, finding.text);
      add_missing(out.citations, finding.citations);
    } else if (finding.truth == Truth::kUnknown && out.truth != Truth::kTrue) {
      if (out.truth == Truth::kFalse) out = {Truth::kUnknown, {}, ""};
      append_sentence(out.text, finding.text);
      add_missing(out.missing, finding.missing);
    } else if (finding.truth == Truth::kFalse && out.truth == Truth::kFalse) {
      append_sentence(out.text, finding.text);
    }
  }
  if (out.text.empty()) out.text = none;
  return out;
}

}  // namespace

Finding any_party(const PartyTest& test, const Facts& facts) {
  std::vector<Finding> findings;
  bool role_open = false;
  for (const Subject& party : facts.parties) {
    if (!test.role.empty() && party.role != test.role) {
      role_open = role_open || party.role.empty();
      continue;
    }
    findings.push_back(passes(party, test, facts));
  }
  if (test.vessel_too && facts.vessel) findings.push_back(passes(*facts.vessel, test, facts));
  if (!facts.activity->parties_given) {
    const bool vessel = test.vessel_too && facts.vessel;
    findings.push_back({Truth::kUnknown,
                        {"parties"},
                        vessel ? findings.back().text + "; the other parties are not given"
                               : std::string("the parties are not given")});
  }
  if (findings.empty() && role_open) {
    return {Truth::kUnknown, {"parties[0].role"}, "which party is the " + test.role + " is not given"};
  }
  return best_of(findings, "there is no party that could be " + test.what);
}

Finding any_owner_listed(const PartyTest& test, const Facts& facts) {
  std::vector<Finding> findings;
  for (const Subject& party : facts.parties) {
    for (const Subject& owner : party.owners) findings.push_back(passes(owner, test, facts));
    if (party.owners.empty() && !party.owners_known) {
      findings.push_back({Truth::kUnknown, {party.path + ".owners"}, owners_not_known(party)});
    }
  }
  if (!facts.activity->parties_given) findings.push_back({Truth::kUnknown, {"parties"}, "the parties are not given"});
  return best_of(findings, "no owner is " + test.what);
}

Finding vessel_listed(const PartyTest& test, const Facts& facts) {
  if (!facts.vessel) return {Truth::kUnknown, {"vessel"}, "the vessel is not given"};
  return passes(*facts.vessel, test, facts);
}

Finding project_share(const PartyTest& test, std::int64_t threshold, const Facts& facts) {
  if (!facts.activity->ownership_given) {
    return {Truth::kUnknown, {"ownership"}, "who holds the project is not given"};
  }
  const Holding holding = holding_of(facts.interests, test, facts);
  const std::int64_t low = static_cast<std::int64_t>(holding.low) * 10;
  const std::int64_t high = static_cast<std::int64_t>(holding.high) * 10;
  const std::string held = holding.text.empty() ? "nobody " + test.what + " holds a known share of the project"
                                                : holding.text + " = " + percent_text(holding.low) + " of the project";
  if (low >= threshold) {
    return {Truth::kTrue, {}, held + ", at least " + number_text(threshold) + " % together", holding.citations};
  }
  if (high >= threshold) {
    return {Truth::kUnknown, holding.missing,
            held + ", up to " + percent_text(holding.high) + " with what is not known"};
  }
  return {Truth::kFalse, {}, held + ", below " + number_text(threshold) + " %"};
}

Finding voting_majority(const PartyTest& test, const Facts& facts) {
  if (facts.voting_holder) return passes(*facts.voting_holder, test, facts);
  if (!facts.activity->voting_majority && facts.activity->ownership_given) {
    // Our choice: votes follow shares unless the file says otherwise, and shares nobody is named for are unlisted.
    const Holding holding = holding_of(facts.interests, test, facts);
    if (holding.low > base::BasisPoints::kWhole / 2) {
      return {Truth::kTrue, {}, holding.text + " hold a majority of the shares, and with them of the votes"};
    }
    if (holding.high > base::BasisPoints::kWhole / 2) {
      return {Truth::kUnknown, holding.missing, "a majority of the votes is possible with what is not known"};
    }
    return {Truth::kFalse, {}, "no voting majority is stated, and votes are taken to follow the shares"};
  }
  if (!facts.activity->voting_majority) {
    return {Truth::kUnknown, {"voting_majority"}, "who has the voting majority is not given"};
  }
  const bool held = *facts.activity->voting_majority;
  return {held ? Truth::kTrue : Truth::kFalse,
          {},
          "those " + test.what + (held ? " hold" : " do not hold") + " a majority of the votes"};
}

}  // namespace cordon::measures
