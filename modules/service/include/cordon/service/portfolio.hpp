// Use cases around portfolios: import and update counterparties, settings, erasure.
// Fields of the JSON: as in the command reference (docs/api/commands.md).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/service/workspace.hpp"

namespace cordon::service {

// What is given replaces the portfolio's setting; the rest stays (or is the default of a new one).
struct PortfolioChange {
  std::optional<std::string> policy;
  std::optional<double> threshold;
  std::optional<int> depth;
  std::optional<std::string> regime;
  std::vector<std::string> sources;  // empty: as it was; "all": every list
  std::optional<bool> four_eyes;
  std::optional<int> due_days;
};

struct PortfolioImportRequest {
  std::filesystem::path file;
  std::string name = "default";
  PortfolioChange change;
  bool replace = false;  // counterparties that the file does not have leave the portfolio
  std::string by = "cordon";
  std::vector<std::pair<std::string, std::string>> columns_renamed;  // {given, known}
};

// Reads the file as a whole first: a damaged one changes nothing. Emits one object
// {portfolio, revision, counterparties, added, changed, removed, unchanged, unreadable_rows, policy, ...}.
[[nodiscard]] base::Result<void> import_portfolio(Workspace& workspace, const PortfolioImportRequest& request,
                                                  const JsonSink& sink, const MessageSink& message);
[[nodiscard]] base::Result<void> list_portfolios(Workspace& workspace, const JsonSink& sink);
[[nodiscard]] base::Result<void> change_portfolio(Workspace& workspace, const std::string& name,
                                                  const PortfolioChange& change, const std::string& by,
                                                  const JsonSink& sink);

struct EraseRequest {
  std::string portfolio = "default";
  std::string counterparty;  // key
  std::string reason;
  std::string by;
};
// Takes the counterparty out and replaces its personal values everywhere by nothing; the audit log keeps its digests,
// whose keys are gone, and still verifies. Emits {portfolio, counterparty, alerts, revision, within_retention}, the
// last: how many of the alerts are younger than the ten years that records are kept. Errors: kNotFound; kConflict when
// nothing is left to erase.
[[nodiscard]] base::Result<void> erase_counterparty(Workspace& workspace, const EraseRequest& request,
                                                    const JsonSink& sink, const MessageSink& message);

}  // namespace cordon::service
