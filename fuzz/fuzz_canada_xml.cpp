// Canada's autonomous sanctions in XML.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("ca-sema-xml", "sema-lmes.xml", data, size);
  return 0;
}
