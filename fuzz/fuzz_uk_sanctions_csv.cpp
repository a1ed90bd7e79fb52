// The UK Sanctions List as CSV.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("uk-sanctions-csv", "UK-Sanctions-List.csv", data, size);
  return 0;
}
