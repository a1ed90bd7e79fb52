#include <algorithm>

#include "evaluate.hpp"

namespace cordon::measures {

std::string number_text(std::int64_t thousandths) {
  std::string out = std::to_string(thousandths / 1000);
  const std::int64_t rest = thousandths % 1000;
  if (rest == 0) return out;
  std::string fraction = std::to_string(1000 + rest).substr(1);
  while (fraction.ends_with('0')) fraction.pop_back();
  return out + "." + fraction;
}

std::string percent_text(std::int32_t basis_points) {
  return number_text(static_cast<std::int64_t>(basis_points) * 10) + " %";
}

void append_sentence(std::string& out, std::string_view part, std::string_view separator) {
  if (part.empty() || out.find(part) != std::string::npos) return;
  if (!out.empty()) out += separator;
  out += part;
}

void add_missing(std::vector<std::string>& out, const std::vector<std::string>& more) {
  out.insert(out.end(), more.begin(), more.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace cordon::measures
