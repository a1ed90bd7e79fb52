// Reading of OFAC's remarks: segments separated by ';', and the parts of a segment that describes a document.
// Does not know what a segment means: that is the fact table's (ofac_fact_types.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

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

// Dates of birth and the like in FtM form: "circa 1957" gives 1957, "1960 to 1963" every year in between (at most ten
// years, else the two ends), so that a comparison by year works. Returns: empty when it is no date.
[[nodiscard]] std::vector<std::string> ftm_dates(std::string_view text);

}  // namespace cordon::ingest::ofac
