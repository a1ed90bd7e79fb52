#include "dyad_table.hpp"

#include <algorithm>
#include <tuple>

namespace cordon::horizon {
namespace {

constexpr std::size_t kFirstSlots = 1U << 12U;

std::uint64_t code_bits(std::string_view code) noexcept {
  std::uint64_t bits = 0;
  for (const char c : code.substr(0, 3)) bits = bits << 5U | static_cast<std::uint64_t>(c - 'A' + 1);
  return bits;
}

std::uint64_t mix(std::uint64_t key) noexcept {
  key *= 0x9E3779B97F4A7C15ULL;
  return key ^ (key >> 32U);
}

}  // namespace

DyadTable::DyadTable() : slots_(kFirstSlots) {}

std::size_t DyadTable::slot_of(std::uint64_t key) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(mix(key)) & mask;
  while (slots_[slot] != 0 && keys_[slots_[slot] - 1] != key) slot = (slot + 1) & mask;
  return slot;
}

void DyadTable::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < keys_.size(); ++i) slots_[slot_of(keys_[i])] = static_cast<std::uint32_t>(i + 1);
}

DyadPeriod& DyadTable::at(std::string_view actor1, std::string_view actor2, std::int32_t days, std::uint8_t issue) {
  // Days of years 1..9999 need 22 bits when counted from year 1; the codes 30. Key 0 does not occur.
  constexpr std::int32_t kDayOffset = 800'000;
  const std::uint64_t key = static_cast<std::uint64_t>(issue) << 53U |
                            (code_bits(actor1) << 15U | code_bits(actor2)) << 23U |
                            static_cast<std::uint64_t>(days + kDayOffset);
  if (key == last_key_) return entries_[last_entry_];
  std::size_t slot = slot_of(key);
  if (slots_[slot] == 0) {
    if ((entries_.size() + 1) * 2 > slots_.size()) {
      grow();
      slot = slot_of(key);
    }
    DyadPeriod entry;
    std::copy_n(actor1.begin(), 3, entry.actor1.begin());
    std::copy_n(actor2.begin(), 3, entry.actor2.begin());
    entry.period = base::Date{days};
    entry.issue = issue;
    entries_.push_back(entry);
    keys_.push_back(key);
    slots_[slot] = static_cast<std::uint32_t>(entries_.size());
  }
  last_key_ = key;
  last_entry_ = slots_[slot] - 1;
  return entries_[last_entry_];
}

void DyadTable::merge(const DyadTable& other) {
  for (const DyadPeriod& from : other.entries_) {
    DyadPeriod& to = at({from.actor1.data(), 3}, {from.actor2.data(), 3}, from.period.days(), from.issue);
    to.events += from.events;
    to.conflict_events += from.conflict_events;
    to.cooperation_events += from.cooperation_events;
    to.conflict_mass_nano += from.conflict_mass_nano;
    to.cooperation_mass_nano += from.cooperation_mass_nano;
    to.goldstein_rows += from.goldstein_rows;
    to.mentions += from.mentions;
  }
}

std::vector<DyadPeriod> DyadTable::sorted() const {
  std::vector<DyadPeriod> all = entries_;
  std::sort(all.begin(), all.end(), [](const DyadPeriod& a, const DyadPeriod& b) {
    return std::tie(a.actor1, a.actor2, a.issue, a.period) < std::tie(b.actor1, b.actor2, b.issue, b.period);
  });
  return all;
}

}  // namespace cordon::horizon
