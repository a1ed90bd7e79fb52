#include "portfolio_index.hpp"

#include <system_error>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/parallel.hpp"
#include "cordon/screening/counterparty.hpp"
#include "cordon/screening/screener.hpp"

namespace cordon::service {
namespace {

namespace fs = std::filesystem;

fs::path path_of(const Workspace& workspace, const monitoring::Portfolio& portfolio) {
  return workspace.directory() / "portfolios" / (base::ContentHash::of(portfolio.name).hex().substr(0, 32) + ".idx");
}

std::string label_of(const monitoring::Portfolio& portfolio) {
  return "portfolio " + portfolio.name + "\nrevision " + std::to_string(portfolio.revision) + "\ncontent " +
         portfolio.content.hex() + "\nprogram " + std::string(screening::index_fingerprint()) + "\n";
}

void keep(const Workspace& workspace, const monitoring::Portfolio& portfolio, const match::Corpus& corpus) {
  const fs::path path = path_of(workspace, portfolio);
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  // A directory that cannot be written works without the file.
  if (!failure) static_cast<void>(corpus.save(path, label_of(portfolio)).has_value());
}

}  // namespace

RowFeatures features_of_row(std::string_view key, const monitoring::CounterpartyValues& values) {
  screening::Counterparty counterparty;
  for (const auto& [column, value] : values) screening::set_column(counterparty, column, value);
  counterparty.id = key;
  screening::Query query = screening::query_of(counterparty);
  return {std::move(query.features), std::move(query.problems)};
}

base::Result<std::shared_ptr<const match::Corpus>> open_portfolio_index(const Workspace& workspace,
                                                                        monitoring::Transaction& transaction,
                                                                        const monitoring::Portfolio& portfolio,
                                                                        unsigned threads) {
  auto opened = match::Corpus::open(path_of(workspace, portfolio));
  if (opened && (*opened)->label() == label_of(portfolio)) return std::move(*opened);
  std::vector<match::SubjectFeatures> features;
  features.reserve(portfolio.counterparties);
  CORDON_TRY(transaction.for_each_row(
      portfolio.name, {}, [&](std::string_view key, std::uint32_t, std::string_view body) -> base::Result<void> {
        CORDON_ASSIGN(const monitoring::CounterpartyValues values, monitoring::decode_values(body));
        features.push_back(features_of_row(key, values).features);
        return {};
      }));
  match::BuildOptions options;
  options.threads = threads;
  auto corpus = match::Corpus::build(features, options);
  keep(workspace, portfolio, *corpus);
  return corpus;
}

void keep_portfolio_index(const Workspace& workspace, const monitoring::Portfolio& portfolio,
                          std::span<const match::SubjectFeatures> features, unsigned threads) {
  match::BuildOptions options;
  options.threads = threads;
  keep(workspace, portfolio, *match::Corpus::build(features, options));
}

}  // namespace cordon::service
