// The four tables of OFAC's flat lists (main, addresses, aliases, comments): how a file is told to be one of them, and
// which files belong together.
// Source: OFAC's data specifications (dat_spec.txt) of the SDN and consolidated lists.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "reader.hpp"

namespace cordon::ingest::ofac {

struct TablePart {
  std::string_view part;  // "prim"
  std::size_t columns;
};
inline constexpr TablePart kMain{"prim", 12};
inline constexpr TablePart kAddresses{"add", 6};
inline constexpr TablePart kAliases{"alt", 5};
inline constexpr TablePart kComments{"comments", 2};

// "-0- " in every variant is null. Returns: the field without blanks at its ends, empty for null.
[[nodiscard]] std::string_view field_text(std::string_view field) noexcept;
// The first row of a re-saved copy that names the columns.
[[nodiscard]] bool is_header(const std::vector<std::string>& fields);

[[nodiscard]] Detection detect_table(const Input& input, char delimiter);
[[nodiscard]] Detection detect_fixed_table(const Input& input);
// Puts main files and their parts together: same directory or archive, same family (sdn, cons), same rest of the name.
// Errors: kMissingField for parts without their main file.
[[nodiscard]] base::Result<std::vector<InputGroup>> group_tables(std::vector<GroupPart> parts, std::string_view format);

}  // namespace cordon::ingest::ofac
