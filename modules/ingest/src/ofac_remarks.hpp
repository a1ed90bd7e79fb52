// Reading of OFAC's remarks: segments separated by ';', and the parts of a segment that describes a document.
// Does not know what a segment means: that is the fact table's (ofac_fact_types.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cordon/base/date.hpp"

#include "ofac_record.hpp"

namespace cordon::ingest::ofac {

// Splits remarks into facts: blanks, 'alt.' and the full stop that ends the remarks are taken off; one pair of
// parentheses around a segment, or around all of them, is taken off as well.
[[nodiscard]] std::vector<Fact> split_remarks(std::string_view remarks);

// Takes 'alt.' and 'alternate' off the front.
[[nodiscard]] std::string_view without_alternative(std::string_view segment) noexcept;

// The text of a document: NUMBER [(Place)]... [issued DATE] [expires DATE] [further words].
struct DocumentText {
  std::string number;
  std::string country;              // the text in parentheses that is a country; its ISO code
  std::vector<std::string> places;  // texts in parentheses that are not
  std::string issued;               // as written
  std::string expires;
};
[[nodiscard]] DocumentText parse_document(std::string_view value);

// "undetermined", "Unknown", "stateless": the list says that there is no country to give.
[[nodiscard]] bool says_no_country(std::string_view text) noexcept;
// A country in OFAC's spelling ("Korea, North", "Region: Crimea"); empty when it is none.
[[nodiscard]] std::string ofac_country(std::string_view text);

// A date in OFAC's words; numbers are month first.
[[nodiscard]] base::Result<base::PartialDate> parse_date(std::string_view text);
// Dates of birth and the like in FtM form, as PartialDate::ftm_values(): "circa 1957" gives 1957 and two years either
// way. Empty: no date.
[[nodiscard]] std::vector<std::string> ftm_dates(std::string_view text);

}  // namespace cordon::ingest::ofac
