// TokenTable: tokens are made once and found again by what decides them.
#include <algorithm>
#include <cstring>

#include "cordon/match/prepared_name.hpp"
#include "cordon/text/romanise.hpp"
#include "word_map.hpp"

namespace cordon::match {

namespace {

Token make_token(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes) {
  Token token;
  token.flags = flags;
  if (form.size() > kMaxTokenForm) {
    token.flags |= kTokenTruncated;
    form = form.substr(0, kMaxTokenForm);
  }
  std::memcpy(token.form.data(), form.data(), form.size());
  token.form_length = static_cast<std::uint8_t>(form.size());
  for (const char c : form) token.letters |= 1U << (c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') : 26U);
  token.sound_length = static_cast<std::uint8_t>(text::sound_key(form, token.sound));
  token.bones = text::consonant_classes(token.sound_text(), token.bones_length);
  std::copy_n(classes.begin(), std::min(classes.size(), token.classes.size()), token.classes.begin());
  return token;
}

}  // namespace

std::uint64_t TokenTable::announce(std::string_view form, std::uint8_t flags,
                                   std::span<const std::uint16_t> classes) const noexcept {
  classes = classes.first(std::min(classes.size(), Token{}.classes.size()));
  std::uint64_t decides = flags;
  for (const std::uint16_t token_class : classes) decides = (decides ^ token_class) * 0x100000001B3ULL;
  const std::uint64_t hash = word_hash(form, decides << 8U);
  if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  return hash;
}

std::uint32_t TokenTable::intern(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes) {
  return intern(form, flags, classes, announce(form, flags, classes));
}

std::uint32_t TokenTable::intern(std::string_view form, std::uint8_t flags, std::span<const std::uint16_t> classes,
                                 std::uint64_t hash) {
  classes = classes.first(std::min(classes.size(), Token{}.classes.size()));
  const auto tag = static_cast<std::uint32_t>(hash >> 32U);
  if (tokens_.size() * 2 >= slots_.size()) grow();
  const auto is_same = [&](const Token& token) {
    return token.text() == form && (token.flags & ~kTokenTruncated) == flags &&
           std::equal(classes.begin(), classes.end(), token.classes.begin()) &&
           (classes.size() == token.classes.size() || token.classes[classes.size()] == 0);
  };
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at].token != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].tag == tag && is_same(tokens_[slots_[at].token - 1])) return slots_[at].token - 1;
  }
  tokens_.push_back(make_token(form, flags, classes));
  hashes_.push_back(hash);
  slots_[at] = {tag, static_cast<std::uint32_t>(tokens_.size())};
  return slots_[at].token - 1;
}

void TokenTable::grow() {
  slots_.assign(std::max<std::size_t>(32, slots_.size() * 2), {});
  for (std::uint32_t token = 0; token < tokens_.size(); ++token) {
    std::size_t at = hashes_[token] & (slots_.size() - 1);
    while (slots_[at].token != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {static_cast<std::uint32_t>(hashes_[token] >> 32U), token + 1};
  }
}

}  // namespace cordon::match
