// The tokens of a segment that the words of one query name meet, with the best similarity per position of the query.
// Thread: one user at a time; made to be used again for the next name.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "cordon/match/prepared_name.hpp"
#include "cordon/match/token_similarity.hpp"

namespace cordon::match {

class QueryMap {
 public:
  // Similarities are kept in steps of four, rounded up, in a byte.
  static constexpr unsigned kStep = 4;
  [[nodiscard]] static std::uint8_t as_byte(Similarity similarity) noexcept {
    return static_cast<std::uint8_t>((similarity + kStep - 1U) / kStep);
  }
  [[nodiscard]] static Similarity as_similarity(std::uint8_t byte) noexcept {
    return static_cast<Similarity>(std::min<unsigned>(byte * kStep, kSimilarityOne));
  }

  struct Entry {
    std::uint32_t token = 0;
    std::uint32_t positions = 0;  // bit set: those with best > 0
    std::uint32_t persons = 0;    // those of them that meet it in names read as persons
    std::uint32_t others = 0;     // and in other names
    std::uint32_t content = 0;    // and those that meet it by more than an initial
    std::array<std::uint8_t, kMaxNamePositions> best{};
  };

  void clear() {
    entries_.clear();
    table_.assign(kSmallest, 0);
    bloom_.fill(0);
  }
  // How names that are read in different ways meet a token.
  struct Ways {
    bool persons = true;  // people are not known by the initials of all their names
    bool others = true;   // in a company's name a single letter is no short form of a word
    bool content = true;  // neither side is an initial
  };
  void add(std::uint32_t token, Similarity similarity, std::uint32_t first_position, std::uint32_t span, Ways ways) {
    Entry& entry = find_or_add(token);
    const std::uint8_t byte = as_byte(similarity);
    for (std::uint32_t p = first_position; p < first_position + span; ++p) {
      entry.best[p] = std::max(entry.best[p], byte);
      entry.positions |= 1U << p;
      if (ways.persons) entry.persons |= 1U << p;
      if (ways.others) entry.others |= 1U << p;
      if (ways.content) entry.content |= 1U << p;
    }
  }
  // Returns: nullptr when the query does not meet the token.
  [[nodiscard]] const Entry* find(std::uint32_t token) const noexcept {
    const std::uint32_t hash = hash_of(token);
    if ((bloom_[hash >> 22U] >> (hash >> 16U & 63U) & 1U) == 0) return nullptr;
    for (std::size_t at = hash & (table_.size() - 1);; at = (at + 1) & (table_.size() - 1)) {
      if (table_[at] == 0) return nullptr;
      const Entry& entry = entries_[table_[at] - 1];
      if (entry.token == token) return &entry;
    }
  }
  [[nodiscard]] std::span<const Entry> entries() const noexcept { return entries_; }

 private:
  static constexpr std::size_t kSmallest = 2'048;

  static std::uint32_t hash_of(std::uint32_t token) noexcept {
    token = (token ^ (token >> 15U)) * 0x2C1B3C6DU;
    return (token ^ (token >> 12U)) * 0x297A2D39U;
  }
  Entry& find_or_add(std::uint32_t token) {
    if (entries_.size() * 2 >= table_.size()) grow();
    const std::uint32_t hash = hash_of(token);
    std::size_t at = hash & (table_.size() - 1);
    for (; table_[at] != 0; at = (at + 1) & (table_.size() - 1)) {
      Entry& entry = entries_[table_[at] - 1];
      if (entry.token == token) return entry;
    }
    bloom_[hash >> 22U] |= std::uint64_t{1} << (hash >> 16U & 63U);
    entries_.emplace_back().token = token;
    table_[at] = static_cast<std::uint32_t>(entries_.size());
    return entries_.back();
  }
  void grow() {
    table_.assign(table_.size() * 2, 0);
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      std::size_t at = hash_of(entries_[i].token) & (table_.size() - 1);
      while (table_[at] != 0) at = (at + 1) & (table_.size() - 1);
      table_[at] = i + 1;
    }
  }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> table_ = std::vector<std::uint32_t>(kSmallest, 0);  // entry + 1, 0 = free
  std::array<std::uint64_t, 1'024> bloom_{};
};

}  // namespace cordon::match
