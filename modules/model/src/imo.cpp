#include "cordon/model/imo.hpp"

#include <algorithm>
#include <array>

namespace cordon::model {
namespace {

constexpr std::size_t kDigits = 7;

int digit(char c) noexcept { return c - '0'; }

bool ship_check(std::string_view v) noexcept {
  int sum = 0;
  for (std::size_t i = 0; i + 1 < kDigits; ++i) sum += digit(v[i]) * (7 - static_cast<int>(i));
  return sum % 10 == digit(v.back());
}

bool company_check(std::string_view v) noexcept {
  constexpr std::array<int, 6> kWeights{8, 6, 4, 2, 9, 7};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += digit(v[i]) * kWeights[i];
  return (11 - sum % 11) % 10 == digit(v.back());
}

}  // namespace

std::optional<std::string> imo_digits(std::string_view text) {
  std::string letters;
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
      if (!digits.empty()) return std::nullopt;  // words behind the number: not a number alone
      letters += static_cast<char>(c | 0x20);
    } else if (c != ' ' && c != '.' && c != ':' && c != '#') {
      return std::nullopt;
    }
  }
  constexpr std::array<std::string_view, 4> kPrefixes{"", "imo", "imono", "imonumber"};
  if (std::find(kPrefixes.begin(), kPrefixes.end(), letters) == kPrefixes.end()) return std::nullopt;
  if (digits.size() != kDigits || digits.front() == '0') return std::nullopt;
  return digits;
}

ImoKind imo_kind(std::string_view text) {
  const auto digits = imo_digits(text);
  if (!digits) return ImoKind::kNeither;
  const unsigned kind = (ship_check(*digits) ? 1U : 0U) | (company_check(*digits) ? 2U : 0U);
  return static_cast<ImoKind>(kind);
}

bool is_ship_imo(std::string_view text) {
  const ImoKind kind = imo_kind(text);
  return kind == ImoKind::kShip || kind == ImoKind::kEither;
}

bool is_company_imo(std::string_view text) {
  const ImoKind kind = imo_kind(text);
  return kind == ImoKind::kCompany || kind == ImoKind::kEither;
}

}  // namespace cordon::model
