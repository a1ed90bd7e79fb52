// The EU financial sanctions file, XML 1.1.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("eu-fsf-xml", "FullSanctionsList_1_1.xml", data, size);
  return 0;
}
