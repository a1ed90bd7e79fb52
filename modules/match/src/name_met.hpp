// What a name of the list and the query meet of each other, gathered while postings are walked. Values; thread: safe.
#pragma once

#include <cstdint>

#include "cordon/match/prepared_name.hpp"
#include "query_map.hpp"

namespace cordon::match {

// What of a name and of the query met each other: sets of positions in one word, since most are put together and few
// are read.
class NameMet {
 public:
  NameMet() = default;
  // Of the query: positions met, and those of them that are met by more than an initial.
  NameMet(std::uint32_t query, std::uint32_t content) noexcept : sets_(std::uint64_t{content} << kContent | query) {}
  // listed: positions of the name, as NameBrief::telling.
  void add(NameMet met, std::uint16_t listed) noexcept { sets_ |= met.sets_ | std::uint64_t{listed} << kListed; }

  [[nodiscard]] bool is_empty() const noexcept { return sets_ == 0; }
  [[nodiscard]] std::uint32_t query() const noexcept { return sets_ & kPositions; }
  [[nodiscard]] std::uint32_t content() const noexcept { return sets_ >> kContent & kPositions; }
  [[nodiscard]] std::uint32_t listed() const noexcept { return static_cast<std::uint32_t>(sets_ >> kListed); }

 private:
  static_assert(kMaxNamePositions <= 24);
  static constexpr std::uint32_t kPositions = (1U << 24U) - 1U;
  static constexpr unsigned kContent = 24;
  static constexpr unsigned kListed = 48;
  std::uint64_t sets_ = 0;
};

// The numbers at which the ways end in which names are read: those that may be persons or not come first, then persons.
struct ReadingEnds {
  std::uint32_t either = 0;  // one behind
  std::uint32_t persons = 0;
};

// What names meet of the query with a token, by how they are read.
class MetBy {
 public:
  MetBy(const QueryMap::Entry& entry, ReadingEnds ends) noexcept
      : ends_(ends),
        either_(entry.positions, entry.content),
        persons_(entry.persons, entry.content & entry.persons),
        others_(entry.others, entry.content & entry.others) {}
  [[nodiscard]] NameMet operator()(std::uint32_t name) const noexcept {
    return name < ends_.either ? either_ : name < ends_.persons ? persons_ : others_;
  }

 private:
  ReadingEnds ends_;
  NameMet either_, persons_, others_;
};

}  // namespace cordon::match
