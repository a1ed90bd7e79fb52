#include "candidate_lists.hpp"

#include <algorithm>

#include "cordon/match/policy.hpp"
#include "freshness.hpp"
#include "index_cache.hpp"

namespace cordon::service {
namespace {

using base::Result;
using outlook::ListedLink;
using outlook::NextCandidate;

// Surer than an alert: a wrong link would be a reason against a person.
constexpr double kLinkThreshold = 0.90;

// "Igor Rotenberg (son)" and "son: Igor Rotenberg" name the person without the relation.
std::string name_of_relative(const std::string& text) {
  std::string name = text.substr(0, text.find('('));
  const std::size_t colon = name.find(':');
  if (colon != std::string::npos) name.erase(0, colon + 1);
  return name;
}

// "chairman of the board of Gazprom", "CEO, Severstal" -> what stands last.
std::string organisation_in(const std::string& position) {
  std::size_t at = 0;
  for (const std::string_view mark : {" of ", " at ", ", ", ": ", " - "}) {
    const std::size_t found = position.rfind(mark);
    if (found != std::string::npos) at = std::max(at, found + mark.size());
  }
  return position.substr(at);
}

std::string staleness_of(const store::VersionInfo& version, base::Date as_of) {
  const std::int32_t age = age_days(version.published, as_of);
  if (age <= max_age_days(version.source)) return {};
  return version.source.str() + " is of " + version.published.to_string() + ", " + std::to_string(age) +
         " days before the day: who was designated since still stands among the candidates";
}

ListedLink link(ListedLink::Kind kind, const std::string& text, const screening::Hit& hit) {
  return {kind, text, hit.entity_id.str(), hit.caption, hit.score, hit.evidence > 0.5};
}

}  // namespace

Result<CandidateLists> CandidateLists::open(Workspace& workspace, base::Date as_of) {
  CandidateLists out;
  CORDON_ASSIGN(const std::vector<store::SourceInfo> sources, workspace.store().sources());
  if (sources.empty()) return out;
  store::SnapshotRequest wanted;
  wanted.as_of = as_of;
  CORDON_ASSIGN(const ListIndex index, open_index(workspace, wanted, 0));
  if (index.versions.empty()) return out;
  out.note_ = std::string(kForecastList) + " is not loaded as of the day: who stands on it is not known";
  for (const store::VersionInfo& version : index.versions) {
    if (version.source.str() == kForecastList) out.note_ = staleness_of(version, as_of);
    out.searched_.push_back(version.source.str() + "@" + version.published.to_string());
    out.versions_.push_back(version.source.str() + " " + version.sha256.hex());
  }
  CORDON_ASSIGN(const match::Policy policy, match::Policy::find("onboarding"));
  out.screener_.emplace(index.corpus, policy);
  return out;
}

std::optional<screening::Hit> CandidateLists::own_entry(const std::string& name, const std::string& birth_date) const {
  if (!screener_) return std::nullopt;
  screening::Counterparty self;
  screening::set_column(self, "name", name);
  screening::set_column(self, "schema", "Person");
  screening::set_column(self, "birth_date", birth_date);
  return best(self, kForecastList);
}

std::vector<ListedLink> CandidateLists::links_of(const NextCandidate& candidate) const {
  std::vector<ListedLink> out;
  if (!screener_) return out;
  if (const auto hit = own_entry(candidate.name, candidate.birth_date)) {
    out.push_back(link(ListedLink::Kind::kSelf, candidate.name, *hit));
    return out;
  }
  for (const std::string& relative : candidate.relatives) {
    add(out, ListedLink::Kind::kRelative, name_of_relative(relative), "Person");
  }
  std::vector<std::string> companies;
  for (const std::string& position : candidate.positions) companies.push_back(organisation_in(position));
  companies.push_back(candidate.source_of_wealth);
  for (const std::string& company : companies) add(out, ListedLink::Kind::kBusiness, company, "Organization");
  return out;
}

void CandidateLists::add(std::vector<ListedLink>& out, ListedLink::Kind kind, const std::string& text,
                         std::string_view schema) const {
  screening::Counterparty party;
  screening::set_column(party, "name", text);
  screening::set_column(party, "schema", schema);
  if (party.names.empty()) return;
  if (const auto hit = best(party, {})) out.push_back(link(kind, text, *hit));
}

// source: empty for any list.
std::optional<screening::Hit> CandidateLists::best(const screening::Counterparty& party,
                                                   std::string_view source) const {
  screening::ScreenOptions options;
  options.threshold = kLinkThreshold;
  for (screening::Hit& hit : screener_->screen(screening::query_of(party).features, options)) {
    const bool contradicted = hit.evidence < 0.5;
    if (!contradicted && (source.empty() || hit.source.str() == source)) return std::move(hit);
  }
  return std::nullopt;
}

}  // namespace cordon::service
