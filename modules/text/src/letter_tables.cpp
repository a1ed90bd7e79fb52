#include "letter_tables.hpp"

#include <cstdlib>
#include <span>

#include "cordon/base/embedded_data.hpp"
#include "cordon/text/unicode.hpp"

namespace cordon::text {

std::span<const base::EmbeddedFile> embedded_files() noexcept;

namespace {

// Calls row(first, second) for every line that is neither empty nor a comment.
template <typename Row>
void for_each_row(std::string_view path, Row&& row) {
  std::string_view text = base::find_embedded(embedded_files(), path);
  if (text.empty()) std::abort();  // a file of the build is missing: programmer error
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const std::size_t comma = line.find(',');
    if (line.empty() || line.front() == '#' || comma == std::string_view::npos) continue;
    row(decode_utf8(line.substr(0, comma)), line.substr(comma + 1));
  }
}

constexpr std::uint64_t pair_of(char32_t first, char32_t second) noexcept {
  return (std::uint64_t{first} << 32U) | second;
}

}  // namespace

const std::unordered_map<char32_t, std::u32string>& latin_folds() {
  static const auto folds = [] {
    std::unordered_map<char32_t, std::u32string> out;
    for_each_row("text/latin.csv", [&out](const std::u32string& letters, std::string_view folded) {
      for (const char32_t letter : letters) out.emplace(letter, decode_utf8(folded));
    });
    return out;
  }();
  return folds;
}

LetterTables::LetterTables() {
  for_each_row("text/letters.csv", [this](const std::u32string& letters, std::string_view latin) {
    if (letters.size() == 1) {
      single_.emplace(letters[0], latin);
    } else {
      several_.emplace(pair_of(letters[0], letters[1]), latin);
    }
  });
  for_each_row("text/han.csv", [this](const std::u32string& letters, std::string_view readings) {
    std::vector<std::string>& list = han_[letters[0]];
    while (!readings.empty()) {
      const std::size_t bar = readings.find('|');
      list.emplace_back(readings.substr(0, bar));
      readings = bar == std::string_view::npos ? std::string_view{} : readings.substr(bar + 1);
    }
  });
}

const LetterTables& LetterTables::instance() {
  static const LetterTables tables;
  return tables;
}

std::size_t LetterTables::longest(std::u32string_view word, std::size_t at, std::string_view& latin) const {
  if (at + 1 < word.size()) {
    if (const auto two = several_.find(pair_of(word[at], word[at + 1])); two != several_.end()) {
      latin = two->second;
      return 2;
    }
  }
  if (const auto one = single_.find(word[at]); one != single_.end()) {
    latin = one->second;
    return 1;
  }
  return 0;
}

const std::vector<std::string>& LetterTables::transcription(char32_t character) const {
  static const std::vector<std::string> none;
  const auto found = han_.find(character);
  return found == han_.end() ? none : found->second;
}

}  // namespace cordon::text
