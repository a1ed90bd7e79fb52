// The words of the generated corpus: word(culture, rank) is the rank-th commonest word of a culture. The first ranks
// are common words we wrote down; the rest are composed of syllables, three in ten as a misspelling of a commoner word,
// as lists have them. Also the native-script spellings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "random_source.hpp"

namespace cordon::bench {

enum class Culture : std::uint8_t { kArabic, kSlavic, kHispanic, kEastAsian, kGeneral, kActivity, kLegalForm };

[[nodiscard]] std::string word(Culture culture, std::uint64_t rank);
// Returns: a rank drawn from the Zipf-Mandelbrot law of the culture.
[[nodiscard]] std::uint64_t draw_rank(Culture culture, RandomSource& random);
// Returns: text with one random insertion, deletion, substitution or transposition of letters.
[[nodiscard]] std::string with_edit(std::string text, RandomSource& random);
// Returns: a spelling of a Latin name in the culture's script: Arabic without short vowels, Cyrillic, Hangul, Han,
// Greek.
[[nodiscard]] std::string in_native_script(Culture culture, std::string_view latin);

}  // namespace cordon::bench
