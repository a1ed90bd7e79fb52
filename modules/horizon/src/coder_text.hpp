// Sentences, words and days of an official text. Thread: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"

namespace cordon::horizon {

struct Sentence {
  std::string text;  // blanks and line ends as one blank
  std::uint64_t line = 0;
};
// A sentence ends at . ! ? before a blank and a capital, not behind an abbreviation, and at an empty line.
[[nodiscard]] std::vector<Sentence> sentences_of(std::string_view text);
// Lower case; letters, digits and what stands inside a word (' - / .); bytes beyond ASCII belong to words.
[[nodiscard]] std::vector<std::string> words_of(std::string_view sentence);
// A day that a sentence names: 2022-03-03, March 3, 2022, 3 March 2022, 3rd of March 2022. A month alone is no day.
struct DayInText {
  base::Date date;
  std::size_t begin = 0;  // its first word
};
[[nodiscard]] std::vector<DayInText> days_in(const std::vector<std::string>& words);

}  // namespace cordon::horizon
