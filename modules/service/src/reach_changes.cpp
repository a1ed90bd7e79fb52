// Why a party is reached otherwise than before: which interest came, went or changed, who was listed or delisted, which
// rule replaced another.
#include <algorithm>

#include "portfolio_reach.hpp"

namespace cordon::service {
namespace {

using ownership::EvidenceStep;
using Party = PortfolioReach::Party;

constexpr std::size_t kFactsShown = 6;

class Facts {
 public:
  void say(std::string fact) {
    if (std::ranges::find(facts_, fact) == facts_.end()) facts_.push_back(std::move(fact));
  }
  [[nodiscard]] bool empty() const noexcept { return facts_.empty(); }
  [[nodiscard]] std::string text() const {
    std::string text;
    for (std::size_t i = 0; i < facts_.size() && i < kFactsShown; ++i) text += (i > 0 ? "; " : "") + facts_[i];
    if (facts_.size() > kFactsShown) text += "; and " + std::to_string(facts_.size() - kFactsShown) + " more";
    return text;
  }

 private:
  std::vector<std::string> facts_;
};

std::string caption_of(const PortfolioReach& reach, const std::string& id) {
  const auto node = reach.data().graph.find(id);
  return node ? std::string(reach.data().graph.caption(*node)) : id;
}

// The shares of such an interest on the day of the state, in words, sorted; empty: there is none.
std::vector<std::string> shares_of(const PortfolioReach& reach, const EvidenceStep& step) {
  std::vector<std::string> shares;
  const ownership::OwnershipGraph& graph = reach.data().graph;
  const auto owner = graph.find(step.owner.str());
  const auto asset = graph.find(step.asset.str());
  if (!owner || !asset) return shares;
  for (const ownership::Interest& interest : graph.interests_in(*asset)) {
    if (interest.owner != *owner || interest.kind != step.via || !interest.period.possible_on(reach.day())) continue;
    const bool certain = interest.period.certain_on(reach.day());
    shares.push_back(ownership::range_text(interest.share) + (certain ? "" : " (perhaps)"));
  }
  std::ranges::sort(shares);
  return shares;
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text.empty() ? "none" : text;
}

std::string interest_of(const PortfolioReach& reach, const EvidenceStep& step) {
  return caption_of(reach, step.owner.str()) + " " + std::string(ownership::interest_words(step.via)) + " " +
         caption_of(reach, step.asset.str());
}

void compare_interests(const PortfolioReach& before, const PortfolioReach& now, const Party& party, Facts& facts) {
  for (const PortfolioReach::Limb& limb : party.limbs) {
    for (const EvidenceStep& step : limb.steps) {
      const std::vector<std::string> was = shares_of(before, step);
      const std::vector<std::string> is = shares_of(now, step);
      if (was == is) continue;
      if (was.empty()) {
        facts.say("new interest: " + interest_of(now, step) + " (" + joined(is) + ")");
      } else if (is.empty()) {
        facts.say("an interest ended: " + interest_of(before, step) + " (" + joined(was) + ")");
      } else {
        facts.say("a share changed: " + interest_of(now, step) + ", " + joined(was) + " -> " + joined(is));
      }
    }
  }
}

bool is_listed(const PortfolioReach& reach, const std::string& id) {
  return reach.data().listed.is_listed_on(id, reach.day());
}

void compare_holders(const PortfolioReach& before, const PortfolioReach& now, const Party& party, Facts& facts) {
  for (const PortfolioReach::Limb& limb : party.limbs) {
    for (const PortfolioReach::Holder& holder : limb.listed) {
      const bool was = is_listed(before, holder.id);
      const bool is = is_listed(now, holder.id);
      if (was == is) continue;
      facts.say(holder.caption + " (" + holder.entity +
                (is ? ") is newly listed under " : ") is no longer listed under ") + now.regime() + ", " +
                holder.source + (is ? ": " : "; it was: ") + joined(holder.programmes));
    }
    // Owners on the way that were listed themselves.
    for (const EvidenceStep& step : limb.steps) {
      const std::string& id = step.owner.str();
      if (is_listed(before, id) && !is_listed(now, id)) {
        facts.say(caption_of(before, id) + " (" + id + ") is no longer listed under " + now.regime());
      }
    }
  }
}

std::vector<std::string> doubts_of(const Party* party) {
  std::vector<std::string> doubts;
  if (party == nullptr) return doubts;
  for (const PortfolioReach::Limb& limb : party->limbs) {
    doubts.insert(doubts.end(), limb.doubts.begin(), limb.doubts.end());
  }
  return doubts;
}

void compare_doubts(const Party* was, const Party* is, Facts& facts) {
  const std::vector<std::string> before = doubts_of(was);
  const std::vector<std::string> now = doubts_of(is);
  for (const std::string& doubt : now) {
    if (std::ranges::find(before, doubt) == before.end()) facts.say("it is open now " + doubt);
  }
  for (const std::string& doubt : before) {
    if (std::ranges::find(now, doubt) == now.end()) facts.say("it is no longer open " + doubt);
  }
}

void compare_limbs(const Party& before, const Party& now, Facts& facts) {
  for (const PortfolioReach::Limb& limb : now.limbs) {
    const auto at = std::ranges::find(before.limbs, limb.limb, &PortfolioReach::Limb::limb);
    if (at == before.limbs.end()) continue;
    if (at->rule != limb.rule) facts.say("the rule: " + at->rule + " -> " + limb.rule);
    for (const PortfolioReach::Holder& holder : limb.listed) {
      const auto old = std::ranges::find(at->listed, holder.id, &PortfolioReach::Holder::id);
      if (old == at->listed.end()) continue;
      if (old->programmes != holder.programmes) {
        facts.say("the programmes of " + holder.caption + ": " + joined(old->programmes) + " -> " +
                  joined(holder.programmes));
      }
      if (old->entity != holder.entity) {
        facts.say(holder.id + " is taken for " + holder.entity + ", before for " + old->entity);
      }
    }
  }
}

std::string state_of(const Party* party) {
  if (party == nullptr) return "not reached";
  std::string text;
  for (const PortfolioReach::Limb& limb : party->limbs) {
    text += (text.empty() ? "" : ", ") + (limb.verdict.empty() ? "holder of a listed vessel" : limb.verdict);
    if (limb.limb == "control") text += " (control)";
    if (!limb.threshold.empty() && limb.limb != "control") text += " at " + ownership::range_text(limb.share);
  }
  return text;
}

monitoring::Reason reason_of(const PortfolioReach& before, const PortfolioReach& now, const Party* was,
                             const Party* is) {
  const Party& party = is != nullptr ? *is : *was;
  Facts facts;
  for (const Party* side : {is, was}) {
    if (side == nullptr) continue;
    compare_interests(before, now, *side, facts);
    compare_holders(before, now, *side, facts);
  }
  compare_doubts(was, is, facts);
  if (was != nullptr && is != nullptr) compare_limbs(*was, *is, facts);
  if (before.used().lacking != now.used().lacking) {
    facts.say(now.used().lacking.empty() ? "a list of " + now.regime() + " is loaded" : now.used().lacking);
  }
  if (is == nullptr && is_listed(now, party.id)) facts.say("it is listed itself now");
  if (was == nullptr && is_listed(before, party.id)) facts.say("it is no longer listed itself");
  if (was != nullptr && is != nullptr && !(was->features == is->features)) {
    facts.say("names or identifying facts of the party changed");
  }
  if (facts.empty() && before.used().rule != now.used().rule) {
    facts.say("the rule: " + before.used().rule + " -> " + now.used().rule);
  }
  if (facts.empty()) facts.say("other interests in the chain changed");
  return {"ownership-changed",
          party.caption + " (" + party.id + "): " + state_of(was) + " -> " + state_of(is) + ", because " + facts.text(),
          party.legal_basis()};
}

}  // namespace

std::map<std::string, monitoring::Reason> reach_changes(const PortfolioReach& before, const PortfolioReach& now) {
  std::map<std::string, monitoring::Reason> changes;
  for (const auto& [id, party] : now.parties()) {
    const auto at = before.parties().find(id);
    const Party* was = at == before.parties().end() ? nullptr : &at->second;
    if (was != nullptr && was->json == party.json && was->source == party.source && was->features == party.features) {
      continue;
    }
    changes.emplace(id, reason_of(before, now, was, &party));
  }
  for (const auto& [id, party] : before.parties()) {
    if (!now.parties().contains(id)) changes.emplace(id, reason_of(before, now, &party, nullptr));
  }
  return changes;
}

}  // namespace cordon::service
