#include "cordon/ownership/share.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace cordon::ownership {

namespace {

constexpr int kExactDecimals = 9;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

enum class Outcome : std::uint8_t { kRead, kNotANumber, kTooLarge };

// Reads digits[.digits] from the front of text and removes them.
Outcome take_number(std::string_view& text, char point, ShareRange& out) noexcept {
  std::size_t at = 0;
  std::int64_t whole = 0;
  bool any = false;
  while (at < text.size() && is_digit(text[at])) {
    whole = std::min<std::int64_t>(whole * 10 + (text[at] - '0'), 1'000'000);
    any = true;
    ++at;
  }
  std::int64_t fraction = 0;
  bool rest = false;
  if (at + 1 < text.size() && text[at] == point && is_digit(text[at + 1])) {
    ++at;
    int decimals = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      if (decimals < kExactDecimals) {
        fraction = fraction * 10 + (text[at] - '0');
        ++decimals;
      } else {
        rest = rest || text[at] != '0';
      }
    }
    for (; decimals < kExactDecimals; ++decimals) fraction *= 10;
    any = true;
  } else if (any && at < text.size() && text[at] == point && at + 1 == text.size()) {
    ++at;  // "25."
  }
  if (!any) return Outcome::kNotANumber;
  text.remove_prefix(at);
  const std::int64_t units = whole * Share::kUnitsPerPercent + fraction * 10;
  if (units > Share::kWholeUnits || (units == Share::kWholeUnits && rest)) return Outcome::kTooLarge;
  out.min = Share::from_units(units + (rest ? 1 : 0));
  out.max = Share::from_units(units + (rest ? 9 : 0));
  return Outcome::kRead;
}

std::string lower_words(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\xc2' || c == '\xa0') continue;  // no-break space
    out.push_back(static_cast<char>(std::tolower(byte)));
  }
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) {
      out.replace(at, from.size(), to);
    }
  };
  replace("\xe2\x80\x93", "-");   // en dash
  replace("\xe2\x89\xa5", ">=");  // greater or equal
  replace("\xe2\x89\xa4", "<=");
  return out;
}

struct Numbers {
  std::vector<ShareRange> values;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // start, end in the text
  bool impossible = false;
};

Numbers numbers_of(std::string_view text) {
  Numbers found;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at]) || (at > 0 && (std::isalpha(static_cast<unsigned char>(text[at - 1])) != 0))) {
      ++at;
      continue;
    }
    std::string_view rest = text.substr(at);
    const std::size_t digits_end = rest.find_first_not_of("0123456789");
    // A comma is a decimal mark only before one or two digits: "12,5"; "1,000" is not a share.
    const char point = digits_end != std::string_view::npos && rest[digits_end] == ',' ? ',' : '.';
    ShareRange range;
    const Outcome outcome = take_number(rest, point, range);
    if (outcome != Outcome::kRead) {
      found.impossible = true;
      return found;
    }
    found.places.emplace_back(at, text.size() - rest.size());
    found.values.push_back(range);
    at = text.size() - rest.size();
  }
  return found;
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> needles) {
  return std::any_of(needles.begin(), needles.end(),
                     [&](std::string_view needle) { return text.find(needle) != std::string_view::npos; });
}

Share plus_units(Share share, std::int64_t units) { return Share::from_units(share.units() + units); }

ShareRange from_one(std::string_view text, const ShareRange& value, std::size_t start, std::size_t end) {
  const std::string_view before = text.substr(0, start);
  const std::string_view after = text.substr(end);
  if (contains_any(before, {"not more than", "no more than", "up to", "at most", "<=", "maximum", "not exceeding"}) ||
      contains_any(after, {"or less", "or fewer"})) {
    return {Share{}, value.max};
  }
  if (contains_any(before, {"less than", "under", "below", "<"})) return {Share{}, plus_units(value.max, -1)};
  if (contains_any(before, {"at least", ">=", "minimum", "not less than", "from"}) ||
      contains_any(after, {"or more", "or greater", "or above", "or over", "and above", "and over"}) ||
      (!after.empty() && after.find('+') != std::string_view::npos && after.find("+1") == std::string_view::npos)) {
    return {value.min, Share::whole()};
  }
  if (contains_any(before, {"more than", "over", "above", "exceeding", "greater than", ">", "majority"}) ||
      contains_any(after, {"plus one", "plus 1", "+1", "+ 1"})) {
    return {plus_units(value.min, 1), Share::whole()};
  }
  return value;
}

}  // namespace

base::Result<ShareRange> parse_percent(std::string_view text) {
  std::string_view rest = trim(text);
  ShareRange range;
  const Outcome outcome = take_number(rest, '.', range);
  rest = trim(rest);
  if (outcome != Outcome::kNotANumber && !rest.empty() && rest != "%") {
    return base::Error{base::ErrorCode::kMalformed,
                       "expected a percentage like 25 or 12.5, found \"" + std::string(text) + "\""};
  }
  if (outcome == Outcome::kTooLarge) {
    return base::Error{base::ErrorCode::kOutOfRange, "a share is at most 100 percent, found " + std::string(text)};
  }
  if (outcome == Outcome::kNotANumber) {
    const bool negative = !rest.empty() && rest.front() == '-' && rest.size() > 1 && is_digit(rest[1]);
    return base::Error{negative ? base::ErrorCode::kOutOfRange : base::ErrorCode::kMalformed,
                       (negative ? "a share is not negative, found \"" : "expected a percentage, found \"") +
                           std::string(text) + "\""};
  }
  return range;
}

std::optional<ShareRange> parse_share_text(std::string_view raw) {
  std::string text = lower_words(trim(raw));
  if (!text.empty() && text.front() == '-') return std::nullopt;
  // Codes write their numbers between hyphens: "more-than-25-percent"; "25-50" stays a range of two numbers.
  if (text.find("percent") != std::string::npos || text.find("more-than") != std::string::npos) {
    std::replace(text.begin(), text.end(), '-', ' ');
  }
  const Numbers found = numbers_of(text);
  if (found.impossible || found.values.empty() || found.values.size() > 2) return std::nullopt;
  if (found.values.size() == 1) {
    return from_one(text, found.values[0], found.places[0].first, found.places[0].second);
  }
  const std::string_view between(text.data() + found.places[0].second, found.places[1].first - found.places[0].second);
  if (contains_any(between, {"plus"}) || found.values[0].min > found.values[1].max) return std::nullopt;
  // The UK register's words: "more than 25 % but not more than 50 %", "more than 50 % but less than 75 %".
  const std::string_view before = std::string_view(text).substr(0, found.places[0].first);
  ShareRange range{found.values[0].min, found.values[1].max};
  if (contains_any(before, {"more than", "over", ">"}) && !contains_any(before, {">="})) {
    range.min = plus_units(range.min, 1);
  }
  if (contains_any(between, {"less than", "under"})) range.max = plus_units(range.max, -1);
  if (range.min > range.max) return std::nullopt;
  return range;
}

void append_percent(std::string& out, Share share) {
  // To nine decimals, nearest: takes away the unit that marks an exclusive bound.
  const std::int64_t nano = (share.units() + 5) / 10;
  const std::int64_t whole = nano / (Share::kUnitsPerPercent / 10);
  std::int64_t fraction = nano % (Share::kUnitsPerPercent / 10);
  out += std::to_string(whole);
  if (fraction == 0) return;
  std::string digits = std::to_string(fraction);
  digits.insert(0, static_cast<std::size_t>(kExactDecimals) - digits.size(), '0');
  while (digits.back() == '0') digits.pop_back();
  out += '.';
  out += digits;
}

std::string percent_text(Share share) {
  std::string out;
  append_percent(out, share);
  return out;
}

std::string range_text(const ShareRange& range) {
  if (range.is_unknown()) return "unknown";
  std::string out;
  append_percent(out, range.min);
  if (!range.is_exact()) {
    out += '-';
    append_percent(out, range.max);
  }
  return out + " %";
}

}  // namespace cordon::ownership
