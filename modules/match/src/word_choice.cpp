#include "word_choice.hpp"

#include <algorithm>

namespace cordon::match {
namespace {

// Words a choice with a level may have: each doubles the combinations to be excluded.
constexpr std::size_t kMostFaint = 3;

}  // namespace

std::vector<WordChoice> word_choices(const WordCosts& costs, std::size_t positions, std::uint32_t open) {
  std::vector<WordChoice> out;
  std::array<std::uint8_t, kMaxNamePositions> order{};
  for (std::size_t level = 0; level < kLevels.size(); ++level) {
    std::size_t closed = 0;
    for (std::size_t p = 0; p < positions; ++p) {
      if ((open >> p & 1U) == 0) order[closed++] = static_cast<std::uint8_t>(p);
    }
    std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(closed), [&](auto a, auto b) {
      return costs[a][level] != costs[b][level] ? costs[a][level] < costs[b][level] : a < b;
    });
    WordChoice choice;
    choice.level = static_cast<std::uint8_t>(level);
    for (std::size_t i = 0; i < closed && (level == 0 || i < kMostFaint); ++i) {
      choice.words |= 1U << order[i];
      choice.postings += costs[order[i]][level];
      out.push_back(choice);
    }
  }
  std::sort(out.begin(), out.end(), [](const WordChoice& a, const WordChoice& b) {
    if (a.postings != b.postings) return a.postings < b.postings;
    return a.level != b.level ? a.level < b.level : a.words < b.words;
  });
  return out;
}

}  // namespace cordon::match
