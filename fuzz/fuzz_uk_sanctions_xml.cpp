// The UK Sanctions List in XML.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("uk-sanctions-xml", "UK_Sanctions_List.xml", data, size);
  return 0;
}
