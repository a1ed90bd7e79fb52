#include "groups.hpp"

#include <algorithm>
#include <numeric>

namespace cordon::cluster {

Groups::Groups(std::span<const Subject> subjects, std::span<const Prepared> prepared)
    : subjects_(subjects), prepared_(prepared), parent_(subjects.size()), members_(subjects.size()) {
  std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  for (std::size_t i = 0; i < members_.size(); ++i) members_[i] = {i};
}

void Groups::forbid(std::size_t a, std::size_t b) { forbidden_.emplace_back(a, b); }

std::size_t Groups::root(std::size_t place) const {
  while (parent_[place] != place) place = parent_[place];
  return place;
}

bool Groups::has_source(std::size_t a, std::size_t b) const {
  const auto& group = members_[root(a)];
  return std::any_of(group.begin(), group.end(),
                     [&](std::size_t place) { return subjects_[place].source == subjects_[b].source; });
}

bool Groups::list_says_same(std::size_t a, std::size_t b) const {
  const auto& left = subjects_[a].references;
  const auto& right = subjects_[b].references;
  return std::any_of(left.begin(), left.end(), [&right](const std::string& reference) {
    return std::binary_search(right.begin(), right.end(), reference);
  });
}

std::optional<std::string> Groups::obstacle(std::size_t a, std::size_t b, Basis basis) const {
  const std::size_t left = root(a);
  const std::size_t right = root(b);
  for (const auto& [x, y] : forbidden_) {
    const std::size_t rx = root(x);
    const std::size_t ry = root(y);
    if ((rx == left && ry == right) || (rx == right && ry == left)) {
      return subjects_[x].id.str() + " and " + subjects_[y].id.str() + " were judged different";
    }
  }
  if (basis == Basis::kJudgement) return std::nullopt;
  for (const std::size_t x : members_[left]) {
    for (const std::size_t y : members_[right]) {
      if (subjects_[x].source == subjects_[y].source && subjects_[x].id != subjects_[y].id && !list_says_same(x, y)) {
        return "it would join " + subjects_[x].id.str() + " and " + subjects_[y].id.str() + " of one list";
      }
      if ((x == a && y == b) || basis <= Basis::kReference) continue;
      const Facts facts = compare_facts(subjects_[x], prepared_[x], subjects_[y], prepared_[y]);
      if (facts.never_same || (basis > Basis::kIdentifier && facts.birth == Birth::kConflict)) {
        return subjects_[x].id.str() + " and " + subjects_[y].id.str() + " contradict each other (" +
               facts.conflicts.front() + ")";
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> Groups::join(std::size_t a, std::size_t b, Basis basis) {
  if (auto why = obstacle(a, b, basis)) return why;
  const std::size_t left = root(a);
  const std::size_t right = root(b);
  const std::size_t kept = std::min(left, right);
  const std::size_t gone = std::max(left, right);
  parent_[gone] = kept;
  members_[kept].insert(members_[kept].end(), members_[gone].begin(), members_[gone].end());
  members_[gone].clear();
  return std::nullopt;
}

}  // namespace cordon::cluster
