#include "cordon/match/identifiers.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <vector>

namespace cordon::match {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
int digit(char c) noexcept { return c - '0'; }
bool all_digits(std::string_view v) noexcept { return !v.empty() && std::all_of(v.begin(), v.end(), is_digit); }

// ISO 7064 MOD 97-10 over letters as 10..35.
int mod97(std::string_view value) noexcept {
  int rest = 0;
  for (const char c : value) {
    rest = is_digit(c) ? (rest * 10 + digit(c)) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest;
}

bool valid_imo(std::string_view v) noexcept {
  if (v.size() != 7 || !all_digits(v) || v[0] == '0') return false;  // short numbers come padded with zeros
  int sum = 0;
  for (std::size_t i = 0; i < 6; ++i) sum += digit(v[i]) * (7 - static_cast<int>(i));
  return sum % 10 == digit(v[6]);
}

// Source: order of the Russian Federal Tax Service on taxpayer numbers: weighted sum mod 11 mod 10.
bool valid_inn(std::string_view v) noexcept {
  if (!all_digits(v)) return false;
  constexpr std::array<int, 11> kWeights{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
  const auto check = [&](std::size_t length) {
    int sum = 0;
    for (std::size_t i = 0; i < length; ++i) sum += digit(v[i]) * kWeights[kWeights.size() - length + i];
    return sum % 11 % 10 == digit(v[length]);
  };
  if (v.size() == 10) return check(9);
  return v.size() == 12 && check(10) && check(11);
}

bool valid_ogrn(std::string_view v) noexcept {
  if ((v.size() != 13 && v.size() != 15) || !all_digits(v)) return false;
  const long long divisor = v.size() == 13 ? 11 : 13;
  long long number = 0;
  for (const char c : v.substr(0, v.size() - 1)) number = number * 10 + digit(c);
  return number % divisor % 10 == digit(v.back());
}

bool valid_isin(std::string_view v) noexcept {
  if (v.size() != 12 || !is_upper(v[0]) || !is_upper(v[1]) || !is_digit(v[11])) return false;
  std::string digits;
  for (const char c : v) {
    if (!is_digit(c) && !is_upper(c)) return false;
    digits += is_digit(c) ? std::string(1, c) : std::to_string(c - 'A' + 10);
  }
  int sum = 0;  // Luhn
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int d = digit(digits[digits.size() - 1 - i]);
    if (i % 2 == 1) d = d > 4 ? 2 * d - 9 : 2 * d;
    sum += d;
  }
  return sum % 10 == 0;
}

bool valid_base58_check(std::string_view v) {
  constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  std::array<unsigned char, 25> bytes{};
  for (const char c : v) {
    const std::size_t at = kAlphabet.find(c);
    if (at == std::string_view::npos) return false;
    unsigned carry = static_cast<unsigned>(at);
    for (std::size_t i = bytes.size(); i-- > 0;) {
      carry += 58U * bytes[i];
      bytes[i] = static_cast<unsigned char>(carry & 0xFFU);
      carry >>= 8U;
    }
    if (carry != 0) return false;
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(bytes.data(), 21, hash.data());
  std::array<unsigned char, SHA256_DIGEST_LENGTH> twice{};
  SHA256(hash.data(), hash.size(), twice.data());
  return std::equal(twice.begin(), twice.begin() + 4, bytes.begin() + 21);
}

// Source: BIP 173 and BIP 350 (checksum constants of Bech32 and Bech32m).
bool valid_bech32(std::string_view v) noexcept {
  constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const std::size_t one = v.rfind('1');
  if (one == std::string_view::npos || one == 0 || one + 7 > v.size()) return false;
  std::uint32_t check = 1;
  const auto feed = [&check](std::uint32_t value) {
    constexpr std::array<std::uint32_t, 5> kGenerator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = check >> 25U;
    check = ((check & 0x1ffffffU) << 5U) ^ value;
    for (std::size_t i = 0; i < 5; ++i) check ^= ((top >> i) & 1U) != 0 ? kGenerator[i] : 0;
  };
  const std::string_view prefix = v.substr(0, one);
  for (const char c : prefix) feed(static_cast<unsigned char>(c) >> 5U);
  feed(0);
  for (const char c : prefix) feed(static_cast<unsigned char>(c) & 31U);
  for (const char c : v.substr(one + 1)) {
    const std::size_t at = kAlphabet.find(c);
    if (at == std::string_view::npos) return false;
    feed(static_cast<std::uint32_t>(at));
  }
  return check == 1 || check == 0x2bc830a3;
}

bool valid_crypto(std::string_view v) {
  if (v.size() == 42 && v.starts_with("0x")) {
    return std::all_of(v.begin() + 2, v.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
  }
  if (v.starts_with("bc1") || v.starts_with("ltc1")) return valid_bech32(v);
  if (v.size() >= 26 && v.size() <= 35) return valid_base58_check(v);
  return v.size() >= 40 && v.size() <= 110;  // Monero and others: no check of ours
}

bool looks_like_crypto(std::string_view v) noexcept {
  return (v.size() == 42 && v.starts_with("0x")) || v.starts_with("bc1q") || v.starts_with("bc1p");
}

std::uint64_t fnv(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL) noexcept {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

bool is_strong(IdentifierScheme scheme) noexcept {
  switch (scheme) {
    case IdentifierScheme::kImo:
    case IdentifierScheme::kLei:
    case IdentifierScheme::kInn:
    case IdentifierScheme::kOgrn:
    case IdentifierScheme::kIsin:
    case IdentifierScheme::kCrypto:
    case IdentifierScheme::kBic:
      return true;
    default:
      return false;
  }
}

}  // namespace

IdentifierScheme identifier_scheme(std::string_view type, std::string_view value) noexcept {
  struct Row {
    std::string_view type;
    IdentifierScheme scheme;
  };
  constexpr std::array kRows{
      Row{"imoNumber", IdentifierScheme::kImo},
      Row{"mmsi", IdentifierScheme::kMmsi},
      Row{"leiCode", IdentifierScheme::kLei},
      Row{"swiftBic", IdentifierScheme::kBic},
      Row{"bic", IdentifierScheme::kBic},
      Row{"innCode", IdentifierScheme::kInn},
      Row{"ogrnCode", IdentifierScheme::kOgrn},
      Row{"isinCode", IdentifierScheme::kIsin},
      Row{"isin", IdentifierScheme::kIsin},
      Row{"passportNumber", IdentifierScheme::kPassport},
      Row{"passport", IdentifierScheme::kPassport},
      Row{"publicKey", IdentifierScheme::kCrypto},
      Row{"cryptoAddress", IdentifierScheme::kCrypto},
      Row{"callSign", IdentifierScheme::kCallSign},
      Row{"iban", IdentifierScheme::kIban},
  };
  for (const Row& row : kRows) {
    if (row.type == type) return row.scheme;
  }
  return looks_like_crypto(value) ? IdentifierScheme::kCrypto : IdentifierScheme::kGeneric;
}

std::string normalise_identifier(IdentifierScheme scheme, std::string_view value) {
  std::string out;
  if (scheme == IdentifierScheme::kCrypto) {
    for (const char c : value) {
      if (c != ' ' && c != '\t') out += c;
    }
    // Base58 distinguishes case; hexadecimal and Bech32 do not.
    const bool folds = out.starts_with("0x") || out.starts_with("0X") || out.starts_with("BC1");
    if (folds)
      std::transform(out.begin(), out.end(), out.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
  }
  for (const char c : value) {
    const char u = upper(c);
    if (is_digit(u) || is_upper(u)) out += u;
  }
  if (scheme == IdentifierScheme::kImo) {
    std::erase_if(out, [](char c) { return !is_digit(c); });
  }
  return out;
}

bool is_valid_identifier(IdentifierScheme scheme, std::string_view v) noexcept {
  switch (scheme) {
    case IdentifierScheme::kImo:
      return valid_imo(v);
    case IdentifierScheme::kMmsi:
      return v.size() == 9 && all_digits(v);
    case IdentifierScheme::kLei:
      return v.size() == 20 && is_digit(v[18]) && is_digit(v[19]) && mod97(v) == 1;
    case IdentifierScheme::kBic:
      return (v.size() == 8 || v.size() == 11) && std::all_of(v.begin(), v.begin() + 6, is_upper);
    case IdentifierScheme::kInn:
      return valid_inn(v);
    case IdentifierScheme::kOgrn:
      return valid_ogrn(v);
    case IdentifierScheme::kIsin:
      return valid_isin(v);
    case IdentifierScheme::kCrypto:
      return valid_crypto(v);
    case IdentifierScheme::kIban:
      return v.size() >= 15 && v.size() <= 34 && is_upper(v[0]) && is_upper(v[1]) &&
             mod97(std::string(v.substr(4)) + std::string(v.substr(0, 4))) == 1;
    case IdentifierScheme::kGeneric:
    case IdentifierScheme::kPassport:
    case IdentifierScheme::kCallSign:
      return v.size() >= 4;
  }
  return false;
}

std::string_view identifier_scheme_name(IdentifierScheme scheme) noexcept {
  constexpr std::array<std::string_view, 12> kNames{
      "number", "IMO", "MMSI", "LEI", "BIC", "INN", "OGRN", "ISIN", "passport", "wallet address", "call sign", "IBAN"};
  return kNames[static_cast<std::size_t>(scheme)];
}

IdentifierGroup identifier_group(std::string_view type) noexcept {
  struct Row {
    std::string_view type;
    IdentifierGroup group;
  };
  constexpr std::array kRows{
      Row{"passportNumber", IdentifierGroup::kPassport},
      Row{"passport", IdentifierGroup::kPassport},
      Row{"taxNumber", IdentifierGroup::kTax},
      Row{"vatCode", IdentifierGroup::kTax},
      Row{"innCode", IdentifierGroup::kTax},
      Row{"registrationNumber", IdentifierGroup::kRegistration},
      Row{"ogrnCode", IdentifierGroup::kRegistration},
      Row{"mmsi", IdentifierGroup::kMmsi},
      Row{"callSign", IdentifierGroup::kOther},
      Row{"iban", IdentifierGroup::kOther},
      Row{"imoNumber", IdentifierGroup::kOther},
      Row{"leiCode", IdentifierGroup::kOther},
      Row{"swiftBic", IdentifierGroup::kOther},
      Row{"bic", IdentifierGroup::kOther},
      Row{"isin", IdentifierGroup::kOther},
      Row{"isinCode", IdentifierGroup::kOther},
      Row{"publicKey", IdentifierGroup::kOther},
      Row{"cryptoAddress", IdentifierGroup::kOther},
  };
  for (const Row& row : kRows) {
    if (row.type == type) return row.group;
  }
  return IdentifierGroup::kDocument;
}

bool may_be_one_kind(std::uint8_t a, std::uint8_t b) noexcept {
  const auto is_document = [](std::uint8_t group) {
    return group <= static_cast<std::uint8_t>(IdentifierGroup::kRegistration);
  };
  if (a == b) return true;
  const auto any = static_cast<std::uint8_t>(IdentifierGroup::kDocument);
  return (a == any || b == any) && is_document(a) && is_document(b);
}

bool is_telling_identifier(std::string_view value) noexcept {
  constexpr std::size_t kShortest = 6;
  constexpr std::ptrdiff_t kFewestDigits = 4;
  constexpr std::size_t kFewestChanges = 3;  // of a character to the next: "100000" has one
  if (value.size() < kShortest || std::count_if(value.begin(), value.end(), is_digit) < kFewestDigits) return false;
  std::size_t up = 0;
  std::size_t down = 0;
  std::size_t changes = 0;
  for (std::size_t i = 1; i < value.size(); ++i) {
    const int step = value[i] - value[i - 1];
    changes += step != 0 ? 1U : 0U;
    up += step == 1 || step == '0' - '9' ? 1U : 0U;
    down += step == -1 || step == '9' - '0' ? 1U : 0U;
  }
  return changes >= kFewestChanges && std::max(up, down) + 2 < value.size();
}

std::optional<IdentifierKey> identifier_key(const Identifier& identifier) {
  const IdentifierScheme scheme = identifier_scheme(identifier.type, identifier.value);
  const std::string value = normalise_identifier(scheme, identifier.value);
  if (value.size() < 4) return std::nullopt;
  IdentifierKey key;
  key.valid = is_valid_identifier(scheme, value) ? 1 : 0;
  key.strong = key.valid != 0 && is_strong(scheme) ? 1 : 0;
  // A BIC names an institution by its first eight characters; the branch is left out.
  const std::string_view compared =
      scheme == IdentifierScheme::kBic ? std::string_view(value).substr(0, 8) : std::string_view(value);
  // Numbers without a scheme of their own meet each other whatever the list calls them. A valid one with a scheme
  // meets generic ones too: callers often know only "id number".
  key.value = fnv(compared);
  const std::string kind = scheme == IdentifierScheme::kGeneric ? identifier.type + "/" + identifier.country
                                                                : std::string(identifier_scheme_name(scheme));
  key.kind = static_cast<std::uint16_t>(fnv(kind) & 0xFFFFU);
  key.group = static_cast<std::uint8_t>(identifier_group(identifier.type));
  key.telling = is_telling_identifier(value) ? 1 : 0;
  if (identifier.country.size() == 2) {
    key.country = static_cast<std::uint16_t>((static_cast<unsigned char>(upper(identifier.country[0])) << 8U) |
                                             static_cast<unsigned char>(upper(identifier.country[1])));
  }
  return key;
}

}  // namespace cordon::match
