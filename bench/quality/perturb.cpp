#include "perturb.hpp"

#include <algorithm>
#include <array>

namespace cordon::bench {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : name) {
    if (c == ' ') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string edited(std::string word, Random& random) {
  const std::size_t at = random.below(word.size());
  const char letter = static_cast<char>('a' + static_cast<char>(random.below(26)));
  switch (random.below(4)) {
    case 0:
      word[at] = lower(word[at]) == letter ? (letter == 'z' ? 'a' : static_cast<char>(letter + 1)) : letter;
      break;
    case 1:
      word.erase(at, 1);
      break;
    case 2:
      word.insert(at, 1, letter);
      break;
    default:
      std::swap(word[at], word[at + 1 < word.size() ? at + 1 : at - 1]);
      break;
  }
  return word;
}

// Replaces one letter of the name by a partner from pairs of "ab" strings; the name unchanged when none applies.
template <typename Pairs>
std::string replaced(std::string_view name, const Pairs& pairs, Random& random) {
  std::vector<std::pair<std::size_t, std::string>> choices;
  for (std::size_t i = 0; i < name.size(); ++i) {
    for (const auto& [from, to] : pairs) {
      if (lower(name[i]) == from) choices.emplace_back(i, std::string(to));
    }
  }
  std::string out(name);
  if (choices.empty()) return out;
  const auto& [at, with] = choices[random.below(choices.size())];
  return out.replace(at, 1, with);
}

using Pair = std::pair<char, const char*>;

}  // namespace

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

std::string turned(std::string_view name) {
  const std::size_t comma = name.find(',');
  if (comma == std::string_view::npos) return std::string(name);
  std::string_view rest = name.substr(comma + 1);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  return std::string(rest) + " " + std::string(name.substr(0, comma));
}

std::string edit_every_word(std::string_view name, Random& random) {
  std::vector<std::string> words = words_of(name);
  for (std::string& word : words) {
    if (word.size() >= 2) word = edited(word, random);
  }
  return join(words);
}

std::string edit_once(std::string_view name, Random& random) {
  std::vector<std::string> words = words_of(name);
  std::vector<std::size_t> long_enough;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() >= 3) long_enough.push_back(i);
  }
  if (long_enough.empty()) return std::string(name);
  std::string& word = words[long_enough[random.below(long_enough.size())]];
  word = edited(word, random);
  return join(words);
}

std::string shuffled(std::string_view name, Random& random) {
  std::vector<std::string> words = words_of(name);
  for (std::size_t i = words.size(); i > 1; --i) std::swap(words[i - 1], words[random.below(i)]);
  return join(words);
}

std::string keyboard_slip(std::string_view name, Random& random) {
  static const std::array<Pair, 26> kNeighbours{
      Pair{'a', "s"}, {'b', "v"}, {'c', "x"}, {'d', "f"}, {'e', "r"}, {'f', "g"}, {'g', "h"}, {'h', "j"}, {'i', "u"},
      {'j', "k"},     {'k', "l"}, {'l', "k"}, {'m', "n"}, {'n', "b"}, {'o', "p"}, {'p', "o"}, {'q', "w"}, {'r', "t"},
      {'s', "d"},     {'t', "y"}, {'u', "i"}, {'v', "c"}, {'w', "e"}, {'x', "z"}, {'y', "u"}, {'z', "x"}};
  return replaced(name, kNeighbours, random);
}

std::string scanner_slip(std::string_view name, Random& random) {
  static const std::array<Pair, 10> kConfused{Pair{'l', "1"}, {'o', "0"}, {'i', "l"}, {'s', "5"}, {'b', "8"},
                                              {'m', "rn"},    {'e', "c"}, {'g', "9"}, {'h', "b"}, {'u', "ii"}};
  return replaced(name, kConfused, random);
}

std::string homoglyph(std::string_view name, Random& random) {
  // Cyrillic letters of the same shape, as UTF-8.
  static const std::array<Pair, 6> kAlike{Pair{'a', "\xD0\xB0"}, {'e', "\xD0\xB5"}, {'o', "\xD0\xBE"},
                                          {'p', "\xD1\x80"},     {'c', "\xD1\x81"}, {'x', "\xD1\x85"}};
  return replaced(name, kAlike, random);
}

std::string truncated(std::string_view name, Random& random) {
  std::vector<std::string> words = words_of(name);
  std::vector<std::size_t> long_enough;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() >= 7) long_enough.push_back(i);
  }
  if (long_enough.empty()) return std::string(name);
  std::string& word = words[long_enough[random.below(long_enough.size())]];
  word.resize(word.size() - 2);
  return join(words);
}

}  // namespace cordon::bench
