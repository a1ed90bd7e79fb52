// UTF-8 and scripts: decoding, validity, the script of a character, folding.
// Pure functions; thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::text {

// Returns: the byte position of the first invalid sequence (overlong, surrogate, beyond U+10FFFF, cut off), or nullopt.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept;
[[nodiscard]] inline bool is_valid_utf8(std::string_view text) noexcept { return !find_invalid_utf8(text); }

// Invalid sequences become U+FFFD, one per byte.
[[nodiscard]] std::u32string decode_utf8(std::string_view text);
void append_utf8(std::string& out, char32_t character);
[[nodiscard]] std::string encode_utf8(std::u32string_view text);

enum class Script : std::uint8_t {
  kNone,  // digits, punctuation, marks, blanks
  kLatin,
  kCyrillic,
  kGreek,
  kArmenian,
  kGeorgian,
  kHebrew,
  kArabic,
  kHan,
  kKana,
  kHangul,
  kKhmer,
  kIndic,  // Devanagari to Sinhala: vowels are written, a final short a is not spoken
  kOther,  // every other alphabet: romanised by ICU
};

[[nodiscard]] Script script_of(char32_t character) noexcept;
// Whether Latin spellings cannot be recovered from this script: vowels or consonants are not written or not kept.
[[nodiscard]] bool is_lossy(Script script) noexcept;

// Lower case in compatibility form without marks (Unicode NFKC case folding, then canonical decomposition with the
// combining marks of Latin, Greek, Cyrillic, Arabic and Hebrew removed; Cyrillic short i is kept). Latin letters become
// ASCII: "Stra\u00dfe" -> "strasse", "\u0141ukasz" -> "lukasz". Full width forms and ligatures are resolved.
[[nodiscard]] std::u32string fold(std::string_view text);

}  // namespace cordon::text
