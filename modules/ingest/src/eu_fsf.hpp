// The EU consolidated list of financial sanctions (FSF). One sanctionEntity of the XML 1.1 layout is the common form;
// the CSV layout is turned into the same element (eu_fsf_csv.cpp), so that both are mapped by the same rules.
#pragma once

#include <string>

#include "reader.hpp"
#include "xml_tree.hpp"

namespace cordon::ingest::eu {

// Maps one <sanctionEntity> and hands it on. Errors: kMissingField without a logicalId or a name.
[[nodiscard]] base::Result<void> read_sanction_entity(ReadContext& context, XmlElement& element,
                                                      const std::string& document);

inline constexpr std::string_view kTitle = "EU Consolidated Financial Sanctions List";
inline constexpr std::string_view kSource = "eu_fsf";

}  // namespace cordon::ingest::eu
