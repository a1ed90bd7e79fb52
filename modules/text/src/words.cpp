#include "cordon/text/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "utf8.hpp"

namespace cordon::text {

namespace {

bool is_apostrophe(char32_t c) noexcept {
  return c == '\'' || c == '`' || c == 0xB4 || (c >= 0x2B9 && c <= 0x2C1) || c == 0x2018 || c == 0x2019 ||
         c == 0x201B || c == 0x2032 || c == 0x5F3 || c == 0x5F4 || c == 0xFF07 || c == 0x2C8;
}

bool is_middle_dot(char32_t c) noexcept {
  return c == 0xB7 || c == 0x30FB || c == 0x2022 || c == 0x2027 || c == 0xFF65;
}

bool is_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }

// Combining vowels of Indic, Thai, Khmer ... are parts of words, and so is everything a script claims.
bool is_word_character(char32_t c) noexcept { return is_digit(c) || script_of(c) != Script::kNone; }

// Look-alikes between Latin and Cyrillic or Greek, lower case. Source: shapes of the letters in common type faces.
struct LookAlike {
  char32_t latin;
  char32_t cyrillic;
  char32_t greek;
};
constexpr std::array kLookAlikes{
    LookAlike{'a', 0x430, 0x3B1}, LookAlike{'b', 0x432, 0x3B2}, LookAlike{'c', 0x441, 0},
    LookAlike{'e', 0x435, 0x3B5}, LookAlike{'h', 0x43D, 0x3B7}, LookAlike{'i', 0x456, 0x3B9},
    LookAlike{'j', 0x458, 0},     LookAlike{'k', 0x43A, 0x3BA}, LookAlike{'m', 0x43C, 0x3BC},
    LookAlike{'n', 0, 0x3BD},     LookAlike{'o', 0x43E, 0x3BF}, LookAlike{'p', 0x440, 0x3C1},
    LookAlike{'s', 0x455, 0},     LookAlike{'t', 0x442, 0x3C4}, LookAlike{'x', 0x445, 0x3C7},
    LookAlike{'y', 0x443, 0x3C5},
};

char32_t look_alike_of(char32_t c, Script to) noexcept {
  for (const LookAlike& row : kLookAlikes) {
    if (row.latin != c && row.cyrillic != c && row.greek != c) continue;
    const char32_t other = to == Script::kLatin ? row.latin : to == Script::kCyrillic ? row.cyrillic : row.greek;
    if (other != 0) return other;
  }
  return c;
}

// A word that mixes Latin, Cyrillic and Greek letters is a disguise or a slip: the minority is read by its shape.
void resolve_homoglyphs(std::u32string& word) {
  std::array<int, 3> count{};
  const auto index = [](Script s) {
    return s == Script::kLatin ? 0 : s == Script::kCyrillic ? 1 : s == Script::kGreek ? 2 : -1;
  };
  for (const char32_t c : word) {
    if (const int i = index(script_of(c)); i >= 0) ++count[static_cast<std::size_t>(i)];
  }
  const auto most = std::max_element(count.begin(), count.end());
  if (*most == 0 || *most == count[0] + count[1] + count[2]) return;
  constexpr std::array kScripts{Script::kLatin, Script::kCyrillic, Script::kGreek};
  const Script to = kScripts[static_cast<std::size_t>(most - count.begin())];
  for (char32_t& c : word) {
    const Script s = script_of(c);
    if (index(s) >= 0 && s != to) c = look_alike_of(c, to);
  }
}

Script word_script(const std::u32string& word) noexcept {
  for (const char32_t c : word) {
    if (const Script s = script_of(c); s != Script::kNone) return s;
  }
  return Script::kNone;
}

class Splitter {
 public:
  explicit Splitter(std::vector<Word>& words) : words_(words) { words_.clear(); }

  void split(std::string_view name) {
    // Syllables stay together where blanks already separate surname and given name.
    several_ = name.find(' ') != std::string_view::npos;
    for (std::size_t at = 0; at < name.size();) {
      char32_t c = 0xFFFD;
      const std::size_t length = sequence_length(name, at, c);
      at += length == 0 ? 1 : length;
      read(length == 0 ? char32_t{0xFFFD} : c);
    }
    end_word();
    mark_upper();
  }

 private:
  // A word before its text is written as UTF-8.
  struct Wide {
    std::u32string text;
    Word word;
  };

  void read(char32_t c) {
    if (c >= 'a' && c <= 'z') {
      current_ += static_cast<char>(c);
      letters_ = true;
    } else if (c >= 'A' && c <= 'Z') {
      current_ += static_cast<char>(c - 'A' + 'a');
      letters_ = true;
      ++upper_;
    } else if (is_digit(c)) {
      current_ += static_cast<char>(c);
    } else if (c == ' ') {
      end_word();
      hyphen_pending_ = false;
    } else if (is_apostrophe(c)) {
      return;
    } else if (is_middle_dot(c)) {
      end_word();
      dot_pending_ = true;
      if (!words_.empty() && words_.back().script == Script::kHan) words_.back().transcription = true;
    } else if (c == '&' || c == '+') {
      end_word();
      current_ = "and";
      letters_ = true;
      end_word();
    } else if (c >= 0x80 && (is_word_character(c) || is_mark(c))) {
      append_utf8(current_, c);
      wide_ = true;
    } else {
      end_word();
      if (c == '.' && !words_.empty()) words_.back().dotted = true;
      if ((c == ',' || c == 0x60C || c == 0xFF0C || c == 0x3001) && !words_.empty()) words_.back().comma_after = true;
      hyphen_pending_ = c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x5BE;
    }
  }

  static bool is_mark(char32_t c) noexcept {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5C7) || (c >= 0x610 && c <= 0x61A) ||
           (c >= 0x640 && c <= 0x65F) || c == 0x670 || (c >= 0x6D6 && c <= 0x6ED) || c == 0xAD ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
           c == 0xFEFF || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x660 && c <= 0x669) ||
           (c >= 0x6F0 && c <= 0x6F9) || (c >= 0xFF10 && c <= 0xFF19) || c == 0x37A;
  }

  void end_word() {
    if (current_.empty()) return;
    Word word;
    word.small = upper_ == 0 && current_.size() == 1;
    word.upper = upper_ >= 2 && upper_ == current_.size();
    const bool wide = std::exchange(wide_, false);
    const bool letters = std::exchange(letters_, false);
    upper_ = 0;
    if (wide) {
      end_wide_word(word);
      current_.clear();
      return;
    }
    // ASCII is folded as it is read, and of one script.
    word.script = letters ? Script::kLatin : Script::kNone;
    word.hyphen_before = hyphen_pending_;
    hyphen_pending_ = dot_pending_ = false;
    word.length = current_.size();
    word.folded = std::move(current_);
    current_.clear();
    words_.push_back(std::move(word));
  }

  void end_wide_word(const Word& word) {
    Wide wide{fold(current_), word};
    std::erase_if(wide.text, [](char32_t c) { return !is_word_character(c); });
    if (wide.text.empty()) return;
    resolve_homoglyphs(wide.text);
    wide.word.script = word_script(wide.text);
    wide.word.hyphen_before = hyphen_pending_;
    wide.word.transcription = dot_pending_ && wide.word.script == Script::kHan;
    hyphen_pending_ = dot_pending_ = false;
    push(std::move(wide));
  }

  // One run of characters may hold several words: two scripts side by side, an Arabic article, a Han or Hangul name.
  void push(Wide wide) {
    for (std::size_t i = 1; i < wide.text.size(); ++i) {
      const Script s = script_of(wide.text[i]);
      if (s == Script::kNone || s == wide.word.script || wide.word.script == Script::kNone) continue;
      Wide rest{wide.text.substr(i), wide.word};
      rest.word.script = s;
      wide.text.resize(i);
      push_one(wide);
      push(std::move(rest));
      return;
    }
    push_one(wide);
  }

  void push_one(const Wide& wide) {
    const Word& word = wide.word;
    if (word.script == Script::kArabic && split_arabic(wide)) return;
    if ((word.script == Script::kHan || word.script == Script::kHangul) && split_east_asian(wide)) return;
    add_part(word, wide.text, word.hyphen_before);
  }

  // The article is written together with its noun: two words, as Latin lists have them. "abd al-" likewise.
  bool split_arabic(const Wide& wide) {
    constexpr std::u32string_view kArticle = U"\u0627\u0644";        // alif lam
    constexpr std::u32string_view kServant = U"\u0639\u0628\u062F";  // ayn ba dal
    constexpr std::u32string_view kAllah = U"\u0627\u0644\u0644\u0647";
    const std::u32string_view text = wide.text;
    if (text.size() >= 6 && text.starts_with(kServant) && text.substr(3).starts_with(kArticle)) {
      add_part(wide.word, text.substr(0, 3), false);
      push_one({std::u32string(text.substr(3)), wide.word});
      return true;
    }
    if (text.size() >= 5 && text.starts_with(kArticle) && !text.starts_with(kAllah)) {
      add_part(wide.word, text.substr(0, 2), false);
      add_part(wide.word, text.substr(2), true);
      return true;
    }
    return false;
  }

  // Family name first, then the given name, which Latin lists write as one or two words.
  bool split_east_asian(const Wide& wide) {
    const std::u32string_view text = wide.text;
    if (wide.word.script == Script::kHangul) {
      if (text.size() < 2 || text.size() > 4 || several_) return false;
      for (std::size_t i = 0; i < text.size(); ++i) add_part(wide.word, text.substr(i, 1), i > 0);
      return true;
    }
    if (wide.word.transcription || text.size() < 2 || text.size() > 4) return false;
    if (text.size() == 2 && !words_.empty()) return false;  // the given name of a name written with blanks
    const std::size_t surname = text.size() == 4 ? 2 : 1;
    add_part(wide.word, text.substr(0, surname), false);
    add_part(wide.word, text.substr(surname), false);
    return true;
  }

  void add_part(const Word& whole, std::u32string_view text, bool hyphen) {
    Word part = whole;
    part.folded = encode_utf8(text);
    part.length = text.size();
    part.hyphen_before = hyphen;
    words_.push_back(std::move(part));
  }

  void mark_upper() {
    // A name in capitals throughout says nothing about any one word.
    const bool all = std::all_of(words_.begin(), words_.end(), [](const Word& w) {
      return w.upper || w.length < 2 || w.script != Script::kLatin || is_digit(static_cast<unsigned char>(w.folded[0]));
    });
    if (all && words_.size() > 1) {
      for (Word& word : words_) word.upper = false;
    }
  }

  std::vector<Word>& words_;
  std::string current_;    // the word that is read, ASCII letters in lower case
  std::size_t upper_ = 0;  // ASCII capitals in it
  bool letters_ = false;   // it holds an ASCII letter
  bool wide_ = false;      // it holds more than ASCII
  bool several_ = false;   // the name holds blanks
  bool hyphen_pending_ = false;
  bool dot_pending_ = false;
};

}  // namespace

std::vector<Word> split_words(std::string_view name) {
  std::vector<Word> words;
  Splitter(words).split(name);
  return words;
}

void split_words(std::string_view name, std::vector<Word>& words) { Splitter(words).split(name); }

}  // namespace cordon::text
