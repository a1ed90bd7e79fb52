#include "cordon/ownership/what_if_text.hpp"

#include <algorithm>

namespace cordon::ownership {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '\'' || c == '"'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// A word of the sentence with its place; words inside quotes are never words of the grammar.
struct Word {
  std::size_t from = 0;
  std::size_t to = 0;
  bool quoted = false;
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < text.size();) {
    if (is_blank(text[i])) {
      ++i;
      continue;
    }
    Word word{i, i, false};
    if (is_quote(text[i])) {
      // Up to the same quote at the end of a word: that of "O'Neil" closes nothing.
      for (std::size_t end = i + 1; end < text.size() && !word.quoted; ++end) {
        if (text[end] != text[i] || (end + 1 < text.size() && !is_blank(text[end + 1]))) continue;
        word = {i, end + 1, true};
      }
    }
    if (!word.quoted) word.to = std::min(text.find_first_of(" \t", i), text.size());
    words.push_back(word);
    i = word.to;
  }
  return words;
}

class Sentence {
 public:
  explicit Sentence(std::string_view text) : text_(text), words_(words_of(text)) {}

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] bool is(std::size_t at, std::string_view word) const {
    if (at >= words_.size() || words_[at].quoted) return false;
    const std::string_view found = text_.substr(words_[at].from, words_[at].to - words_[at].from);
    return std::ranges::equal(found, word, [](char a, char b) { return lower(a) == b; });
  }
  // Returns: size() when there is none.
  [[nodiscard]] std::size_t find(std::string_view word, std::size_t from) const {
    while (from < words_.size() && !is(from, word)) ++from;
    return from;
  }
  // The words [from, to) as they stand, a whole quoted name without its quotes.
  [[nodiscard]] std::string between(std::size_t from, std::size_t to) const {
    if (from >= to) return {};
    std::string_view part = text_.substr(words_[from].from, words_[to - 1].to - words_[from].from);
    if (to == from + 1 && words_[from].quoted) part = part.substr(1, part.size() - 2);
    return std::string(part);
  }

 private:
  std::string_view text_;
  std::vector<Word> words_;
};

std::optional<WhatIfReading> status_of(const Sentence& sentence) {
  const std::size_t end = sentence.size();
  if (end < 3 || !sentence.is(end - 2, "is")) return std::nullopt;
  const bool designated = sentence.is(end - 1, "designated");
  if (!designated && !sentence.is(end - 1, "delisted")) return std::nullopt;
  WhatIfReading reading;
  reading.kind = designated ? WhatIfKind::kDesignated : WhatIfKind::kDelisted;
  reading.party = sentence.between(0, end - 2);
  return reading;
}

// Of "PARTY verb SHARE of ...": every way to divide what stands behind.
std::vector<WhatIfReading> trades_of(const Sentence& sentence, std::size_t verb, bool buys) {
  std::vector<WhatIfReading> readings;
  const std::size_t of = sentence.find("of", verb + 1);
  const auto share = parse_share_text(sentence.between(verb + 1, of));
  const std::string subject = sentence.between(0, verb);
  if (!share || of + 1 >= sentence.size() || subject.empty()) return readings;
  const std::string_view divider = buys ? "from" : "to";
  for (std::size_t at = sentence.find(divider, of + 2); at + 1 < sentence.size(); at = sentence.find(divider, at + 1)) {
    const std::string other = sentence.between(at + 1, sentence.size());
    readings.push_back(
        {WhatIfKind::kPurchase, buys ? subject : other, sentence.between(of + 1, at), buys ? other : subject, *share});
  }
  if (buys) {
    readings.push_back(
        {WhatIfKind::kPurchase, subject, sentence.between(of + 1, sentence.size()), std::nullopt, *share});
  }
  return readings;
}

}  // namespace

base::Result<std::vector<WhatIfReading>> read_what_if(std::string_view sentence) {
  const Sentence words(sentence);
  if (auto status = status_of(words)) return std::vector<WhatIfReading>{std::move(*status)};
  std::vector<WhatIfReading> readings;
  for (const bool buys : {true, false}) {
    const std::size_t verb = words.find(buys ? "buys" : "sells", 1);
    if (verb < words.size()) readings = trades_of(words, verb, buys);
    if (!readings.empty()) return readings;
  }
  return base::Error{base::ErrorCode::kInvalidArgument,
                     "expected 'Y buys 7 % of Z [from X]', 'X sells 7 % of Z to Y', 'P is designated' or 'P is "
                     "delisted', found '" +
                         std::string(sentence) + "'"};
}

}  // namespace cordon::ownership
