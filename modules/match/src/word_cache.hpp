// What the words of earlier queries met: names of people repeat their words, and finding what a word meets is the
// dearest part of a search. One cache serves all threads of an engine, so that no thread finds again what another has
// found. Results do not depend on it.
//
// Bounded in words and in hits: in its place a word pushes out the one that was not asked for the longest; where there
// are too many hits, words are forgotten in turn. Hits are copied out under a lock, which costs less than counting who
// still reads them. Thread: safe.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "token_search.hpp"

namespace cordon::match {

static_assert(sizeof(TokenHit) == 8);

class WordCache {
 public:
  static constexpr std::size_t kLeastWords = 128;
  static constexpr std::size_t kMostHits = 1U << 21U;  // kept at most; 16 MiB

  // most_words: kept at most; a multiple of kLeastWords, at least one. Memory is taken as words come.
  explicit WordCache(std::size_t most_words) : slots_per_shard_(most_words / kShards) {}

  // Returns: whether the hits of TokenSearch::find for that word are known; then they replace those in out.
  [[nodiscard]] bool find(const Segment& segment, const Token& token, SlotKind kind, std::vector<TokenHit>& out) {
    const Key key{&segment, token, way_of(kind)};
    const std::uint64_t hash = hash_of(key);
    Shard& shard = shard_of(hash);
    const std::lock_guard lock(shard.mutex);
    const std::span<Slot> set = set_of(shard, hash);
    const auto at = std::find_if(set.begin(), set.end(), [&](const Slot& slot) { return slot.holds(hash, key); });
    if (at == set.end()) return false;
    std::rotate(set.begin(), at, at + 1);  // the latest first
    out.assign(set.front().entry->hits.begin(), set.front().entry->hits.end());
    return true;
  }

  void insert(const Segment& segment, const Token& token, SlotKind kind, std::span<const TokenHit> hits) {
    if (hits.size() > kMostHitsPerShard / 2) return;  // would push out too much for one word
    const Key key{&segment, token, way_of(kind)};
    const std::uint64_t hash = hash_of(key);
    auto entry = std::make_unique<Entry>(Entry{key, {hits.begin(), hits.end()}});
    Shard& shard = shard_of(hash);
    const std::lock_guard lock(shard.mutex);
    if (shard.slots.empty()) shard.slots.resize(slots_per_shard_);
    const std::span<Slot> set = set_of(shard, hash);
    // Another thread may have been faster with the same word.
    if (std::any_of(set.begin(), set.end(), [&](const Slot& slot) { return slot.holds(hash, key); })) return;
    forget(shard, set.back());
    while (shard.hits + hits.size() > kMostHitsPerShard) forget(shard, shard.slots[shard.hand++ % slots_per_shard_]);
    std::rotate(set.begin(), set.end() - 1, set.end());
    set.front() = {hash, std::move(entry)};
    shard.hits += hits.size();
  }

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kWays = 8;  // words whose hashes lead to the same slots
  static constexpr std::size_t kMostHitsPerShard = kMostHits / kShards;

  struct Key {
    const Segment* segment;
    Token token;
    std::uint8_t way;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Entry {
    Key key;
    std::vector<TokenHit> hits;
  };
  struct Slot {
    std::uint64_t hash = 0;
    std::unique_ptr<const Entry> entry;  // null: empty

    [[nodiscard]] bool holds(std::uint64_t wanted, const Key& key) const noexcept {
      return hash == wanted && entry != nullptr && entry->key == key;
    }
  };
  // On cache lines of its own: threads wait for a lock they share only.
  struct alignas(64) Shard {
    std::mutex mutex;
    std::vector<Slot> slots;  // empty before the first word
    std::size_t hits = 0;     // of all slots
    std::size_t hand = 0;     // the next slot to be emptied when there are too many hits
  };

  static std::uint64_t hash_of(const Key& key) noexcept {
    std::uint64_t out = key.token.bones ^ (std::uint64_t{key.token.letters} << 24U) ^ key.way ^
                        reinterpret_cast<std::uintptr_t>(key.segment);
    for (std::size_t i = 0; i < kMaxTokenForm; i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, key.token.form.data() + i, sizeof word);
      out = (out ^ word) * 0x9E3779B97F4A7C15ULL;
      out ^= out >> 32U;
    }
    return out;
  }
  // The kinds that TokenSearch::find treats alike.
  static std::uint8_t way_of(SlotKind kind) noexcept {
    return kind == SlotKind::kJoined || kind == SlotKind::kAcronym || kind == SlotKind::kInitial
               ? static_cast<std::uint8_t>(kind)
               : std::uint8_t{0};
  }
  [[nodiscard]] Shard& shard_of(std::uint64_t hash) noexcept { return shards_[hash % kShards]; }
  [[nodiscard]] std::span<Slot> set_of(Shard& shard, std::uint64_t hash) const noexcept {
    if (shard.slots.empty()) return {};
    const std::size_t set = hash / kShards % (slots_per_shard_ / kWays);
    return std::span(shard.slots).subspan(set * kWays, kWays);
  }
  static void forget(Shard& shard, Slot& slot) noexcept {
    if (slot.entry == nullptr) return;
    shard.hits -= slot.entry->hits.size();
    slot.entry.reset();
  }

  std::size_t slots_per_shard_;
  std::array<Shard, kShards> shards_;
};

// Apart, so that the many pairs of words, which come again with whole names only, push out no words. The names of
// 50,000 people hold 31,000 words and 160,000 pairs.
// Bound of an engine: 81,920 words and twice kMostHits.
struct KnownWords {
  WordCache words{1U << 16U};
  WordCache pairs{1U << 14U};  // joined words
};

}  // namespace cordon::match
