// Writes an invented list in the layout of OFAC's Advanced XML, of any size: the real one is not ours to ship, and the
// reader's speed depends on the layout, not on the names. The same options give the same bytes.
#pragma once

#include <cstdint>
#include <iosfwd>

namespace cordon::bench {

struct AdvancedXmlOptions {
  std::uint32_t profiles = 19'388;        // parties of the list of late 2025
  std::uint32_t relationships = 9'042;    // its relationships
  std::uint32_t aliases_per_profile = 2;  // the primary name included; two give 150 MB at the defaults, one 130 MB
};

void write_advanced_xml(std::ostream& out, const AdvancedXmlOptions& options);

}  // namespace cordon::bench
