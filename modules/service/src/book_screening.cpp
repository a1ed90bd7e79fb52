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

base::Result<void> BookScreening::screen_row(const BookRow& row,
                                             std::vector<monitoring::CurrentFinding>& findings) const {
  CORDON_ASSIGN(monitoring::CounterpartyValues values, monitoring::decode_values(row.body));
  RowFeatures query = features_of_row(row.key, values);
  screening::ScreenOptions options;
  options.threshold = searched_.settings.threshold;
  options.limit = 0;
  std::vector<screening::Hit> hits = screener_.screen(query.features, options);
  if (hits.empty()) return {};
  std::map<std::string, monitoring::Screened> clusters;
  for (screening::Hit& hit : hits) {
    const auto cluster = clusters_.find(hit.entity_id.str());
    if (cluster != clusters_.end()) hit.cluster_id = model::EntityId{cluster->second};
    monitoring::Screened& screened = clusters[hit.cluster_id.str()];
    match::SubjectFeatures listed = screener_.listed(hit.source, hit.entity_id);
    screened.hits.push_back({std::move(hit), std::move(listed)});
  }
  for (auto& [cluster, screened] : clusters) {
    screened.key = row.key;
    screened.values = values;
    screened.problems = query.problems;
    screened.query = query.features;
    monitoring::CurrentFinding finding;
    finding.counterparty = row.key;
    finding.cluster = cluster;
    finding.facts = monitoring::facts_json(screened);
    finding.searched = searched_;
    finding.searched.row_revision = row.revision;
    for (const monitoring::ScreenedHit& hit : screened.hits) {
      finding.score = std::max(finding.score, hit.hit.score);
      add_missing(finding.entities, {hit.hit.entity_id.str()});
      add_missing(finding.programmes, hit.hit.programmes);
    }
    for (const monitoring::SearchedVersion& version : versions_) {
      const bool used = std::ranges::any_of(
          screened.hits, [&](const monitoring::ScreenedHit& hit) { return hit.hit.source.str() == version.source; });
      if (used) finding.searched.lists.push_back(version);
    }
    std::ranges::sort(finding.entities);
    findings.push_back(std::move(finding));
  }
  return {};
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
