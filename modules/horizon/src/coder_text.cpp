#include "coder_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace cordon::horizon {
namespace {

using base::Date;

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};
// Words after which a full stop ends no sentence, beside single letters (E.O., U.S.).
constexpr std::array<std::string_view, 10> kAbbreviations{"no", "nos", "art", "mr", "mrs",
                                                          "ms", "dr",  "inc", "co", "ltd"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Whether the full stop at the end of `so_far` belongs to an abbreviation.
bool is_abbreviation(std::string_view so_far) {
  so_far.remove_suffix(1);
  std::size_t begin = so_far.size();
  while (begin > 0 && is_letter(so_far[begin - 1])) --begin;
  std::string word;
  for (const char c : so_far.substr(begin)) word += lower(c);
  if (word.size() == 1) return true;
  return std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end();
}

std::optional<int> number_in(std::string_view word, std::size_t most_digits) {
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (word.size() > 2 && word.ends_with(ending) && is_digit(word[0])) word.remove_suffix(2);
  }
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (word.empty() || word.size() > most_digits || error != std::errc{} || end != word.data() + word.size()) return {};
  return value;
}

int month_in(std::string_view word) {
  const auto found = std::find(kMonths.begin(), kMonths.end(), word);
  return found == kMonths.end() ? 0 : static_cast<int>(found - kMonths.begin()) + 1;
}

std::optional<Date> day_of(std::optional<int> year, int month, std::optional<int> day) {
  if (!year || !day || *year < 1900 || *year > 2200) return {};
  return Date::from_ymd(*year, month, *day);
}

}  // namespace

std::vector<Sentence> sentences_of(std::string_view text) {
  std::vector<Sentence> out;
  Sentence now;
  std::uint64_t line = 1;
  const auto finish = [&] {
    while (now.text.ends_with(' ')) now.text.pop_back();
    if (!now.text.empty()) out.push_back(std::move(now));
    now = {};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_blank(c)) {
      std::size_t ends = 0;
      for (; i < text.size() && is_blank(text[i]); ++i) ends += text[i] == '\n' ? 1U : 0U;
      --i;
      line += ends;
      if (ends > 1) {
        finish();
      } else if (!now.text.empty()) {
        now.text += ' ';
      }
      continue;
    }
    if (now.text.empty()) now.line = line;
    now.text += c;
    if (c != '.' && c != '!' && c != '?') continue;
    std::size_t next = i + 1;
    while (next < text.size() && is_blank(text[next])) ++next;
    const bool before_capital = next > i + 1 && next < text.size() && text[next] >= 'A' && text[next] <= 'Z';
    if (before_capital && (c != '.' || !is_abbreviation(now.text))) finish();
  }
  finish();
  return out;
}

std::vector<std::string> words_of(std::string_view sentence) {
  std::vector<std::string> out;
  std::string word;
  const auto finish = [&] {
    while (!word.empty() && !is_letter(word.back()) && !is_digit(word.back())) word.pop_back();
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    char c = sentence[i];
    // The typographic apostrophe (U+2019) is written as the plain one.
    if (sentence.substr(i).starts_with("\xE2\x80\x99")) {
      c = '\'';
      i += 2;
    }
    if (is_letter(c) || is_digit(c)) {
      word += lower(c);
    } else if (!word.empty() && std::string_view("'-/.").find(c) != std::string_view::npos) {
      word += c;
    } else {
      finish();
    }
  }
  finish();
  return out;
}

std::vector<DayInText> days_in(const std::vector<std::string>& words) {
  std::vector<DayInText> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() == 10) {
      if (const auto date = Date::parse(words[i])) out.push_back({*date, i});
    }
    const int month = month_in(words[i]);
    if (month == 0) continue;
    if (i + 2 < words.size()) {
      const auto day = day_of(number_in(words[i + 2], 4), month, number_in(words[i + 1], 2));
      if (day) {
        out.push_back({*day, i});
        continue;
      }
    }
    if (i + 1 < words.size() && i > 0) {
      const std::size_t before = words[i - 1] == "of" && i > 1 ? i - 2 : i - 1;
      const auto day = day_of(number_in(words[i + 1], 4), month, number_in(words[before], 2));
      if (day) out.push_back({*day, before > 0 && words[before - 1] == "the" ? before - 1 : before});
    }
  }
  return out;
}

}  // namespace cordon::horizon
