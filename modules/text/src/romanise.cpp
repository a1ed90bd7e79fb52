#include "cordon/text/romanise.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "letter_tables.hpp"

namespace cordon::text {

namespace {

// ICU's transliteration, remembered: it neither runs in parallel nor is it fast (5-90 us a call).
class IcuRomaniser {
 public:
  static IcuRomaniser& instance() {
    static IcuRomaniser romaniser;
    return romaniser;
  }

  std::string romanise(const std::u32string& word) {
    const std::lock_guard lock(mutex_);
    if (const auto found = cache_.find(word); found != cache_.end()) return found->second;
    icu::UnicodeString text;
    for (const char32_t c : word) text.append(static_cast<UChar32>(c));
    transliterator_->transliterate(text);
    std::string out;
    for (std::int32_t i = 0; i < text.length(); ++i) {
      const char16_t c = text.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += static_cast<char>(c);
      if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    }
    if (cache_.size() >= kCacheLimit) cache_.clear();
    cache_.emplace(word, out);
    return out;
  }

 private:
  static constexpr std::size_t kCacheLimit = 1'000'000;

  IcuRomaniser() {
    UErrorCode status = U_ZERO_ERROR;
    transliterator_.reset(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    if (U_FAILURE(status) != 0) std::abort();  // ICU without its own data cannot run at all
  }

  std::mutex mutex_;
  std::unique_ptr<icu::Transliterator> transliterator_;
  std::unordered_map<std::u32string, std::string> cache_;
};

void add_form(Romanised& out, std::string form) {
  if (!form.empty() && std::find(out.forms.begin(), out.forms.end(), form) == out.forms.end()) {
    out.forms.push_back(std::move(form));
  }
}

std::string ascii_part(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  for (const char c : word) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

std::string by_table(std::u32string_view word, Script script) {
  const LetterTables& tables = LetterTables::instance();
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    std::string_view latin;
    const std::size_t length = tables.longest(word, i, latin);
    if (length == 0) {
      if (word[i] < 0x80) out += static_cast<char>(word[i]);
      ++i;
      continue;
    }
    if (script == Script::kArabic && i == 0 && word.size() > 1) {
      if (latin == "u") latin = "w";  // a word starts with the consonant
      if (latin == "i" && word[0] != 0x625 && word[0] != 0x626) latin = "y";
    }
    out += latin;
    i += length;
  }
  return out;
}

// Hangul syllables. Forms: McCune-Reischauer without marks as Korean names are usually listed, then Revised
// Romanisation. Source: the Unicode composition formula and the two romanisation tables.
constexpr std::array<std::string_view, 19> kInitialMr{"k",  "kk", "n", "t",  "tt", "r", "m", "p", "pp", "s",
                                                      "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
constexpr std::array<std::string_view, 19> kInitialRr{"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                                      "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
constexpr std::array<std::string_view, 21> kVowelMr{"a",  "ae", "ya", "yae", "o",  "e",  "yo", "ye", "o",  "wa", "wae",
                                                    "oe", "yo", "u",  "wo",  "we", "wi", "yu", "u",  "ui", "i"};
constexpr std::array<std::string_view, 21> kVowelRr{"a",  "ae", "ya", "yae", "eo", "e",  "yeo", "ye", "o",  "wa", "wae",
                                                    "oe", "yo", "u",  "wo",  "we", "wi", "yu",  "eu", "ui", "i"};
constexpr std::array<std::string_view, 28> kFinal{"",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
                                                  "m", "l",  "l", "l", "p", "l", "m", "p", "p", "t",
                                                  "t", "ng", "t", "t", "k", "t", "p", "t"};

// Foreign words in Hangul: the vowel eu only carries a consonant, and l is written at the end of one syllable and again
// at the start of the next.
std::string foreign_in_hangul(std::u32string_view word) {
  constexpr std::size_t kVowelEu = 18;
  std::string out;
  for (const char32_t c : word) {
    if (c < 0xAC00 || c > 0xD7A3) continue;
    const std::size_t index = c - 0xAC00;
    const std::string_view initial = kInitialRr[index / 588];
    if (initial != "r" || out.empty() || out.back() != 'l') out += initial;
    if (index % 588 / 28 != kVowelEu) out += kVowelRr[index % 588 / 28];
    out += kFinal[index % 28];
  }
  return out;
}

Romanised hangul(std::u32string_view word) {
  Romanised out;
  std::string mr;
  std::string rr;
  for (const char32_t c : word) {
    if (c < 0xAC00 || c > 0xD7A3) continue;
    const std::size_t index = c - 0xAC00;
    const std::size_t initial = index / 588;
    const std::size_t vowel = index % 588 / 28;
    const std::size_t final = index % 28;
    mr.append(kInitialMr[initial]).append(kVowelMr[vowel]).append(kFinal[final]);
    rr.append(kInitialRr[initial]).append(kVowelRr[vowel]).append(kFinal[final]);
  }
  // Korean given names have two syllables; longer words write foreign names by their sound.
  out.syllables = word.size() <= 3;
  out.lossy = !out.syllables;
  if (out.lossy) add_form(out, foreign_in_hangul(word));
  add_form(out, rr);
  add_form(out, mr);
  return out;
}

Romanised han(std::u32string_view word, bool transcription) {
  Romanised out;
  std::string pinyin;
  std::string sound;
  bool transcribed = true;
  for (const char32_t c : word) {
    pinyin += IcuRomaniser::instance().romanise(std::u32string(1, c));
    const std::vector<std::string>& readings = LetterTables::instance().transcription(c);
    transcribed = transcribed && !readings.empty();
    if (!readings.empty()) sound += readings.front();
  }
  add_form(out, pinyin);
  out.syllables = true;
  if (transcribed && (transcription || word.size() >= 4)) {
    out.lossy = true;
    out.syllables = false;
    add_form(out, sound);
    std::string second;
    for (const char32_t c : word) second += LetterTables::instance().transcription(c).back();
    add_form(out, second);
  }
  return out;
}

bool is_burmese(char32_t c) noexcept { return c >= 0x1000 && c <= 0x109F; }

}  // namespace

Romanised romanise(std::string_view folded, Script script, bool transcription) {
  Romanised out;
  if (script == Script::kNone || script == Script::kLatin) {
    add_form(out, ascii_part(folded));
    return out;
  }
  const std::u32string word = decode_utf8(folded);
  switch (script) {
    case Script::kHangul:
      return hangul(word);
    case Script::kHan:
      return han(word, transcription);
    case Script::kIndic: {
      const std::string form = IcuRomaniser::instance().romanise(word);
      if (form.size() > 3 && form.ends_with('a')) add_form(out, form.substr(0, form.size() - 1));
      add_form(out, form);
      break;
    }
    case Script::kOther:
      // ICU spells Burmese; names in Latin lists follow its sound.
      if (is_burmese(word.front())) add_form(out, by_table(word, script));
      add_form(out, IcuRomaniser::instance().romanise(word));
      break;
    default:
      add_form(out, by_table(word, script));
      break;
  }
  out.lossy = is_lossy(script);
  return out;
}

namespace {

struct SoundRule {
  std::string_view from;
  std::string_view to;
};

// Written as spelling habits: what different languages write for one sound.
constexpr std::array kSoundRules{
    SoundRule{"ai", "i"},    SoundRule{"ay", "i"},      SoundRule{"au", "u"},   SoundRule{"aw", "u"},
    SoundRule{"aa", "a"},    SoundRule{"a", "a"},       SoundRule{"bb", "b"},   SoundRule{"b", "b"},
    SoundRule{"chtch", "c"}, SoundRule{"ch", "c"},      SoundRule{"ck", "k"},   SoundRule{"cz", "c"},
    SoundRule{"ce", "si"},   SoundRule{"ci", "si"},     SoundRule{"cy", "si"},  SoundRule{"c", "k"},
    SoundRule{"dzh", "j"},   SoundRule{"dsch", "j"},    SoundRule{"dj", "j"},   SoundRule{"dz", "s"},
    SoundRule{"dh", "d"},    SoundRule{"d", "d"},       SoundRule{"eu", "u"},   SoundRule{"ei", "i"},
    SoundRule{"ey", "i"},    SoundRule{"ee", "i"},      SoundRule{"ea", "ia"},  SoundRule{"e", "i"},
    SoundRule{"f", "f"},     SoundRule{"gh", "g"},      SoundRule{"g", "g"},    SoundRule{"h", "h"},
    SoundRule{"ie", "i"},    SoundRule{"iy", "i"},      SoundRule{"ij", "i"},   SoundRule{"ii", "i"},
    SoundRule{"i", "i"},     SoundRule{"j", "j"},       SoundRule{"kh", "h"},   SoundRule{"k", "k"},
    SoundRule{"lh", "l"},    SoundRule{"l", "l"},       SoundRule{"m", "m"},    SoundRule{"n", "n"},
    SoundRule{"ou", "u"},    SoundRule{"oo", "u"},      SoundRule{"ow", "u"},   SoundRule{"oe", "u"},
    SoundRule{"o", "u"},     SoundRule{"ph", "f"},      SoundRule{"p", "p"},    SoundRule{"qu", "k"},
    SoundRule{"q", "k"},     SoundRule{"rh", "r"},      SoundRule{"r", "r"},    SoundRule{"shtsh", "c"},
    SoundRule{"shch", "c"},  SoundRule{"schtsch", "c"}, SoundRule{"sch", "c"},  SoundRule{"sh", "c"},
    SoundRule{"sz", "s"},    SoundRule{"s", "s"},       SoundRule{"tsch", "c"}, SoundRule{"tch", "c"},
    SoundRule{"tsh", "c"},   SoundRule{"ts", "s"},      SoundRule{"tz", "s"},   SoundRule{"th", "t"},
    SoundRule{"t", "t"},     SoundRule{"ue", "u"},      SoundRule{"uu", "u"},   SoundRule{"u", "u"},
    SoundRule{"v", "v"},     SoundRule{"w", "v"},       SoundRule{"x", "ks"},   SoundRule{"ye", "i"},
    SoundRule{"y", "i"},     SoundRule{"zh", "j"},      SoundRule{"z", "s"},
};

bool is_vowel(char c) noexcept { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

// The rules of a letter together, the longest first.
constexpr auto kOrderedRules = [] {
  auto out = kSoundRules;
  for (std::size_t i = 1; i < out.size(); ++i) {
    for (std::size_t j = i; j > 0; --j) {
      const SoundRule& a = out[j - 1];
      const SoundRule& b = out[j];
      if (a.from[0] < b.from[0] || (a.from[0] == b.from[0] && a.from.size() >= b.from.size())) break;
      const SoundRule moved = out[j - 1];
      out[j - 1] = out[j];
      out[j] = moved;
    }
  }
  return out;
}();

// Per letter, the range of rules that begin with it.
struct RuleRanges {
  std::array<std::uint8_t, 26> first{};
  std::array<std::uint8_t, 26> last{};
  constexpr RuleRanges() {
    for (std::size_t i = 0; i < kOrderedRules.size(); ++i) {
      const auto letter = static_cast<std::size_t>(kOrderedRules[i].from[0] - 'a');
      if (last[letter] == 0) first[letter] = static_cast<std::uint8_t>(i);
      last[letter] = static_cast<std::uint8_t>(i + 1);
    }
  }
};
constexpr RuleRanges kRuleRanges;
static_assert(kOrderedRules.size() < 256);

// What a letter and the one behind it decide: nearly always the rule.
struct PairRule {
  const SoundRule* rule = nullptr;  // the longest of at most two letters
  bool longer = false;              // rules of three and more letters begin so too
};
constexpr std::size_t kNoLetter = 26;
constexpr std::size_t letter_number(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<std::size_t>(c - 'a') : kNoLetter;
}
constexpr auto kPairRules = [] {
  std::array<std::array<PairRule, kNoLetter + 1>, kNoLetter> out{};
  for (const SoundRule& rule : kOrderedRules) {  // the longest first
    std::array<PairRule, kNoLetter + 1>& row = out[letter_number(rule.from[0])];
    for (std::size_t next = 0; next < row.size(); ++next) {
      if (rule.from.size() > 1 && letter_number(rule.from[1]) != next) continue;
      if (rule.from.size() > 2) {
        row[next].longer = true;
      } else if (row[next].rule == nullptr) {
        row[next].rule = &rule;
      }
    }
  }
  return out;
}();

const SoundRule* rule_at(std::string_view form, std::size_t at) noexcept {
  if (letter_number(form[at]) == kNoLetter) return nullptr;
  const std::size_t next = at + 1 < form.size() ? letter_number(form[at + 1]) : kNoLetter;
  const PairRule& pair = kPairRules[letter_number(form[at])][next];
  if (!pair.longer) return pair.rule;
  const auto letter = static_cast<std::size_t>(form[at] - 'a');
  for (std::size_t i = kRuleRanges.first[letter]; i < kRuleRanges.last[letter]; ++i) {
    const std::string_view from = kOrderedRules[i].from;
    if (from.size() > form.size() - at) continue;
    // The first letter is that of the range; the rest is short.
    std::size_t same = 1;
    while (same < from.size() && from[same] == form[at + same]) ++same;
    if (same == from.size()) return &kOrderedRules[i];
  }
  return nullptr;
}

}  // namespace

std::size_t sound_key(std::string_view form, std::span<char> out) noexcept {
  std::size_t size = 0;  // of the key so far; what lies beyond `out` is counted and not kept
  char back = 0;
  const auto append = [&](char c) {
    if (size < out.size()) out[size] = c;
    ++size;
    back = c;
  };
  const auto push = [&](char c) {
    if (size == 0 || back != c) append(c);
  };
  // One character beyond the end decides nothing more.
  for (std::size_t i = 0; i < form.size() && size <= out.size();) {
    const char c = form[i];
    const bool last = i + 1 == form.size();
    if (c >= '0' && c <= '9') {
      append(c);
      ++i;
    } else if (c == 'x' && i == 0) {
      push('c');  // Xi, Xu: pinyin
      ++i;
    } else if (c == 'j' && i > 0 && is_vowel(form[i - 1]) && (last || !is_vowel(form[i + 1]))) {
      push('i');  // Sergej, Andrej
      ++i;
    } else if (c == 'h' && last && i > 0 && is_vowel(form[i - 1])) {
      ++i;  // Abdullah, Fatimah
    } else if (c == 'e' && last && i >= 3 && form[i - 1] == 'n' && form[i - 2] == 'i') {
      ++i;  // Poutine
    } else if (c == 'f' && last && i > 1 && !is_vowel(form[i - 1]) && form[i - 1] == 'f') {
      if (size > 0 && back == 'f') {
        --size;
        append('v');  // Smirnoff
      }
      ++i;
    } else if (const SoundRule* rule = rule_at(form, i); rule != nullptr) {
      for (const char s : rule->to) push(s);
      i += rule->from.size();
    } else {
      ++i;
    }
  }
  return std::min(size, out.size());
}

std::string sound_key(std::string_view form) {
  std::string out(2 * form.size(), '\0');  // a letter gives two characters at most
  out.resize(sound_key(form, std::span(out)));
  return out;
}

namespace {

// By letter, from 'a'; 0 = not a consonant that is kept.
constexpr std::array<std::uint8_t, 26> kConsonantClasses = [] {
  std::array<std::uint8_t, 26> out{};
  constexpr std::array<std::string_view, 11> kClasses{"bp", "fv", "dt", "s", "cj", "gk", "h", "l", "m", "n", "r"};
  for (std::size_t i = 0; i < kClasses.size(); ++i) {
    for (const char c : kClasses[i]) out[static_cast<std::size_t>(c - 'a')] = static_cast<std::uint8_t>(i + 1);
  }
  return out;
}();

}  // namespace

std::uint64_t consonant_classes(std::string_view sound, std::uint8_t& length) noexcept {
  std::uint64_t bones = 0;
  length = 0;
  for (const char c : sound) {
    if (c < 'a' || c > 'z') continue;
    const std::uint64_t k = kConsonantClasses[static_cast<std::size_t>(c - 'a')];
    if (k == 0) continue;
    if (length == 16) break;
    bones |= k << (4U * length);
    ++length;
  }
  return bones;
}

}  // namespace cordon::text
