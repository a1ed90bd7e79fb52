// Free text of payments, searched for listed names: every run of words up to a limit is a query, and so are numbers of
// vessels and banks. Thread: immutable and safe to share. Fields of the JSON and limits: docs/api/commands.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/screening/screener.hpp"

namespace cordon::service {

struct TextHit {
  screening::Hit hit;
  std::string found;  // the words as they stand in the text
};

struct TextHits {
  std::vector<TextHit> hits;  // of one entity the best; by score, at most the limit
  std::size_t total = 0;      // also those beyond the limit
  std::size_t words = 0;      // in the text; beyond kMostWords they are not searched
};

class TextSearch {
 public:
  static constexpr std::size_t kMostWords = 400;

  // Lifetime: the screener's. options.threshold is raised to what free text needs.
  TextSearch(const screening::Screener& screener, screening::ScreenOptions options)
      : screener_(screener), options_(options) {}

  // following: text that continues this one; names that begin in `text` may end there.
  [[nodiscard]] TextHits search(const std::string& text, std::string_view following) const;
  // Lines of a party: whoever is named in them besides the party itself, or a name that is broken over them. Lines that
  // are among `names` are searched by themselves elsewhere, and less is looked for inside them.
  [[nodiscard]] TextHits search_party(const std::vector<std::string>& lines,
                                      const std::vector<std::string>& names) const;

 private:
  [[nodiscard]] std::vector<screening::Hit> screen(const std::string& window, double threshold) const;
  void look_up(std::vector<TextHit>& best, const std::string& word) const;

  const screening::Screener& screener_;
  screening::ScreenOptions options_;
};

}  // namespace cordon::service
