// Finds the tokens of a segment that a token of a query is similar to: keys for equal forms, equal sounds and
// equivalence classes, kernels for everything near in letters.
//
// Invariant: for every token t of the segment, a hit gives at least the similarity that slot_similarity can reach
// between the query's slot and any slot with t, and a token without a hit cannot reach kSimilarityFloor. Only initials
// of the query are left to the caller: in names read as persons they meet every word with their letter (see
// TokenSearch::is_open); initials of the segment are among the hits. Thread: safe;
// immutable after construction. Lifetime: the segment's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cordon/match/prepared_name.hpp"
#include "cordon/match/token_similarity.hpp"
#include "kernels/kernels.hpp"
#include "segment.hpp"

namespace cordon::match {

struct TokenHit {
  std::uint32_t token = 0;
  Similarity similarity = 0;
  bool initial = false;  // only because the token is the word's first letter: counts in names read as persons
};

class TokenSearch {
 public:
  TokenSearch(const Segment& segment, Kernel kernel) noexcept;

  // Appends the hits of a slot; a token may come more than once. Returns: how many tokens were compared letter by
  // letter.
  std::uint64_t find(const Token& token, SlotKind kind, std::vector<TokenHit>& out) const;
  // Whether a slot of the query meets more words than a search may list.
  [[nodiscard]] static bool is_open(SlotKind kind) noexcept { return kind == SlotKind::kInitial; }

 private:
  struct Scan;
  void find_keys(const Token& token, bool joined, std::vector<TokenHit>& out) const;
  void find_initials(const Token& token, SlotKind kind, std::vector<TokenHit>& out) const;
  void scan_group(const TokenGroup& group, Scan& scan) const;
  void compare_blocks(const TokenGroup& group, std::span<const std::uint32_t> blocks, Scan& scan) const;
  [[nodiscard]] static const std::uint8_t* limits_of(const Scan& scan, const TokenGroup& group) noexcept;
  // Of the tokens that may be near those from `first` on, as many as the kernel takes at once.
  void compare_near(const Scan& scan, std::size_t first, std::vector<TokenHit>& out) const;
  void scan_lossy(Scan& scan, std::vector<TokenHit>& out) const;
  static std::uint32_t least_alignment(const Scan& scan, std::uint32_t length, std::uint32_t bones) noexcept;
  void align_group(const TokenGroup& group, const kernels::WeightedPattern& pattern, Scan& scan,
                   std::vector<TokenHit>& out) const;

  const SegmentArrays& arrays_;
  const kernels::KernelTable& kernels_;
};

}  // namespace cordon::match
