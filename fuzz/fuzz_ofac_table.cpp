// OFAC's flat lists: the four tables in one input, divided by the byte 0x1D. The same tables in pipe format as well.
#include <array>

#include "reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ingest = cordon::ingest;
  if (size > ingest::kHeadBytes) return 0;
  std::string_view bytes{reinterpret_cast<const char*>(data), size};  // NOLINT: byte type
  constexpr std::array<std::string_view, 4> kParts{"prim", "add", "alt", "comments"};
  ingest::InputGroup group;
  group.source = cordon::model::SourceId{"fuzz"};
  for (const std::string_view part : kParts) {
    const std::size_t at = bytes.find('\x1D');
    group.parts.push_back({std::string(part), ingest::memory_input("sdn.csv", bytes.substr(0, at))});
    if (at == std::string_view::npos) break;
    bytes.remove_prefix(at + 1);
  }
  for (const std::string_view format : {"ofac-csv", "ofac-pip"}) {
    group.format = format;
    cordon::fuzz::read_checked(group);
  }
  return 0;
}
