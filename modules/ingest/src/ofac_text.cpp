#include "ofac_text.hpp"

namespace cordon::ingest::ofac {

int digit_count(std::string_view text) noexcept {
  for (char c : text) {
    if (!is_ascii_digit(c)) return -1;
  }
  return static_cast<int>(text.size());
}

std::string_view unquoted(std::string_view text) noexcept {
  text = trimmed(text);
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front()) {
    text.remove_prefix(1);
    text.remove_suffix(1);
  }
  return trimmed(text);
}

std::string name_key(std::string_view name) {
  std::string key;
  key.reserve(name.size());
  for (char c : name) {
    const bool word = is_ascii_alnum(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (word) {
      key += ascii_lower(c);
    } else if (c != '\'' && c != '.' && !key.empty() && key.back() != ' ') {
      key += ' ';  // "S.A." and "SA", "AL-Q'AIDA" and "AL QAIDA" are one
    }
  }
  if (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

}  // namespace cordon::ingest::ofac
