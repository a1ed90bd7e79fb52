// OFAC's Enhanced XML.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("ofac-enhanced-xml", "sdn_enhanced.xml", data, size);
  return 0;
}
