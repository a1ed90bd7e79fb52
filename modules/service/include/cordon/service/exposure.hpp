// Use case of `horizon exposure`: what a portfolio has at stake in people who are not listed yet. For a counterparty
// the sum, over candidates, of the probability of designation within twelve months times the share they hold in it
// through all chains of owners. Invariant: never a verdict and never an alert; reads lists and interests, changes
// nothing. Fields of the JSON: docs/api/commands.md. Thread: one user at a time of one data directory.
#pragma once

#include <filesystem>
#include <vector>

#include "cordon/service/reach.hpp"

namespace cordon::service {

struct ExposureRequest {
  std::filesystem::path candidates;           // as for horizon next-in-line
  std::filesystem::path portfolio;            // a CSV with id and/or name, and where known amount
  std::vector<std::filesystem::path> graphs;  // interests beside those of the loaded lists
  std::optional<base::Date> as_of;            // default: today
};
// One object per counterparty in which a candidate has a share, the most exposed first: {counterparty, name,
// expected_share, interval, amount, expected_amount, drivers, listed_owners, unknown_shares, evidence, base_rate, n,
// as_of, model, data_hash, notice}. Shares from 0 to 1.
[[nodiscard]] base::Result<void> horizon_exposure(Workspace& workspace, const ExposureRequest& request,
                                                  const JsonSink& sink, const MessageSink& message);

}  // namespace cordon::service
