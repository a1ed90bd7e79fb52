// The best a name can score when it does not meet certain words of the query at all: what lets a search leave out whole
// ranges of names without looking at them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "cordon/match/name_scorer.hpp"
#include "segment.hpp"
#include "slot_kinds.hpp"

namespace cordon::match {

// For one position of a query, by mode: the least that meeting it can add to the cost of a name, in the units of loss.
// Negative when a listed word longer than the query's is met: it explains more of the listed name than of the query.
using PositionNet = std::array<double, kNameModes>;

// What meetings contribute in one mode.
class MeetingPrice {
 public:
  explicit MeetingPrice(const NameWeights& weights) noexcept;
  // The contribution of one meeting of a query slot (loss x) with a token whose slots lose at most y.
  // The edit cost is max(x, y) * (1 - s); what y exceeds x is taken from the listed name's open words, which saves at
  // most the rate. Between y = x and the largest y the sum is linear, so that its least value is at an end.
  [[nodiscard]] double net(double x, double y, Similarity similarity) const noexcept {
    const double dissimilarity = edit(similarity / 1000.0);
    const double equal = x * dissimilarity;
    return y <= x ? equal : std::min(equal, y * dissimilarity - rate_ * (y - x));
  }
  // What one unit of loss costs when it is met with this similarity.
  [[nodiscard]] double edit(double similarity) const noexcept {
    return edit_ * (1 - similarity) + far_edit_ * std::max(0.0, kNearSimilarity - similarity);
  }

 private:
  double edit_ = 0;
  double far_edit_ = 0;
  double rate_ = 0;  // the most that one unit less open on one side saves, beside a title or not
};

// What is assumed of how names of a class meet the query.
struct Meeting {
  // Positions that are neither unmet nor faint are taken as met without any loss.
  std::uint32_t unmet = 0;  // bit p: no slot of the name is similar to a slot of the query that covers position p
  std::uint32_t faint = 0;  // bit p: such slots are similar by at most `faintness`
  Similarity faintness = 0;
  bool listed_word_open = false;     // a word of the name that tells parties apart meets nothing
  std::span<const PositionNet> net;  // at most MeetingPrice::net of every meeting of a slot covering p, and at most 0
  std::span<const PositionNet> faint_net;  // the same for meetings by at most `faintness`
  std::uint32_t content = ~0U;             // bit p: what meets position p may be more than an initial
};

// What of a ceiling depends on the query only.
struct MeetingSums {
  double open = 0;         // loss of the unmet positions
  double faint = 0;        // loss of the faint ones
  double nets = 0;         // of all that is met
  double information = 0;  // the most that is met
  unsigned content = 0;    // positions that are met by more than an initial
  Similarity faintness = 0;
  bool word_open = false;  // an unmet word tells parties apart
};
[[nodiscard]] MeetingSums sums_of(const NameView& query, const Meeting& meeting, NameMode mode) noexcept;
// The ceilings of all classes for one way of meeting the query, in one mode, with or without a title on either side.
class CeilingOfMeeting {
 public:
  CeilingOfMeeting() = default;
  CeilingOfMeeting(const NameFacts& query, const MeetingSums& sums, bool titled, NameMode mode,
                   const Policy& policy) noexcept;
  // Requires: titled as given, when a name of the class or the query has a title.
  [[nodiscard]] double of(const NameClass& names, bool listed_word_open) const noexcept;

  // The same in parts, for questions about many floors: of() < floor when cost_of() > (most() - floor) * length_of().
  // What the names of the class lose at least, at the price of it. Units: log odds times 1/8 letter, as the loss.
  [[nodiscard]] double cost_of(const NameClass& names) const noexcept {
    const double listed_open = std::max(0.0, names.loss_min[mode_] - query_loss_ + open_);
    return std::max(cost_, both_ * std::max(open_, listed_open) + extra_ * std::min(open_, listed_open) + nets_);
  }
  // What these losses are a share of.
  [[nodiscard]] double length_of(const NameClass& names) const noexcept {
    return std::max({kShortestName, query_loss_, static_cast<double>(names.loss_max[mode_])});
  }
  // The logit of names that lose nothing.
  [[nodiscard]] double most(bool listed_word_open) const noexcept {
    return best_ + (listed_word_open ? word_conflict_ : 0.0) + single_;
  }
  // Nothing but initials is met, which limits the logit to kNothingMet.
  [[nodiscard]] bool nothing_met() const noexcept { return nothing_met_; }

 private:
  std::size_t mode_ = 0;
  double query_loss_ = 0;
  double open_ = 0;
  double both_ = 0;  // the price of what is open, see name_ceiling.cpp
  double extra_ = 0;
  double cost_ = 0;  // at least, whatever the names of the class
  double nets_ = 0;
  double best_ = 0;  // the logit without any cost
  double word_conflict_ = 0;
  double single_ = 0;
  bool nothing_met_ = false;
};

// Returns: a value never below name_logit(query, name, mode, policy) for any name of the class that is not the query as
// written and meets it in that way.
[[nodiscard]] double name_logit_ceiling(const NameView& query, const Meeting& meeting, const NameClass& names,
                                        NameMode mode, const Policy& policy) noexcept;

// name_logit_bound from both sides at once: what neither side can have met is priced as a conflict.
// best[p], listed_best[p]: as name_logit_bound takes them, for the query and for the name.
// content: of each side, positions that are met by more than an initial; the smaller number.
[[nodiscard]] double name_logit_pair_bound(const NameView& query, std::span<const Similarity> best,
                                           const NameView& listed, std::span<const Similarity> listed_best,
                                           unsigned content, NameMode mode, const Policy& policy) noexcept;

}  // namespace cordon::match
