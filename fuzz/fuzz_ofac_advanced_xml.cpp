// OFAC's Advanced XML.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("ofac-advanced-xml", "sdn_advanced.xml", data, size);
  return 0;
}
