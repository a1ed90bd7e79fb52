// Unmapped: counts the source values that no rule of a reader maps, so that nothing is dropped silently.
// Keeps the first kMaxDistinct values of a field; further ones are counted as "(other values)".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "cordon/model/list_entity.hpp"

namespace cordon::ingest {

class Unmapped {
 public:
  static constexpr std::size_t kMaxDistinct = 1'000;  // per field; more would be a list of its own
  static constexpr std::size_t kMaxValueBytes = 200;  // as ListDescription says
  static constexpr std::size_t kMaxFields = 5'000;

  // field: where the value stands in the source ("remarks", "INDIVIDUAL/GENDER"). Values are cut at 200 bytes.
  void count(std::string_view field, std::string_view value, std::uint64_t times = 1);
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  void move_to(model::ListDescription& description);

 private:
  using Values = std::map<std::string, std::uint64_t, std::less<>>;
  std::map<std::string, Values, std::less<>> fields_;
  std::uint64_t total_ = 0;
};

}  // namespace cordon::ingest
