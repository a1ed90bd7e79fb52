// Text work of next_in_line: cells, numbers, words, issuers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"
#include "cordon/base/result.hpp"

namespace cordon::outlook {

// ASCII letters in lower case, punctuation as blanks (a hyphen between letters stays), one blank at both ends.
[[nodiscard]] std::string lower_words(std::string_view text);
[[nodiscard]] std::string joined(const std::vector<std::string>& texts);
// The parts between ';', without blanks around them; empty ones left out.
[[nodiscard]] std::vector<std::string> cell_values(std::string_view cell);
[[nodiscard]] base::Result<double> number_of(const std::string& text, const char* column,
                                             const base::SourceLocation& where);
// The issuers of entries like "EU", "EU 2022-02-28", "gb_fcdo_sanctions:2022-03-10", without those dated later than the
// day. Each issuer once: lists of one authority ("EU", "eu_fsf", "EU-269-ANNEX-I") are one. US lists are left out: they
// are what is forecast.
[[nodiscard]] std::vector<std::string> issuers_known_on(const std::vector<std::string>& entries, base::Date day);

// Entries whose issuer is not known count nothing; these are they.
[[nodiscard]] std::vector<std::string> unknown_issuers(const std::vector<std::string>& entries);
// A two-letter code that is no country's, or a date that is none, is a slip. Errors: kMalformed.
[[nodiscard]] base::Result<void> check_allied_list(const std::string& entry, const base::SourceLocation& where);

}  // namespace cordon::outlook
