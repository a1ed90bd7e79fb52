// What a run measured, to be written down and compared with the run before: headline numbers and scores of single
// pairs.
#pragma once

#include <iosfwd>
#include <map>
#include <string>

#include "cordon/base/result.hpp"

namespace cordon::bench {

class Ledger {
 public:
  // Headline numbers ("pairs.f1") and scores of pairs ("pair:Name|Name"); the last value of a key counts.
  void note(const std::string& key, double value) { values_[key] = value; }
  [[nodiscard]] base::Result<void> write(const std::string& path) const;
  // Prints headline numbers that moved, and the pairs that crossed the threshold or moved by 0.05 and more.
  [[nodiscard]] base::Result<void> print_difference(const std::string& path, double threshold, std::ostream& out) const;

 private:
  std::map<std::string, double> values_;
};

}  // namespace cordon::bench
