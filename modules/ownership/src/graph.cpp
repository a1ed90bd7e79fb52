#include "cordon/ownership/graph.hpp"

#include <algorithm>
#include <functional>

namespace cordon::ownership {

namespace {

constexpr std::uint32_t kLineFlag = 0x8000'0000U;
constexpr std::size_t kMaxCount = 0x7FFF'0000U;

std::vector<InterestIndex> offsets_of(std::size_t nodes, const std::vector<Interest>& interests,
                                      NodeIndex Interest::* end) {
  std::vector<InterestIndex> begin(nodes + 1, 0);
  for (const Interest& interest : interests) ++begin[interest.*end + 1];
  for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  return begin;
}

template <typename Value>
const std::pair<NodeIndex, Value>* entry_of(const std::vector<std::pair<NodeIndex, Value>>& sorted,
                                            NodeIndex node) noexcept {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), node,
                                   [](const auto& entry, NodeIndex wanted) { return entry.first < wanted; });
  return at != sorted.end() && at->first == node ? &*at : nullptr;
}

// Sorts by node and leaves the entry of each that was added first.
template <typename Value>
void keep_first(std::vector<std::pair<NodeIndex, Value>>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  entries.erase(
      std::unique(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first == b.first; }),
      entries.end());
}

// Facts as one text: the schema, then each date behind a separator, which occurs in neither.
constexpr char kSeparator = '\x1f';

std::string packed(const PartyFacts& facts) {
  std::string text = facts.schema;
  for (const std::string& date : facts.birth_dates) {
    text += kSeparator;
    text += date.substr(0, date.find(kSeparator));
  }
  return text;
}

PartyFacts unpacked(std::string_view text) {
  PartyFacts facts;
  std::size_t end = std::min(text.find(kSeparator), text.size());
  facts.schema = text.substr(0, end);
  while (end < text.size()) {
    const std::size_t begin = end + 1;
    end = std::min(text.find(kSeparator, begin), text.size());
    facts.birth_dates.emplace_back(text.substr(begin, end - begin));
  }
  return facts;
}

}  // namespace

base::Result<Period> Period::parse(std::string_view start, std::string_view end) {
  Period period;
  if (!start.empty()) {
    CORDON_ASSIGN(const base::PartialDate date, base::PartialDate::parse(start));
    period.start_first = date.first().days();
    period.start_last = date.last().days();
  }
  if (!end.empty()) {
    CORDON_ASSIGN(const base::PartialDate date, base::PartialDate::parse(end));
    period.end_first = date.first().days();
    period.end_last = date.last().days();
  }
  if (period.end_last < period.start_first) {
    return base::Error{base::ErrorCode::kOutOfRange, "expected an end on or after the start, found " +
                                                         std::string(start) + " to " + std::string(end)};
  }
  return period;
}

std::size_t TextTable::slot_of(std::string_view text) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(text)&mask;
  while (slots_[slot] != 0 && at(slots_[slot] - 1) != text) slot = (slot + 1) & mask;
  return slot;
}

void TextTable::grow() {
  std::vector<std::uint32_t> old(std::max<std::size_t>(64, slots_.size() * 2), 0);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < size(); ++number) {
    std::size_t slot = std::hash<std::string_view>{}(at(number))&mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = number + 1;
  }
}

std::uint32_t TextTable::add(std::string_view text) {
  if ((static_cast<std::size_t>(size()) + 1) * 2 > slots_.size()) grow();
  const std::size_t slot = slot_of(text);
  if (slots_[slot] == 0) {
    bytes_.append(text);
    begin_.push_back(bytes_.size());
    slots_[slot] = size();
  }
  return slots_[slot] - 1;
}

std::optional<std::uint32_t> TextTable::find(std::string_view text) const noexcept {
  if (slots_.empty()) return std::nullopt;
  const std::size_t slot = slot_of(text);
  if (slots_[slot] == 0) return std::nullopt;
  return slots_[slot] - 1;
}

std::string_view OwnershipGraph::caption(NodeIndex node) const noexcept {
  const auto* const at = entry_of(captions_, node);
  return at != nullptr ? std::string_view(at->second) : id(node);
}

PartyFacts OwnershipGraph::facts(NodeIndex node) const {
  const auto* const at = entry_of(facts_, node);
  return at != nullptr ? unpacked(fact_texts_.at(at->second)) : PartyFacts{};
}

std::string OwnershipGraph::record_text(const Interest& interest) const {
  if (interest.record == 0) return {};
  if ((interest.record & kLineFlag) != 0) return "line " + std::to_string(interest.record & ~kLineFlag);
  return std::string(records_.at(interest.record - 1));
}

base::Result<void> OwnershipGraph::Builder::add(const Record& record) {
  if (record.owner.empty()) return base::Error{base::ErrorCode::kMissingField, "owner is empty"};
  if (record.asset.empty()) return base::Error{base::ErrorCode::kMissingField, "asset is empty"};
  if (record.share.min > record.share.max) {
    return base::Error{base::ErrorCode::kOutOfRange, "expected share_min <= share_max, found " +
                                                         percent_text(record.share.min) + " and " +
                                                         percent_text(record.share.max)};
  }
  if (graph_.interests_.size() >= kMaxCount || graph_.ids_.size() >= kMaxCount) {
    return base::Error{base::ErrorCode::kOutOfRange, "more interests or parties than one graph can hold"};
  }
  Interest interest;
  interest.owner = graph_.ids_.add(record.owner);
  interest.asset = graph_.ids_.add(record.asset);
  interest.share = record.share;
  interest.period = record.period;
  interest.kind = record.kind;
  if (!record.record.empty()) {
    interest.record = graph_.records_.add(record.record) + 1;
  } else if (record.line != 0) {
    interest.record = record.line | kLineFlag;
  }
  graph_.interests_.push_back(interest);
  return {};
}

void OwnershipGraph::Builder::set_caption(std::string_view id, std::string_view caption) {
  if (caption.empty()) return;
  graph_.captions_.emplace_back(graph_.ids_.add(id), std::string(caption));
}

void OwnershipGraph::Builder::set_facts(std::string_view id, const PartyFacts& facts) {
  if (facts == PartyFacts{}) return;
  graph_.facts_.emplace_back(graph_.ids_.add(id), graph_.fact_texts_.add(packed(facts)));
}

OwnershipGraph OwnershipGraph::Builder::build() {
  OwnershipGraph graph = std::move(graph_);
  graph_ = OwnershipGraph{};
  const std::size_t nodes = graph.ids_.size();
  graph.asset_begin_ = offsets_of(nodes, graph.interests_, &Interest::asset);
  std::vector<Interest> sorted(graph.interests_.size());
  std::vector<InterestIndex> next(graph.asset_begin_.begin(), graph.asset_begin_.end() - 1);
  for (const Interest& interest : graph.interests_) sorted[next[interest.asset]++] = interest;
  graph.interests_ = std::move(sorted);
  graph.owner_begin_ = offsets_of(nodes, graph.interests_, &Interest::owner);
  graph.by_owner_.resize(graph.interests_.size());
  next.assign(graph.owner_begin_.begin(), graph.owner_begin_.end() - 1);
  for (InterestIndex i = 0; i < graph.interests_.size(); ++i) graph.by_owner_[next[graph.interests_[i].owner]++] = i;
  keep_first(graph.captions_);
  keep_first(graph.facts_);
  return graph;
}

}  // namespace cordon::ownership
