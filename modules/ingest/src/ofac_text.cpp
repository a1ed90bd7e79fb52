#include "ofac_text.hpp"

namespace cordon::ingest::ofac {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

bool is_digit_ascii(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_alnum_ascii(char c) noexcept { return is_digit_ascii(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept {
  if (text.size() < prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (lower(text[i]) != lower(prefix[i])) return false;
  }
  return true;
}

int digit_count(std::string_view text) noexcept {
  for (char c : text) {
    if (!is_digit_ascii(c)) return -1;
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
    const bool word = is_alnum_ascii(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (word) {
      key += lower(c);
    } else if (c != '\'' && c != '.' && !key.empty() && key.back() != ' ') {
      key += ' ';  // "S.A." and "SA", "AL-Q'AIDA" and "AL QAIDA" are one
    }
  }
  if (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

}  // namespace cordon::ingest::ofac
