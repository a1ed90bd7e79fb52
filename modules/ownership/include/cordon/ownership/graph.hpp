// OwnershipGraph: dated records "owner has an interest in asset" between parties named by id.
// Invariant: every interest has min <= max, start <= end, and ends that are nodes; interests are grouped by asset, in
// the order they were added. The graph holds all dates; an engine looks at it as of one day.
// It keeps what the sources say: it does not merge parties, drop duplicates or decide anything.
// Thread: a built graph never changes and is safe to share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"
#include "cordon/model/ids.hpp"
#include "cordon/ownership/interest.hpp"
#include "cordon/ownership/share.hpp"

namespace cordon::ownership {

using model::EntityId;
using NodeIndex = std::uint32_t;
using InterestIndex = std::uint32_t;

// When an interest holds; both ends inclusive, open where nothing is given. Imprecise dates keep the days they may
// mean: within them the interest is possible, not certain.
struct Period {
  std::int32_t start_first = INT32_MIN;  // Units: days since 1970-01-01, as in base::Date
  std::int32_t start_last = INT32_MIN;
  std::int32_t end_first = INT32_MAX;
  std::int32_t end_last = INT32_MAX;

  [[nodiscard]] bool possible_on(base::Date day) const noexcept {
    return day.days() >= start_first && day.days() <= end_last;
  }
  [[nodiscard]] bool certain_on(base::Date day) const noexcept {
    return day.days() >= start_last && day.days() <= end_first;
  }
  // Reads two texts of dates as base::PartialDate does; empty is open.
  // Errors: kMalformed, kOutOfRange when the end lies before the start.
  [[nodiscard]] static base::Result<Period> parse(std::string_view start, std::string_view end);
  friend bool operator==(const Period&, const Period&) noexcept = default;
};

struct Interest {
  NodeIndex owner = 0;
  NodeIndex asset = 0;
  ShareRange share;
  Period period;
  InterestKind kind = InterestKind::kShares;
  std::uint32_t record = 0;  // see OwnershipGraph::record_text
};

// Distinct texts by number, bytes in one block.
class TextTable {
 public:
  // Returns: the number of text, given out in order of first use.
  std::uint32_t add(std::string_view text);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const noexcept;
  // Lifetime: until the next add().
  [[nodiscard]] std::string_view at(std::uint32_t index) const noexcept {
    return std::string_view(bytes_).substr(begin_[index], begin_[index + 1] - begin_[index]);
  }
  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(begin_.size() - 1); }

 private:
  void grow();
  [[nodiscard]] std::size_t slot_of(std::string_view text) const noexcept;

  std::string bytes_;
  std::vector<std::uint64_t> begin_{0};
  std::vector<std::uint32_t> slots_;  // open addressing; 0 = empty, else number + 1
};

// What a source says of a party besides its name: kept to tell it from others of a like name, no part of any verdict.
struct PartyFacts {
  std::string schema;                    // FollowTheMoney; empty: not known
  std::vector<std::string> birth_dates;  // FollowTheMoney dates, of organisations those of incorporation
  friend bool operator==(const PartyFacts&, const PartyFacts&) = default;
};

class OwnershipGraph {
 public:
  class Builder;

  [[nodiscard]] NodeIndex node_count() const noexcept { return ids_.size(); }
  [[nodiscard]] std::optional<NodeIndex> find(std::string_view id) const noexcept { return ids_.find(id); }
  // Lifetime: the graph's.
  [[nodiscard]] std::string_view id(NodeIndex node) const noexcept { return ids_.at(node); }
  // The name people know the party by; the id when none was given.
  [[nodiscard]] std::string_view caption(NodeIndex node) const noexcept;
  [[nodiscard]] PartyFacts facts(NodeIndex node) const;

  // All interests, grouped by asset.
  [[nodiscard]] std::span<const Interest> interests() const noexcept { return interests_; }
  [[nodiscard]] std::span<const Interest> interests_in(NodeIndex asset) const noexcept {
    return std::span<const Interest>(interests_)
        .subspan(asset_begin_[asset], asset_begin_[asset + 1] - asset_begin_[asset]);
  }
  // Numbers (into interests()) of the interests a party holds, ordered.
  [[nodiscard]] std::span<const InterestIndex> held_by(NodeIndex owner) const noexcept {
    return std::span<const InterestIndex>(by_owner_).subspan(owner_begin_[owner],
                                                             owner_begin_[owner + 1] - owner_begin_[owner]);
  }
  // The source's own id of the record, or "line 12"; empty when none was given.
  [[nodiscard]] std::string record_text(const Interest& interest) const;

 private:
  TextTable ids_;
  TextTable records_;
  std::vector<std::pair<NodeIndex, std::string>> captions_;  // sorted by node
  // Many parties have the same facts: a register gives month and year of birth.
  TextTable fact_texts_;
  std::vector<std::pair<NodeIndex, std::uint32_t>> facts_;  // sorted by node; numbers of fact_texts_
  std::vector<Interest> interests_;
  std::vector<InterestIndex> asset_begin_{0};
  std::vector<InterestIndex> owner_begin_{0};
  std::vector<InterestIndex> by_owner_;
};

// Thread: one user at a time.
class OwnershipGraph::Builder {
 public:
  struct Record {
    std::string_view owner;
    std::string_view asset;
    ShareRange share = ShareRange::unknown();
    InterestKind kind = InterestKind::kShares;
    Period period;
    std::string_view record;  // the source's id of the record
    std::uint32_t line = 0;   // used when record is empty; 0 = none
  };
  // Errors: kMissingField when an id is empty, kOutOfRange beyond 2^31 parties or interests, or when min > max.
  [[nodiscard]] base::Result<void> add(const Record& record);
  // A party without interests, so that it is known to the graph.
  void add_party(std::string_view id) { graph_.ids_.add(id); }
  // The first caption given for a party stays.
  void set_caption(std::string_view id, std::string_view caption);
  // The first facts given for a party stay.
  void set_facts(std::string_view id, const PartyFacts& facts);
  [[nodiscard]] NodeIndex party_count() const noexcept { return graph_.ids_.size(); }
  [[nodiscard]] std::size_t interest_count() const noexcept { return graph_.interests_.size(); }
  // Leaves the builder empty.
  [[nodiscard]] OwnershipGraph build();

 private:
  OwnershipGraph graph_;
};

}  // namespace cordon::ownership
