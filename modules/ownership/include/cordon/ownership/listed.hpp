// ListedParties: who stands on the list of one measure, and when. The caller chooses the list that goes with the
// measure asked about; an engine treats these parties as subject to it without any ownership.
// Thread: safe to share once filled.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cordon/ownership/graph.hpp"

namespace cordon::ownership {

class ListedParties {
 public:
  // Several periods of one party add up. An imprecise date counts as the longer period.
  void add(std::string_view id, const Period& period = {});
  [[nodiscard]] bool is_listed_on(std::string_view id, base::Date day) const noexcept;
  [[nodiscard]] const std::map<std::string, std::vector<Period>, std::less<>>& parties() const& noexcept {
    return parties_;
  }
  void parties() const&& = delete;  // a view of a temporary would dangle
  [[nodiscard]] bool empty() const noexcept { return parties_.empty(); }

 private:
  std::map<std::string, std::vector<Period>, std::less<>> parties_;
};

}  // namespace cordon::ownership
