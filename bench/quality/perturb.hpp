// Changes to names as they happen: typing, keyboard, reading, order. Deterministic: everything comes from the seed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::bench {

// SplitMix64. Source: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  [[nodiscard]] std::uint64_t next();
  [[nodiscard]] std::size_t below(std::size_t bound) { return bound == 0 ? 0 : next() % bound; }

 private:
  std::uint64_t state_;
};

// "LAST, First Middle" -> "First Middle LAST".
[[nodiscard]] std::string turned(std::string_view name);
// One random edit (substitute, delete, insert, swap neighbours) in every word of two letters and more; ASCII words.
[[nodiscard]] std::string edit_every_word(std::string_view name, Random& random);
// One random edit somewhere.
[[nodiscard]] std::string edit_once(std::string_view name, Random& random);
[[nodiscard]] std::string shuffled(std::string_view name, Random& random);
// A neighbour on a QWERTY keyboard, a letter that scanners confuse, a Cyrillic look-alike, a word cut short.
[[nodiscard]] std::string keyboard_slip(std::string_view name, Random& random);
[[nodiscard]] std::string scanner_slip(std::string_view name, Random& random);
[[nodiscard]] std::string homoglyph(std::string_view name, Random& random);
[[nodiscard]] std::string truncated(std::string_view name, Random& random);

}  // namespace cordon::bench
