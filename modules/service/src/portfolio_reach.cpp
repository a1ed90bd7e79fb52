#include "portfolio_reach.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "cordon/base/embedded_data.hpp"
#include "cordon/ownership/interest_readers.hpp"
#include "index_cache.hpp"
#include "json_writer.hpp"
#include "ownership_import.hpp"
#include "ownership_words.hpp"
#include "reach_parties.hpp"

namespace cordon::ownership {
std::span<const base::EmbeddedFile> embedded_files() noexcept;  // the shipped rules are among them
}

namespace cordon::service {
namespace {

using ownership::InterestClass;
using ownership::NodeIndex;
using ownership::OwnershipFinding;
using ownership::Verdict;

// Interests that take part in a verdict or are evidence of control, one line each, sorted: the order of the sources'
// records is no fact.
std::string graph_sha256(const ownership::OwnershipGraph& graph, std::uint64_t& interests) {
  std::vector<std::string> lines;
  for (const ownership::Interest& interest : graph.interests()) {
    if (ownership::interest_class(interest.kind) == InterestClass::kAssociation) continue;
    JsonWriter json;
    json.begin_array().value(graph.id(interest.owner)).value(graph.id(interest.asset));
    json.value(ownership::interest_kind_name(interest.kind));
    json.value(interest.share.min.units()).value(interest.share.max.units());
    json.value(interest.period.start_first).value(interest.period.start_last);
    json.value(interest.period.end_first).value(interest.period.end_last).end_array();
    lines.push_back(json.text() + "\n");
  }
  std::ranges::sort(lines);
  base::Hasher hasher;
  for (const std::string& line : lines) hasher.update(line);
  interests = lines.size();
  return hasher.finish().hex();
}

void add_missing(std::vector<std::string>& to, const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (std::ranges::find(to, value) == to.end()) to.push_back(value);
  }
}

// A line number moves whenever the file is written anew: it is no fact of the interest.
bool is_line_number(std::string_view record) {
  const std::size_t at = record.rfind(':');
  return (at == std::string_view::npos ? record : record.substr(at + 1)).starts_with("line ");
}

std::string threshold_words(const OwnershipFinding& finding) {
  if (!finding.threshold) return {};
  return (finding.threshold_inclusive ? "" : "more than ") + ownership::percent_text(*finding.threshold) + " %";
}

void write_holders(JsonWriter& json, std::string_view key, const std::vector<PortfolioReach::Holder>& holders) {
  json.key(key).begin_array();
  for (const PortfolioReach::Holder& holder : holders) {
    json.begin_object().key("party").value(holder.id).key("entity_id").value(holder.entity);
    json.key("caption").value(holder.caption).key("source").value(holder.source);
    json.key("programmes").strings(holder.programmes);
    if (holder.name_score > 0) json.key(key == "listed" ? "taken_by_name" : "name_score").score(holder.name_score);
    json.end_object();
  }
  json.end_array();
}

std::string limb_json(const PortfolioReach::Limb& limb, const std::string& regime, const std::string& depth,
                      const std::string& finding) {
  JsonWriter json;
  json.begin_object().key("limb").value(limb.limb).key("regime").value(regime).key("verdict");
  if (limb.verdict.empty()) {
    json.null();
  } else {
    json.value(limb.verdict);
  }
  json.key("depth").raw(depth).key("path").value(limb.path).key("rule").value(limb.rule);
  json.key("citation").value(limb.citation);
  write_holders(json, "listed", limb.listed);
  if (!limb.perhaps_listed.empty()) write_holders(json, "perhaps_listed", limb.perhaps_listed);
  json.key("ownership").raw(finding).end_object();
  return json.text();
}

std::string control_words(const OwnershipFinding& finding, const ownership::OwnershipGraph& graph) {
  const auto name = [&graph](const ownership::EntityId& id) {
    const auto node = graph.find(id.str());
    return node ? std::string(graph.caption(*node)) : id.str();
  };
  std::string words;
  for (const ownership::EvidenceStep& step : finding.evidence) {
    if (step.kind != ownership::EvidenceKind::kControl) continue;
    const bool listed = step.owner_status == ownership::OwnerStatus::kListed;
    words += (words.empty() ? "" : "; ") + name(step.owner) + (listed ? " (listed) " : " ") +
             std::string(ownership::interest_words(step.via)) + " " + name(step.asset);
  }
  return words;
}

}  // namespace

std::string_view shipped_ownership_rules() noexcept {
  return base::find_embedded(ownership::embedded_files(), "ownership/regimes.yaml");
}

std::vector<std::string> PortfolioReach::Party::legal_basis() const {
  std::vector<std::string> basis;
  for (const Limb& limb : limbs) {
    for (const Holder& holder : limb.listed) add_missing(basis, holder.programmes);
    for (const Holder& holder : limb.perhaps_listed) add_missing(basis, holder.programmes);
  }
  for (const Limb& limb : limbs) {
    if (!limb.rule.empty()) add_missing(basis, {limb.rule + ": " + limb.citation});
  }
  return basis;
}

std::string PortfolioReach::Party::words() const {
  std::string text;
  for (const Limb& limb : limbs) {
    if (!text.empty()) text += ". ";
    text += caption + " (" + id + ") ";
    if (limb.limb == "vessel" && limb.verdict.empty()) {
      text += "holds a listed vessel or aircraft: " + limb.path;
    } else if (limb.limb == "control") {
      text += "may be controlled by listed parties: " + limb.path;
    } else {
      text += limb.verdict == "blocked" ? "is blocked through its owners" : "is undetermined";
      if (!limb.threshold.empty()) {
        text += " (blocked parties hold " + ownership::range_text(limb.share) + ", threshold " + limb.threshold + ")";
      }
      if (!limb.path.empty()) text += ": " + limb.path;
      if (!limb.missing.empty()) text += "; missing: " + limb.missing;
      for (const std::string& doubt : limb.doubts) {
        if (doubt != limb.missing) text += "; missing: " + doubt;
      }
    }
    for (const Holder& holder : limb.listed) {
      text += "; " + holder.caption + " is " + holder.entity + " of " + holder.source;
      std::string programmes;
      for (const std::string& programme : holder.programmes) {
        programmes += (programmes.empty() ? " (" : ", ") + programme;
      }
      if (!programmes.empty()) text += programmes + ")";
      if (holder.name_score > 0) text += ", by name";
    }
    if (!limb.rule.empty()) text += "; rule " + limb.rule + ": " + limb.citation;
  }
  return text;
}

base::Result<std::shared_ptr<const PortfolioReach>> PortfolioReach::build(const Workspace& workspace,
                                                                          const PortfolioReachRequest& request,
                                                                          const match::Policy& policy) {
  const std::shared_ptr<PortfolioReach> reach(new PortfolioReach);
  CORDON_TRY(reach->load(workspace, request, policy));
  if (const auto lacking = lacking_list(*reach->data_.snapshot, reach->query_, reach->data_.listed)) {
    reach->add_unknown(*lacking);
  } else {
    CORDON_TRY(reach->evaluate(request.depth));
  }
  reach->finish(policy, request.threads);
  return std::shared_ptr<const PortfolioReach>(reach);
}

base::Result<void> PortfolioReach::load(const Workspace& workspace, const PortfolioReachRequest& request,
                                        const match::Policy& policy) {
  CORDON_ASSIGN(query_, regime_query(request.regime, "blocking", request.day));
  CORDON_ASSIGN(book_, ownership::RegimeBook::parse(request.rules, "ownership rules"));
  CORDON_ASSIGN(rule_, book_.find(query_));
  regime_ = ownership::regime_name(query_.regime);
  store::SnapshotRequest exact;
  exact.exact = request.versions;
  CORDON_ASSIGN(auto snapshot, workspace.store().snapshot(exact));
  const MessageSink nobody = [](std::string_view) {};  // the import of the data has told what it could not read
  CORDON_ASSIGN(data_, read_ownership(std::move(snapshot), {}, workspace.clock(), nobody));
  data_.listed = ownership::listed_parties(*data_.snapshot, query_.regime, query_.measure);
  store::SnapshotRequest lists;
  for (const store::VersionInfo& version : data_.snapshot->versions()) {
    used_.graph.push_back(
        {version.source.str(), version.version, version.sha256.hex(), version.published.to_string(), version.subjects});
    if (!is_ownership_data(version)) lists.exact.emplace_back(version.source, version.version);
  }
  used_.as_of = request.day.to_string();
  used_.rule = rule_->reference();
  used_.rules_sha256 = base::ContentHash::of(request.rules).hex();
  used_.sha256 = graph_sha256(data_.graph, used_.interests);
  used_.parties = data_.graph.node_count();
  used_.links = kLinksRevision;
  CORDON_ASSIGN(ListIndex index, open_index(workspace, lists, request.threads));
  names_ = std::make_unique<screening::Screener>(index.corpus, policy);
  const NameLinks links = link_names(data_, std::move(index.corpus), policy, request.day, request.threads);
  for (const NameLink& link : links.doubtful) {
    if (is_listed(link.entity.str())) doubts_.try_emplace(link.party, link);
  }
  for (const NameLink& link : links.certain) {
    if (!is_listed(link.entity.str())) continue;
    const auto [at, fresh] = links_.try_emplace(link.party, link);
    const bool better = link.score > at->second.score ||
                        (link.score == at->second.score && link.entity.str() < at->second.entity.str());
    if (!fresh && better) at->second = link;
  }
  add_links(links, request.day, data_.listed);
  return {};
}

base::Result<void> PortfolioReach::evaluate(int depth) {
  ownership::EvaluateOptions options;
  options.book = &book_;
  CORDON_ASSIGN(auto evaluation, ownership::Evaluation::run(data_.graph, data_.listed, query_, options));
  const ownership::OwnershipGraph& graph = data_.graph;
  // Control brings a party under these regimes' freezes, or may; US rules look at ownership alone (FAQ 398).
  const bool control_counts = query_.regime == ownership::Regime::kEu || query_.regime == ownership::Regime::kUk ||
                              query_.regime == ownership::Regime::kCh;
  std::vector<model::EntityId> owned;
  std::vector<model::EntityId> controlled;
  for (NodeIndex node = 0; node < graph.node_count(); ++node) {
    if (is_listed(graph.id(node))) continue;
    if (evaluation.reached_by_owners(node)) {  // who may be listed himself is a matter of names
      owned.emplace_back(std::string(graph.id(node)));
      continue;
    }
    const bool candidate =
        control_counts && std::ranges::any_of(graph.interests_in(node), [&](const ownership::Interest& interest) {
          return ownership::interest_class(interest.kind) == InterestClass::kControl &&
                 interest.period.possible_on(query_.as_of) && evaluation.verdict(interest.owner) == Verdict::kBlocked;
        });
    if (candidate) controlled.emplace_back(std::string(graph.id(node)));
  }
  const auto visit = [&](bool by_control) {
    return [this, depth, by_control](OwnershipFinding&& finding) {
      add_finding(std::move(finding), depth, by_control);
      return true;
    };
  };
  evaluation.findings(owned, visit(false));
  evaluation.findings(controlled, visit(true));
  add_vessel_holders();
  return {};
}

PortfolioReach::Holder PortfolioReach::holder_of(const std::string& id) const {
  Holder holder;
  holder.id = id;
  holder.entity = id;
  const auto& links = is_listed(id) ? links_ : doubts_;
  const auto link = links.find(id);
  if (link != links.end()) {
    holder.entity = link->second.entity.str();
    holder.name_score = link->second.score;
  }
  for (const model::SourcedEntity* entity : data_.snapshot->find_all(model::EntityId{holder.entity})) {
    if (is_ownership_source(*data_.snapshot, entity->source)) continue;
    const screening::SubjectFacts facts = names_->facts(entity->source, model::EntityId{holder.entity});
    if (holder.source.empty()) {
      holder.source = entity->source.str();
      holder.caption = facts.caption;
    }
    add_missing(holder.programmes, facts.programmes);
  }
  if (holder.caption.empty()) holder.caption = id;
  return holder;
}

void PortfolioReach::add_finding(OwnershipFinding&& finding, int depth_max, bool by_control) {
  using ownership::EvidenceKind;
  const bool has_control = std::ranges::any_of(
      finding.evidence, [](const ownership::EvidenceStep& step) { return step.kind == EvidenceKind::kControl; });
  if (by_control && !has_control) return;
  const int depth = by_control ? 1 : ownership_depth(finding);
  if (depth > depth_max) {
    ++used_.deeper;
    return;
  }
  for (ownership::EvidenceStep& step : finding.evidence) {
    if (is_line_number(step.record)) step.record.clear();
  }
  Limb limb;
  const model::SourcedEntity* entity = known_party(*data_.snapshot, finding.entity);
  const bool vehicle = entity != nullptr && is_vehicle(entity->listed.entity.schema());
  limb.limb = by_control ? "control" : vehicle ? "vessel" : "ownership";
  // Whether what a listed party holds amounts to control is for people to decide.
  limb.verdict = by_control ? "undetermined" : std::string(ownership::verdict_name(finding.verdict));
  limb.rule = rule_->reference();
  limb.citation = rule_->citation;
  limb.path = by_control ? control_words(finding, data_.graph) : path_of(finding, data_.graph);
  if (!finding.missing.empty()) limb.missing = finding.missing.front();
  limb.share = finding.blocked_share;
  limb.threshold = threshold_words(finding);
  std::set<std::string> seen;
  for (const ownership::EvidenceStep& step : finding.evidence) {
    if ((step.kind == EvidenceKind::kControl) != by_control) continue;
    limb.steps.push_back(step);
    const std::string& owner = step.owner.str();
    const std::string* doubt = data_.listed.doubt_on(owner, query_.as_of);
    if (is_listed(owner)) {
      if (seen.insert(owner).second) limb.listed.push_back(holder_of(owner));
    } else if (doubt != nullptr && std::ranges::find(finding.missing, *doubt) != finding.missing.end()) {
      if (seen.insert(owner).second) limb.perhaps_listed.push_back(holder_of(owner));
    }
  }
  if (!by_control) limb.doubts = doubts_in(finding.missing);
  std::string whole;
  ownership::append_json(whole, finding);
  limb.json = limb_json(limb, regime_, std::to_string(depth), whole);
  add_limb(finding.entity.str(), std::move(limb));
}

std::vector<std::string> PortfolioReach::doubts_in(const std::vector<std::string>& missing) const {
  std::vector<std::string> doubts;
  if (data_.listed.doubts().empty()) return doubts;
  std::set<std::string_view> questions;
  for (const auto& [party, doubt] : data_.listed.doubts()) questions.insert(doubt.question);
  std::ranges::copy_if(missing, std::back_inserter(doubts),
                       [&](const std::string& fact) { return questions.contains(fact); });
  return doubts;
}

void PortfolioReach::add_vessel_holders() {
  const ownership::OwnershipGraph& graph = data_.graph;
  for (const ownership::Interest& interest : graph.interests()) {
    const std::string asset(graph.id(interest.asset));
    const std::string owner(graph.id(interest.owner));
    if (!interest.period.possible_on(query_.as_of) || !is_listed(asset) || is_listed(owner)) continue;
    const model::SourcedEntity* vessel = known_party(*data_.snapshot, model::EntityId{asset});
    if (vessel == nullptr || !is_vehicle(vessel->listed.entity.schema())) continue;
    Limb limb;
    limb.limb = "vessel";
    limb.path = std::string(graph.caption(interest.owner)) + " " +
                std::string(ownership::interest_words(interest.kind)) + " " +
                std::string(graph.caption(interest.asset)) + ", which is listed";
    ownership::EvidenceStep step;
    step.owner = model::EntityId{owner};
    step.asset = model::EntityId{asset};
    step.share = interest.share;
    step.via = interest.kind;
    limb.steps.push_back(std::move(step));
    limb.listed.push_back(holder_of(asset));
    limb.json = limb_json(limb, regime_, "1", "null");
    add_limb(owner, std::move(limb));
  }
}

// Without a list of the regime nobody is known not to be owned: whoever has owners is undetermined.
void PortfolioReach::add_unknown(const std::string& lacking) {
  used_.lacking = lacking;
  for (NodeIndex node = 0; node < data_.graph.node_count(); ++node) {
    const auto interests = data_.graph.interests_in(node);
    const bool has_owners = std::ranges::any_of(interests, [&](const ownership::Interest& interest) {
      return ownership::interest_class(interest.kind) == InterestClass::kOwnership &&
             interest.period.possible_on(query_.as_of);
    });
    if (!has_owners) continue;
    OwnershipFinding finding;
    finding.entity = model::EntityId{std::string(data_.graph.id(node))};
    finding.verdict = Verdict::kUndetermined;
    finding.blocked_share = ownership::ShareRange::unknown();
    finding.missing = {lacking};
    finding.rule = rule_->reference();
    finding.rule_verified = rule_->verified;
    Limb limb;
    limb.limb = "ownership";
    limb.verdict = ownership::verdict_name(finding.verdict);
    limb.rule = finding.rule;
    limb.citation = rule_->citation;
    limb.missing = lacking;
    limb.share = finding.blocked_share;
    std::string whole;
    ownership::append_json(whole, finding);
    limb.json = limb_json(limb, regime_, "null", whole);
    add_limb(finding.entity.str(), std::move(limb));
  }
}

void PortfolioReach::add_limb(const std::string& id, Limb limb) {
  Party& party = parties_[id];
  party.id = id;
  // The same interest may be recorded by several sources.
  const auto same = [&limb](const Limb& other) { return other.json == limb.json; };
  if (std::ranges::none_of(party.limbs, same)) party.limbs.push_back(std::move(limb));
}

void PortfolioReach::finish(const match::Policy& policy, unsigned threads) {
  std::vector<model::SourcedEntity> entities;
  for (auto& [id, party] : parties_) {
    const model::SourcedEntity* known = known_party(*data_.snapshot, model::EntityId{id});
    const auto node = data_.graph.find(id);
    model::SourcedEntity entity = known != nullptr ? *known : graph_party(data_.graph, *node);
    entity.listed.is_subject = true;
    entity.listed.subject_id = entity.listed.entity.id();
    party.source = entity.source;
    std::ranges::sort(party.limbs, {}, &Limb::json);
    party.json = "[";
    bool open = false;
    for (const Limb& limb : party.limbs) {
      party.json += (party.json.size() > 1 ? "," : "") + limb.json;
      open = open || limb.verdict == "undetermined";
    }
    party.json += "]";
    if (open) ++used_.undetermined;
    entities.push_back(std::move(entity));
  }
  used_.reached = parties_.size();
  if (entities.empty()) return;
  screener_ = std::make_unique<const screening::Screener>(
      screening::Screener::build(model::MemoryEntitySource(std::move(entities)), policy, threads));
  for (auto& [id, party] : parties_) {
    party.features = screener_->listed(party.source, model::EntityId{id});
    party.caption = screener_->facts(party.source, model::EntityId{id}).caption;
    if (party.caption.empty()) party.caption = id;
  }
}

}  // namespace cordon::service
