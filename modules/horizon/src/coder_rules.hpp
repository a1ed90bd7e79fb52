// The dictionary of the coder: reading it, and where its patterns stand in a sentence. Thread: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cordon/horizon/coder.hpp"

namespace cordon::horizon {

// Words [begin, end) of a sentence.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
};

[[nodiscard]] std::vector<std::vector<std::string>> places_of(const std::string& pattern);
// Returns: the first place at or behind `from`; of several ends the nearest.
[[nodiscard]] std::optional<Place> find_rule(const CoderRule& rule, const std::vector<std::string>& words,
                                             std::size_t from = 0);
// Each place at which it begins, in their order.
[[nodiscard]] std::vector<Place> all_places(const CoderRule& rule, const std::vector<std::string>& words);
[[nodiscard]] bool any_fits(const std::vector<CoderRule>& rules, const std::vector<std::string>& words);
[[nodiscard]] bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words);

}  // namespace cordon::horizon
