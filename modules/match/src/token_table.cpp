#include "cordon/match/token_table.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "cordon/text/romanise.hpp"
#include "word_map.hpp"

namespace cordon::match {

namespace {

constexpr std::size_t kLeastSlots = 32;
// Tokens; how far before its turn a look-up's slot is fetched, and then the token it may be.
constexpr std::size_t kSlotAhead = 24;
constexpr std::size_t kTokenAhead = 12;

// At most three quarters of the slots are taken.
constexpr std::size_t slots_for(std::size_t tokens) noexcept {
  return std::bit_ceil(std::max(kLeastSlots, tokens + tokens / 3 + 1));
}

std::uint64_t form_word(const std::array<char, kMaxTokenForm>& form, std::size_t at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, form.data() + at * sizeof word, sizeof word);
  return word;
}

std::uint64_t class_word(const std::array<std::uint16_t, 4>& classes) noexcept {
  return std::bit_cast<std::uint64_t>(classes);
}

}  // namespace

void TokenTable::describe(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes,
                          Wanted& out) {
  using word_hash_detail::mixed;
  static_assert(kMaxTokenForm == 3 * sizeof(std::uint64_t));
  if (form.size() > kMaxTokenForm) {
    flags |= kTokenTruncated;
    form = form.substr(0, kMaxTokenForm);
  }
  out.form = {};
  std::copy(form.begin(), form.end(), out.form.begin());
  out.classes = {};
  std::copy_n(classes.begin(), std::min(classes.size(), out.classes.size()), out.classes.begin());
  out.form_length = static_cast<std::uint8_t>(form.size());
  out.flags = flags;
  std::uint64_t hash = mixed(flags, form_word(out.form, 0));
  hash = mixed(hash, form_word(out.form, 1) ^ class_word(out.classes));
  out.hash = mixed(hash, form_word(out.form, 2));
}

std::uint32_t TokenTable::intern(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes) {
  Wanted wanted;
  describe(form, flags, classes, wanted);
  make_room(1);
  return find_or_make(wanted);
}

std::uint32_t TokenTable::defer(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes) {
  describe(form, flags, classes, wanted_.emplace_back());
  return kDeferred | static_cast<std::uint32_t>(wanted_.size() - 1);
}

std::span<const std::uint32_t> TokenTable::settle() {
  make_room(wanted_.size());
  settled_.clear();
  const std::size_t mask = slots_.size() - 1;
  const std::size_t count = wanted_.size();
  for (std::size_t i = 0; i < std::min(count, kSlotAhead); ++i) __builtin_prefetch(&slots_[wanted_[i].hash & mask], 1);
  for (std::size_t i = 0; i < count; ++i) {
    if (i + kSlotAhead < count) __builtin_prefetch(&slots_[wanted_[i + kSlotAhead].hash & mask], 1);
    if (i + kTokenAhead < count) {
      const std::uint64_t hash = wanted_[i + kTokenAhead].hash;
      const Slot& slot = slots_[hash & mask];
      if (slot.token != 0 && slot.tag == hash >> 32U) __builtin_prefetch(&tokens_[slot.token - 1]);
    }
    settled_.push_back(find_or_make(wanted_[i]));
  }
  wanted_.clear();
  return settled_;
}

// Requires: there is room for a token more.
std::uint32_t TokenTable::find_or_make(const Wanted& wanted) {
  const auto tag = static_cast<std::uint32_t>(wanted.hash >> 32U);
  const auto is_same = [&](const Token& token) {
    return form_word(token.form, 0) == form_word(wanted.form, 0) &&
           form_word(token.form, 1) == form_word(wanted.form, 1) &&
           form_word(token.form, 2) == form_word(wanted.form, 2) &&
           class_word(token.classes) == class_word(wanted.classes) && token.flags == wanted.flags &&
           token.form_length == wanted.form_length;
  };
  std::size_t at = wanted.hash & (slots_.size() - 1);
  for (; slots_[at].token != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].tag == tag && is_same(tokens_[slots_[at].token - 1])) return slots_[at].token - 1;
  }
  Token& token = tokens_.emplace_back();
  token.flags = wanted.flags;
  token.form = wanted.form;
  token.form_length = wanted.form_length;
  token.classes = wanted.classes;
  const std::string_view form = token.text();
  for (const char c : form) token.letters |= 1U << (c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') : 26U);
  token.sound_length = static_cast<std::uint8_t>(text::sound_key(form, token.sound));
  token.bones = text::consonant_classes(token.sound_text(), token.bones_length);
  hashes_.push_back(wanted.hash);
  slots_[at] = {tag, static_cast<std::uint32_t>(tokens_.size())};
  return slots_[at].token - 1;
}

void TokenTable::reserve(std::size_t tokens) {
  tokens_.reserve(tokens);
  hashes_.reserve(tokens);
  if (slots_for(tokens) > slots_.size()) place(slots_for(tokens));
}

void TokenTable::make_room(std::size_t more) {
  if (slots_for(tokens_.size() + more) > slots_.size()) place(slots_for(tokens_.size() + more));
}

void TokenTable::place(std::size_t slots) {
  slots_.assign(slots, {});
  for (std::uint32_t token = 0; token < tokens_.size(); ++token) {
    std::size_t at = hashes_[token] & (slots_.size() - 1);
    while (slots_[at].token != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {static_cast<std::uint32_t>(hashes_[token] >> 32U), token + 1};
  }
}

}  // namespace cordon::match
