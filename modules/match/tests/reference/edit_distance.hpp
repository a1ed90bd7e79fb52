// Textbook dynamic programming: slow, obvious, the oracle of the kernels.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace cordon::match::reference {

using Table = std::vector<std::vector<std::size_t>>;

inline Table empty_table(std::string_view a, std::string_view b) {
  return Table(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
}

inline std::size_t edits(std::string_view a, std::string_view b, bool transpositions) {
  Table d = empty_table(a, b);
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      if (transpositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

inline std::size_t levenshtein(std::string_view a, std::string_view b) { return edits(a, b, false); }
inline std::size_t optimal_string_alignment(std::string_view a, std::string_view b) { return edits(a, b, true); }

inline std::size_t lcs_length(std::string_view a, std::string_view b) {
  Table d = empty_table(a, b);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = a[i - 1] == b[j - 1] ? d[i - 1][j - 1] + 1 : std::max(d[i - 1][j], d[i][j - 1]);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace cordon::match::reference
