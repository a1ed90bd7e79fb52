#include "met_tokens.hpp"

#include <algorithm>
#include <bit>

namespace cordon::match {
namespace {

// How a hit counts in names read in different ways.
QueryMap::Ways ways_of(const NameSlot& slot, const TokenHit& hit) noexcept {
  const bool initial = hit.initial || slot.kind == SlotKind::kInitial;
  return {slot.kind != SlotKind::kAcronym, !hit.initial, !initial};
}

}  // namespace

MetTokens::MetTokens(const Segment& segment, const TokenSearch& search, const NameView& query, const Policy& policy,
                     KnownWords& known, QueryMap& map, std::vector<TokenHit>& hits)
    : segment_(segment),
      arrays_(segment.arrays()),
      search_(search),
      query_(query),
      known_(known),
      map_(map),
      hits_(hits),
      prices_{MeetingPrice(policy.name_weights(0)), MeetingPrice(policy.name_weights(1)),
              MeetingPrice(policy.name_weights(2))} {
  static_assert(kNameModes == 3);
}

void MetTokens::find() {
  map_.clear();
  for (const NameSlot& slot : query_.slots) {
    if (TokenSearch::is_open(slot.kind)) {
      open_ |= 1U << slot.position;
      const Token& token = query_.token(slot);
      open_forms_ |= letter_bit(token.form[0]);
      open_sounds_ |= letter_bit(token.sound[0]);
    }
    for (const TokenHit& hit : hits_of(slot)) {
      const QueryMap::Ways ways = ways_of(slot, hit);
      map_.add(hit.token, hit.similarity, slot.position, slot.span, ways);
      note_net(slot, hit, ways, net_);
    }
  }
  meet_any_word();
  count_postings();
}

// What the cache has not kept is searched again: words with very many hits, whose postings outweigh that.
void MetTokens::find_faint_nets() {
  for (const NameSlot& slot : query_.slots) {
    for (const TokenHit& hit : hits_of(slot)) {
      const std::uint8_t byte = QueryMap::as_byte(hit.similarity);
      for (std::size_t level = 0; level < kLevels.size(); ++level) {
        if (byte <= kLevels[level]) note_net(slot, hit, ways_of(slot, hit), faint_net_[level]);
      }
    }
  }
}

// Lifetime: until the next call.
const std::vector<TokenHit>& MetTokens::hits_of(const NameSlot& slot) {
  const Token& token = query_.token(slot);
  WordCache& cache = slot.kind == SlotKind::kJoined ? known_.pairs : known_.words;
  if (cache.find(segment_, token, slot.kind, hits_)) return hits_;
  hits_.clear();
  compared_ += search_.find(token, slot.kind, hits_);
  cache.insert(segment_, token, slot.kind, hits_);
  return hits_;
}

// Lowers what `nets` says of the positions of a slot.
void MetTokens::note_net(const NameSlot& slot, const TokenHit& hit, QueryMap::Ways ways,
                         PositionNets& nets) const noexcept {
  const TokenFacts& facts = arrays_.token_facts[hit.token];
  for (std::size_t m = 0; m < kNameModes; ++m) {
    if (facts.most[m] <= slot.loss[m]) continue;  // never below zero
    if (!(static_cast<NameMode>(m) == NameMode::kPerson ? ways.persons : ways.others)) continue;
    const double meeting = prices_[m].net(slot.loss[m], facts.most[m], hit.similarity);
    for (std::size_t p = slot.position; p < std::size_t{slot.position} + slot.span; ++p) {
      nets[p][m] = std::min(nets[p][m], meeting);
    }
  }
}

// An initial meets any word of a person's name with its letter: at worst the one that loses most.
void MetTokens::meet_any_word() {
  if (open_ == 0) return;
  constexpr auto kPersonMode = static_cast<std::size_t>(NameMode::kPerson);
  std::uint8_t most = 0;
  for (const TokenGroup& group : arrays_.groups) {
    if (group.use != TokenUse::kJoined) most = std::max(most, group.most[kPersonMode]);
  }
  for (std::size_t p = 0; p < query_.facts.positions; ++p) {
    if ((open_ >> p & 1U) == 0) continue;
    const double meeting = prices_[kPersonMode].net(query_.slots[p].loss[kPersonMode], most, kSimilarityOne);
    net_[p][kPersonMode] = std::min(net_[p][kPersonMode], meeting);
  }
}

void MetTokens::count_postings() {
  for (const QueryMap::Entry& entry : map_.entries()) {
    const std::size_t length = arrays_.posting_starts[entry.token + 1] - arrays_.posting_starts[entry.token];
    postings_ += length;
    content_ |= entry.content;
    for (std::uint32_t left = entry.positions; left != 0; left &= left - 1) {
      const auto p = static_cast<std::size_t>(std::countr_zero(left));
      const bool other = (entry.others >> p & 1U) != 0;
      const bool person = (entry.persons >> p & 1U) != 0;
      for (std::size_t level = 0; level < kLevels.size() && entry.best[p] > kLevels[level]; ++level) {
        if (other) costs_[kOthers][p][level] += length;
        if (person) costs_[kPersons][p][level] += length;
        costs_[kEither][p][level] += length;
      }
    }
  }
}

}  // namespace cordon::match
