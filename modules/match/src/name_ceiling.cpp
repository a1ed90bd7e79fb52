#include "name_ceiling.hpp"

#include <algorithm>
#include <limits>

#include "slot_kinds.hpp"

namespace cordon::match {
namespace {

// The price of what both sides leave open is conflict * min + excess * |difference|. It rises with both when conflict
// is not the cheaper; otherwise we use a price below it that does.
struct OpenPrice {
  double both;   // for each unit open on the fuller side
  double extra;  // for each unit open on the other side too
  [[nodiscard]] double of(double a, double b) const noexcept { return both * std::max(a, b) + extra * std::min(a, b); }
  // The most that one unit less open on one side can save.
  [[nodiscard]] double rate() const noexcept { return std::max(both, extra); }
  // The least that one unit more open on one side costs.
  [[nodiscard]] double least() const noexcept { return std::min(both, extra); }
};

// length: of the names, when it is known; what a conflict costs does not fall with it for ever.
OpenPrice price_of(const NameWeights& weights, bool titled, double length = 0) noexcept {
  const double conflict = std::max(0.0, weights.conflict) * std::max(1.0, length / kConflictLength);
  const double excess = std::max(0.0, weights.excess) * (titled ? kTitledExcess : 1.0);
  if (conflict < excess) return {conflict, 0};
  return {excess, conflict - excess};
}

// What follows from how many words of content can be met at most, one position for each. With fewer than two and
// something surely open the scorer takes `single_token`, but for a title beside a person's name.
double limited_by_count(double logit, unsigned content, bool open, bool titled, NameMode mode,
                        const NameWeights& weights) noexcept {
  if (content == 0) return std::min(logit, kNothingMet);
  if (content > 1 || !open || (titled && mode == NameMode::kPerson)) return logit;
  return logit + std::min(0.0, weights.single_token);
}

}  // namespace

MeetingPrice::MeetingPrice(const NameWeights& weights) noexcept
    : edit_(std::max(0.0, weights.edit)),
      far_edit_(std::max(0.0, weights.far_edit)),
      rate_(std::max(price_of(weights, false).rate(), price_of(weights, true).rate())) {}

// Let A, B be the losses of query and name, a and b what stays open of each. Positions of `unmet` stay open, so that
// a >= loss(unmet); matched losses are A - a and B - b, and differ by D = sum of (y - x) over the meetings, so that
// b = B - A + a - D. The price of (a, b) rises with a and b, by at most rate per unit, hence
//   cost >= price(a0, max(0, B - A + a0)) + sum over meetings of (edit cost - rate * max(0, D_i)),  a0 = loss(unmet),
// and in any case cost >= price(a0, 0) + sum over meetings of their edit cost. A faint position is met for at least its
// loss times the faint edit price, or open for at least its loss times the least slope of the price.
CeilingOfMeeting::CeilingOfMeeting(const NameFacts& query, const MeetingSums& sums, bool titled, NameMode mode,
                                   const Policy& policy) noexcept
    : mode_(static_cast<std::size_t>(mode)),
      query_loss_(query.loss[mode_]),
      open_(sums.open),
      nets_(sums.nets),
      nothing_met_(sums.content == 0) {
  const NameWeights& weights = policy.name_weights(mode_);
  const OpenPrice price = price_of(weights, titled);
  both_ = price.both;
  extra_ = price.extra;
  // A position that is met faintly may also stay open.
  cost_ = price.of(sums.open, 0) +
          sums.faint * std::min(MeetingPrice(weights).edit(sums.faintness / 1000.0), price.least());
  // The flags of NameWeights are at most 0. The margin is for sums taken in another order.
  best_ = weights.intercept + std::max(0.0, weights.information) * std::min(sums.information, weights.information_cap) +
          1e-9;
  if (sums.word_open) word_conflict_ = std::min(0.0, weights.word_conflict);
  single_ = limited_by_count(0, sums.content, sums.open > 0, titled, mode, weights);
  if (nothing_met_) single_ = 0;
}

double CeilingOfMeeting::of(const NameClass& names, bool listed_word_open) const noexcept {
  const double logit = most(listed_word_open) - cost_of(names) / length_of(names);
  return nothing_met_ ? std::min(logit, kNothingMet) : logit;
}

MeetingSums sums_of(const NameView& query, const Meeting& meeting, NameMode mode) noexcept {
  const auto m = static_cast<std::size_t>(mode);
  const double faint_similarity = meeting.faintness / 1000.0;
  MeetingSums out;
  out.faintness = meeting.faintness;
  for (std::size_t p = 0; p < query.facts.positions; ++p) {
    const NameSlot& slot = query.slots[p];
    if ((meeting.unmet >> p & 1U) != 0) {
      out.open += slot.loss[m];
      out.word_open = out.word_open || tells_apart(slot, m);
      continue;
    }
    out.content += meeting.content >> p & 1U;
    if ((meeting.faint >> p & 1U) != 0) {
      out.nets += meeting.faint_net[p][m];
      out.faint += slot.loss[m];
      out.information += slot.gain * faint_similarity * faint_similarity / 8.0;
    } else {
      out.nets += meeting.net[p][m];
      out.information += slot.gain / 8.0;
    }
  }
  return out;
}

double name_logit_ceiling(const NameView& query, const Meeting& meeting, const NameClass& names, NameMode mode,
                          const Policy& policy) noexcept {
  const bool titled = ((query.facts.flags | names.flags_any) & kNameTitled) != 0;
  return CeilingOfMeeting(query.facts, sums_of(query, meeting, mode), titled, mode, policy)
      .of(names, meeting.listed_word_open);
}

namespace {

struct Side {
  double open = 0;         // loss of positions that meet nothing
  double met = 0;          // the least the others cost: their edits, or staying open too
  double information = 0;  // the most that is met
  OpenKinds kinds;         // of positions that meet nothing
};

Side side_of(const NameView& name, std::span<const Similarity> best, std::size_t mode, const NameWeights& weights,
             double open_price) noexcept {
  Side out;
  const MeetingPrice price(weights);
  for (std::size_t p = 0; p < name.facts.positions; ++p) {
    const NameSlot& slot = name.slots[p];
    if (best[p] == 0) {
      out.open += slot.loss[mode];
      out.kinds.add(slot, mode);
      continue;
    }
    const double similarity = best[p] / 1000.0;
    out.met += slot.loss[mode] * std::min(price.edit(similarity), open_price);
    out.information += slot.gain * similarity * similarity / 8.0;
  }
  return out;
}

// The least that surely open words of both sides cost as contradictions.
double conflict_weights(const Side& a, const Side& b, NameMode mode, const NameWeights& weights) noexcept {
  const KindConflicts conflicts = conflicts_of(a.kinds, b.kinds, mode);
  double out = 0;
  if (conflicts.number) out += std::min(0.0, weights.number_conflict);
  if (conflicts.patronymic) out += std::min(0.0, weights.patronymic_conflict);
  if (conflicts.word) out += std::min(0.0, weights.word_conflict);
  if (conflicts.initial) out += std::min(0.0, weights.initial_conflict);
  return out;
}

}  // namespace

// A position that meets nothing is open. Any other one is met, for at least its loss times the least dissimilarity, or
// open, for at least the smaller slope of the price. Edit costs are counted from one side, the dearer.
double name_logit_pair_bound(const NameView& query, std::span<const Similarity> best, const NameView& listed,
                             std::span<const Similarity> listed_best, unsigned content, NameMode mode,
                             const Policy& policy) noexcept {
  if (query.facts.positions == 0 || listed.facts.positions == 0) return kNoNameLogit;
  if (query.facts.identity == listed.facts.identity) {
    return name_logit_bound(query, best, listed.facts, mode, policy);
  }
  const auto m = static_cast<std::size_t>(mode);
  const NameWeights& weights = policy.name_weights(m);
  const bool titled = ((query.facts.flags | listed.facts.flags) & kNameTitled) != 0;
  const double length =
      std::max({kShortestName, static_cast<double>(query.facts.loss[m]), static_cast<double>(listed.facts.loss[m])});
  const OpenPrice price = price_of(weights, titled, length);
  const Side a = side_of(query, best, m, weights, price.least());
  const Side b = side_of(listed, listed_best, m, weights, price.least());
  const double cost = price.of(a.open, b.open) + std::max(a.met, b.met);
  const double logit =
      weights.intercept - cost / length + conflict_weights(a, b, mode, weights) +
      std::max(0.0, weights.information) * std::min({a.information, b.information, weights.information_cap}) + 1e-9;
  return limited_by_count(logit, content, a.open + b.open > 0, titled, mode, weights);
}

}  // namespace cordon::match
