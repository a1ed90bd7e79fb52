// How one event enters the sums, whatever table it came from. Thread: one user at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "cordon/horizon/event_codes.hpp"
#include "cordon/horizon/scan.hpp"
#include "dyad_table.hpp"

namespace cordon::horizon {

struct SeenEvent {
  std::string_view country1, country2;  // three capital letters
  std::int32_t days = 0;                // the day
  std::int32_t period = 0;              // the day its sums stand under
  std::uint8_t quad = 0, issue = 0;
  bool has_goldstein = false;
  std::int64_t goldstein_nano = 0, mentions = 0;
};

inline void add_event(DyadTable& table, const SeenEvent& event) {
  const auto add = [&](std::uint8_t issue) {
    DyadPeriod& dyad = table.at(event.country1, event.country2, event.period, issue);
    ++dyad.events;
    dyad.conflict_events += event.quad >= 3 ? 1 : 0;
    dyad.cooperation_events += event.quad == 1 || event.quad == 2 ? 1 : 0;
    if (event.goldstein_nano < 0) dyad.conflict_mass_nano -= event.goldstein_nano;
    if (event.goldstein_nano > 0) dyad.cooperation_mass_nano += event.goldstein_nano;
    dyad.goldstein_rows += event.has_goldstein ? 1 : 0;
    dyad.mentions += event.mentions;
  };
  add(0);
  if (event.issue != 0) add(event.issue);
}

// The one-a-day filter: several reports of one act are one event. Keeps 64-bit hashes (FNV-1a), not the texts: of a
// million events a day two different ones meet with a probability of one in forty million.
class OneADay {
 public:
  // Returns: whether the day has not had this event yet.
  [[nodiscard]] bool is_first(std::int32_t day, std::string_view source, std::string_view target,
                              std::string_view code) {
    constexpr std::uint64_t kPrime = 0x100000001B3ULL;
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    const auto eat = [&hash](std::string_view text) {
      for (const char c : text) hash = (hash ^ static_cast<std::uint64_t>(static_cast<unsigned char>(c))) * kPrime;
      hash = (hash ^ std::uint64_t{0x1F}) * kPrime;
    };
    eat(source), eat(target), eat(code);
    hash = (hash ^ static_cast<std::uint64_t>(day)) * std::uint64_t{0x9E3779B97F4A7C15ULL};
    return seen_.insert(hash ^ hash >> 29U).second;
  }

 private:
  std::unordered_set<std::uint64_t> seen_;
};

}  // namespace cordon::horizon
