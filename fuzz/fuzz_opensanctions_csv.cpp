// OpenSanctions' simplified CSV.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("opensanctions-csv", "targets.simple.csv", data, size);
  return 0;
}
