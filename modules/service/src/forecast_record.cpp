#include "forecast_record.hpp"

#include <nlohmann/json.hpp>

#include "cordon/base/content_hash.hpp"

namespace cordon::service {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kIdHash = 12;  // characters of the hash that make an id its own

base::Date day_of(const Json& row, const char* field) {
  const auto day = base::Date::parse(row.value(field, std::string()));
  return day ? *day : base::Date{};
}

outlook::Forecast common(const Json& row, const char* probability) {
  outlook::Forecast out;
  out.made_on = day_of(row, "as_of");
  out.data_hash = row.value("data_hash", std::string());
  out.model = row.value("model", std::string());
  out.probability = row[probability].get<double>();
  const Json& interval = row["interval"];
  if (interval.is_array() && interval.size() == 2) {
    out.interval = outlook::Interval{interval[0].get<double>(), interval[1].get<double>()};
  }
  return out;
}

}  // namespace

void ForecastRecord::add(outlook::Forecast forecast, const std::string& prefix, const char* command) {
  // Another answer to the same question, from other data or another model, is another forecast.
  const std::string content = forecast.data_hash + forecast.model + forecast.question;
  forecast.id = prefix + "-" + base::ContentHash::of(content).hex().substr(0, kIdHash);
  forecast.source = command;
  if (forecast.made_on < today_) {
    forecast.model += outlook::kHindcast;
    forecast.source += ", computed on a later day from what was known then";
  }
  forecasts_.push_back(std::move(forecast));
}

void ForecastRecord::add_round(std::string_view json) {
  if (ledger_.empty()) return;
  const Json row = Json::parse(json, nullptr, false);
  if (row.is_discarded()) return;
  outlook::Forecast forecast = common(row, "probability");
  forecast.question = row.value("question", std::string());
  forecast.resolution_rule = row.value("resolution_rule", std::string());
  forecast.horizon_end = day_of(row, "horizon_end");
  const std::string days = std::to_string(row.value("horizon_days", 0));
  add(std::move(forecast), "rounds-" + row.value("as_of", std::string()) + "-" + days + "d", "cordon horizon outlook");
}

void ForecastRecord::add_candidate(std::string_view json) {
  if (ledger_.empty()) return;
  const Json row = Json::parse(json, nullptr, false);
  if (row.is_discarded() || row["probability_12m"].is_null()) return;
  outlook::Forecast forecast = common(row, "probability_12m");
  forecast.horizon_end = day_of(row, "horizon_end");
  forecast.question = row.value("name", std::string()) + " (" + row.value("id", std::string()) + ") is designated by " +
                      forecast.horizon_end.to_string();
  forecast.resolution_rule = row.value("resolution_rule", std::string());
  add(std::move(forecast), "next-" + row.value("as_of", std::string()) + "-" + row.value("id", std::string()),
      "cordon horizon next-in-line");
}

base::Result<std::size_t> ForecastRecord::write() const {
  if (ledger_.empty() || forecasts_.empty()) return std::size_t{0};
  std::error_code problem;
  std::filesystem::create_directories(ledger_.parent_path(), problem);
  return outlook::record_forecasts(ledger_.string(), forecasts_);
}

}  // namespace cordon::service
