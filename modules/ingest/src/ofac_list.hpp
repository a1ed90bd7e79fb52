// What all OFAC readers share once the records are read: which of OFAC's two lists it is, and handing the entities on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ofac_record.hpp"
#include "reader.hpp"

namespace cordon::ingest::ofac {

inline constexpr std::string_view kSdnSource = "us_ofac_sdn";
inline constexpr std::string_view kConsolidatedSource = "us_ofac_cons";

// Weighs what tells the SDN list from the non-SDN list: programmes that stand on one of them only.
class ListEvidence {
 public:
  void add_programme(std::string_view tag);
  void add_remarks(std::string_view remarks);
  void add_list_name(std::string_view name);  // "SDN List"
  // Content first, then the file name. Returns: empty when neither says.
  [[nodiscard]] std::string source(std::string_view file_name) const;

 private:
  std::size_t sdn_ = 0;
  std::size_t consolidated_ = 0;
};

[[nodiscard]] base::Error undecided_source(const std::string& document);

// "OFAC Specially Designated Nationals List"
[[nodiscard]] std::string list_title(const model::SourceId& source);
[[nodiscard]] SubjectKind subject_kind(std::string_view text, Unmapped& unmapped);
// "SDGT] [IFSR" -> SDGT, IFSR
[[nodiscard]] std::vector<std::string> split_programmes(std::string_view text);
// Character references resolved, runs of blanks and line breaks made one blank.
[[nodiscard]] std::string clean_text(std::string_view text);

// The same for names and addresses in XML, where the flat files of the same publication write ' for ": the same text in
// all layouts. Marks of writing direction around Arabic and Hebrew names are left out.
[[nodiscard]] std::string name_text(std::string_view text);
// "A.K.A." -> kAlsoKnownAs; an unknown word is counted.
[[nodiscard]] AliasKind alias_kind(std::string_view text, Unmapped& unmapped);

// Maps the records and hands their entities to the context, in the order of the list.
[[nodiscard]] base::Result<void> emit_records(const std::vector<Record>& records, ReadContext& context);

}  // namespace cordon::ingest::ofac
