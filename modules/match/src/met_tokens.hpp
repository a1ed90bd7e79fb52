// The tokens of a segment that the words of one name of a query meet, and what follows for the names that hold them.
// Thread: one user at a time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "cordon/match/policy.hpp"
#include "exclusion.hpp"
#include "meeting_levels.hpp"
#include "query_map.hpp"
#include "segment.hpp"
#include "token_search.hpp"
#include "word_cache.hpp"
#include "word_choice.hpp"

namespace cordon::match {

class MetTokens {
 public:
  // Lifetime: everything given, as long as this. map and hits are storage: they are filled anew.
  MetTokens(const Segment& segment, const TokenSearch& search, const NameView& query, const Policy& policy,
            KnownWords& known, QueryMap& map, std::vector<TokenHit>& hits);

  // Fills the map and the rest. Call once.
  void find();
  // Fills faint_net: asked for by plans only. Requires: find().
  void find_faint_nets();

  // Positions of the query that are initials: they meet words that have no entry.
  [[nodiscard]] std::uint32_t open() const noexcept { return open_; }
  // Whether the token begins with one of these initials.
  [[nodiscard]] bool meets_open(std::uint32_t token) const noexcept {
    const TokenFacts& listed = arrays_.token_facts[token];
    return (letter_bit(listed.form_letter) & open_forms_) != 0 || (letter_bit(listed.sound_letter) & open_sounds_) != 0;
  }
  // Positions that some token meets by more than an initial.
  [[nodiscard]] std::uint32_t content() const noexcept { return content_; }
  // Of all tokens met.
  [[nodiscard]] std::uint64_t postings() const noexcept { return postings_; }
  // Postings of the tokens a position meets by more than a level.
  [[nodiscard]] const WordCosts& costs(Reading reading) const noexcept { return costs_[reading]; }
  // As Meeting takes them: of all meetings, and of those by at most a level.
  [[nodiscard]] const PositionNets& net() const noexcept { return net_; }
  [[nodiscard]] const PositionNets& faint_net(std::size_t level) const noexcept { return faint_net_[level]; }
  // Tokens that were compared letter by letter.
  [[nodiscard]] std::uint64_t compared() const noexcept { return compared_; }

 private:
  static std::uint64_t letter_bit(char c) noexcept {
    return c >= 'a' ? std::uint64_t{1} << static_cast<unsigned>(c - 'a')
                    : std::uint64_t{1} << (static_cast<unsigned>(c - '0') % 32U + 26U);
  }
  const std::vector<TokenHit>& hits_of(const NameSlot& slot);
  void note_net(const NameSlot& slot, const TokenHit& hit, QueryMap::Ways ways, PositionNets& nets) const noexcept;
  void meet_any_word();
  void count_postings();

  const Segment& segment_;
  const SegmentArrays& arrays_;
  const TokenSearch& search_;
  const NameView& query_;
  KnownWords& known_;
  QueryMap& map_;
  std::vector<TokenHit>& hits_;
  const std::array<MeetingPrice, kNameModes> prices_;  // by mode

  std::uint32_t open_ = 0;
  std::uint64_t open_forms_ = 0;
  std::uint64_t open_sounds_ = 0;
  std::uint32_t content_ = 0;
  std::uint64_t postings_ = 0;
  std::uint64_t compared_ = 0;
  std::array<WordCosts, kReadings> costs_{};
  PositionNets net_{};
  std::array<PositionNets, kLevels.size()> faint_net_{};
};

}  // namespace cordon::match
