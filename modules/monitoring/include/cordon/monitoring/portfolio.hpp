// A portfolio: a user's counterparties, keyed and versioned, and how they are to be screened.
// Values. Invariant: every change of a counterparty raises Portfolio::revision; older versions stay for replay.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cordon/base/clock.hpp"
#include "cordon/base/content_hash.hpp"
#include "cordon/base/result.hpp"

namespace cordon::monitoring {

// How a portfolio is screened and its alerts are worked. Compared as a whole: a difference makes the next run full.
struct PortfolioSettings {
  std::string policy = "onboarding";
  double threshold = 0.70;           // inclusive, in [0, 1]
  int depth = 0;                     // ownership levels looked through
  std::string regime = "us-ofac";    // whose ownership rule counts at depth > 0
  std::vector<std::string> sources;  // empty: every list
  bool four_eyes = false;            // a second person confirms a disposition
  int due_days = 10;                 // an alert is due this many days after it opened; 0 = no due date
  friend bool operator==(const PortfolioSettings&, const PortfolioSettings&) = default;
};

// Values of counterparties that could not be read: what a certificate lists as not checked.
struct UnreadableRow {
  std::string key;
  std::vector<std::string> problems;
  friend bool operator==(const UnreadableRow&, const UnreadableRow&) = default;
};

struct Portfolio {
  std::string name;
  PortfolioSettings settings;
  std::uint32_t revision = 0;  // 0: no counterparty was ever imported
  std::uint64_t counterparties = 0;
  base::ContentHash content;          // over all current rows, see ContentHasher
  std::uint64_t unreadable_rows = 0;  // all of them; the list below holds the first kMaxUnreadableShown
  std::vector<UnreadableRow> unreadable;
  base::Timestamp created{};
  friend bool operator==(const Portfolio&, const Portfolio&) = default;
};
inline constexpr std::size_t kMaxUnreadableShown = 1'000;

// {column, value} pairs as the file had them, empty values left out.
using CounterpartyValues = std::vector<std::pair<std::string, std::string>>;

// One version of one counterparty.
struct CounterpartyRow {
  std::string key;
  std::uint32_t revision = 0;  // of the portfolio, in which this version came
  std::string body;            // see encode_values()
  friend bool operator==(const CounterpartyRow&, const CounterpartyRow&) = default;
};

// The stored form: net strings ("4:name12:Jane Example"), compact and readable. Equal values give equal bytes.
[[nodiscard]] std::string encode_values(const CounterpartyValues& values);
// Errors: kDamaged.
[[nodiscard]] base::Result<CounterpartyValues> decode_values(std::string_view body);

// The hash of a book: SHA-256 over the net strings of key and body of all rows, in the order of the keys' bytes.
class ContentHasher {
 public:
  // Requires: rows in ascending order of their keys.
  void add(std::string_view key, std::string_view body);
  [[nodiscard]] base::ContentHash finish() { return hasher_.finish(); }

 private:
  base::Hasher hasher_;
};

[[nodiscard]] std::string to_json(const Portfolio& portfolio);
[[nodiscard]] base::Result<Portfolio> portfolio_from_json(std::string_view json);

}  // namespace cordon::monitoring
