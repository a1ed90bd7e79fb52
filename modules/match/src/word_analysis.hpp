// What a word of a name is by itself, whatever stands beside it: its romanised forms, its roles and classes by the
// tables. Names repeat their words, so that a builder remembers them; results do not depend on it.
// Thread: one user at a time. Internal to the module.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/match/token.hpp"
#include "cordon/text/unicode.hpp"
#include "name_tables.hpp"

namespace cordon::match {

inline constexpr std::size_t kMaxWordForms = 3;

// On lines of the cache of its own: two where pointers have eight bytes.
struct alignas(64) WordAnalysis {
  static constexpr std::uint32_t kNoToken = std::numeric_limits<std::uint32_t>::max();

  // Folded UTF-8. Lifetime of the views: the analysis's.
  [[nodiscard]] std::string_view native() const noexcept { return std::string_view(texts).substr(0, native_size); }
  // Romanised, likeliest first. Requires: i < form_count.
  [[nodiscard]] std::string_view form(std::size_t i) const noexcept {
    return std::string_view(texts).substr(form_starts[i], form_sizes[i]);
  }
  [[nodiscard]] std::span<const std::uint16_t> class_list() const noexcept {
    return std::span(classes).first(class_count);
  }

  std::uint64_t hash = 0;
  std::string texts;  // the native form and those of the romanised forms that differ from it
  std::uint32_t native_size = 0;
  std::array<std::uint32_t, kMaxWordForms> form_starts{};
  std::array<std::uint32_t, kMaxWordForms> form_sizes{};
  std::uint8_t form_count = 0;  // 0: nothing readable, a lone mark or an unknown letter
  std::uint8_t class_count = 0;
  std::uint8_t token_flags = 0;  // kTokenLossy, kTokenSyllable, kTokenKnown
  text::Script script = text::Script::kNone;
  bool transcription = false;
  bool begins_legal_form = false;
  bool digits = false;      // the first form is digits only
  bool some_digit = false;  // the first form holds a digit
  WordRoles roles;
  std::array<std::uint16_t, 4> classes{};
  std::int32_t number = -1;            // what a number word or an ordinal writes
  std::int32_t roman = -1;             // what it writes if it is a Roman numeral
  std::uint32_t patronymic_base = 0;   // length of what stands before the ending; 0 = it is no patronymic
  std::uint32_t token = kNoToken;      // of the first form with these flags and classes, in the table of the user
  std::string_view patronymic_ending;  // canonical; of the tables
};

class WordAnalyses {
 public:
  // Keeps at most so many words from one name to the next.
  WordAnalyses(const NameTables& tables, std::size_t most_words) : tables_(tables), most_words_(most_words) {}

  // Lifetime: until forget().
  [[nodiscard]] WordAnalysis& of(std::string_view folded, text::Script script, bool transcription) {
    return of(folded, script, transcription, hash_of(folded, script, transcription));
  }
  [[nodiscard]] WordAnalysis& of(std::string_view folded, text::Script script, bool transcription, std::uint64_t hash);
  [[nodiscard]] static std::uint64_t hash_of(std::string_view folded, text::Script script, bool transcription) noexcept;
  // Fetch what of() will look at: first the place, then, once that has come, what stands there.
  void fetch_place(std::uint64_t hash) const noexcept {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  void fetch_word(std::uint64_t hash) const noexcept {
    if (slots_.empty()) return;
    const WordAnalysis* const known = slots_[hash & (slots_.size() - 1)];
    if (known == nullptr) return;
    const char* const bytes = reinterpret_cast<const char*>(known);
    for (std::size_t line = 0; line < sizeof(WordAnalysis); line += alignof(WordAnalysis)) {
      __builtin_prefetch(bytes + line);
    }
  }
  // A single byte that is its own form: an initial. Lifetime: as above.
  [[nodiscard]] WordAnalysis& of_letter(char letter);
  // Forgets the words when there are too many of them: those that matter come back with the next names.
  // Returns: whether it did.
  bool forget_if_many() {
    if (size_ <= most_words_) return false;
    forget();
    return true;
  }
  void forget();

 private:
  static constexpr std::size_t kFirstChunk = 8;  // a name or two: analyses of a single query must cost little
  static constexpr std::size_t kChunk = 128;

  WordAnalysis& add(std::uint64_t hash);
  void fill(WordAnalysis& entry) const;
  void grow();

  const NameTables& tables_;
  const std::size_t most_words_;
  std::vector<std::vector<WordAnalysis>> chunks_;  // none outgrows what was reserved: addresses stay
  std::size_t size_ = 0;
  std::vector<WordAnalysis*> slots_;  // by hash; a power of two; nullptr = free
};

}  // namespace cordon::match
