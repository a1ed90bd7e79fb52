// The reverse index of a large portfolio: its counterparties as a match corpus, below DIR/portfolios, so that a change
// of a list is screened against the book without reading the book. A cache: it names the revision it covers, and is
// made anew when it does not fit. Small portfolios have none and are screened as a whole.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cordon/match/corpus.hpp"
#include "cordon/monitoring/portfolio.hpp"
#include "cordon/monitoring/storage.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

// Below this many counterparties, screening all of them takes less time than opening an index.
inline constexpr std::uint64_t kIndexedCounterparties = 20'000;

// The features of a stored row, its key as the id.
struct RowFeatures {
  match::SubjectFeatures features;
  std::vector<std::string> problems;
};
[[nodiscard]] RowFeatures features_of_row(std::string_view key, const monitoring::CounterpartyValues& values);

// The index of the portfolio's current revision; read, or made from the storage and kept.
[[nodiscard]] base::Result<std::shared_ptr<const match::Corpus>> open_portfolio_index(
    const Workspace& workspace, monitoring::Transaction& transaction, const monitoring::Portfolio& portfolio,
    unsigned threads);

// Keeps an index of rows that are already at hand (an import has them all). Failures cost only time later.
void keep_portfolio_index(const Workspace& workspace, const monitoring::Portfolio& portfolio,
                          std::span<const match::SubjectFeatures> features, unsigned threads);

}  // namespace cordon::service
