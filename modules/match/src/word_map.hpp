// Hashing of words, and a hash map from words for tables that are filled once and asked often: open addressing, and a
// bit for each place, so that a word that is not there - the usual answer - costs one look at a few kilobytes. Thread:
// safe once filled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::match {

namespace word_hash_detail {
template <typename Word>
[[nodiscard]] inline std::uint64_t load(const char* bytes) noexcept {
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) noexcept {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29U);
}
}  // namespace word_hash_detail

// Eight bytes at a time, without a call: words are short. Not persisted.
[[nodiscard]] inline std::uint64_t word_hash(std::string_view text, std::uint64_t seed = 0) noexcept {
  using word_hash_detail::load;
  using word_hash_detail::mixed;
  const std::size_t size = text.size();
  const char* const bytes = text.data();
  std::uint64_t hash = seed ^ size;
  if (size >= 8) {
    for (std::size_t i = 0; i + 8 < size; i += 8) hash = mixed(hash, load<std::uint64_t>(bytes + i));
    return mixed(hash, load<std::uint64_t>(bytes + size - 8));
  }
  if (size >= 4) return mixed(hash, load<std::uint32_t>(bytes) | load<std::uint32_t>(bytes + size - 4) << 32U);
  if (size == 0) return mixed(hash, 0);
  return mixed(hash, load<std::uint8_t>(bytes) | load<std::uint8_t>(bytes + size / 2) << 8U |
                         load<std::uint8_t>(bytes + size - 1) << 16U);
}

template <typename Value>
class WordMap {
 public:
  // Returns: nullptr when the word is not there. Lifetime: until the next change.
  [[nodiscard]] const Value* find(std::string_view word) const noexcept {
    if (slots_.empty()) return nullptr;
    const std::uint64_t hash = word_hash(word);
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if ((taken_[at / 64] >> (at % 64) & 1U) == 0) return nullptr;
      const Slot& slot = slots_[at];
      if (slot.tag == tag_of(hash) && entries_[slot.entry].word == word) return &entries_[slot.entry].value;
    }
  }

  // The value of the word, a new one when it is not there. Lifetime: until the next change.
  Value& operator[](std::string_view word) {
    if (const Value* const found = find(word)) return const_cast<Value&>(*found);
    entries_.push_back({std::string(word), {}});
    if (entries_.size() * 4 > slots_.size()) {
      slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, {});
      taken_.assign(slots_.size() / 64, 0);
      for (std::size_t i = 0; i < entries_.size(); ++i) place(i);
    } else {
      place(entries_.size() - 1);
    }
    return entries_.back().value;
  }

 private:
  struct Entry {
    std::string word;
    Value value;
  };
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t entry = 0;
  };

  void place(std::size_t entry) {
    const std::uint64_t hash = word_hash(entries_[entry].word);
    std::size_t at = hash & (slots_.size() - 1);
    while ((taken_[at / 64] >> (at % 64) & 1U) != 0) at = (at + 1) & (slots_.size() - 1);
    taken_[at / 64] |= std::uint64_t{1} << (at % 64);
    slots_[at] = {tag_of(hash), static_cast<std::uint32_t>(entry)};
  }

  static std::uint32_t tag_of(std::uint64_t hash) noexcept { return static_cast<std::uint32_t>(hash >> 32U); }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;           // by hash; a power of two
  std::vector<std::uint64_t> taken_;  // a bit for each slot
};

}  // namespace cordon::match
