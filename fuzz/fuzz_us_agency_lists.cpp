// The lists of the Bureau of Industry and Security and of the Department of State: the first byte says which.
#include <array>

#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array<std::string_view, 5> kFormats{"us-bis-dpl", "us-bis-entity-list", "us-bis-unverified",
                                                            "us-state-nonproliferation", "us-ddtc-debarred"};
  if (size == 0) return 0;
  cordon::fuzz::read_as(kFormats.at(data[0] % kFormats.size()), "list.csv", data + 1, size - 1);
  return 0;
}
