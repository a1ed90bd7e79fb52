#include "ledger.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <ostream>

#include "csv.hpp"

namespace cordon::bench {

namespace {

constexpr double kMoved = 0.05;
constexpr double kUnmoved = 0.00005;

std::string fixed(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6f", value);
  return text.data();
}

}  // namespace

base::Result<void> Ledger::write(const std::string& path) const {
  std::ofstream file(path);
  for (const auto& [key, value] : values_) file << fixed(value) << '\t' << key << '\n';
  if (!file) return base::Error{base::ErrorCode::kIo, "cannot write '" + path + "'", {path, 0, {}}};
  return {};
}

base::Result<void> Ledger::print_difference(const std::string& path, double threshold, std::ostream& out) const {
  CORDON_ASSIGN(const std::vector<std::string> lines, read_lines(path));
  std::map<std::string, double> before;
  for (const std::string& line : lines) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      return base::Error{base::ErrorCode::kMalformed, "expected 'value<TAB>key', found '" + line + "'", {path, 0, {}}};
    }
    before[line.substr(tab + 1)] = std::atof(line.substr(0, tab).c_str());
  }
  out << "against the previous run:\n";
  for (const auto& [key, value] : values_) {
    const auto old = before.find(key);
    const bool pair = key.starts_with("pair:");
    if (old == before.end()) {
      if (!pair) out << "  " << key << ": new, " << fixed(value) << '\n';
      continue;
    }
    const bool crossed = pair && (value >= threshold) != (old->second >= threshold);
    const double change = std::abs(value - old->second);
    if (pair ? !crossed && change < kMoved : change < kUnmoved) continue;
    out << "  " << (crossed ? "CROSSED " : "") << key << ": " << fixed(old->second) << " -> " << fixed(value) << '\n';
  }
  return {};
}

}  // namespace cordon::bench
