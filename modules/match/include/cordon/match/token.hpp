// Token: one distinct name token, prepared for comparison. A 64-byte plain record without pointers: it is stored in
// index files as it is, and kernels read it directly.
// Invariant: all bytes are determined by the token's text and script (unused bytes are zero), so equal tokens compare
// equal with memcmp.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace cordon::match {

// Bits of Token::flags.
inline constexpr std::uint8_t kTokenLossy = 1;   // romanised from a script that loses sounds (Arabic, Hebrew, Han ...)
inline constexpr std::uint8_t kTokenNumber = 2;  // form is a number ("44"; words and Roman numerals are converted)
inline constexpr std::uint8_t kTokenTruncated = 4;  // the text was longer than kMaxTokenForm
inline constexpr std::uint8_t kTokenSyllable = 8;   // romanised from Han or Hangul: an edit is another name
inline constexpr std::uint8_t kTokenKnown =
    16;  // stands in the name tables: another known name is no misspelling of it

inline constexpr std::size_t kMaxTokenForm = 24;
inline constexpr std::size_t kMaxTokenSound = 16;

struct Token {
  std::uint64_t bones = 0;                   // consonant classes, 4 bits each from the low end, 0 ends
  std::uint32_t letters = 0;                 // set of the form's letters: bit 0..25 a-z, bit 26 any digit
  std::array<std::uint16_t, 4> classes{};    // equivalence classes (cognates, nicknames, translations), 0 = none
  std::array<char, kMaxTokenForm> form{};    // romanised: a-z 0-9, zero padded
  std::array<char, kMaxTokenSound> sound{};  // spelling-neutral key: a-z 0-9, zero padded
  std::uint8_t form_length = 0;
  std::uint8_t sound_length = 0;
  std::uint8_t bones_length = 0;
  std::uint8_t flags = 0;

  [[nodiscard]] std::string_view text() const noexcept { return {form.data(), form_length}; }
  [[nodiscard]] std::string_view sound_text() const noexcept { return {sound.data(), sound_length}; }
  friend bool operator==(const Token&, const Token&) = default;
};
static_assert(sizeof(Token) == 64 && std::is_trivially_copyable_v<Token>);

}  // namespace cordon::match
