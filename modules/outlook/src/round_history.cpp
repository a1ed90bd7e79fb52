#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <unordered_map>

#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/outlook/rounds.hpp"

namespace cordon::outlook {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::SourceLocation;

class Columns {
 public:
  explicit Columns(const std::vector<std::string>& header) : size_(header.size()) {
    for (std::size_t i = 0; i < header.size(); ++i) index_.emplace(header[i], i);
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool has(const std::string& name) const { return index_.contains(name); }
  // The first of the names that stands in the header.
  [[nodiscard]] std::string cell(const std::vector<std::string>& row, std::initializer_list<const char*> names) const {
    for (const char* name : names) {
      const auto found = index_.find(name);
      if (found != index_.end() && found->second < row.size()) return row[found->second];
    }
    return {};
  }

 private:
  std::unordered_map<std::string, std::size_t> index_;
  std::size_t size_;
};

Result<std::int64_t> count(const std::string& text, const char* column, const SourceLocation& where) {
  if (text.empty()) return std::int64_t{0};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
    return Error{ErrorCode::kMalformed, std::string(column) + ": expected a count, found '" + text + "'", where};
  }
  return value;
}

// "RUSSIA-EO14024:52 CAATSA - RUSSIA:10": the tags hold blanks, so that each count ends its tag.
Result<std::vector<std::pair<std::string, std::int64_t>>> programmes_of(const std::string& text,
                                                                        const SourceLocation& where) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t colon = text.find(':', at);
    if (colon == std::string::npos || colon == at) {
      return Error{ErrorCode::kMalformed, "programmes: expected 'TAG:COUNT ...', found '" + text + "'", where};
    }
    std::size_t end = colon + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    CORDON_ASSIGN(const std::int64_t entries, count(text.substr(colon + 1, end - colon - 1), "programmes", where));
    out.emplace_back(text.substr(at, colon - at), entries);
    at = text.find_first_not_of(" ;", end);
  }
  return out;
}

void merge(Round& into, const Round& from) {
  into.entries += from.entries;
  into.individuals += from.individuals;
  into.entities += from.entities;
  into.vessels += from.vessels;
  into.aircraft += from.aircraft;
  into.programmes.insert(into.programmes.end(), from.programmes.begin(), from.programmes.end());
}

Result<Round> round_of(const Columns& columns, const std::vector<std::string>& row, const SourceLocation& where) {
  Round round;
  const Result<Date> day = Date::parse(columns.cell(row, {"first_seen", "date"}));
  if (!day) {
    return Error{ErrorCode::kMalformed,
                 "first_seen: expected a day (YYYY-MM-DD), found '" + columns.cell(row, {"first_seen", "date"}) + "'",
                 where};
  }
  round.date = *day;
  if (columns.cell(row, {"n", "entries"}).empty()) {
    return Error{ErrorCode::kMissingField, "n: expected a count of new entries, found nothing", where};
  }
  CORDON_ASSIGN(round.entries, count(columns.cell(row, {"n", "entries"}), "n", where));
  CORDON_ASSIGN(round.individuals, count(columns.cell(row, {"individuals"}), "individuals", where));
  CORDON_ASSIGN(round.entities, count(columns.cell(row, {"entities"}), "entities", where));
  CORDON_ASSIGN(round.vessels, count(columns.cell(row, {"vessels"}), "vessels", where));
  CORDON_ASSIGN(round.aircraft, count(columns.cell(row, {"aircraft"}), "aircraft", where));
  CORDON_ASSIGN(round.programmes, programmes_of(columns.cell(row, {"programmes"}), where));
  return round;
}

}  // namespace

Result<RoundHistory> parse_rounds(const std::string& document, std::string_view csv) {
  CORDON_TRY(base::must_be_utf8(csv, document));
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  base::CsvReader reader{csv, {}, document};
  std::vector<std::string> row;
  CORDON_ASSIGN(const bool any, reader.next(row));
  CORDON_TRY(base::must_name_columns_once(row, {document, 1, {}}));
  const Columns columns{any ? row : std::vector<std::string>{}};
  if (!columns.has("first_seen") && !columns.has("date")) {
    return Error{ErrorCode::kMissingField, "expected a header with the column first_seen (or date) and n (or entries)",
                 SourceLocation{document, 1, {}}};
  }
  std::map<Date, Round> by_day;
  std::map<Date, Date> seen_before;  // the day of the look before, by the day a round was seen
  while (true) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) break;
    const SourceLocation where{document, reader.line(), {}};
    if (row.size() > columns.size()) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(columns.size()) + " cells, found " + std::to_string(row.size()), where};
    }
    CORDON_ASSIGN(Round round, round_of(columns, row, where));
    const Result<Date> before = Date::parse(columns.cell(row, {"previous_snapshot"}));
    seen_before.try_emplace(round.date, before ? std::min(*before, round.date) : round.date);
    const auto [place, is_new] = by_day.try_emplace(round.date, round);
    if (!is_new) merge(place->second, round);
  }
  RoundHistory history;
  // Of the first round only: what a later row says of earlier days was not known before it.
  if (!seen_before.empty()) history.observed_from = seen_before.begin()->second;
  for (auto& [day, round] : by_day) history.rounds.push_back(std::move(round));
  return history;
}

RoundHistory select_rounds(const RoundHistory& history, const RoundFilter& filter) {
  RoundHistory out;
  out.observed_from = history.observed_from;
  out.observed_to = history.observed_to;
  for (const Round& round : history.rounds) {
    Round kept = round;
    if (!filter.programme.empty()) {
      kept.entries = 0;
      for (const auto& [tag, entries] : round.programmes) {
        if (tag.starts_with(filter.programme)) kept.entries += entries;
      }
    }
    if (kept.entries >= filter.min_size) out.rounds.push_back(std::move(kept));
  }
  return out;
}

}  // namespace cordon::outlook
