// Splits a name into words. A pure function; thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/text/unicode.hpp"

namespace cordon::text {

struct Word {
  std::string folded;      // folded, UTF-8, one script (digits may stand in it)
  std::size_t length = 0;  // Units: characters of folded
  Script script = Script::kNone;
  bool dotted = false;         // a full stop follows: an abbreviation or an initial
  bool comma_after = false;    // a comma follows
  bool upper = false;          // written in capitals only, at least two letters
  bool small = false;          // one small ASCII letter
  bool transcription = false;  // Han word next to a middle dot: a foreign name written by sound
  bool hyphen_before = false;  // joined to the word before by a hyphen
};

// Apostrophes are dropped inside words; hyphens, blanks and punctuation separate; '&' and '+' become the word "and".
// Han and Hangul names without blanks are split into surname and given name.
[[nodiscard]] std::vector<Word> split_words(std::string_view name);
// The same into `words`, whose contents it replaces.
void split_words(std::string_view name, std::vector<Word>& words);

}  // namespace cordon::text
