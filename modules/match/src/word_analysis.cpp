#include "word_analysis.hpp"

#include <algorithm>
#include <cstdlib>

#include "cordon/text/romanise.hpp"
#include "word_map.hpp"

namespace cordon::match {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// II .. XXXIX. One letter is never taken for a number: it may be an initial.
int roman_numeral(std::string_view form) {
  if (form.size() < 2 || form.size() > 7) return -1;
  const auto value = [](char c) { return c == 'i' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : 0; };
  int sum = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const int here = value(form[i]);
    if (here == 0) return -1;
    sum += i + 1 < form.size() && value(form[i + 1]) > here ? -here : here;
  }
  // Only canonical spellings: write the value again and compare.
  constexpr std::array<std::string_view, 10> kOnes{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
  std::string again(static_cast<std::size_t>(std::max(0, sum) / 10), 'x');
  again += kOnes[static_cast<std::size_t>(std::max(0, sum) % 10)];
  return again == form ? sum : -1;
}

int ordinal(std::string_view form) {
  std::size_t digits = 0;
  while (digits < form.size() && is_digit(form[digits])) ++digits;
  if (digits == 0 || digits > 4) return -1;
  const std::string_view rest = form.substr(digits);
  if (rest != "st" && rest != "nd" && rest != "rd" && rest != "th") return -1;
  return std::atoi(std::string(form.substr(0, digits)).c_str());
}

void add_form(WordAnalysis& entry, std::string_view form) {
  std::uint32_t& start = entry.form_starts[entry.form_count];
  if (form != entry.native()) {
    start = static_cast<std::uint32_t>(entry.texts.size());
    entry.texts += form;
  }
  entry.form_sizes[entry.form_count++] = static_cast<std::uint32_t>(form.size());
}

void set_native(WordAnalysis& entry, std::string_view native) {
  entry.texts = native;
  entry.native_size = static_cast<std::uint32_t>(native.size());
}

}  // namespace

// Everything that follows from the native text and the forms.
void WordAnalyses::fill(WordAnalysis& entry) const {
  const std::string_view native = entry.native();
  entry.begins_legal_form = tables_.begins_legal_form(native);
  if (entry.form_count == 0) return;
  const std::string_view form = entry.form(0);
  entry.roles = tables_.roles(native);
  const std::vector<std::uint16_t>* classes = &tables_.classes(native);
  if (native != form) {
    const WordRoles latin = tables_.roles(form);
    entry.roles.title |= latin.title;
    entry.roles.soft_title |= latin.soft_title;
    entry.roles.particle |= latin.particle;
    entry.roles.servant |= latin.servant;
    entry.roles.generic |= latin.generic;
    entry.roles.place |= latin.place;
    if (entry.roles.common == 0) entry.roles.common = latin.common;
    if (classes->empty()) classes = &tables_.classes(form);
  } else {
    entry.roman = roman_numeral(form);
  }
  entry.class_count = static_cast<std::uint8_t>(classes->size());
  std::copy(classes->begin(), classes->end(), entry.classes.begin());
  if (entry.roles.common > 0 || entry.class_count > 0) entry.token_flags |= kTokenKnown;
  entry.number = tables_.number(native);
  entry.some_digit = std::any_of(form.begin(), form.end(), is_digit);
  entry.digits = std::all_of(form.begin(), form.end(), is_digit);
  if (entry.number < 0 && entry.some_digit) entry.number = ordinal(form);
  std::string_view base;
  if (tables_.split_patronymic(form, base, entry.patronymic_ending)) {
    entry.patronymic_base = static_cast<std::uint32_t>(base.size());
  }
}

std::uint64_t WordAnalyses::hash_of(std::string_view folded, text::Script script, bool transcription) noexcept {
  return word_hash(folded, (std::uint64_t{static_cast<std::uint8_t>(script)} << 9U | std::uint64_t{transcription} << 8U)
                               << 32U);
}

WordAnalysis& WordAnalyses::of(std::string_view folded, text::Script script, bool transcription, std::uint64_t hash) {
  if (size_ * 2 >= slots_.size()) grow();
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at] != nullptr; at = (at + 1) & (slots_.size() - 1)) {
    WordAnalysis& known = *slots_[at];
    if (known.hash == hash && known.script == script && known.transcription == transcription &&
        known.native() == folded)
      return known;
  }
  WordAnalysis& entry = add(hash);
  slots_[at] = &entry;
  entry.script = script;
  entry.transcription = transcription;
  set_native(entry, folded);
  const text::Romanised latin = text::romanise(folded, script, transcription);
  if (latin.lossy) entry.token_flags |= kTokenLossy;
  if (latin.syllables) entry.token_flags |= kTokenSyllable;
  for (const std::string& form : std::span(latin.forms).first(std::min(latin.forms.size(), kMaxWordForms))) {
    add_form(entry, form);
  }
  fill(entry);
  return entry;
}

WordAnalysis& WordAnalyses::of_letter(char letter) {
  const std::string_view text(&letter, 1);
  if (letter >= 'a' && letter <= 'z') return of(text, text::Script::kLatin, false);
  if (is_digit(letter)) return of(text, text::Script::kNone, false);
  WordAnalysis& entry = add(word_hash(text));  // part of a letter of another script: no word's text, so never found
  set_native(entry, text);
  add_form(entry, text);
  fill(entry);
  return entry;
}

WordAnalysis& WordAnalyses::add(std::uint64_t hash) {
  if (chunks_.empty() || chunks_.back().size() == chunks_.back().capacity()) {
    const std::size_t size = chunks_.empty() ? kFirstChunk : kChunk;
    chunks_.emplace_back().reserve(size);
  }
  ++size_;
  WordAnalysis& entry = chunks_.back().emplace_back();
  entry.hash = hash;
  return entry;
}

void WordAnalyses::forget() {
  chunks_.clear();
  slots_.clear();
  size_ = 0;
}

void WordAnalyses::grow() {
  slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), nullptr);
  for (std::vector<WordAnalysis>& chunk : chunks_) {
    for (WordAnalysis& entry : chunk) {
      std::size_t at = entry.hash & (slots_.size() - 1);
      while (slots_[at] != nullptr) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = &entry;
    }
  }
}

}  // namespace cordon::match
