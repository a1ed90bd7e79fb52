// The EU financial sanctions file as CSV.
#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cordon::fuzz::read_as("eu-fsf-csv", "FullSanctionsList.csv", data, size);
  return 0;
}
