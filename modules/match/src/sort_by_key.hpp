// Sorting numbers by 64-bit keys: a radix sort from the low end, 11 bits at a time. Stable.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cordon::match {

struct SortEntry {
  std::uint64_t key = 0;
  std::uint32_t value = 0;
};

inline void sort_by_key(std::vector<SortEntry>& entries) {
  constexpr unsigned kBits = 11;
  constexpr std::size_t kPlaces = std::size_t{1} << kBits;
  constexpr unsigned kPasses = (64 + kBits - 1) / kBits;
  // All passes are counted in one; one whose bits are alike in all keys is left out.
  std::vector<std::array<std::uint32_t, kPlaces>> counts(kPasses);
  for (const SortEntry& entry : entries) {
    for (unsigned pass = 0; pass < kPasses; ++pass) ++counts[pass][entry.key >> (pass * kBits) & (kPlaces - 1)];
  }
  std::vector<SortEntry> other(entries.size());
  for (unsigned pass = 0; pass < kPasses && !entries.empty(); ++pass) {
    std::array<std::uint32_t, kPlaces>& next = counts[pass];
    if (next[entries.front().key >> (pass * kBits) & (kPlaces - 1)] == entries.size()) continue;
    std::uint32_t start = 0;
    for (std::uint32_t& count : next) {
      const std::uint32_t size = count;
      count = start;
      start += size;
    }
    for (const SortEntry& entry : entries) other[next[entry.key >> (pass * kBits) & (kPlaces - 1)]++] = entry;
    entries.swap(other);
  }
}

// Calls visit(first, last) for each range of equal keys, in order; it may change the entries of its range. Requires:
// sorted by key.
template <typename Visit>
void for_each_equal(std::vector<SortEntry>& entries, Visit&& visit) {
  for (std::size_t first = 0; first < entries.size();) {
    std::size_t last = first + 1;
    while (last < entries.size() && entries[last].key == entries[first].key) ++last;
    visit(first, last);
    first = last;
  }
}

// Puts the values of a range in the order of before(a, b).
template <typename Before>
void sort_values(std::vector<SortEntry>& entries, std::size_t first, std::size_t last, Before&& before) {
  if (last - first < 2) return;
  std::sort(entries.begin() + static_cast<std::ptrdiff_t>(first), entries.begin() + static_cast<std::ptrdiff_t>(last),
            [&](const SortEntry& a, const SortEntry& b) { return before(a.value, b.value); });
}

}  // namespace cordon::match
