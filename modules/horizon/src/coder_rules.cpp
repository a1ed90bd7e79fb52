#include "coder_rules.hpp"

#include <algorithm>

#include "cordon/base/csv.hpp"
#include "shipped_data.hpp"

namespace cordon::horizon {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kLongestGap = 14;  // words

bool fits(const std::string& word, const std::vector<std::string>& alternatives) {
  return std::any_of(alternatives.begin(), alternatives.end(), [&](const std::string& pattern) {
    if (!pattern.ends_with('*')) return word == pattern;
    return word.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  });
}

// Returns: the word behind the match, where the places from `place` on fit from `at` on.
std::optional<std::size_t> match_end(const std::vector<std::vector<std::string>>& places, std::size_t place,
                                     const std::vector<std::string>& words, std::size_t at) {
  if (place == places.size()) return at;
  if (places[place].empty()) {
    const std::size_t last = std::min(words.size(), at + kLongestGap);
    for (std::size_t next = at; next <= last; ++next) {
      if (const auto end = match_end(places, place + 1, words, next)) return end;
    }
    return {};
  }
  if (at >= words.size() || !fits(words[at], places[place])) return {};
  return match_end(places, place + 1, words, at + 1);
}

}  // namespace

std::vector<std::vector<std::string>> places_of(const std::string& pattern) {
  std::vector<std::vector<std::string>> out;
  for (std::string_view rest = pattern; !rest.empty();) {
    const std::string_view place = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(place.size() + 1, rest.size()));
    std::vector<std::string> alternatives;
    for (std::string_view words = place == "..." ? std::string_view{} : place; !words.empty();) {
      const std::string_view word = words.substr(0, words.find('|'));
      words.remove_prefix(std::min(word.size() + 1, words.size()));
      alternatives.emplace_back(word);
    }
    out.push_back(std::move(alternatives));
  }
  return out;
}

std::optional<Place> find_rule(const CoderRule& rule, const std::vector<std::string>& words, std::size_t from) {
  for (std::size_t at = from; at < words.size(); ++at) {
    if (const auto end = match_end(rule.places, 0, words, at)) return Place{at, *end};
  }
  return {};
}

std::vector<Place> all_places(const CoderRule& rule, const std::vector<std::string>& words) {
  std::vector<Place> out;
  std::size_t from = 0;
  while (const auto place = find_rule(rule, words, from)) {
    out.push_back(*place);
    from = place->begin + 1;
  }
  return out;
}

bool any_fits(const std::vector<CoderRule>& rules, const std::vector<std::string>& words) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const CoderRule& rule) { return find_rule(rule, words).has_value(); });
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

base::Result<Coder> Coder::shipped() {
  constexpr const char* kPath = "events/coder.csv";
  return parse(std::string("data/") + kPath, base::find_embedded(embedded_files(), kPath));
}

base::Result<Coder> Coder::parse(const std::string& document, std::string_view rules) {
  Coder out;
  const std::vector<std::pair<std::string_view, std::vector<CoderRule>*>> kinds{
      {"phrase", &out.phrases_},       {"event", &out.events_},     {"not", &out.nots_},
      {"modal", &out.modals_},         {"decided", &out.decided_},  {"issuer", &out.issuers_},
      {"state", &out.states_},         {"implied", &out.implied_},  {"keeper", &out.keepers_},
      {"programme", &out.programmes_}, {"country", &out.countries_}};
  base::CsvReader reader{rules, {}, document};
  std::vector<std::string> row;
  for (;;) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) return out;
    if (row[0].starts_with('#') || row[0] == "kind") continue;
    const base::SourceLocation where{document, reader.line(), {}};
    if (row.size() != 5 || row[4].empty()) {
      return Error{ErrorCode::kMalformed, "expected kind,value,cameo,plover,pattern", where};
    }
    CoderRule rule{row[1], row[2], row[3], row[4], places_of(row[4])};
    if (rule.places.front().empty() || rule.places.back().empty()) {
      return Error{ErrorCode::kMalformed, "expected a pattern that begins and ends with a word", where};
    }
    const bool gap =
        std::any_of(rule.places.begin(), rule.places.end(), [](const auto& place) { return place.empty(); });
    if (row[0] == "phrase" && (gap || rule.places.size() < 2)) {
      return Error{ErrorCode::kMalformed, "expected a phrase of two words or more without a gap", where};
    }
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == row[0]; });
    if (kind == kinds.end()) {
      return Error{
          ErrorCode::kMalformed,
          "expected phrase, event, not, modal, decided, issuer, state, implied, keeper, programme or country, found '" +
              row[0] + "'",
          where};
    }
    kind->second->push_back(std::move(rule));
  }
}

}  // namespace cordon::horizon
