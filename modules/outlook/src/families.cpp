#include "cordon/outlook/families.hpp"

#include <algorithm>

#include "cordon/base/csv.hpp"
#include "shipped_data.hpp"

namespace cordon::outlook {
std::vector<std::string> ProgrammeFamily::tags_of(const std::vector<std::string>& tags) const {
  std::vector<std::string> out;
  for (const std::string& tag : tags) {
    const auto begins = [&](const std::string& prefix) { return tag.starts_with(prefix); };
    if (std::any_of(tag_prefixes.begin(), tag_prefixes.end(), begins)) out.push_back(tag);
  }
  return out;
}

base::Result<ProgrammeFamily> programme_family(std::string_view id) {
  const std::string_view text = base::find_embedded(embedded_files(), "outlook/families.csv");
  base::CsvReader reader{text, {}, "data/outlook/families.csv"};
  ProgrammeFamily family{std::string(id), {}};
  std::vector<std::string> row;
  std::vector<std::string> known;
  while (true) {
    CORDON_ASSIGN(const bool more, reader.next(row));
    if (!more) break;
    if (row.size() != 2 || row[0].starts_with("#") || row[0] == "family") continue;
    if (row[0] == id) family.tag_prefixes.push_back(row[1]);
    if (known.empty() || known.back() != row[0]) known.push_back(row[0]);
  }
  if (!family.tag_prefixes.empty()) return family;
  std::string names;
  for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
  return base::Error{base::ErrorCode::kInvalidArgument,
                     "--family: expected one of " + names + "; found '" + std::string(id) + "'",
                     {}};
}

}  // namespace cordon::outlook
