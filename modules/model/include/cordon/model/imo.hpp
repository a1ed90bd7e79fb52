// Numbers of the IMO schemes: hulls and companies have numbers of seven digits each, told apart by their check digits.
// Pure functions; thread safe.
// Source: IMO Resolution A.1117(30) (ships), A.1047(27)/MSC.160(78) (companies and registered owners); check digit of
// ships: the digits times 7, 6, 5, 4, 3, 2, last digit of the sum; of companies: times 8, 6, 4, 2, 9, 7, eleven less
// the remainder by 11, last digit. Mark M: written from memory, checked against listed vessels and owners.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::model {

// What the check digit of seven digits allows. One number in ten or so passes both.
enum class ImoKind : std::uint8_t { kNeither = 0, kShip = 1, kCompany = 2, kEither = 3 };

// Returns: the seven digits of "9187629", "IMO 9187629", "IMO No. 9187629"; nullopt for anything else: more or fewer
// digits, a leading zero (short numbers are padded with them; no number of either scheme starts with one), other words.
[[nodiscard]] std::optional<std::string> imo_digits(std::string_view text);

[[nodiscard]] ImoKind imo_kind(std::string_view text);
[[nodiscard]] bool is_ship_imo(std::string_view text);     // the check digit of a hull fits
[[nodiscard]] bool is_company_imo(std::string_view text);  // the check digit of a company fits

}  // namespace cordon::model
