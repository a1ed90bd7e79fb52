// Enters what a use case emitted in the ledger. A forecast for an earlier day, computed today, is marked as a hindcast
// in its model's name, so that its score stands apart from those that were made before the fact. Thread: one user at a
// time.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/outlook/ledger.hpp"

namespace cordon::service {

class ForecastRecord {
 public:
  // ledger: empty for none. today: to tell a hindcast.
  ForecastRecord(std::filesystem::path ledger, base::Date today) : ledger_(std::move(ledger)), today_(today) {}
  // A forecast as `horizon outlook` emits it.
  void add_round(std::string_view json);
  // A candidate as `horizon next-in-line` emits it; one that is listed already is no forecast.
  void add_candidate(std::string_view json);
  // Returns: how many were new. The directory of the ledger is made.
  [[nodiscard]] base::Result<std::size_t> write() const;

 private:
  void add(outlook::Forecast forecast, const std::string& prefix, const char* command);
  std::filesystem::path ledger_;
  base::Date today_;
  std::vector<outlook::Forecast> forecasts_;
};

}  // namespace cordon::service
