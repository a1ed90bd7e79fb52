// Sums per dyad and period in an open-addressing table. Thread: one user at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cordon/horizon/scan.hpp"

namespace cordon::horizon {

class DyadTable {
 public:
  DyadTable();

  // Requires: both codes are three capital letters; issue < 64.
  [[nodiscard]] DyadPeriod& at(std::string_view actor1, std::string_view actor2, std::int32_t days,
                               std::uint8_t issue = 0);
  void merge(const DyadTable& other);
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::vector<DyadPeriod> sorted() const;

 private:
  void grow();
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const noexcept;

  std::vector<std::uint64_t> keys_;  // of entries_, same order
  std::vector<DyadPeriod> entries_;
  std::vector<std::uint32_t> slots_;  // index + 1 into entries_; 0 = free
  std::uint64_t last_key_ = 0;
  std::size_t last_entry_ = 0;
};

}  // namespace cordon::horizon
