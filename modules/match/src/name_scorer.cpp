#include "cordon/match/name_scorer.hpp"

#include <algorithm>
#include <cmath>

#include "slot_kinds.hpp"

namespace cordon::match {

namespace {

constexpr double kIdenticalLogit = 14;  // the same name as written
constexpr double kDifferentCap = 6.5;   // two different spellings are never certain
constexpr double kNearLossy = 0.86;
constexpr Similarity kCloseSimilarity = 800;
constexpr double kLossyShare = 0.25;  // what a script without vowels leaves open, against one of syllables
constexpr std::size_t kMaxCandidates = 256;
constexpr std::size_t kMaxSlots = 80;

struct Candidate {
  std::uint32_t value;  // what the match explains: the smaller loss times the similarity
  Similarity similarity;
  std::uint8_t x;
  std::uint8_t y;
};

// The canonical order of a pair, so that scoring is symmetric whatever it does inside.
bool in_order(const NameView& a, const NameView& b) noexcept {
  if (a.facts.identity != b.facts.identity) return a.facts.identity < b.facts.identity;
  return a.facts.flags <= b.facts.flags;
}

struct Tally {
  double edit = 0;       // E
  double far_edit = 0;   // F
  double matched_a = 0;  // loss of the matched positions of either side
  double matched_b = 0;
  double information = 0;  // bits
  std::uint32_t content = 0;
  double lossy = 0;     // one side was read from a lossy script
  bool strong = false;  // a content word was met almost exactly and is not a common name
};

// Legal forms of these families are taken for one another; forms of different families name different companies.
int legal_family(std::string_view form) noexcept {
  if (form == "llc" || form == "ltd") return 1;
  if (form == "jsc" || form == "plc") return 2;
  if (form == "lp") return 3;
  if (form == "nonprofit") return 4;
  return 0;  // co, inc, state ...: go with any
}

bool families_differ(int a, int b) noexcept { return a != 0 && b != 0 && a != b; }

struct OpenWords {
  OpenKinds kinds;
  int legal = 0;
};

OpenWords open_words(const NameView& name, std::uint32_t used, std::size_t mode) noexcept {
  OpenWords open;
  for (std::size_t p = 0; p < name.facts.positions; ++p) {
    const NameSlot& slot = name.slots[p];
    if ((used & positions_of(slot)) != 0) continue;
    open.kinds.add(slot, mode);
    if (slot.kind == SlotKind::kLegalForm) open.legal = legal_family(name.token(slot).text());
  }
  return open;
}

bool share_class(const Token& a, const Token& b) noexcept {
  for (const std::uint16_t x : a.classes) {
    if (x != 0 && std::find(b.classes.begin(), b.classes.end(), x) != b.classes.end()) return true;
  }
  return false;
}

double beyond(double near, double similarity) noexcept { return std::max(0.0, near - similarity); }

double longest_loss(const NameFacts& a, const NameFacts& b, std::size_t mode) noexcept {
  return std::max({kShortestName, static_cast<double>(a.loss[mode]), static_cast<double>(b.loss[mode])});
}

double weighed(const NameMeasures& x, const NameWeights& w) noexcept {
  double logit = w.intercept;
  logit -= (w.edit * x.edit + w.far_edit * x.far_edit + w.excess * x.excess) / x.length;
  // Left-out words are common, and so are slips; both in one name are two coincidences.
  logit -= w.edit_excess * x.edit * x.excess / (x.length * x.length);
  // A conflict is one in a long name too: what else agrees does not thin it out beyond the length of a usual name.
  logit -= w.conflict * x.conflict / std::min(x.length, kConflictLength);
  logit += w.information * std::min(x.information, w.information_cap);
  if (x.number_conflict) logit += w.number_conflict;
  if (x.legal_conflict) logit += w.legal_conflict;
  if (x.patronymic_conflict) logit += w.patronymic_conflict;
  if (x.single) logit += w.single_token;
  if (x.word_conflict) logit += w.word_conflict;
  logit += w.lossy_script * x.lossy_script;
  if (x.initial_conflict) logit += w.initial_conflict;
  return std::min(logit, kDifferentCap);
}

std::size_t collect(const NameView& a, const NameView& b, std::size_t mode,
                    std::array<Candidate, kMaxCandidates>& out) noexcept {
  std::size_t count = 0;
  const std::size_t na = std::min(a.slots.size(), kMaxSlots);
  const std::size_t nb = std::min(b.slots.size(), kMaxSlots);
  for (std::size_t i = 0; i < na; ++i) {
    // People are not known by the initials of all their names.
    if (mode == 0 && a.slots[i].kind == SlotKind::kAcronym) continue;
    for (std::size_t j = 0; j < nb; ++j) {
      if (mode == 0 && b.slots[j].kind == SlotKind::kAcronym) continue;
      // In a company's name a single letter is no short form of a word.
      if (mode != 0 && (a.slots[i].kind == SlotKind::kInitial) != (b.slots[j].kind == SlotKind::kInitial)) continue;
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
  const Token& s = a.token(x);
  const Token& t = b.token(y);
  // "U.S." meets "United States" through their class; otherwise the words themselves meet.
  if (joined_x && joined_y && !share_class(s, t)) return 0;
  if (x.kind == SlotKind::kAcronym || y.kind == SlotKind::kAcronym) {
    return x.kind != y.kind && s.form == t.form ? Similarity{960} : Similarity{0};
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
  // Half of a patronymic is its ending: it is the same one or another one. Joined words are a spelling of the same
  // words, not a looser comparison.
  const bool close = (x.kind == SlotKind::kPatronymic && y.kind == SlotKind::kPatronymic) || joined_x || joined_y;
  return token_similarity(s, t, close ? kCloseSimilarity : kSimilarityFloor);
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
  const unsigned words = std::max(a.facts.positions, b.facts.positions);
  if (alignment != nullptr) *alignment = NameAlignment{};
  for (std::size_t i = 0; i < count; ++i) {
    const NameSlot& x = a.slots[candidates[i].x];
    const NameSlot& y = b.slots[candidates[i].y];
    if ((used_a & positions_of(x)) != 0 || (used_b & positions_of(y)) != 0) continue;
    used_a |= positions_of(x);
    used_b |= positions_of(y);
    const double similarity = candidates[i].similarity / 1000.0;
    const double loss = std::max(x.loss[m], y.loss[m]);
    tally.edit += loss * (1 - similarity);
    // A lossy script leaves much to chance; single words have nothing else to go by.
    const unsigned scripts = words > 1 ? a.token(x).flags ^ b.token(y).flags : 0U;
    const bool lossy = (scripts & kTokenLossy) != 0;
    if (lossy) tally.lossy = std::max(tally.lossy, kLossyShare);
    if ((scripts & kTokenSyllable) != 0) tally.lossy = 1;
    tally.far_edit += loss * beyond(lossy ? kNearLossy : kNearSimilarity, similarity);
    tally.matched_a += x.loss[m];
    tally.matched_b += y.loss[m];
    tally.information += std::min(x.gain, y.gain) * similarity * similarity / 8.0;
    const bool initial = x.kind == SlotKind::kInitial || y.kind == SlotKind::kInitial;
    if (!initial && (is_content(x.kind) || is_content(y.kind))) {
      ++tally.content;
      tally.strong = tally.strong || (similarity >= 0.9 && ((x.flags | y.flags) & kSlotCommon) == 0);
    }
    if (alignment != nullptr && alignment->count < alignment->matches.size()) {
      SlotMatch& match = alignment->matches[alignment->count++];
      match.query_slot = ordered ? candidates[i].x : candidates[i].y;
      match.listed_slot = ordered ? candidates[i].y : candidates[i].x;
      match.similarity = candidates[i].similarity;
    }
  }
  const OpenWords open_words_a = open_words(a, used_a, m);
  const OpenWords open_words_b = open_words(b, used_b, m);
  const KindConflicts conflicts = conflicts_of(open_words_a.kinds, open_words_b.kinds, mode);
  const double open_a = a.facts.loss[m] - tally.matched_a;
  const double open_b = b.facts.loss[m] - tally.matched_b;
  NameMeasures measures;
  measures.edit = tally.edit;
  measures.far_edit = tally.far_edit;
  measures.conflict = std::min(open_a, open_b);
  measures.excess = std::abs(open_a - open_b);
  measures.length = longest_loss(a.facts, b.facts, m);
  measures.information = tally.information;
  measures.number_conflict = conflicts.number;
  measures.patronymic_conflict = conflicts.patronymic;
  measures.word_conflict = conflicts.word;
  measures.initial_conflict = conflicts.initial;
  measures.lossy_script = tally.lossy;
  measures.legal_conflict = mode != NameMode::kPerson && families_differ(open_words_a.legal, open_words_b.legal);
  measures.single = tally.content < 2 && (open_a > 0 || open_b > 0);
  measures.identical = a.facts.identity == b.facts.identity;
  if (measures.single && tally.strong && mode == NameMode::kPerson &&
      ((a.facts.flags | b.facts.flags) & kNameTitled) != 0) {
    measures.excess *= kTitledExcess;
    measures.single = false;
  }
  if (alignment != nullptr) alignment->measures = measures;
  if (measures.identical) return kIdenticalLogit;
  const double logit = weighed(measures, policy.name_weights(m));
  return tally.content == 0 ? std::min(logit, kNothingMet) : logit;
}

double name_logit_bound(const NameView& query, std::span<const Similarity> best, const NameFacts& listed, NameMode mode,
                        const Policy& policy) noexcept {
  if (query.facts.positions == 0 || listed.positions == 0) return kNoNameLogit;
  if (query.facts.identity == listed.identity) return kIdenticalLogit;
  const std::size_t m = static_cast<std::size_t>(mode);
  const NameWeights& w = policy.name_weights(m);
  const double titled = ((query.facts.flags | listed.flags) & kNameTitled) != 0 ? kTitledExcess : 1;
  // What an open position costs at least: it is in C, or in X.
  const double open = std::min(w.excess * titled, w.conflict);
  double cost = 0;
  double information = 0;
  for (std::size_t p = 0; p < query.facts.positions; ++p) {
    const NameSlot& slot = query.slots[p];
    const double similarity = best[p] / 1000.0;
    const double met =
        best[p] == 0 ? open : w.edit * (1 - similarity) + w.far_edit * beyond(kNearSimilarity, similarity);
    cost += slot.loss[m] * std::min(met, open);
    information += slot.gain * similarity * similarity / 8.0;
  }
  const double logit = w.intercept - cost / longest_loss(query.facts, listed, m) +
                       w.information * std::min(information, w.information_cap);
  return std::min(logit, kDifferentCap);
}

}  // namespace cordon::match
