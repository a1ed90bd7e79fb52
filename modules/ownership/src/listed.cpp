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

bool ListedParties::is_listed_on(std::string_view id, base::Date day) const noexcept {
  const auto at = parties_.find(id);
  return at != parties_.end() && std::any_of(at->second.begin(), at->second.end(),
                                             [&](const Period& period) { return period.possible_on(day); });
}

}  // namespace cordon::ownership
