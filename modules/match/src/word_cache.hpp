// What the words of earlier queries met: names of people repeat their words, and finding what a word meets is the
// dearest part of a search. Results do not depend on it. Thread: one user at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "token_search.hpp"

namespace cordon::match {

class WordCache {
 public:
  // Returns: the hits of TokenSearch::find for that word; nullptr when they are not known. Lifetime: until insert().
  [[nodiscard]] const std::vector<TokenHit>* find(const Segment& segment, const Token& token, SlotKind kind) const {
    const auto at = entries_.find(Key{&segment, token, way_of(kind)});
    return at == entries_.end() ? nullptr : &at->second;
  }
  const std::vector<TokenHit>& insert(const Segment& segment, const Token& token, SlotKind kind,
                                      std::vector<TokenHit> hits) {
    // Forgets everything at once: words that matter come back with the next queries.
    if (entries_.size() >= kMostWords || hits_ + hits.size() > kMostHits) {
      entries_.clear();
      hits_ = 0;
    }
    hits_ += hits.size();
    return entries_.insert_or_assign(Key{&segment, token, way_of(kind)}, std::move(hits)).first->second;
  }

 private:
  static constexpr std::size_t kMostWords = 1U << 14U;
  static constexpr std::size_t kMostHits = 1U << 21U;  // 24 MB

  struct Key {
    const Segment* segment;
    Token token;
    std::uint8_t way;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      std::uint64_t out = key.token.bones ^ (std::uint64_t{key.token.letters} << 24U) ^ key.way;
      for (std::size_t i = 0; i < kMaxTokenForm; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, key.token.form.data() + i, sizeof word);
        out = (out ^ word) * 0x9E3779B97F4A7C15ULL;
        out ^= out >> 32U;
      }
      return static_cast<std::size_t>(out ^ reinterpret_cast<std::uintptr_t>(key.segment));
    }
  };
  // The kinds that TokenSearch::find treats alike.
  static std::uint8_t way_of(SlotKind kind) noexcept {
    return kind == SlotKind::kJoined || kind == SlotKind::kAcronym || kind == SlotKind::kInitial
               ? static_cast<std::uint8_t>(kind)
               : std::uint8_t{0};
  }

  std::unordered_map<Key, std::vector<TokenHit>, Hash> entries_;
  std::size_t hits_ = 0;
};

}  // namespace cordon::match
