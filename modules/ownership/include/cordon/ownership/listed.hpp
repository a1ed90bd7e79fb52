// ListedParties: who stands on the list of one measure, and when. The caller chooses the list that goes with the
// measure asked about; an engine treats these parties as subject to it without any ownership.
// Beside them stand doubtful parties: whether one of them is a listed party is a question nobody has answered.
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

  // A party that may be one that is listed over the periods.
  struct Doubt {
    std::string question;  // the fact that would decide: "whether 'A. Testov' is the listed Arkady TESTOV (x-1)"
    std::vector<Period> periods;
  };
  // A second doubt about a party replaces the first.
  void add_doubt(std::string_view id, Doubt doubt) { doubts_.insert_or_assign(std::string(id), std::move(doubt)); }
  // Returns: the question, when the party is not listed on the day and may be; else null. Lifetime: this object's.
  [[nodiscard]] const std::string* doubt_on(std::string_view id, base::Date day) const noexcept;
  [[nodiscard]] const std::map<std::string, Doubt, std::less<>>& doubts() const& noexcept { return doubts_; }
  void doubts() const&& = delete;

 private:
  std::map<std::string, std::vector<Period>, std::less<>> parties_;
  std::map<std::string, Doubt, std::less<>> doubts_;
};

}  // namespace cordon::ownership
