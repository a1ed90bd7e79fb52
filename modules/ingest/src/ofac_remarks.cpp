#include "ofac_remarks.hpp"

#include <algorithm>
#include <array>

#include "cordon/model/country.hpp"
#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

// Balanced from the first to the last character: "(a) (b)" is not.
bool is_enclosed(std::string_view text) noexcept {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return false;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

// Finds " issued " and the like as a word of its own; npos when absent.
std::size_t find_word(std::string_view text, std::string_view word) noexcept {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (!starts_with_ignoring_case(text.substr(at), word)) continue;
    const bool starts = at == 0 || !is_ascii_alnum(text[at - 1]);
    const bool ends = at + word.size() == text.size() || !is_ascii_alnum(text[at + word.size()]);
    if (starts && ends) return at;
  }
  return std::string_view::npos;
}

// Cuts "WORD date..." off the end of text and returns the date's text.
std::string take_date(std::string_view& text, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words) {
    const std::size_t at = find_word(text, word);
    if (at == std::string_view::npos) continue;
    std::string_view date = trimmed(text.substr(at + word.size()));
    while (!date.empty() && (date.back() == '.' || date.back() == ',')) date.remove_suffix(1);
    if (starts_with_ignoring_case(date, "on ")) date = trimmed(date.substr(3));
    if (!parse_date(date).has_value()) continue;
    text = trimmed(text.substr(0, at));
    while (!text.empty() && (text.back() == ',' || text.back() == '(')) text = trimmed(text.substr(0, text.size() - 1));
    return std::string(date);
  }
  return {};
}

}  // namespace

std::string_view without_alternative(std::string_view segment) noexcept {
  for (std::string_view word : {"alt. ", "alt ", "alternate ", "alternative "}) {
    if (starts_with_ignoring_case(segment, word)) return trimmed(segment.substr(word.size()));
  }
  return segment;
}

std::vector<Fact> split_remarks(std::string_view remarks) {
  std::vector<Fact> facts;
  std::string_view rest = trimmed(remarks);
  if (is_enclosed(rest)) rest = trimmed(rest.substr(1, rest.size() - 2));
  while (!rest.empty()) {
    const std::size_t at = rest.find(';');
    std::string_view segment = trimmed(rest.substr(0, at));
    rest = at == std::string_view::npos ? std::string_view{} : trimmed(rest.substr(at + 1));
    if (!segment.empty() && segment.back() == '.') segment = trimmed(segment.substr(0, segment.size() - 1));
    if (is_enclosed(segment)) segment = trimmed(segment.substr(1, segment.size() - 2));
    // "(Linked To: X; Linked To: Y)" and parentheses that were never closed.
    if (!segment.empty() && segment.front() == '(' &&
        std::count(segment.begin(), segment.end(), '(') > std::count(segment.begin(), segment.end(), ')')) {
      segment = trimmed(segment.substr(1));
    }
    if (segment.empty()) continue;
    Fact fact;
    fact.text = segment;
    facts.push_back(std::move(fact));
  }
  return facts;
}

DocumentText parse_document(std::string_view value) {
  DocumentText document;
  std::string_view text = trimmed(value);
  document.expires = take_date(text, {"expires", "expired", "expiry", "exp."});
  document.issued = take_date(text, {"issued", "issue date", "date of issue"});
  if (document.expires.empty()) document.expires = take_date(text, {"expires", "expired"});
  while (!text.empty() && text.back() == ')') {
    const std::size_t open = text.rfind('(');
    if (open == std::string_view::npos || open == 0) break;
    const std::string_view inner = trimmed(text.substr(open + 1, text.size() - open - 2));
    const std::string code = ofac_country(inner);
    if (!code.empty() && document.country.empty()) {
      document.country = code;
    } else {
      // "28263 (1994)" is a number; a place has letters and stands apart.
      const bool place =
          std::any_of(inner.begin(), inner.end(), [](char c) { return is_ascii_alnum(c) && !is_ascii_digit(c); });
      if (!place || text[open - 1] != ' ') break;
      document.places.emplace(document.places.begin(), inner);
    }
    text = trimmed(text.substr(0, open));
  }
  document.number = text;
  return document;
}

bool says_no_country(std::string_view text) noexcept {
  text = trimmed(text);
  for (std::string_view word : {"undetermined", "unknown", "stateless", "none identified", "none"}) {
    if (starts_with_ignoring_case(text, word)) return true;
  }
  return text.empty();
}

std::string ofac_country(std::string_view text) {
  text = trimmed(text);
  if (starts_with_ignoring_case(text, "Region:")) text = trimmed(text.substr(7));
  if (says_no_country(text)) return {};
  if (starts_with_ignoring_case(text, "St. ")) return ofac_country("Saint " + std::string(text.substr(4)));
  return model::country_code(text).value_or(std::string{});
}

base::Result<base::PartialDate> parse_date(std::string_view text) {
  return base::PartialDate::parse_english(text, base::DayMonthOrder::kMonthFirst);
}

std::vector<std::string> ftm_dates(std::string_view text) {
  const base::Result<base::PartialDate> date = parse_date(text);
  return date ? date->ftm_values() : std::vector<std::string>{};
}

}  // namespace cordon::ingest::ofac
