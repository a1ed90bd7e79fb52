#include "next_text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <unordered_map>

#include "cordon/base/csv.hpp"
#include "cordon/outlook/next_in_line.hpp"

namespace cordon::outlook {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// A day at the end of the entry ("EU 2022-02-28", "EU (2022-02)"): the first day it can mean.
std::optional<Date> day_in(const std::string& entry) {
  for (std::size_t at = 0; at + 4 <= entry.size(); ++at) {
    const bool starts = (at == 0 || !is_letter_or_digit(entry[at - 1])) && (entry[at] == '1' || entry[at] == '2');
    if (!starts) continue;
    std::size_t end = at;
    while (end < entry.size() && ((entry[end] >= '0' && entry[end] <= '9') || entry[end] == '-')) ++end;
    if (const auto date = base::PartialDate::parse(entry.substr(at, end - at))) return date->first();
  }
  return std::nullopt;
}

std::string issuer_in(const std::string& entry) {
  static const std::map<std::string, std::string> kIssuers{
      {"eu", "EU"},   {"european", "EU"},    {"uk", "UK"},     {"gb", "UK"},     {"united", "UK"},    {"ofsi", "UK"},
      {"hmt", "UK"},  {"fcdo", "UK"},        {"ca", "CA"},     {"canada", "CA"}, {"sema", "CA"},      {"ch", "CH"},
      {"seco", "CH"}, {"switzerland", "CH"}, {"swiss", "CH"},  {"au", "AU"},     {"australia", "AU"}, {"dfat", "AU"},
      {"nz", "NZ"},   {"new", "NZ"},         {"jp", "JP"},     {"japan", "JP"},  {"ua", "UA"},        {"ukraine", "UA"},
      {"nsdc", "UA"}, {"nazk", "UA"},        {"us", "US"},     {"usa", "US"},    {"ofac", "US"},      {"un", "UN"},
      {"unsc", "UN"}, {"pl", "PL"},          {"poland", "PL"}, {"lt", "LT"},     {"lithuania", "LT"}, {"lv", "LV"},
      {"ee", "EE"},   {"estonia", "EE"},     {"no", "NO"},     {"norway", "NO"}};
  std::string word;
  for (const char c : lower_words(entry)) {
    if (is_letter_or_digit(c)) {
      word += c;
      continue;
    }
    if (const auto found = kIssuers.find(word); found != kIssuers.end()) return found->second;
    word.clear();
  }
  return entry;
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
    std::string issuer = issuer_in(entry);
    if (issuer == "US" || std::find(out.begin(), out.end(), issuer) != out.end()) continue;
    out.push_back(std::move(issuer));
  }
  return out;
}

Result<std::vector<NextCandidate>> parse_candidates(const std::string& document, std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  base::CsvReader reader{csv, {}, document};
  std::vector<std::string> header;
  CORDON_ASSIGN(const bool any, reader.next(header));
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
    out.push_back(std::move(candidate));
  }
  return out;
}

}  // namespace cordon::outlook
