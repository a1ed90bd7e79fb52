// The UK Sanctions List as an OpenDocument sheet: the content.xml of the archive.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("uk-sanctions-ods", "UK-Sanctions-List.ods", data, size);
  return 0;
}
