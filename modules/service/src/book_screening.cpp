#include "book_screening.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "cordon/base/parallel.hpp"
#include "portfolio_index.hpp"

namespace cordon::service {
namespace {

constexpr std::size_t kRowsPerBlock = 64;
constexpr std::size_t kBlocksPerThread = 16;  // of a few rows: so that the last thread does not keep the others waiting

void add_missing(std::vector<std::string>& to, const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (std::ranges::find(to, value) == to.end()) to.push_back(value);
  }
}

}  // namespace

struct BookScreening::Query {
  const BookRow& row;
  monitoring::CounterpartyValues values;
  RowFeatures features;
  screening::ScreenOptions options;
};

base::Result<void> BookScreening::screen_row(const BookRow& row,
                                             std::vector<monitoring::CurrentFinding>& findings) const {
  CORDON_ASSIGN(monitoring::CounterpartyValues values, monitoring::decode_values(row.body));
  RowFeatures features = features_of_row(row.key, values);
  Query query{row, std::move(values), std::move(features), {}};
  query.options.threshold = searched_.settings.threshold;
  query.options.limit = 0;
  add_listed(query, findings);
  if (reach_ != nullptr && reach_->screener() != nullptr) add_owned(query, findings);
  return {};
}

std::map<std::string, monitoring::Screened> BookScreening::by_cluster(std::vector<screening::Hit>&& hits,
                                                                      const screening::Screener& from) const {
  std::map<std::string, monitoring::Screened> clusters;
  for (screening::Hit& hit : hits) {
    const auto cluster = clusters_.find(hit.entity_id.str());
    if (cluster != clusters_.end()) hit.cluster_id = model::EntityId{cluster->second};
    monitoring::Screened& screened = clusters[hit.cluster_id.str()];
    match::SubjectFeatures listed = from.listed(hit.source, hit.entity_id);
    screened.hits.push_back({std::move(hit), std::move(listed), {}});
  }
  return clusters;
}

// Without cluster and versions.
monitoring::CurrentFinding BookScreening::finding_of(const Query& query, monitoring::Screened&& screened) const {
  screened.key = query.row.key;
  screened.values = query.values;
  screened.problems = query.features.problems;
  screened.query = query.features.features;
  monitoring::CurrentFinding finding;
  finding.counterparty = query.row.key;
  finding.facts = monitoring::facts_json(screened);
  finding.searched = searched_;
  finding.searched.row_revision = query.row.revision;
  for (const monitoring::ScreenedHit& hit : screened.hits) {
    finding.score = std::max(finding.score, hit.hit.score);
    add_missing(finding.entities, {hit.hit.entity_id.str()});
  }
  std::ranges::sort(finding.entities);
  return finding;
}

void BookScreening::add_listed(const Query& query, std::vector<monitoring::CurrentFinding>& findings) const {
  std::vector<screening::Hit> hits = screener_.screen(query.features.features, query.options);
  if (hits.empty()) return;
  for (auto& [cluster, screened] : by_cluster(std::move(hits), screener_)) {
    std::vector<std::string> programmes;
    std::vector<monitoring::SearchedVersion> lists;
    for (const monitoring::ScreenedHit& hit : screened.hits) add_missing(programmes, hit.hit.programmes);
    for (const monitoring::SearchedVersion& version : versions_) {
      const bool used = std::ranges::any_of(
          screened.hits, [&](const monitoring::ScreenedHit& hit) { return hit.hit.source.str() == version.source; });
      if (used) lists.push_back(version);
    }
    monitoring::CurrentFinding finding = finding_of(query, std::move(screened));
    finding.cluster = cluster;
    finding.programmes = std::move(programmes);
    finding.searched.lists = std::move(lists);
    findings.push_back(std::move(finding));
  }
}

void BookScreening::add_owned(const Query& query, std::vector<monitoring::CurrentFinding>& findings) const {
  const screening::Screener& parties = *reach_->screener();
  const monitoring::OwnershipUsed& graph = reach_->used();
  for (auto& [cluster, screened] : by_cluster(parties.screen(query.features.features, query.options), parties)) {
    std::vector<std::string> basis;
    std::string words;
    for (monitoring::ScreenedHit& hit : screened.hits) {
      const PortfolioReach::Party& party = reach_->parties().at(hit.hit.entity_id.str());
      hit.reach = party.json;
      add_missing(basis, party.legal_basis());
      words += (words.empty() ? "" : ". ") + party.words();
    }
    monitoring::CurrentFinding finding = finding_of(query, std::move(screened));
    finding.cluster = std::string(monitoring::kOwnershipCluster) + cluster;
    finding.programmes = std::move(basis);
    finding.words = std::move(words);
    for (const monitoring::ListUsed& list : graph.graph) {
      finding.searched.lists.push_back({list.source, list.version, list.sha256, list.published});
    }
    finding.searched.graph = monitoring::SearchedGraph{graph.as_of, graph.sha256, graph.rules_sha256};
    findings.push_back(std::move(finding));
  }
}

base::Result<void> BookScreening::screen(const std::vector<BookRow>& rows,
                                         std::vector<monitoring::CurrentFinding>& findings) const {
  const std::size_t even = rows.size() / (std::size_t{threads_} * kBlocksPerThread);
  const std::size_t rows_per_block = std::clamp(even, std::size_t{1}, kRowsPerBlock);
  const std::size_t blocks = (rows.size() + rows_per_block - 1) / rows_per_block;
  std::vector<std::vector<monitoring::CurrentFinding>> found(blocks);
  std::vector<std::optional<base::Error>> failures(blocks);
  base::parallel_blocks(rows.size(), rows_per_block, threads_, [&](std::size_t begin, std::size_t end, unsigned) {
    // With one worker the whole range may come as one block.
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t block = i / rows_per_block;
      if (const auto done = screen_row(rows[i], found[block]); !done && !failures[block]) {
        failures[block] = done.error();
      }
    }
  });
  for (std::size_t i = 0; i < blocks; ++i) {
    if (failures[i]) return *failures[i];
    for (monitoring::CurrentFinding& finding : found[i]) findings.push_back(std::move(finding));
  }
  return {};
}

}  // namespace cordon::service
