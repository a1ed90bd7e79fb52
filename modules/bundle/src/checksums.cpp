#include "checksums.hpp"

#include <algorithm>

namespace cordon::bundle {

bool is_plain_name(std::string_view name) noexcept {
  constexpr std::size_t kLongest = 200;
  if (name.empty() || name.size() > kLongest || name.front() == '.' || name.front() == '-') return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

std::string encode(const Checksums& checksums) {
  std::string text;
  for (const auto& [name, hash] : checksums) text += hash.hex() + "  " + name + "\n";
  return text;
}

base::Result<Checksums> decode_checksums(std::string_view text) {
  constexpr std::size_t kDigits = 2 * base::ContentHash::kSizeBytes;
  Checksums checksums;
  std::uint64_t line_number = 0;
  while (!text.empty()) {
    ++line_number;
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto hash = base::ContentHash::from_hex(line.substr(0, kDigits));
    const std::string_view rest = line.substr(std::min(line.size(), kDigits));
    if (!hash || !rest.starts_with("  ") || !is_plain_name(rest.substr(2)) ||
        !checksums.emplace(std::string(rest.substr(2)), *hash).second) {
      return base::Error{
          base::ErrorCode::kDamaged,
          "expected lines of a SHA-256, two blanks and a new name, found '" + std::string(line.substr(0, 100)) + "'",
          {"SHA256SUMS", line_number, {}}};
    }
  }
  return checksums;
}

}  // namespace cordon::bundle
