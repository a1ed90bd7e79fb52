// What programmes are about: data/cluster/regimes.csv.
#include <utility>

#include "cordon/base/csv.hpp"
#include "cordon/cluster/subject.hpp"
#include "shipped_data.hpp"

namespace cordon::cluster {
namespace {

struct Row {
  std::string programme;
  bool prefix = false;
  std::vector<std::string> regimes;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::vector<Row> load() {
  std::string_view text = base::find_embedded(embedded_files(), "cluster/regimes.csv");
  while (text.starts_with('#')) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  std::vector<Row> rows;
  base::CsvReader reader{text, {}, "cluster/regimes.csv"};
  std::vector<std::string> fields;
  bool header = true;
  for (;;) {
    const auto more = reader.next(fields);
    if (!more || !*more) return rows;
    if (std::exchange(header, false) || fields.size() != 2) continue;
    Row row{fields[0], fields[0].ends_with('*'), split(fields[1])};
    if (row.prefix) row.programme.pop_back();
    rows.push_back(std::move(row));
  }
}

}  // namespace

std::vector<std::string_view> regimes_of(std::string_view programme) {
  static const std::vector<Row> kRows = load();
  std::vector<std::string_view> regimes;
  for (const Row& row : kRows) {
    if (row.prefix ? programme.starts_with(row.programme) : programme == row.programme) {
      regimes.insert(regimes.end(), row.regimes.begin(), row.regimes.end());
    }
  }
  return regimes;
}

}  // namespace cordon::cluster
