// A hash map from words, for tables that are filled once and asked often: open addressing, so that a word that is not
// there - the usual answer - costs one look. Thread: safe once filled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::match {

template <typename Value>
class WordMap {
 public:
  // Returns: nullptr when the word is not there. Lifetime: until the next change.
  [[nodiscard]] const Value* find(std::string_view word) const noexcept {
    if (slots_.empty()) return nullptr;
    const std::uint64_t hash = hash_of(word);
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.entry == 0) return nullptr;
      if (slot.tag == tag_of(hash) && entries_[slot.entry - 1].word == word) return &entries_[slot.entry - 1].value;
    }
  }

  // The value of the word, a new one when it is not there. Lifetime: until the next change.
  Value& operator[](std::string_view word) {
    if (const Value* const found = find(word)) return const_cast<Value&>(*found);
    entries_.push_back({std::string(word), {}});
    if (entries_.size() * 4 > slots_.size()) {
      slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, {});
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
    std::uint32_t entry = 0;  // + 1; 0 = free
  };

  void place(std::size_t entry) {
    const std::uint64_t hash = hash_of(entries_[entry].word);
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].entry != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {tag_of(hash), static_cast<std::uint32_t>(entry + 1)};
  }

  static std::uint32_t tag_of(std::uint64_t hash) noexcept { return static_cast<std::uint32_t>(hash >> 32U); }
  // Words are short: eight bytes at a time, without a call.
  static std::uint64_t hash_of(std::string_view text) noexcept {
    std::uint64_t hash = text.size();
    for (; text.size() >= 8; text.remove_prefix(8)) hash = mixed(hash, text.data(), 8);
    return mixed(hash, text.data(), text.size());
  }
  static std::uint64_t mixed(std::uint64_t hash, const char* bytes, std::size_t count) noexcept {
    std::uint64_t word = 0;
    if (count > 0) std::memcpy(&word, bytes, count);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
    return hash ^ (hash >> 29U);
  }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  // by hash; a power of two
};

}  // namespace cordon::match
