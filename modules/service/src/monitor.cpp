#include "monitor.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>

#include "cordon/base/content_hash.hpp"
#include "cordon/base/csv.hpp"
#include "cordon/base/embedded_data.hpp"
#include "cordon/monitoring/postgres_storage.hpp"
#include "cordon/monitoring/sqlite_storage.hpp"
#include "json_writer.hpp"

namespace cordon::match {
std::span<const base::EmbeddedFile> embedded_files() noexcept;  // the shipped policies are among them
}

namespace cordon::service {

using base::Error;
using base::ErrorCode;

namespace {

// A word "schema=NAME" beside libpq's own says which schema of the database is meant.
monitoring::PostgresStorageOptions postgres_options(const std::string& database) {
  monitoring::PostgresStorageOptions options;
  options.url = database;
  constexpr std::string_view kWord = " schema=";
  const std::size_t at = database.find(kWord);
  if (at == std::string::npos) return options;
  const std::size_t end = std::min(database.find(' ', at + kWord.size()), database.size());
  options.schema = database.substr(at + kWord.size(), end - at - kWord.size());
  options.url.erase(at, end - at);
  return options;
}

}  // namespace

base::Result<std::unique_ptr<monitoring::Storage>> open_monitor(const Workspace& workspace, bool writing) {
  if (!workspace.database().empty()) {
    monitoring::PostgresStorageOptions shared = postgres_options(workspace.database());
    shared.read_only = !writing;
    return monitoring::open_postgres_storage(shared);
  }
  monitoring::SqliteStorageOptions options;
  options.read_only = !writing;
  return monitoring::open_sqlite_storage(workspace.directory(), options);
}

base::Result<PolicyText> policy_with_text(const std::string& name) {
  CORDON_ASSIGN(match::Policy policy, match::Policy::find(name));
  std::string text(base::find_embedded(match::embedded_files(), "policies/" + policy.name() + ".csv"));
  std::string sha256 = base::ContentHash::of(text).hex();
  return PolicyText{std::move(policy), std::move(text), std::move(sha256)};
}

std::string clusters_text(const ClusterIds& clusters) {
  std::vector<std::pair<std::string, std::string>> rows(clusters.begin(), clusters.end());
  std::ranges::sort(rows);
  std::string text;
  for (const auto& [entity, cluster] : rows) base::append_csv_row(text, {entity, cluster});
  return text;
}

base::Result<ClusterIds> clusters_of_text(std::string_view text) {
  base::CsvReader reader{text, {}, "clusters"};
  ClusterIds clusters;
  std::vector<std::string> fields;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(fields));
    if (!more) return clusters;
    if (fields.size() != 2) return Error{ErrorCode::kDamaged, "the stored clusters cannot be read"};
    clusters.emplace(fields[0], fields[1]);
  }
}

std::string_view software_version() noexcept { return CORDON_VERSION; }

base::Result<std::string> entropy() {
  std::array<char, 32> bytes{};
  std::FILE* source = std::fopen("/dev/urandom", "rb");
  const bool read = source != nullptr && std::fread(bytes.data(), 1, bytes.size(), source) == bytes.size();
  if (source != nullptr) std::fclose(source);
  if (!read) return Error{ErrorCode::kIo, "cannot read unpredictable bytes", {"/dev/urandom", 0, {}}};
  return std::string(bytes.data(), bytes.size());
}

monitoring::AuditPayload settings_payload(const monitoring::Portfolio& portfolio) {
  const monitoring::PortfolioSettings& s = portfolio.settings;
  std::string sources;
  for (const std::string& source : s.sources) sources += (sources.empty() ? "" : ", ") + source;
  JsonWriter threshold;
  threshold.score(s.threshold);
  return {{"portfolio", portfolio.name},
          {"policy", s.policy},
          {"threshold", threshold.text()},
          {"depth", std::to_string(s.depth)},
          {"regime", s.regime},
          {"sources", sources},
          {"four_eyes", s.four_eyes ? "yes" : "no"},
          {"due_days", std::to_string(s.due_days)}};
}

base::Result<monitoring::Portfolio> need_portfolio(monitoring::Transaction& transaction, const std::string& name) {
  CORDON_ASSIGN(std::optional<monitoring::Portfolio> portfolio, transaction.portfolio(name));
  if (portfolio) return std::move(*portfolio);
  CORDON_ASSIGN(const std::vector<monitoring::Portfolio> all, transaction.portfolios());
  std::string known;
  for (const monitoring::Portfolio& other : all) known += (known.empty() ? "" : ", ") + other.name;
  return Error{ErrorCode::kNotFound,
               "there is no portfolio '" + name + "'; there is " + (known.empty() ? std::string("none yet") : known)};
}

base::Result<monitoring::Alert> need_alert(monitoring::Transaction& transaction, const std::string& id) {
  CORDON_ASSIGN(std::optional<monitoring::Alert> alert, transaction.alert(id));
  if (alert) return std::move(*alert);
  return Error{ErrorCode::kNotFound, "there is no alert '" + id + "'"};
}

}  // namespace cordon::service
