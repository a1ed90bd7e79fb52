// Identifiers by type: normal form, and whether the value passes its scheme's own check.
// Pure functions; thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cordon/match/features.hpp"
#include "cordon/match/prepared_subject.hpp"

namespace cordon::match {

enum class IdentifierScheme : std::uint8_t {
  kGeneric = 0,   // any other number: national id, registration, tax
  kImo = 1,       // ship or company number, 7 digits. Source: IMO Resolution A.1117(30)
  kMmsi = 2,      // 9 digits. Source: ITU-R M.585
  kLei = 3,       // 20 characters, mod 97-10. Source: ISO 17442, ISO 7064
  kBic = 4,       // 8 or 11 characters. Source: ISO 9362
  kInn = 5,       // Russian taxpayer number, 10 or 12 digits with check digits
  kOgrn = 6,      // Russian registration number, 13 or 15 digits with a check digit
  kIsin = 7,      // 12 characters, Luhn over letters as numbers. Source: ISO 6166
  kPassport = 8,  // letters and digits, no common check
  kCrypto = 9,    // wallet address: Base58Check, Bech32 or 0x + 40 hex digits
  kCallSign = 10,
  kIban = 11,  // Source: ISO 13616, mod 97
};

// What kinds of document a number may be of. Persisted: do not renumber.
enum class IdentifierGroup : std::uint8_t {
  kDocument = 0,  // an id number or one of a type not known: may be any of the first four
  kPassport = 1,
  kTax = 2,
  kRegistration = 3,
  kMmsi = 4,
  kOther = 5,  // of a scheme of its own: meets numbers of that scheme only
};
[[nodiscard]] IdentifierGroup identifier_group(std::string_view ftm_type) noexcept;
// Whether numbers of these groups may stand on one document.
[[nodiscard]] bool may_be_one_kind(std::uint8_t a, std::uint8_t b) noexcept;
// Whether a number is long and irregular enough that two parties hardly have it by chance: six characters, four of
// them digits, no run ("123456") and no repetition ("777777", "100000"). Requires: value is normalised.
[[nodiscard]] bool is_telling_identifier(std::string_view value) noexcept;

[[nodiscard]] IdentifierScheme identifier_scheme(std::string_view ftm_type, std::string_view value) noexcept;
// Upper case, without blanks and punctuation; crypto addresses keep their case; IMO without its prefix.
[[nodiscard]] std::string normalise_identifier(IdentifierScheme scheme, std::string_view value);
// Requires: value is normalised. Returns: true also for schemes without a check when the form is plausible.
[[nodiscard]] bool is_valid_identifier(IdentifierScheme scheme, std::string_view value) noexcept;
[[nodiscard]] std::string_view identifier_scheme_name(IdentifierScheme scheme) noexcept;
// Returns: nullopt when nothing comparable is left of the value.
[[nodiscard]] std::optional<IdentifierKey> identifier_key(const Identifier& identifier);

}  // namespace cordon::match
