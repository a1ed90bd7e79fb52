// The ledger's file: CSV rows, each with the hash of itself and of all before it.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/outlook/ledger.hpp"
#include "shipped_data.hpp"

namespace cordon::outlook {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

// kind forecast: all but the last three; kind resolution: id, on (made_on), outcome (probability), evidence (question).
constexpr std::string_view kHeader =
    "kind,id,made_on,data_hash,model,question,resolution_rule,horizon_end,probability,low,high,source,chain";
constexpr std::size_t kFields = 13;

std::string number(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

Result<double> probability(const std::string& text, const base::SourceLocation& where) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0.0 && value <= 1.0)) {
    return Error{ErrorCode::kOutOfRange, "expected a probability from 0 to 1, found '" + text + "'", where};
  }
  return value;
}

std::string chained(const std::string& previous, const std::vector<std::string>& fields) {
  std::string text = previous + "\n";
  base::append_csv_row(text, fields);
  return base::ContentHash::of(text).hex();
}

Result<Forecast> forecast_of(const std::vector<std::string>& f, const base::SourceLocation& where) {
  Forecast out;
  out.id = f[1];
  out.data_hash = f[3];
  out.model = f[4];
  out.question = f[5];
  out.resolution_rule = f[6];
  out.source = f[11];
  CORDON_ASSIGN(out.made_on, Date::parse(f[2]));
  CORDON_ASSIGN(out.horizon_end, Date::parse(f[7]));
  CORDON_ASSIGN(out.probability, probability(f[8], where));
  if (!f[9].empty() || !f[10].empty()) {
    Interval interval;
    CORDON_ASSIGN(interval.low, probability(f[9], where));
    CORDON_ASSIGN(interval.high, probability(f[10], where));
    out.interval = interval;
  }
  return out;
}

Forecast* find(std::vector<Forecast>& all, const std::string& id) {
  for (Forecast& forecast : all) {
    if (forecast.id == id) return &forecast;
  }
  return nullptr;
}

Result<void> apply(std::vector<Forecast>& all, const std::vector<std::string>& f, const base::SourceLocation& where) {
  if (f[0] == "forecast") {
    if (find(all, f[1]) != nullptr) return Error{ErrorCode::kConflict, "expected each id once", where};
    CORDON_ASSIGN(Forecast forecast, forecast_of(f, where));
    all.push_back(std::move(forecast));
    return {};
  }
  if (f[0] != "resolution")
    return Error{ErrorCode::kMalformed, "expected forecast or resolution, found '" + f[0] + "'", where};
  Forecast* const forecast = find(all, f[1]);
  if (forecast == nullptr) return Error{ErrorCode::kNotFound, "no forecast has this id", where};
  if (forecast->resolution) return Error{ErrorCode::kConflict, "the forecast is resolved already", where};
  if (f[8] != "0" && f[8] != "1")
    return Error{ErrorCode::kMalformed, "expected an outcome of 0 or 1, found '" + f[8] + "'", where};
  Resolution resolution;
  CORDON_ASSIGN(resolution.on, Date::parse(f[2]));
  resolution.outcome = f[8] == "1";
  resolution.evidence = f[5];
  if (resolution.on < forecast->made_on)
    return Error{ErrorCode::kMalformed, "expected a resolution after the forecast", where};
  forecast->resolution = std::move(resolution);
  return {};
}

struct LedgerFile {
  std::vector<Forecast> forecasts;
  std::string chain;  // of the last row
  bool exists = false;
};

// chained_rows: a file carries the chain, the shipped entries do not.
Result<void> read_rows(LedgerFile& ledger, const std::string& document, std::string_view bytes, bool chained_rows) {
  base::CsvReader reader(bytes, {}, document);
  std::vector<std::string> fields;
  CORDON_ASSIGN(bool more, reader.next(fields));
  std::string header;
  base::append_csv_row(header, fields);
  if (!more || !std::string_view(header).starts_with(kHeader)) {
    return Error{ErrorCode::kMalformed, "expected the header " + std::string(kHeader), {document, 1, {}}};
  }
  for (;;) {
    CORDON_ASSIGN(more, reader.next(fields));
    if (!more) return {};
    const base::SourceLocation where{document, reader.line(), fields.size() > 1 ? fields[1] : std::string()};
    if (fields.size() != kFields)
      return Error{ErrorCode::kMalformed, "expected 13 fields, found " + std::to_string(fields.size()), where};
    if (chained_rows) {
      const std::string claimed = fields.back();
      std::vector<std::string> content(fields.begin(), fields.end() - 1);
      ledger.chain = chained(ledger.chain, content);
      if (ledger.chain != claimed) {
        return Error{ErrorCode::kDamaged, "the chain does not hold: this row or one before it was changed", where};
      }
    }
    CORDON_TRY(apply(ledger.forecasts, fields, where));
  }
}

Result<LedgerFile> load(const std::string& path) {
  LedgerFile ledger;
  for (const base::EmbeddedFile& file : embedded_files()) {
    if (file.path == "outlook/propositions.csv") {
      CORDON_TRY(read_rows(ledger, std::string(file.path), file.bytes, false));
    }
  }
  std::error_code missing;
  if (path.empty() || !std::filesystem::exists(path, missing)) return ledger;
  CORDON_ASSIGN(const std::string bytes, base::read_file(path));
  ledger.exists = true;
  CORDON_TRY(read_rows(ledger, path, bytes, true));
  return ledger;
}

// Keeps other processes from appending between reading the chain and writing behind it.
class LedgerLock {
 public:
  explicit LedgerLock(const std::string& path)
      : descriptor_(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~LedgerLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;

 private:
  int descriptor_;
};

// Each row is checked against the ledger before it, and all are written or none.
Result<void> append(const std::string& path, LedgerFile& ledger, const std::vector<std::vector<std::string>>& rows) {
  std::string text = ledger.exists ? std::string() : std::string(kHeader) + "\n";
  for (const std::vector<std::string>& content : rows) {
    CORDON_TRY(apply(ledger.forecasts, content, {path, 0, content[1]}));
    std::vector<std::string> row = content;
    ledger.chain = chained(ledger.chain, content);
    row.push_back(ledger.chain);
    base::append_csv_row(text, row);
  }
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out << text << std::flush;
  if (!out) return Error{ErrorCode::kIo, "cannot write", {path, 0, {}}};
  return {};
}

Result<void> append(const std::string& path, const std::vector<std::string>& content) {
  const LedgerLock lock{path};
  CORDON_ASSIGN(LedgerFile ledger, load(path));
  return append(path, ledger, {content});
}

std::vector<std::string> row_of(const Forecast& forecast) {
  return {"forecast",
          forecast.id,
          forecast.made_on.to_string(),
          forecast.data_hash,
          forecast.model,
          forecast.question,
          forecast.resolution_rule,
          forecast.horizon_end.to_string(),
          number(forecast.probability),
          forecast.interval ? number(forecast.interval->low) : "",
          forecast.interval ? number(forecast.interval->high) : "",
          forecast.source};
}

std::vector<std::string> row_of(const std::string& id, const Resolution& resolution) {
  return {"resolution", id, resolution.on.to_string(),      "", "", resolution.evidence,
          "",           "", resolution.outcome ? "1" : "0", "", "", ""};
}

}  // namespace

Result<std::vector<Forecast>> read_ledger(const std::string& path) {
  CORDON_ASSIGN(LedgerFile ledger, load(path));
  return std::move(ledger.forecasts);
}

Result<void> append_forecast(const std::string& path, const Forecast& forecast) {
  if (forecast.horizon_end <= forecast.made_on) {
    return Error{ErrorCode::kOutOfRange,
                 "expected a horizon that ends after the forecast, found " + forecast.horizon_end.to_string() +
                     " for one made on " + forecast.made_on.to_string(),
                 {path, 0, forecast.id}};
  }
  return append(path, row_of(forecast));
}

Result<std::size_t> record_forecasts(const std::string& path, const std::vector<Forecast>& forecasts) {
  const LedgerLock lock{path};
  CORDON_ASSIGN(LedgerFile ledger, load(path));
  std::set<std::string> known;
  for (const Forecast& forecast : ledger.forecasts) known.insert(forecast.id);
  std::vector<std::vector<std::string>> rows;
  for (const Forecast& forecast : forecasts) {
    if (known.insert(forecast.id).second) rows.push_back(row_of(forecast));
  }
  if (!rows.empty()) CORDON_TRY(append(path, ledger, rows));
  return rows.size();
}

Result<void> resolve_forecast(const std::string& path, const std::string& id, const Resolution& resolution) {
  if (resolution.evidence.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{ErrorCode::kInvalidArgument, "expected the evidence, found none", {path, 0, id}};
  }
  return append(path, row_of(id, resolution));
}

Result<std::size_t> record_resolutions(const std::string& path,
                                       const std::vector<std::pair<std::string, Resolution>>& resolutions) {
  const LedgerLock lock{path};
  CORDON_ASSIGN(LedgerFile ledger, load(path));
  std::set<std::string> resolved;
  for (const Forecast& forecast : ledger.forecasts) {
    if (forecast.resolution) resolved.insert(forecast.id);
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [id, resolution] : resolutions) {
    if (resolved.insert(id).second) rows.push_back(row_of(id, resolution));
  }
  if (!rows.empty()) CORDON_TRY(append(path, ledger, rows));
  return rows.size();
}

}  // namespace cordon::outlook
