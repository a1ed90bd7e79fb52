#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/horizon/relations.hpp"
#include "known_values.hpp"

namespace cordon::horizon {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::SourceLocation;

constexpr std::size_t kCodeSize = 3;
constexpr std::size_t kMostDays = 200'000;  // of one file; 500 years and more

Result<Date> day_of(std::string text, const SourceLocation& where) {
  if (text.size() == 8 && text.find('-') == std::string::npos) text.insert(6, "-").insert(4, "-");
  Result<Date> day = Date::parse(text);
  if (day) return day;
  return Error{ErrorCode::kMalformed, "expected a day (YYYY-MM-DD or YYYYMMDD), found '" + text + "'", where};
}

Result<double> number(const std::string& text, const std::string& column, const SourceLocation& where) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(value)) return value;
  return Error{ErrorCode::kMalformed, column + ": expected a number, found '" + text + "'", where};
}

std::optional<RelationKey> key_of(std::string_view column) {
  if (column.size() != 2 * kCodeSize + 1 || std::string_view("_->").find(column[kCodeSize]) == std::string_view::npos) {
    return std::nullopt;
  }
  return RelationKey{std::string(column.substr(0, kCodeSize)), std::string(column.substr(kCodeSize + 1)), {}};
}

// A day's net sum is all that is known: it stands for its excess of one over the other.
DaySum of_net(Date day, double cooperation_positive) {
  DaySum out;
  out.day = day;
  (cooperation_positive < 0 ? out.conflict : out.cooperation) = std::abs(cooperation_positive);
  return out;
}

Result<void> expect_cells(std::size_t found, std::size_t columns, const SourceLocation& where) {
  if (found <= columns) return {};
  return Error{ErrorCode::kMalformed, "expected " + std::to_string(columns) + " cells, found " + std::to_string(found),
               where};
}

// A day given twice in one file: nobody knows which one is meant.
template <typename Emplaced>
Result<void> expect_new(const Emplaced& emplaced, const std::string& what, const SourceLocation& where) {
  if (emplaced.second) return {};
  return Error{ErrorCode::kConflict,
               "expected each day once, found " + what + " in line " + std::to_string(emplaced.first->second) + " too",
               where};
}

Result<void> read_wide(base::CsvReader& reader, const std::vector<std::string>& header, const std::string& document,
                       Relations& out) {
  std::vector<std::optional<RelationKey>> keys;
  for (const std::string& column : header) keys.push_back(key_of(column));
  std::vector<std::string> row;
  std::map<Date, std::size_t> lines;
  for (std::size_t days = 0;; ++days) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) return {};
    const SourceLocation where{document, reader.line(), {}};
    if (days >= kMostDays) return Error{ErrorCode::kOutOfRange, "expected at most 200000 days", where};
    CORDON_TRY(expect_cells(row.size(), header.size(), where));
    CORDON_ASSIGN(const Date day, day_of(row[0], where));
    CORDON_TRY(expect_new(lines.emplace(day, reader.line()), day.to_string(), where));
    for (std::size_t i = 1; i < std::min(row.size(), keys.size()); ++i) {
      if (!keys[i] || row[i].empty()) continue;
      CORDON_ASSIGN(const double net, number(row[i], header[i], where));
      out[*keys[i]].push_back(of_net(day, net));
    }
  }
}

Result<void> read_long(base::CsvReader& reader, const std::vector<std::string>& header, const std::string& document,
                       Relations& out) {
  std::unordered_map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < header.size(); ++i) columns.emplace(header[i], i);
  for (const char* name : {"day", "actor1", "actor2", "conflict_mass", "cooperation_mass"}) {
    if (!columns.contains(name)) {
      return Error{ErrorCode::kMissingField,
                   "expected date,AAA_BBB,... or day,actor1,actor2,events,conflict_mass,cooperation_mass; no column " +
                       std::string(name),
                   {document, 1, {}}};
    }
  }
  std::vector<std::string> row;
  std::map<std::pair<RelationKey, Date>, std::size_t> lines;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) return {};
    const SourceLocation where{document, reader.line(), {}};
    CORDON_TRY(expect_cells(row.size(), header.size(), where));
    const auto cell = [&](const char* name) {
      const auto column = columns.find(name);
      return column == columns.end() || column->second >= row.size() ? std::string() : row[column->second];
    };
    DaySum sum;
    CORDON_ASSIGN(sum.day, day_of(cell("day"), where));
    CORDON_ASSIGN(sum.conflict, number(cell("conflict_mass"), "conflict_mass", where));
    CORDON_ASSIGN(sum.cooperation, number(cell("cooperation_mass"), "cooperation_mass", where));
    if (const std::string events = cell("events"); !events.empty()) {
      CORDON_ASSIGN(const double count, number(events, "events", where));
      sum.events = static_cast<std::int64_t>(count);
    }
    if (sum.conflict < 0 || sum.cooperation < 0 || sum.events < 0) {
      return Error{ErrorCode::kOutOfRange, "expected sums and counts of 0 or more", where};
    }
    const RelationKey key{cell("actor1"), cell("actor2"), cell("issue")};
    CORDON_TRY(expect_new(lines.emplace(std::pair{key, sum.day}, reader.line()),
                          sum.day.to_string() + " of " + key.from + "-" + key.to, where));
    out[key].push_back(sum);
  }
}

bool by_day(const DaySum& a, const DaySum& b) { return a.day < b.day; }

// In order, one entry a day: the last one given wins.
void settle(std::vector<DaySum>& days) {
  std::stable_sort(days.begin(), days.end(), by_day);
  std::vector<DaySum> out;
  for (const DaySum& day : days) {
    if (!out.empty() && out.back().day == day.day) out.pop_back();
    out.push_back(day);
  }
  days = std::move(out);
}

std::string text_of(double value) {
  std::array<char, 32> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

}  // namespace

Result<Relations> parse_relations(const std::string& document, std::string_view csv) {
  CORDON_TRY(base::must_be_utf8(csv, document));
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  base::CsvReader reader{csv, {}, document};
  std::vector<std::string> header;
  CORDON_ASSIGN(const bool any, reader.next(header));
  Relations out;
  const bool is_wide = any && header.size() > 1 && (header[0] == "date" || header[0] == "day") && key_of(header[1]);
  if (is_wide) {
    CORDON_TRY(read_wide(reader, header, document, out));
  } else {
    CORDON_TRY(read_long(reader, header, document, out));
  }
  for (auto& [key, days] : out) settle(days);
  return out;
}

std::string to_csv(const Relations& relations) {
  std::string out = "day,actor1,actor2,events,conflict_mass,cooperation_mass,issue\n";
  for (const auto& [key, days] : relations) {
    for (const DaySum& day : days) {
      base::append_csv_row(out,
                           {day.day.to_string(), key.from, key.to, day.events == 0 ? "" : std::to_string(day.events),
                            text_of(day.conflict), text_of(day.cooperation), key.issue});
    }
  }
  return out;
}

void merge(Relations& into, const Relations& from) {
  for (const auto& [key, days] : from) {
    std::vector<DaySum>& kept = into[key];
    kept.insert(kept.end(), days.begin(), days.end());
    settle(kept);
  }
}

void accumulate(Relations& into, const Relations& from) {
  for (const auto& [key, days] : from) {
    std::vector<DaySum>& kept = into[key];
    kept.insert(kept.end(), days.begin(), days.end());
    std::stable_sort(kept.begin(), kept.end(), by_day);
    std::vector<DaySum> out;
    for (const DaySum& day : kept) {
      if (out.empty() || out.back().day != day.day) {
        out.push_back(day);
        continue;
      }
      out.back().conflict += day.conflict;
      out.back().cooperation += day.cooperation;
      out.back().events += day.events;
    }
    kept = std::move(out);
  }
}

Result<std::vector<DaySum>> series_of(const Relations& relations, const std::string& dyad, const std::string& issue) {
  const auto key = key_of(dyad);
  const bool directed = key && dyad[kCodeSize] == '>';
  std::map<Date, DaySum> days;
  std::set<std::string> known;
  std::set<std::string> issues;
  bool other_way = false;
  for (const auto& [relation, sums] : relations) {
    if (!relation.issue.empty()) issues.insert(relation.issue);
    known.insert(relation.from + "-" + relation.to);
    const bool forth = key && relation.from == key->from && relation.to == key->to;
    const bool back = key && relation.from == key->to && relation.to == key->from;
    other_way = other_way || back;
    if (relation.issue != issue || (!forth && (!back || directed))) continue;
    for (const DaySum& sum : sums) {
      DaySum& day = days[sum.day];
      day.day = sum.day;
      day.conflict += sum.conflict;
      day.cooperation += sum.cooperation;
      day.events += sum.events;
    }
  }
  CORDON_TRY(expect_known("--issue", issue, issues));
  if (days.empty()) {
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
    return Error{ErrorCode::kNotFound, "expected a dyad like USA-RUS among " +
                                           (list.empty() ? std::string("(none)") : list) + "; found '" + dyad + "'" +
                                           (issue.empty() ? "" : " without an event of the area " + issue)};
  }
  const auto is_net = [](const auto& entry) { return entry.second.events == 0; };
  if (directed && !other_way && std::all_of(days.begin(), days.end(), is_net)) {
    return Error{ErrorCode::kUnsupported, "expected counted events for one direction; the sums of " + dyad +
                                              " hold both: ask for " + key->from + "-" + key->to};
  }
  std::vector<DaySum> out;
  for (const auto& [day, sum] : days) out.push_back(sum);
  return out;
}

}  // namespace cordon::horizon
