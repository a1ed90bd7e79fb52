#include "cordon/match/name_scorer.hpp"

#include <algorithm>
#include <cmath>

namespace cordon::match {

namespace {

constexpr double kIdenticalLogit = 14;  // the same name as written
constexpr double kDifferentCap = 6.5;   // two different spellings are never certain
constexpr double kShortestName = 8;     // one letter, so that nothing is divided by zero
constexpr std::size_t kMaxCandidates = 256;
constexpr std::size_t kMaxSlots = 80;

struct Candidate {
  std::uint32_t value;  // what the match explains: the smaller loss times the similarity
  Similarity similarity;
  std::uint8_t x;
  std::uint8_t y;
};

std::uint32_t positions_of(const NameSlot& slot) noexcept {
  return ((std::uint32_t{1} << slot.span) - 1U) << slot.position;
}

bool is_content(SlotKind kind) noexcept {
  return kind == SlotKind::kPlain || kind == SlotKind::kGeneric || kind == SlotKind::kPlace ||
         kind == SlotKind::kJoined || kind == SlotKind::kAcronym;
}

// The canonical order of a pair, so that scoring is symmetric whatever it does inside.
bool in_order(const NameView& a, const NameView& b) noexcept {
  if (a.facts.identity != b.facts.identity) return a.facts.identity < b.facts.identity;
  return a.facts.flags <= b.facts.flags;
}

struct Tally {
  double edit = 0;       // E
  double matched_a = 0;  // loss of the matched positions of either side
  double matched_b = 0;
  double information = 0;  // bits
  std::uint32_t content = 0;
  std::uint32_t numbers_a = 0;
  std::uint32_t numbers_b = 0;
};

std::size_t collect(const NameView& a, const NameView& b, std::size_t mode,
                    std::array<Candidate, kMaxCandidates>& out) noexcept {
  std::size_t count = 0;
  const std::size_t na = std::min(a.slots.size(), kMaxSlots);
  const std::size_t nb = std::min(b.slots.size(), kMaxSlots);
  for (std::size_t i = 0; i < na; ++i) {
    for (std::size_t j = 0; j < nb; ++j) {
      const Similarity s = slot_similarity(a, a.slots[i], b, b.slots[j]);
      if (s == 0 || count == kMaxCandidates) continue;
      const std::uint32_t loss = std::min(a.slots[i].loss[mode], b.slots[j].loss[mode]);
      out[count++] = {(loss * 4 + 1) * s, s, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j)};
    }
  }
  return count;
}

}  // namespace

Similarity slot_similarity(const NameView& a, const NameSlot& x, const NameView& b, const NameSlot& y) noexcept {
  // Two alternatives never meet: each name is read in one way, or its first reading meets the other's alternatives.
  if ((x.flags & y.flags & kSlotAlternative) != 0) return 0;
  const bool joined_x = x.kind == SlotKind::kJoined;
  const bool joined_y = y.kind == SlotKind::kJoined;
  if (joined_x && joined_y) return 0;
  const Token& s = a.token(x);
  const Token& t = b.token(y);
  if (x.kind == SlotKind::kAcronym || y.kind == SlotKind::kAcronym) {
    return x.kind != y.kind && s.form == t.form ? Similarity{850} : Similarity{0};
  }
  if (x.kind == SlotKind::kInitial || y.kind == SlotKind::kInitial) {
    if (joined_x || joined_y || s.form_length == 0 || t.form_length == 0) return 0;
    if (s.form[0] != t.form[0] && s.sound[0] != t.sound[0]) return 0;
    return s.form == t.form ? kSimilarityOne : Similarity{900};
  }
  if (x.kind == SlotKind::kLegalForm || y.kind == SlotKind::kLegalForm) {
    if (x.kind == y.kind) return s.form == t.form ? kSimilarityOne : Similarity{0};
    return s.form == t.form ? kSimilarityOne : Similarity{0};
  }
  const Similarity similarity = token_similarity(s, t);
  // Joined words are a spelling of the same words, not a looser comparison.
  if ((joined_x || joined_y) && similarity < 800) return 0;
  return similarity;
}

double name_logit(const NameView& query, const NameView& listed, NameMode mode, const Policy& policy,
                  NameAlignment* alignment) noexcept {
  if (query.facts.positions == 0 || listed.facts.positions == 0) return kNoNameLogit;
  const bool ordered = in_order(query, listed);
  const NameView& a = ordered ? query : listed;
  const NameView& b = ordered ? listed : query;
  const std::size_t m = static_cast<std::size_t>(mode);
  std::array<Candidate, kMaxCandidates> candidates;
  const std::size_t count = collect(a, b, m, candidates);
  std::sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count),
            [](const Candidate& p, const Candidate& q) {
              if (p.value != q.value) return p.value > q.value;
              if (p.similarity != q.similarity) return p.similarity > q.similarity;
              return p.x != q.x ? p.x < q.x : p.y < q.y;
            });
  std::uint32_t used_a = 0;
  std::uint32_t used_b = 0;
  Tally tally;
  if (alignment != nullptr) *alignment = NameAlignment{};
  for (std::size_t i = 0; i < count; ++i) {
    const NameSlot& x = a.slots[candidates[i].x];
    const NameSlot& y = b.slots[candidates[i].y];
    if ((used_a & positions_of(x)) != 0 || (used_b & positions_of(y)) != 0) continue;
    used_a |= positions_of(x);
    used_b |= positions_of(y);
    const double similarity = candidates[i].similarity / 1000.0;
    tally.edit += std::max(x.loss[m], y.loss[m]) * (1 - similarity);
    tally.matched_a += x.loss[m];
    tally.matched_b += y.loss[m];
    tally.information += std::min(x.gain, y.gain) * similarity * similarity / 8.0;
    if (is_content(x.kind) || is_content(y.kind)) ++tally.content;
    if (alignment != nullptr && alignment->count < alignment->matches.size()) {
      SlotMatch& match = alignment->matches[alignment->count++];
      match.query_slot = ordered ? candidates[i].x : candidates[i].y;
      match.listed_slot = ordered ? candidates[i].y : candidates[i].x;
      match.similarity = candidates[i].similarity;
    }
  }
  const auto open_numbers = [](const NameView& name, std::uint32_t used) {
    return std::any_of(name.slots.begin(), name.slots.end(), [used](const NameSlot& slot) {
      return slot.kind == SlotKind::kNumber && (used & positions_of(slot)) == 0;
    });
  };
  const bool number_conflict = open_numbers(a, used_a) && open_numbers(b, used_b);
  if (alignment != nullptr) alignment->number_conflict = number_conflict;

  const NameWeights& w = policy.name_weights(m);
  const double open_a = a.facts.loss[m] - tally.matched_a;
  const double open_b = b.facts.loss[m] - tally.matched_b;
  NameMeasures measures;
  measures.edit = tally.edit;
  measures.conflict = std::min(open_a, open_b);
  measures.excess = std::abs(open_a - open_b);
  measures.length =
      std::max({kShortestName, static_cast<double>(a.facts.loss[m]), static_cast<double>(b.facts.loss[m])});
  measures.information = tally.information;
  measures.single = tally.content < 2 && (open_a > 0 || open_b > 0);
  measures.identical = a.facts.identity == b.facts.identity;
  if (alignment != nullptr) alignment->measures = measures;
  if (measures.identical) return kIdenticalLogit;
  const double cost = w.edit * measures.edit + w.conflict * measures.conflict + w.excess * measures.excess;
  const double similarity = std::max(0.0, 1 - cost / measures.length);
  double logit = w.intercept + w.slope * similarity + w.information * std::min(tally.information, w.information_cap);
  if (number_conflict) logit += w.number_conflict;
  if (measures.single) logit += w.single_token;
  return std::min(logit, kDifferentCap);
}

double name_logit_bound(const NameView& query, std::span<const Similarity> best, const NameFacts& listed, NameMode mode,
                        const Policy& policy) noexcept {
  if (query.facts.positions == 0 || listed.positions == 0) return kNoNameLogit;
  if (query.facts.identity == listed.identity) return kIdenticalLogit;
  const std::size_t m = static_cast<std::size_t>(mode);
  const NameWeights& w = policy.name_weights(m);
  double cost = 0;
  double information = 0;
  for (std::size_t p = 0; p < query.facts.positions; ++p) {
    const NameSlot& slot = query.slots[p];
    const double similarity = best[p] / 1000.0;
    const double matched = best[p] == 0 ? w.excess : w.edit * (1 - similarity);
    cost += slot.loss[m] * std::min({matched, w.excess, w.conflict});
    information += slot.gain * similarity * similarity / 8.0;
  }
  const double length =
      std::max({kShortestName, static_cast<double>(query.facts.loss[m]), static_cast<double>(listed.loss[m])});
  const double similarity = std::max(0.0, 1 - cost / length);
  const double logit = w.intercept + w.slope * similarity + w.information * std::min(information, w.information_cap);
  return std::min(logit, kDifferentCap);
}

}  // namespace cordon::match
