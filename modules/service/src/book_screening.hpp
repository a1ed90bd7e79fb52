// Screening rows of a book into findings: the part that runs, a replay and a look-back share.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cluster_ids.hpp"
#include "cordon/monitoring/reconcile.hpp"
#include "cordon/screening/screener.hpp"
#include "portfolio_reach.hpp"

namespace cordon::service {

struct BookRow {
  std::string key;
  std::uint32_t revision = 0;
  std::string body;
};

class BookScreening {
 public:
  // searched: filled in but for the lists and the row's revision. Lifetime: screener and clusters must outlive it.
  BookScreening(const screening::Screener& screener, const ClusterIds& clusters, const monitoring::Searched& searched,
                std::vector<monitoring::SearchedVersion> versions, unsigned threads)
      : screener_(screener),
        clusters_(clusters),
        searched_(searched),
        versions_(std::move(versions)),
        threads_(threads) {}

  // Also looks for counterparties among those whom owners reach. Lifetime: reach must outlive this.
  void look_through(const PortfolioReach& reach) { reach_ = &reach; }

  // Appends the findings of the rows, in the order of the rows. Errors: kDamaged for a row that cannot be read.
  [[nodiscard]] base::Result<void> screen(const std::vector<BookRow>& rows,
                                          std::vector<monitoring::CurrentFinding>& findings) const;

 private:
  struct Query;
  [[nodiscard]] base::Result<void> screen_row(const BookRow& row,
                                              std::vector<monitoring::CurrentFinding>& findings) const;
  void add_listed(const Query& query, std::vector<monitoring::CurrentFinding>& findings) const;
  void add_owned(const Query& query, std::vector<monitoring::CurrentFinding>& findings) const;
  [[nodiscard]] std::map<std::string, monitoring::Screened> by_cluster(std::vector<screening::Hit>&& hits,
                                                                       const screening::Screener& from) const;
  [[nodiscard]] monitoring::CurrentFinding finding_of(const Query& query, monitoring::Screened&& screened) const;

  const screening::Screener& screener_;
  const ClusterIds& clusters_;
  monitoring::Searched searched_;
  std::vector<monitoring::SearchedVersion> versions_;  // sorted by source
  unsigned threads_;
  const PortfolioReach* reach_ = nullptr;
};

}  // namespace cordon::service
