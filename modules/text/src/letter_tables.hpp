// The shipped letter tables, read once. Internal to the module.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cordon::text {

// How Latin letters are folded whose folding is more than Unicode's (latin.csv).
[[nodiscard]] const std::unordered_map<char32_t, std::u32string>& latin_folds();

class LetterTables {
 public:
  [[nodiscard]] static const LetterTables& instance();

  // The longest entry of letters.csv that starts at `at`. Returns: its length, 0 when there is none.
  [[nodiscard]] std::size_t longest(std::u32string_view word, std::size_t at, std::string_view& latin) const;
  // Readings of a Han character in transcribed names; empty when it has none.
  [[nodiscard]] const std::vector<std::string>& transcription(char32_t character) const;

 private:
  LetterTables();
  std::unordered_map<char32_t, std::string> single_;
  std::unordered_map<std::uint64_t, std::string> several_;  // two letters, see pair_of
  std::unordered_map<char32_t, std::vector<std::string>> han_;
};

}  // namespace cordon::text
