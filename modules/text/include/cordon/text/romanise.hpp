// Words of a name in Latin letters, and keys that do not depend on the spelling habit.
// Pure functions of their arguments and the shipped tables. Thread: safe; the first word of a script that needs ICU
// takes a lock (results are cached per word or character).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/text/unicode.hpp"

namespace cordon::text {

struct Romanised {
  std::vector<std::string> forms;  // a-z and 0-9 only, likeliest first, without duplicates; empty: nothing readable
  bool lossy = false;              // see is_lossy
  bool syllables = false;          // read syllable by syllable (Han, Hangul): a near form is another name
};

// Romanises one folded word of a single script (see split_words), UTF-8.
// transcription: a Han word that writes a foreign name by its sound (see Word::transcription).
[[nodiscard]] Romanised romanise(std::string_view word, Script script, bool transcription = false);

// A key that spellings of one sound share: "yousef", "yusuf" differ by one letter at most, "mohammed" and "muhammad" by
// none. ASCII in, ASCII out (a-z, 0-9). Not meant to be read.
[[nodiscard]] std::string sound_key(std::string_view form);
// Writes the beginning of that key. Returns: how many characters: its length, at most what `out` holds.
std::size_t sound_key(std::string_view form, std::span<char> out) noexcept;

// The consonants of a sound key as classes, 4 bits each from the low end, 0 ends; at most 16. Classes join what lossy
// scripts cannot tell apart (b/p, f/v, d/t, g/k ...). length receives their number.
[[nodiscard]] std::uint64_t consonant_classes(std::string_view sound, std::uint8_t& length) noexcept;

}  // namespace cordon::text
