// Cleaning of values by the type of their property, so that lists that write one fact in several ways store it once.
// A value that is not understood gives nullopt: the caller keeps or counts it, nothing here decides to drop it.
// Thread: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cordon/model/schema.hpp"

namespace cordon::model {

// Returns: the FollowTheMoney form of the value; nullopt when it is empty or not understood. What is done:
//   name, string, text, address, identifier   trimmed, runs of blanks joined (text keeps its line ends)
//   date        YYYY, YYYY-MM, YYYY-MM-DD, with an optional time, which is kept
//   country     code or name in many spellings -> lower-case code (country.hpp)
//   gender      male, female, other; also M, F, Mr-like words are not guessed
//   url         http, https, ftp; a bare host gets "https://"
//   email       lower-case domain; phone: digits, blanks, +-()./ only
//   topic       the vocabulary of data/model/topics.csv
//   language    two or three letters; number, ip, iban (with its checksum), mimetype, checksum: their own forms
[[nodiscard]] std::optional<std::string> clean_value(PropertyType type, std::string_view text);

// Trims, and joins runs of blanks, tabs, line ends and no-break spaces into one blank.
[[nodiscard]] std::string collapse_blanks(std::string_view text);

[[nodiscard]] bool is_topic(std::string_view topic) noexcept;
// Returns: what the topic means in plain words; empty when unknown. Lifetime: the program's.
[[nodiscard]] std::string_view topic_meaning(std::string_view topic) noexcept;

}  // namespace cordon::model
