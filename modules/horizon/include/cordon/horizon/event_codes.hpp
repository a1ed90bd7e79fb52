// The event codes the horizon knows: CAMEO with quad class, Goldstein value, PLOVER type and issue area, and the types
// of PLOVER. Invariant: an unknown code is reported by the caller, never guessed. Thread: immutable after loading.
// Data: data/events/cameo.csv, data/events/plover.csv, whose comments give the sources.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cordon/base/result.hpp"

namespace cordon::horizon {

// Bump it with any change of the tables.
inline constexpr std::string_view kEventCodes = "cameo-codes@1 plover-types@1";

struct EventCode {
  std::string code;
  std::uint8_t quad = 0;  // 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict
  double goldstein = 0.0, goldstein_gdelt = 0.0;
  std::string plover;      // type; empty where PLOVER has none
  std::uint8_t issue = 0;  // index into issues(); 0: none by itself
  std::string name;
};

class EventCodes {
 public:
  [[nodiscard]] static base::Result<EventCodes> shipped();
  // Returns: null when unknown. Lifetime: of the object.
  [[nodiscard]] const EventCode* cameo(std::string_view code) const;
  // Returns: the quad class of a PLOVER type, 0 when unknown.
  [[nodiscard]] std::uint8_t plover_quad(std::string_view type) const;
  // Issue area of a PLOVER event: what its mode says, else its type, else the first of its contexts that says anything.
  // contexts: separated by ';' or ','.
  [[nodiscard]] std::uint8_t plover_issue(std::string_view type, std::string_view mode,
                                          std::string_view contexts) const;
  // Names of the areas; the first is empty.
  [[nodiscard]] const std::vector<std::string>& issues() const noexcept { return issues_; }
  [[nodiscard]] std::size_t size() const noexcept { return cameo_.size(); }

 private:
  struct PloverWord {
    std::uint8_t quad = 0, issue = 0;
  };
  [[nodiscard]] std::uint8_t issue_index(const std::string& name);
  [[nodiscard]] std::uint8_t issue_of(std::string_view kind, std::string_view name) const;

  std::unordered_map<std::string, EventCode> cameo_;
  std::unordered_map<std::string, PloverWord> plover_;  // "type AGREE", "mode COERCE-restrict", "context cyber"
  std::vector<std::string> issues_{std::string()};
};

}  // namespace cordon::horizon
