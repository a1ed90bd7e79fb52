// Free text of payments, searched for listed names: every run of words up to a limit is a query, and so are numbers of
// vessels and banks. Thread: immutable and safe to share. Fields of the JSON and limits: docs/api/commands.md.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
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

// Texts that were searched and found to name nobody: messages repeat their words ("INVOICE NO"), and most of a search
// is spent on them. Results do not depend on it. Thread: safe.
class CleanTexts {
 public:
  [[nodiscard]] bool contains(const std::string& text) const;
  void insert(const std::string& text);

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kMostTexts = 16'384;  // of a shard; it then forgets everything at once

  struct Shard {
    std::mutex mutex;
    std::unordered_set<std::string> texts;
  };
  [[nodiscard]] Shard& shard_of(const std::string& text) const;

  std::unique_ptr<std::array<Shard, kShards>> shards_ = std::make_unique<std::array<Shard, kShards>>();
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
  mutable CleanTexts clean_;
};

}  // namespace cordon::service
