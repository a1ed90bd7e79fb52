#include "next_text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <unordered_map>

#include "cordon/base/csv.hpp"
#include "cordon/base/file.hpp"
#include "cordon/model/country.hpp"
#include "cordon/outlook/next_in_line.hpp"

namespace cordon::outlook {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// What looks like a date at the end of the entry ("EU 2022-02-28", "EU (2022-02)"); empty: nothing does.
std::string date_text_in(const std::string& entry) {
  for (std::size_t at = 0; at + 4 <= entry.size(); ++at) {
    const bool starts = (at == 0 || !is_letter_or_digit(entry[at - 1])) && (entry[at] == '1' || entry[at] == '2');
    if (!starts) continue;
    std::size_t end = at;
    while (end < entry.size() && ((entry[end] >= '0' && entry[end] <= '9') || entry[end] == '-')) ++end;
    if (end - at >= 4) return entry.substr(at, end - at);
  }
  return {};
}

// The first day it can mean.
std::optional<Date> day_in(const std::string& entry) {
  const auto date = base::PartialDate::parse(date_text_in(entry));
  return date ? std::optional<Date>(date->first()) : std::nullopt;
}

// The words of letters and digits, in lower case.
std::vector<std::string> words_of(const std::string& entry) {
  std::vector<std::string> out(1);
  for (const char c : lower_words(entry)) {
    if (is_letter_or_digit(c)) {
      out.back() += c;
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

// none: not known.
std::optional<std::string> issuer_in(const std::string& entry) {
  static const std::map<std::string, std::string> kIssuers{
      {"eu", "EU"},   {"european", "EU"},    {"uk", "UK"},     {"gb", "UK"},     {"united", "UK"},    {"ofsi", "UK"},
      {"hmt", "UK"},  {"fcdo", "UK"},        {"ca", "CA"},     {"canada", "CA"}, {"sema", "CA"},      {"ch", "CH"},
      {"seco", "CH"}, {"switzerland", "CH"}, {"swiss", "CH"},  {"au", "AU"},     {"australia", "AU"}, {"dfat", "AU"},
      {"nz", "NZ"},   {"new", "NZ"},         {"jp", "JP"},     {"japan", "JP"},  {"ua", "UA"},        {"ukraine", "UA"},
      {"nsdc", "UA"}, {"nazk", "UA"},        {"us", "US"},     {"usa", "US"},    {"ofac", "US"},      {"un", "UN"},
      {"unsc", "UN"}, {"pl", "PL"},          {"poland", "PL"}, {"lt", "LT"},     {"lithuania", "LT"}, {"lv", "LV"},
      {"ee", "EE"},   {"estonia", "EE"},     {"no", "NO"},     {"norway", "NO"}};
  const std::vector<std::string> words = words_of(entry);
  for (const std::string& word : words) {
    if (const auto found = kIssuers.find(word); found != kIssuers.end()) return found->second;
  }
  if (words.empty()) return std::nullopt;
  // Another country's list: "mc_fund_freezes", "Monaco".
  auto country = model::country_code(words.front());
  if (country) std::transform(country->begin(), country->end(), country->begin(), upper);
  return country;
}

}  // namespace

std::string lower_words(std::string_view text) {
  std::string out = " ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inner_hyphen =
        c == '-' && i > 0 && i + 1 < text.size() && is_letter_or_digit(text[i - 1]) && is_letter_or_digit(text[i + 1]);
    if (is_letter_or_digit(c) || inner_hyphen || static_cast<unsigned char>(c) >= 0x80) {
      out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

std::vector<std::string> cell_values(std::string_view cell) {
  std::vector<std::string> out;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(';'), cell.size());
    std::string_view part = cell.substr(0, end);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) out.emplace_back(part);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return out;
}

Result<double> number_of(const std::string& text, const char* column, const base::SourceLocation& where) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return Error{ErrorCode::kMalformed, std::string(column) + ": expected a number, found '" + text + "'", where};
  }
  return value;
}

std::vector<std::string> issuers_known_on(const std::vector<std::string>& entries, Date day) {
  std::vector<std::string> out;
  for (const std::string& entry : entries) {
    if (const auto since = day_in(entry); since && *since > day) continue;
    std::optional<std::string> issuer = issuer_in(entry);
    if (!issuer || *issuer == "US" || std::find(out.begin(), out.end(), *issuer) != out.end()) continue;
    out.push_back(std::move(*issuer));
  }
  return out;
}

std::vector<std::string> unknown_issuers(const std::vector<std::string>& entries) {
  std::vector<std::string> out;
  for (const std::string& entry : entries) {
    if (!issuer_in(entry)) out.push_back(entry);
  }
  return out;
}

Result<void> check_allied_list(const std::string& entry, const base::SourceLocation& where) {
  const std::string date = date_text_in(entry);
  if (!date.empty() && !base::PartialDate::parse(date)) {
    return Error{ErrorCode::kMalformed, "allied_lists: expected a day (YYYY-MM-DD), found '" + entry + "'", where};
  }
  const std::vector<std::string> words = words_of(entry);
  if (!words.empty() && words.front().size() == 2 && !issuer_in(entry)) {
    return Error{ErrorCode::kMalformed,
                 "allied_lists: expected an issuer like EU, UK, CA or a list's source id, found '" + entry + "'",
                 where};
  }
  return {};
}

namespace {

// The cells that are more than text. Errors: kMalformed or kOutOfRange.
Result<void> check_candidate(const NextCandidate& candidate, const base::SourceLocation& where) {
  // A date in words is read as screening reads it; digits that are no date are a slip.
  const std::string& born = candidate.birth_date;
  const bool digits = born.find_first_not_of("0123456789-") == std::string::npos;
  if (!born.empty() && digits && !base::PartialDate::parse(born)) {
    return Error{ErrorCode::kMalformed, "birth_date: expected YYYY, YYYY-MM or YYYY-MM-DD, found '" + born + "'",
                 where};
  }
  if (candidate.net_worth_busd && !(*candidate.net_worth_busd >= 0.0 && *candidate.net_worth_busd < 1e6)) {
    return Error{ErrorCode::kOutOfRange, "net_worth_busd: expected billions of US dollars, 0 or more", where};
  }
  for (const std::string& entry : candidate.allied_lists) CORDON_TRY(check_allied_list(entry, where));
  return {};
}

}  // namespace

Result<std::vector<NextCandidate>> parse_candidates(const std::string& document, std::string_view csv) {
  CORDON_TRY(base::must_be_utf8(csv, document));
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  base::CsvReader reader{csv, {}, document};
  std::vector<std::string> header;
  std::unordered_map<std::string, std::size_t> lines;  // of the ids
  CORDON_ASSIGN(const bool any, reader.next(header));
  CORDON_TRY(base::must_name_columns_once(header, {document, 1, {}}));
  std::unordered_map<std::string, std::size_t> columns;
  for (std::size_t i = 0; any && i < header.size(); ++i) columns.emplace(header[i], i);
  if (!columns.contains("id") || !columns.contains("name")) {
    return Error{ErrorCode::kMissingField, "expected a header with the columns id and name", {document, 1, {}}};
  }
  std::vector<NextCandidate> out;
  std::vector<std::string> row;
  const auto cell = [&](const char* name) {
    const auto column = columns.find(name);
    return column == columns.end() || column->second >= row.size() ? std::string() : row[column->second];
  };
  while (true) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) break;
    const base::SourceLocation where{document, reader.line(), cell("id")};
    if (row.size() > header.size()) {
      return Error{ErrorCode::kMalformed,
                   "expected " + std::to_string(header.size()) + " cells, found " + std::to_string(row.size()), where};
    }
    NextCandidate candidate;
    candidate.id = cell("id");
    candidate.name = cell("name");
    if (candidate.id.empty() || candidate.name.empty()) {
      return Error{ErrorCode::kMissingField,
                   "expected an id and a name, found '" + candidate.id + "' and '" + candidate.name + "'", where};
    }
    candidate.birth_date = cell("birth_date");
    candidate.country = cell("country");
    if (const std::string worth = cell("net_worth_busd"); !worth.empty()) {
      CORDON_ASSIGN(candidate.net_worth_busd, number_of(worth, "net_worth_busd", where));
    }
    candidate.sector = cell("sector");
    candidate.source_of_wealth = cell("source_of_wealth");
    candidate.positions = cell_values(cell("positions"));
    candidate.relatives = cell_values(cell("relatives"));
    candidate.allied_lists = cell_values(cell("allied_lists"));
    if (const std::string since = cell("known_since"); !since.empty()) {
      const auto day = Date::parse(since);
      if (!day) {
        return Error{ErrorCode::kMalformed, "known_since: expected a day (YYYY-MM-DD), found '" + since + "'", where};
      }
      candidate.known_since = *day;
    }
    CORDON_TRY(check_candidate(candidate, where));
    if (const auto [first, is_new] = lines.emplace(candidate.id, reader.line()); !is_new) {
      return Error{ErrorCode::kConflict,
                   "expected each id once, found it in line " + std::to_string(first->second) + " too", where};
    }
    out.push_back(std::move(candidate));
  }
  return out;
}

}  // namespace cordon::outlook
