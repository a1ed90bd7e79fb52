// What the book of today would have found under the lists of past days. Each listed state is screened once, in the
// version in which it came, however many versions it stayed.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "cordon/base/parallel.hpp"
#include "cordon/match/engine.hpp"
#include "cordon/screening/screener.hpp"
#include "cordon/service/watch.hpp"
#include "index_cache.hpp"
#include "json_writer.hpp"
#include "monitor.hpp"
#include "ownership_import.hpp"
#include "portfolio_index.hpp"

namespace cordon::service {
namespace {

using base::Error;
using base::ErrorCode;

struct Sighting {
  std::string caption;
  double score = 0;  // the highest
  std::vector<std::string> programmes;
  base::Date first;
  base::Date last;
  bool now = false;  // still found under the version looked at last
};
using Key = std::tuple<std::string, std::string, std::string>;  // counterparty, source, entity

class Lookback {
 public:
  Lookback(Workspace& workspace, const LookbackRequest& request, match::Policy policy, double threshold,
           std::shared_ptr<const match::Corpus> book, unsigned threads)
      : workspace_(workspace),
        request_(request),
        policy_(std::move(policy)),
        threshold_(threshold),
        book_(std::move(book)),
        engine_(book_, policy_),
        threads_(threads) {}

  // The versions of one source in date order; the first may be older than `from`: it was in force then.
  base::Result<void> source(const std::vector<store::VersionInfo>& versions) {
    covered_from_[versions.front().source.str()] = std::max(versions.front().published, request_.from);
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const store::VersionInfo& version = versions[i];
      std::set<std::string> changed;
      bool everything = i == 0;
      if (!everything) {
        CORDON_ASSIGN(const std::vector<store::SubjectChange> changes,
                      workspace_.store().changes(version.source, versions[i - 1].version, version.version));
        for (const store::SubjectChange& change : changes) changed.insert(change.entity_id.str());
      }
      CORDON_TRY(look(version, everything, changed));
    }
    const base::Date end = request_.to;
    for (auto& [key, sighting] : sightings_) {
      if (sighting.now && std::get<1>(key) == versions.front().source.str()) sighting.last = end;
    }
    return {};
  }

  base::Result<void> emit(const JsonSink& sink) const {
    for (const auto& [key, sighting] : sightings_) {
      JsonWriter json;
      json.begin_object();
      json.key("counterparty").value(std::get<0>(key));
      json.key("entity_id").value(std::get<2>(key)).key("source").value(std::get<1>(key));
      json.key("caption").value(sighting.caption).key("score").score(sighting.score);
      json.key("first_seen").value(sighting.first.to_string()).key("last_seen").value(sighting.last.to_string());
      json.key("covered_from").value(covered_from_.at(std::get<1>(key)).to_string());
      json.key("programmes").strings(sighting.programmes);
      json.end_object();
      CORDON_TRY(sink(json.text()));
    }
    return {};
  }

 private:
  base::Result<void> look(const store::VersionInfo& version, bool everything, const std::set<std::string>& changed) {
    store::SnapshotRequest exact;
    exact.exact = {{version.source, version.version}};
    CORDON_ASSIGN(const ListIndex index, open_index(workspace_, exact, threads_));
    const base::Date day = std::max(version.published, request_.from);
    for (auto& [key, sighting] : sightings_) {  // what changed has to be found again
      if (sighting.now && std::get<1>(key) == version.source.str() && changed.contains(std::get<2>(key))) {
        sighting.now = false;
        sighting.last = day.plus_days(-1);
      }
    }
    std::vector<match::SubjectFeatures> listed;
    for (std::uint32_t position = 0; everything && position < index.corpus->size(); ++position) {
      listed.push_back(index.corpus->subject(position));
    }
    for (const std::string& id : changed) {
      for (const std::uint32_t position : index.corpus->find(id)) listed.push_back(index.corpus->subject(position));
    }
    match::SearchOptions options;
    options.threshold = threshold_;
    const auto found = engine_.search_reverse_batch(listed, options, threads_);
    const screening::Screener screener(index.corpus, policy_);
    for (std::size_t i = 0; i < listed.size(); ++i) {
      if (found[i].empty()) continue;
      const screening::SubjectFacts facts = screener.facts(version.source, model::EntityId{listed[i].id});
      for (const match::Match& match : found[i]) {
        Sighting& sighting = sightings_[Key{std::string(book_->id(match.subject)), version.source.str(), listed[i].id}];
        if (sighting.score == 0) sighting.first = day;
        sighting.score = std::max(sighting.score, match.score);
        sighting.caption = facts.caption;
        sighting.programmes = facts.programmes;
        sighting.now = true;
        sighting.last = day;
      }
    }
    return {};
  }

  Workspace& workspace_;
  const LookbackRequest& request_;
  match::Policy policy_;
  double threshold_;
  std::shared_ptr<const match::Corpus> book_;
  match::Engine engine_;
  unsigned threads_;
  std::map<Key, Sighting> sightings_;
  std::map<std::string, base::Date> covered_from_;  // by source: the first day a version is there for
};

// The versions in force on some day of the range, by source, in date order.
base::Result<std::map<std::string, std::vector<store::VersionInfo>>> versions_in_force(
    const Workspace& workspace, const monitoring::PortfolioSettings& settings, const LookbackRequest& request) {
  CORDON_ASSIGN(const std::vector<store::VersionInfo> all, workspace.store().versions(std::nullopt));
  std::map<std::string, std::vector<store::VersionInfo>> result;
  for (const store::VersionInfo& version : all) {
    const std::string& source = version.source.str();
    const bool chosen = settings.sources.empty()
                            ? !is_ownership_data(version)
                            : std::ranges::find(settings.sources, source) != settings.sources.end();
    if (!chosen || version.state != store::VersionState::kActive || version.published > request.to) continue;
    std::vector<store::VersionInfo>& kept = result[source];
    if (version.published <= request.from) kept.clear();
    kept.push_back(version);
  }
  return result;
}

}  // namespace

base::Result<void> lookback(Workspace& workspace, const LookbackRequest& request, const JsonSink& sink,
                            const MessageSink& message) {
  if (request.to < request.from) {
    return Error{ErrorCode::kInvalidArgument, "lookback: expected --from not after --to, found " +
                                                  request.from.to_string() + " and " + request.to.to_string()};
  }
  const unsigned threads = request.threads == 0 ? base::hardware_threads() : request.threads;
  CORDON_ASSIGN(const auto storage, open_monitor(workspace, false));
  CORDON_ASSIGN(const auto transaction, storage->begin_read());
  CORDON_ASSIGN(const monitoring::Portfolio portfolio, need_portfolio(*transaction, request.portfolio));
  CORDON_ASSIGN(PolicyText policy, policy_with_text(portfolio.settings.policy));
  CORDON_ASSIGN(const auto versions, versions_in_force(workspace, portfolio.settings, request));
  if (versions.empty()) {
    return Error{ErrorCode::kNotFound,
                 "no list was published by " + request.to.to_string() + " in this data directory"};
  }
  for (const auto& [source, in_force] : versions) {
    const base::Date first = in_force.front().published;
    if (first > request.from) {
      message(source + ": the first version in this data directory is of " + first.to_string() + "; " +
              request.from.to_string() + " to " + first.plus_days(-1).to_string() + " are not covered");
    }
  }
  CORDON_ASSIGN(auto book, open_portfolio_index(workspace, *transaction, portfolio, threads));
  Lookback lookback(workspace, request, std::move(policy.policy), portfolio.settings.threshold, std::move(book),
                    threads);
  for (const auto& [source, in_force] : versions) CORDON_TRY(lookback.source(in_force));
  return lookback.emit(sink);
}

}  // namespace cordon::service
