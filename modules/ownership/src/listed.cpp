#include "cordon/ownership/listed.hpp"

#include <algorithm>

namespace cordon::ownership {

void ListedParties::add(std::string_view id, const Period& period) {
  const auto at = parties_.find(id);
  if (at == parties_.end()) {
    parties_.emplace(std::string(id), std::vector<Period>{period});
  } else {
    at->second.push_back(period);
  }
}

namespace {

bool any_on(const std::vector<Period>& periods, base::Date day) noexcept {
  return std::any_of(periods.begin(), periods.end(), [&](const Period& period) { return period.possible_on(day); });
}

}  // namespace

bool ListedParties::is_listed_on(std::string_view id, base::Date day) const noexcept {
  const auto at = parties_.find(id);
  return at != parties_.end() && any_on(at->second, day);
}

const std::string* ListedParties::doubt_on(std::string_view id, base::Date day) const noexcept {
  const auto at = doubts_.find(id);
  if (at == doubts_.end() || !any_on(at->second.periods, day) || is_listed_on(id, day)) return nullptr;
  return &at->second.question;
}

}  // namespace cordon::ownership
